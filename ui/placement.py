"""Where windows open, and what becomes of them when screens come and go (I1). The decision itself is `workstation.geometry`'s.

Popovers have their own corner: they are rescued like every window, but their places are not kept.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QDeadlineTimer, QElapsedTimer, QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QKeySequence, QResizeEvent, QScreen, QShortcut
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from agent_client.workstation.geometry import (
    Margins,
    Place,
    Rect,
    Screen,
    arrangement_key,
    cascaded,
    in_sight,
    nearest,
    place,
    reachable,
)
from agent_client.workstation.settings import PLACES, Settings

from .frames import (
    FILLING,
    bring_back,
    has_own_corner,
    inner,
    least,
    make_room,
    margins_of,
    normal_frame,
    open_windows,
    places_windows,
    put_in_sight,
    rect,
    screen_in_use,
    screens,
    stand,
    within,
)

BRING_KEY = "Ctrl+Shift+B"
"""Brings all windows to the screen in use, from each of them."""
SAVE_AFTER = 500
"""Milliseconds without a move after which a place is kept."""
RESCUE_AFTER = 150
"""Milliseconds after the last change of the screens: docking changes them several times in a row."""
SETTLE_AFTER = (0, 60, 250)
"""Milliseconds after a show at which the frame is looked at again: X11 tells its size when it pleases."""
BROUGHT_FOR = 1200
"""Milliseconds for which a window is kept on the screen that all were brought to: on a busy computer the window manager places
one that comes from the task bar or another desktop by itself, later."""
LOOKS_AFTER_BRINGING = (*SETTLE_AFTER, 600, 1000)
ARRANGEMENTS = 12
"""So many arrangements of screens are remembered; the one used longest ago is forgotten."""
ASKED_AGAIN = 60_000
"""Milliseconds within which somebody who starts the program twice does not see it, wherever Qt believes it to be."""


class Placement(QObject):
    """Remembers windows by name, per arrangement of screens, and brings back what a vanished screen took away.

    It never activates a window by itself: whoever types goes on typing. Only who asks for the windows gets them in front.
    """

    rearranged = Signal()
    """Windows stand on other screens than before: what is placed by them may follow."""

    def __init__(self, settings: Settings, app: QApplication) -> None:
        super().__init__(app)
        self._settings = settings
        self._app = app
        self._screens = screens()
        self._keepers: list[_Keeper] = []
        self.margins = Margins()  # of the window shown last: the best guess for the next one
        self._came_forward = QElapsedTimer()
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
        self._keepers = [keeper for keeper in self._keepers if isValid(keeper)]  # no window is held beyond its end
        self._keepers.append(_Keeper(window, name, self))

    def save(self) -> None:
        """Keeps the places of all windows that moved, on the disk; at the end of the program, too."""
        self._save_soon.stop()
        self._keepers = [keeper for keeper in self._keepers if isValid(keeper)]
        for keeper in self._keepers:
            if keeper.moved:
                keeper.keep()
        self._settings.save()

    def rescue(self) -> None:
        """Brings back every visible window that a change of the screens took away; modal dialogs first.

        A window that already has a place in the new arrangement goes there. A minimised one is looked at when it comes back.
        """
        self._rescue_soon.stop()
        before, now = self._screens, screens()
        if not now or not places_windows():
            return  # the moment between two monitors: there will be another change
        self._screens = now
        for window in open_windows():
            if window.isMinimized():
                continue
            keeper = _keeper_of(window)
            if keeper is None or not keeper.adapt():
                bring_back(window, before, now)
            if keeper is not None:
                keeper.settle_soon()  # on a screen of another scale its frame is another
        self.rearranged.emit()

    def bring_all(self) -> None:
        """Every window of the program onto the screen in use, one below the other, wholly reachable, and in front."""
        now = screens()
        windows = [window for window in reversed(open_windows()) if not has_own_corner(window)]
        if not now or not windows:
            return
        self._screens = now
        area = screen_in_use(now).available
        for window in windows:
            _to_this_desktop(window)
        frames, margins = [normal_frame(window) for window in windows], [margins_of(window) for window in windows]
        minimums = [around.around(least(window)) for window, around in zip(windows, margins, strict=True)]
        placed = cascaded(frames, minimums, area) if places_windows() else frames
        for window, frame, around in zip(windows, placed, margins, strict=True):
            stand(window, frame, around)
            if (keeper := _keeper_of(window)) is not None:
                keeper.bring(frame)
        self._to_the_front(windows)
        self.rearranged.emit()

    def come_forward(self) -> None:
        """For a program that is started a second time: on top of others, and back on the screens if it was not.

        Asked again within a minute it goes to where the pointer is: who asks does not see it.
        """
        again = self._came_forward.isValid() and not self._came_forward.hasExpired(ASKED_AGAIN)
        self._came_forward.start()
        if again:
            self.bring_all()
            return
        now = screens()
        for window in reversed(open_windows()):
            if not has_own_corner(window):
                window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
                if places_windows():
                    put_in_sight(window, now)
                window.raise_()

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

    def _to_the_front(self, windows: list[QWidget]) -> None:
        """All of them, the last on top; the keyboard goes to the dialog that asks, else to where it was, else to the last."""
        for window in windows:
            window.raise_()
        active = self._app.activeWindow()
        asks = next((window for window in windows if window.isModal()), None)
        front = asks or (active if active in windows else next(iter(windows), None))
        if front is not None:
            front.raise_()
            front.activateWindow()

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
        self._arrangement = arrangement_key(screens())  # in which it was placed last
        self._brought: tuple[Rect, QDeadlineTimer] | None = None
        self._wanted = placement.known(name) or placement.last(name)
        window.installEventFilter(self)
        key = QKeySequence(BRING_KEY)
        if not any(key in action.shortcuts() for action in window.actions()):
            QShortcut(key, window, placement.bring_all)
        make_room(window, screens(), self._assumed)
        if self._wanted is not None:
            stand(window, self._target(), self._assumed, self._wanted.maximised)

    def keep(self) -> None:
        window = self._window
        frame = normal_frame(window)
        placed_here = self._arrangement == arrangement_key(screens()) != ""  # else screens came or went a moment ago
        if self._shown and frame.area and placed_here and not window.isMinimized():
            self.moved = False
            where = nearest(frame, screens()).name
            self._placement.keep(self.name, Place(frame, window.isMaximized(), where))

    def bring(self, frame: Rect) -> None:
        """It has been put there because the agent asked for it."""
        self.let_go()
        self._brought = (frame, QDeadlineTimer(BROUGHT_FOR))
        for delay in LOOKS_AFTER_BRINGING:
            QTimer.singleShot(delay, self, partial(self._settle, False))

    def let_go(self) -> None:
        """It has been put elsewhere on purpose: no longer held where it was to open, or was brought."""
        self._looks = 0
        self._brought = None

    def adapt(self) -> bool:
        """Goes to its place in an arrangement of screens that is new to it. False: it has none there, or nothing is new."""
        key = arrangement_key(screens())
        if key in ("", self._arrangement):
            return False
        self._arrangement = key
        known = self._placement.known(self.name)
        if known is None:
            return False
        window, margins = self._window, margins_of(self._window)
        frame = place(known.frame, inner(window), least(window), screens(), margins)
        stand(window, frame, margins, known.maximised)
        self.let_go()
        return True

    def settle_soon(self, opening: bool = False) -> None:
        for delay in SETTLE_AFTER:
            QTimer.singleShot(delay, self, partial(self._settle, opening))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        match event.type():
            case QEvent.Type.Show:
                self._on_show(opening=not event.spontaneous())
            case QEvent.Type.Move if self._window.isVisible():
                self._on_moved()
            case QEvent.Type.Resize if self._window.isVisible():
                self._on_moved()
                if isinstance(event, QResizeEvent) and not event.spontaneous() and _grew(event):
                    self.settle_soon()  # of itself: it has more to say
            case QEvent.Type.WindowStateChange if self._window.isVisible():
                self._on_moved()
                self.settle_soon()
            case QEvent.Type.Hide if not event.spontaneous() and isValid(self._window):
                self.keep()  # not of a dialog that goes with its parent: it is half gone
        return False

    def _on_show(self, opening: bool) -> None:
        """Qt sends it before the window is on the screen: the last moment to place one that knew no size before."""
        if self._window.testAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen):
            return  # the system shows one of its own instead, and places it
        if self._shown:
            self.adapt()
        elif self._wanted is None:
            stand(self._window, self._target(), self._assumed)
        self.settle_soon(opening)

    def _on_moved(self) -> None:
        if self._shown:
            self.moved = True
            self._placement.save_soon()

    def _settle(self, opening: bool) -> None:
        """Once the frame can be measured, it is the frame that must stand right.

        What the agent laid across two screens stays so until it opens again.
        """
        window, now = self._window, screens()
        if not window.isVisible() or window.isMinimized() or not now:
            return
        if not places_windows():
            self._shown = True
            return
        first, self._shown = not self._shown, True
        self._looks -= 1
        margins = margins_of(window)
        make_room(window, now, margins)
        if not first and self.adapt():
            return
        frame = rect(window.frameGeometry())
        if window.windowState() & FILLING:
            put_in_sight(window, now)
            return
        if self._taken_elsewhere(frame, now):
            return
        if self._looks >= 0 and self._assumed_size(window):
            self._assumed = self._placement.margins = margins
            target = self._target()
        elif reachable(frame, now) or (not opening and in_sight(frame, now)):
            target = frame
        else:
            target = place(frame, frame.size, least(window), now, margins)
        if target != frame:
            stand(window, target, margins)

    def _taken_elsewhere(self, frame: Rect, now: Sequence[Screen]) -> bool:
        """By somebody else than the agent, who has asked for it here a moment ago; then it is put back."""
        if self._brought is None:
            return False
        wanted, until = self._brought
        if until.hasExpired():
            self._brought = None
        elif reachable(wanted, now) and nearest(frame, now).name != nearest(wanted, now).name:
            stand(self._window, wanted, margins_of(self._window))
            return True
        return False

    def _assumed_size(self, window: QWidget) -> bool:
        """Whether it still has the size it was given: else somebody changed it on purpose."""
        target = self._target()
        return rect(window.geometry()).size == within(target, self._assumed)

    def _target(self) -> Rect:
        parent = self._window.parentWidget()
        over = normal_frame(parent.window()) if parent is not None and parent.window().isVisible() else None
        wanted = None if self._wanted is None else self._wanted.frame
        return place(wanted, inner(self._window), least(self._window), screens(), self._assumed, over)


def remember(window: QWidget, name: str) -> None:
    """`Placement.remember` for what opens a window and has no desk. Where there is no program, nothing is remembered."""
    app = QApplication.instance()
    placement = None if app is None else app.findChild(Placement)
    if placement is not None:
        placement.remember(window, name)


def is_remembered(window: QWidget) -> bool:
    return _keeper_of(window) is not None


def _to_this_desktop(window: QWidget) -> None:
    """From the task bar, and under X11 from another virtual desktop: there a window appears on the one in use."""
    window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
    if QGuiApplication.platformName() == "xcb":
        modality = window.windowModality()  # a dialog that was opened forgets it when it hides
        window.hide()
        window.setWindowModality(modality)
        window.show()


def _grew(event: QResizeEvent) -> bool:
    before, after = event.oldSize(), event.size()
    return after.width() > before.width() or after.height() > before.height()


def _keeper_of(window: QWidget) -> _Keeper | None:
    return next((child for child in window.children() if isinstance(child, _Keeper)), None)
