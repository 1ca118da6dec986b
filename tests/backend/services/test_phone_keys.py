"""What agents do with their phones' own keys: hold and transfer (D1, D7)."""

from __future__ import annotations

import pytest
from sqlalchemy import update

from agent_client.backend.persistence import contacts, tables
from agent_client.backend.ports.telephony import LegId, PhoneHeld, TransferAsked
from agent_client.backend.services import call_control, calls, transfers
from agent_client.backend.telephony.simulator import CustomerBehaviour
from agent_client.protocol.names import (
    AgentState,
    ContactState,
    Direction,
    EndedBy,
    MomentKind,
    OnHold,
    Part,
    WhyCode,
)
from agent_client.protocol.refusals import NotPossibleNow
from tests.backend.services.conftest import KNOWN, SUPPORT
from tests.backend.services.talking import ASK, CUS, OUTSIDE, OWN, pair, to

S = ContactState
HELD, BACK = MomentKind.HELD_AT_PHONE, MomentKind.RESUMED_AT_PHONE


async def hold(bench, who=None, *, held=True):
    assert bench.world.pbx.keys.hold((who or bench.anna).phone, held=held)
    await bench.world.settle()


async def key(bench, number, who=None, *, talked=False):
    """The transfer key; whether the phone shows that it went through."""
    phone = (who or bench.anna).phone
    assert bench.world.pbx.keys.transfer(phone, number, talked=talked)
    await bench.world.settle()
    return bench.world.pbx.keys.shown(phone)


async def refused(bench, number, **more):
    """What the window says of it."""
    assert await key(bench, number, **more) is False
    why = (await bench.annas()).why
    assert why.code is WhyCode.KEY_TRANSFER_REFUSED
    return dict(why.params)


def kinds(contact):
    return [moment.kind for moment in contact.course]


async def test_D1_the_window_knows_that_the_phone_holds(bench):
    await hold(bench)
    now = await bench.annas()
    assert (now.state, now.on_hold, now.held_at_phone_since) == (S.CONNECTED, None, bench.world.now)
    assert bench.on_music() == {CUS}
    with pytest.raises(NotPossibleNow):
        await bench.press(bench.anna, call_control.hold)
    with pytest.raises(NotPossibleNow):
        await bench.press(bench.anna, calls.end)
    await hold(bench, held=False)
    now = await bench.annas()
    assert now.held_at_phone_since is None
    assert kinds(now)[-2:] == [HELD, BACK]
    assert bench.talks() == pair(CUS, OWN)


async def test_who_held_in_the_window_too_takes_back_in_both(bench):
    await bench.press(bench.anna, call_control.hold)
    await hold(bench)
    with pytest.raises(NotPossibleNow):
        await bench.press(bench.anna, call_control.resume)
    await hold(bench, held=False)
    assert bench.on_music() == {CUS}
    await bench.press(bench.anna, call_control.resume)
    assert bench.talks() == pair(CUS, OWN)


async def test_D3_the_consulted_colleague_sees_whose_phone_holds_and_the_owner_of_theirs(bench):
    await bench.accepted()
    await hold(bench)
    assert (await bench.brams()).consult.held_at_phone_since == bench.world.now
    assert bench.on_music() == {CUS, ASK}
    await hold(bench, held=False)
    await hold(bench, bench.bram)
    owner, asked = await bench.annas(), await bench.brams()
    assert owner.held_at_phone_since is None and owner.consult.held_at_phone_since is not None
    assert asked.held_at_phone_since is not None and asked.consult.held_at_phone_since is None


async def test_what_the_phone_held_is_over_with_the_conversation(bench):
    await hold(bench)
    bench.world.pbx.hang_up(bench.call)
    await bench.world.settle()
    assert ((await bench.annas()).state, (await bench.annas()).held_at_phone_since) == (S.WRAP_UP, None)


async def test_after_a_restart_only_what_is_told_again_is_held(bench):
    await hold(bench)
    await bench.world.restart()
    await bench.world.settle()
    assert (await bench.annas()).held_at_phone_since is None, "this PBX has forgotten it"
    assert bench.world.pbx.keys.hold(bench.anna.phone)
    bench.world.pbx.lose_link()
    await bench.world.settle()
    bench.world.pbx.restore_link()
    await bench.world.settle()
    assert (await bench.annas()).held_at_phone_since is not None


