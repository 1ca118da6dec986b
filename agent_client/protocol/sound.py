"""Recordings as the administrator's window shows them, and what is decided of the sound of all calls (D8, D12). The last
save stands."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct

from .names import RecordingProblem
from .time import Instant


class SoundRules(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    recording_days: Annotated[int, Meta(ge=1, le=36_500)] | None = None
    """Until a recording is deleted; None: never."""
    noise_removal: bool = True


class Sound(Struct, frozen=True, kw_only=True):
    rules: SoundRules = SoundRules()
    kept: int = 0
    bytes: int = 0
    waiting: int = 0
    """Recordings that could not be taken over from the PBX yet: they are tried again."""
    waiting_since: Instant | None = None
    problem: RecordingProblem | None = None
    """Why the latest of them could not."""
    lost: int = 0
    """The PBX had none, or none that was whole."""
    noise_possible: bool = True
    """The PBX has what removes noise."""
