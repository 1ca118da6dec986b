"""Where a window may stand: rectangles, screens, and the one decision that keeps a frame reachable (I1). No Qt, no window."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec import Struct

STRIP_WIDTH = 120
STRIP_HEIGHT = 24
"""The least of a title bar that a hand can find and drag, in device-independent pixels."""


class Size(Struct, frozen=True):
    width: int
    height: int


class Margins(Struct, frozen=True):
    """What the window system draws around a window: title bar on top, borders."""

    left: int = 0
    top: int = 0
    right: int = 0
    bottom: int = 0

    def around(self, inner: Size) -> Size:
        return Size(inner.width + self.left + self.right, inner.height + self.top + self.bottom)


class Rect(Struct, frozen=True):
    """Half-open: ``right`` and ``bottom`` are the first pixels outside."""

    x: int
    y: int
    width: int
    height: int

    @property
    def right(self) -> int:
        return self.x + self.width

    @property
    def bottom(self) -> int:
        return self.y + self.height

    @property
    def size(self) -> Size:
        return Size(self.width, self.height)

    @property
    def area(self) -> int:
        return self.width * self.height if self.width > 0 and self.height > 0 else 0

    def contains(self, other: Rect) -> bool:
        return self.x <= other.x and self.y <= other.y and other.right <= self.right and other.bottom <= self.bottom

    def common(self, other: Rect) -> Rect:
        """What both cover; of area 0 where they do not meet."""
        x, y = max(self.x, other.x), max(self.y, other.y)
        return Rect(x, y, max(0, min(self.right, other.right) - x), max(0, min(self.bottom, other.bottom) - y))

    def without(self, other: Rect) -> list[Rect]:
        """The up to four pieces of this one that the other does not cover."""
        hole = self.common(other)
        if not hole.area:
            return [self] if self.area else []
        pieces = (
            Rect(self.x, self.y, self.width, hole.y - self.y),
            Rect(self.x, hole.bottom, self.width, self.bottom - hole.bottom),
            Rect(self.x, hole.y, hole.x - self.x, hole.height),
            Rect(hole.right, hole.y, self.right - hole.right, hole.height),
        )
        return [piece for piece in pieces if piece.area]


class Screen(Struct, frozen=True):
    """``available`` is the part that task bars leave. In a list of screens the primary one comes first."""

    name: str
    geometry: Rect
    available: Rect


class Place(Struct, frozen=True):
    """Where a window stood: its frame when not maximised, and the screen that frame was on."""

    frame: Rect
    maximised: bool = False
    screen: str = ""


def arrangement_key(screens: Iterable[Screen]) -> str:
    """The same text for the same rectangles: names change with the socket a cable is in, where windows fit does not."""
    shapes = sorted((s.geometry.x, s.geometry.y, s.geometry.width, s.geometry.height) for s in screens)
    return " ".join(f"{width}x{height}{x:+d}{y:+d}" for x, y, width, height in shapes)


def hidden(frame: Rect, screens: Iterable[Screen]) -> int:
    """How many pixels of the frame lie on no screen's available area."""
    left = [frame]
    for screen in screens:
        left = [piece for part in left for piece in part.without(screen.available)]
    return sum(piece.area for piece in left)


def title_reachable(frame: Rect, screens: Iterable[Screen]) -> bool:
    """Whether enough of the title bar lies on one available area to drag the window by."""
    strip = Rect(frame.x, frame.y, frame.width, min(STRIP_HEIGHT, frame.height))
    width = min(STRIP_WIDTH, frame.width)
    parts = (strip.common(screen.available) for screen in screens)
    return any(part.width >= width and part.height == strip.height for part in parts)


def reachable(frame: Rect, screens: Sequence[Screen]) -> bool:
    """Wholly on the screens, on two of them if that is where the agent put it, and draggable on one."""
    return frame.area > 0 and hidden(frame, screens) == 0 and title_reachable(frame, screens)


def nearest(frame: Rect, screens: Sequence[Screen]) -> Screen:
    """The screen that shows most of the frame, else the closest one, else the first. At least one screen is needed."""
    best = max(screens, key=lambda screen: frame.common(screen.available).area)
    if frame.common(best.available).area:
        return best
    return min(screens, key=lambda screen: _distance(frame, screen.available))


def fitted(frame: Rect, area: Rect, minimum: Size) -> Rect:
    """Shrunk to the area, but not below the minimum, then moved into it.

    A minimum larger than the area sticks out to the right and below: the title bar stays.
    """
    width = max(min(frame.width, area.width), minimum.width)
    height = max(min(frame.height, area.height), minimum.height)
    x = max(area.x, min(frame.x, area.right - width))
    y = max(area.y, min(frame.y, area.bottom - height))
    return Rect(x, y, width, height)


def centred(frame: Size, over: Rect) -> Rect:
    return Rect(
        over.x + (over.width - frame.width) // 2, over.y + (over.height - frame.height) // 2, frame.width, frame.height
    )


def place(
    wanted: Rect | None,
    default_size: Size,
    minimum: Size,
    screens: Sequence[Screen],
    margins: Margins,
    over: Rect | None = None,
) -> Rect:
    """The frame to give a window; ``wanted`` and the result are frames, both sizes are of the inside.

    A wanted frame that is wholly reachable stays to the pixel. Any other is brought wholly onto one screen. Without a
    wish: centred over the parent's frame ``over``, or on the first screen.
    """
    least = margins.around(minimum)
    if wanted is None:
        home = screens[0] if over is None else nearest(over, screens)
        return fitted(centred(margins.around(default_size), over or home.available), home.available, least)
    grown = Rect(wanted.x, wanted.y, max(wanted.width, least.width), max(wanted.height, least.height))
    if reachable(grown, screens):
        return grown
    return fitted(grown, nearest(grown, screens).available, least)


def rescued(frame: Rect, minimum: Size, before: Sequence[Screen], now: Sequence[Screen], margins: Margins) -> Rect:
    """The frame after the screens changed under an open window.

    One that lost nothing by the change stays: an agent may have pushed it half off the edge on purpose.
    """
    if title_reachable(frame, now) and hidden(frame, now) <= hidden(frame, before):
        return frame
    return place(frame, frame.size, minimum, now, margins)


def _distance(one: Rect, other: Rect) -> int:
    """Squared distance between the nearest edges."""
    across = max(other.x - one.right, one.x - other.right, 0)
    down = max(other.y - one.bottom, one.y - other.bottom, 0)
    return across * across + down * down
