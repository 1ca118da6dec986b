"""The main window: it joins header, columns and status bar, and hands the keys to the view they belong to."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QPoint, QRect, Qt, Signal
from PySide6.QtGui import QCloseEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from agent_client.client.store.state import Changed, Link, State
from agent_client.protocol.contacts import Contact
from agent_client.protocol.customers import CustomerBrief, FoundCustomers
from agent_client.protocol.names import ContactId, ContactState, CustomerId
from agent_client.rules.parties import ContactAction
from ui import dialling, wording
from ui.notices import Notices
from ui.panels.callbacks import CallbacksPanel
from ui.panels.contact import ContactPanel
from ui.panels.contacts import ContactsPanel
from ui.panels.customer import CustomerPanel
from ui.panels.password_bar import PasswordBar
from ui.text import tr
from ui.widgets.boxes import stand_on, strip
from ui.widgets.columns import Columns
from ui.widgets.labels import Label
from ui.widgets.low_room import LowRoom
from ui.widgets.notice_bar import NoticeBar
from ui.widgets.times import clock_or_day
from ui.widgets.view import View

from .actions import Actions
from .appointment_drop import AppointmentDrop
from .column_tabs import ColumnTabs
from .dial_drop import DialDrop
from .header import Header
from .note_drops import NoteDrops
from .queue_drop import QueueDrop
from .search_drop import SearchDrop
from .status_bar import StatusBar

WIDTHS = (312, 592, 376)
SHARES = (1, 3, 2)
LEAST = (880, 464)
"""A laptop of 1366 × 768 at 125 %, less its task bar and the frame, and one of 1920 × 1080 at 200 %, are hardly larger."""
WORK, CONTACT, CUSTOMER = 0, 1, 2
LEAST_WIDTHS = (208, 320, 260)


class MainWindow(View):
    """``close_wanted`` when the agent closes it: whoever hears that signs out and calls `close_now`.

    The window itself is a view: it shows the strip of a lost link, to the server or to the PBX, and which actions are possible.
    """

    SHOWS = Changed.LINK | Changed.CONTACTS | Changed.ME | Changed.CENTRE

    close_wanted = Signal()
    customer_wanted = Signal(object)
    """Found by hand: also told to the customer's column, which then asks for the record."""

    def __init__(self, notices: Notices) -> None:
        super().__init__()
        self._closing = False
        self._now: datetime | None = None
        self._talking: ContactId | None = None
        self.setWindowTitle("Agent Client")
        stand_on(self, "bg")
        self.setMinimumSize(*LEAST)
        self.actions_ = Actions(self)
        self.header = Header(self.actions_)
        self.strip = strip()
        self._strip_words = Label("", tone="on_phase", strong=True, wraps=True)
        self.password = PasswordBar()
        self.notice_bar = NoticeBar(notices)
        self.sections = ColumnTabs()
        self.columns = Columns(self)
        self._rooms = tuple(LowRoom(self.columns, width) for width in LEAST_WIDTHS)
        within = [room.viewport() for room in self._rooms]
        self._work = QWidget(within[WORK])
        self.contacts = ContactsPanel(self._work)
        self.callbacks = CallbacksPanel(self._work)
        self.contact = ContactPanel(within[CONTACT])
        self.customer = CustomerPanel(within[CUSTOMER])
        self.status_bar = StatusBar()
        self._lay_out()
        self._drop = SearchDrop(self, self.header)
        self.notes = NoteDrops(self, self.customer.editor, self.header)
        self.results = self._drop.results
        self.appointment = AppointmentDrop(self, self.header, self.status_bar)
        self.dial = DialDrop(self, self.header, self.contact.call.picker.recent)
        self.queues = QueueDrop(self, self.status_bar)
        self._connect()
        self.resize(1280, 800)

    # -- contract

    def views(self) -> tuple[View, ...]:
        """All that is to be kept drawn; this window last: which actions are possible is read off its columns."""
        columns = (self.contacts, self.callbacks, self.contact, self.contact.call.picker, self.customer)
        return (self.header, *columns, self.status_bar, self.appointment.box, self.dial.box, self.queues.box, self)

    def show_state(self, state: State) -> None:
        words = self._strip_text(state)
        self._strip_words.setText(words)
        self.strip.setVisible(bool(words))
        contact = self.contact.contact_of(state)
        self.actions_.show_state(state, contact)
        self._offer_keyboard(contact)
        self.results.offer_calls(dialling.why_not_now(state))
        self._drop.country = state.centre.country if state.centre is not None else ""
        name = state.centre.name if state.centre is not None else ""
        self.setWindowTitle(f"{name} — Agent Client" if name else "Agent Client")

    def tick(self, now: datetime) -> None:
        self._now = now

    # -- for integration

    def show_found(self, found: FoundCustomers) -> None:
        """The answer to `Header.search_typed`."""
        self._drop.show_found(found)

    def show_searching(self) -> None:
        self._drop.show_searching()

    def show_search_failed(self, sentence: str) -> None:
        self._drop.show_failed(sentence)

    def choose_contact(self, contact: ContactId | None) -> None:
        """All columns show this contact from the next change on."""
        self.contacts.choose(contact)
        self.contact.choose(contact)
        self.customer.choose(contact)

    def show_customer(self, customer: CustomerId, brief: CustomerBrief | None = None) -> None:
        """Found elsewhere: their record in its column, with the keyboard in the note."""
        self.columns.fold(CUSTOMER, False)
        self.customer.open_customer(customer, brief)
        self.customer.editor.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def send_button_area(self) -> QRect:
        """Where the note and its Send stand on the screen: what a popover should leave free."""
        editor = self.customer.editor
        if self.isMinimized() or editor.visibleRegion().isEmpty():  # hidden, or its column is folded away
            return QRect()
        return QRect(editor.mapToGlobal(QPoint(0, 0)), editor.size())

    def close_now(self) -> None:
        self._closing = True
        self.close_for_good()

    # -- Qt

    def closeEvent(self, event: QCloseEvent) -> None:
        if self._closing:
            event.accept()
        else:
            event.ignore()
            self.close_wanted.emit()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self.focusWidget() is None or self.focusWidget() is self.header.search:
            self.setFocus(Qt.FocusReason.OtherFocusReason)  # nobody's: keys go nowhere until the agent says where

    # -- inside

    def _on_found(self, customer: CustomerId) -> None:
        self.header.search.clear()
        self.customer.open_customer(customer)
        self.customer_wanted.emit(customer)
        self.customer.editor.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _offer_keyboard(self, contact: Contact | None) -> None:
        """A conversation that begins while the keyboard is nobody's gets it for its note; it is never taken from anybody."""
        talking = contact.id if contact is not None and contact.state is ContactState.CONNECTED else None
        if talking is not None and talking != self._talking and self.focusWidget() in (None, self):
            self.customer.editor.field.setFocus(Qt.FocusReason.OtherFocusReason)
        self._talking = talking

    def _strip_text(self, state: State) -> str:
        if state.link is Link.ENDED:
            why = wording.why(state.ended) if state.ended is not None else ""
            return why or tr("You were signed out.")
        if state.link is Link.DOWN:
            return tr("Reconnecting… Calls go on at the phone; what you type is kept on this computer.")
        lost_since = None if state.centre is None else state.centre.pbx_lost_since
        if lost_since is None:
            return ""
        return tr(
            "No connection to the telephone system since {time}: conversations go on, but nobody can call or be called.",
            time=clock_or_day(lost_since, self._now),
        )

    def _connect(self) -> None:
        actions = self.actions_
        actions["search"].triggered.connect(self.header.take_focus)
        actions["dial"].triggered.connect(lambda: self.dial.open())
        actions["state"].triggered.connect(self.header.switch.open)
        actions["callbacks"].triggered.connect(lambda: self._go_to(WORK, self.callbacks.take_focus))
        actions["find_entry"].triggered.connect(lambda: self._go_to(WORK, self.callbacks.head.open_search))
        actions["list_shown"].triggered.connect(lambda: self._go_to(WORK, self.callbacks.open_filters))
        actions["export_list"].triggered.connect(self.callbacks.export_wanted)
        actions["menu"].triggered.connect(self.header.open_menu)
        note = self.customer.editor.field
        actions["note"].triggered.connect(
            lambda: self._go_to(CUSTOMER, lambda: note.setFocus(Qt.FocusReason.ShortcutFocusReason))
        )
        actions["send"].triggered.connect(self.customer.editor.send.press)
        actions["end"].triggered.connect(lambda: self.contact.press(ContactAction.END))
        for name in ("consult", "transfer", "conference", "end_consult", "mute", "digits", "extend"):
            actions[name].triggered.connect(lambda _=False, name=name: self.contact.press(ContactAction(name)))
        actions["hold"].triggered.connect(self.contact.toggle_hold)
        actions["recording"].triggered.connect(self.contact.toggle_recording)
        actions["values"].triggered.connect(self.contact.save_values)
        actions["work_column"].toggled.connect(lambda on: self.columns.fold(WORK, not on))
        actions["customer_column"].toggled.connect(lambda on: self.columns.fold(CUSTOMER, not on))
        self.columns.arranged.connect(self._on_arranged)
        self.sections.follow(self.columns)
        self.customer.find_wanted.connect(self.header.take_focus)
        self.customer.editor.unsent_changed.connect(self.contact.wrap_up.show_unsent)
        self.contact.wrap_up.send_note_pressed.connect(self.customer.editor.send.press)
        self.results.chosen.connect(self._on_found)

    def _go_to(self, column: int, then: Callable[[], None]) -> None:
        self.columns.fold(column, False)
        then()

    def _on_arranged(self) -> None:
        for name, at in (("work_column", WORK), ("customer_column", CUSTOMER)):
            action = self.actions_[name]
            action.blockSignals(True)
            action.setChecked(not self.columns.folded(at))
            action.blockSignals(False)

    def _lay_out(self) -> None:
        inside = QHBoxLayout(self.strip)
        inside.setContentsMargins(16, 6, 16, 6)
        inside.addWidget(self._strip_words)
        self.strip.hide()
        left = QVBoxLayout(self._work)
        left.setContentsMargins(0, 0, 0, 0)
        left.setSpacing(0)
        left.addWidget(self.contacts)
        left.addWidget(self.callbacks, 1)
        self._work.setMinimumWidth(208)
        self.contact.setMinimumWidth(320)
        self.customer.setMinimumWidth(260)
        stand_on(self.customer, "surface")
        for room, part in zip(self._rooms, (self._work, self.contact, self.customer), strict=True):
            room.hold(part)
        self.columns.hold(self._rooms, WIDTHS, SHARES)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.header)
        layout.addWidget(self.strip)
        layout.addWidget(self.password)
        layout.addWidget(self.notice_bar)
        layout.addWidget(self.sections)
        layout.addWidget(self.columns, 1)
        layout.addWidget(self.status_bar)
        for first, then in (
            (self.header.switch, self.header.search),
            (self.header.search, self.header.menu_button),
        ):
            QWidget.setTabOrder(first, then)
