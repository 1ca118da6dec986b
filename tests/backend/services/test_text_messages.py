"""Whom to call, as a text message to an agent who is signed in by phone (A15): on SQLite and on PostgreSQL."""

from __future__ import annotations

from string import Formatter

import pytest
from sqlalchemy import update

from agent_client.backend.persistence import agents, remote_agents, tables
from agent_client.backend.persistence.text_messages import Problem
from agent_client.backend.ports.telephony import CallOut
from agent_client.backend.services import appointments, callback_requests, remote_rules, routing, text_messages
from agent_client.backend.services.message_words import LANGUAGES, words_of
from agent_client.protocol.callbacks import NewAppointment
from agent_client.protocol.names import AgentState, CallbackOrigin, QueueId, Section, WhyCode
from agent_client.protocol.remote import TextProblem
from agent_client.protocol.time import after
from tests.backend.services.conftest import KNOWN, SALES, STRANGER

STATUS = Problem(TextProblem.COMMAND_FAILED, 1)
SERVICE, MOBILE = "+31857770100", "+31612345678"


@pytest.fixture
async def remote(world, anna):
    """Anna is signed in by phone."""

    def register(tx):
        tx.conn.execute(update(tables.centre).values(service_number=SERVICE))
        remote_agents.set_numbers(tx.conn, anna, MOBILE, "")

    await world.write(register)
    await world.calling(MOBILE, SERVICE)
    await world.pass_(10)
    return world


async def ask(world, number=KNOWN, name=""):
    def unit(tx):
        return callback_requests.request(
            tx, number=number, name=name, queue=QueueId(1), origin=CallbackOrigin.WEB, since=None
        )

    await world.write(unit)
    await world.settle()


async def begin(world):
    return await world.write(text_messages.begin)


async def fail(world, letter, *, for_good=False):
    return await world.write(lambda tx: text_messages.failed(tx, letter.id, STATUS, for_good=for_good))


async def state(world, agent):
    return (await world.read(lambda tx: agents.me(tx.conn, agent))).state


async def test_A15_a_request_reaches_them_as_a_text_message_with_the_number(remote, anna):
    await ask(remote, name="Jo")
    (entry,) = await remote.entries()
    assert (entry.section, entry.claim.agent.id) == (Section.OPEN, anna)
    letter = await begin(remote)
    assert letter.number == MOBILE
    assert letter.text == "Test: bel Jo terug op 020 123 4567. Wachtrij: Sales."
    assert not any(isinstance(action, CallOut) for action in remote.acted), "their phone is not rung for it"
    assert await state(remote, anna) is AgentState.READY
    await remote.write(lambda tx: text_messages.sent(tx, letter.id))
    assert await begin(remote) is None


async def test_A15_they_call_one_customer_after_the_other(remote, anna):
    await ask(remote)
    await ask(remote, STRANGER)
    first, second = sorted(await remote.entries(), key=lambda entry: entry.id)
    assert (first.claim.agent.id, second.claim) == (anna, None)
    letter = await begin(remote)
    await remote.write(lambda tx: text_messages.sent(tx, letter.id))
    await remote.pass_(text_messages.CALLS_WITHIN + 1)
    first, second = sorted(await remote.entries(), key=lambda entry: entry.id)
    assert (first.claim, first.section) == (None, Section.OPEN), (
        "nobody knows whether they have called: it stays listed"
    )
    assert (first.why.code, first.why.params) == (WhyCode.SENT_AS_TEXT, {"agent": "Anna"})
    assert second.claim.agent.id == anna


async def test_A15_a_call_still_rings_them_meanwhile(remote, anna):
    await ask(remote)
    call = await remote.calling(STRANGER, SALES)
    assert (await remote.contact(call)).agent == anna


