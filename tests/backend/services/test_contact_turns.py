from __future__ import annotations

from agent_client.backend.domain.turns import Happening
from agent_client.backend.services import contact_turns
from agent_client.protocol.names import ContactState, WhyCode
from agent_client.protocol.why import Why


async def test_what_does_not_follow_does_nothing(world, anna):
    who = await world.ready(anna)
    call = await world.talking(who)
    before = await world.contact(call)
    world.told.clear()
    world.acted.clear()
    for late in (Happening.RANG, Happening.NOT_ANSWERED, Happening.DECLINED, Happening.OFFERED, Happening.WRAPPED_UP):
        assert await world.write(lambda tx, late=late: contact_turns.take(tx, before, late)) is None
    assert (world.told, world.acted, await world.contact(call)) == ([], [], before)


async def test_the_agent_who_loses_a_contact_is_told_with_its_why(world, anna):
    await world.ready(anna)
    call = await world.calling()
    world.told.clear()
    contact = await world.contact(call)
    await world.write(lambda tx: contact_turns.take(tx, contact, Happening.NOT_ANSWERED, params={"phone": "204"}))
    withdrawn = next(event.contact for name, event in world.told if name == "agent/1" and hasattr(event, "contact"))
    assert (withdrawn.state, withdrawn.version) == (ContactState.QUEUED, contact.version + 1)
    assert withdrawn.why == Why(code=WhyCode.RANG_NOT_ANSWERED, at=world.now, params={"phone": "204"})


async def test_back_in_the_queue_nothing_of_the_agent_is_left_on_it(world, anna):
    who = await world.ready(anna)
    call = await world.talking(who)
    contact = await world.contact(call)
    await world.write(lambda tx: contact_turns.take(tx, contact, Happening.AGENT_LEFT))
    again = await world.contact(call)
    assert (again.agent, again.phone, again.leg, again.leg_answered_at, again.before) == (None, "", None, None, None)
    assert (again.ringing_at, again.connected_at, again.until, again.can_answer) == (None, None, None, False)
