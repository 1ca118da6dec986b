"""Supervisors listen, whisper and join: who may, what it needs, who hears and sees it, and what ends it."""

from __future__ import annotations

import pytest
from msgspec.structs import replace
from sqlalchemy import update

from agent_client.backend.persistence import contact_view, contacts, interventions, tables
from agent_client.backend.ports.telephony import StopRinging
from agent_client.backend.services import (
    agent_states,
    consulting,
    intervening,
    listening,
    outdial,
    signing_in,
    supervising,
    transfers,
)
from agent_client.backend.services import due as falling_due
from agent_client.backend.telephony.simulator import PhoneBehaviour, PhoneKind
from agent_client.backend.telephony.simulator.audio import Party
from agent_client.protocol.contacts import Outdial
from agent_client.protocol.events import AgentPresenceChanged, AgentStateChanged, ContactUpdated
from agent_client.protocol.names import AgentState, Intervention, Listening, NotReadyReason, Role, WhyCode
from agent_client.protocol.refusals import (
    Forbidden,
    Invalid,
    ListenedTo,
    Listens,
    NotPossibleNow,
    NotToYourself,
    OwnPhoneBusy,
    PbxUnreachable,
    PhoneCannot,
)
from agent_client.protocol.supervising import EndSession, Listen
from tests.backend.services.talking import ASK, CUS, OWN, pair, to

BOSS = Party.LISTENER
TALKS = pair(CUS, OWN)
LISTENS, TO_OWNER, TO_CUSTOMER = {(BOSS, OWN), (BOSS, CUS)}, {(OWN, BOSS)}, {(CUS, BOSS)}


async def supervises(world, agent, *, ready=False):
    await world.write(
        lambda tx: tx.conn.execute(
            update(tables.agents).where(tables.agents.c.id == agent).values(role=Role.SUPERVISOR.value)
        )
    )
    who = await (world.ready(agent) if ready else world.sign_in(agent))
    return replace(who, role=Role.SUPERVISOR)


@pytest.fixture
async def chief(world, cleo):
    return await supervises(world, cleo)


@pytest.fixture
async def ready_chief(world, cleo):
    return await supervises(world, cleo, ready=True)


async def listen(world, who, bench, how=Listening.LISTEN, reason="Coaching"):
    contact = await world.contact(bench.call)
    wish = Listen(contact=contact.id, how=how, reason=reason)
    me = await world.write(lambda tx: listening.listen(tx, who, wish))
    await world.settle()
    return me


async def there(world, who, bench, how=Listening.LISTEN):
    await listen(world, who, bench, how)
    assert world.pbx.pick_up(who.phone)
    await world.settle()


async def stop(world, who):
    await world.write(lambda tx: listening.stop(tx, who))
    await world.settle()


async def heard(world, who):
    return (await world.me(who)).listening


async def log(world):
    return (await world.read(lambda tx: interventions.page(tx.conn, None, 10)))[0]


async def test_their_phone_rings_and_they_hear_the_conversation(world, bench, chief) -> None:
    await listen(world, chief, bench)
    rung = await heard(world, chief)
    assert (rung.agent.name, rung.how, rung.answered_at, rung.ended_at) == ("Anna", Listening.LISTEN, None, None)
    assert world.pbx.pick_up(chief.phone)
    await world.settle()
    assert (await heard(world, chief)).answered_at == world.now
    assert bench.talks() == TALKS | LISTENS
    await stop(world, chief)
    over = await heard(world, chief)
    assert (over.ended_at, over.why) == (world.now, None)
    assert bench.talks() == TALKS
    await stop(world, chief)


async def test_C3_answered_from_the_desktop_where_the_phone_can_be(world, bench, chief) -> None:
    await listen(world, chief, bench)
    assert (await heard(world, chief)).can_answer is False
    with pytest.raises(PhoneCannot):
        await world.write(lambda tx: listening.answer(tx, chief))
    await stop(world, chief)
    world.pbx.set_phone(chief.phone, PhoneBehaviour(desktop=True))
    await listen(world, chief, bench)
    assert (await heard(world, chief)).can_answer is True
    await world.write(lambda tx: listening.answer(tx, chief))
    await world.settle()
    now = await heard(world, chief)
    assert (now.answered_at, now.can_answer) == (world.now, False)
    assert bench.talks() == TALKS | LISTENS
    with pytest.raises(NotPossibleNow):
        await world.write(lambda tx: listening.answer(tx, chief))


