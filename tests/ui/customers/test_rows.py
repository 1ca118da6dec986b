"""The table's rows: as many as are known, asked for as they are wanted; an answer to an older question is nobody's."""

from __future__ import annotations

from collections.abc import Callable
from types import ModuleType

import pytest
from pytestqt.qtbot import QtBot

from agent_client.protocol.customers import Customer, CustomerLock, CustomersPage
from agent_client.protocol.names import CustomerId, ProjectId
from ui.customers.rows import CustomerRows, Shown, Ticket


@pytest.fixture
def rows(qtbot: QtBot, seen: ModuleType) -> CustomerRows:
    made = CustomerRows()
    made.state = seen.WAITING
    made.wanted = []
    made.page_wanted.connect(lambda ticket, start: made.wanted.append((ticket, start)))
    return made


def page(people: Callable[..., Customer], first: int, after: str | None, total: int = 0) -> CustomersPage:
    return CustomersPage(tuple(people(at) for at in range(first, first + 10)), after, total)


def text(rows: CustomerRows, row: int, column: Shown) -> object:
    return rows.index(row, column).data()


def test_pages_are_asked_for_one_after_the_other(rows: CustomerRows, people: Callable[..., Customer]) -> None:
    rows.begin(clear=True)
    assert rows.wanted == [(Ticket(1, 0), None)]
    assert rows.loading()
    assert rows.show_page(Ticket(1, 0), page(people, 0, "a", 30))
    assert (rows.rowCount(), rows.total(), rows.loading()) == (10, 30, False)
    rows.want(0, 9)
    rows.want(0, 9)
    assert rows.wanted[1:] == [(Ticket(1, 1), "a")], "once"
    assert rows.show_page(Ticket(1, 1), page(people, 10, None))
    rows.want(10, 30)
    assert (rows.rowCount(), len(rows.wanted)) == (20, 2)


def test_an_answer_to_what_was_asked_before_is_not_shown(rows: CustomerRows, people: Callable[..., Customer]) -> None:
    rows.begin(clear=True)
    rows.show_page(Ticket(1, 0), page(people, 0, "a", 30))
    rows.begin(clear=False)
    assert rows.rowCount() == 10, "what is shown stays until the new list is here"
    assert not rows.show_page(Ticket(1, 1), page(people, 10, None))
    assert not rows.failed(Ticket(1, 0))
    assert rows.show_page(Ticket(2, 0), page(people, 50, None, 10))
    assert rows.customer(0) == people(50)


def test_a_page_that_failed_can_be_asked_for_again(rows: CustomerRows, people: Callable[..., Customer]) -> None:
    rows.begin(clear=True)
    rows.show_page(Ticket(1, 0), page(people, 0, "a", 30))
    rows.want(0, 9)
    assert rows.failed(Ticket(1, 1))
    rows.want(0, 9)
    assert [ticket for ticket, _ in rows.wanted] == [Ticket(1, 0), Ticket(1, 1), Ticket(1, 1)]


def test_what_each_column_says(rows: CustomerRows, people: Callable[..., Customer]) -> None:
    whole = people(
        1,
        company="Boer",
        numbers=("+31206241180", "+420724118305"),
        postcode="1012 LG",
        operators=("204", "212"),
        project=ProjectId(1),
    )
    rows.begin(clear=True)
    rows.show_page(Ticket(1, 0), CustomersPage((whole, people(2, project=ProjectId(77))), None, 2))
    said = [text(rows, 0, column) for column in Shown]
    assert said == [
        *("Name 001", "Boer", "020 624 1180, +420 724 118 305", "Utrecht", "1012 LG", "204, 212", "Support"),
    ]
    assert text(rows, 1, Shown.PROJECT) == "77", "one that is gone"


def test_a_customer_in_the_list_is_kept_up(
    rows: CustomerRows, people: Callable[..., Customer], seen: ModuleType
) -> None:
    rows.begin(clear=True)
    rows.show_page(Ticket(1, 0), page(people, 0, None, 10))
    assert rows.show_customer(people(3, name="Other"))
    assert text(rows, 3, Shown.NAME) == "Other"
    assert not rows.show_customer(people(99))
    rows.show_lock(CustomerId(3), CustomerLock(seen.BRAM, seen.NOW))
    assert rows.customer(3).lock.agent == seen.BRAM  # type: ignore[union-attr]
    rows.show_lock(CustomerId(99), None)
