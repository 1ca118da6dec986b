from __future__ import annotations

import pytest

from agent_client.backend.persistence import agents, customers
from agent_client.backend.services import customer_importing, locks
from agent_client.backend.services import customers as saving
from agent_client.protocol.agents import Rights
from agent_client.protocol.customers import BadRow, CustomerFields, ImportedRows, ImportRow, ImportRows
from agent_client.protocol.events import CustomersChanged
from agent_client.protocol.names import CustomerId, CustomerList
from agent_client.protocol.refusals import Forbidden, Invalid

JAN = CustomerId(1)
KNOWN = "+31201234567"


@pytest.fixture
async def her(world, anna):
    who = await world.sign_in(anna)
    world.told.clear()
    return who


async def bring(world, who, *rows, **how):
    wish = ImportRows(rows=rows, **how)
    read = await customer_importing.read(world, wish)
    return await world.write(lambda tx: customer_importing.store(tx, who, wish, read))


def row(line=2, **fields):
    return ImportRow(line=line, **fields)


async def found(world, who, text):
    return [one.name for one in (await world.read(lambda tx: saving.find(tx, who, text))).customers]


async def card(world, number=JAN):
    return await world.read(lambda tx: customers.customer(tx.conn, number))


async def test_new_ones_are_added_and_known_ones_changed(world, her) -> None:
    done = await bring(
        world,
        her,
        row(2, name="Eva Nová", numbers=("020 7654321", "204"), company_id="C1", project="Shop", operators=("201",)),
        row(3, name="Jan Jansen", numbers=("020-123 45 67",), town="Utrecht"),
        row(4, name="Piet"),
    )
    assert done == ImportedRows(added=2, changed=1)
    (eva,) = (await world.read(lambda tx: saving.find(tx, her, "eva"))).customers
    whole = await card(world, eva.id)
    assert (whole.numbers, whole.company_id, whole.project, whole.operators, whole.version) == (
        ("+31207654321", "204"),
        "C1",
        1,
        ("201",),
        1,
    )
    jan = await card(world)
    assert (jan.town, jan.numbers, jan.version) == ("Utrecht", (KNOWN,), 2)
    assert await found(world, her, "utrecht") == ["Jan Jansen"]
    assert await found(world, her, "7654321") == ["Eva Nová"]
    assert await world.read(lambda tx: customers.last_saved_by(tx.conn, JAN)) == "Anna"


async def test_numbers_that_are_changed_are_found_as_they_are_now(world, her) -> None:
    await bring(world, her, row(name="Jan", numbers=(KNOWN, "0207654321", "204")))
    await bring(world, her, row(name="Jan", numbers=("205", KNOWN)))
    assert (await card(world)).numbers == ("205", KNOWN, "+31207654321")
    assert await found(world, her, "205") == ["Jan"]
    assert await world.read(lambda tx: customers.find_by_number(tx.conn, "204", None)) is None


async def test_bad_rows_are_named_and_the_others_are_stored(world, her) -> None:
    done = await bring(
        world,
        her,
        row(2, name="good"),
        row(3, name="bad", numbers=("ask",)),
        row(4, name="bad", project="Nowhere"),
        row(5, town="Brno"),
    )
    assert done == ImportedRows(
        added=1, bad=(BadRow(3, "numbers", "ask"), BadRow(4, "project", "Nowhere"), BadRow(5, "name", ""))
    )


async def test_dry_only_says_what_would_be_done(world, her) -> None:
    rows = (row(2, name="new"), row(3, name="x", numbers=(KNOWN,)))
    said = await bring(world, her, *rows, dry=True, last=True)
    assert said == ImportedRows(added=1, changed=1)
    assert (await found(world, her, "new"), (await card(world)).version, world.names()) == ([], 1, [])
    assert await bring(world, her, *rows) == said


async def test_everybody_is_told_once_with_the_last_part(world, her) -> None:
    await bring(world, her, row(name="a"))
    assert world.told == []
    await bring(world, her, row(name="b"), last=True)
    assert world.told == [("centre", CustomersChanged())]


async def test_into_the_own_list(world, her, bram) -> None:
    done = await bring(world, her, row(name="Own", numbers=(KNOWN,)), list=CustomerList.OWN, last=True)
    assert done.added == 1, "the central one with that number is somebody else"
    assert world.told == [(f"agent/{her.agent}", CustomersChanged())]
    again = await bring(world, her, row(name="Still own", numbers=(KNOWN,)), list=CustomerList.OWN)
    assert again.changed == 1
    him = await world.sign_in(bram)
    assert (await found(world, her, "own"), await found(world, him, "own")) == (["Still own"], [])


async def test_only_with_the_right(world, her) -> None:
    await world.write(lambda tx: agents.set_rights(tx, her.agent, Rights(edit_central=False)))
    with pytest.raises(Forbidden):
        await bring(world, her, row(name="x"))
    assert (await bring(world, her, row(name="x"), list=CustomerList.OWN)).added == 1
    with pytest.raises(Invalid):
        await bring(world, her, row(name="x"), list=CustomerList.UNKNOWN)


async def test_a_card_that_a_colleague_has_open_is_not_changed(world, her, bram) -> None:
    him = await world.sign_in(bram)
    await world.write(lambda tx: locks.take(tx, him, JAN))
    done = await bring(world, her, row(3, name="x", numbers=(KNOWN,)))
    assert done == ImportedRows(bad=(BadRow(3, "in_use", "Bram"),))
    assert (await card(world)).version == 1
    assert (await bring(world, him, row(3, name="x", numbers=(KNOWN,)))).changed == 1, "his own is no hindrance"


async def test_the_largest_part(world, her) -> None:
    rows = [
        row(line, name=f"N {line}", company_id=f"C{line}", numbers=(f"020{7_000_000 + line}",)) for line in range(500)
    ]
    assert (await bring(world, her, *[row(one.line + 1, name=one.name) for one in rows[:1]])).added == 1
    done = await bring(world, her, *[r for r in rows if r.line])
    assert (done.added, done.bad) == (499, ())
    again = await bring(world, her, *[r for r in rows if r.line])
    assert (again.left_out, again.changed, again.added) == (499, 0, 0)


async def test_who_became_part_of_another_is_not_meant(world, her) -> None:
    made = await world.write(
        lambda tx: customers.create(tx.conn, CustomerFields(name="gone", company_id="C1", numbers=("204",)))
    )
    table = customers.customers
    await world.write(lambda tx: tx.conn.execute(table.update().where(table.c.id == made).values(merged_into_id=JAN)))
    done = await bring(world, her, row(name="new", company_id="C1", numbers=("204",)))
    assert done.added == 1
