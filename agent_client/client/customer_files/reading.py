"""A file of customers: what kind it is, how it is written, and its rows one after the other. Blocking: for a worker thread."""

from __future__ import annotations

import io
import itertools
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import IO, TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from . import delimited, headings, vcards
from .encodings import CHUNK, Encoding, guess
from .headings import Column
from .records import Record
from .rows import Row, row_of

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

_LOOKED_AT = 100
"""Records from which columns without headings are told."""


class Form(StrEnum):
    CSV = "csv"
    VCARD = "vcard"


class Layout(Struct, frozen=True, kw_only=True):
    """How a file is to be read. ``heads`` are its headings, or nothing where there are none."""

    form: Form
    encoding: Encoding
    separator: str = ""
    headings: bool = False
    heads: tuple[str, ...] = ()
    columns: tuple[Column, ...]


class NoRows(StrEnum):
    SPREADSHEET = "spreadsheet"
    """Of a spreadsheet program, in its own form."""
    BINARY = "binary"
    EMPTY = "empty"


class Unreadable(Exception):
    def __init__(self, why: NoRows) -> None:
        super().__init__(why.value)
        self.why = why


_SPREADSHEETS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")


def examine(path: Path, likely: Encoding = Encoding.WESTERN) -> Layout:
    """Raises `Unreadable`, OSError."""
    with path.open("rb") as file:
        first = file.read(CHUNK)
    if not first.strip(b"\xef\xbb\xbf\xff\xfe\x00\r\n\t "):
        raise Unreadable(NoRows.EMPTY)
    if first.startswith(_SPREADSHEETS):
        raise Unreadable(NoRows.SPREADSHEET)
    encoding = guess(path, likely)
    if encoding is not Encoding.UTF_16 and b"\x00" in first:
        raise Unreadable(NoRows.BINARY)
    text = first.decode(encoding.codec(first), "ignore")
    if vcards.is_vcard(text.encode()):
        return Layout(form=Form.VCARD, encoding=encoding, columns=vcards.COLUMNS)
    separator = delimited.guess_separator(text.splitlines(keepends=True))
    return laid_out(path, encoding, separator)


def laid_out(path: Path, encoding: Encoding, separator: str, with_headings: bool | None = None) -> Layout:
    """Text so written and so parted; ``with_headings`` None: told by the first line. Raises OSError."""
    plain = Layout(form=Form.CSV, encoding=encoding, separator=separator, columns=())
    with Reader(path, plain) as reader:
        first = [record.cells for record in reader.records(_LOOKED_AT) if record.fault is None]
    if not first:
        return plain
    headed = headings.are_headings(first[0]) if with_headings is None else with_headings
    if headed:
        return replace(plain, headings=True, heads=first[0], columns=headings.of_headings(first[0]))
    return replace(plain, columns=headings.of_contents(first))


class Reader:
    """From the first row to the last, once. `close` it, or leave its ``with``."""

    def __init__(self, path: Path, layout: Layout) -> None:
        self._layout = layout
        self._size = max(1, path.stat().st_size)
        self._file = path.open("rb")
        self._records = self._begin()

    def __enter__(self) -> Reader:
        return self

    def __exit__(self, *what: object) -> None:
        self.close()

    def close(self) -> None:
        self._file.close()

    @property
    def progress(self) -> float:
        """Of the file, from 0 to 1."""
        return 1.0 if self._file.closed else min(1.0, self._file.tell() / self._size)

    def take(self, most: int) -> list[Row]:
        """So many further rows, or as many as are left. Raises OSError."""
        csv = self._layout.form is Form.CSV
        return [row_of(record, self._layout.columns, of_spreadsheet=csv) for record in self.records(most)]

    def records(self, most: int) -> list[Record]:
        return list(itertools.islice(self._records, most))

    def _begin(self) -> Iterator[Record]:
        first = self._file.read(CHUNK)
        self._file.seek(0)
        codec = self._layout.encoding.codec(first)
        if self._layout.form is Form.VCARD:
            return _cards(self._file, codec)
        found = delimited.records(_text(self._file, codec), self._layout.separator)
        return itertools.islice(found, 1, None) if self._layout.headings else found


class _Kept(io.RawIOBase):
    """A file that the text over it does not close: its place in it is asked for, and it is the reader's to close."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        room = memoryview(buffer)
        data = b"" if self._file.closed else self._file.read(len(room))
        room[: len(data)] = data
        return len(data)


def _text(file: IO[bytes], codec: str) -> io.TextIOWrapper:
    return io.TextIOWrapper(io.BufferedReader(_Kept(file), CHUNK), encoding=codec, errors="replace", newline="")


def _cards(file: IO[bytes], codec: str) -> Iterator[Record]:
    if not codec.startswith("utf-16"):
        return vcards.records(file, codec)
    return vcards.records((line.encode() for line in _text(file, codec)), "utf-8")
