"""In which encoding a file of customers is written: told by its first bytes, by what it can and cannot be, else by likelihood."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path

CHUNK = 1 << 16


class Encoding(StrEnum):
    """Each is Python's name of a codec that leaves a byte order mark out."""

    UTF_8 = "utf-8-sig"
    UTF_16 = "utf-16"
    CENTRAL_EUROPEAN = "cp1250"
    WESTERN = "cp1252"

    def codec(self, first: bytes) -> str:
        """UTF-16 without its mark needs the order of bytes named; ``first`` are the file's first ones."""
        if self is not Encoding.UTF_16 or first[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
            return self.value
        return "utf-16-be" if _zeros(first, 0) > _zeros(first, 1) else "utf-16-le"


def guess(path: Path, likely: Encoding = Encoding.WESTERN) -> Encoding:
    """``likely``: which of the two Windows encodings is meant where the text does not tell. Raises OSError."""
    with path.open("rb") as file:
        first = file.read(CHUNK)
    if first.startswith(codecs.BOM_UTF8):
        return Encoding.UTF_8
    if first.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or _looks_wide(first):
        return Encoding.UTF_16
    if _is_utf8(_chunks(path)):
        return Encoding.UTF_8
    return _of_windows(_chunks(path), likely)


def _chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            yield chunk


def _zeros(data: bytes, offset: int) -> int:
    return data[offset::2].count(0)


def _looks_wide(data: bytes) -> bool:
    """Every other byte of Latin text in UTF-16 is zero."""
    half = len(data) // 2
    return half > 1 and max(_zeros(data, 0), _zeros(data, 1)) > 0.4 * half


def _is_utf8(chunks: Iterator[bytes]) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for chunk in chunks:
            decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


_CENTRAL = re.compile(
    rb"[\xec\xf9\xd9\xcc\x9d\x8d\x8f\xbe\xbc\xb9\xa5\xb3\xa3\xbf\xaf\xea\xca\xf5\xd5\xfb\xdb\xf2\xd2\xcf]"
)
"""Bytes that are frequent letters in the one (ě, ů, ť, ľ, ą, ł, ż, ę, ő, ű, ň) and rare or none in the other."""
_WESTERN = re.compile(rb"[\xe5\xc5\xf1\xd1\xe3\xc3\xea\xe0\xc0\x9c\x8c\x83\x98\x88]")
"""Å, ñ, ã, ê, à, œ."""
_CARON = re.compile(rb"[\x9a\x8a\x9e\x8e]")
"""Š and ž stand at the same place in both, but in the languages of the one mostly."""
_R = re.compile(rb"[\xf8\xd8](?=[aeiouAEIOU\xe1\xe9\xed\xfa\xf9\xec])")
_O = re.compile(rb"[\xf8\xd8](?=[b-df-hj-np-tv-zB-DF-HJ-NP-TV-Z])")
"""Ř before a vowel, or ø before a consonant; at the end of a word it may be either."""
_WEIGHTS = ((_CENTRAL, 2.0), (_WESTERN, -2.0), (_CARON, 1.0), (_R, 1.5), (_O, -1.5))


def _of_windows(chunks: Iterator[bytes], likely: Encoding) -> Encoding:
    """Above 0 speaks for Central European."""
    score = 0.5 if likely is Encoding.CENTRAL_EUROPEAN else -0.5
    for chunk in chunks:
        score += sum(weight * len(letters.findall(chunk)) for letters, weight in _WEIGHTS)
    return Encoding.CENTRAL_EUROPEAN if score > 0 else Encoding.WESTERN
