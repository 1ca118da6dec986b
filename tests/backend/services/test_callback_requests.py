"""A customer asks for a call: routed to an agent, then dialled; tried again; cancelled (C5, E10)."""

from __future__ import annotations

import pytest
from sqlalchemy import update

from agent_client.backend.persistence import contacts, queue_standing, tables
from agent_client.backend.ports.telephony import CallOut, EndCall
from agent_client.backend.services import callback_requests, calls, requests
from agent_client.backend.telephony.simulator import CustomerBehaviour, CustomerKind, PhoneBehaviour
from agent_client.protocol.callbacks import CallbackRules
from agent_client.protocol.contacts import Variable
from agent_client.protocol.names import (
    AgentState,
    CallbackOrigin,
    ContactState,
    EndedBy,
    NotReadyReason,
    QueueId,
    Section,
    WhyCode,
)
from agent_client.protocol.refusals import BadNumber, NotFound, NotPossibleNow

SALES = QueueId(1)
KNOWN = "+31201234567"
STRANGER = "+420224811111"
RETRY, ATTEMPTS = 300, 3
SILENT = CustomerBehaviour(kind="no_answer", after=10)


@pytest.fixture
def ask(world):
    async def make(number=STRANGER, name="Eva Horáková", origin=CallbackOrigin.WEB, *, cancels=True):
        def unit(tx):
            rules = CallbackRules(attempts=ATTEMPTS)
            values = {"retry_seconds": RETRY, "callback_rules": rules, "web_cancel": cancels}
            tx.conn.execute(update(tables.queues).values(values))
            return callback_requests.request(tx, number=number, name=name, queue=SALES, origin=origin)

        made = await world.write(unit)
        await world.settle()
        return made

    return make


async def row(world, contact):
    return await world.read(lambda tx: contacts.row(tx.conn, contact))


async def test_it_is_routed_like_a_call_and_the_customer_is_dialled(world, anna, ask):
    who = await world.ready(anna)
    made = await ask()
    offered = await world.in_hand(who)
    assert (offered.id, offered.state, offered.origin) == (made, ContactState.RINGING, CallbackOrigin.WEB)
    assert (offered.ani, offered.dnis) == (STRANGER, "+31800100300")
    assert offered.can_cancel
    assert offered.variables[0] == Variable("Name", "Eva Horáková")
    assert "Waited" not in {one.label for one in offered.variables}, "nobody was on the line"
    assert (await world.me(who)).state is AgentState.OFFERED
    [out] = [action for action in world.acted if isinstance(action, CallOut)]
    assert (out.phone, out.number) == (who.phone, STRANGER)
    world.pbx.pick_up(who.phone)
    await world.settle()
    dialling = await world.in_hand(who)
    assert (dialling.state, dialling.answered_at) == (ContactState.RINGING, world.now)
    await world.pass_(5)
    assert (await world.in_hand(who)).state is ContactState.CONNECTED
    assert (await world.me(who)).state is AgentState.ON_CONTACT


async def test_a_known_customer_needs_no_name(world, anna, ask):
    who = await world.ready(anna)
    await ask(KNOWN)
    offered = await world.in_hand(who)
    assert offered.customer.name == "Jan Jansen"
    assert "Name" not in [one.label for one in offered.variables]
    assert Variable("Language", "Dutch") in offered.variables


async def test_who_does_not_answer_is_tried_again_after_a_while(world, anna, ask):
    who = await world.ready(anna)
    world.pbx.set_customer(STRANGER, SILENT)
    made = await ask()
    asked_at = (await row(world, made)).queued_at
    world.pbx.pick_up(who.phone)
    await world.pass_(11)
    waits = await row(world, made)
    assert (waits.state, waits.tries, waits.queued_at) == (ContactState.QUEUED, 1, asked_at)
    assert waits.why.code is WhyCode.CUSTOMER_NOT_REACHED
    assert (await world.me(who)).state is AgentState.READY
    await world.pass_(RETRY - 3)
    assert (await row(world, made)).state is ContactState.QUEUED, "not before its time"
    await world.pass_(3)
    again = await row(world, made)
    assert (again.state, again.ready_at) == (ContactState.RINGING, None)
    assert again.call != waits.call


