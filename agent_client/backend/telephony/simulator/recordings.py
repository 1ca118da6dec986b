"""The recordings of the simulated PBX: of every moment who is heard in it, and the sound of that once it is asked for."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass, field

from msgspec import Struct

from agent_client.backend.ports.telephony import CallId, NoSuchRecording, RecordingMade, TelephonyEvent

from . import sounds
from .audio import Party, recorded
from .lines import Call, Lines

KEPT = 500
"""Finished recordings, so that a demo may run for days."""


class Segment(Struct, frozen=True):
    """A stretch of a recording in which the same parties are heard, in seconds since the recording began. What still goes
    on ends now."""

    start: float
    end: float
    heard: tuple[Party, ...]


@dataclass
class _Tape:
    call: CallId
    began: float
    paused: bool = False
    done: bool = False
    heard: frozenset[Party] = frozenset()
    since: float = 0.0
    segments: list[Segment] = field(default_factory=list)
    ended: float = 0.0
    deleted: bool = False
    """Its sound; who was heard in it is still known."""

    @property
    def seconds(self) -> float:
        return round(self.ended - self.began, 3)

    def cut(self, now: float, heard: frozenset[Party]) -> None:
        """From now on these are heard."""
        if heard == self.heard:
            return
        if self.heard and now > self.since:
            self.segments.append(self._segment(now))
        self.heard, self.since = heard, now

    def _segment(self, end: float) -> Segment:
        return Segment(round(self.since - self.began, 3), round(end - self.began, 3), tuple(sorted(self.heard)))

    def until(self, now: float) -> tuple[Segment, ...]:
        return (*self.segments, self._segment(now)) if self.heard and now > self.since else tuple(self.segments)


class Recordings:
    """``tell`` is told of each that is over."""

    def __init__(
        self, lines: Lines, now: Callable[[], float], tell: Callable[[TelephonyEvent], None] = lambda _: None
    ) -> None:
        self._lines = lines
        self._now = now
        self._tell = tell
        self._tapes: dict[str, _Tape] = {}
        self._running: list[_Tape] = []

    def record(self, call: Call, name: str, *, paused: bool = False) -> None:
        """Under the name of one that was cut off: that one goes on, as after a restart of the centre's server."""
        tape = self._tapes.get(name)
        if tape is None:
            now = self._now()
            self._tapes[name] = tape = _Tape(call.id, now, since=now)
        elif not tape.done:
            return
        tape.paused, tape.done, tape.deleted = paused, False, False
        self._running.append(tape)
        self.follow()
        if len(self._tapes) > KEPT:
            oldest = next((one for one, tape in self._tapes.items() if tape.done), None)
            self._tapes.pop(oldest or "", None)

    def pause(self, name: str, *, paused: bool) -> None:
        tape = self._tapes.get(name)
        if tape is not None and not tape.done:
            tape.paused = paused
            self.follow()

    def follow(self) -> None:
        """Somebody came, left, or hears somebody else."""
        now = self._now()
        for tape in self._running:
            call = self._lines.calls.get(tape.call)
            heard = call is not None and not call.gone and not tape.paused
            tape.cut(now, recorded(self._lines, call) if call is not None and heard else frozenset())
            tape.done, tape.ended = call is None or call.gone, now
        running, self._running = self._running, [tape for tape in self._running if not tape.done]
        for name in [name for name, tape in self._tapes.items() if tape.done and tape in running]:
            self._tell(self._made(name))

    def _made(self, name: str) -> RecordingMade:
        return RecordingMade(name, self._tapes[name].seconds)

    def tell_again(self) -> None:
        """Of those that are over, and that nobody deleted."""
        for name, tape in self._tapes.items():
            if tape.done and not tape.deleted:
                self._tell(self._made(name))

    def of_call(self, call: CallId) -> dict[str, tuple[Segment, ...]]:
        """By name, also after the call's end."""
        now = self._now()
        return {name: tape.until(now) for name, tape in self._tapes.items() if tape.call == call}

    # The sound.

    async def sound(self, name: str) -> AsyncIterator[bytes]:
        """A WAV file, piece by piece. Raises `NoSuchRecording`."""
        tape = self._tapes.get(name)
        if tape is None or not tape.done or tape.deleted:
            raise NoSuchRecording(name)
        yield sounds.header(_samples(tape.seconds))
        for piece in _heard(tape):
            yield piece

    def delete(self, name: str) -> None:
        tape = self._tapes.get(name)
        if tape is not None and tape.done:
            tape.deleted = True


def _samples(seconds: float) -> int:
    return round(seconds * sounds.RATE)


def _heard(tape: _Tape) -> Iterator[bytes]:
    """All of it: with the silence between."""
    at = 0
    for segment in tape.segments:
        start, end = _samples(segment.start), _samples(segment.end)
        yield from sounds.samples(at, start, ())
        yield from sounds.samples(start, end, segment.heard)
        at = end
    yield from sounds.samples(at, _samples(tape.seconds), ())
