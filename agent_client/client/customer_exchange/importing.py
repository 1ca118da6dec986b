"""A file's rows on their way to the server, part by part: each part once, on again after a lost link, stopped when wished."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from uuid import uuid4

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from agent_client.client.api import Api, ServerTrouble
from agent_client.client.customer_files.headings import Column
from agent_client.client.customer_files.reading import Layout, Reader
from agent_client.client.customer_files.records import FaultKind
from agent_client.client.customer_files.rows import Fault
from agent_client.protocol.customers import BadRow, ImportedRows, ImportRow, ImportRows
from agent_client.protocol.names import CustomerList
from agent_client.protocol.refusals import Refusal, StorageUnavailable

MOST_ROWS = 500
MOST_BYTES = 400_000
"""Of one part: the server takes no larger letters than a megabyte."""
MOST_BAD = 5000
"""So many are listed; all are counted."""


class Stage(StrEnum):
    RUNNING = "running"
    WAITING = "waiting"
    """The server does not answer, or cannot store: it is tried again."""
    STOPPED = "stopped"
    """It said no; ``problem`` says why."""
    CANCELLED = "cancelled"
    DONE = "done"


class Imported(Struct, frozen=True, kw_only=True):
    """How far an import is. ``read`` rows of the file were looked at, ``done`` of them are at the server."""

    dry: bool = False
    stage: Stage = Stage.RUNNING
    read: int = 0
    done: int = 0
    added: int = 0
    changed: int = 0
    left_out: int = 0
    bad: tuple[Fault, ...] = ()
    """Those that the file or the server kept out, by line."""
    bad_rows: int = 0
    problem: Exception | None = None

    @property
    def over(self) -> bool:
        return self.stage in (Stage.STOPPED, Stage.CANCELLED, Stage.DONE)


class Pace(Struct, frozen=True):
    """Seconds until a part is sent again."""

    first: float = 1.0
    longest: float = 10.0


class Wish(Struct, frozen=True, kw_only=True):
    path: Path
    layout: Layout
    into: CustomerList
    update: bool = True
    """Customers who are there already are changed; else left as they are."""
    dry: bool = False
    """Only ask what would be done."""


class Importing:
    """`run` once. ``told`` hears of every step."""

    def __init__(
        self, api: Callable[[], Api], wish: Wish, told: Callable[[Imported], None], pace: Pace | None = None
    ) -> None:
        self._api = api
        self._wish = wish
        self._told = told
        self._pace = pace or Pace()
        self._job = uuid4()
        self._part = 0
        self._cancelled = False
        self._hurry = asyncio.Event()
        self.progress = Imported(dry=wish.dry)

    def cancel(self) -> None:
        """What is on its way goes in; nothing after it."""
        self._cancelled = True
        self._hurry.set()

    def wake(self) -> None:
        """The link is back."""
        self._hurry.set()

    async def run(self) -> Imported:
        try:
            reader = await asyncio.to_thread(Reader, self._wish.path, self._wish.layout)
            try:
                await self._send_all(_Parts(reader))
            finally:
                reader.close()
        except (Refusal, OSError) as problem:
            self._become(stage=Stage.STOPPED, problem=problem)
        return self.progress

    async def _send_all(self, parts: _Parts) -> None:
        rows = await self._next(parts)
        while rows and not self._cancelled:
            following = await self._next(parts)
            if not await self._send(rows, last=not following):
                break
            rows = following
        if self._cancelled and rows and not self._wish.dry and self.progress.done:
            await self._tell_everybody(rows[0])
        self._become(stage=Stage.CANCELLED if self._cancelled else Stage.DONE)

    async def _next(self, parts: _Parts) -> list[ImportRow]:
        rows = await asyncio.to_thread(parts.next)
        self._add_bad(parts.faults, parts.kept_out)
        self._become(read=self.progress.read + len(rows) + parts.kept_out)
        return rows

    async def _tell_everybody(self, row: ImportRow) -> None:
        """Who looks at the list learns that it is another with the last part, which is this one row."""
        try:
            answer = await self._ask(self._letter([row], last=True))
        except (ServerTrouble, Refusal):
            return  # others see it when they look anew
        self._count([row], answer)

    async def _send(self, rows: list[ImportRow], *, last: bool) -> bool:
        """False: cancelled before it was sent."""
        letter, wait = self._letter(rows, last=last), self._pace.first
        while True:
            try:
                answer = await self._ask(letter)
            except (ServerTrouble, StorageUnavailable) as problem:
                self._become(stage=Stage.WAITING, problem=problem)
                await self._rest(wait)
                wait = min(wait * 2, self._pace.longest)
                if self._cancelled:
                    return False
            else:
                self._part += 1
                self._count(rows, answer)
                return True

    async def _ask(self, letter: ImportRows) -> ImportedRows:
        """Under the same key it is the same part, however often it has to be said."""
        return await self._api().import_customers(letter, f"{self._job}-{self._part}")

    def _letter(self, rows: list[ImportRow], *, last: bool) -> ImportRows:
        wish = self._wish
        return ImportRows(rows=tuple(rows), list=wish.into, update=wish.update, dry=wish.dry, last=last)

    async def _rest(self, seconds: float) -> None:
        self._hurry.clear()
        if self._cancelled:
            return
        try:
            async with asyncio.timeout(seconds):
                await self._hurry.wait()
        except TimeoutError:
            pass

    def _count(self, rows: list[ImportRow], answer: ImportedRows) -> None:
        now = self.progress
        self._add_bad([_fault(bad) for bad in answer.bad], len({bad.line for bad in answer.bad}))
        self._become(
            stage=Stage.RUNNING,
            problem=None,
            done=now.done + len(rows),
            added=now.added + answer.added,
            changed=now.changed + answer.changed,
            left_out=now.left_out + answer.left_out,
        )

    def _add_bad(self, faults: list[Fault], rows: int) -> None:
        if faults or rows:
            bad = (*self.progress.bad, *faults)[:MOST_BAD]
            self.progress = replace(self.progress, bad=bad, bad_rows=self.progress.bad_rows + rows)

    def _become(self, **changes: object) -> None:
        self.progress = replace(self.progress, **changes)
        self._told(self.progress)


class _Parts:
    """The rows that can be sent, in parts of a size that the server takes. `next` blocks: for a worker thread."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._ready: list[ImportRow] = []
        self._ended = False
        self.faults: list[Fault] = []
        """Of the rows that were kept out in the last `next`, and how many those were."""
        self.kept_out = 0

    def next(self) -> list[ImportRow]:
        """Empty: that was all."""
        self.faults, self.kept_out = [], 0
        while len(self._ready) < MOST_ROWS and not self._ended:
            rows = self._reader.take(MOST_ROWS)
            self._ended = not rows
            for row in rows:
                if row.row is not None:
                    self._ready.append(row.row)
                else:
                    self.kept_out += 1
                    self.faults += row.faults
        part, size = 0, 0
        for one in self._ready[:MOST_ROWS]:
            size += len(msgspec.json.encode(one))
            if part and size > MOST_BYTES:
                break
            part += 1
        taken, self._ready = self._ready[:part], self._ready[part:]
        return taken


_FIELDS: dict[str, tuple[FaultKind, Column | None]] = {
    "numbers": (FaultKind.NUMBER, Column.NUMBER),
    "operators": (FaultKind.NUMBER, Column.OPERATORS),
    "country": (FaultKind.COUNTRY, Column.COUNTRY),
    "project": (FaultKind.PROJECT, Column.PROJECT),
    "name": (FaultKind.NAMELESS, None),
    "in_use": (FaultKind.IN_USE, None),
}


def _fault(bad: BadRow) -> Fault:
    kind, column = _FIELDS.get(bad.field, (FaultKind.OTHER, None))
    return Fault(bad.line, kind, column, bad.value)
