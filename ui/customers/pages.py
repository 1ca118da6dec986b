"""A list of any length that is here in part: pages come when they are wanted, and those long out of sight go again. No Qt."""

from __future__ import annotations

from bisect import bisect_right
from collections import OrderedDict
from collections.abc import Iterable

from agent_client.protocol.customers import Customer, CustomersPage
from agent_client.protocol.names import CustomerId

KEPT = 24
"""So many pages stay here."""


class Pages:
    """A page is asked for by where the one before it ended: they become known one after the other. What was known of a page
    that went is how long it is and where it begins."""

    def __init__(self) -> None:
        self._starts: list[str | None] = [None]
        self._firsts: list[int] = [0]
        self._here: OrderedDict[int, tuple[Customer, ...]] = OrderedDict()
        self.total = 0
        self.whole = False
        """The last page is known."""

    def __len__(self) -> int:
        """Rows of which it is known that they are there."""
        return self._firsts[-1]

    def known(self) -> int:
        """Pages."""
        return len(self._firsts) - 1

    def start(self, number: int) -> str | None:
        return self._starts[number]

    def first(self, number: int) -> int:
        return self._firsts[number]

    def number_of(self, row: int) -> int:
        """The page in which a row is."""
        return bisect_right(self._firsts, row) - 1

    def customer(self, row: int) -> Customer | None:
        """None: not here, or not there."""
        if not 0 <= row < len(self):
            return None
        number = self.number_of(row)
        page = self._here.get(number)
        return None if page is None else page[row - self._firsts[number]]

    def put(self, number: int, page: CustomersPage) -> None:
        """One that came back longer than it was is cut, a shorter one filled up: the next reading of the list puts it right."""
        customers = page.customers
        if number == self.known():
            self._firsts.append(self._firsts[-1] + len(customers))
            self._starts.append(page.after)
            self.whole = page.after is None
        else:
            length = self._firsts[number + 1] - self._firsts[number]
            if len(customers) < length:  # somebody was taken away meanwhile
                customers = (*customers, *customers[-1:] * (length - len(customers)))
            customers = customers[:length]
            if not customers:
                return
        if number == 0:
            self.total = page.total  # the others do not count again
        self._here[number] = customers
        self._here.move_to_end(number)

    def touch(self, numbers: Iterable[int]) -> None:
        """These are in sight; others go when there are too many."""
        for number in numbers:
            if number in self._here:
                self._here.move_to_end(number)
        while len(self._here) > KEPT:
            self._here.popitem(last=False)

    def missing(self, first: int, last: int) -> list[int]:
        """Pages of the rows from ``first`` to ``last`` that are not here; the one after them where they end the known part."""
        if not len(self):
            return [] if self.whole or self.known() else [0]
        wanted = range(self.number_of(max(0, first)), self.number_of(min(last, len(self) - 1)) + 1)
        found = [number for number in wanted if number not in self._here]
        near_end = last >= self._firsts[max(0, self.known() - 1)]
        return [*found, self.known()] if near_end and not self.whole else found

    def replace(self, customer: Customer) -> int | None:
        """The row of a customer who is here, with what is known of them now."""
        row = self.row_of(customer.id)
        if row is not None:
            number = self.number_of(row)
            at = row - self._firsts[number]
            page = self._here[number]
            self._here[number] = (*page[:at], customer, *page[at + 1 :])
        return row

    def row_of(self, customer: CustomerId) -> int | None:
        """Of one who is here."""
        for number, page in self._here.items():
            for at, known in enumerate(page):
                if known.id == customer:
                    return self._firsts[number] + at
        return None
