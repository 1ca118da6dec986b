"""A customer's history: the calls with their time line, beside the records, page by page."""

from __future__ import annotations

from datetime import timedelta

from agent_client.backend.domain.caller import Caller
from agent_client.backend.services import calls, customer_history, links, records, wrapping_up
from agent_client.protocol.contacts import WrapUp
from agent_client.protocol.customers import NewRecord
from agent_client.protocol.names import (
    AgentId,
    CustomerId,
    Direction,
    EndedBy,
    MomentKind,
    Role,
    SessionId,
    WrapUpReasonId,
)
from agent_client.rules.record_filter import HistoryFilter, HistoryKind, of_call, of_record

JAN = CustomerId(1)
ANNA = Caller(AgentId(1), SessionId(0), Role.AGENT, "Anna", "201")


async def page(world, before=None, **wish):
    return await world.read(lambda tx: customer_history.page(tx, ANNA, JAN, before, HistoryFilter(**wish)))


async def note(world, who, text, contact=None):
    new = NewRecord(text=text, contact=contact, customer=None if contact else JAN)
    return await world.write(lambda tx: records.add(tx, who, new))


async def wrapped_up(world, who):
    seen = await world.in_hand(who)
    await world.write(lambda tx: wrapping_up.wrap_up(tx, who, seen.id, WrapUp(seen.version, WrapUpReasonId(1))))


async def test_a_call_without_any_note_stands_in_the_history(world, anna):
    who = await world.ready(anna)
    call = await world.talking(who)
    began = (await world.contact(call)).queued_at
    await world.pass_(30)
    world.pbx.hang_up(call)
    await world.settle()
    await wrapped_up(world, who)
    [past] = (await page(world)).calls
    contact = await world.contact(call)
    assert (past.contacts, past.queue, past.direction, past.started_at) == (
        (contact.id,),
        "Sales",
        Direction.INBOUND,
        began,
    )
    assert (past.ended_at - past.connected_at).total_seconds() == 30
    assert (past.ended_by, past.reasons, [agent.name for agent in past.agents]) == (
        EndedBy.CUSTOMER,
        ("Sold",),
        ["Anna"],
    )
    kinds = [moment.kind for moment in past.moments]
    assert kinds[0] is MomentKind.QUEUED and kinds[-1] is MomentKind.WRAPPED_UP
    assert kinds.index(MomentKind.ANSWERED) < kinds.index(MomentKind.ENDED)
    assert past.moments[-1].to == "Sold"


async def test_a_call_that_goes_on_and_one_that_nobody_took(world, anna):
    call = await world.calling()
    await world.pass_(9)
    world.pbx.hang_up(call)
    await world.settle()
    who = await world.ready(anna)
    await world.talking(who)
    goes_on, missed = (await page(world)).calls
    assert (goes_on.ended_at, goes_on.ended_by) == (None, None)
    assert (missed.connected_at, missed.agents, missed.ended_by) == (None, (), EndedBy.CUSTOMER)
    assert missed.ended_at is not None


async def test_who_had_the_customer_before_the_link_was_lost_is_named_too(world, anna, bram):
    who = await world.ready(anna)
    call = await world.talking(who)
    other = await world.ready(bram)
    seen = await world.in_hand(who)
    assert seen.state == "connected"
    await world.write(lambda tx: links.lost(tx, who))
    await world.pass_(61)
    world.pbx.pick_up(other.phone)
    await world.settle()
    [past] = (await page(world)).calls
    assert [agent.name for agent in past.agents] == ["Anna", "Bram"]
    assert (await world.contact(call)).agent == bram


async def test_records_name_their_call_and_it_comes_along_with_them(world, anna):
    who = await world.ready(anna)
    call = await world.talking(who)
    contact = await world.contact(call)
    await note(world, who, "Of the call.", contact.id)
    found = await page(world)
    assert [record.text for record in found.records] == ["Of the call."]
    assert found.records[0].contact in found.calls[0].contacts


