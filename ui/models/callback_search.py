"""Whom an agent means who types a name, a company or a number into the search of the callback list. No Qt."""

from __future__ import annotations

from msgspec import Struct

from agent_client.protocol.callbacks import Callback
from agent_client.protocol.names import CallbackId
from agent_client.rules.folding import folded_words

_WRITTEN = frozenset("0123456789+#* \t\u00a0-–./()")


class Query(Struct, frozen=True):
    """``words`` begin words of a name or company, ``digits`` are somewhere in a number; all of them are to be found."""

    words: tuple[str, ...] = ()
    digits: str = ""

    def __bool__(self) -> bool:
        return bool(self.words or self.digits)


def query(typed: str) -> Query:
    """A number may be typed as people write it, with the zeros before it or without."""
    if typed.strip() and all(character in _WRITTEN for character in typed):
        return Query(digits="".join(filter(str.isdigit, typed)).lstrip("0"))
    return Query(words=tuple(f" {word}" for word in folded_words(typed)))


class SearchTexts:
    """What is searched of each entry, worked out when it is first asked for: folding 100,000 names takes its time."""

    def __init__(self) -> None:
        self._texts: dict[CallbackId, tuple[str, str]] = {}

    def __len__(self) -> int:
        return len(self._texts)

    def forget(self, entry: CallbackId) -> None:
        self._texts.pop(entry, None)

    def prepare(self, entry: Callback) -> None:
        if entry.id not in self._texts:
            self._texts[entry.id] = _text(entry)

    def matches(self, entry: Callback, wanted: Query) -> bool:
        names, digits = self._texts.get(entry.id) or self._of(entry)
        if wanted.digits:
            return wanted.digits in digits
        for word in wanted.words:
            if word not in names and not (word[1:].isdigit() and word[1:].lstrip("0") in digits):
                return False
        return True

    def name(self, entry: Callback) -> str:
        """For sorting: whoever has no name comes after all who have, by number."""
        names, digits = self._texts.get(entry.id) or self._of(entry)
        return names or f"\U0010fffe{digits}"

    def _of(self, entry: Callback) -> tuple[str, str]:
        known = self._texts.get(entry.id)
        if known is None:
            known = self._texts[entry.id] = _text(entry)
        return known


def _text(entry: Callback) -> tuple[str, str]:
    customer = entry.customer
    named = () if customer is None else (customer.name, customer.company)
    words = [word for text in (*named, entry.name) if text for word in folded_words(text)]
    return "".join(f" {word}" for word in words), "".join(filter(str.isdigit, entry.number))