async def test_A15_what_cannot_be_sent_is_tried_again_and_then_goes_to_somebody_else(remote, anna, bram):
    await ask(remote)
    for pause in text_messages.PAUSES:
        letter = await begin(remote)
        assert not await fail(remote, letter)
        assert await begin(remote) is None
        await remote.pass_(pause)
    assert await fail(remote, await begin(remote))
    (entry,) = await remote.entries()
    assert (entry.claim, entry.why.code, entry.why.params) == (None, WhyCode.TEXT_NOT_SENT, {"agent": "Anna"})
    assert await begin(remote) is None
    other = await remote.ready(bram)
    (contact,) = [await remote.in_hand(other)]
    assert contact.callback == entry.id
    (action,) = [action for action in remote.acted if isinstance(action, CallOut)]
    assert (action.phone, action.number) == (other.phone, KNOWN)


async def test_A15_a_customer_who_was_spoken_to_meanwhile_is_not_called(remote, anna):
    await ask(remote)
    await remote.calling(KNOWN, SALES)
    assert remote.pbx.pick_up(MOBILE)
    await remote.settle()
    assert await state(remote, anna) is AgentState.ON_CONTACT
    assert await begin(remote) is None


async def test_A15_nobody_is_asked_where_no_message_can_be_sent(remote, anna, bram):
    def request(tx):
        callback_requests.request(tx, number=KNOWN, name="", queue=QueueId(1), origin=CallbackOrigin.WEB)
        routing.assign(tx, remote.pbx, texts=False)
        tx.wants_routing = False

    await remote.write(request)
    assert await begin(remote) is None
    (entry,) = await remote.entries()
    assert entry.claim is None, "who waits, waits for somebody with a screen"


async def test_A15_a_message_that_is_old_news_is_not_sent(remote, anna):
    await remote.write(lambda tx: text_messages.signed_out(tx, anna))
    await remote.pass_(3_601)
    assert await begin(remote) is None


async def test_A15_who_signs_out_before_it_was_sent_leaves_the_customer_to_somebody_else(remote, bram):
    await ask(remote)
    await remote.calling(MOBILE, SERVICE)
    assert await begin(remote) is None
    other = await remote.ready(bram)
    assert (await remote.in_hand(other)).callback == (await remote.entries())[0].id


async def test_A15_an_appointment_of_theirs_that_cannot_be_sent_is_kept_by_somebody_else(remote, anna, bram):
    def agree(tx):
        who = agents.caller_of(tx.conn, anna)
        wish = NewAppointment(number=KNOWN, at=after(tx.now, 60), queue=QueueId(1), agent=anna)
        appointments.make(tx, who, wish)

    await remote.write(agree)
    await remote.pass_(61)
    letter = await begin(remote)
    assert "020 123 4567" in letter.text
    await fail(remote, letter, for_good=True)
    other = await remote.ready(bram)
    assert (await remote.in_hand(other)).ani == KNOWN


@pytest.mark.parametrize("language", LANGUAGES)
def test_A15_every_language_says_what_is_needed(language):
    words = LANGUAGES[language]
    gaps = {
        "call": {"number"},
        "call_named": {"name", "number"},
        "not_answered": {"calls"},
        "sign_in_again": {"number"},
    }
    for name, needed in gaps.items():
        found = {gap for _, gap, _, _ in Formatter().parse(getattr(words, name)) if gap}
        assert needed <= found <= {*needed, "centre", "queue"}


def test_A15_a_country_without_a_language_of_ours_reads_english():
    assert words_of("FR") is LANGUAGES["en"]


async def test_A15_the_administrator_is_told_why_by_a_code(remote, anna):
    await ask(remote)
    letter = await begin(remote)
    await fail(remote, letter, for_good=True)
    [unsent] = (await remote.read(remote_rules.everything)).unsent
    assert (unsent.agent, unsent.problem, unsent.figure) == ("Anna", TextProblem.COMMAND_FAILED, 1)
    await remote.write(lambda tx: tx.conn.execute(update(tables.text_messages).values(problem="the command ended")))
    [unsent] = (await remote.read(remote_rules.everything)).unsent
    assert (unsent.problem, unsent.figure) == (TextProblem.UNKNOWN, None), "words from before there were codes"
