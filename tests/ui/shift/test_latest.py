"""Pages of a list that grows at its top, as the server gives them."""

from __future__ import annotations

from ui.shift.latest import PAGE, SPARE, Latest


class Server:
    def __init__(self, newest: int) -> None:
        self.newest = newest

    def page(self, before: int | None = None) -> tuple[list[int], int | None]:
        start = self.newest if before is None else before - 1
        found = list(range(start, max(0, start - PAGE), -1))
        return found, found[-1] if found and found[-1] > 1 else None


def read(latest: Latest[int], server: Server, before: int | None = None) -> None:
    latest.add(*server.page(before), before)


def test_pages_follow_each_other_without_hole_or_end() -> None:
    latest, server = Latest[int](int), Server(3 * PAGE + 7)
    read(latest, server)
    while latest.older is not None:
        read(latest, server, latest.older)
    assert latest.items == list(range(3 * PAGE + 7, 0, -1))


def test_what_comes_is_put_before_what_is_there() -> None:
    latest, server = Latest[int](int), Server(200)
    read(latest, server)
    read(latest, server, latest.older)
    server.newest += 3
    read(latest, server)
    assert latest.items == list(range(203, 100, -1))
    assert latest.older == 101
    read(latest, server, latest.older)
    assert latest.items == list(range(203, 50, -1))


def test_a_window_that_stands_open_does_not_have_all_of_it() -> None:
    latest, server = Latest[int](int), Server(200)
    read(latest, server)
    for _ in range(200):
        server.newest += 10
        read(latest, server)
        assert len(latest.items) <= PAGE + SPARE
    assert latest.items == list(range(2200, 2200 - len(latest.items), -1))
    read(latest, server, latest.older)
    assert latest.items == list(range(2200, 2200 - len(latest.items), -1)), "and what was let go is read again"


def test_who_looked_far_down_keeps_it_and_who_looks_away_has_a_page() -> None:
    latest, server = Latest[int](int), Server(1000)
    read(latest, server)
    for _ in range(8):
        read(latest, server, latest.older)
    assert len(latest.items) == 9 * PAGE
    assert latest.rest()
    assert latest.items == list(range(1000, 950, -1))
    assert not latest.rest()
    read(latest, server, latest.older)
    assert latest.items == list(range(1000, 900, -1))


def test_more_than_a_page_came_while_nobody_looked() -> None:
    latest, server = Latest[int](int), Server(200)
    read(latest, server)
    server.newest = 300
    read(latest, server)
    assert latest.items == list(range(300, 250, -1)), "no hole"
    read(latest, server, latest.older)
    assert latest.items == list(range(300, 200, -1))
    server.newest = 320
    read(latest, server)
    assert len(latest.items) == 120


def test_a_page_whose_forerunners_were_let_go_meanwhile_leaves_no_hole() -> None:
    latest, server = Latest[int](int), Server(1000)
    read(latest, server)
    for _ in range(3):
        read(latest, server, latest.older)
    asked = latest.older
    assert latest.rest()
    read(latest, server, asked)
    assert latest.items == list(range(1000, 950, -1))
    read(latest, server, latest.older)
    assert latest.items == list(range(1000, 900, -1))


def test_few_are_few() -> None:
    latest = Latest[int](int)
    read(latest, Server(0))
    assert (latest.items, latest.older) == ([], None)
    read(latest, Server(2))
    assert (latest.items, latest.older) == ([2, 1], None)