async def test_pages_lead_through_calls_and_records_without_hole_or_end(world, anna):
    who = await world.ready(anna)
    for number in range(40):
        call = await world.talking(who)
        if number % 2:
            await note(world, who, f"{number}", (await world.contact(call)).id)
        world.pbx.hang_up(call)
        await world.settle()
        await wrapped_up(world, who)
        world.now += timedelta(seconds=60)
        if number % 4 == 0:
            await note(world, who, f"{number} without a call")
    texts, numbers, sizes, before = [], [], [], None
    while True:
        found = await page(world, before)
        texts += [record.text for record in found.records]
        numbers += [past.interaction for past in found.calls]
        sizes.append(len(found.records))
        before = found.older
        if before is None:
            break
    assert len(texts) == len(set(texts)) == 30
    assert len(set(numbers)) == 40
    assert len(sizes) == 3
    assert set(numbers[:10]) == set(sorted(set(numbers), reverse=True)[:10]), "the newest come first"


async def test_another_customers_calls_are_not_among_them(world, anna):
    who = await world.ready(anna)
    await world.talking(who, ani="+31209999999")
    seen = await world.in_hand(who)
    assert (await page(world)).calls == ()
    await world.write(lambda tx: calls.choose_customer(tx, who, seen.id, JAN))
    assert [past.contacts for past in (await page(world)).calls] == [(seen.id,)]


async def called(world, who, text=""):
    call = await world.talking(who)
    contact = await world.contact(call)
    if text:
        await note(world, who, text, contact.id)
    world.pbx.hang_up(call)
    await world.settle()
    await wrapped_up(world, who)
    await world.pass_(60)
    return contact.interaction


async def test_only_what_is_wished_for(world, anna, bram):
    who = await world.ready(anna)
    first = await called(world, who, "Boiler shows E4.")
    second = await called(world, who)
    await note(world, who, "Boiler mended.")
    await note(world, who, "Sent the price list.")
    found = await page(world, kind=HistoryKind.RECORDS)
    assert [record.text for record in found.records] == ["Sent the price list.", "Boiler mended.", "Boiler shows E4."]
    assert found.calls == ()
    found = await page(world, kind=HistoryKind.CALLS)
    assert (found.records, [call.interaction for call in found.calls]) == ((), [second, first])
    found = await page(world, text="boil")
    assert [record.text for record in found.records] == ["Boiler mended.", "Boiler shows E4."]
    assert [call.interaction for call in found.calls] == [first], "the call a record belongs to comes along"
    assert (await page(world, agent=bram)).records == (await page(world, agent=bram)).calls == ()
    found = await page(world, agent=anna)
    assert (len(found.records), len(found.calls)) == (3, 2)
    assert (await page(world, kind=HistoryKind.CALLBACKS)).calls == ()


async def test_what_is_read_is_what_the_rule_says_of_each(world, anna, bram):
    """The server's reading against the rule that the client applies to what is new."""
    who, other = await world.ready(anna), await world.sign_in(bram)
    for number in range(4):
        await called(world, who, "odd one" if number % 2 else "")
        await note(world, other if number % 2 else who, f"note {number}")
    whole = await page(world)
    moment = whole.records[2].saved_at
    for wish in (
        {"agent": anna},
        {"agent": bram, "kind": HistoryKind.RECORDS},
        {"since": moment},
        {"until": moment, "kind": HistoryKind.CALLS},
        {"until": moment, "text": "note"},
        {"kind": HistoryKind.CALLBACKS},
    ):
        found, rule = await page(world, **wish), HistoryFilter(**wish)
        assert found.records == tuple(record for record in whole.records if of_record(rule, record)), wish
        companions = {call.interaction for call in found.calls if not of_call(rule, call)}
        with_record = {
            call.interaction for call in whole.calls for record in found.records if record.contact in call.contacts
        }
        assert companions <= with_record, wish
        assert {call.interaction for call in whole.calls if of_call(rule, call)} <= {
            call.interaction for call in found.calls
        }, wish


async def test_pages_of_a_wish_lead_through_all_of_it(world, anna):
    who = await world.ready(anna)
    for number in range(100):
        await note(world, who, f"{'even' if number % 2 == 0 else 'odd'} {number}")
    texts, before = [], None
    while True:
        found = await page(world, before, text="even")
        texts += [record.text for record in found.records]
        before = found.older
        if before is None:
            break
    assert texts == [f"even {number}" for number in range(98, -1, -2)]
