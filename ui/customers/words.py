"""The words of files of customers: columns, encodings, separators, what is wrong with a line, what became of an import."""

from __future__ import annotations

import errno

from agent_client.client.api import ServerTrouble
from agent_client.client.customer_exchange.importing import Imported
from agent_client.client.customer_files.encodings import Encoding
from agent_client.client.customer_files.headings import Column
from agent_client.client.customer_files.reading import NoRows, Unreadable
from agent_client.client.customer_files.records import FaultKind
from agent_client.client.customer_files.rows import LIMITS, Fault
from agent_client.protocol.refusals import Refusal
from ui import wording
from ui.text import grouped, marked, tr, trn

COLUMNS: dict[Column, str] = {
    Column.IGNORED: marked("Not imported"),
    Column.NAME: marked("Name"),
    Column.FIRST_NAME: marked("First name"),
    Column.LAST_NAME: marked("Last name"),
    Column.COMPANY: marked("Company"),
    Column.COMPANY_ID: marked("Company ID"),
    Column.NUMBER: marked("Number"),
    Column.STREET: marked("Street"),
    Column.POSTCODE: marked("Postcode"),
    Column.TOWN: marked("Town"),
    Column.COUNTRY: marked("Country"),
    Column.NOTE: marked("Remark"),
    Column.OPERATORS: marked("Operators"),
    Column.PROJECT: marked("Project"),
}
ENCODINGS: dict[Encoding, str] = {
    Encoding.CENTRAL_EUROPEAN: marked("Windows-1250, Central European"),
    Encoding.WESTERN: marked("Windows-1252, Western European"),
}
SEPARATORS: dict[str, str] = {
    ";": marked("Semicolon ;"),
    ",": marked("Comma ,"),
    "\t": marked("Tab"),
    "|": marked("Bar |"),
}
NO_ROWS: dict[NoRows, str] = {
    NoRows.SPREADSHEET: marked("This is a spreadsheet program's own file: save it there as CSV, then choose that."),
    NoRows.BINARY: marked("This is no text: choose a CSV file or vCards."),
    NoRows.EMPTY: marked("There is nothing in this file: choose another one."),
}
_ONE_SENTENCE: dict[FaultKind, str] = {
    FaultKind.QUOTE: marked("A quotation mark is never closed"),
    FaultKind.UNFINISHED: marked("The card has no end"),
    FaultKind.ENCODING: marked("It has characters that this encoding does not know"),
    FaultKind.NAMELESS: marked("It has neither a name nor a company nor a number"),
    FaultKind.OTHER: marked("The server does not take it"),
}


def encoding(value: Encoding) -> str:
    match value:
        case Encoding.UTF_8:
            return "UTF-8"
        case Encoding.UTF_16:
            return "UTF-16"
        case _:
            return tr(ENCODINGS[value])


def separator(value: str) -> str:
    return tr(SEPARATORS[value])


def column(value: Column) -> str:
    return tr(COLUMNS[value])


def fault(found: Fault) -> str:
    """What is wrong with a line, without its number."""
    value = found.value
    match found.kind:
        case FaultKind.FEW_COLUMNS:
            have, _, wanted = value.partition("/")
            return tr("Too few columns: {have} of {wanted}", have=have, wanted=wanted)
        case FaultKind.MANY_COLUMNS:
            have, _, wanted = value.partition("/")
            return tr("Too many columns: {have}, the headings have {wanted}", have=have, wanted=wanted)
        case FaultKind.NUMBER:
            return tr("“{value}” is no number that can be called", value=value)
        case FaultKind.COUNTRY:
            return tr("“{value}” is no country that is known here", value=value)
        case FaultKind.TOO_LONG:
            most = grouped(LIMITS[found.column]) if found.column in LIMITS else ""
            return tr("{column} is too long: at most {most} characters", column=_named(found), most=most)
        case FaultKind.MORE_NUMBERS:
            return tr("More numbers than there is room for, left out: {value}", value=value)
        case FaultKind.IN_USE:
            return tr("{agent} works on this card: import the line again later", agent=value)
        case FaultKind.PROJECT:
            return tr("There is no project “{value}”", value=value)
        case _:
            words = tr(_ONE_SENTENCE[found.kind])
            return f"{words}: {value}" if value else words


def trouble(problem: Exception | None) -> str:
    """Why an import or export does not go on, in one sentence."""
    match problem:
        case None:
            return ""
        case Refusal():
            return wording.refusal(problem)
        case ServerTrouble():
            return wording.trouble(problem)
        case Unreadable():
            return tr(NO_ROWS[problem.why])
        case OSError(errno=errno.ENOSPC):
            return tr("There is no room on the disk: make some, or choose another place.")
        case PermissionError():
            return tr("You may not use this file or folder: choose another one.")
        case FileNotFoundError():
            return tr("The file is not there any more: choose another one.")
        case _:
            return tr("The file cannot be used: choose another one.")


def done(imported: Imported) -> str:
    """What became of the rows: ``1,204 new · 31 changed``."""
    parts = [
        tr("{n} new", n=grouped(imported.added)),
        tr("{n} changed", n=grouped(imported.changed)),
    ]
    if imported.left_out:
        parts.append(tr("{n} there already", n=grouped(imported.left_out)))
    if imported.bad_rows:
        parts.append(
            trn(
                "{amount} line not imported",
                "{amount} lines not imported",
                imported.bad_rows,
                amount=grouped(imported.bad_rows),
            )
        )
    return " · ".join(parts)


def _named(found: Fault) -> str:
    return "" if found.column is None else column(found.column)
