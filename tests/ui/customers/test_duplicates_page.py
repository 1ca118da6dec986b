"""Groups of customers who share a number: chosen, kept up, and what stands there when there are none."""

from __future__ import annotations

from collections.abc import Callable
from types import ModuleType

import pytest
from msgspec.structs import replace
from pytestqt.qtbot import QtBot

from agent_client.protocol.customers import Customer, CustomerLock, Duplicates
from agent_client.protocol.names import CustomerId, CustomerList
from ui.customers.duplicates_page import DuplicatesPage


@pytest.fixture
def page(qtbot: QtBot, seen: ModuleType) -> DuplicatesPage:
    made = DuplicatesPage()
    qtbot.addWidget(made)
    made.resize(900, 600)
    made.heard = []
    made.wanted.connect(made.heard.append)
    made.show_state(seen.WAITING)
    made.show()
    return made


def pair(people: Callable[..., Customer], at: int) -> tuple[Customer, ...]:
    number = (f"+3120624{at:04}",)
    return (people(at, numbers=number), people(at + 1, numbers=(*number, "+31612345678")))


def test_the_first_group_is_shown_and_the_next_when_it_is_done(
    page: DuplicatesPage, people: Callable[..., Customer]
) -> None:
    assert page.empty.title.text() == "Looking for duplicates"
    first, second = pair(people, 10), pair(people, 20)
    page.show_duplicates(CustomerList.CENTRAL, Duplicates((first, second), more=True))
    assert [one.id for one in page.merging.pair() or ()] == [10, 11]
    assert page.groups.words(first) == ("Name 010, Name 011", "020 624 0010 · 2 cards")
    assert page.more.isVisible()
    page.show_duplicates(CustomerList.CENTRAL, Duplicates((second,)))
    assert [one.id for one in page.merging.pair() or ()] == [20, 21]
    page.show_duplicates(CustomerList.CENTRAL, Duplicates(()))
    assert page.empty.title.text() == "No duplicates"


def test_the_group_in_sight_stays_where_it_still_is(page: DuplicatesPage, people: Callable[..., Customer]) -> None:
    groups = (pair(people, 10), pair(people, 20), pair(people, 30))
    page.show_duplicates(CustomerList.CENTRAL, Duplicates(groups))
    page.view.setCurrentIndex(page.groups.index(2))
    page.show_duplicates(CustomerList.CENTRAL, Duplicates(groups[1:]))
    assert [one.id for one in page.merging.pair() or ()] == [30, 31]


def test_another_list_is_asked_for_and_an_answer_for_the_first_is_nobodys(
    page: DuplicatesPage, people: Callable[..., Customer]
) -> None:
    page.refresh()
    page.which.choose(CustomerList.OWN)
    page.which.chosen.emit(CustomerList.OWN)
    assert page.heard == [CustomerList.CENTRAL, CustomerList.OWN]  # type: ignore[attr-defined]
    page.show_duplicates(CustomerList.CENTRAL, Duplicates((pair(people, 10),)))
    assert page.groups.rowCount() == 0


def test_what_happens_to_a_card_meanwhile_is_seen(
    page: DuplicatesPage, people: Callable[..., Customer], seen: ModuleType
) -> None:
    group = pair(people, 10)
    page.show_duplicates(CustomerList.CENTRAL, Duplicates((group,)))
    page.show_lock(CustomerId(11), CustomerLock(seen.BRAM, seen.NOW))
    assert not page.merging.merge.isEnabled()
    page.show_lock(CustomerId(11), None)
    assert page.merging.merge.isEnabled()
    page.show_customer(replace(group[0], name="Other", version=2))
    assert page.groups.words(page.groups.groups[0])[0] == "Other, Name 011"
    page.show_lock(CustomerId(77), None)


def test_a_failure_is_said_and_tried_again(page: DuplicatesPage) -> None:
    page.refresh()
    page.show_failed("The server did not answer.")
    assert page.empty.sentence.text() == "The server did not answer."
    page.empty.action.click()
    assert len(page.heard) == 2  # type: ignore[attr-defined]
    page.hide()
    page.refresh_if_shown()
    assert len(page.heard) == 2  # type: ignore[attr-defined]
