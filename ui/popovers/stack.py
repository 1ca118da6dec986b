"""Which popovers there are now, and where: a window a request, a bar above many, and the one that asks after RONA (C2)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QObject, QRect, QTimer, Signal

from agent_client.client.store.state import EMPTY, Link, State
from agent_client.client.store.views import come_by_line, requests
from agent_client.protocol.contacts import Contact
from agent_client.protocol.names import Channel, ContactId
from agent_client.rules.parties import ContactAction, allowed
from agent_client.rules.phases import must_choose
from agent_client.rules.popover_order import meant, page, page_of
from agent_client.workstation.geometry import Rect, Size
from ui import theme
from ui.widgets.action_button import ActionButton

from .placing import MARGIN, place_popover
from .popover import Popover
from .request_popover import RequestPopover
from .rona_popover import RonaPopover
from .stack_bar import StackBar

MOST_AT_LENGTH = 3
"""With more of them what is written is shown in short: all five are to have room above one another."""
PREPARED_AFTER_MILLISECONDS = 400
"""When the next popover is made ready: once the present one has been shown, and drawn, and what came with it is over."""


class PopoverStack(QObject):
    """``screen`` gives the available area of the screen in use, ``keep_clear`` what should not be covered (empty: nothing).

    They are windows without a parent, so that they are seen when the main window is hidden. `close` ends them.
    """

    answer_pressed = Signal(object, object)
    decline_pressed = Signal(object, object)
    cancel_pressed = Signal(object, object)
    accept_all_pressed = Signal(object)
    """The contacts with the versions that were seen: what `AcceptAll` wants."""
    state_chosen = Signal(object)
    appeared = Signal(object)
    """A request has come, whether or not there is room to show it: its contact's id. For a sound, or to make the task
    bar flash."""
    came_by_line = Signal()
    """A call is there that asked for nothing, by the line that is kept."""

    def __init__(
        self, screen: Callable[[], QRect], keep_clear: Callable[[], QRect], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._screen = screen
        self._keep_clear = keep_clear
        self._state: State = EMPTY
        self._requests: dict[ContactId, RequestPopover] = {}
        self._rona: RonaPopover | None = None
        self._bar: StackBar | None = None
        self._page = page(())
        self._told: set[ContactId] = set()
        self._by_line: set[ContactId] = set()
        self._brought: ContactId | None = None
        self._now: datetime | None = None
        self._spare: RequestPopover | None = None
        self._made_for: theme.Look | None = None
        self._prepare_soon = QTimer(self, singleShot=True, interval=PREPARED_AFTER_MILLISECONDS)
        self._prepare_soon.timeout.connect(self._prepare)
        self._prepare_soon.start()

    # -- to be called as a view is

    def show_state(self, state: State) -> bool:
        """Whether a window was opened, which now waits to be painted."""
        self._state = state
        self._page = page(_asking(state), self._page.number)
        wanted = {one.id for one in self._page.shown}
        for gone in self._requests.keys() - wanted:
            _end(self._requests.pop(gone))
        key = meant(self._page.shown)
        for one in self._page.shown:
            popover = self._requests.get(one.id) or self._open(one.id)
            popover.show_keys(one is key)
            popover.make_compact(one.channel is not Channel.VOICE and len(self._page.shown) > MOST_AT_LENGTH)
            popover.show_state(state)
            if self._now is not None:
                popover.tick(self._now)
        self._show_bar(state)
        self._show_rona(state)
        self.arrange()
        opened = [shown for shown in self._windows() if shown.isHidden()]
        for shown in opened:
            shown.show()
            if isinstance(shown, RequestPopover) and shown.contact_id not in self._told:
                shown.announce()
        self._tell(state)
        return bool(opened)

    def tick(self, now: datetime) -> None:
        self._now = now
        for shown in self.shown():
            shown.tick(now)

    # -- for integration

    def shown(self) -> list[Popover]:
        """From top to bottom, the bar above them not among them."""
        asking = [self._requests[one.id] for one in self._page.shown if one.id in self._requests]
        return [*asking, *([self._rona] if self._rona is not None else [])]

    @property
    def bar(self) -> StackBar | None:
        """None where there is nothing to turn to, and nothing to accept together."""
        return self._bar

    def control(self, name: str, contact: ContactId | None = None) -> ActionButton | None:
        """``answer``, ``decline`` and ``cancel`` of a contact (without one: of the request that a key means),
        ``accept_all``, ``ready`` and ``idle`` after RONA."""
        if name in ("ready", "idle"):
            return None if self._rona is None else self._rona.control(name)
        if name == "accept_all":
            return None if self._bar is None else self._bar.accept_all
        popover = self._meant() if contact is None else self._requests.get(contact)
        return None if popover is None else popover.control(name)

    def press(self, name: str) -> bool:
        """``accept`` or ``decline`` by key, of a call before anything else. False when there is none to which it could
        be done, or it is too new to be meant."""
        popover = self._meant()
        if popover is None:
            return False
        return popover.press(popover.answer if name == "accept" else popover.decline)

    def turn(self, number: int) -> None:
        """Show another page of the requests."""
        self._page = page(_asking(self._state), number)
        self.show_state(self._state)

    def newest(self) -> ContactId | None:
        """Bring the newest request into view; asked for again, the page before, and so through all of them. The newest of
        those that are then shown."""
        asking = _asking(self._state)
        if not asking:
            return None
        newest = max(asking, key=_age)
        if self._page.pages > 1:
            again = self._brought == newest.id
            self.turn((self._page.number - 1) % self._page.pages if again else page_of(asking, newest))
        self._brought = newest.id
        return max(self._page.shown, key=_age).id

    def arrange(self) -> None:
        """Also to be called when the screen in use, or what must be kept clear, changed."""
        screen, clear = _rect(self._screen()), _rect(self._keep_clear())
        taken: list[Rect] = []
        for block in self._blocks():
            for popover in block:
                popover.fit()
            whole = Size(
                max(popover.width() for popover in block),
                sum(popover.height() for popover in block) + MARGIN * (len(block) - 1),
            )
            place = place_popover(whole, screen, [clear] if clear.area else [], taken)
            taken.append(place)
            top = place.y
            for popover in block:
                if popover.isVisible() and (popover.x(), popover.y()) != (place.x, top):
                    popover.guard()  # the stack moves under the pointer
                popover.move(place.x, top)
                top += popover.height() + MARGIN

    def close(self) -> None:
        self._prepare_soon.stop()
        for popover in (*self._windows(), *([self._spare] if self._spare is not None else [])):
            _end(popover)
        self._requests, self._rona, self._bar, self._spare, self._page = {}, None, None, None, page(())

    # -- inside

    def _windows(self) -> list[Popover]:
        """From top to bottom, the bar first."""
        return [*([self._bar] if self._bar is not None else []), *self.shown()]

    def _blocks(self) -> list[list[Popover]]:
        """From the lowest up. The bar is never parted from the topmost request."""
        windows = self._windows()
        joined = 2 if self._bar is not None and len(windows) > 1 else 1
        top, rest = windows[:joined], windows[joined:]
        return [*([one] for one in reversed(rest)), *([top] if top else [])]

    def _meant(self) -> RequestPopover | None:
        one = meant(self._page.shown)
        return None if one is None else self._requests.get(one.id)

    def _tell(self, state: State) -> None:
        asking = {one.id: None for one in _asking(state)}
        new = [one for one in asking if one not in self._told]
        self._told = set(asking)
        for one in new:
            self.appeared.emit(one)
        before, self._by_line = self._by_line, {one.id for one in come_by_line(state)}
        if self._by_line - before:
            self.came_by_line.emit()

    def _open(self, contact: ContactId) -> RequestPopover:
        made = self._take_spare()
        made.contact_id = contact
        made.answer_pressed.connect(self.answer_pressed)
        made.decline_pressed.connect(self.decline_pressed)
        made.cancel_pressed.connect(self.cancel_pressed)
        self._requests[contact] = made
        return made

    def _prepare(self) -> None:
        """A call must not wait for its window to be made: half of the way from the event to the paint would be that."""
        if self._spare is None:
            self._spare, self._made_for = RequestPopover(), theme.look()
            self._spare.prepare()

    def _take_spare(self) -> RequestPopover:
        spare, self._spare = self._spare, None
        self._prepare_soon.start()
        if spare is not None and self._made_for is not theme.look():
            _end(spare)  # made for another size of text
            spare = None
        return spare or RequestPopover()

    def _show_bar(self, state: State) -> None:
        written = _written(state)
        if self._page.pages < 2 and len(written) < 2:
            if self._bar is not None:
                _end(self._bar)
                self._bar = None
            return
        if self._bar is None:
            self._bar = StackBar()
            self._bar.accept_all_pressed.connect(self.accept_all_pressed)
            self._bar.turned.connect(self.turn)
        self._bar.show_page(self._page, written, online=state.link is Link.UP)

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


def _asking(state: State) -> list[Contact]:
    """Without a session nothing asks. Without a link nothing can be answered here: the phone still can."""
    return [] if state.link in (Link.NONE, Link.ENDED) else requests(state)


def _written(state: State) -> tuple[Contact, ...]:
    """What can be accepted together (C3), also what is not shown now."""
    return tuple(
        one for one in _asking(state) if one.channel is not Channel.VOICE and ContactAction.ANSWER in allowed(one)
    )


def _age(contact: Contact) -> tuple[datetime, ContactId]:
    return contact.queued_at, contact.id


def _end(popover: Popover) -> None:
    popover.hide()
    popover.deleteLater()


def _rect(area: QRect) -> Rect:
    return Rect(area.x(), area.y(), area.width(), area.height())
