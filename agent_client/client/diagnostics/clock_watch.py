"""When an agent is warned of this computer's clock, and when no more (A10). Times come in; nothing is said here."""

from __future__ import annotations

from datetime import timedelta

from msgspec import Struct

_RIGHT_AGAIN = 0.8
"""Of the limit: a clock that wavers about it is not said to be right and wrong in turns."""


class Warned(Struct, frozen=True):
    """``off``: how far ahead of the server's the clock was when the agent was last told; None: nothing is to be said."""

    off: timedelta | None = None

    def after(self, deviation: timedelta | None, limit: float) -> Warned:
        """The same where nothing new is to be said: told once is told, until the clock jumps or is right again."""
        if deviation is None:
            return self
        seconds = abs(deviation.total_seconds())
        if self.off is None:
            return Warned(deviation) if seconds > limit else self
        if seconds <= limit * _RIGHT_AGAIN:
            return Warned()
        jumped = abs((deviation - self.off).total_seconds()) > max(limit, 1.0)
        return Warned(deviation) if jumped else self
