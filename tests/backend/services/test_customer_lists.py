from __future__ import annotations

import pytest

from agent_client.backend.persistence import customer_lists as kept
from agent_client.backend.persistence import customers, tables
from agent_client.backend.services import customer_lists
from agent_client.protocol.customers import CustomerFields
from agent_client.protocol.names import CustomerList
from agent_client.protocol.refusals import Invalid

CENTRAL, OWN = CustomerList.CENTRAL, CustomerList.OWN


@pytest.fixture
async def her(world, anna):
    await world.write(lambda tx: tx.conn.execute(tables.customer_numbers.delete()))
    await world.write(lambda tx: tx.conn.execute(tables.customers.delete()))  # the fixture's one
    return await world.sign_in(anna)


@pytest.fixture
async def him(world, bram):
    return await world.sign_in(bram)


async def add(world, name, *numbers, owner=None, company=""):
    fields = CustomerFields(name=name, numbers=numbers, company=company)
    return await world.write(lambda tx: customers.create(tx.conn, fields, owner=owner))


async def page(world, who, which=CENTRAL, text="", after=None, limit=3):
    return await world.read(lambda tx: customer_lists.page(tx, who, which, text, after, limit))


async def names(world, who, which=CENTRAL, text="", limit=3):
    """Of all pages."""
    found, after = [], None
    while True:
        part = await page(world, who, which, text, after, limit)

        found += [one.name for one in part.customers]
        after = part.after
        if after is None:
            return found


async def test_pages_by_name(world, her) -> None:
    for name in ("Zoë", "anna", "Čapek", "Åsa", "Bert", "Ödegård", "Groß"):
        await add(world, name)
    first = await page(world, her)
    assert ([one.name for one in first.customers], first.total) == (["anna", "Åsa", "Bert"], 7)
    second = await page(world, her, after=first.after)
    assert ([one.name for one in second.customers], second.total) == (["Čapek", "Groß", "Ödegård"], 0)
    third = await page(world, her, after=second.after)
    assert ([one.name for one in third.customers], third.after) == (["Zoë"], None)


async def test_a_full_last_page_is_the_last(world, her) -> None:
    for name in ("a", "b", "c"):
        await add(world, name)
    assert (await page(world, her)).after is None


async def test_namesakes_stand_once_each(world, her) -> None:
    for _ in range(7):
        await add(world, "Jan Jansen")
    assert await names(world, her, limit=2) == ["Jan Jansen"] * 7


async def test_each_list_is_its_own(world, her, him) -> None:
    await add(world, "of all")
    await add(world, "hers", owner=her.agent)
    await add(world, "his", owner=him.agent)
    assert [await names(world, her), await names(world, her, OWN), await names(world, him, OWN)] == [
        ["of all"],
        ["hers"],
        ["his"],
    ]
    with pytest.raises(Invalid):
        await page(world, her, CustomerList.UNKNOWN)


async def test_what_changes_meanwhile_moves_no_other(world, her) -> None:
    ids = [await add(world, f"{letter}") for letter in "abcdefgh"]
    first = await page(world, her)
    await add(world, "aa")
    for number, new in ((ids[2], "zz"), (ids[7], "a0")):  # the last that was shown goes; one not shown comes before it
        fields = CustomerFields(version=1, name=new)
        await world.write(lambda tx, number=number, fields=fields: customers.change(tx.conn, number, fields, her.agent))
    second = await page(world, her, after=first.after)
    assert [one.name for one in second.customers] == ["d", "e", "f"]


@pytest.mark.parametrize("most", [0, 1000])
async def test_those_whom_a_text_means(world, her, monkeypatch, most) -> None:
    """Whether few of many are sorted, or the list is read until a page is full."""
    monkeypatch.setattr(kept, "MOST_SORTED", most)
    for at in range(9):
        await add(world, f"Jan {at}", f"+3120123456{at}", company="Jansen")
        await add(world, f"Piet {at}", f"+4220000000{at}", company="Smit")
    await add(world, "Jan of Anna", owner=her.agent)
    first = await page(world, her, text="jan")
    assert ([one.name for one in first.customers], first.total) == (["Jan 0", "Jan 1", "Jan 2"], 9)
    assert await names(world, her, text="jan") == [f"Jan {at}" for at in range(9)]
    assert await names(world, her, text="0201234") == [f"Jan {at}" for at in range(9)]
    assert await names(world, her, text="4220000000", limit=50) == [f"Piet {at}" for at in range(9)]
    assert await names(world, her, OWN, text="jan") == ["Jan of Anna"]
    nobody = await page(world, her, text="nobody")
    assert (nobody.customers, nobody.after, nobody.total) == ((), None, 0)


@pytest.mark.parametrize("after", ["", "x", "1", ":a", "-1:a", "99999999999999999999:a", "²:a"])
async def test_a_cursor_that_was_never_given(world, her, after) -> None:
    with pytest.raises(Invalid):
        await page(world, her, after=after)


async def test_the_card_comes_whole(world, her, anna) -> None:
    await add(world, "Jan", "+31201234567", "204", owner=anna)
    (found,) = (await page(world, her, OWN)).customers
    assert (found.numbers, found.owner.name, found.lock) == (("+31201234567", "204"), "Anna", None)


async def duplicates(world, who, which=CENTRAL):
    found = await world.read(lambda tx: customer_lists.duplicates(tx, who, which))
    return [[one.name for one in group] for group in found.groups], found.more


async def test_who_shares_a_number(world, her) -> None:
    await add(world, "alone", "+311")
    await add(world, "first", "+312", "+313")
    await add(world, "second", "+313", "+314")
    await add(world, "third", "+314")
    await add(world, "fourth", "+315")
    await add(world, "fifth", "+315")
    await add(world, "hers", "+311", owner=her.agent)
    assert await duplicates(world, her) == ([["first", "second", "third"], ["fourth", "fifth"]], False)
    assert await duplicates(world, her, OWN) == ([], False)


async def test_groups_that_meet_late_are_one(world, her) -> None:
    for name, numbers in (("a", ("+311", "+314")), ("b", ("+312",)), ("c", ("+311",)), ("d", ("+312", "+314"))):
        await add(world, name, *numbers)
    assert await duplicates(world, her) == ([["a", "b", "c", "d"]], False)


async def test_many_groups_are_not_all_told(world, her, monkeypatch) -> None:
    monkeypatch.setattr(kept, "MOST_GROUPS", 2)
    monkeypatch.setattr(kept, "_AT_ONCE", 2)
    for number in range(3):
        for name in "ab":
            await add(world, f"{name}{number}", f"+31{number}")
    assert await duplicates(world, her) == ([["a0", "b0"], ["a1", "b1"]], True)
