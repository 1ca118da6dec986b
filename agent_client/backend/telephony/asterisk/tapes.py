"""Recordings: a silent companion follows the customer's channel through hold and transfer, and records what they hear and
say; while they talk with nobody, or in a pause, there is silence in its place, so that the file keeps the call's clock."""

from __future__ import annotations

import asyncio
from collections.abc import Set
from dataclasses import dataclass
from uuid import uuid4

from agent_client.backend.ports.telephony import RecordingMade
from agent_client.backend.telephony.sides import Customer

from .ari import Reply
from .happenings import Recording
from .lines import NOWHERE, Call, ChannelId, Lines
from .news import News
from .placement import conversation, talks_with_customer
from .recorded_files import NOT_RECORDED, RecordedFiles
from .wire import CALL, LEG, Wire, quoted

PURPOSE = "tape"
CHANGE_SECONDS = 0.1
"""From the end of one companion to the next: a frame or two, after which Asterisk has forgotten the first."""
AT_MOST_SECONDS = 1.0
"""Until that end."""


@dataclass
class Tape:
    """``channel``: the companion's, once it was asked for. ``runs``: sound is being written. ``silent``: as was ordered.
    ``written``: there is sound in the file. ``other``: who alone was last with the customer. ``changes``: the companion is
    sent away for another one."""

    name: str
    call: Call
    paused: bool = False
    channel: ChannelId = NOWHERE
    runs: bool = False
    silent: bool = False
    written: bool = False
    other: ChannelId = NOWHERE
    changes: bool = False


class Tapes:
    def __init__(self, lines: Lines, wire: Wire, news: News, files: RecordedFiles) -> None:
        self._lines = lines
        self._wire = wire
        self._news = news
        self._files = files
        self._tapes: dict[str, Tape] = {}

    def __contains__(self, name: object) -> bool:
        """Whether it goes on."""
        return name in self._tapes

    def has(self, channel: ChannelId) -> bool:
        return self._by_channel(channel) is not None

    def record(self, call: Call, name: str, *, paused: bool = False) -> None:
        """Under the name of one that was cut off: that one goes on."""
        if name not in self._tapes:
            self._tapes[name] = Tape(name, call, paused)
            self.follow(call)

    def adopt(self, call: Call, name: str, channel: ChannelId, *, paused: bool) -> None:
        """One that has gone on without us; whether it is silent is not known."""
        self._tapes[name] = tape = Tape(name, call, paused, channel, runs=True, written=True)
        self._silence(tape)

    def pause(self, name: str, *, paused: bool) -> None:
        tape = self._tapes.get(name)
        if tape is not None:
            tape.paused = paused
            self.follow(tape.call)

    def follow(self, call: Call) -> None:
        """Somebody came, left, or hears somebody else."""
        for tape in [tape for tape in self._tapes.values() if tape.call is call]:
            if self._lines.calls.get(call.id) is not call or call.gone:
                self._stop(tape)
            elif tape.runs:
                self._go_on(tape)
            elif not tape.channel and not tape.changes and call.customer in (Customer.WAITING, Customer.TALKING):
                self._begin(tape)

    def _go_on(self, tape: Tape) -> None:
        """A companion that was there while the customer talked with one hears nothing of what another says: as these come
        by other streams, Asterisk's translator of the first takes theirs for late."""
        silent = tape.paused or not talks_with_customer(self._lines, tape.call)
        talk = () if silent else conversation(self._lines, tape.call) - {tape.call.channel}
        other = next(iter(talk)) if len(talk) == 1 else tape.other
        if tape.other and other != tape.other:
            tape.runs, tape.changes = False, True
            self._wire.send("POST", f"recordings/live/{self._files.path(tape.name)}/stop")
        elif tape.silent is not silent:
            self._silence(tape)
        tape.other = other

    def _change(self, tape: Tape) -> None:
        tape.changes, tape.silent = False, False
        if self._tapes.get(tape.name) is tape:
            self.follow(tape.call)

    def _silence(self, tape: Tape) -> None:
        tape.silent = tape.paused or not talks_with_customer(self._lines, tape.call)
        self._wire.send("POST" if tape.silent else "DELETE", f"recordings/live/{self._files.path(tape.name)}/mute")

    def _begin(self, tape: Tape) -> None:
        tape.channel = ChannelId(f"{PURPOSE}-{uuid4().hex}")

        def asked(reply: Reply) -> None:
            if not reply.done:
                self._failed(tape)

        self._wire.snoop(tape.call.channel, tape.channel, f"{PURPOSE},{tape.name}", asked)

    def ready(self, channel: ChannelId) -> None:
        """The companion is there."""
        tape = self._by_channel(channel)
        if tape is None or tape.runs:
            return
        self._wire.name(channel, {CALL: tape.call.id, LEG: f"{PURPOSE},{tape.name}"})

        def begun(reply: Reply) -> None:
            if not reply.done:
                self._failed(tape)
                self._wire.hang_up(channel)

        self._wire.send(
            "POST",
            f"channels/{quoted(channel)}/record",
            then=begun,
            name=self._files.full_name(tape.name),
            format="wav",
            ifExists="append",
        )

    def began(self, recording: Recording) -> None:
        tape = self._tapes.get(self._files.name(recording.name))
        if tape is not None and not tape.runs:
            tape.runs = tape.written = True
            self.follow(tape.call)

    def over(self, recording: Recording, problem: str = "") -> None:
        """Repeatable."""
        tape = self._tapes.get(self._files.name(recording.name))
        if tape is None:
            return
        if tape.channel:
            self._wire.hang_up(tape.channel)
        if tape.changes:
            asyncio.get_running_loop().call_later(AT_MOST_SECONDS, self.gone, tape.channel)
        else:
            del self._tapes[tape.name]
            self._files.made(tape.name, problem)

    def missing(self, there: Set[ChannelId]) -> None:
        """After the link was lost: a companion that is not there any more did its part, and another one follows if the call
        goes on."""
        for tape in self._tapes.values():
            if tape.channel not in there:
                tape.channel, tape.runs, tape.changes, tape.silent = NOWHERE, False, False, False

    def gone(self, channel: ChannelId) -> None:
        """A companion has left. Had it recorded, that is told by itself. Repeatable."""
        tape = self._by_channel(channel) if channel else None
        if tape is None or tape.runs:
            return
        if tape.changes:
            tape.channel = NOWHERE
            asyncio.get_running_loop().call_later(CHANGE_SECONDS, self._change, tape)
        else:
            self._failed(tape)

    def _stop(self, tape: Tape) -> None:
        if tape.runs:
            self._wire.send("POST", f"recordings/live/{self._files.path(tape.name)}/stop")
        else:
            if tape.channel:
                self._wire.hang_up(tape.channel)
            self._failed(tape)

    def _failed(self, tape: Tape) -> None:
        if self._tapes.pop(tape.name, None) is None:
            return
        if tape.written:
            self._files.made(tape.name)
        else:
            self._news.tell(RecordingMade(tape.name, problem=NOT_RECORDED))

    def _by_channel(self, channel: ChannelId) -> Tape | None:
        return next((tape for tape in self._tapes.values() if tape.channel == channel), None)
