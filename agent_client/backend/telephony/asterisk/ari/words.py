"""What the layer promises: the interface that the engine is built on, its answers and its errors."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Mapping
from typing import Any, Protocol, TypeAlias

from msgspec import Struct

Event: TypeAlias = dict[str, Any]
"""As Asterisk tells it, with its ``type``."""
Query: TypeAlias = str | int | bool


class Reply(Struct, frozen=True):
    """What Asterisk answered to a command. ``body``: parsed; None: there was none."""

    status: int
    body: Any = None

    @property
    def done(self) -> bool:
        return 200 <= self.status < 300


class AriLost(OSError):
    """Asterisk cannot be reached, or the link went before the answer: whether it was carried out is not known."""


class AriRefused(Exception):
    """Asterisk answered that it will not; the text is its own."""

    def __init__(self, status: int, text: str) -> None:
        super().__init__(f"{status}: {text}" if text else str(status))
        self.status = status
        self.text = text


class Ari(Protocol):
    async def start(
        self, on_event: Callable[[Event], None], on_up: Callable[[], None], on_down: Callable[[], None]
    ) -> None:
        """From now on the link is sought, and sought again when it is lost; returns before it is there. ``on_up`` and
        ``on_down`` take turns. Raises `AriLost` where it cannot listen."""
        ...

    async def stop(self) -> None: ...

    async def command(self, method: str, path: str, body: Mapping[str, object] | None = None, **query: Query) -> Reply:
        """Carried out in the order sent. An event that it causes may come before its answer. Raises `AriLost`."""
        ...

    async def get(self, path: str, **query: Query) -> Any:
        """Raises `AriRefused`, `AriLost`."""
        ...

    async def fetch(self, path: str) -> AsyncIterator[bytes]:
        """To be read to its end, or closed. Raises `AriRefused`, `AriLost`."""
        ...
