"""Signing in and out by phone (A15): who calls the service number, what they hear, and how their phone is rung then."""

from __future__ import annotations

import pytest
from sqlalchemy import update

from agent_client.backend.persistence import agents, remote_agents, service_calls, sessions, staffing, tables
from agent_client.backend.ports.prompts import Prompt
from agent_client.backend.ports.telephony import TAKING_SECONDS, CallArrived, Cause, LegFailed, RingForCall, Speak
from agent_client.backend.services import digital, outdial, previews, signing_in
from agent_client.backend.telephony.simulator import PhoneBehaviour, PhoneKind
from agent_client.protocol.contacts import Outdial
from agent_client.protocol.names import AgentState, Channel, ContactState, NotReadyReason, QueueId, WhyCode
from agent_client.protocol.refusals import PhoneInUse
from agent_client.protocol.why import Why
from tests.backend.services.conftest import RING, SALES, SUPPORT

SERVICE = "+31857770100"
MOBILE, SHOWN = "+31612345678", "+31207770000"
SIGNED_IN = (Prompt.SIGNED_IN, Prompt.QUEUES, 2)


@pytest.fixture
async def anywhere(world, anna):
    """Anna may sign in by phone."""

    def register(tx):
        tx.conn.execute(update(tables.centre).values(service_number=SERVICE))
        remote_agents.set_numbers(tx.conn, anna, MOBILE, SHOWN)

    await world.write(register)
    return world


async def dial(world, ani=MOBILE, dnis=SERVICE):
    """Somebody calls the service number and listens to the end; what they heard."""
    call = await world.calling(ani, dnis)
    said = world.pbx.spoken(call)
    await world.pass_(10)
    assert call not in world.pbx.calls()
    return said


async def look(world, agent):
    return await world.read(lambda tx: agents.me(tx.conn, agent))


async def rows(world, table):
    return await world.read(lambda tx: tx.conn.execute(table.select()).all())


async def change(world, unit):
    await world.write(lambda tx: unit(tx))


async def test_A15_each_call_changes_over_and_the_status_is_spoken(anywhere, anna):
    assert await dial(anywhere) == SIGNED_IN
    me = await look(anywhere, anna)
    assert (me.state, me.remote, me.phone, me.queues) == (AgentState.READY, True, MOBILE, (1, 2))
    assert await dial(anywhere) == (Prompt.SIGNED_OUT,)
    me = await look(anywhere, anna)
    assert (me.state, me.remote) == (AgentState.SIGNED_OUT, False)
    assert me.why == Why(code=WhyCode.SIGNED_OUT_BY_PHONE, at=me.why.at, params={"phone": MOBILE})
    assert await dial(anywhere) == SIGNED_IN


@pytest.mark.parametrize("written", ["0612345678", "06 1234 5678", "0031 6 12345678", "+31612345678", "31612345678"])
async def test_A15_the_phone_is_known_however_its_number_is_written(anywhere, anna, written):
    assert await dial(anywhere, written, "085 777 0100") == SIGNED_IN
    assert (await look(anywhere, anna)).remote


async def test_A15_with_the_alternate_number_the_registered_one_is_rung(anywhere, anna):
    assert await dial(anywhere, SHOWN) == SIGNED_IN
    await anywhere.calling()
    assert [action.phone for action in anywhere.acted if isinstance(action, RingForCall)] == [MOBILE]


@pytest.mark.parametrize(
    ("ani", "said"),
    [
        ("", (Prompt.NOT_REGISTERED, Prompt.NUMBER_WITHHELD)),
        ("anonymous", (Prompt.NOT_REGISTERED, Prompt.NUMBER_WITHHELD)),
        ("+31699999999", (Prompt.NOT_REGISTERED,)),
    ],
)
async def test_A15_nobodys_phone_hears_that_it_is_not_registered(anywhere, ani, said):
    assert await dial(anywhere, ani) == said
    assert await anywhere.entries() == ()
    assert await rows(anywhere, tables.contacts) == [], "it is never queued"