async def test_whispering_and_joining_and_each_step_in_the_log(world, bench, chief) -> None:
    await there(world, chief, bench)
    for how, ears in (
        (Listening.WHISPER, TO_OWNER),
        (Listening.BARGE, TO_OWNER | TO_CUSTOMER),
        (Listening.LISTEN, set()),
    ):
        assert (await listen(world, chief, bench, how, "said once")).listening.how is how
        assert bench.talks() == TALKS | LISTENS | ears
    await listen(world, chief, bench, Listening.LISTEN)
    lines = await log(world)
    assert [line.how for line in lines] == [Listening.LISTEN, Listening.BARGE, Listening.WHISPER, Listening.LISTEN]
    assert {(line.kind, line.reason, line.agent.name, line.by.name) for line in lines} == {
        (Intervention.LISTEN, "Coaching", "Anna", "Cleo")
    }


async def test_the_agent_is_told_of_whom_they_hear_and_of_nobody_else(world, bench, chief) -> None:
    await there(world, chief, bench)
    world.told.clear()
    await listen(world, chief, bench, Listening.WHISPER)
    assert [event.contact.listener for _, event in world.told if isinstance(event, ContactUpdated)] != []
    assert (await bench.annas()).listener.how is Listening.WHISPER
    await listen(world, chief, bench, Listening.LISTEN)
    assert (await bench.annas()).listener is None
    await listen(world, chief, bench, Listening.BARGE)
    assert (await bench.annas()).listener.name == "Cleo"
    await stop(world, chief)
    assert (await bench.annas()).listener is None


async def test_while_the_phone_rings_nobody_is_told_of_anybody(world, bench, chief) -> None:
    world.told.clear()
    await listen(world, chief, bench, Listening.BARGE)
    assert (await bench.annas()).listener is None
    assert not [event for _, event in world.told if isinstance(event, AgentPresenceChanged)]
    assert world.pbx.pick_up(chief.phone)
    await world.settle()
    assert (await bench.annas()).listener.how is Listening.BARGE


async def test_the_consulted_hears_who_joined_and_not_who_whispers(world, bench, chief) -> None:
    await bench.accepted()
    await bench.press(bench.anna, consulting.conference)
    await there(world, chief, bench, Listening.WHISPER)
    assert ((await bench.annas()).listener.how, (await bench.brams()).listener) == (Listening.WHISPER, None)
    await listen(world, chief, bench, Listening.BARGE)
    assert (await bench.brams()).listener.how is Listening.BARGE
    assert {one for one, other in bench.talks() if other is BOSS} == {CUS, OWN, ASK}


async def test_what_it_needs(world, bench, chief, bram) -> None:
    contact = await world.contact(bench.call)
    wish = Listen(contact=contact.id, how=Listening.LISTEN, reason="x")
    for who, wished, refused in (
        (bench.bram, wish, Forbidden),
        (chief, replace(wish, reason="  "), Invalid),
        (chief, replace(wish, how=Listening.UNKNOWN), Invalid),
        (replace(bench.anna, role=Role.SUPERVISOR), wish, NotToYourself),
    ):
        with pytest.raises(refused):
            await world.write(lambda tx, who=who, wished=wished: listening.listen(tx, who, wished))
    waiting = await world.contact(await world.calling())
    with pytest.raises(NotPossibleNow):
        await world.write(lambda tx: listening.listen(tx, chief, replace(wish, contact=waiting.id)))
    assert await log(world) == ()


async def test_one_listener_a_conversation_and_one_conversation_a_listener(world, bench, chief, anna, bram) -> None:
    await there(world, chief, bench)
    other = await world.talking(bench.bram)
    with pytest.raises(Listens):
        await world.write(
            lambda tx: listening.listen(
                tx, chief, Listen(contact=contacts.by_call(tx.conn, other).id, how=Listening.LISTEN, reason="x")
            )
        )
    await stop(world, chief)
    second = await supervises(world, chief.agent)
    await there(world, second, bench)
    intruder = replace(bench.bram, role=Role.ADMINISTRATOR)
    with pytest.raises(ListenedTo) as refusal:
        await listen(world, intruder, bench)
    assert refusal.value.params == {"agent": "Cleo"}


