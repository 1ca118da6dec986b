"""What an earlier run left on disk, read again; what cannot be read is set aside for whoever can."""

from __future__ import annotations

import logging
from typing import TypeVar

from agent_client.client.clock import ServerClock

from .keeper import Keeper
from .letters import DRAFT, LETTER, KeptDraft, Letter, draft_name, read_kept, spoilt_name

T = TypeVar("T")

_log = logging.getLogger(__name__)


class Restoring:
    def __init__(self, keeper: Keeper, clock: ServerClock) -> None:
        self._keeper = keeper
        self._clock = clock

    async def load(self) -> tuple[list[KeptDraft], list[Letter]]:
        """The letters in the order of sending. Raises OSError."""
        found = await self._keeper.load()
        letters = sorted(self._readable(found, LETTER, Letter), key=lambda one: one.number)
        sent = {(letter.place, letter.text) for letter in letters}
        drafts = []
        for draft in self._readable(found, DRAFT, KeptDraft):
            if (draft.place, draft.text) in sent and draft.refusal is None:
                # It had just become a letter.
                self._want_gone(draft_name(draft.place))
            else:
                drafts.append(draft)
        return drafts, letters

    def _readable(self, found: dict[str, bytes], prefix: str, kind: type[T]) -> list[T]:
        readable = []
        for name, data in found.items():
            if not name.startswith(prefix):
                continue
            thing = read_kept(data, kind)
            if thing is None:
                self._set_aside(name, data)
            else:
                readable.append(thing)
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
