"""Records made into rows to be imported, by what each column is; and all that is wrong with one. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from msgspec import Struct

from agent_client.protocol.customers import ImportRow
from agent_client.rules import written_numbers
from agent_client.rules.dial_numbers import fault

from . import countries
from .headings import Column
from .records import FaultKind, Record

MOST_NUMBERS = 3
MOST_OPERATORS = 20
LIMITS = {
    Column.NAME: 200,
    Column.COMPANY: 200,
    Column.COMPANY_ID: 200,
    Column.STREET: 200,
    Column.POSTCODE: 200,
    Column.TOWN: 200,
    Column.PROJECT: 200,
    Column.NOTE: 2000,
}
_BROKEN = re.compile(r"[^\S ]*[\r\n\t]\s*")
"""Where a line of a card goes on in the next one of the file."""
LOST = "\ufffd"
"""What stands for a character that could not be read."""
_BETWEEN = re.compile(r"[;,\n\r|]+(?!\s*(?:ext|int|klapka|linka|toestel|tst|dw)\b)", re.IGNORECASE)
"""Several numbers in one cell; what follows a number as its extension is none."""
_USUAL = re.compile(r"\+?(?:[ \-/.()]{0,2}[0-9]){3,18}")
_FORMULA = re.compile(r'="([^"]*)"')
"""``="0042…"``, by which spreadsheets are kept from making figures of numbers."""
_KEPT_AS_TEXT = re.compile(r"'+[=+\-@0-9]")
"""``'0042``, ``'=x``: the first apostrophe is a spreadsheet's; that of ``'t Hooft`` is his own."""


class Fault(Struct, frozen=True):
    """``value`` as it stands in the file, cut where it is long."""

    line: int
    kind: FaultKind
    column: Column | None = None
    value: str = ""

    def keeps_out(self) -> bool:
        """Whether the row is not imported for it."""
        return self.kind is not FaultKind.MORE_NUMBERS


class Row(Struct, frozen=True):
    """``row`` None: not to be imported."""

    record: Record
    row: ImportRow | None
    faults: tuple[Fault, ...] = ()


def row_of(record: Record, columns: Sequence[Column], *, of_spreadsheet: bool = True) -> Row:
    """``of_spreadsheet``: apostrophes and ``="…"`` before a text are none of it."""
    if record.fault is not None:
        return Row(record, None, (Fault(record.line, record.fault, None, record.said),))
    return _Making(record, columns, _cell if of_spreadsheet else _clean).made()


class _Making:
    def __init__(self, record: Record, columns: Sequence[Column], clean: Callable[[str], str]) -> None:
        self._record = record
        self._faults: list[Fault] = []
        self._cells: dict[Column, list[str]] = {}
        for column, cell in zip(columns, record.cells, strict=False):
            if column is not Column.IGNORED and (text := clean(cell)):
                self._cells.setdefault(column, []).append(text)
        self._check_width(len(columns))

    def made(self) -> Row:
        texts = {column: self._text(column) for column in LIMITS if column is not Column.NAME}
        row = ImportRow(
            line=self._record.line,
            name=self._name(),
            company=texts[Column.COMPANY],
            company_id=texts[Column.COMPANY_ID],
            numbers=self._numbers(Column.NUMBER, MOST_NUMBERS),
            street=texts[Column.STREET],
            postcode=texts[Column.POSTCODE],
            town=texts[Column.TOWN],
            country=self._country(),
            note=texts[Column.NOTE],
            operators=self._numbers(Column.OPERATORS, MOST_OPERATORS),
            project=texts[Column.PROJECT],
        )
        if not (row.name or row.company or row.numbers) and not any(one.keeps_out() for one in self._faults):
            self._find(FaultKind.NAMELESS)
        faults = tuple(self._faults)
        return Row(self._record, None if any(one.keeps_out() for one in faults) else row, faults)

    def _check_width(self, width: int) -> None:
        cells = self._record.cells
        if len(cells) < width:
            self._find(FaultKind.FEW_COLUMNS, None, f"{len(cells)}/{width}")
        elif any(cell.strip() for cell in cells[width:]):
            self._find(FaultKind.MANY_COLUMNS, None, f"{len(cells)}/{width}")
        if LOST in "".join(cells):
            self._find(FaultKind.ENCODING, None, next(cell for cell in cells if LOST in cell))

    def _find(self, kind: FaultKind, column: Column | None = None, value: str = "") -> None:
        self._faults.append(Fault(self._record.line, kind, column, value[:200]))

    def _text(self, column: Column) -> str:
        cells = self._cells.get(column)
        if cells is None:
            return ""
        between = ", " if column is Column.STREET else "\n"
        return self._fitting(column, between.join(cells))

    def _name(self) -> str:
        whole = self._cells.get(Column.NAME)
        parts = whole or [*self._cells.get(Column.FIRST_NAME, ()), *self._cells.get(Column.LAST_NAME, ())]
        return self._fitting(Column.NAME, " ".join(parts))

    def _fitting(self, column: Column, text: str) -> str:
        if column is not Column.NOTE and not text.isprintable():
            text = _BROKEN.sub(" ", text)
        if len(text) > LIMITS[column]:
            self._find(FaultKind.TOO_LONG, column, text)
            return ""
        return text

    def _country(self) -> str:
        cells = self._cells.get(Column.COUNTRY)
        if cells is None:
            return ""
        text = " ".join(cells)
        code = countries.code_of(text)
        if code is None:
            self._find(FaultKind.COUNTRY, Column.COUNTRY, text)
        return code or ""

    def _numbers(self, column: Column, most: int) -> tuple[str, ...]:
        found: list[str] = []
        for cell in self._cells.get(column, ()):
            for text in _BETWEEN.split(cell):
                number = text.strip()
                if number and not is_number(number):
                    self._find(FaultKind.NUMBER, column, number)
                elif number and number not in found:
                    found.append(number)
        if len(found) > most:
            self._find(FaultKind.MORE_NUMBERS, column, ", ".join(found[most:]))
        return tuple(found[:most])


def is_number(text: str) -> bool:
    """As the server reads them; the quick look first, which nearly all of them pass."""
    if len(text) > 40:
        return False
    return bool(_USUAL.fullmatch(text)) or fault(text) is None or bool(written_numbers.read(text, ""))


def _clean(cell: str) -> str:
    return cell.replace("\x00", "").strip()


def _cell(cell: str) -> str:
    text = _clean(cell)
    formula = _FORMULA.fullmatch(text) if text.startswith("=") else None
    if formula is not None:
        return formula[1].strip()
    return text[1:] if _KEPT_AS_TEXT.match(text) else text
