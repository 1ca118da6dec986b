"""A list of any length, here in part: what is known of it, what is missing, what goes again."""

from __future__ import annotations

from agent_client.protocol.customers import Customer, CustomersPage
from agent_client.protocol.names import CustomerId
from ui.customers.pages import KEPT, Pages


def page(first: int, count: int, after: str | None, total: int = 0) -> CustomersPage:
    customers = tuple(Customer(id=CustomerId(at), version=1, name=f"N {at}") for at in range(first, first + count))
    return CustomersPage(customers, after, total)


def filled(count: int) -> Pages:
    pages = Pages()
    for number in range(count):
        pages.put(number, page(number * 10, 10, f"c{number}", 1000 if number == 0 else 0))
        pages.touch([number])
    return pages


def test_nothing_is_known_at_first() -> None:
    pages = Pages()
    assert (len(pages), pages.known(), pages.total, pages.missing(0, 5)) == (0, 0, 0, [0])
    assert pages.customer(0) is None


def test_pages_follow_one_another() -> None:
    pages = filled(2)
    assert (len(pages), pages.total, pages.whole) == (20, 1000, False)
    assert [pages.customer(row).id for row in (0, 9, 10, 19)] == [0, 9, 10, 19]  # type: ignore[union-attr]
    assert (pages.start(0), pages.start(2), pages.number_of(10)) == (None, "c1", 1)
    pages.put(2, page(20, 3, None))
    assert (len(pages), pages.whole, pages.total) == (23, True, 1000)


def test_what_is_wanted_next() -> None:
    pages = filled(3)
    assert pages.missing(0, 5) == []
    assert pages.missing(15, 25) == [3], "the end comes into sight"
    pages.put(3, page(30, 2, None))
    assert pages.missing(25, 40) == []


def test_pages_long_out_of_sight_go_and_can_come_back() -> None:
    pages = filled(KEPT + 5)
    assert len(pages) == (KEPT + 5) * 10
    assert pages.customer(0) is None, "the first ones went"
    assert pages.missing(0, 12) == [0, 1]
    pages.put(0, page(0, 10, "c0", 999))
    assert pages.customer(3) is not None
    assert (len(pages), pages.total) == ((KEPT + 5) * 10, 999)


def test_a_page_that_came_back_shorter_or_longer_keeps_its_place() -> None:
    pages = filled(KEPT + 5)
    pages.put(0, page(0, 12, "c0"))
    assert pages.customer(10) is None, "that is the next page's"
    pages.put(1, page(10, 8, "c1"))
    assert [pages.customer(row).id for row in (17, 18, 19)] == [17, 17, 17]  # type: ignore[union-attr]
    pages.put(2, page(20, 0, "c2"))
    assert pages.customer(20) is None


def test_a_customer_who_is_here_is_replaced_in_place() -> None:
    pages = filled(2)
    changed = Customer(id=CustomerId(13), version=2, name="Other")
    assert pages.replace(changed) == 13
    assert pages.customer(13) == changed
    assert pages.replace(Customer(id=CustomerId(99), version=1)) is None
    assert pages.row_of(CustomerId(5)) == 5
