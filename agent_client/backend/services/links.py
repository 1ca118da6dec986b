"""Whether the agents' event streams are open: only who can be reached is offered contacts (design §2, A7)."""

from __future__ import annotations

from datetime import datetime

from agent_client.backend.domain.caller import Caller
from agent_client.backend.persistence import agents, centre, sessions
from agent_client.backend.ports.units import Tx, Units
from agent_client.protocol.names import SessionId
from agent_client.protocol.refusals import NotSignedIn
from agent_client.protocol.time import after, seconds_between

from .storing import until_stored

FIRST_WORDS_SECONDS = 5.0
"""How long a stream that has just opened may take until its client says that it hears it."""


class Links:
    """The open event streams of this process, by session, and when each client was last heard of."""

    def __init__(self, units: Units, silence_seconds: float) -> None:
        self._units = units
        self._silence_seconds = silence_seconds
        self._open: dict[SessionId, int] = {}
        self._pulses: dict[SessionId, datetime] = {}
        self._opened_at: dict[SessionId, datetime] = {}
        self._deaf: set[SessionId] = set()

    async def opened(self, who: Caller) -> None:
        """Raises `NotSignedIn` when the session ended meanwhile."""
        self._open[who.session] = self._open.get(who.session, 0) + 1
        self._deaf.discard(who.session)
        self._opened_at.pop(who.session, None)  # not known if this is cancelled while it is stored
        opened_at = await self._units.write(lambda tx: opened(tx, who))
        self._opened_at[who.session] = self._pulses[who.session] = opened_at  # whoever opens a stream is alive

    async def closed(self, who: Caller) -> None:
        """The link is lost once the last of the session's streams has gone: a newer one may have opened before."""
        left = self._open.get(who.session, 1) - 1
        if left > 0:
            self._open[who.session] = left
            return
        self._open.pop(who.session, None)
        self._pulses.pop(who.session, None)
        self._deaf.discard(who.session)
        opened_at = self._opened_at.pop(who.session, None)
        # Contacts must not be offered to a seat that nobody hears, nor a seat be lost whose agent is back already.
        await until_stored(self._units, lambda tx: None if who.session in self._open else lost(tx, who, opened_at))

    async def pulsed(self, who: Caller, now: datetime, *, hears: bool) -> None:
        """A client that does not hear its stream is offered nothing, though the connection seems open; unless the stream was
        opened just now, and its first words are on the way."""
        if who.session not in self._open:
            return
        self._pulses[who.session] = now
        opened_at = self._opened_at.get(who.session)
        if hears or opened_at is None or seconds_between(opened_at, now) < FIRST_WORDS_SECONDS:
            return
        self._deaf.add(who.session)
        await self._units.write(lambda tx: lost(tx, who, opened_at))

    def silent(self, who: Caller, now: datetime) -> bool:
        """Whether a client no longer pulses, or hears nothing: gone, though its connection seems open."""
        last = self._pulses.get(who.session)
        late = last is not None and seconds_between(last, now) > self._silence_seconds
        return late or who.session in self._deaf


def opened(tx: Tx, who: Caller) -> datetime:
    """Returns when, which tells this opening from later ones. Raises `NotSignedIn`."""
    before = agents.presence(tx.conn, who.agent).linked
    if not sessions.link_opened(tx.conn, who.session, tx.now):
        raise NotSignedIn("the session has ended")
    if not before:
        agents.publish_presence(tx, who.agent)
    tx.route()
    return tx.now


def lost(tx: Tx, who: Caller, opened_at: datetime | None = None) -> None:
    """``opened_at``: unless it was opened again since then."""
    if sessions.link_lost(tx.conn, who.session, tx.now, opened_at):
        agents.publish_presence(tx, who.agent)
        tx.due(after(tx.now, centre.settings_row(tx.conn).grace_seconds))


def after_start(tx: Tx) -> None:
    """Nobody is linked when the server starts: everyone has the grace period to come back."""
    sessions.all_links_lost(tx.conn, tx.now)
    tx.due(after(tx.now, centre.settings_row(tx.conn).grace_seconds))
