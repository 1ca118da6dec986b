"""What stands in the fields, read as the rules that it means; and what is wrong with what means nothing. No widgets here."""

from __future__ import annotations

from typing import TypeVar

from agent_client.rules.dial_numbers import fault
from ui.dialling import about_number
from ui.text import tr

from .sheets import Values

E = TypeVar("E")


class Reading:
    """Collects a sentence for each field that cannot be used; what is read then is not to be saved."""

    def __init__(self, values: Values) -> None:
        self._values = values
        self.faults: dict[str, str] = {}

    def text(self, name: str, most: int, missing: str = "") -> str:
        """``missing`` is what is said of an empty one, where it must not be empty."""
        text = str(self._values[name]).strip()
        if not text and missing:
            self.faults[name] = missing
        elif len(text) > most:
            self.faults[name] = tr("At most {most} characters, this has {n}.", most=most, n=len(text))
        return text

    def whole(self, name: str, least: int, most: int) -> int:
        text = str(self._values[name]).strip()
        if text.isascii() and text.isdecimal() and len(text) <= 10 and least <= int(text) <= most:
            return int(text)
        self.faults[name] = tr("A whole number from {least} to {most}.", least=least, most=most)
        return least

    def whole_or_none(self, name: str, least: int, most: int) -> int | None:
        """None for an empty field."""
        return self.whole(name, least, most) if str(self._values[name]).strip() else None

    def flag(self, name: str) -> bool:
        return bool(self._values[name])

    def one(self, name: str, kind: type[E], missing: str, otherwise: E) -> E:
        value = self._values[name]
        if isinstance(value, kind):
            return value
        self.faults[name] = missing
        return otherwise

    def number(self, name: str, missing: str = "") -> str:
        """A number that can be dialled, as it was typed."""
        text = str(self._values[name]).strip()
        if not text:
            if missing:
                self.faults[name] = missing
            return ""
        if wrong := dial_fault(text):
            self.faults[name] = wrong
        return text

    def numbers(self, name: str) -> tuple[str, ...]:
        value = self._values[name]
        return tuple(str(each) for each in value) if isinstance(value, tuple) else ()

    def check(self, name: str, sentence: str) -> None:
        """What is wrong for another reason; what was found wrong before stands."""
        self.faults.setdefault(name, sentence)


def dial_fault(text: str) -> str:
    """What is wrong with a number, in a sentence; empty for one that can be dialled."""
    return "" if fault(text) is None else about_number(text, None)
