"""What a popover shows of a call: the administrator's choice, in the administrator's order (C4)."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from datetime import datetime

from agent_client.protocol.contacts import Variable
from agent_client.protocol.time import seconds_between

MOST = 6


def chosen(
    wanted: Iterable[tuple[str, str]], values: Mapping[str, str], secure: Container[str] = ()
) -> tuple[Variable, ...]:
    """``wanted``: key and label. A variable without a value takes no room, and a ``secure`` one is never shown."""
    found = [Variable(label, values[key]) for key, label in wanted if values.get(key) and key not in secure]
    return tuple(found[:MOST])


def waited(since: datetime, now: datetime) -> str:
    """``0:42``, ``12:05``."""
    seconds = max(0, int(seconds_between(since, now)))
    return f"{seconds // 60}:{seconds % 60:02}"
