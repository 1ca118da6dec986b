"""Who listens to a conversation: rung, joined with the owner by a companion that hears what the owner hears and says, and
gone with the owner whom they listen to."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from uuid import uuid4

from agent_client.backend.ports.telephony import CallId, KnownListener, LegEnded, LegId, Listen
from agent_client.backend.telephony.sides import LegKind
from agent_client.protocol.names import Listening

from .ari import Reply
from .board import LEFT, Board
from .lines import NOWHERE, Call, ChannelId, Leg, Lines
from .news import News
from .placement import Place, conversation
from .wire import CALL, LEG, Wire

PURPOSE = "ear"
CHANGE_SECONDS = 0.1
"""From the end of one companion to the next: a frame or two, after which Asterisk has forgotten the first, and whom it heard."""
AT_MOST_SECONDS = 1.0
"""Until that end."""
_WHISPERS = {Listening.WHISPER: "out", Listening.BARGE: "both"}


@dataclass
class Ear:
    """``channel``: the companion's. ``as_``: what it was made to do; ``other``: who alone was last with the owner. Of what
    another one says it would hear nothing: see `tapes`."""

    leg: Leg
    owner: LegId
    how: Listening
    channel: ChannelId = NOWHERE
    as_: tuple[str, str] = ("", "")
    other: ChannelId = NOWHERE

    @property
    def bridge(self) -> str:
        return f"{self.leg.id}.{PURPOSE}"


class Listeners:
    """``release`` lets a phone go, but for a line that is kept."""

    def __init__(
        self,
        lines: Lines,
        wire: Wire,
        board: Board,
        news: News,
        *,
        ring: Callable[[Leg], None],
        release: Callable[[Leg], None],
    ) -> None:
        self._lines = lines
        self._wire = wire
        self._board = board
        self._news = news
        self._ring = ring
        self._release = release
        self._ears: dict[LegId, Ear] = {}
        self._followed: dict[ChannelId, tuple[Ear, ChannelId]] = {}
        """Companions that were sent away: for whom, and by which."""

    def listen(self, asked: Listen) -> None:
        ear = self._ears.get(asked.leg)
        if ear is not None:
            ear.how = asked.how
            self._join(ear)
            return
        call = self._lines.calls.get(asked.call)
        owner = None if call is None or call.gone else self._lines.answered(call.owner)
        if call is None or owner is None or call.listener is not None:
            return
        leg = Leg(asked.leg, asked.phone, LegKind.LISTEN, call.id)
        self._ears[leg.id] = Ear(leg, owner.id, asked.how)
        call.listener = leg.id
        self._ring(leg)

    def adopt(self, call: Call, known: KnownListener, channel: ChannelId) -> None:
        """One who is there already; who listened for them is asked for anew."""
        if call.owner is None:
            return
        leg = Leg(known.leg, known.phone, LegKind.LISTEN, call.id, channel, rang=True, answered=True)
        self._lines.legs[leg.id] = leg
        self._ears[leg.id] = Ear(leg, call.owner, known.how)
        call.listener = leg.id

    def has(self, channel: ChannelId) -> bool:
        """Whether it is a companion that is needed."""
        return any(ear.channel == channel for ear in self._ears.values())

    def follow(self, call_id: CallId) -> None:
        """Somebody left, is muted, or has become the owner."""
        for ear in [ear for ear in self._ears.values() if ear.leg.call == call_id]:
            call = self._lines.calls.get(call_id)
            there = self._lines.legs.get(ear.leg.id) is ear.leg
            if there and call is not None and not call.gone and call.owner == ear.owner:
                self._join(ear)
            else:
                self._end(ear, there=there)

    def _end(self, ear: Ear, *, there: bool) -> None:
        del self._ears[ear.leg.id]
        self._board.hang_up(ear.channel)
        if there:
            self._release(ear.leg)
            if ear.leg.answered:
                self._news.tell(LegEnded(ear.leg.id))
        self._board.close(ear.bridge)

    def _join(self, ear: Ear) -> None:
        owner = self._lines.answered(ear.owner)
        if not ear.leg.answered or owner is None:
            return
        wanted = ("out" if owner.muted else "both", _WHISPERS.get(ear.how, "none"))
        other = self._other(owner) or ear.other
        if ear.as_ == wanted and other == (ear.other or other):
            ear.other = other
            return
        before = ear.channel
        ear.as_, ear.other, ear.channel = wanted, other, ChannelId(f"{PURPOSE}-{uuid4().hex}")
        self._board.settle({ear.leg.channel: Place(ear.bridge)})
        if before:
            self._followed[before] = ear, ear.channel
            self._board.hang_up(before, lambda: self.gone(before))
            asyncio.get_running_loop().call_later(AT_MOST_SECONDS, self.gone, before)
        else:
            self._send(ear, ear.channel)

    def gone(self, channel: ChannelId) -> None:
        """A companion, or something else. Repeatable."""
        followed = self._followed.pop(channel, None)
        if followed is not None:
            asyncio.get_running_loop().call_later(CHANGE_SECONDS, self._send, *followed)

    def _other(self, owner: Leg) -> ChannelId:
        """Who alone talks with the owner; empty: nobody, or several."""
        call = self._lines.call_of(owner)
        talk = frozenset[ChannelId]() if call is None else conversation(self._lines, call) - {owner.channel}
        return next(iter(talk)) if len(talk) == 1 else NOWHERE

    def _send(self, ear: Ear, companion: ChannelId) -> None:
        """Unless another one was sent meanwhile."""
        owner = self._lines.answered(ear.owner)
        if self._ears.get(ear.leg.id) is not ear or ear.channel != companion or owner is None:
            return

        def asked(reply: Reply) -> None:
            if (
                not reply.done
                and reply.status not in LEFT
                and self._ears.get(ear.leg.id) is ear
                and ear.channel == companion
            ):
                self._end(ear, there=True)

        self._wire.snoop(owner.channel, companion, PURPOSE, asked, *ear.as_)

    def ready(self, channel: ChannelId) -> None:
        """The companion is there."""
        ear = next((ear for ear in self._ears.values() if ear.channel == channel), None)
        if ear is None:
            self._wire.hang_up(channel)
            return
        self._wire.name(channel, {CALL: ear.leg.call or "", LEG: PURPOSE})
        self._board.settle({channel: Place(ear.bridge)})
