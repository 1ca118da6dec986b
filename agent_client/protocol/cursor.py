"""The position in the event log that an SSE id carries: the log's epoch and, per stream, the last number seen.

Written as ``epoch;agent/7=12;queue/1=99;centre=5``. It comes back as Last-Event-ID (WHATWG HTML, server-sent events).
"""

from __future__ import annotations

from msgspec import Struct

CENTRE = "centre"
SUPERVISING = "supervising"
"""How every queue stands, for those who look after all of them."""


def agent_stream(agent: int) -> str:
    return f"agent/{agent}"


def queue_stream(queue: int) -> str:
    return f"queue/{queue}"


class Cursor(Struct, frozen=True):
    epoch: str
    numbers: dict[str, int]

    def advanced(self, stream: str, number: int) -> Cursor:
        return Cursor(self.epoch, {**self.numbers, stream: number})

    def __str__(self) -> str:
        return ";".join([self.epoch, *(f"{stream}={number}" for stream, number in sorted(self.numbers.items()))])


def read_cursor(text: str) -> Cursor | None:
    """None for anything that is not a cursor: the reader then needs a snapshot."""
    epoch, *parts = text.split(";")
    numbers: dict[str, int] = {}
    for part in parts:
        stream, equals, digits = part.partition("=")
        if not (stream and equals and digits.isascii() and digits.isdigit() and len(digits) < 19):
            return None
        numbers[stream] = int(digits)
    return Cursor(epoch, numbers) if epoch and numbers else None
