"""The one kind of time on the wire: an instant of the server's clock, in UTC."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Annotated

from msgspec import Meta

Instant = Annotated[datetime, Meta(tz=True)]
"""Aware; UTC when the server sends it (RFC 3339 in JSON)."""


def seconds_between(earlier: datetime, later: datetime) -> float:
    return (later - earlier).total_seconds()


def after(start: datetime, seconds: float) -> datetime:
    return start + timedelta(seconds=seconds)


def from_millis(millis: int) -> datetime:
    """Milliseconds since 1970-01-01T00:00Z, as the database keeps them."""
    return datetime.fromtimestamp(millis / 1000, UTC)


def to_millis(instant: datetime) -> int:
    return round(instant.timestamp() * 1000)
