"""Unsaved cards on disk: there again after a restart, each agent's own, gone once saved."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from agent_client.client.cards import Card, Shelf, Typed, fresh
from agent_client.client.clock import ServerClock
from agent_client.client.tasks import TaskOwner
from agent_client.protocol.customers import Customer
from agent_client.protocol.names import CustomerId
from agent_client.workstation.files import Folder
from agent_client.workstation.ownership import OwnFolder

JANA = Customer(id=CustomerId(9), version=4, name="Jana", numbers=("+420724118305",))
CARD = Card(customer=JANA.id)


@pytest.fixture
async def shelf(tmp_path):
    tasks = TaskOwner()
    yield lambda: Shelf(Folder(tmp_path / "cards"), tasks, ServerClock())
    await tasks.close()


def typed(shelf, account, name):
    cards = shelf.cards(account)
    cards.begin(CARD, fresh(JANA, "CZ"))
    cards.write(CARD, replace(cards.draft(CARD).typed, name=name))
    return cards


def files(tmp_path):
    return sorted(file.name for file in (tmp_path / "cards").iterdir())


async def test_a_restart_loses_nothing_and_mixes_nobody_up(shelf, tmp_path):
    first = shelf()
    typed(first, "e1/7", "Jana Nováková")
    typed(first, "e1/8", "Somebody else's")
    new = first.cards("e1/7")
    new.begin(Card(), fresh(JANA, "CZ"))
    new.write(Card(), Typed(name="Nora"))
    assert await first.flush()
    second = shelf()
    await second.restore()
    mine = second.cards("e1/7")
    assert {card: draft.typed.name for card, draft in mine.unsaved().items()} == {CARD: "Jana Nováková", Card(): "Nora"}
    assert mine.draft(CARD).base == JANA
    assert second.cards("e1/8").draft(CARD).typed.name == "Somebody else's"
    assert second.cards("e2/7").unsaved() == {}


async def test_what_is_saved_or_typed_back_is_not_on_disk(shelf, tmp_path):
    made = shelf()
    cards = typed(made, "e1/7", "J")
    await made.flush()
    assert len(files(tmp_path)) == 1
    cards.write(CARD, replace(cards.draft(CARD).typed, name="Jana"))
    await made.flush()
    assert files(tmp_path) == []
    typed(made, "e1/7", "J")
    cards.drop(CARD)
    await made.flush()
    assert files(tmp_path) == []


async def test_what_cannot_be_read_stays_where_it_is(shelf, tmp_path):
    made = shelf()
    typed(made, "e1/7", "J")
    await made.flush()
    [name] = files(tmp_path)
    (tmp_path / "cards" / "card%2eother.kept").write_bytes(b"{")
    again = shelf()
    await again.restore()
    assert again.cards("e1/7").draft(CARD).typed.name == "J"
    assert files(tmp_path) == sorted([name, "card%2eother.kept"])


async def test_A4_a_card_that_two_sessions_changed_is_one_with_both_changes(tmp_path):
    tasks = TaskOwner()
    mine, theirs = OwnFolder(tmp_path / "cards"), OwnFolder(tmp_path / "cards")
    first, second = Shelf(mine, tasks, ServerClock()), Shelf(theirs, tasks, ServerClock())
    typed(first, "e1/7", "Jana Nováková")
    cards = typed(second, "e1/7", "J")
    cards.write(CARD, replace(cards.draft(CARD).typed, town="Brno"))
    await first.flush()
    await second.flush()
    await first.restore()
    assert first.cards("e1/7").draft(CARD).typed.town == "", "the other one lives"
    theirs.close()
    await first.restore()
    both = first.cards("e1/7").draft(CARD).typed
    assert (both.name, both.town) == ("Jana Nováková", "Brno"), "what was typed here goes before"
    assert await first.flush()
    assert await first.flush()
    assert len(list((tmp_path / "cards").rglob("*.kept"))) == 1
    mine.close()
    again = OwnFolder(tmp_path / "cards")
    later = Shelf(again, tasks, ServerClock())
    await later.restore()
    assert later.cards("e1/7").draft(CARD).typed == both
    again.close()
    await tasks.close()
