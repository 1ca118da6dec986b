"""E-mails, chats, social messages: beside calls, accepted one by one or together, RONA when nobody does (C2, C3, C6)."""

from __future__ import annotations

import pytest
from sqlalchemy import update

from agent_client.backend.persistence import contact_view, contacts, sessions, tables
from agent_client.backend.services import digital, requests, signing_in, wrapping_up
from agent_client.protocol.contacts import AcceptAll, Variable, WrapUp
from agent_client.protocol.names import (
    AgentState,
    Channel,
    ContactId,
    ContactState,
    EndedBy,
    NotReadyReason,
    QueueId,
    WhyCode,
    WrapUpReasonId,
)
from agent_client.protocol.refusals import ContactChanged, Invalid, NotFound, NotPossibleNow

SALES, SUPPORT = QueueId(1), QueueId(2)


@pytest.fixture
def write_in(world):
    async def make(channel=Channel.EMAIL, sender="eva@example.org", text="Where is my order?", name="Eva", queue=SALES):
        made = await world.write(
            lambda tx: digital.arrived(tx, channel=channel, sender=sender, name=name, text=text, queue=queue)
        )
        await world.settle()
        return made

    return make


async def row(world, contact):
    return await world.read(lambda tx: contacts.row(tx.conn, contact))


async def in_hand(world, who):
    return {one.id: one for one in await world.read(lambda tx: contact_view.of_agent(tx.conn, who.agent))}


async def press(world, command, who, contact, *more):
    now = (await in_hand(world, who))[contact]
    answered = await world.write(lambda tx: command(tx, who, contact, *more or (now.version,)))
    await world.settle()
    return answered


async def test_it_is_offered_with_its_first_words_and_the_agent_stays_available(world, anna, write_in):
    who = await world.ready(anna)
    made = await write_in()
    offered = (await in_hand(world, who))[made]
    assert (offered.channel, offered.state) == (Channel.EMAIL, ContactState.RINGING)
    assert (offered.text, offered.ani) == ("Where is my order?", "eva@example.org")
    assert Variable("Name", "Eva") in offered.variables
    assert (offered.until - world.now).total_seconds() == 18
    assert (await world.me(who)).state is AgentState.READY
    assert world.names("agent/1")[-1] == "contact.ringing"


async def test_accepted_ended_wrapped_up_and_available_all_the_time(world, anna, write_in):
    who = await world.ready(anna)
    made = await write_in()
    states = []
    for command in (requests.answer, requests.end):
        await press(world, command, who, made)
        states.append((await row(world, made)).state)
    assert states == [ContactState.CONNECTED, ContactState.WRAP_UP]
    version = (await row(world, made)).version
    await press(world, wrapping_up.wrap_up, who, made, WrapUp(version, WrapUpReasonId(1)))
    over = await row(world, made)
    assert (over.state, over.ended_by) == (ContactState.ENDED, EndedBy.AGENT)
    assert (await world.me(who)).state is AgentState.READY
    assert not [action for action in world.acted if getattr(action, "call", "-") == ""], "no phone has to do with it"


async def test_wrap_up_ends_by_itself(world, anna, write_in):
    who = await world.ready(anna)
    made = await write_in()
    await press(world, requests.answer, who, made)
    await press(world, requests.end, who, made)
    await world.pass_(61)
    assert (await row(world, made)).state is ContactState.ENDED


async def test_it_comes_beside_a_call_and_changes_nothing_of_it(world, anna, write_in):
    who = await world.ready(anna)
    await world.talking(who)
    before = await world.me(who)
    made = await write_in(Channel.CHAT)
    await press(world, requests.answer, who, made)
    assert (await row(world, made)).state is ContactState.CONNECTED
    assert await world.me(who) == before


async def test_a_call_comes_beside_a_chat(world, anna, write_in):
    who = await world.ready(anna)
    made = await write_in(Channel.CHAT)
    await press(world, requests.answer, who, made)
    await world.talking(who)
    assert (await world.me(who)).state is AgentState.ON_CONTACT
    assert (await row(world, made)).state is ContactState.CONNECTED


async def test_not_accepted_in_time_is_rona(world, anna, bram, write_in):
    who = await world.ready(anna)
    other = await world.ready(bram)
    made = await write_in(Channel.SOCIAL)
    await world.pass_(18)
    me = await world.me(who)
    assert (me.state, me.not_ready) == (AgentState.NOT_READY, NotReadyReason.RONA)
    assert (me.why.code, me.why.params) == (
        WhyCode.REQUEST_NOT_ACCEPTED,
        {"seconds": "18", "channel": "social"},
    )
    assert (await row(world, made)).agent == other.agent


async def test_during_a_call_it_returns_to_the_queue_and_the_call_goes_on(world, anna, write_in):
    who = await world.ready(anna)
    await world.talking(who)
    before = await world.me(who)
    made = await write_in()
    await world.pass_(18)
    rests = await row(world, made)
    assert (rests.state, rests.agent) == (ContactState.QUEUED, None)
    assert await world.me(who) == before
    await world.pass_(18)
    assert (await row(world, made)).agent == who.agent, "offered again after a while"