async def test_late_or_foreign_news_of_a_phone_changes_nothing(bench):
    now = await bench.annas()
    for leg in ("nobody's", (await bench.world.contact(bench.call)).leg):
        await bench.world.tell(PhoneHeld(LegId(leg), held=False))
    assert (await bench.annas()).version == now.version
    await bench.world.tell(TransferAsked(LegId("nobody's"), bench.bram.phone))
    assert (await bench.annas()).version == now.version


# Transfer.


async def test_D7_to_a_colleagues_phone(bench):
    assert await key(bench, bench.bram.phone) is True
    left, offered = await bench.annas(), await bench.brams()
    assert (left.state, left.ended_by) == (S.WRAP_UP, EndedBy.TRANSFERRED)
    assert (offered.state, offered.part, offered.why.code) == (S.RINGING, Part.OWNER, WhyCode.TRANSFERRED_BY)
    assert bench.on_music() == {CUS}
    bench.world.pbx.pick_up(bench.bram.phone)
    await bench.world.settle()
    assert bench.talks() == pair(OWN, CUS)
    assert (await bench.brams()).customer == left.customer


async def test_D7_who_holds_first_as_phones_do_passes_on_all_the_same(bench):
    await hold(bench)
    assert await key(bench, bench.bram.phone) is True
    bench.world.pbx.pick_up(bench.bram.phone)
    await bench.world.settle()
    has = await bench.brams()
    assert (has.state, has.held_at_phone_since) == (S.CONNECTED, None)
    assert bench.talks() == pair(OWN, CUS)


async def test_D4_the_number_of_an_entry_point_is_the_entry_point(bench):
    await bench.world.wish(bench.bram, AgentState.NOT_READY)
    assert await key(bench, "0800 100200") is True
    [waiting] = await bench.world.read(lambda tx: contacts.waiting_callers(tx.conn))
    assert (waiting.queue, waiting.not_to, SUPPORT) == (2, (bench.anna.agent,), "+31800100200")


async def test_D7_a_groups_own_number_is_the_group(bench):
    group = update(tables.queues).where(tables.queues.c.id == 2).values(number="+31858880200")
    await bench.world.write(lambda tx: tx.conn.execute(group))
    assert await key(bench, "085 888 0200") is True
    offered = await bench.brams()
    assert (offered.state, offered.queue) == (S.RINGING, 2)


async def test_D7_to_a_number_outside(bench):
    bench.world.pbx.set_customer(OUTSIDE, CustomerBehaviour(after=3, talk=50))
    assert await key(bench, "030 765 4321") is True
    assert (await bench.annas()).state is S.WRAP_UP
    await bench.world.pass_(5)
    assert not await bench.world.read(lambda tx: contacts.with_call(tx.conn))
    assert bench.talks(), "customer and number go on talking"


async def test_D7_refused_the_window_says_why(bench):
    await bench.world.wish(bench.bram, AgentState.NOT_READY)
    said = await refused(bench, bench.bram.phone)
    assert said == {"refusal": "agent_not_available", "agent": "Bram", "state": "pause", "number": bench.bram.phone}
    assert (await refused(bench, bench.anna.phone))["refusal"] == "not_to_yourself"
    assert (await refused(bench, "2"))["refusal"] == "bad_number"
    await bench.world.write(lambda tx: bench.world.limit_calls(tx, 1))
    assert (await refused(bench, OUTSIDE))["limit"] == "1"
    assert (await bench.annas()).state is S.CONNECTED
    assert bench.talks() == pair(OWN, CUS)


async def test_what_is_no_number_at_all_is_refused(bench):
    for nonsense in ("", "sip:bram@10.0.0.1", "'; DROP TABLE contacts; --", "<b>1</b>", "☎" * 4_000, "1" * 4_000):
        said = await refused(bench, nonsense)
        assert (said["refusal"], said["number"]) == ("bad_number", nonsense[:40])
    assert bench.talks() == pair(OWN, CUS)


