"""Where a window may stand: rectangles, screens, and the one decision that keeps a frame reachable (I1). No Qt, no window."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec import Struct

STRIP_WIDTH = 120
STRIP_HEIGHT = 24
"""The least of a title bar that a hand can find and drag, in device-independent pixels."""
STEP = 32
"""How far each window of a cascade stands below, and right of, the one before: a title bar."""


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
    """The same text for the same rectangles: names change with the socket a cable is in, where windows fit does not.

    A screen that shows the same as another makes no other arrangement. Empty while there is no screen at all.
    """
    shapes = sorted({(s.geometry.x, s.geometry.y, s.geometry.width, s.geometry.height) for s in screens})
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


def in_sight(frame: Rect, screens: Sequence[Screen]) -> bool:
    """Wholly on the screens, on two of them if that is where the agent put it, and draggable on one."""
    return frame.area > 0 and hidden(frame, screens) == 0 and title_reachable(frame, screens)


def reachable(frame: Rect, screens: Iterable[Screen]) -> bool:
    """One screen shows all of it, its title bar included."""
    return frame.area > 0 and any(screen.available.contains(frame) for screen in screens)


def nearest(frame: Rect, screens: Sequence[Screen]) -> Screen:
    """The screen that shows most of the frame, else the closest one, else the first. At least one screen is needed."""
    best = max(screens, key=lambda screen: frame.common(screen.available).area)
    if frame.common(best.available).area:
        return best
    return min(screens, key=lambda screen: _distance(frame, screen.available))


def with_room(least: Size, screens: Sequence[Screen]) -> list[Screen]:
    """The screens on which a frame of this size has room; all, if none has."""
    usable = [screen for screen in screens if screen.available.area] or list(screens)
    return [
        screen for screen in usable if least.width <= screen.available.width and least.height <= screen.available.height
    ] or usable


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
    """The frame to give a window that opens; ``wanted`` and the result are frames, both sizes are of the inside.

    It is wholly reachable on one screen, always: a wanted frame that is so stays to the pixel, any other is brought onto
    the nearest screen that has room for it. Where not even its minimum has room, its title bar and its top left are.
    Without a wish: centred over the parent's frame ``over``, or on the first screen. With no screen at all it is left
    as it is wished, until there is one.
    """
    least = margins.around(minimum)
    if wanted is None:
        wanted = _first(margins.around(default_size), least, screens, over)
    grown = Rect(wanted.x, wanted.y, max(wanted.width, least.width), max(wanted.height, least.height))
    if not screens:
        return grown
    homes = with_room(least, screens)
    if any(fitted(grown, home.available, least) == grown for home in homes):
        return grown
    return fitted(grown, nearest(grown, homes).available, least)


def lost(frame: Rect, before: Sequence[Screen], now: Sequence[Screen]) -> bool:
    """Whether a change of the screens took something of an open window.

    One that lost nothing by it stays: an agent may have put it across two screens, or half off the edge, on purpose.
    """
    return not title_reachable(frame, now) or hidden(frame, now) > hidden(frame, before)


def rescued(frame: Rect, minimum: Size, before: Sequence[Screen], now: Sequence[Screen], margins: Margins) -> Rect:
    """The frame for a window that a change of the screens took away: wholly reachable on one screen, as if it opened.

    A screen that has only moved, because another one went, takes its windows with it.
    """
    return place(_carried(frame, before, now), frame.size, minimum, now, margins)


def cascaded(frames: Sequence[Rect], minimums: Sequence[Size], area: Rect) -> list[Rect]:
    """The same frames on one area, each a title bar below and right of the one before; both are of the outside.

    One that has no room there is made smaller, down to its minimum and to half of the area; else it begins at the top
    left again.
    """
    placed: list[Rect] = []
    room = area
    for frame, minimum in zip(frames, minimums, strict=True):
        least = Size(
            max(minimum.width, min(frame.width, area.width // 2)),
            max(minimum.height, min(frame.height, area.height // 2)),
        )
        if room.width < least.width or room.height < least.height:
            room = area
        placed.append(fitted(Rect(room.x, room.y, frame.width, frame.height), room, minimum))
        x, y = room.x + STEP, room.y + STEP
        room = Rect(x, y, area.right - x, area.bottom - y)
    return placed


def _first(outer: Size, least: Size, screens: Sequence[Screen], over: Rect | None) -> Rect:
    if not screens:
        return centred(outer, over) if over is not None else Rect(0, 0, outer.width, outer.height)
    homes = with_room(least, screens)
    home = homes[0] if over is None else nearest(over, homes)
    return fitted(centred(outer, over or home.available), home.available, least)


def _carried(frame: Rect, before: Sequence[Screen], now: Sequence[Screen]) -> Rect:
    """The frame as it would stand had it moved with its screen."""
    if not before:
        return frame
    was = nearest(frame, before)
    same = next((screen for screen in now if screen.name and screen.name == was.name), None)
    if same is None:
        return frame
    x, y = frame.x + same.geometry.x - was.geometry.x, frame.y + same.geometry.y - was.geometry.y
    return Rect(x, y, frame.width, frame.height)


def _distance(one: Rect, other: Rect) -> int:
    """Squared distance between the nearest edges."""
    across = max(other.x - one.right, one.x - other.right, 0)
    down = max(other.y - one.bottom, one.y - other.bottom, 0)
    return across * across + down * down
