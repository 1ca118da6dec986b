"""What an earlier run left on disk, read again; what cannot be read is set aside for whoever can."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import partial
from typing import TypeAlias, TypeVar

from agent_client.client.clock import ServerClock

from .keeper import Keeper
from .letters import DRAFT, LETTER, KeptDraft, Letter, draft_name, read_kept, spoilt_name

T = TypeVar("T")
Dropped: TypeAlias = Callable[[], None]

_log = logging.getLogger(__name__)


class Restoring:
    def __init__(self, keeper: Keeper, clock: ServerClock) -> None:
        self._keeper = keeper
        self._clock = clock

    async def load(self) -> tuple[list[tuple[KeptDraft, Dropped | None]], list[Letter]]:
        """The letters in the order of sending. A draft that another session of this computer left of a place that has one
        already comes after it, the newest first, with what is to be called once it is safe there. Raises OSError."""
        found = await self._keeper.load()
        letters = sorted((one for _, one in self._readable(found, LETTER, Letter)), key=lambda one: one.number)
        sent = {(letter.place, letter.text) for letter in letters}
        became = {letter.draft for letter in letters if letter.draft}
        own: list[tuple[KeptDraft, Dropped | None]] = []
        others: list[tuple[KeptDraft, Dropped | None]] = []
        for name, draft in self._readable(found, DRAFT, KeptDraft):
            if draft.refusal is None and (draft.key in became or (draft.place, draft.text) in sent):
                self._want_gone(name)  # it had just become a letter, perhaps with words that it did not have yet
            elif name == draft_name(draft.place):
                own.append((draft, None))
            else:
                others.append((draft, partial(self._want_gone, name)))
        return [*own, *sorted(others, key=lambda one: one[0].at, reverse=True)], letters

    def _readable(self, found: dict[str, bytes], prefix: str, kind: type[T]) -> list[tuple[str, T]]:
        readable = []
        for name, data in found.items():
            if not name.startswith(prefix):
                continue
            thing = read_kept(data, kind)
            if thing is None:
                self._set_aside(name, data)
            else:
                readable.append((name, thing))
        return readable

    def _set_aside(self, name: str, data: bytes) -> None:
        """Nobody's text is thrown away because this program cannot read it."""
        _log.warning("%s cannot be read and is set aside", name)

        def kept(error: OSError | None) -> None:
            if error is None:
                self._want_gone(name)

        self._keeper.want(spoilt_name(name, data), lambda: data, due=self._clock.monotonic(), done=kept)

    def _want_gone(self, name: str) -> None:
        self._keeper.want(name, lambda: None, due=self._clock.monotonic(), done=lambda error: None)
