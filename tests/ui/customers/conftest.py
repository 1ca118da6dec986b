"""Customers of a list, and the window with them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from types import ModuleType

import pytest
from pytestqt.qtbot import QtBot

from agent_client.protocol.customers import Customer, CustomersPage
from agent_client.protocol.names import CustomerId, CustomerList
from ui.customers.window import CustomersWindow
from ui.notices import Notices


def customer(at: int, **fields: object) -> Customer:
    usual: dict[str, object] = {"name": f"Name {at:03}", "numbers": (f"+3120{at:07}",), "town": "Utrecht"}
    return Customer(id=CustomerId(at), version=1, **{**usual, **fields})  # type: ignore[arg-type]


@pytest.fixture
def people() -> Callable[..., Customer]:
    return customer


@pytest.fixture
def window(qtbot: QtBot, seen: ModuleType) -> Iterator[CustomersWindow]:
    """With 250 customers in the central list, asked for a hundred at a time."""
    made = CustomersWindow(Notices())
    qtbot.addWidget(made)
    made.everybody = tuple(customer(at) for at in range(1, 251))
    made.asked = []

    def answer(ticket: object, start: str | None) -> None:
        made.asked.append(start)
        text = made.list.head.text()
        found = [one for one in made.everybody if text in one.name and made.list.which() is CustomerList.CENTRAL]
        first = int(start or 0)
        after = str(first + 100) if first + 100 < len(found) else None
        made.list.rows.show_page(
            ticket, CustomersPage(tuple(found[first : first + 100]), after, 0 if start else len(found))
        )
        made.list.arrived()

    made.list.rows.page_wanted.connect(answer)
    made.show_state(seen.WAITING)
    made.resize(1000, 600)
    made.show()
    made.open(CustomerList.CENTRAL.value)
    yield made
    made.close()
