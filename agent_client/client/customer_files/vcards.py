"""vCards 2.1, 3.0 and 4.0 as a stream of records: folded lines, quoted-printable, character sets of their own, escapes."""

from __future__ import annotations

import binascii
import quopri
import re
from collections.abc import Iterable, Iterator

from msgspec import Struct

from .headings import Column
from .records import FaultKind, Record

COLUMNS = (
    Column.NAME,
    Column.COMPANY,
    Column.COMPANY_ID,
    Column.NUMBER,
    Column.STREET,
    Column.POSTCODE,
    Column.TOWN,
    Column.COUNTRY,
    Column.NOTE,
    Column.OPERATORS,
    Column.PROJECT,
)
"""What a card's record holds; several numbers stand in one cell, a line each."""
_SILENT = frozenset({"FAX", "PAGER", "MODEM", "BBS", "TEXTPHONE"})
"""Kinds of numbers at which nobody speaks."""
_OWN = {
    "X-COMPANY-ID": Column.COMPANY_ID,
    "X-OPERATORS": Column.OPERATORS,
    "X-PROJECT": Column.PROJECT,
}
_LONGEST = 4 * 1024 * 1024
"""Bytes of one card: a picture may be in it."""


def is_vcard(first: bytes) -> bool:
    return first.lstrip(b"\xef\xbb\xbf\r\n\t ").upper().startswith(b"BEGIN:VCARD")


def records(lines: Iterable[bytes], encoding: str) -> Iterator[Record]:
    """``lines`` with their ends; ``encoding`` of what has no character set of its own."""
    begun, depth, size = 0, 0, 0
    properties: list[_Property] = []
    for number, line in _unfolded(lines):
        read = _read(line, encoding)
        if read is None:
            continue
        if read.name == "BEGIN" and read.value.strip().upper() == "VCARD":
            if begun and not _is_inner(properties):
                yield Record(begun, (), FaultKind.UNFINISHED)
                depth = 0
            depth += 1
            if depth == 1:
                begun, size, properties = number, 0, []
        elif read.name == "END" and read.value.strip().upper() == "VCARD" and depth:
            depth -= 1
            if depth == 0:
                yield Record(begun, _cells(properties))
                begun = 0
        elif depth == 1:
            size += len(line)
            if size <= _LONGEST:
                properties.append(read)
    if begun:
        yield Record(begun, (), FaultKind.UNFINISHED)


class _Property(Struct, frozen=True):
    name: str
    kinds: frozenset[str]
    value: str
    """With its escapes."""


def _is_inner(properties: list[_Property]) -> bool:
    """Of an assistant's card within the card, as 2.1 writes them."""
    return bool(properties) and properties[-1].name == "AGENT" and not properties[-1].value.strip()


def _unfolded(lines: Iterable[bytes]) -> Iterator[tuple[int, bytes]]:
    """Each property's whole line with the number at which it begins. A line goes on where the next begins with a blank, or
    where it is quoted-printable and ends in ``=``."""
    held, at = b"", 0
    for number, raw in enumerate(lines, start=1):
        line = raw.rstrip(b"\r\n")
        if at and _goes_on_quoted(held):
            held = held[:-1] + line
        elif at and line[:1] in (b" ", b"\t"):
            held += line[1:]
        else:
            if at:
                yield at, held
            held, at = line, number
    if at:
        yield at, held


def _goes_on_quoted(line: bytes) -> bool:
    return line.endswith(b"=") and b"QUOTED-PRINTABLE" in line.partition(b":")[0].upper()


_HEAD = re.compile(rb'((?:[^":]|"[^"]*")+):(.*)', re.DOTALL)
_PARAMETER = re.compile(r';((?:[^";]|"[^"]*")*)')


