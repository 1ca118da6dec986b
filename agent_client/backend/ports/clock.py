"""The server's clock, the only one that counts. Everything below is handed `now`; nothing reads a clock by itself."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Protocol


class Clock(Protocol):
    def now(self) -> datetime:
        """Aware, UTC, whole milliseconds: what the database keeps."""
        ...


class SystemClock:
    def now(self) -> datetime:
        now = datetime.now(UTC)  # noqa: TID251 - the one home of the server's time
        return now.replace(microsecond=now.microsecond // 1000 * 1000)
