"""A callback list of 100,000 entries that is shown for the first time, filtered, sorted and searched, beside a bare table.

The table is done in one turn in which no key and no event is heard; we take longer in all, in many short turns. It has all
its rows from the beginning; we show those of the snapshot first, and read the others while the agent works.
"""

from __future__ import annotations

from children import HERE, Bench, Child
from report import Result

ROWS = 100_000
MILLION = 1e6
LONGEST = 50.0
"""Milliseconds in which nobody's key is heard: three pictures of a screen."""
WISHES = {
    "queues": "the rows of one queue of five",
    "sort": "sorted by name",
    "search": "searched by the beginning of a name",
    "cold": "the same with no name folded before",
}
TABLE = "the same rows as tuples, in one turn, under a bare QTableView"


def measure(bench: Bench) -> list[Result]:
    ours: dict[str, list[list[float]]] = {wish: [] for wish in ("first", *WISHES)}
    floors: dict[str, list[list[float]]] = {wish: [] for wish in ("first", *WISHES)}
    for _ in range(bench.rounds(5, 2)):
        with (
            Child(bench.environment(), HERE / "ours/callback_list.py", str(ROWS)) as panel,
            Child(bench.environment(), HERE / "floors/list_table.py", str(ROWS)) as bare,
        ):
            sides = ((panel, ours), (bare, floors))
            for child, readings in sides:
                readings["first"].append(_milliseconds(child.hear("first")))
            for at in range(bench.rounds(7, 3)):
                for wish in WISHES:
                    for child, readings in sides:
                        child.tell(wish)
                        said = child.hear("done")
                        if at:
                            readings[wish].append(_milliseconds(said))
    return [
        *_results(
            "list, first paint",
            f"of {ROWS:,} entries those of the snapshot, shown for the first time",
            ours["first"],
            floors["first"],
        ),
        *(
            result
            for wish, what in WISHES.items()
            for result in _results(f"list, {wish}", f"{ROWS:,} entries, {what}", ours[wish], floors[wish])
        ),
    ]


def _results(name: str, what: str, ours: list[list[float]], floors: list[list[float]]) -> list[Result]:
    """Until painted; and how long nothing else could happen."""
    return [
        Result(name, f"{what}: until painted, CPU", TABLE, "ms", _nth(ours, 0), _nth(floors, 0)),
        Result(
            f"{name}, longest turn",
            f"{what}: the longest time in which nothing else happens, CPU",
            TABLE,
            "ms",
            _nth(ours, 1),
            _nth(floors, 1),
            None,
            LONGEST if "first" not in name else None,  # the window is made in it
        ),
    ]


def _milliseconds(said: list[str]) -> list[float]:
    return [int(number) / MILLION for number in said[:2]]


def _nth(readings: list[list[float]], at: int) -> list[float]:
    return [reading[at] for reading in readings]
