"""How much of the time the Qt thread works, by the processor's own account of that thread."""

from __future__ import annotations

import time


class Busy:
    """To be used on the Qt thread. What other threads of the process do meanwhile is not in it."""

    def __init__(self) -> None:
        self.begin()

    def begin(self) -> None:
        self._began, self._worked = time.monotonic_ns(), time.thread_time_ns()

    def per_cent(self) -> float:
        """Of the time since `begin`."""
        return 100.0 * (time.thread_time_ns() - self._worked) / (time.monotonic_ns() - self._began)
