"""A request for the agent: who, why, how long already, how long is left, and what can be done about it (C1, C4, C7)."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Signal, SignalInstance
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QHBoxLayout, QSpacerItem

from agent_client.client.store.state import Changed, Link, State
from agent_client.protocol.contacts import Contact
from agent_client.protocol.names import ContactId, ContactState
from agent_client.protocol.time import seconds_between
from agent_client.rules.parties import ContactAction, allowed
from ui import theme
from ui.panels.naming import joined
from ui.text import tr
from ui.theme import Text
from ui.widgets.action_button import ActionButton, Kind
from ui.widgets.fields import Fields
from ui.widgets.labels import ElidedLabel, Label
from ui.widgets.placeholders import Glyph

from .content import MOST_VARIABLES, Content, answers_at_phone, began, content, status
from .popover import BAR, MARGIN, Popover

NOBODYS = ContactId(0)
"""The contact of a popover that is kept ready for the next one."""
MOST_FIELDS = MOST_VARIABLES + 3
QUOTED_LINES = 2
COMPACT_MARGIN = 12
ANSWER_KEYS, DECLINE_KEYS = "Ctrl ⇧ A", "Ctrl ⇧ D"


class RequestPopover(Popover):
    """Its signals carry the contact and the version that was seen. `content` knows the kinds; here all are alike."""

    SHOWS = Changed.CONTACTS | Changed.QUEUES | Changed.CENTRE | Changed.LINK

    answer_pressed = Signal(object, object)
    decline_pressed = Signal(object, object)
    cancel_pressed = Signal(object, object)

    def __init__(self, contact: ContactId = NOBODYS) -> None:
        super().__init__("setup")
        self.contact_id = contact
        self._contact: Contact | None = None
        self._compact = False
        self.glyph = Glyph("phone", "setup", 16)
        self.title = ElidedLabel("", tone="setup", strong=True)
        self.left = Label("", tone="dim")
        self.who = ElidedLabel("", Text.NAME, strong=True)
        self.numbers = ElidedLabel("", tone="dim")
        self.quote = Label("", wraps=True)
        self.variables = Fields(copies=False, label_width=110)
        self.before_status = QSpacerItem(0, 10)
        self.rung = Label("", Text.SMALL, tone="dim")
        self.answer = ActionButton(tr("Answer"), Kind.ANSWER, icon="phone", hint=ANSWER_KEYS)
        self.at_phone = Label(tr("Answer on your phone"), strong=True)
        self.decline = ActionButton(tr("Decline"), hint=DECLINE_KEYS)
        cancel_name = tr("Cancel the callback: the customer is not called")
        self.cancel = ActionButton(tr("Cancel"), Kind.ENDING, small=True, name=cancel_name)
        self._lay_out()
        self.answer.clicked.connect(lambda: self._press(self.answer, self.answer_pressed))
        self.decline.clicked.connect(lambda: self._press(self.decline, self.decline_pressed))
        self.cancel.clicked.connect(lambda: self._press(self.cancel, self.cancel_pressed))

    def prepare(self) -> None:
        self.variables.prepare(MOST_VARIABLES)
        super().prepare()

    def show_state(self, state: State) -> None:
        contact = state.contacts.get(self.contact_id)
        if contact is None:
            return
        before, self._contact = self._contact, contact
        if before is None or before.version != contact.version:
            self._renew(before, contact)
        self._say(content(contact, state))
        self._offer(contact, online=state.link is Link.UP)

    def tick(self, now: datetime) -> None:
        contact = self._contact
        if contact is None:
            return
        self._tick_left(contact, now)
        self.rung.say("" if self._compact else status(contact, now))

    def show_keys(self, on: bool) -> None:
        """Whether Accept and Decline by key mean this one."""
        self.answer.set_hint(ANSWER_KEYS if on else "")
        self.decline.set_hint(DECLINE_KEYS if on else "")

    def make_compact(self, on: bool) -> None:
        """As one of many: what is written is said in a line. To be called before `show_state`."""
        if on == self._compact:
            return
        self._compact = on
        side = COMPACT_MARGIN if on else MARGIN
        self.body.setContentsMargins(MARGIN, BAR + side - 3, MARGIN, side)
        layout = self.foot.layout()
        if layout is not None:
            layout.setContentsMargins(0, 8 if on else 14, 0, 0)
        self.quote.setContentsMargins(0, 2 if on else 8, 0, 0)
        self.before_status.changeSize(0, 0 if on else 10)

    def control(self, name: str) -> ActionButton | None:
        """``answer``, ``decline``, ``cancel``."""
        return {"answer": self.answer, "decline": self.decline, "cancel": self.cancel}.get(name)

    def announce(self) -> None:
        """To a screen reader, once, when it appears."""
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, self.accessibleName()))

    # -- inside

    def _say(self, words: Content) -> None:
        self.glyph.become(words.icon, "setup")
        self.title.say(words.title)
        self.who.say(words.who)
        self.numbers.say(words.beneath)
        self.quote.say(_shortened(words.quote, 1 if self._compact else QUOTED_LINES))
        self.variables.show_fields(words.fields)
        self.variables.setHidden(not words.fields)
        self.answer.set_label(words.accept, words.accept_icon)
        self.decline.set_label(words.decline)
        self.setWindowTitle(words.title)
        self.setAccessibleName(joined(words.title, words.who, words.beneath, words.quote))

    def _offer(self, contact: Contact, *, online: bool) -> None:
        possible = allowed(contact)
        for button, action in (
            (self.answer, ContactAction.ANSWER),
            (self.decline, ContactAction.DECLINE),
            (self.cancel, ContactAction.CANCEL),
        ):
            button.setHidden(action not in possible)
            button.setEnabled(online)
        self.at_phone.setHidden(not answers_at_phone(contact))
        shown = (self.answer, self.at_phone, self.decline)
        self.foot.setHidden(all(part.isHidden() for part in shown))

    def _tick_left(self, contact: Contact, now: datetime) -> None:
        if contact.until is None or contact.answered_at is not None:
            self.left.say("")
            self.show_left(1)
            return
        remaining = seconds_between(now, contact.until)
        self.left.say(tr("{n} s left", n=max(0, int(remaining + 0.999))))
        start = began(contact)
        if start is None and contact.state is ContactState.CONNECTING:
            self.show_left(1)
        elif start is not None:
            whole = seconds_between(start, contact.until)
            self.show_left(remaining / whole if whole > 0 else 0)

    def _renew(self, before: Contact | None, contact: Contact) -> None:
        for button in (self.answer, self.decline, self.cancel):
            button.set_requested(False)
            button.forget()
        self.refusal.say("")
        if before is not None and (before.state, before.answered_at) != (contact.state, contact.answered_at):
            self.guard()  # another button may have come under the pointer

    def _press(self, button: ActionButton, pressed: SignalInstance) -> None:
        if not self.armed or self._contact is None:
            button.set_requested(False)
            return
        self.refusal.say("")
        pressed.emit(self._contact.id, self._contact.version)

    def _lay_out(self) -> None:
        self.add_head(self.glyph, self.title, self.left)
        self.body.addWidget(self.who)
        self.body.addWidget(self.numbers)
        self.quote.setContentsMargins(0, 8, 0, 0)
        self.body.addWidget(self.quote)
        self.variables.setContentsMargins(0, 10, 0, 0)
        self.body.addWidget(self.variables)
        self.body.addItem(self.before_status)
        line = QHBoxLayout()
        line.setSpacing(theme.GRID)
        line.addWidget(self.rung, 1)
        line.addWidget(self.cancel)
        self.body.addLayout(line)
        self.add_foot(self.answer, self.at_phone, self.decline)
        self.adopt(self.cancel)


def _shortened(words: str, lines: int) -> str:
    """It is to be known what it is about, not to be read here."""
    plain, most = " ".join(words.split()), 44 * lines
    return plain if len(plain) <= most else plain[:most].rsplit(" ", 1)[0].rstrip(",;:.") + "…"
