"""One event into a list of 100,000 callbacks, in CPU time of the process: the real store, model and panel beside a bare table."""

from __future__ import annotations

from children import HERE, Bench, Child
from report import Result

ROWS = 100_000
MOST_MILLISECONDS = 2.0
MILLION = 1e6
WISHES = ("change", "changes", "add")


def measure(bench: Bench) -> list[Result]:
    environment = bench.environment()
    ours: dict[str, list[list[float]]] = {wish: [] for wish in WISHES}
    floors: dict[str, list[list[float]]] = {wish: [] for wish in WISHES}
    with (
        Child(environment, HERE / "ours/rows.py", str(ROWS)) as panel,
        Child(environment, HERE / "floors/table.py", str(ROWS)) as bare,
    ):
        panel.hear("up")
        bare.hear("up")
        for at in range(bench.rounds(110, 40)):
            for wish in WISHES:
                for child, readings in ((panel, ours), (bare, floors)):
                    child.tell(wish)
                    said = [int(number) for number in child.hear("done")]
                    assert not any(said[2:]), "the whole list was filled anew"
                    if at >= 10:
                        readings[wish].append([number / MILLION for number in said[:2]])
    table = "bisect + QTableView of a bare model"
    changed = f"{ROWS:,} rows, a visible one claimed: store, model, view and repaint, CPU"
    added = f"{ROWS:,} rows, one more: store and model, the view to be told with the next batch, CPU"
    told = "the same with the batch told and the whole list repainted, CPU"
    burst = "the same, ten events one after the other: the mean of one, CPU"
    return [
        Result("rows, ten changes", burst, table, "ms", _nth(ours["changes"], 1), _nth(floors["changes"], 1)),
        Result(
            "rows, change",
            changed,
            table,
            "ms",
            _nth(ours["change"], 1),
            _nth(floors["change"], 1),
            None,
            MOST_MILLISECONDS,
        ),
        Result("rows, new", added, table, "ms", _nth(ours["add"], 0), _nth(floors["add"], 0), None, MOST_MILLISECONDS),
        Result("rows, new, painted", told, table, "ms", _nth(ours["add"], 1), _nth(floors["add"], 1)),
    ]


def _nth(readings: list[list[float]], at: int) -> list[float]:
    return [reading[at] for reading in readings]
