"""Two cards of one customer become one, and two again (F1)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from msgspec.structs import replace

from agent_client.backend.persistence import customers, merges, records, tables
from agent_client.backend.services import appointments, calls, customer_history, customer_merging, locks
from agent_client.backend.services import customers as cards
from agent_client.backend.services import records as notes
from agent_client.protocol.callbacks import NewAppointment
from agent_client.protocol.customers import CustomerFields, Merge, NewRecord
from agent_client.protocol.events import CustomerLockChanged
from agent_client.protocol.names import CustomerList
from agent_client.protocol.refusals import CustomerChanged, Forbidden, InUse, Invalid, NotFound, NotUndoable

KNOWN, OTHER = "+31201234567", "+31207654321"


@pytest.fixture
async def who(world, anna):
    return await world.ready(anna)


@pytest.fixture
def card(world, who):
    async def make(name, *numbers, **more):
        fields = CustomerFields(name=name, numbers=numbers, **more)
        return await world.write(lambda tx: cards.add(tx, who, fields))

    return make


async def write(world, who, customer, text):
    return await world.write(lambda tx: notes.add(tx, who, NewRecord(text=text, customer=customer.id)))


async def merged(world, who, kept, other, **fields):
    wish = Merge(
        other=other.id,
        other_version=other.version,
        fields=CustomerFields(**{"version": kept.version, "name": kept.name, "numbers": kept.numbers, **fields}),
    )
    return await world.write(lambda tx: customer_merging.merge(tx, who, kept.id, wish))


async def texts(world, customer):
    found = await world.read(lambda tx: records.page(tx.conn, customer.id))
    return [record.text for record in found.records]


async def test_all_that_was_one_s_is_the_others(world, who, card):
    kept, other = await card("Jan", "0201111111"), await card("J. de Boer", "0202222222", town="Delft")
    await write(world, who, kept, "first")
    await write(world, who, other, "second")
    wish = NewAppointment(at=world.now + timedelta(hours=1), customer=other.id)
    entry = await world.write(lambda tx: appointments.make(tx, who, wish))
    world.told.clear()
    both = await merged(world, who, kept, other, numbers=("0201111111", "0202222222"), town="Delft")
    assert (both.customer.id, both.customer.town, both.customer.version) == (kept.id, "Delft", 2)
    assert await texts(world, kept) == ["second", "first"]
    assert {"customers.changed", "customer.saved", "callback.changed"} <= set(world.names())
    [listed] = await world.entries()
    assert (listed.id, listed.customer.id) == (entry.id, kept.id)
    found = await world.read(lambda tx: customers.find_by_number(tx.conn, "+31202222222", None))
    assert found.id == kept.id


async def test_who_asks_for_the_one_that_is_gone_gets_the_one_that_was_kept(world, who, card):
    kept, other = await card("Jan", KNOWN), await card("Johan", OTHER)
    await merged(world, who, kept, other)
    page = await world.read(lambda tx: customer_history.page(tx, who, other.id, None))
    assert page.customer.id == kept.id
    written = await write(world, who, other, "written before the merge was seen")
    assert written.customer == kept.id
    assert await world.read(lambda tx: cards.find(tx, who, "Johan")) == await world.read(
        lambda tx: cards.find(tx, who, "nobody at all")
    )


async def test_undone_each_has_their_own_again_and_what_was_written_since_stays(world, who, card):
    kept, other = await card("Jan", "0201111111", note="one"), await card("Johan", "0202222222", note="two")
    await write(world, who, kept, "of the first")
    await write(world, who, other, "of the second")
    both = await merged(world, who, kept, other, name="Jan Johan", note="both")
    await write(world, who, kept, "since")
    back = await world.write(lambda tx: customer_merging.undo(tx, who, both.merge))
    assert (back.id, back.name, back.note, back.numbers) == (other.id, "Johan", "two", ("+31202222222",))
    first = await world.read(lambda tx: cards.existing(tx, kept.id))
    assert (first.name, first.note, first.numbers) == ("Jan", "one", ("+31201111111",))
    assert await texts(world, kept) == ["since", "of the first"]
    assert await texts(world, other) == ["of the second"]
    found = await world.read(lambda tx: customers.find_by_number(tx.conn, "+31202222222", None))
    assert found.id == other.id


async def test_a_card_that_was_changed_since_keeps_its_change_and_nothing_of_the_other(world, who, card):
    kept, other = await card("Jan", "0201111111", note="one"), await card("Johan", "0202222222", town="Delft")
    numbers = ("0201111111", "0202222222")
    both = await merged(world, who, kept, other, name="Jan Johan", town="Delft", numbers=numbers)
    edit = CustomerFields(version=both.customer.version, name="Jan Johan", town="Delft", numbers=numbers, note="edited")
    await world.write(lambda tx: cards.change(tx, who, kept.id, edit))
    await world.write(lambda tx: customer_merging.undo(tx, who, both.merge))
    stays = await world.read(lambda tx: cards.existing(tx, kept.id))
    assert (stays.name, stays.town, stays.numbers, stays.note) == ("Jan", "", ("+31201111111",), "edited")
    assert (await world.read(lambda tx: cards.existing(tx, other.id))).name == "Johan"


async def test_what_the_other_one_s_popover_showed_goes_back_with_them(world, who, card):
    kept, other = await card("A", "0201111111"), await card("B", "0202222222")
    for one, shown in ((kept, {"Contract": "Gold"}), (other, {"Contract": "Silver", "Case": "7"})):
        await world.write(lambda tx, one=one, shown=shown: merges.set_variables(tx.conn, one.id, shown))
    both = await merged(world, who, kept, other)
    assert await world.read(lambda tx: customers.variables(tx.conn, kept.id)) == {"Contract": "Gold", "Case": "7"}
    await world.write(lambda tx: customer_merging.undo(tx, who, both.merge))
    assert await world.read(lambda tx: customers.variables(tx.conn, kept.id)) == {"Contract": "Gold"}
    assert await world.read(lambda tx: customers.variables(tx.conn, other.id)) == {"Contract": "Silver", "Case": "7"}


async def test_several_are_undone_the_last_one_first(world, who, card):
    kept, one, two = await card("A", "0201111111"), await card("B", "0202222222"), await card("C", "0203333333")
    for customer, text in ((kept, "a"), (one, "b"), (two, "c")):
        await write(world, who, customer, text)
    first = await merged(world, who, kept, one, numbers=("0201111111", "0202222222"))
    second = await merged(world, who, first.customer, two, numbers=("0201111111", "0202222222", "0203333333"))
    with pytest.raises(NotUndoable) as refused:
        await world.write(lambda tx: customer_merging.undo(tx, who, first.merge))
    assert refused.value.params == {"by": "Anna"}
    await world.write(lambda tx: customer_merging.undo(tx, who, second.merge))
    await world.write(lambda tx: customer_merging.undo(tx, who, first.merge))
    assert [await texts(world, each) for each in (kept, one, two)] == [["a"], ["b"], ["c"]]
    for each in (kept, one, two):
        now = await world.read(lambda tx, each=each: cards.existing(tx, each.id))
        assert (now.name, now.numbers) == (each.name, each.numbers)


async def test_exactly_what_was_theirs_and_no_more(world, who, card):
    """A call that is given to somebody else meanwhile stays there; one that comes meanwhile stays with the one kept."""
    kept, other = await card("A", "0201111111"), await card("B", "0202222222")
    third = await card("C", "0203333333")
    call = await world.talking(who, ani="+31202222222")
    contact = (await world.contact(call)).id
    both = await merged(world, who, kept, other, numbers=("0201111111", "0202222222"))
    assert (await world.in_hand(who)).customer.id == kept.id, "in the conversation, too"
    await world.write(lambda tx: calls.choose_customer(tx, who, contact, third.id))
    await world.write(lambda tx: customer_merging.undo(tx, who, both.merge))
    assert (await world.in_hand(who)).customer.id == third.id
    assert await world.read(lambda tx: customers.variables(tx.conn, other.id)) == {}


async def test_the_locks_of_both_are_given_back_and_others_told(world, who, card):
    kept, other = await card("A", "0201111111"), await card("B", "0202222222")
    for one in (kept, other):
        await world.write(lambda tx, one=one: locks.take(tx, who, one.id))
    world.told.clear()
    await merged(world, who, kept, other)
    freed = [event.customer for _, event in world.told if isinstance(event, CustomerLockChanged) and event.lock is None]
    assert freed == [kept.id, other.id]


async def test_what_became_part_of_another_is_not_merged_by_its_old_number(world, who, card):
    kept, other, third = await card("A", "0201111111"), await card("B", "0202222222"), await card("C", "0203333333")
    both = await merged(world, who, kept, other)
    with pytest.raises(CustomerChanged):
        await merged(world, who, third, replace(other, version=both.customer.version))
    with pytest.raises(CustomerChanged):
        await merged(world, who, replace(other, version=both.customer.version), third)


async def test_an_agent_without_the_right_undoes_nothing(world, who, card):
    kept, other = await card("A", "0201111111"), await card("B", "0202222222")
    both = await merged(world, who, kept, other)
    await world.write(lambda tx: tx.conn.execute(tables.agents.update().values(edit_central=False)))
    with pytest.raises(Forbidden):
        await world.write(lambda tx: customer_merging.undo(tx, who, both.merge))


async def test_own_customers_are_merged_by_their_owner(world, who, bram, card):
    kept, other = await card("A", list=CustomerList.OWN), await card("B", list=CustomerList.OWN)
    world.told.clear()
    both = await merged(world, who, kept, other)
    assert {stream for stream, _ in world.told} == {f"agent/{who.agent}"}
    colleague = await world.ready(bram)
    with pytest.raises(NotFound):
        await world.write(lambda tx: customer_merging.undo(tx, colleague, both.merge))


async def test_not_twice_and_not_out_of_a_third_one(world, who, card):
    kept, other, third = await card("A", "0201111111"), await card("B", "0202222222"), await card("C", "0203333333")
    both = await merged(world, who, kept, other)
    above = await merged(world, who, third, both.customer)
    with pytest.raises(NotUndoable) as refused:
        await world.write(lambda tx: customer_merging.undo(tx, who, both.merge))
    assert refused.value.params == {"by": "Anna"}
    await world.write(lambda tx: customer_merging.undo(tx, who, above.merge))
    await world.write(lambda tx: customer_merging.undo(tx, who, both.merge))
    with pytest.raises(NotUndoable):
        await world.write(lambda tx: customer_merging.undo(tx, who, both.merge))
    with pytest.raises(NotFound):
        await world.write(lambda tx: customer_merging.undo(tx, who, 77))


async def test_what_cannot_be_one_is_refused_and_nothing_changes(world, who, bram, card):
    kept, other = await card("A", "0201111111"), await card("B", "0202222222")
    own = await card("Mine", "0203333333", list=CustomerList.OWN)
    colleague = await world.ready(bram)
    with pytest.raises(Invalid):
        await merged(world, who, kept, kept)
    with pytest.raises(Invalid):
        await merged(world, who, kept, own)
    with pytest.raises(NotFound):
        await merged(world, colleague, kept, own)
    await world.write(lambda tx: cards.change(tx, who, other.id, CustomerFields(version=1, name="B2")))
    with pytest.raises(CustomerChanged):
        await merged(world, who, kept, other)
    now = await world.read(lambda tx: cards.existing(tx, other.id))
    await world.write(lambda tx: locks.take(tx, colleague, other.id))
    with pytest.raises(InUse) as refused:
        await merged(world, who, kept, now)
    assert refused.value.params["agent"] == "Bram"
    assert (await world.read(lambda tx: cards.existing(tx, kept.id))).version == 1


async def test_without_the_right_nobody_merges(world, who, card):
    kept, other = await card("A", "0201111111"), await card("B", "0202222222")
    await world.write(lambda tx: tx.conn.execute(tables.agents.update().values(edit_central=False)))
    with pytest.raises(Forbidden):
        await merged(world, who, kept, other)
