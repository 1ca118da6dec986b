"""The lines of a file that were not imported, as a file of its own: to be corrected and imported again. Blocking."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable
from pathlib import Path

from agent_client.client.customer_files.reading import Layout, Reader
from agent_client.client.customer_files.records import Record
from agent_client.client.customer_files.rows import Fault

AT_ONCE = 1000


def save_bad_lines(
    source: Path,
    layout: Layout,
    faults: Iterable[Fault],
    target: Path,
    heads: tuple[str, str],
    names: Callable[[int], str],
    words: Callable[[Fault], str],
) -> int:
    """How many there were. ``heads``: of the line and the reason, which come first; ``names`` names a column without a
    heading, ``words`` say what is wrong. Raises OSError."""
    said: dict[int, list[Fault]] = {}
    for fault in faults:
        said.setdefault(fault.line, []).append(fault)
    with (
        target.open("w", encoding="utf-8-sig", newline="") as file,
        Reader(source, layout) as reader,
    ):
        writer = csv.writer(file, delimiter=layout.separator or ";")
        writer.writerow([*heads, *_heads(layout, names)])
        written = 0
        while records := reader.records(AT_ONCE):
            for record in records:
                if record.line in said:
                    reason = "; ".join(words(fault) for fault in said[record.line])
                    writer.writerow([record.line, reason, *_cells(record)])
                    written += 1
    return written


def _heads(layout: Layout, names: Callable[[int], str]) -> tuple[str, ...]:
    return layout.heads or tuple(names(at) for at in range(len(layout.columns)))


def _cells(record: Record) -> tuple[str, ...]:
    """Of one that could not be read, what it says."""
    return record.cells or ((record.said,) if record.said else ())
