"""Which popovers there are now, and where: a window a request, the oldest on top, and the one that asks after RONA (C2)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QObject, QRect, QTimer, Signal

from agent_client.client.store.state import EMPTY, Link, State
from agent_client.client.store.views import requests
from agent_client.protocol.contacts import Contact
from agent_client.protocol.names import ContactId, Direction
from agent_client.rules.phases import must_choose
from agent_client.workstation.geometry import Rect, Size
from ui import theme
from ui.widgets.action_button import ActionButton

from .call_popover import CallPopover
from .placing import place_popover
from .popover import Popover
from .rona_popover import RonaPopover

MOST_SHOWN = 5
PREPARED_AFTER_MILLISECONDS = 400
"""When the next popover is made ready: once the present one has been shown, and drawn, and what came with it is over."""


class PopoverStack(QObject):
    """``screen`` gives the available area of the screen in use, ``keep_clear`` what should not be covered (empty: nothing).

    They are windows without a parent, so that they are seen when the main window is hidden. `close` ends them.
    """

    answer_pressed = Signal(object, object)
    decline_pressed = Signal(object, object)
    state_chosen = Signal(object)
    appeared = Signal(object)
    """A contact's popover has come up: its id. For a sound, or to make the task bar flash."""

    def __init__(
        self, screen: Callable[[], QRect], keep_clear: Callable[[], QRect], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._screen = screen
        self._keep_clear = keep_clear
        self._state: State = EMPTY
        self._calls: dict[ContactId, CallPopover] = {}
        self._rona: RonaPopover | None = None
        self._now: datetime | None = None
        self._spare: CallPopover | None = None
        self._made_for: theme.Look | None = None
        self._prepare_soon = QTimer(self, singleShot=True, interval=PREPARED_AFTER_MILLISECONDS)
        self._prepare_soon.timeout.connect(self._prepare)
        self._prepare_soon.start()

    # -- to be called as a view is

    def show_state(self, state: State) -> bool:
        """Whether a window was opened, which now waits to be painted."""
        self._state = state
        wanted = {one.id: one for one in self._asking(state)[:MOST_SHOWN]}
        for gone in self._calls.keys() - wanted.keys():
            _end(self._calls.pop(gone))
        for identity in wanted:
            popover = self._calls.get(identity) or self._open_call(identity)
            popover.show_state(state)
            if self._now is not None:
                popover.tick(self._now)
        self._show_rona(state)
        self.arrange()
        opened = [shown for shown in self.shown() if shown.isHidden()]
        for shown in opened:
            shown.show()
            if isinstance(shown, CallPopover):
                shown.announce()
                self.appeared.emit(shown.contact_id)
        return bool(opened)

    def tick(self, now: datetime) -> None:
        self._now = now
        for shown in self.shown():
            shown.tick(now)

    # -- for integration

    def shown(self) -> list[Popover]:
        """From top to bottom."""
        calls = [self._calls[one.id] for one in self._asking(self._state) if one.id in self._calls]
        return [*calls, *([self._rona] if self._rona is not None else [])]

    def control(self, name: str, contact: ContactId | None = None) -> ActionButton | None:
        """``answer`` and ``decline`` of a contact (the oldest request's without one), ``ready`` and ``idle`` after RONA."""
        if name in ("ready", "idle"):
            return None if self._rona is None else self._rona.control(name)
        if contact is not None:
            return self._calls[contact].control(name) if contact in self._calls else None
        oldest = next((one for one in self.shown() if isinstance(one, CallPopover)), None)
        return None if oldest is None else oldest.control(name)

    def press(self, name: str) -> bool:
        """``accept`` or ``decline`` by key, of the oldest request. False when there is none, or it is too new to be meant."""
        oldest = next((one for one in self.shown() if isinstance(one, CallPopover)), None)
        if oldest is None:
            return False
        return oldest.press(oldest.answer if name == "accept" else oldest.decline)

    def arrange(self) -> None:
        """Also to be called when the screen in use, or what must be kept clear, changed."""
        screen, clear = _rect(self._screen()), _rect(self._keep_clear())
        taken: list[Rect] = []
        for popover in reversed(self.shown()):
            popover.adjustSize()
            size = Size(popover.width(), popover.height())
            place = place_popover(size, screen, [clear] if clear.area else [], taken)
            taken.append(place)
            popover.move(place.x, place.y)

    def close(self) -> None:
        self._prepare_soon.stop()
        for popover in (*self.shown(), *([self._spare] if self._spare is not None else [])):
            _end(popover)
        self._calls, self._rona, self._spare = {}, None, None

    # -- inside

    def _asking(self, state: State) -> list[Contact]:
        """An agent's own outgoing call asks for nothing. Without a link nothing can be answered here: the phone still can."""
        if state.link in (Link.NONE, Link.ENDED):
            return []
        return [one for one in requests(state) if one.direction in (Direction.INBOUND, Direction.UNKNOWN)]

    def _open_call(self, contact: ContactId) -> CallPopover:
        made = self._take_spare()
        made.contact_id = contact
        made.answer_pressed.connect(self.answer_pressed)
        made.decline_pressed.connect(self.decline_pressed)
        self._calls[contact] = made
        for below in self._calls.values():
            if below is not made and below.isVisible():
                below.guard()  # the stack moves under the pointer
        return made

    def _prepare(self) -> None:
        """A call must not wait for its window to be made: half of the way from the event to the paint would be that."""
        if self._spare is None:
            self._spare, self._made_for = CallPopover(), theme.look()
            self._spare.prepare()

    def _take_spare(self) -> CallPopover:
        spare, self._spare = self._spare, None
        self._prepare_soon.start()
        if spare is not None and self._made_for is not theme.look():
            _end(spare)  # made for another size of text
            spare = None
        return spare or CallPopover()

    def _show_rona(self, state: State) -> None:
        asks = state.link in (Link.UP, Link.DOWN) and state.me is not None and must_choose(state.me)
        if not asks:
            if self._rona is not None:
                _end(self._rona)
                self._rona = None
            return
        if self._rona is None:
            self._rona = RonaPopover()
            self._rona.state_chosen.connect(self.state_chosen)
        self._rona.show_state(state)
        if self._now is not None:
            self._rona.tick(self._now)


def _end(popover: Popover) -> None:
    popover.hide()
    popover.deleteLater()


def _rect(area: QRect) -> Rect:
    return Rect(area.x(), area.y(), area.width(), area.height())
