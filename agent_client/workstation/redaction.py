"""What leaves this computer in a support file says nothing of any customer, and no secret: pure functions over its text.

What looks like a telephone number goes, and so do the names that the client knows, what our own messages carry of people,
and whatever was asked for in an address. What remains is what happened, when, and to which part of the program.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from .logs import redacted as without_secrets

HIDDEN = "•••"
_WORD = re.compile(r"[^\W\d_](?:[^\W\d_]|[\u0300-\u036f])+")
"""Of two letters or more: a single one is part of everything. A name is hidden word by word: cut, turned round or in a sentence
it is the same name."""

_PERSONAL = (
    r"name|company|company_id|subject|text|note|ani|number|numbers|phone|street|town|postcode|country|email|user|caller|"
    r"customer_name|said|value|digits|title"
)
_FIELD = re.compile(
    rf"""(?i)(?P<key>\b(?:{_PERSONAL})["']?\s*[=:]\s*)(?P<value>"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|\((?:[^()\n])*\)|\[(?:[^\[\]\n])*\])"""
)
"""Of our messages as Python prints them and as they travel."""
_QUERY = re.compile(r"(?P<path>[\w./:%-]+\?)(?P<query>[^\s\"'<>]+)")
_STAMP = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d{1,9})?(?:Z|[+-]\d\d:?\d\d)?")
_HEXADECIMAL = re.compile(r"\b0x[0-9a-fA-F]+\b")
_KEPT = re.compile("|".join(f"(?:{one.pattern})" for one in (_STAMP, _HEXADECIMAL, re.compile(r"\b127\.0\.0\.1\b"))))
"""Digits that are nobody's number. Other network addresses look too much like one that is written with dots."""
_NUMBER = re.compile(r"\+?\(?\d(?:[ \u00a0\u202f()./\u2010-\u2015-]{0,3}\d){5,}")
"""Of six digits or more: what a customer can be called on. An extension is shorter."""


def redacted(text: str, names: Iterable[str] = ()) -> str:
    """``names``: of people and companies, as the client knows them. Line by line: a quotation mark that is never closed takes
    no more with it, and other threads have their turns between two."""
    names = tuple(names)
    words = {_alike(word) for name in names for word in _WORD.findall(name)}
    unspaced = tuple(name for name in names if any(character >= "\u2e80" for character in name))
    return "\n".join(_line(line, words, unspaced) for line in text.split("\n"))


def _line(text: str, words: set[str], unspaced: tuple[str, ...]) -> str:
    text = without_secrets(text)
    text = _QUERY.sub(rf"\g<path>{HIDDEN}", text)
    text = _FIELD.sub(rf"\g<key>{HIDDEN}", text)
    for name in unspaced:
        text = text.replace(name, HIDDEN)
    if words:
        text = _WORD.sub(lambda found: HIDDEN if _alike(found.group()) in words else found.group(), text)
    return without_numbers(text)


def _alike(word: str) -> str:
    return unicodedata.normalize("NFC", word).casefold()


def without_numbers(text: str) -> str:
    """Everything that looks like a number, but for instants, network addresses and places in memory."""
    done: list[str] = []
    at = 0
    for kept in _KEPT.finditer(text):
        done += [_NUMBER.sub(HIDDEN, text[at : kept.start()]), kept.group()]
        at = kept.end()
    done.append(_NUMBER.sub(HIDDEN, text[at:]))
    return "".join(done)