async def test_after_all_tries_the_entry_is_not_reached(world, anna, ask):
    who = await world.ready(anna)
    world.pbx.set_customer(STRANGER, SILENT)
    made = await ask()
    for _ in range(ATTEMPTS):
        assert world.pbx.pick_up(who.phone)
        await world.pass_(11)
        await world.pass_(RETRY)
    over = await row(world, made)
    assert (over.state, over.tries, over.ended_by) == (ContactState.ENDED, ATTEMPTS, EndedBy.NOT_ANSWERED)
    [entry] = await world.entries()
    assert (entry.number, entry.section) == (STRANGER, Section.NOT_REACHED)
    assert (await world.me(who)).state is AgentState.READY


async def test_an_agent_who_does_not_answer_is_rona_and_the_next_one_rings(world, anna, bram, ask):
    who = await world.ready(anna)
    other = await world.ready(bram)
    made = await ask()
    await world.pass_(19)
    assert (await world.me(who)).not_ready is NotReadyReason.RONA
    now = await row(world, made)
    assert (now.agent, now.tries) == (other.agent, 0)


async def test_an_early_hang_up_is_no_try_but_the_customer_waits_a_while(world, anna, ask):
    who = await world.ready(anna)
    made = await ask()
    world.pbx.pick_up(who.phone)
    await world.settle()
    contact = await world.in_hand(who)
    await world.write(lambda tx: calls.end(tx, who, contact.id, contact.version))
    waits = await row(world, made)
    assert (waits.state, waits.tries) == (ContactState.QUEUED, 0)
    assert waits.ready_at is not None


@pytest.mark.parametrize("answered", [False, True], ids=["while it rings", "while the customer is called"])
async def test_cancel_leads_to_wrap_up_and_nobody_is_called(world, anna, ask, answered):
    who = await world.ready(anna)
    world.pbx.set_customer(STRANGER, SILENT)
    made = await ask()
    if answered:
        world.pbx.pick_up(who.phone)
        await world.settle()
    shown = await world.in_hand(who)
    await world.write(lambda tx: calls.cancel(tx, who, made, shown.version))
    over = await world.in_hand(who)
    assert (over.state, over.ended_by) == (ContactState.WRAP_UP, EndedBy.CANCELLED)
    assert any(isinstance(action, EndCall) for action in world.acted)
    assert (await world.me(who)).state is AgentState.WRAP_UP
    world.acted.clear()
    await world.pass_(2 * RETRY)
    assert (await row(world, made)).state is ContactState.ENDED
    assert not [action for action in world.acted if isinstance(action, CallOut)]


@pytest.mark.parametrize(
    ("origin", "cancels"), [(CallbackOrigin.QUEUE, True), (CallbackOrigin.WEB, False)], ids=["queue", "not allowed"]
)
async def test_cancel_is_for_web_callbacks_where_the_queue_allows_it(world, anna, ask, origin, cancels):
    who = await world.ready(anna)
    made = await ask(origin=origin, cancels=cancels)
    shown = await world.in_hand(who)
    assert not shown.can_cancel
    with pytest.raises(NotPossibleNow):
        await world.write(lambda tx: calls.cancel(tx, who, made, shown.version))


async def test_declined_it_goes_to_a_colleague(world, anna, bram, ask):
    who = await world.ready(anna)
    other = await world.ready(bram)
    made = await ask()
    shown = await world.in_hand(who)
    await world.write(lambda tx: requests.decline(tx, who, made, shown.version))
    await world.settle()
    assert (await world.me(who)).not_ready is NotReadyReason.DECLINED
    assert (await row(world, made)).agent == other.agent


async def test_it_is_answered_from_the_desktop_where_the_phone_can(world, anna, ask):
    who = await world.ready(anna)
    world.pbx.set_phone(who.phone, PhoneBehaviour(desktop=True))
    made = await ask()
    shown = await world.in_hand(who)
    assert shown.can_answer
    await world.write(lambda tx: requests.answer(tx, who, made, shown.version))
    await world.settle()
    assert (await world.in_hand(who)).answered_at is not None


async def test_who_asks_twice_keeps_their_place(world, ask):
    first = await ask()
    assert await ask() == first
    assert await ask("+31207654321") != first


async def test_what_nobody_can_call(world, ask):
    with pytest.raises(BadNumber):
        await ask("call me")
    with pytest.raises(NotFound):
        await world.write(
            lambda tx: callback_requests.request(
                tx, number=STRANGER, name="", queue=QueueId(99), origin=CallbackOrigin.WEB
            )
        )


async def test_at_the_limit_of_calls_it_waits_while_callers_are_served(world, anna, ask):
    """D11: who calls is on the line already."""
    await world.write(lambda tx: tx.conn.execute(update(tables.centre).values(most_calls=1)))
    await world.calling()
    made = await ask()
    who = await world.ready(anna)
    assert (await world.in_hand(who)).ani == KNOWN
    assert (await row(world, made)).state is ContactState.QUEUED