async def test_A15_nothing_rings_while_they_listen_and_everything_does_then(anywhere, anna):
    call = await anywhere.calling()
    service = await anywhere.calling(MOBILE, SERVICE)
    me = await look(anywhere, anna)
    assert (me.state, me.not_ready) == (AgentState.NOT_READY, NotReadyReason.SIGNING_ON)
    assert anywhere.pbx.hang_up(service)
    await anywhere.settle()
    assert (await anywhere.contact(call)).phone == MOBILE
    assert anywhere.pbx.pick_up(MOBILE)
    await anywhere.settle()
    assert (await look(anywhere, anna)).state is AgentState.ON_CONTACT


async def test_A15_a_call_that_is_told_of_twice_changes_over_once(anywhere, anna):
    call = await anywhere.calling(MOBILE, SERVICE)
    await anywhere.tell(CallArrived(call, MOBILE, SERVICE))
    assert (await look(anywhere, anna)).remote
    assert [action for action in anywhere.acted if isinstance(action, Speak)] == [Speak(call, SIGNED_IN)] * 2


async def test_A15_preselected_queues_apply_whatever_was_staffed_last(anywhere, anna):
    def preselect(tx):
        staffing.preselect(tx.conn, anna, [QueueId(2)])
        staffing.choose(tx.conn, anna, [QueueId(1)])

    await anywhere.write(preselect)
    assert await dial(anywhere) == (Prompt.SIGNED_IN, Prompt.QUEUES, 1)
    sales, support = await anywhere.calling(dnis=SALES), await anywhere.calling(dnis=SUPPORT)
    assert (await anywhere.contact(sales)).state is ContactState.QUEUED
    assert (await anywhere.contact(support)).agent == anna


def _chat(tx):
    digital.arrived(tx, channel=Channel.CHAT, sender="Jo", name="Jo", text="Hi", queue=QueueId(2))


def _campaign(tx):
    previews.add(tx, queue=QueueId(2), number="+31201112223", name="", values={})


def _no_queues(tx):
    staffing.preselect(tx.conn, 1, [])


def _no_contacts(tx):
    tx.conn.execute(update(tables.agents).values(takes_contacts=False))


def _locked(tx):
    tx.conn.execute(update(tables.agents).values(locked_at=tx.now))


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (_chat, Prompt.NOT_WITH_CHAT),
        (_campaign, Prompt.NOT_WITH_CAMPAIGNS),
        (_no_queues, Prompt.NO_QUEUES),
        (_no_contacts, Prompt.NO_CONTACTS),
        (_locked, Prompt.LOCKED),
    ],
)
async def test_A15_what_does_not_go_together_is_refused_with_a_spoken_reason(anywhere, anna, given, said):
    await change(anywhere, given)
    assert await dial(anywhere) == (said,)
    assert (await look(anywhere, anna)).state is AgentState.SIGNED_OUT


async def test_A15_chats_of_a_queue_that_is_not_preselected_are_no_hindrance(anywhere, anna):
    await change(anywhere, _chat)
    await anywhere.write(lambda tx: staffing.preselect(tx.conn, anna, [QueueId(1)]))
    assert await dial(anywhere) == (Prompt.SIGNED_IN, Prompt.QUEUES, 1)


async def test_A15_nothing_that_needs_a_screen_is_brought_to_them(anywhere, anna):
    assert await dial(anywhere) == SIGNED_IN
    await change(anywhere, _chat)
    await change(anywhere, _campaign)
    await anywhere.pass_(60)
    assert (await look(anywhere, anna)).state is AgentState.READY
    assert {row.agent_id for row in await rows(anywhere, tables.contacts)} == {None}


async def test_A15_two_agents_on_one_phone_are_impossible(anywhere, bram):
    await anywhere.sign_in(bram, phone=MOBILE)
    assert await dial(anywhere) == (Prompt.PHONE_IN_USE,)


async def test_A15_nobody_signs_in_at_a_desk_with_the_phone_of_a_remote_agent(anywhere, bram):
    await dial(anywhere)
    with pytest.raises(PhoneInUse):
        await anywhere.sign_in(bram, phone=MOBILE)


async def test_A15_a_session_at_a_desk_ends_and_is_told_why(anywhere, anna):
    await anywhere.sign_in(anna)
    anywhere.told.clear()
    assert await dial(anywhere) == SIGNED_IN
    first = next(event for name, event in anywhere.told if name == f"agent/{anna}")
    assert (first.why.code, first.why.params) == (WhyCode.SIGNED_IN_BY_PHONE, {"phone": MOBILE})


