"""The real program, signed in by `driver`, whose argv it takes.

Says beside that ``painted ns cpu_ns`` when a popover has been painted for the first time.
"""

from __future__ import annotations

from driver import run, wish


def watch_popovers() -> None:
    """Its own paint event, and then a word once that is over: nothing is asked of any other widget's events."""
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


if wish == "ready":
    watch_popovers()
run()
