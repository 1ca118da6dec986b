"""Times as rows and timers need them, beside those of `ui.text`."""

from __future__ import annotations

from datetime import datetime

from ui.text import clock_time, day
from ui.text import duration as padded_duration


def duration(seconds: float, *, padded: bool = False) -> str:
    """``0:38``, ``12:05``, ``1:02:33``; ``00:38`` when padded, for what stands large."""
    written = padded_duration(seconds)
    return written if padded else written.removeprefix("0") if written[1:2] != ":" else written


def clock_seconds(instant: datetime) -> str:
    return f"{instant.astimezone():%H:%M:%S}"


def clock_or_day(instant: datetime, now: datetime | None) -> str:
    """The time of what was today, the day of what was not: ``13:48``, ``18 Nov``."""
    if now is None or instant.astimezone().date() == now.astimezone().date():
        return clock_time(instant)
    return day(instant).rpartition(" ")[0]