async def test_A15_signing_in_at_a_desk_ends_the_session_by_phone(anywhere, anna):
    await dial(anywhere)
    await anywhere.sign_in(anna)
    me = await look(anywhere, anna)
    assert (me.remote, me.state) == (False, AgentState.NOT_READY)
    assert await dial(anywhere) == SIGNED_IN, "the desk's session ends in turn"


async def test_A15_with_a_call_in_hand_they_stay_signed_in_and_hear_it(anywhere, anna):
    await dial(anywhere)
    call = await anywhere.calling(talk=30)
    assert anywhere.pbx.pick_up(MOBILE)
    assert await dial(anywhere, SHOWN) == (Prompt.BUSY_NOW,)
    assert (await anywhere.contact(call)).state is ContactState.CONNECTED
    await anywhere.pass_(40)
    assert await dial(anywhere) == (Prompt.SIGNED_OUT,)


async def test_A15_wrap_up_ends_by_itself_and_the_next_call_rings(anywhere, anna):
    await dial(anywhere)
    await anywhere.calling(talk=20)
    assert anywhere.pbx.pick_up(MOBILE)
    await anywhere.pass_(21)
    me = await look(anywhere, anna)
    assert (me.state, me.contact) == (AgentState.READY, None)


async def test_A15_a_phone_that_is_not_answered_rests_and_after_two_in_a_row_they_are_signed_out(anywhere, anna):
    await dial(anywhere)
    call = await anywhere.calling()
    await anywhere.pass_(RING + 1)
    me = await look(anywhere, anna)
    assert (me.state, me.not_ready, me.remote) == (AgentState.NOT_READY, NotReadyReason.RONA, True)
    assert (await anywhere.contact(call)).state is ContactState.QUEUED
    await anywhere.pass_(30)
    assert (await look(anywhere, anna)).state is AgentState.OFFERED
    await anywhere.pass_(RING + 1)
    me = await look(anywhere, anna)
    assert (me.state, me.why.code) == (AgentState.SIGNED_OUT, WhyCode.RANG_NOT_ANSWERED)
    (message,) = await rows(anywhere, tables.text_messages)
    assert message.number == MOBILE
    assert "2 oproepen" in message.text
    assert message.text.endswith("Bel 085 777 0100 om weer in te loggen.")


async def test_A15_a_voicemail_is_no_answer_and_takes_nobody(anywhere, anna):
    """Their phone is off, and its network answers for it: nobody presses the key."""
    anywhere.pbx.set_phone(MOBILE, PhoneBehaviour(kind=PhoneKind.VOICEMAIL))
    await dial(anywhere)
    call = await anywhere.calling()
    await anywhere.pass_(TAKING_SECONDS + 1)
    me = await look(anywhere, anna)
    assert (me.not_ready, me.why.code) == (NotReadyReason.RONA, WhyCode.RANG_NOT_ANSWERED)
    assert (await anywhere.contact(call)).state is ContactState.QUEUED, "the customer never left the music"
    await anywhere.pass_(30 + TAKING_SECONDS + 1)
    assert (await look(anywhere, anna)).state is AgentState.SIGNED_OUT


async def test_A15_an_answered_call_forgets_the_one_before(anywhere, anna):
    await dial(anywhere)
    for answers in (False, True, False):
        call = await anywhere.calling(talk=5)
        if answers:
            assert anywhere.pbx.pick_up(MOBILE)
        await anywhere.pass_(RING + 1)
        anywhere.pbx.hang_up(call)
        await anywhere.pass_(31)
    assert (await look(anywhere, anna)).state is AgentState.READY


async def test_A15_a_busy_phone_is_no_missed_call(anywhere, anna):
    await dial(anywhere)
    for _ in range(3):
        call = await anywhere.calling()
        await anywhere.tell(LegFailed(anywhere.acted[-1].leg, Cause.BUSY))
        me = await look(anywhere, anna)
        assert (me.state, me.not_ready) == (AgentState.NOT_READY, NotReadyReason.UNREACHABLE)
        anywhere.pbx.hang_up(call)
        await anywhere.pass_(31)
    assert (await look(anywhere, anna)).state is AgentState.READY


