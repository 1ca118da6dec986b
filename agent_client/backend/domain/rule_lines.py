"""A line of a rules file: fields with semicolons between them. What a field may not hold as it is, it holds behind a
backslash: ``\\;`` ``\\\\`` ``\\n`` ``\\r``, and as ``\\u2028`` whatever else some program takes for the end of a line."""

from __future__ import annotations

import re
from collections.abc import Iterable

END = "\r\n"
_PLAIN = {"\\": "\\\\", ";": "\\;", "\n": "\\n", "\r": "\\r"}
_OTHER_ENDS = "\v\f\x1c\x1d\x1e\x85\u2028\u2029"
_ESCAPED = str.maketrans(_PLAIN | {end: f"\\u{ord(end):04x}" for end in _OTHER_ENDS})
_HIDDEN = re.compile(r"\\(u[0-9a-f]{4}|.?)", re.IGNORECASE)
_MEANT = {"\\": "\\", ";": ";", "n": "\n", "r": "\r"}
_FIELD = re.compile(r"(?:[^;\\]|\\.)*")


class BadText(ValueError):
    """A backslash that hides nothing known."""


def written(fields: Iterable[str]) -> str:
    """Without the line's end."""
    return ";".join(field.translate(_ESCAPED) for field in fields)


def read(line: str) -> list[str]:
    """Raises `BadText`."""
    if "\\" not in line:
        return line.split(";")
    fields: list[str] = []
    at = 0
    while True:
        match = _FIELD.match(line, at)
        assert match is not None
        fields.append(_HIDDEN.sub(_shown, match[0]))
        at = match.end() + 1
        if at > len(line):
            return fields
        if line[at - 1] != ";":  # a backslash at the very end
            raise BadText("\\")


def _shown(match: re.Match[str]) -> str:
    hidden = match[1]
    if hidden in _MEANT:
        return _MEANT[hidden]
    character = chr(int(hidden[1:], 16)) if len(hidden) == 5 else ""
    if not character or "\ud800" <= character <= "\udfff":  # half of one
        raise BadText(match[0])
    return character