@pytest.mark.parametrize("same_pbx", [True, False])
async def test_it_outlives_a_restart_of_the_server(world, anna, ask, same_pbx):
    who = await world.ready(anna)
    made = await ask()
    before = await row(world, made)
    world.names()
    await world.restart(same_pbx=same_pbx)
    await world.settle()
    assert "contact.withdrawn" in world.names(f"agent/{anna}")
    again = await row(world, made)
    assert (again.state, again.tries) == (ContactState.RINGING, 0)
    assert (again.call, again.leg) != (before.call, before.leg)
    world.pbx.pick_up(who.phone)
    await world.pass_(5)
    assert (await row(world, made)).state is ContactState.CONNECTED


async def test_nobody_waits_who_is_to_be_tried_again_later(world, anna):
    """Else the queue would show customers who are not there, for as long as the next try takes."""
    world.pbx.set_customer(KNOWN, CustomerBehaviour(kind=CustomerKind.NO_ANSWER, after=1))
    who = await world.ready(anna)
    queue = QueueId(1)
    asked = CallbackOrigin.WEB
    await world.write(lambda tx: callback_requests.request(tx, number=KNOWN, name="", queue=queue, origin=asked))
    await world.settle()
    assert world.pbx.pick_up(who.phone)
    await world.pass_(5)
    [resting] = await world.read(lambda tx: contacts.with_call(tx.conn))
    assert (resting.state, resting.ready_at is None) == (ContactState.QUEUED, False)
    assert (await world.read(lambda tx: queue_standing.of(tx.conn, queue))).waiting == 0


# Who asked and then calls: they are served, and nobody need call them.


async def _calls_and_is_served(world, who, number=STRANGER, dnis="+31800100200"):
    """By another queue's number, and that queue's agent."""
    await world.calling(number, dnis)
    assert world.pbx.pick_up(who.phone)
    await world.settle()


async def _withdrawn(world, made):
    gone = await row(world, made)
    assert (gone.state, gone.ended_by, gone.why.code) == (
        ContactState.ENDED,
        EndedBy.CANCELLED,
        WhyCode.ANSWERED_LATER,
    )
    assert gone.why.params == {"agent": "Cleo"}
    [entry] = await world.entries()
    assert (entry.section, entry.claim) == (Section.DONE, None)


async def test_it_is_withdrawn_when_its_customer_calls_and_is_served(world, cleo, ask):
    who = await world.ready(cleo)  # who serves the other queue only
    made = await ask()
    assert (await row(world, made)).state is ContactState.QUEUED
    await _calls_and_is_served(world, who)
    await _withdrawn(world, made)


@pytest.mark.parametrize("answered", [False, True])
async def test_it_is_withdrawn_from_the_agent_whose_phone_or_whose_customers_rings(world, anna, cleo, ask, answered):
    offered, other = await world.ready(anna), await world.ready(cleo)
    made = await ask()
    if answered:
        assert world.pbx.pick_up(offered.phone)
        await world.settle()
    assert (await world.in_hand(offered)).state is ContactState.RINGING
    await _calls_and_is_served(world, other)
    await _withdrawn(world, made)
    assert (await world.me(offered)).state is AgentState.READY
    assert not world.pbx.put_down(offered.phone), "nothing rings there"


async def test_who_calls_and_gives_up_is_called_all_the_same(world, anna, ask):
    made = await ask()
    call = await world.calling(STRANGER, "+31800100200")
    world.pbx.hang_up(call)
    await world.settle()
    assert (await row(world, made)).state is ContactState.QUEUED
    who = await world.ready(anna)
    await world.settle()
    assert (await world.in_hand(who)).id == made


async def test_it_is_withdrawn_when_its_customer_is_put_through_while_all_are_busy(world, ask):
    outside = "+31307654321"
    await world.write(
        lambda tx: tx.conn.execute(update(tables.centre).values(fixed_target=outside, fixed_target_active=True))
    )
    made = await ask()
    world.pbx.set_customer(outside, CustomerBehaviour(after=2, talk=50))
    await world.calling(STRANGER, "+31800100200")
    await world.pass_(3)
    gone = await row(world, made)
    assert (gone.state, gone.why.code, gone.why.params) == (
        ContactState.ENDED,
        WhyCode.ANSWERED_LATER,
        {"agent": outside},
    )
    [entry] = await world.entries()
    assert entry.section is Section.DONE