async def test_D5_the_consulted_colleague_cannot_pass_the_customer_on(bench):
    await bench.accepted()
    assert await key(bench, OUTSIDE, bench.bram) is False
    why = (await bench.brams()).why
    assert (why.code, why.params["hindrance"]) == (WhyCode.KEY_TRANSFER_REFUSED, "consulted_only")


async def test_D3_while_consulting_only_to_the_consulted_party(bench):
    await bench.consult()
    assert (await refused(bench, bench.bram.phone))["hindrance"] == "consult_not_accepted"
    bench.world.pbx.pick_up(bench.bram.phone)
    await bench.world.settle()
    assert (await refused(bench, OUTSIDE))["hindrance"] == "consult_goes_on"
    assert (await refused(bench, bench.bram.phone, talked=True))["hindrance"] == "consult_goes_on"
    assert await key(bench, bench.bram.phone) is True
    assert ((await bench.annas()).state, (await bench.brams()).state) == (S.WRAP_UP, S.CONNECTED)
    assert bench.talks() == pair(OWN, CUS)


async def test_the_customer_has_hung_up_in_the_same_moment(bench):
    bench.world.pbx.hang_up(bench.call)
    leg = (await bench.world.contact(bench.call)).leg
    await bench.world.settle()
    await bench.world.tell(TransferAsked(leg, bench.bram.phone))
    assert (await bench.annas()).why is None
    assert (await bench.world.me(bench.bram)).state is AgentState.READY


# After a second call of the phone.


@pytest.mark.parametrize("paused", [False, True])
async def test_D7_to_a_colleague_they_have_talked_to(bench, paused):
    if paused:
        await bench.world.wish(bench.bram, AgentState.NOT_READY)
    await hold(bench)
    assert await key(bench, bench.bram.phone, talked=True) is True
    left, has = await bench.annas(), await bench.brams()
    assert (left.state, left.ended_by) == (S.WRAP_UP, EndedBy.TRANSFERRED)
    assert (has.state, has.part, has.direction) == (S.CONNECTED, Part.OWNER, Direction.INBOUND)
    assert (has.customer, has.interaction, has.ani) == (left.customer, left.interaction, KNOWN)
    assert bench.talks() == pair(OWN, CUS)
    assert kinds(has)[-4:] == [
        MomentKind.CONSULT_REQUESTED,
        MomentKind.CONSULT_ACCEPTED,
        MomentKind.TRANSFERRED,
        MomentKind.TOOK_OVER,
    ]
    assert (await bench.world.me(bench.bram)).state is AgentState.ON_CONTACT
    await bench.press(bench.bram, calls.end)
    assert (await bench.brams()).state is S.WRAP_UP


async def test_D7_to_a_number_outside_they_have_talked_to(bench):
    assert await key(bench, OUTSIDE, talked=True) is True
    left = await bench.annas()
    assert (left.state, left.ended_by) == (S.WRAP_UP, EndedBy.TRANSFERRED)
    assert not await bench.world.read(lambda tx: contacts.with_call(tx.conn))
    assert left.course[-1].to == OUTSIDE
    assert bench.talks(), "customer and number go on talking"


async def test_D7_not_to_who_answered_in_a_queue_nor_who_may_not_be_consulted(bench):
    await hold(bench)
    why = await refused(bench, SUPPORT, talked=True)
    assert (why["refusal"], why["name"]) == ("reached_through_group", "Help")
    call = await bench.world.calling(ani="+420224811111", dnis=SUPPORT)
    bench.world.pbx.pick_up(bench.bram.phone)
    await bench.world.settle()
    bench.world.pbx.hang_up(call)
    await bench.world.settle()
    assert (await refused(bench, bench.bram.phone, talked=True))["state"] == "wrap_up"
    now = await bench.annas()
    assert (now.state, now.consult, now.on_hold) == (S.CONNECTED, None, None)
    assert now.held_at_phone_since is not None


async def test_who_was_passed_on_by_key_is_passed_on_in_the_window(bench):
    assert await key(bench, bench.bram.phone, talked=True) is True
    await bench.press(bench.bram, transfers.transfer, to(queue=1))
    assert (await bench.brams()).ended_by is EndedBy.TRANSFERRED
    assert bench.on_music() == {CUS}
    assert (await bench.brams()).on_hold is not OnHold.CUSTOMER
