"""Where a popover stands: lower right, but not over what the agent is using, when there is room elsewhere. Rectangles only."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from agent_client.workstation.geometry import Rect, Size

MARGIN = 16
"""Device-independent pixels to the edges of the screen, and between popovers."""


def place_popover(size: Size, screen: Rect, keep_clear: Sequence[Rect] = (), taken: Sequence[Rect] = ()) -> Rect:
    """``screen`` is its available area. ``keep_clear`` is avoided where possible, ``taken`` (other popovers) first of all.

    Preferred: the lower right corner; then up along the right edge; then the same further left. If nothing is free,
    the place that covers least of ``keep_clear``, the lower right one among equals. Always wholly on the screen, if it fits.
    """
    best: Rect | None = None
    least: tuple[int, int] = (0, 0)
    for candidate in _candidates(size, screen, [*keep_clear, *taken]):
        covered = (_covered(candidate, taken), _covered(candidate, keep_clear))
        if covered == (0, 0):
            return candidate
        if best is None or covered < least:
            best, least = candidate, covered
    return best if best is not None else _inside(size, screen, screen.right, screen.bottom)


def _candidates(size: Size, screen: Rect, obstacles: Sequence[Rect]) -> Iterator[Rect]:
    """The corner itself, and every place where the popover would just touch an obstacle, right ones first, low ones first."""
    farthest, lowest = screen.right - MARGIN, screen.bottom - MARGIN
    rights = {farthest, *(thing.x - MARGIN for thing in obstacles)}
    bottoms = {lowest, *(thing.y - MARGIN for thing in obstacles)}
    for right in sorted((right for right in rights if right <= farthest), reverse=True):
        for bottom in sorted((bottom for bottom in bottoms if bottom <= lowest), reverse=True):
            candidate = _inside(size, screen, right, bottom)
            if screen.contains(candidate) or size.width > screen.width or size.height > screen.height:
                yield candidate


def _inside(size: Size, screen: Rect, right: int, bottom: int) -> Rect:
    x = max(screen.x, min(right - size.width, screen.right - size.width))
    y = max(screen.y, min(bottom - size.height, screen.bottom - size.height))
    return Rect(x, y, size.width, size.height)


def _covered(candidate: Rect, things: Sequence[Rect]) -> int:
    return sum(candidate.common(thing).area for thing in things)
