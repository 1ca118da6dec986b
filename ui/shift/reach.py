"""What an agent is told once the server has been out of reach: for how long, and that nobody was put through meanwhile."""

from __future__ import annotations

from datetime import datetime

from agent_client.client.store.state import Changed, Link, State
from agent_client.client.store.store import Store
from agent_client.protocol.time import seconds_between
from ui.notices import Level, Notice, Notices
from ui.text import clock_time, tr
from ui.widgets.times import duration

WORTH_SAYING = 8.0
"""Seconds. What was shorter was seen on the status bar, and cost nobody a call."""


class ReachJoin:
    def __init__(self, store: Store, notices: Notices) -> None:
        self._notices = notices
        self._lost_since: datetime | None = None
        self.leave = store.watch(Changed.LINK, self._on_link)

    def _on_link(self, state: State, what: Changed) -> None:
        if state.link is Link.DOWN:
            self._lost_since = state.link_since
        elif state.link is Link.UP:
            since, self._lost_since = self._lost_since, None
            if since is not None and state.link_since is not None:
                self._tell(since, state.link_since)

    def _tell(self, since: datetime, until: datetime) -> None:
        seconds = seconds_between(since, until)
        if seconds >= WORTH_SAYING:
            words = tr(
                "The server was out of reach from {time} for {duration}: no new calls came to you meanwhile.",
                time=clock_time(since),
                duration=duration(seconds),
            )
            self._notices.post(Notice(Level.INFORMATION, words, key="out of reach"))