async def test_not_with_somebody_in_hand(world, bench) -> None:
    await world.talking(bench.bram)
    with pytest.raises(OwnPhoneBusy):
        await listen(world, replace(bench.bram, role=Role.SUPERVISOR), bench)


async def test_who_was_available_is_not_meanwhile_and_is_again(world, bench, ready_chief) -> None:
    await listen(world, ready_chief, bench)
    me = await world.me(ready_chief)
    assert (me.state, me.not_ready, me.why.code) == (AgentState.NOT_READY, NotReadyReason.PAUSE, WhyCode.LISTENING)
    assert world.pbx.pick_up(ready_chief.phone)
    await world.settle()
    with pytest.raises(Listens):
        await world.wish(ready_chief, AgentState.READY)
    with pytest.raises(Listens):
        await world.write(lambda tx: agent_states.try_phone(tx, ready_chief))
    with pytest.raises(NotPossibleNow):
        await world.write(lambda tx: outdial.call(tx, ready_chief, Outdial(number="+31201112233")))
    await stop(world, ready_chief)
    assert (await world.me(ready_chief)).state is AgentState.READY


async def test_what_they_choose_meanwhile_stays(world, bench, ready_chief) -> None:
    await there(world, ready_chief, bench)
    await world.wish(ready_chief, AgentState.NOT_READY, idle=1)
    await stop(world, ready_chief)
    me = await world.me(ready_chief)
    assert (me.state, me.not_ready) == (AgentState.NOT_READY, NotReadyReason.IDLE)


@pytest.mark.parametrize(
    ("kind", "why"),
    [
        (PhoneKind.BUSY, WhyCode.LISTENING_PHONE_BUSY),
        (PhoneKind.DECLINES, WhyCode.LISTENING_NOT_ANSWERED),
        (PhoneKind.UNREACHABLE, WhyCode.LISTENING_PHONE_UNREACHABLE),
    ],
)
async def test_a_phone_that_is_not_answered_says_why(world, bench, ready_chief, kind, why) -> None:
    """And who was available is in pause: their phone does not answer."""
    world.pbx.set_phone(ready_chief.phone, PhoneBehaviour(kind=kind))
    await listen(world, ready_chief, bench)
    me = await world.me(ready_chief)
    assert (me.listening.why.code, me.listening.why.params) == (why, {"phone": ready_chief.phone})
    assert (me.state, me.why.code) == (AgentState.NOT_READY, why)


async def test_it_does_not_ring_for_ever(world, bench, chief) -> None:
    await listen(world, chief, bench)
    await world.pass_(19)
    assert (await heard(world, chief)).ended_at is None
    await world.pass_(2)
    over = await heard(world, chief)
    assert over.why.code is WhyCode.LISTENING_NOT_ANSWERED
    assert not world.pbx.pick_up(chief.phone)
    assert (await world.read(falling_due.find)).now == ()


async def test_the_listener_hangs_up(world, bench, ready_chief) -> None:
    await there(world, ready_chief, bench, Listening.BARGE)
    assert world.pbx.put_down(ready_chief.phone)
    await world.settle()
    assert (await heard(world, ready_chief)).ended_at is not None
    assert (await world.me(ready_chief)).state is AgentState.READY
    assert (await bench.annas()).listener is None
    assert bench.talks() == TALKS


@pytest.mark.parametrize("answered", [True, False])
async def test_the_conversation_ends(world, bench, chief, answered) -> None:
    await (there if answered else listen)(world, chief, bench)
    assert world.pbx.hang_up(bench.call)
    await world.settle()
    over = await heard(world, chief)
    assert (over.why.code, over.why.params) == (WhyCode.LISTENING_OVER, {"agent": "Anna"})
    assert not world.pbx.put_down(chief.phone)


async def test_the_customer_goes_to_somebody_else(world, bench, chief) -> None:
    await bench.accepted()
    await there(world, chief, bench, Listening.BARGE)
    await bench.press(bench.anna, transfers.transfer, None)
    assert (await heard(world, chief)).why.code is WhyCode.LISTENING_OVER
    assert (await bench.brams()).listener is None
    assert bench.talks() == TALKS


