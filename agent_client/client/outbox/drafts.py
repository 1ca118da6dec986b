"""Drafts: what is being typed, and when it was last on disk. Where it goes once it is sent is posting.py's."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from uuid import uuid4

import msgspec

from agent_client.client.clock import ServerClock
from agent_client.protocol.refusals import Refusal, read_refusal
from agent_client.protocol.time import Instant

from .keeper import Keeper
from .letters import (
    NOBODY,
    About,
    DraftStatus,
    Empty,
    Kept,
    KeptDraft,
    Letter,
    Place,
    Refused,
    Unsaved,
    Unsent,
    draft_name,
    merged,
    storable,
)


@dataclass
class Desk:
    """One draft. ``held``: its text is a letter now, but the letter is not on disk yet, so the draft's file still is."""

    text: str = ""
    edits: int = 0
    kept_edits: int = 0
    kept_at: Instant | None = None
    unsaved_since: float | None = None
    refusal: Refusal | None = None
    trouble: str = ""
    held: bool = False
    about: About = NOBODY
    begun: Instant | None = None
    key: str = ""
    when_kept: list[tuple[int, Callable[[], None]]] = field(default_factory=list)


class Drafts:
    """``quiet`` seconds after the last key a draft goes to disk, ``most`` after the first at the latest."""

    def __init__(
        self, keeper: Keeper, clock: ServerClock, *, quiet: float, most: float, told: Callable[[Place], None]
    ) -> None:
        self._keeper = keeper
        self._clock = clock
        self._quiet = quiet
        self._most = most
        self._told = told
        self._desks: dict[Place, Desk] = {}

    def text(self, place: Place) -> str:
        desk = self._desks.get(place)
        return "" if desk is None else desk.text

    def write(self, place: Place, text: str) -> None:
        desk = self._desk(place)
        text = storable(text)
        if text == desk.text:
            return
        if not desk.text:
            desk.begun, desk.key = self._clock.now(), str(uuid4())
        desk.text = text
        desk.refusal = None
        self._edited(place, desk, self._quiet)

    def about(self, place: Place) -> About:
        desk = self._desks.get(place)
        return NOBODY if desk is None else desk.about

    def key(self, place: Place) -> str:
        """Of the draft that is there now."""
        desk = self._desks.get(place)
        return "" if desk is None else desk.key

    def name(self, place: Place, about: About) -> None:
        """Whom it is about: goes to disk with the text, if there is one."""
        desk = self._desk(place)
        if about != desk.about:
            desk.about = about
            if desk.text:
                self._edited(place, desk, self._quiet)

    def unsent(self, account: str) -> list[Unsent]:
        return [
            Unsent(
                subject=place.subject,
                about=desk.about,
                text=desk.text,
                since=desk.begun or desk.kept_at or self._clock.now(),
                status=self.status(place),
            )
            for place, desk in self._desks.items()
            if place.account == account and desk.text.strip()
        ]

    def bring_back(self, place: Place, draft: Unsent) -> None:
        """What was discarded, before what was typed since."""
        desk = self._desk(place)
        desk.text = merged(draft.text, desk.text)
        desk.begun, desk.about, desk.key = draft.since, draft.about, str(uuid4())
        desk.refusal = draft.status.refusal if isinstance(draft.status, Refused) else None
        self._edited(place, desk, 0)

    def refuse(self, place: Place, refusal: Refusal) -> None:
        """The text stays where it is, and why it cannot be sent stands beside it until it is edited."""
        desk = self._desk(place)
        desk.refusal = refusal
        self._edited(place, desk, 0)

    def give_back(self, letter: Letter, refusal: Refusal, kept: Callable[[], None]) -> None:
        """A text that is no letter after all, before what was typed since. ``kept`` is called once it is on disk."""
        place = letter.place
        desk = self._desk(place)
        desk.text = merged(letter.text, desk.text)
        desk.begun, desk.about, desk.key = letter.written_at, letter.about, str(uuid4())
        desk.refusal = refusal
        desk.held = False
        desk.when_kept.append((desk.edits + 1, kept))
        self._edited(place, desk, 0)

    def hand_over(self, place: Place) -> None:
        """The text becomes a letter: gone from the draft, not yet from the disk (`release`)."""
        desk = self._desk(place)
        desk.text = ""
        desk.refusal = None
        desk.edits += 1
        desk.held = True
        self._keeper.leave_as_is(draft_name(place))
        self._told(place)

    def release(self, place: Place) -> None:
        """The letter is safe: the draft's file may follow the draft."""
        desk = self._desk(place)
        if desk.held:
            desk.held = False
            self._edited(place, desk, 0)

    def restored(self, draft: KeptDraft, safe: Callable[[], None] | None = None) -> None:
        """``safe``, of one that lies beside the place's own: called once both are one on disk."""
        desk = self._desk(draft.place)
        typed = bool(desk.text)
        desk.text = merged(draft.text, desk.text)
        desk.kept_at = draft.at
        desk.begun, desk.about = draft.begun or draft.at, draft.about
        desk.key = draft.key or str(uuid4())
        desk.refusal = None if draft.refusal is None else read_refusal(draft.refusal)
        if safe is not None:
            desk.when_kept.append((desk.edits + 1, safe))
        if typed or safe is not None:
            self._edited(draft.place, desk, 0)
        else:
            self._told(draft.place)

    def status(self, place: Place) -> DraftStatus:
        desk = self._desks.get(place)
        if desk is None or not desk.text:
            return Empty()
        if desk.refusal is not None:
            return Refused(desk.refusal)
        if desk.edits != desk.kept_edits or desk.kept_at is None:
            return Unsaved(desk.trouble)
        return Kept(desk.kept_at)

    def _desk(self, place: Place) -> Desk:
        return self._desks.setdefault(place, Desk())

    def _edited(self, place: Place, desk: Desk, quiet: float) -> None:
        now = self._clock.monotonic()
        desk.edits += 1
        if desk.unsaved_since is None:
            desk.unsaved_since = now
        if not desk.held:
            self._want(place, desk, min(now + quiet, desk.unsaved_since + self._most))
        self._told(place)

    def _want(self, place: Place, desk: Desk, due: float) -> None:
        captured: list[tuple[int, Instant]] = []

        def make() -> bytes | None:
            now = self._clock.now()
            captured.append((desk.edits, now))
            desk.unsaved_since = self._clock.monotonic()
            if not desk.text:
                return None
            refusal = None if desk.refusal is None else desk.refusal.body()
            kept = KeptDraft(
                place=place,
                text=desk.text,
                at=now,
                refusal=refusal,
                about=desk.about,
                begun=desk.begun,
                key=desk.key,
            )
            return msgspec.json.encode(kept)

        def done(error: OSError | None) -> None:
            desk.trouble = "" if error is None else str(error)
            if error is None:
                desk.kept_edits, desk.kept_at = captured[-1]
                if desk.kept_edits == desk.edits:
                    desk.unsaved_since = None
                reached = [kept for edit, kept in desk.when_kept if edit <= desk.kept_edits]
                desk.when_kept = [one for one in desk.when_kept if one[0] > desk.kept_edits]
                for kept in reached:
                    kept()
            self._told(place)

        self._keeper.want(draft_name(place), make, due=due, done=done)