def _read(line: bytes, encoding: str) -> _Property | None:
    """None for what is no property."""
    found = _HEAD.fullmatch(line)
    if found is None:
        return None
    head = found[1].decode("latin-1")
    name = head.partition(";")[0].rpartition(".")[2].strip().upper()  # "item1.TEL" belongs to a group
    kinds: set[str] = set()
    coded, written = "", encoding
    for parameter in _PARAMETER.findall(head):
        key, equals, value = parameter.partition("=")
        key, value = (key.strip().upper(), value.strip(' "')) if equals else ("TYPE", key.strip())
        if key == "ENCODING":
            coded = value.upper()
        elif key == "CHARSET":
            written = value
        elif key == "TYPE":
            kinds |= {kind.strip().upper() for kind in value.split(",")}
        elif key == "PREF":
            kinds.add("PREF")
    if "QUOTED-PRINTABLE" in kinds:
        coded = "QUOTED-PRINTABLE"
    return _Property(name, frozenset(kinds), _decoded(found[2], coded, written, encoding))


def _decoded(value: bytes, coded: str, written: str, usual: str) -> str:
    if coded == "QUOTED-PRINTABLE":
        value = quopri.decodestring(value)
    elif coded in ("B", "BASE64"):
        try:
            value = binascii.a2b_base64(value)
        except binascii.Error:
            return ""
    try:
        return value.decode(written, "replace")
    except LookupError:
        return value.decode(usual, "replace")


_PART = re.compile(r"((?:[^\\;]|\\(?:.|$))*)(;|$)", re.DOTALL)
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)


def _plain(value: str) -> str:
    return _ESCAPED.sub(lambda found: "\n" if found[1] in "nN" else found[1], value).strip()


def _parts(value: str) -> list[str]:
    """What semicolons part, unless they are escaped."""
    found: list[str] = []
    for part in _PART.finditer(value):
        found.append(_plain(part[1]))
        if not part[2]:
            break
    return found


def _part(parts: list[str], at: int) -> str:
    """A part that is several, such as two first names, in one."""
    return parts[at] if at < len(parts) else ""


def _cells(properties: list[_Property]) -> tuple[str, ...]:
    found: dict[Column, list[str]] = {column: [] for column in COLUMNS}
    named: str | None = None
    address: _Property | None = None
    numbers: list[tuple[bool, bool, str]] = []
    for one in properties:
        match one.name:
            case "FN":
                found[Column.NAME].append(_plain(one.value))
            case "N":
                parts = _parts(one.value)
                named = named or " ".join(part for part in (_part(parts, at) for at in (3, 1, 2, 0, 4)) if part)
            case "ORG":
                found[Column.COMPANY].append(_part(_parts(one.value), 0))
            case "TEL":
                numbers.append((bool(one.kinds & _SILENT), "PREF" not in one.kinds, _number(one.value)))
            case "ADR" if address is None or ("WORK" in one.kinds and "WORK" not in address.kinds):
                address = one
            case "NOTE":
                found[Column.NOTE].append(_plain(one.value))
            case own if own in _OWN:
                found[_OWN[own]].append(_plain(one.value))
            case _:
                pass
    found[Column.COMPANY] = found[Column.COMPANY][:1]
    stands_for_it = {*found[Column.COMPANY], *(number for _, _, number in numbers)} if named == "" else set()
    names = [name for name in found[Column.NAME] if name not in stands_for_it] or [named or ""]
    found[Column.NAME] = [name for name in names if name][:1]
    speaking = [number for silent, _, number in sorted(numbers, key=lambda one: one[:2]) if number and not silent]
    found[Column.NUMBER] = list(dict.fromkeys(speaking))
    if address is not None:
        _put_address(found, _parts(address.value))
    return tuple("\n".join(part for part in found[column] if part) for column in COLUMNS)


def _put_address(found: dict[Column, list[str]], parts: list[str]) -> None:
    street = ", ".join(part.replace("\n", ", ") for part in (_part(parts, at) for at in (2, 1, 0)) if part)
    found[Column.STREET] = [street]
    for column, at in ((Column.TOWN, 3), (Column.POSTCODE, 5), (Column.COUNTRY, 6)):
        found[column] = [_part(parts, at)]


def _number(value: str) -> str:
    """``tel:+420-724-118-305;ext=12``, as 4.0 writes them, too."""
    plain = _plain(value)
    return plain[4:].partition(";")[0] if plain.lower().startswith("tel:") else plain
