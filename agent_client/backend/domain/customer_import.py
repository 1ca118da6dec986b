"""What the rows of a file do to a list of customers: who is there already, what changes of them, who is new (F1). Pure.

A row is a customer's of the same company ID; else of one of its numbers, unless company IDs or projects tell them apart.
What a row leaves empty stays as it is, and so do numbers that it does not have, as long as there is room for them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from agent_client.protocol.customers import BadRow, CustomerFields, ImportRow
from agent_client.protocol.names import CustomerId, ProjectId
from agent_client.protocol.refusals import BadNumber, Invalid
from agent_client.rules import written_numbers

from . import customer_fields

MOST_NUMBERS = 3
_KEPT_WHERE_EMPTY = tuple(
    name for name in CustomerFields.__struct_fields__ if name not in ("version", "list", "numbers")
)


class Ready(Struct, frozen=True):
    """A row that can be stored."""

    line: int
    fields: CustomerFields


class Card(Struct, frozen=True, kw_only=True):
    """A customer who is there, or was new in a row before. ``in_use``: the colleague who works on the card."""

    id: CustomerId | None
    fields: CustomerFields
    """With the version that is stored."""
    in_use: str = ""


class Outcome(Struct, frozen=True, kw_only=True):
    """``added``, and ``changed``: as they are to be stored."""

    added: tuple[CustomerFields, ...] = ()
    changed: tuple[Card, ...] = ()
    rows_added: int = 0
    rows_changed: int = 0
    left_out: int = 0
    bad: tuple[BadRow, ...] = ()


def ready(rows: Iterable[ImportRow], country: str, projects: Mapping[str, ProjectId]) -> list[Ready | BadRow]:
    """``projects`` by their numbers, and by their names as `project_key` writes them."""
    return [_ready(row, country, projects) for row in rows]


def project_key(name: str) -> str:
    return " ".join(name.casefold().split())


def _ready(row: ImportRow, country: str, projects: Mapping[str, ProjectId]) -> Ready | BadRow:
    project = projects.get(project_key(row.project)) or projects.get(written_numbers.read(row.project, country))
    if project is None and row.project.strip():
        return BadRow(row.line, "project", row.project)
    fields = CustomerFields(
        company_id=row.company_id,
        company=row.company,
        name=row.name,
        numbers=row.numbers,
        street=row.street,
        town=row.town,
        postcode=row.postcode,
        country=row.country,
        note=row.note,
        operators=row.operators,
        project=project,
    )
    try:
        return Ready(row.line, customer_fields.checked(customer_fields.tidied(fields), country))
    except BadNumber as refusal:
        number = refusal.params["number"]
        return BadRow(row.line, "numbers" if number in row.numbers else "operators", number)
    except Invalid as refusal:
        field = refusal.params["field"]
        return BadRow(row.line, field, getattr(row, field))


def outcome(cards: Sequence[Card], rows: Iterable[Ready | BadRow], *, update: bool) -> Outcome:
    """``cards``: all of the list that have a company ID or a number of the rows, the oldest first."""
    return _Part(cards).done(rows, update=update)


class _Part:
    def __init__(self, cards: Sequence[Card]) -> None:
        self._cards: list[Card] = []
        self._by_company: dict[str, int] = {}
        self._by_number: dict[str, list[int]] = {}
        self._touched: set[int] = set()
        for card in cards:
            self._put(len(self._cards), card)

    def done(self, rows: Iterable[Ready | BadRow], *, update: bool) -> Outcome:
        added = changed = left_out = 0
        bad: list[BadRow] = []
        for row in rows:
            if isinstance(row, BadRow):
                bad.append(row)
                continue
            at = self._known(row.fields)
            if at is None:
                self._put(len(self._cards), Card(id=None, fields=row.fields))
                added += 1
                continue
            card = self._cards[at]
            fields = combined(card.fields, row.fields)
            if not update or fields == card.fields:
                left_out += 1
            elif card.in_use:
                bad.append(BadRow(row.line, "in_use", card.in_use))
            else:
                self._put(at, replace(card, fields=fields))
                self._touched.add(at)
                changed += 1
        return Outcome(
            added=tuple(card.fields for card in self._cards if card.id is None),
            changed=tuple(self._cards[at] for at in sorted(self._touched) if self._cards[at].id is not None),
            rows_added=added,
            rows_changed=changed,
            left_out=left_out,
            bad=tuple(bad),
        )

    def _put(self, at: int, card: Card) -> None:
        self._cards[at : at + 1] = [card]
        if card.fields.company_id:
            self._by_company.setdefault(card.fields.company_id, at)
        for number in card.fields.numbers:
            with_it = self._by_number.setdefault(number, [])
            if at not in with_it:
                with_it.append(at)

    def _known(self, fields: CustomerFields) -> int | None:
        if fields.company_id in self._by_company:
            return self._by_company[fields.company_id]
        found = [
            at
            for number in fields.numbers
            for at in self._by_number.get(number, ())
            if number in self._cards[at].fields.numbers and _may_be(self._cards[at].fields, fields)
        ]
        same_project = [at for at in found if self._cards[at].fields.project == fields.project]
        return next(iter(same_project or found), None)


def _may_be(known: CustomerFields, row: CustomerFields) -> bool:
    """Nothing tells them apart."""
    other_company = bool(known.company_id and row.company_id) and known.company_id != row.company_id
    other_project = None not in (known.project, row.project) and known.project != row.project
    return not other_company and not other_project


def combined(known: CustomerFields, row: CustomerFields) -> CustomerFields:
    said = {name: value for name in _KEPT_WHERE_EMPTY if (value := getattr(row, name))}
    numbers = tuple(dict.fromkeys(row.numbers + known.numbers))[:MOST_NUMBERS]
    if set(numbers) == set(known.numbers):
        numbers = known.numbers  # another order alone is no change
    return replace(known, numbers=numbers, **said)
