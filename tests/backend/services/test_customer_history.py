"""A customer's history: the calls with their time line, beside the records, page by page."""

from __future__ import annotations

from datetime import timedelta

from agent_client.backend.services import calls, customers, links, records, wrapping_up
from agent_client.protocol.contacts import WrapUp
from agent_client.protocol.customers import NewRecord
from agent_client.protocol.names import CustomerId, Direction, EndedBy, MomentKind, WrapUpReasonId

JAN = CustomerId(1)


async def page(world, before=None):
    return await world.read(lambda tx: customers.page(tx, JAN, before))


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
