"""Cards that were begun and not saved, on this computer's disk: they outlive the session and the program (A7)."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import partial
from hashlib import sha256

import msgspec
from msgspec import Struct

from agent_client.client.clock import ServerClock
from agent_client.client.outbox import Drawer
from agent_client.client.outbox.keeper import Keeper
from agent_client.client.tasks import TaskOwner, report

from .drafts import Card, Cards, Draft

_log = logging.getLogger(__name__)

QUIET, MOST, RETRY = 0.3, 0.7, 1.0
"""Seconds after the last key, and after the first one at the latest; and until a disk that refused is tried again."""


class KeptCard(Struct, frozen=True, kw_only=True):
    """``account``: whose it is, at which centre."""

    account: str
    card: Card
    draft: Draft


class Shelf:
    """Every agent who works here finds their own cards again, and sees nobody else's."""

    def __init__(self, drawer: Drawer, tasks: TaskOwner, clock: ServerClock) -> None:
        self._clock = clock
        self._keeper = Keeper(drawer, tasks, clock, retry=RETRY)
        self._of: dict[str, Cards] = {}
        self._since: dict[str, float] = {}

    async def restore(self) -> None:
        try:
            found = await self._keeper.load()
        except OSError as error:
            report("What was typed on cards earlier could not be read", error)
            return
        for name, data in found.items():
            try:
                kept = msgspec.json.decode(data, type=KeptCard)
            except (msgspec.MsgspecError, UnicodeDecodeError):
                _log.warning("%s is no card that was kept: it is left where it is", name)
                continue
            self.cards(kept.account).restore(kept.card, kept.draft)
            if name != _name(kept.account, kept.card):
                self._merged(name, kept)

    def cards(self, account: str) -> Cards:
        if account not in self._of:
            self._of[account] = Cards(partial(self._on_told, account))
        return self._of[account]

    async def flush(self) -> bool:
        return await self._keeper.flush()

    def flush_now(self) -> bool:
        """`flush` without the event loop: for the very end of the program."""
        return self._keeper.flush_now()

    def _merged(self, name: str, kept: KeptCard) -> None:
        """What another session of this computer left of a card that this one has, too: one on disk before it goes there."""

        def done(error: OSError | None) -> None:
            self._done(own, error)
            if error is None:
                self._keeper.want(name, lambda: None, due=self._clock.monotonic(), done=partial(self._done, name))

        own = _name(kept.account, kept.card)
        self._keeper.want(own, self._maker(kept.account, kept.card), due=self._clock.monotonic(), done=done)

    def _on_told(self, account: str, card: Card, draft: Draft | None) -> None:
        name, now = _name(account, card), self._clock.monotonic()
        first = self._since.setdefault(name, now)
        due = min(now + (QUIET if draft is not None else 0), first + MOST)
        self._keeper.want(name, self._maker(account, card), due=due, done=partial(self._done, name))

    def _maker(self, account: str, card: Card) -> Callable[[], bytes | None]:
        def make() -> bytes | None:
            self._since.pop(_name(account, card), None)
            draft = self._of[account].draft(card)
            if draft is None or not draft.changes():
                return None
            return msgspec.json.encode(KeptCard(account=account, card=card, draft=draft))

        return make

    def _done(self, name: str, error: OSError | None) -> None:
        if error is not None:
            _log.warning("%s could not be kept: %s", name, error)


def _name(account: str, card: Card) -> str:
    who = f"{card.customer or 0}.{card.contact or 0}"
    return f"card.{sha256(account.encode()).hexdigest()[:16]}.{who}"
