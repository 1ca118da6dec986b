"""Where windows open, and what becomes of them when screens come and go (I1). The decision itself is `workstation.geometry`'s.

Popovers have their own corner: they are rescued like every window, but their places are not kept.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRect, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QScreen
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from agent_client.workstation.geometry import (
    Margins,
    Place,
    Rect,
    Screen,
    Size,
    arrangement_key,
    nearest,
    place,
    reachable,
    rescued,
)
from agent_client.workstation.settings import PLACES, Settings

SAVE_AFTER = 500
"""Milliseconds without a move after which a place is kept."""
RESCUE_AFTER = 150
"""Milliseconds after the last change of the screens: docking changes them several times in a row."""
SETTLE_AFTER = (0, 60, 250)
"""Milliseconds after a show at which the frame is looked at again: X11 tells its size when it pleases."""
ARRANGEMENTS = 12
"""So many arrangements of screens are remembered; the one used longest ago is forgotten."""

_FILLING = Qt.WindowState.WindowMaximized | Qt.WindowState.WindowFullScreen
_NOT_OURS = (Qt.WindowType.Popup, Qt.WindowType.ToolTip, Qt.WindowType.SplashScreen, Qt.WindowType.Desktop)


class Placement(QObject):
    """Remembers windows by name, per arrangement of screens, and brings back what a vanished screen took away.

    It never activates a window: whoever types goes on typing.
    """

    def __init__(self, settings: Settings, app: QApplication) -> None:
        super().__init__(app)
        self._settings = settings
        self._app = app
        self._screens = screens()
        self.margins = Margins()  # of the window shown last: the best guess for the next one
        self._save_soon = QTimer(self, singleShot=True, interval=SAVE_AFTER)
        self._save_soon.timeout.connect(self.save)
        self._rescue_soon = QTimer(self, singleShot=True, interval=RESCUE_AFTER)
        self._rescue_soon.timeout.connect(self.rescue)
        app.screenAdded.connect(self._on_screen_added)
        app.screenRemoved.connect(self._on_screens_changed)
        app.primaryScreenChanged.connect(self._on_screens_changed)
        for screen in app.screens():
            self._watch(screen)

    def remember(self, window: QWidget, name: str) -> None:
        """Call before the first show. ``name`` is the kind of window, such as ``main`` or ``wrap_up``."""
        _Keeper(window, name, self)

    def save(self) -> None:
        """Keeps the places of all windows that moved, on the disk; at the end of the program, too."""
        self._save_soon.stop()
        for window in self._app.topLevelWidgets():
            keeper = _keeper_of(window)
            if keeper is not None and keeper.moved:
                keeper.keep()
        self._settings.save()

    def rescue(self) -> None:
        """Brings back every visible window that a change of the screens took away; modal dialogs first.

        A window that already has a place in the new arrangement goes there.
        """
        self._rescue_soon.stop()
        before, now = self._screens, screens()
        if not now:
            return  # the moment between two monitors: there will be another change
        self._screens = now
        rearranged = arrangement_key(before) != arrangement_key(now)
        for window in open_windows(self._app):
            keeper = _keeper_of(window)
            known = self.known(keeper.name) if keeper is not None and rearranged else None
            if known is not None:
                margins = margins_of(window)
                target = place(known.frame, inner(window), least(window), now, margins)
                stand(window, target, margins, known.maximised)
            else:
                bring_back(window, before, now)

    def known(self, name: str) -> Place | None:
        """The place of this name in the present arrangement of screens."""
        return self._settings.get(PLACES).get(arrangement_key(screens()), {}).get(name)

    def last(self, name: str) -> Place | None:
        """The place of this name in the arrangement, of any, in which it was kept last."""
        for places in reversed(self._settings.get(PLACES).values()):
            if name in places:
                return places[name]
        return None

    def keep(self, name: str, kept: Place) -> None:
        """In force at once; on the disk when the windows have come to rest."""
        before = self._settings.get(PLACES)
        places = dict(before)
        key = arrangement_key(screens())
        here = places.pop(key, {}) | {name: kept}
        while len(places) >= ARRANGEMENTS:
            del places[next(iter(places))]
        self._settings.set(PLACES, places | {key: here})
        self.save_soon()

    def save_soon(self) -> None:
        self._save_soon.start()

    def _watch(self, screen: QScreen) -> None:
        screen.geometryChanged.connect(self._on_screens_changed)
        screen.availableGeometryChanged.connect(self._on_screens_changed)

    def _on_screen_added(self, screen: QScreen) -> None:
        self._watch(screen)
        self._rescue_soon.start()

    def _on_screens_changed(self, what: object) -> None:
        self._rescue_soon.start()


class _Keeper(QObject):
    """Sits in a remembered window, sees it shown and moved, and goes with it."""

    def __init__(self, window: QWidget, name: str, placement: Placement) -> None:
        super().__init__(window)
        self.name = name
        self.moved = False
        self._window = window
        self._placement = placement
        self._shown = False
        self._looks = len(SETTLE_AFTER)  # of its first show: until then it is held where it belongs
        self._assumed = placement.margins
        self._wanted = placement.known(name) or placement.last(name)
        window.installEventFilter(self)
        if self._wanted is not None:
            stand(window, self._target(), self._assumed, self._wanted.maximised)

    def keep(self) -> None:
        self.moved = False
        window = self._window
        frame = normal_frame(window)
        if self._shown and frame.area and not window.isMinimized():
            where = nearest(frame, screens()).name if screens() else ""
            self._placement.keep(self.name, Place(frame, window.isMaximized(), where))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        match event.type():
            case QEvent.Type.Show:
                self._on_show()
            case QEvent.Type.Move | QEvent.Type.Resize if self._window.isVisible():
                self._on_moved()
            case QEvent.Type.WindowStateChange if self._window.isVisible():
                self._on_moved()
                self._settle_soon()
            case QEvent.Type.Hide if not event.spontaneous():
                self.keep()
        return False

    def _on_show(self) -> None:
        """Qt sends it before the window is on the screen: the last moment to place one that knew no size before."""
        if not self._shown and self._wanted is None:
            stand(self._window, self._target(), self._assumed)
        self._settle_soon()

    def _on_moved(self) -> None:
        if self._shown:
            self.moved = True
            self._placement.save_soon()

    def _settle_soon(self) -> None:
        for delay in SETTLE_AFTER:
            QTimer.singleShot(delay, self, self._settle)

    def _settle(self) -> None:
        """Once the frame can be measured, it is the frame that must stand right."""
        window = self._window
        if not window.isVisible() or window.isMinimized():
            return
        self._shown = True
        self._looks -= 1
        margins = margins_of(window)
        frame = rect(window.frameGeometry())
        if window.windowState() & _FILLING:
            return
        if self._looks >= 0 and self._assumed_size(window):
            self._assumed = self._placement.margins = margins
            target = self._target()
        else:
            target = (
                frame if reachable(frame, screens()) else place(frame, frame.size, least(window), screens(), margins)
            )
        if target != frame:
            stand(window, target, margins)

    def _assumed_size(self, window: QWidget) -> bool:
        """Whether it still has the size it was given: else somebody changed it on purpose."""
        target = self._target()
        return rect(window.geometry()).size == _within(target, self._assumed)

    def _target(self) -> Rect:
        parent = self._window.parentWidget()
        over = rect(parent.window().frameGeometry()) if parent is not None and parent.window().isVisible() else None
        wanted = None if self._wanted is None else self._wanted.frame
        return place(wanted, inner(self._window), least(self._window), screens(), self._assumed, over)


def screens() -> list[Screen]:
    """The screens that exist now, the primary one first."""
    primary = QGuiApplication.primaryScreen()
    found = sorted(QGuiApplication.screens(), key=lambda screen: screen is not primary)
    return [Screen(s.name(), rect(s.geometry()), rect(s.availableGeometry())) for s in found]


def open_windows(app: QApplication) -> list[QWidget]:
    """All visible windows; modal dialogs first, as they keep the agent from everything else."""
    windows = [w for w in app.topLevelWidgets() if w.isVisible() and w.windowType() not in _NOT_OURS]
    return sorted(windows, key=lambda window: (not window.isModal(), not isinstance(window, QDialog)))


def stand(window: QWidget, frame: Rect, margins: Margins, filling: bool | None = None) -> None:
    """Gives a window its frame; a maximised one on the frame's screen. ``filling``: maximised from now on, or not."""
    state = window.windowState()
    if state & _FILLING:
        window.setWindowState(state & ~_FILLING)
    size = _within(frame, margins)
    # Not move() and resize(): Qt shifts what it moves to negative coordinates by the margins once more.
    window.setGeometry(frame.x + margins.left, frame.y + margins.top, size.width, size.height)
    rest = (state & ~_FILLING) if filling is False else (state | Qt.WindowState.WindowMaximized) if filling else state
    if rest != window.windowState():
        window.setWindowState(rest)


def bring_back(window: QWidget, before: list[Screen], now: list[Screen]) -> None:
    if window.isMinimized():
        return  # looked at when it comes back
    frame, margins = normal_frame(window), margins_of(window)
    if window.windowState() & _FILLING:
        if not any(screen.geometry.contains(rect(window.geometry())) for screen in now):
            stand(window, place(frame, inner(window), least(window), now, margins), margins)
        return
    target = rescued(frame, least(window), before, now, margins)
    if target != frame:
        stand(window, target, margins)


def rect(area: QRect) -> Rect:
    return Rect(area.x(), area.y(), area.width(), area.height())


def normal_frame(window: QWidget) -> Rect:
    """Its frame when it is not maximised."""
    if not window.windowState() & (_FILLING | Qt.WindowState.WindowMinimized):
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
    size = window.minimumSize().expandedTo(window.minimumSizeHint())
    return Size(size.width(), size.height())


def _within(frame: Rect, margins: Margins) -> Size:
    return Size(max(1, frame.width - margins.left - margins.right), max(1, frame.height - margins.top - margins.bottom))


def _keeper_of(window: QWidget) -> _Keeper | None:
    return next((child for child in window.children() if isinstance(child, _Keeper)), None)