async def test_declined(world, anna, bram, write_in):
    who = await world.ready(anna)
    other = await world.ready(bram)
    made = await write_in()
    await press(world, requests.decline, who, made)
    assert (await world.me(who)).not_ready is NotReadyReason.DECLINED
    assert (await row(world, made)).agent == other.agent


async def test_no_more_than_the_centre_allows_and_the_next_when_one_is_done(world, anna, write_in):
    who = await world.ready(anna)
    await world.write(lambda tx: tx.conn.execute(update(tables.centre).values(most_digital=2)))
    made = [await write_in() for _ in range(3)]
    assert list(await in_hand(world, who)) == made[:2]
    await press(world, requests.answer, who, made[0])
    await press(world, requests.end, who, made[0])
    version = (await row(world, made[0])).version
    await press(world, wrapping_up.wrap_up, who, made[0], WrapUp(version, WrapUpReasonId(1)))
    assert list(await in_hand(world, who)) == made[1:]


async def test_accept_all_takes_what_can_still_be_taken(world, anna, bram, write_in):
    who = await world.ready(anna)
    made = [await write_in(channel) for channel in (Channel.EMAIL, Channel.CHAT, Channel.SOCIAL)]
    call = await world.calling()
    ringing = await world.contact(call)
    seen = [(one.id, one.version) for one in (await in_hand(world, who)).values()]
    assert {one for one, _ in seen} == {*made, ringing.id}
    await press(world, requests.decline, who, made[1])
    wanted = AcceptAll((*seen, (ContactId(99), 1)))
    accepted = await world.write(lambda tx: digital.accept_all(tx, who, wanted))
    assert accepted.contacts == (made[0], made[2])
    assert (await row(world, ringing.id)).state is ContactState.RINGING, "a call is answered, not accepted"
    assert (await row(world, made[1])).state is not ContactState.CONNECTED


async def test_a_press_on_what_moved_on_does_nothing(world, anna, write_in):
    who = await world.ready(anna)
    made = await write_in()
    version = (await row(world, made)).version
    await press(world, requests.answer, who, made)
    with pytest.raises(ContactChanged):
        await world.write(lambda tx: requests.answer(tx, who, made, version))


async def test_A11_nobody_signs_out_under_a_request_nor_from_a_conversation(world, anna, write_in):
    who = await world.ready(anna)
    made = await write_in()
    for _ in range(2):
        with pytest.raises(NotPossibleNow):
            await world.write(lambda tx: signing_in.sign_out(tx, who))
        if (await row(world, made)).state is ContactState.RINGING:
            await press(world, requests.answer, who, made)
    await press(world, requests.end, who, made)
    await world.write(lambda tx: signing_in.sign_out(tx, who))
    assert (await row(world, made)).state is ContactState.ENDED


async def test_who_is_lost_leaves_it_to_the_others(world, anna, bram, write_in):
    who = await world.ready(anna)
    made = await write_in(Channel.CHAT)
    await press(world, requests.answer, who, made)
    other = await world.ready(bram)
    await world.write(lambda tx: signing_in.end_lost(tx, sessions.live(tx.conn, who.agent), 60))
    await world.settle()
    assert (await row(world, made)).agent == other.agent


async def test_a_conversation_moves_with_its_agent_to_another_seat(world, anna, write_in):
    who = await world.ready(anna)
    made = await write_in(Channel.CHAT)
    await press(world, requests.answer, who, made)
    await world.sign_in(anna, seat="ELSEWHERE")
    kept = await row(world, made)
    assert (kept.state, kept.agent) == (ContactState.CONNECTED, who.agent)
    assert (await world.me(who)).not_ready is NotReadyReason.PAUSE


async def test_a_restart_returns_what_was_offered_and_keeps_what_was_accepted(world, anna, write_in):
    who = await world.ready(anna)
    accepted, offered = await write_in(), await write_in()
    await press(world, requests.answer, who, accepted)
    world.names()
    await world.restart()
    assert (await row(world, accepted)).state is ContactState.CONNECTED
    assert world.names(f"agent/{anna}") == ["contact.withdrawn", "contact.ringing"]
    assert (await row(world, offered)).ringing_at == world.now


async def test_it_is_not_recorded_nor_counted_as_a_call(world, anna, write_in):
    who = await world.ready(anna)
    await world.write(lambda tx: tx.conn.execute(update(tables.queues).values(records=True)))
    made = await write_in()
    await press(world, requests.answer, who, made)
    assert (await in_hand(world, who))[made].recording is None
    assert await world.read(lambda tx: contacts.calls_count(tx.conn)) == 0


async def test_only_of_ones_own_queues(world, cleo, write_in):
    who = await world.ready(cleo)
    await write_in()
    support = await write_in(queue=SUPPORT)
    assert list(await in_hand(world, who)) == [support]


async def test_what_is_no_message(world, write_in):
    with pytest.raises(Invalid):
        await write_in(Channel.VOICE)
    with pytest.raises(NotFound):
        await write_in(queue=QueueId(99))
