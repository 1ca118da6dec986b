"""How a window's frame is read and set, and which screens and windows there are: Qt's side of `workstation.geometry`."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QCursor, QGuiApplication, QScreen, QWindow
from PySide6.QtWidgets import QDialog, QWidget

from agent_client.workstation.geometry import Margins, Rect, Screen, Size, in_sight, lost, place, rescued
from ui.top_levels import top_levels

FILLING = Qt.WindowState.WindowMaximized | Qt.WindowState.WindowFullScreen
_NOT_OURS = (Qt.WindowType.Popup, Qt.WindowType.ToolTip, Qt.WindowType.SplashScreen, Qt.WindowType.Desktop)


def screens() -> list[Screen]:
    """The screens that exist now, the primary one first. None for a moment, when the last monitor has gone."""
    primary = QGuiApplication.primaryScreen()
    found = sorted(QGuiApplication.screens(), key=lambda screen: screen is not primary)
    return [Screen(s.name(), rect(s.geometry()), rect(s.availableGeometry())) for s in found]


def places_windows() -> bool:
    """Whether a program may put its windows somewhere, and knows where they are. Wayland keeps both to itself, and leaves
    no window out of reach."""
    return not QGuiApplication.platformName().startswith("wayland")


def screen_in_use(known: Sequence[Screen]) -> Screen:
    """Under the pointer, else where the keyboard is, else the primary one. ``known`` has at least one."""
    names = [_name(QGuiApplication.screenAt(QCursor.pos())), _screen_name(QGuiApplication.focusWindow())]
    return next((screen for name in names for screen in known if name and screen.name == name), known[0])


def open_windows() -> list[QWidget]:
    """All visible windows; modal dialogs first, as they keep the agent from everything else.

    Not those that the system itself shows in our place, as Windows does to choose a file.
    """
    windows = [
        window
        for window in top_levels()
        if window.isVisible()
        and window.windowType() not in _NOT_OURS
        and not window.testAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
    ]
    return sorted(windows, key=lambda window: (not window.isModal(), not isinstance(window, QDialog)))


def has_own_corner(window: QWidget) -> bool:
    """Whether it is a popover: they are put where they belong by whoever shows them."""
    return bool(window.windowFlags() & Qt.WindowType.WindowDoesNotAcceptFocus)


def stand(window: QWidget, frame: Rect, margins: Margins, filling: bool | None = None) -> None:
    """Gives a window its frame; a maximised one on the frame's screen. ``filling``: maximised from now on, or not."""
    state = window.windowState()
    if state & FILLING:
        window.setWindowState(state & ~FILLING)
    size = within(frame, margins)
    # Not move() and resize(): Qt shifts what it moves to negative coordinates by the margins once more.
    window.setGeometry(frame.x + margins.left, frame.y + margins.top, size.width, size.height)
    rest = (state & ~FILLING) if filling is False else (state | Qt.WindowState.WindowMaximized) if filling else state
    if rest != window.windowState():
        window.setWindowState(rest)


def bring_back(window: QWidget, before: Sequence[Screen], now: Sequence[Screen]) -> None:
    """Onto a screen that exists, if the change took it, or its place for when it is no longer maximised."""
    if window.windowState() & FILLING:
        put_in_sight(window, now)
    elif lost(normal_frame(window), before, now):
        margins = margins_of(window)
        stand(window, rescued(normal_frame(window), least(window), before, now, margins), margins)


def put_in_sight(window: QWidget, now: Sequence[Screen]) -> None:
    """Wholly onto one screen, unless all of it can be seen."""
    frame, margins = normal_frame(window), margins_of(window)
    if not (fills_a_screen(window, now) if window.windowState() & FILLING else in_sight(frame, now)):
        stand(window, place(frame, inner(window), least(window), now, margins), margins)


def fills_a_screen(window: QWidget, now: Sequence[Screen]) -> bool:
    """Whether a maximised window is on a screen that exists."""
    return any(screen.geometry.contains(rect(window.geometry())) for screen in now)


def rect(area: QRect) -> Rect:
    return Rect(area.x(), area.y(), area.width(), area.height())


def normal_frame(window: QWidget) -> Rect:
    """Its frame when it is not maximised."""
    if not window.windowState() & (FILLING | Qt.WindowState.WindowMinimized):
        return rect(window.frameGeometry())
    area, margins = rect(window.normalGeometry()), margins_of(window)
    outer = margins.around(area.size)
    return Rect(area.x - margins.left, area.y - margins.top, outer.width, outer.height) if area.area else area


def margins_of(window: QWidget) -> Margins:
    """The frame around a window, none before it was shown."""
    if not window.internalWinId():
        return Margins()
    around = window.windowHandle().frameMargins()
    return Margins(around.left(), around.top(), around.right(), around.bottom())


def inner(window: QWidget) -> Size:
    """The size it has, or would open with."""
    size = window.size() if window.testAttribute(Qt.WidgetAttribute.WA_Resized) else window.sizeHint()
    return Size(max(size.width(), 1), max(size.height(), 1))


def least(window: QWidget) -> Size:
    """The smallest that Qt lets it be: what was set, else what its contents ask for."""
    given, asked = window.minimumSize(), window.minimumSizeHint()
    return Size(given.width() or max(asked.width(), 0), given.height() or max(asked.height(), 0))


def make_room(window: QWidget, known: Sequence[Screen], margins: Margins) -> None:
    """A minimum larger than every screen is given up: narrow columns can be used, what is off the screen cannot."""
    frame = margins.around(Size(0, 0))
    widest = max((screen.available.width for screen in known), default=0) - frame.width
    highest = max((screen.available.height for screen in known), default=0) - frame.height
    if 0 < widest < window.minimumWidth() < window.maximumWidth():
        window.setMinimumWidth(widest)
    if 0 < highest < window.minimumHeight() < window.maximumHeight():
        window.setMinimumHeight(highest)


def within(frame: Rect, margins: Margins) -> Size:
    return Size(max(1, frame.width - margins.left - margins.right), max(1, frame.height - margins.top - margins.bottom))


def _screen_name(window: QWindow | None) -> str:
    """While the window is at hand: a screen that is taken from it goes with it."""
    return "" if window is None else _name(window.screen())


def _name(screen: QScreen | None) -> str:
    """Qt gives none where there is no screen."""
    return "" if screen is None else screen.name()
