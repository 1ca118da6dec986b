"""Customers in great number: one of a million found by hand, and a file of 200,000 imported, over HTTP as a client does it.

A search's floors: the same client asking the same server for one customer by their number, and a bare FTS5 query for the
same words on the same file. An import's floor: its rows inserted bare, one commit a part, into tables of the same schema.
"""

from __future__ import annotations

import asyncio
import contextlib
import sqlite3
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from itertools import cycle
from pathlib import Path
from uuid import uuid4

import crowd
from centre import PASSWORD, PHONES, Centre, make_database
from children import Bench
from report import Result

from agent_client.backend.persistence.customer_search import search
from agent_client.backend.persistence.engine import open_sqlite
from agent_client.backend.persistence.folding import searchable, sorting
from agent_client.client.api import Api
from agent_client.protocol.customers import ImportRow, ImportRows
from agent_client.protocol.names import CustomerId
from agent_client.protocol.sessions import SignIn

MOST_MILLISECONDS = 30.0
PART = 500
OF_A_SESSION = 50
"""Parts: without an event stream a session ends after its grace."""
MILLION = 1e6
USER = "eva"
TYPED = (
    "kaben",
    "jan kaben",
    "data kab",
    "bouw vel",
    "petra novak",
    "c4711",
    "c471108",
    "602123",
    "8123 45",
    "020 123 4567",
    "zzz",
)
"""As people look for somebody: some of it finds hundreds, some nobody."""
_BARE = (
    "SELECT id, name, company, town FROM customers WHERE id IN "
    "(SELECT rowid FROM customer_words WHERE customer_words MATCH ? LIMIT 51)"
)


def measure(bench: Bench) -> list[Result]:
    many = bench.rounds(1_000_000, 100_000)
    file = bench.folder / "customers.sqlite"
    with Centre(bench, "customers", lambda made: crowd.fill(made, many)) as centre:
        asked, one = asyncio.run(_asked(centre.url, bench.rounds(20, 8), many))
        found, bare = _in_the_file(file, bench.rounds(20, 8))
        parts, floors = asyncio.run(_imported(centre.url, bench.rounds(400, 20), bench.folder / "bare.sqlite"))
    crowd_of = f"{many:,} customers"
    rows = len(parts) * PART
    took = f"{rows:,} rows in {sum(parts) / 1000:.0f} s, a part of {PART} at a time, into {crowd_of}"
    return [
        Result(
            "search, server",
            f"{crowd_of}: words and numbers typed, answered over HTTP",
            "the same client and server: one customer by id",
            "ms",
            asked,
            one,
            None,
            MOST_MILLISECONDS,
        ),
        Result("search, database", f"{crowd_of}: words typed, 50 found", "bare FTS5 query, 50 rows", "ms", found, bare),
        Result("import, a part", took, "the same rows inserted bare, one commit (FULL)", "ms", parts, floors),
    ]


async def _asked(url: str, rounds: int, many: int) -> tuple[list[float], list[float]]:
    ours: list[float] = []
    floors: list[float] = []
    async with _signed_in(url) as api:
        somebody = cycle(range(crowd.FIRST_ID, crowd.FIRST_ID + many, 7919))
        for at in range(rounds):
            for typed in TYPED:
                found, one = (
                    await _timed(api.find_customers(typed)),
                    await _timed(api.customer(CustomerId(next(somebody)))),
                )
                if at > 0:
                    ours.append(found)
                    floors.append(one)
    return ours, floors


def _in_the_file(file: Path, rounds: int) -> tuple[list[float], list[float]]:
    words = [typed for typed in TYPED if not typed[0].isdigit()]
    engine = open_sqlite(file, read_only=True)
    ours: list[float] = []
    floors: list[float] = []
    with engine.begin() as conn, contextlib.closing(sqlite3.connect(file)) as bare:
        for at in range(rounds):
            for typed in words:
                match = " AND ".join(f'"{word}"*' for word in typed.split())
                readings = (
                    (ours, _time(lambda typed=typed: search(conn, typed))),
                    (floors, _time(lambda match=match: bare.execute(_BARE, [match]).fetchall())),
                )
                for kept, reading in readings if at > 0 else ():
                    kept.append(reading)
    engine.dispose()
    return ours, floors


async def _imported(url: str, parts: int, beside: Path) -> tuple[list[float], list[float]]:
    make_database(beside)
    ours: list[float] = []
    floors: list[float] = []
    with contextlib.closing(sqlite3.connect(beside)) as bare:
        bare.execute("PRAGMA synchronous = FULL")
        for first in range(0, parts, OF_A_SESSION):
            async with _signed_in(url) as api:
                for part in range(first, min(parts, first + OF_A_SESSION)):
                    wish = ImportRows(rows=tuple(_row(part * PART + at) for at in range(PART)), last=part == parts - 1)
                    ours.append(await _timed(api.import_customers(wish, str(uuid4()))))
                    floors.append(_time(lambda wish=wish: _insert(bare, wish)))
    return ours, floors


def _row(number: int) -> ImportRow:
    return ImportRow(
        line=number + 2,
        company_id=f"K{number:07}",
        company=f"Bakker & Zn. {number}",
        name=f"Jana Nováková {number}",
        numbers=(f"020 {number % 8 + 2}{number:06}",),
        street="Na příkopě 1",
        town="Praha",
        postcode="110 00",
        country="NL",
    )


def _insert(conn: sqlite3.Connection, wish: ImportRows) -> None:
    first = conn.execute("SELECT coalesce(max(id), 0) + 1 FROM customers").fetchone()[0]
    people = [
        (
            first + at,
            row.company_id,
            row.company,
            row.name,
            row.town,
            searchable(row.name, row.company, row.company_id, row.town),
            sorting(row.name, row.company),
        )
        for at, row in enumerate(wish.rows)
    ]
    conn.executemany(crowd.CUSTOMERS, people)
    conn.executemany(crowd.NUMBERS, [(first + at, 0, row.numbers[0]) for at, row in enumerate(wish.rows)])
    conn.commit()


@contextlib.asynccontextmanager
async def _signed_in(url: str) -> AsyncIterator[Api]:
    api = Api(url)
    await api.sign_in(SignIn(user=USER, password=PASSWORD, phone=PHONES[USER], seat="benchmark"))
    yield api
    await api.sign_out()
    await api.close()


async def _timed(asking: Awaitable[object]) -> float:
    began = time.monotonic_ns()
    await asking
    return (time.monotonic_ns() - began) / MILLION


def _time(doing: Callable[[], object]) -> float:
    began = time.monotonic_ns()
    doing()
    return (time.monotonic_ns() - began) / MILLION
