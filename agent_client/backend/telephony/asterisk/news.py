"""What is told to the centre, at once and in order; nothing while the link is lost."""

from __future__ import annotations

from collections.abc import Callable

from agent_client.backend.ports.telephony import TelephonyEvent


class News:
    def __init__(self) -> None:
        self.listener: Callable[[TelephonyEvent], None] | None = None
        self.lost = True

    def tell(self, event: TelephonyEvent) -> None:
        if self.listener is not None and not self.lost:
            self.listener(event)