async def test_A15_everything_survives_a_restart_of_the_server(anywhere, anna):
    await dial(anywhere)
    await anywhere.restart()
    assert (await look(anywhere, anna)).state is AgentState.READY
    listening = await anywhere.calling("", SERVICE)
    assert listening in anywhere.pbx.calls()
    await anywhere.restart(same_pbx=False)
    call = await anywhere.calling(talk=300)
    assert anywhere.pbx.pick_up(MOBILE)
    await anywhere.settle()
    await anywhere.restart()
    assert (await anywhere.contact(call)).state is ContactState.CONNECTED
    assert (await look(anywhere, anna)).remote


async def test_A15_who_listened_while_the_server_died_is_ready_a_little_later(anywhere, anna):
    await anywhere.calling(MOBILE, SERVICE)
    await anywhere.restart()
    await anywhere.pass_(61)
    assert (await look(anywhere, anna)).state is AgentState.READY


async def test_A15_what_a_lost_pbx_did_not_say_is_said_when_it_is_back(anywhere, anna):
    call = anywhere.pbx.call_in(MOBILE, SERVICE)
    anywhere.timers.pass_()
    anywhere.heard.clear()
    assert anywhere.pbx.lose_link()
    await anywhere.tell(CallArrived(call, MOBILE, SERVICE))
    await anywhere.settle()
    assert anywhere.pbx.spoken(call) == ()
    assert anywhere.pbx.restore_link()
    await anywhere.settle()
    assert anywhere.pbx.spoken(call) == SIGNED_IN
    await anywhere.pass_(10)
    assert (await look(anywhere, anna)).state is AgentState.READY


async def test_A15_a_session_by_phone_neither_expires_nor_loses_a_link(anywhere, anna):
    await dial(anywhere)
    await anywhere.pass_(30 * 86_400)
    assert (await look(anywhere, anna)).state is AgentState.READY


async def test_A15_whom_somebody_else_signs_out_is_sent_a_message(anywhere, anna):
    await dial(anywhere)

    def out(tx):
        session = sessions.live(tx.conn, anna)
        signing_in.end(tx, anna, session.id, Why(code=WhyCode.SIGNED_OUT_BY, at=tx.now, params={"agent": "Sonja"}))

    await anywhere.write(out)
    assert [message.number for message in await rows(anywhere, tables.text_messages)] == [MOBILE]


async def test_A15_without_a_service_number_nothing_of_it_is_there(world, anna):
    await world.write(lambda tx: remote_agents.set_numbers(tx.conn, anna, MOBILE, ""))
    call = await world.calling(MOBILE, SERVICE)
    assert world.pbx.spoken(call) == ()
    assert await world.read(lambda tx: service_calls.said(tx.conn, call)) is None


async def test_A15_a_conversation_at_a_desk_goes_on_and_then_they_are_ready(anywhere, anna):
    """It was begun in a pause, and lunch was to follow: on the phone there is no button to come back from either."""
    who = await anywhere.sign_in(anna)
    await anywhere.write(lambda tx: outdial.call(tx, who, Outdial(number="+31209998877")))
    await anywhere.settle()
    assert anywhere.pbx.pick_up(who.phone)
    await anywhere.pass_(5)
    await anywhere.wish(who, AgentState.NOT_READY, idle=1)
    assert await dial(anywhere) == SIGNED_IN
    me = await look(anywhere, anna)
    assert (me.state, me.remote, me.next) == (AgentState.ON_CONTACT, True, None)
    assert anywhere.pbx.put_down(who.phone)
    await anywhere.pass_(1)
    assert (await look(anywhere, anna)).state is AgentState.READY


async def test_A15_what_is_written_to_a_desk_goes_back_to_its_queue(anywhere, anna):
    await anywhere.ready(anna)
    await anywhere.write(_chat)
    await anywhere.write(lambda tx: staffing.preselect(tx.conn, anna, [QueueId(1)]))
    assert [row.agent_id for row in await rows(anywhere, tables.contacts)] == [anna]
    assert await dial(anywhere) == (Prompt.SIGNED_IN, Prompt.QUEUES, 1)
    assert [row.agent_id for row in await rows(anywhere, tables.contacts)] == [None]
