"""Watches the real program's popovers."""

from __future__ import annotations


def watch_popovers() -> None:
    """Says ``painted ns cpu_ns`` when one has been painted for the first time: its own paint event, and then a word once that
    is over; nothing is asked of any other widget's events."""
    from painted import Painted

    from ui.popovers.request_popover import RequestPopover

    painted = Painted(lambda when, cpu: print("painted", when, cpu, flush=True))
    seen: set[int] = set()
    paint = RequestPopover.paintEvent

    def paint_event(self: RequestPopover, event: object) -> None:
        paint(self, event)  # type: ignore[arg-type]
        if self.contact_id not in seen:
            seen.add(self.contact_id)
            painted.arm()

    RequestPopover.paintEvent = paint_event  # type: ignore[assignment,method-assign]
