"""Which customers a typed text means: by the beginnings of words, or by part of a number however it was written."""

from __future__ import annotations

from msgspec import Struct
from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    Text,
    and_,
    cast,
    column,
    exists,
    false,
    func,
    literal,
    or_,
    select,
    table,
    text,
    union,
)
from sqlalchemy.dialects.postgresql import ARRAY, TSQUERY

from agent_client.protocol.names import CustomerId
from agent_client.rules import written_numbers

from . import search_index
from .folding import typed_words
from .search_index import PART
from .tables import customer_numbers, customers

_words = table("customer_words", column("rowid"))
_parts = table("customer_parts", column("rowid"))
MOST_NUMBERS = 3
"""That one customer has."""
_WRITTEN = frozenset(" \t\u00a0+-–./()")


class Wish(Struct, frozen=True):
    """Customers with all of ``words``, or with a number that has one of ``digits`` in it. Nothing: all of them."""

    words: tuple[str, ...]
    digits: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.words or self.digits)


def wish(typed: str, country: str = "") -> Wish:
    """``country``: the centre's, by whose rules a whole number is read."""
    return Wish(tuple(typed_words(typed)), tuple(_digits(typed, country)))


def _digits(typed: str, country: str) -> list[str]:
    """The part of a number that a text is, without the zeros that only a national number starts with; and where it is a
    whole number written in another way, that one."""
    bare = "".join(character for character in typed if character not in _WRITTEN)
    if not (bare.isascii() and bare.isdigit()):
        bare = ""
    bare = bare.lstrip("0")
    found = [bare] if len(bare) >= PART else []
    whole = written_numbers.read(typed, country).removeprefix("+")
    if whole.isdigit() and len(whole) >= PART and not any(part in whole for part in found):
        found.append(whole)
    return found


def matching(conn: Connection, wanted: Wish, where: ColumnElement[bool], most: int) -> dict[CustomerId, str]:
    """What they are sorted by: of all of them where they are fewer than ``most``, else of so many and more, whichever."""
    found: dict[CustomerId, str] = {}
    for query, times in _queries(conn, wanted, where):
        found |= {CustomerId(row.id): row.sorting for row in conn.execute(query.limit(most * times))}
    return found


def count(conn: Connection, wanted: Wish, where: ColumnElement[bool]) -> int:
    found = union(*[query for query, _ in _queries(conn, wanted, where)]).subquery()
    return conn.scalar(select(func.count()).select_from(found)) or 0


def _queries(conn: Connection, wanted: Wish, where: ColumnElement[bool]) -> list[tuple[Select[tuple[int, str]], int]]:
    """With how often each may find the same customer."""
    chosen = select(customers.c.id, customers.c.sorting)
    if not search_index.is_there(conn):
        return [(chosen.where(like(wanted), where), 1)]
    sqlite = conn.dialect.name == "sqlite"
    queries = []
    if wanted.words:
        queries.append(((_by_words_sqlite if sqlite else _by_words)(chosen, wanted.words).where(where), 1))
    for digits in wanted.digits:
        found = (_by_number_sqlite if sqlite else _by_number)(chosen, digits)
        with_them = customer_numbers.c.number.contains(digits, autoescape=True)
        queries.append((found.where(with_them, where), MOST_NUMBERS))
    return queries


def _by_words_sqlite(chosen: Select[tuple[int, str]], words: tuple[str, ...]) -> Select[tuple[int, str]]:
    sought = " AND ".join(f'"{word}"*' for word in words)
    joined = _words.join(customers, customers.c.id == _words.c.rowid)
    return chosen.select_from(joined).where(text("customer_words MATCH :words").bindparams(words=sought))


def _by_words(chosen: Select[tuple[int, str]], words: tuple[str, ...]) -> Select[tuple[int, str]]:
    sought = " & ".join(f"'{word}':*" for word in words)
    found = func.customer_words(customers.c.search).op("@@")(cast(sought, TSQUERY))
    return chosen.where(found)


def _by_number_sqlite(chosen: Select[tuple[int, str]], digits: str) -> Select[tuple[int, str]]:
    sought = " AND ".join(f'"{part}"' for part in _parts_of(digits))
    number = and_(
        customer_numbers.c.customer_id == _parts.c.rowid.op(">>")(2),
        customer_numbers.c.position == _parts.c.rowid.op("&")(3),
    )
    joined = _parts.join(customer_numbers, number).join(customers, customers.c.id == customer_numbers.c.customer_id)
    return chosen.select_from(joined).where(text("customer_parts MATCH :parts").bindparams(parts=sought))


def _by_number(chosen: Select[tuple[int, str]], digits: str) -> Select[tuple[int, str]]:
    joined = customers.join(customer_numbers, customer_numbers.c.customer_id == customers.c.id)
    parts = func.customer_number_parts(customer_numbers.c.number)
    return chosen.select_from(joined).where(parts.op("@>")(literal(_parts_of(digits), ARRAY(Text))))


def _parts_of(digits: str) -> list[str]:
    return sorted({digits[at : at + PART] for at in range(len(digits) - PART + 1)})


def like(wanted: Wish) -> ColumnElement[bool]:
    """The same, looked at row by row: for what very many match, and for databases without an index."""
    words = [customers.c.search.contains(f" {word}", autoescape=True) for word in wanted.words]
    numbers = [
        exists().where(
            customer_numbers.c.customer_id == customers.c.id,
            customer_numbers.c.number.contains(digits, autoescape=True),
        )
        for digits in wanted.digits
    ]
    return or_(and_(*words) if words else false(), *numbers)
