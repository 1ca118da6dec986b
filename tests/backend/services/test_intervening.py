"""What supervisors do: done once, in the log, told to whom it concerns; and not to a conversation by accident."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from agent_client.backend.persistence import contact_view, interventions, passwords, sessions
from agent_client.backend.services import customers as saving
from agent_client.backend.services import due, intervening, links, locks, signing_in
from agent_client.protocol.customers import CustomerFields
from agent_client.protocol.events import CustomerLockChanged, SessionEnded
from agent_client.protocol.names import (
    AgentState,
    ContactState,
    CustomerId,
    CustomerList,
    Intervention,
    NotReadyReason,
    Role,
    SessionId,
    WhyCode,
)
from agent_client.protocol.refusals import Forbidden, Invalid, NotFound, NotPossibleNow, NotToYourself
from agent_client.protocol.supervising import CleanUpSeat, EndSession, SetState

JAN = CustomerId(1)
SIGN_OUT = EndSession(kind=Intervention.SIGN_OUT, reason="Gone home")
CRASHED = EndSession(kind=Intervention.MARK_AS_CRASHED, reason="The PC died")


@pytest.fixture
async def chief(world, cleo):
    who = await world.sign_in(cleo)
    return replace(who, role=Role.SUPERVISOR)


async def end(world, chief, who, wish):
    return await world.write(lambda tx: intervening.end_session(tx, chief, who.session, wish))


async def log(world):
    return (await world.read(lambda tx: interventions.page(tx.conn, None, 10)))[0]


async def test_signed_out_by_a_supervisor_with_the_reason(world, anna, chief) -> None:
    who = await world.ready(anna)
    done = await end(world, chief, who, replace(SIGN_OUT, reason="  Gone \n home "))
    assert (await world.me(who)).state is AgentState.SIGNED_OUT
    (told,) = [event for _, event in world.told if isinstance(event, SessionEnded)]
    assert told.why.code is WhyCode.SIGNED_OUT_BY
    assert (told.why.params["agent"], told.why.params["reason"]) == ("Cleo", "Gone home")
    (line,) = await log(world)
    assert line == done.lines[0]
    assert (line.by.name, line.agent.name, line.seat, line.kind, line.reason) == (
        "Cleo",
        "Anna",
        f"SEAT{anna}",
        Intervention.SIGN_OUT,
        "Gone home",
    )


async def test_only_supervisors_and_not_themselves(world, anna, bram, chief) -> None:
    hers, his = await world.sign_in(anna), await world.sign_in(bram)
    for attempt in (
        lambda tx: intervening.end_session(tx, his, hers.session, SIGN_OUT),
        lambda tx: intervening.clean_up(tx, his, CleanUpSeat(seat=f"SEAT{anna}", reason="x")),
        lambda tx: intervening.unlock_account(tx, his, anna, "x"),
        lambda tx: intervening.unlock_customer(tx, his, JAN, "x"),
        lambda tx: intervening.set_state(
            tx, his, anna, SetState(state=AgentState.NOT_READY, reason="x"), world.pbx.can_answer
        ),
    ):
        with pytest.raises(Forbidden):
            await world.write(attempt)
    with pytest.raises(NotToYourself):
        await end(world, chief, chief, SIGN_OUT)
    with pytest.raises(Invalid):
        await end(world, chief, hers, replace(SIGN_OUT, reason="  "))
    with pytest.raises(Invalid):
        await end(world, chief, hers, replace(SIGN_OUT, kind=Intervention.SET_STATE))
    assert await log(world) == ()


async def test_in_a_conversation_only_when_confirmed_and_the_caller_keeps_their_place(world, anna, bram, chief) -> None:
    who = await world.ready(anna)
    call = await world.talking(who)
    queued_at = (await world.contact(call)).queued_at
    with pytest.raises(NotPossibleNow) as refused:
        await end(world, chief, who, SIGN_OUT)
    assert refused.value.params == {"state": "on_contact"}
    assert (await world.me(who)).state is AgentState.ON_CONTACT
    later = await world.calling("+420224811111")
    await end(world, chief, who, replace(SIGN_OUT, confirmed=True))
    back = await world.contact(call)
    assert (back.state, back.agent, back.queued_at) == (ContactState.QUEUED, None, queued_at)
    await world.ready(bram)
    assert ((await world.contact(call)).agent, (await world.contact(later)).agent) == (bram, None)


async def test_marked_as_crashed_the_agent_sits_down_elsewhere_at_once(world, anna, chief) -> None:
    who = await world.ready(anna)
    call = await world.calling()
    await world.write(lambda tx: links.lost(tx, who))
    await end(world, chief, who, CRASHED)
    assert (await world.contact(call)).state is ContactState.QUEUED
    assert await world.read(lambda tx: sessions.live(tx.conn, anna)) is None
    again = await world.sign_in(anna, phone="209", seat="SEAT9")
    assert again.session != who.session
    assert (await world.me(again)).not_ready is NotReadyReason.PAUSE


async def test_a_seat_is_cleaned_up_for_somebody_else(world, anna, bram, chief) -> None:
    await world.sign_in(anna)
    await world.write(lambda tx: intervening.clean_up(tx, chief, CleanUpSeat(seat=f"SEAT{anna}", reason="Taken")))
    his = await world.sign_in(bram, seat=f"SEAT{anna}")
    assert (await world.me(his)).seat == f"SEAT{anna}"
    (line,) = await log(world)
    assert (line.kind, line.seat) == (Intervention.CLEAN_UP, f"SEAT{anna}")
    with pytest.raises(NotFound):
        await world.write(lambda tx: intervening.clean_up(tx, chief, CleanUpSeat(seat="EMPTY", reason="x")))


async def test_a_session_that_ended_meanwhile_is_not_found_and_the_newer_one_stays(world, anna, chief) -> None:
    older = await world.sign_in(anna)
    newer = await world.sign_in(anna, seat="ELSEWHERE")
    with pytest.raises(NotFound):
        await end(world, chief, older, SIGN_OUT)
    assert (await world.me(newer)).seat == "ELSEWHERE"
    await world.write(lambda tx: signing_in.sign_out(tx, newer))
    with pytest.raises(NotFound):
        await end(world, chief, newer, CRASHED)
    with pytest.raises(NotFound):
        await end(world, chief, replace(newer, session=SessionId(999)), CRASHED)
    assert await log(world) == ()


async def test_the_grace_of_an_ended_session_ends_nothing_more(world, anna, chief) -> None:
    who = await world.ready(anna)
    await world.write(lambda tx: links.lost(tx, who))
    await end(world, chief, who, CRASHED)
    world.told.clear()
    await world.pass_(120)
    assert not [event for _, event in world.told if isinstance(event, SessionEnded)]
    assert (await world.read(due.find)).now == ()


async def test_a_card_is_unlocked_and_its_holder_reads_why(world, anna, chief) -> None:
    who = await world.sign_in(anna)
    await world.write(lambda tx: locks.take(tx, who, JAN))
    world.told.clear()
    unlocked = await world.write(lambda tx: intervening.unlock_customer(tx, chief, JAN, "Needed"))
    assert unlocked.lock is None
    (told,) = [event for _, event in world.told if isinstance(event, CustomerLockChanged)]
    assert (told.customer, told.lock, told.why.params) == (JAN, None, {"agent": "Cleo", "reason": "Needed"})
    (line,) = await log(world)
    assert (line.kind, line.agent.name, line.about) == (Intervention.UNLOCK_CUSTOMER, "Anna", "Jan Jansen")
    again = await world.write(lambda tx: intervening.unlock_customer(tx, chief, JAN, "Needed"))
    assert again.lock is None
    assert len(await log(world)) == 1
    with pytest.raises(NotFound):
        await world.write(lambda tx: intervening.unlock_customer(tx, chief, CustomerId(99), "x"))


async def test_an_account_is_unlocked_once(world, anna, chief) -> None:
    await world.write(lambda tx: passwords.lock(tx.conn, anna, tx.now))
    done = await world.write(lambda tx: intervening.unlock_account(tx, chief, anna, "It was her"))
    assert (await world.read(lambda tx: passwords.row(tx.conn, anna))).locked_at is None
    assert [line.kind for line in done.lines] == [Intervention.UNLOCK_ACCOUNT]
    again = await world.write(lambda tx: intervening.unlock_account(tx, chief, anna, "It was her"))
    assert (again.lines, await log(world)) == ((), done.lines)


async def test_put_in_pause_and_told_by_whom(world, anna, chief) -> None:
    who = await world.ready(anna)
    wish = SetState(state=AgentState.NOT_READY, reason="At lunch")
    await world.write(lambda tx: intervening.set_state(tx, chief, anna, wish, world.pbx.can_answer))
    me = await world.me(who)
    assert (me.state, me.not_ready, me.why.code) == (
        AgentState.NOT_READY,
        NotReadyReason.PAUSE,
        WhyCode.STATE_SET_BY,
    )
    assert me.why.params == {"agent": "Cleo", "reason": "At lunch"}
    await world.write(lambda tx: intervening.set_state(tx, chief, anna, wish, world.pbx.can_answer))
    assert [line.kind for line in await log(world)] == [Intervention.SET_STATE]


async def test_put_in_pause_after_the_conversation_and_back(world, anna, chief) -> None:
    who = await world.ready(anna)
    await world.talking(who)
    pause = SetState(state=AgentState.NOT_READY, reason="At lunch")
    await world.write(lambda tx: intervening.set_state(tx, chief, anna, pause, world.pbx.can_answer))
    me = await world.me(who)
    assert (me.state, me.next.state) == (AgentState.ON_CONTACT, AgentState.NOT_READY)
    ready = SetState(state=AgentState.READY, reason="Back")
    await world.write(lambda tx: intervening.set_state(tx, chief, anna, ready, world.pbx.can_answer))
    assert (await world.me(who)).next is None
    assert len(await log(world)) == 2
    gone = await world.read(lambda tx: contact_view.of_agent(tx.conn, anna))
    assert [contact.state for contact in gone] == [ContactState.CONNECTED]


async def test_an_agents_own_customer_is_nobody_elses_to_unlock(world, anna, chief) -> None:
    who = await world.sign_in(anna)
    own = await world.write(
        lambda tx: saving.add(tx, who, CustomerFields(name="Own", numbers=("+31201112222",), list=CustomerList.OWN))
    )
    await world.write(lambda tx: locks.take(tx, who, own.id))
    with pytest.raises(NotFound):
        await world.write(lambda tx: intervening.unlock_customer(tx, chief, own.id, "x"))


async def test_made_available_their_phone_is_tried_as_always(world, anna, chief) -> None:
    who = await world.sign_in(anna)
    wish = SetState(state=AgentState.READY, reason="The queues need it")
    await world.write(lambda tx: intervening.set_state(tx, chief, anna, wish, world.pbx.can_answer))
    assert (await world.me(who)).not_ready is NotReadyReason.SIGNING_ON
    assert [line.reason for line in await log(world)] == ["The queues need it"]
    await world.write(lambda tx: signing_in.sign_out(tx, who))
    with pytest.raises(NotFound):
        await world.write(lambda tx: intervening.set_state(tx, chief, anna, wish, world.pbx.can_answer))
    with pytest.raises(NotToYourself):
        await world.write(lambda tx: intervening.set_state(tx, chief, chief.agent, wish, world.pbx.can_answer))