async def test_their_session_ends(world, bench, ready_chief) -> None:
    await there(world, ready_chief, bench, Listening.WHISPER)
    await world.write(lambda tx: signing_in.sign_out(tx, ready_chief))
    await world.settle()
    assert (await world.me(ready_chief)).state is AgentState.SIGNED_OUT
    assert bench.talks() == TALKS
    assert (await bench.annas()).listener is None


async def test_signing_in_elsewhere_begins_with_nothing(world, bench, chief) -> None:
    await there(world, chief, bench)
    await world.pass_(1)
    anew = await world.sign_in(chief.agent, phone="299")
    assert await heard(world, anew) is None
    assert bench.talks() == TALKS


async def test_the_listened_to_agents_session_ends(world, bench, chief) -> None:
    await there(world, chief, bench)
    wish = EndSession(kind=Intervention.SIGN_OUT, reason="Gone home", confirmed=True)
    await world.write(lambda tx: intervening.end_session(tx, chief, bench.anna.session, wish))
    await world.settle()
    assert (await heard(world, chief)).why.code is WhyCode.LISTENING_OVER


async def test_it_goes_on_through_a_restart_and_what_rang_does_not(world, bench, chief, anna, bram) -> None:
    await there(world, chief, bench, Listening.WHISPER)
    await world.restart()
    assert (await heard(world, chief)).ended_at is None
    assert bench.talks() == TALKS | LISTENS | TO_OWNER
    await stop(world, chief)
    await listen(world, chief, bench)
    await world.restart()
    assert (await heard(world, chief)).why.code is WhyCode.SERVER_RESTARTED
    assert bench.talks() == TALKS


async def test_it_is_gone_with_the_pbx(world, bench, ready_chief) -> None:
    await there(world, ready_chief, bench)
    await world.restart(same_pbx=False)
    assert (await heard(world, ready_chief)).ended_at is not None


async def test_while_the_link_to_the_pbx_is_lost_it_goes_on_there(world, bench, chief) -> None:
    await there(world, chief, bench)
    world.pbx.lose_link()
    await world.settle()
    with pytest.raises(PbxUnreachable):
        await listen(world, chief, bench, Listening.WHISPER)
    with pytest.raises(PbxUnreachable):
        await world.write(lambda tx: listening.stop(tx, chief))
    world.pbx.restore_link()
    await world.settle()
    assert (await heard(world, chief)).ended_at is None
    assert bench.talks() == TALKS | LISTENS


async def test_what_ended_meanwhile_is_ended_there_too(world, bench, chief) -> None:
    """Their session, while the PBX could not be told."""
    await there(world, chief, bench, Listening.BARGE)
    world.pbx.lose_link()
    await world.settle()
    await world.write(lambda tx: signing_in.sign_out(tx, chief))
    world.acted.clear()
    world.pbx.restore_link()
    await world.settle()
    assert any(isinstance(action, StopRinging) for action in world.acted)
    assert bench.talks() == TALKS


async def test_their_phone_hung_up_meanwhile(world, bench, ready_chief) -> None:
    await there(world, ready_chief, bench)
    world.pbx.lose_link()
    await world.settle()
    world.pbx.put_down(ready_chief.phone)
    world.pbx.restore_link()
    await world.settle()
    assert (await heard(world, ready_chief)).why.code is WhyCode.PBX_LOST
    assert (await world.me(ready_chief)).state is AgentState.READY


async def test_other_supervisors_see_who_listens(world, bench, chief) -> None:
    await listen(world, chief, bench)
    known = await world.read(lambda tx: supervising.everything(tx, chief))
    (anna,) = [one for one in known.agents if one.presence.id == bench.anna.agent]
    shown = await world.read(lambda tx: contact_view.of_agent(tx.conn, bench.anna.agent))
    assert (anna.contact.listener, anna.contact.contact) == ("Cleo", shown[0].id)


async def test_of_a_consult_its_owner_is_listened_to(world, bench, chief) -> None:
    await bench.accepted(to(bench.bram))
    hers = await bench.brams()
    with pytest.raises(NotPossibleNow):
        await world.write(
            lambda tx: listening.listen(tx, chief, Listen(contact=hers.id, how=Listening.LISTEN, reason="x"))
        )


async def test_only_supervisors_hear_of_it(world, bench, chief) -> None:
    world.told.clear()
    await listen(world, chief, bench)
    streams = {stream for stream, event in world.told if isinstance(event, AgentStateChanged)}
    assert len(streams) == 1
    assert len(world.told) == 1
