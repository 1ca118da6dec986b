"""Whether a supervisor listens to a colleague now, which takes their phone: the buttons follow it, the server refuses by it."""

from __future__ import annotations

from agent_client.protocol.agents import ListeningTo, Me


def listening_to(me: Me) -> ListeningTo | None:
    """What they listen to, or are rung for."""
    last = me.listening
    return last if last is not None and last.ended_at is None else None
