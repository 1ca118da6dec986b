"""The reason that every automatic change carries (design §2)."""

from __future__ import annotations

from msgspec import Struct

from .names import WhyCode
from .time import Instant


class Why(Struct, frozen=True, kw_only=True):
    """A code that the client words in the agent's language, and the facts that belong in the sentence."""

    code: WhyCode
    at: Instant
    params: dict[str, str] = {}
