"""What was typed over the rules and not saved yet. Nothing that happens at the server loses it; no Qt here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Generic, TypeVar

T = TypeVar("T")
Values = Mapping[str, object]
"""What stands in the fields of a form, by the fields' names: texts as they were typed, ticks, choices, lists."""


class Sheet(Generic[T]):
    """One thing and what was typed over it. A save by somebody else makes it `outdated` until `reload`.

    ``spread`` gives the fields of a saved thing. Things that carry no version are saved over one another: the last stands.
    """

    def __init__(self, spread: Callable[[T], Values], saved: T, *, new: bool = False) -> None:
        self._spread = spread
        self.saved = saved
        """As the server has it now; for a ``new`` one what the form begins with."""
        self.base = saved
        """What was typed over."""
        self.new = new
        self.gone = False
        """Somebody removed it while it was being edited."""
        self.requested = False
        """A save of ours is on its way."""
        self.refusal = ""
        """The server's sentence, until something else is typed; ``refused_field`` is what it is about, where that is known."""
        self.refused_field = ""
        self.stored = False
        """The last that happened was that it was saved."""
        self._typed: dict[str, object] = {}
        self._sent: dict[str, object] = {}
        self._theirs: dict[str, object] = {}

    def values(self) -> dict[str, object]:
        return {**self._spread(self.base), **self._typed}

    def edited(self) -> frozenset[str]:
        return frozenset(self._typed)

    @property
    def unsaved(self) -> bool:
        return bool(self._typed) or self.gone

    @property
    def outdated(self) -> bool:
        """Somebody else saved it first. While a save of our own is on its way nobody can tell."""
        return bool(self._typed) and not self.requested and _version(self.saved) != _version(self.base)

    @property
    def theirs(self) -> Values:
        """Of the edited fields, those that somebody else saved meanwhile, with what they saved."""
        return {name: value for name, value in self._theirs.items() if name in self._typed}

    def write(self, name: str, value: object) -> None:
        """Typed back to what is saved, by us and by others, it is no edit any more."""
        if value == self._spread(self.base).get(name) == self._spread(self.saved).get(name):
            self._typed.pop(name, None)
        else:
            self._typed[name] = value
        self._forget()
        self._settle()

    def put_back(self, base: T, typed: Mapping[str, object]) -> None:
        """As it stood when it was kept: typed over ``base``."""
        self.base, self._typed = base, dict(typed)
        self._settle()

    def follow(self, saved: T) -> None:
        """What the server says now."""
        self.gone = False
        if saved != self.saved and not _is_older(saved, self.saved):
            self.saved = saved
            self._settle()

    def reload(self) -> None:
        """Go on from what is saved now; what was typed stays, and is told from what somebody else typed there."""
        before, now = self._spread(self.base), self._spread(self.saved)
        self.base = self.saved
        self._theirs |= {name: now.get(name) for name in self._typed if before.get(name) != now.get(name)}
        self._forget()
        self._typed = {name: value for name, value in self._typed.items() if value != now.get(name)}

    def take_theirs(self, name: str) -> None:
        self._typed.pop(name, None)
        self._settle()

    def reset(self) -> None:
        self._typed.clear()
        self.gone = False
        self._forget()
        self._settle()

    def sending(self) -> None:
        """A save is on its way, with all that stands here now."""
        self._forget()
        self.requested, self._sent = True, self.values()

    def answered(self) -> None:
        """Whatever the answer was."""
        self.requested = False
        self._settle()

    def refused(self, sentence: str, field: str = "") -> None:
        self.answered()
        self.refusal, self.refused_field = sentence, field

    def kept(self, saved: T) -> None:
        """The answer to our save: what was typed on since then stays."""
        self.requested = False
        now = self._spread(saved)
        typed_on = {name: value for name, value in self.values().items() if value != self._sent.get(name)}
        self.saved = self.saved if _is_older(saved, self.saved) else saved
        self.base = saved
        self.new = self.gone = False
        self._typed = {name: value for name, value in typed_on.items() if value != now.get(name)}
        self._theirs.clear()
        self.stored = True
        self._settle()

    def _forget(self) -> None:
        self.refusal = self.refused_field = ""
        self.stored = False

    def _settle(self) -> None:
        """Nothing typed, or nothing that tells versions apart: go on from what is saved."""
        if not self._typed:
            self.base = self.saved
            self._theirs.clear()
        elif not self.requested and _version(self.saved) is None and self.base != self.saved:
            self.reload()


def _is_older(one: object, other: object) -> bool:
    """An answer that was asked for before ours was saved, and came after it."""
    mine, known = _version(one), _version(other)
    return isinstance(mine, int) and isinstance(known, int) and mine < known


def _version(thing: object) -> object:
    return getattr(thing, "version", None)


class Book(Generic[T]):
    """All sheets of one kind, by key. A new thing has a key below 0 until it is saved."""

    def __init__(self, spread: Callable[[T], Values]) -> None:
        self._spread = spread
        self._sheets: dict[int, Sheet[T]] = {}

    def __contains__(self, key: int) -> bool:
        return key in self._sheets

    def __iter__(self) -> Iterator[int]:
        """The keys, as the server lists them, those of new things last."""
        return iter(list(self._sheets))

    def __getitem__(self, key: int) -> Sheet[T]:
        return self._sheets[key]

    def unsaved(self) -> list[int]:
        return [key for key, sheet in self._sheets.items() if sheet.unsaved]

    def follow(self, things: Iterable[tuple[int, T]]) -> None:
        """What the server says now. What is not there any more goes, unless something was typed over it."""
        now = dict(things)
        before, self._sheets = self._sheets, {}
        for key, thing in now.items():
            sheet = before.pop(key, None)
            if sheet is None:
                sheet = Sheet(self._spread, thing)
            sheet.follow(thing)
            self._sheets[key] = sheet
        for key, sheet in before.items():
            if sheet.new or sheet.edited():
                sheet.gone = not sheet.new
                self._sheets[key] = sheet

    def add(self, blank: T) -> int:
        """A new one; its key."""
        key = min([0, *self._sheets]) - 1
        self._sheets[key] = Sheet(self._spread, blank, new=True)
        return key

    def fields(self, thing: T) -> Values:
        return self._spread(thing)

    def put_back(self, key: int, base: T, typed: Mapping[str, object], *, new: bool) -> bool:
        """What was typed in an earlier window. It does not go before what was typed since: then False, unless it is the same."""
        if new and any(sheet.new and sheet.base == base and _says(sheet, typed) for sheet in self._sheets.values()):
            return True
        if new:
            key = self.add(base)
        elif key not in self._sheets:
            self._sheets[key] = Sheet(self._spread, base)
            self._sheets[key].gone = True
        if self._sheets[key].edited():
            return _says(self._sheets[key], typed)
        self._sheets[key].put_back(base, typed)
        return True

    def kept(self, key: int, saved_key: int, saved: T) -> None:
        """The answer to a save. A new thing has its own key from now on."""
        sheet = self._sheets.pop(key, None) if key != saved_key else self._sheets.get(key)
        if sheet is None:
            return
        sheet.kept(saved)
        self._sheets[saved_key] = sheet

    def drop(self, key: int) -> None:
        """A new one is given up, or what was there is removed."""
        self._sheets.pop(key, None)


def _says(sheet: Sheet[T], typed: Mapping[str, object]) -> bool:
    values = sheet.values()
    return all(values.get(name) == value for name, value in typed.items())
