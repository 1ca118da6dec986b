"""What stands behind the port: a PBX that is acted on, its phones, and the recordings that it made."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Sequence
from typing import Protocol

from msgspec import Struct

from .actions import TelephonyAction
from .events import Alive, TelephonyEvent
from .known import KnownCall, KnownLine


class Phones(Protocol):
    """What the agents' phones can be told to do from the desktop."""

    def can_answer(self, phone: str) -> bool:
        """Answer a call that rings (C3)."""
        ...

    def can_mute(self, phone: str) -> bool: ...

    def online(self, phone: str) -> bool | None:
        """Whether the PBX reaches it now. None: it cannot say, as of a public number."""
        ...


class Telephony(Phones, Protocol):
    async def start(
        self, tell: Callable[[TelephonyEvent], None], known: Sequence[KnownCall], lines: Sequence[KnownLine] = ()
    ) -> Alive:
        """Connect to the PBX and from now on tell its events. Returns what of the known calls, their listeners and the kept
        lines is still alive there."""
        ...

    async def act(self, action: TelephonyAction) -> None:
        """Carry out one action. What comes of it arrives as an event; an action on what is gone, or while the link is lost,
        does nothing."""
        ...

    async def stop(self) -> None: ...


class NoSuchRecording(Exception):
    """The PBX has none of this name, or it is not over yet."""


class RecordingStore(Protocol):
    """The recordings that the PBX made, until the centre has taken them over."""

    async def fetch(self, name: str) -> AsyncIterator[bytes]:
        """A WAV file (RIFF, PCM). Raises `NoSuchRecording`; `OSError` when the PBX cannot be reached."""
        ...

    async def delete(self, name: str) -> None:
        """Repeatable. Raises `OSError`."""
        ...


class PhoneAccount(Struct, frozen=True, kw_only=True):
    """A phone that the PBX lets register. ``fixed``: from its own configuration, not to be changed from here."""

    phone: str
    name: str = ""
    online: bool = False
    fixed: bool = False


class PhoneAccounts(Protocol):
    """The phones of the PBX, where it can be told of new ones while it runs."""

    async def all(self) -> Sequence[PhoneAccount]:
        """Raises `OSError`."""
        ...

    async def set(self, phone: str, name: str, password: str) -> None:
        """A new one, or a new password for one that is not ``fixed``; at once, and for as long as the PBX lives. Raises
        `OSError`, and `ValueError` for one that is ``fixed``."""
        ...

    async def remove(self, phone: str) -> None:
        """Repeatable. Raises as `set` does."""
        ...
