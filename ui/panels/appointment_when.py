"""When an appointment is to be: typed, chosen at a press, or from the calendar; and what that means on whose clock (E9)."""

from __future__ import annotations

from datetime import UTC, datetime, tzinfo

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from agent_client.rules.local_times import wall, zone
from ui import theme
from ui.models.appointment_times import Judged, Offer, judged, quick, written
from ui.text import date_text, tr
from ui.theme import Text
from ui.widgets.action_button import ActionButton
from ui.widgets.flow import Flow
from ui.widgets.labels import Label
from ui.widgets.line import Line
from ui.widgets.moment_chooser import MomentChooser

from . import appointment_words as words
from .naming import joined

_MOST = 60


class _Field(Line):
    left = Signal()
    entered = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setFont(theme.font())
        self.setMaxLength(_MOST)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered.emit()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() is not Qt.FocusReason.PopupFocusReason:
            self.left.emit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange:
            self.setFont(theme.font())


class _Offers(QWidget):
    """Buttons side by side; each carries what is to stand in the field."""

    taken = Signal(str)

    def __init__(self, keys: str = "") -> None:
        super().__init__()
        self._keys = keys
        self._shown: tuple[Offer, ...] = ()
        self.buttons: list[ActionButton] = []
        self._flow = Flow(self)

    def show_offers(self, offers: tuple[Offer, ...]) -> None:
        if offers == self._shown:
            return
        self._shown = offers
        while len(self.buttons) < len(offers):
            self._make()
        for at, button in enumerate(self.buttons):
            button.setHidden(at >= len(offers))
            if at < len(offers):
                button.set_label(offers[at].words)
        self.setHidden(not offers)
        self.updateGeometry()

    def take(self, at: int) -> None:
        if at < len(self._shown):
            self.taken.emit(self._shown[at].text)

    def _make(self) -> None:
        at = len(self.buttons)
        hint = f"{self._keys} {at + 1}" if self._keys else ""
        button = ActionButton("", small=True, sends=False, hint=hint)
        button.clicked.connect(lambda: self.take(at))
        self.buttons.append(button)
        self._flow.addWidget(button)


class WhenField(QWidget):
    """``changed`` with every change of what is judged; ``entered`` by Enter, once there is an appointment in it."""

    changed = Signal()
    entered = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._now: datetime | None = None
        self._zone_name = "UTC"
        self._zone: tzinfo = UTC
        self._customers: tuple[str, ...] = ()
        self._judged = Judged()
        self.quick = _Offers(keys="Alt")
        self.field = _Field()
        self.calendar = ActionButton("", icon="calendar", sends=False, name=tr("Choose from the calendar"))
        self.chooser = MomentChooser(self)
        self.meant = Label("", strong=True)
        self.there = Label("", wraps=True)
        self.clock = Label("", Text.SMALL, tone="dim", wraps=True)
        self.fault = Label("", tone="alarm", wraps=True)
        self.offers = _Offers()
        self._lay_out()
        self._connect()

    # -- contract

    def show_zones(self, centre: str, customers: tuple[str, ...]) -> None:
        """The centre's, in which is typed, and those that the customer may be in."""
        self._zone_name, self._zone, self._customers = centre, zone(centre), customers
        self._judge()

    def tick(self, now: datetime) -> None:
        self._now = now
        if not self.isHidden():
            self._offer_quick()
            self._judge()

    def put(self, text: str) -> None:
        self.field.setText(text)
        self._offer_quick()
        self._judge()

    def text(self) -> str:
        return self.field.text()

    def at(self) -> datetime | None:
        return self._judged.at

    def write(self, at: datetime | None) -> None:
        """An appointment that stands, which may be overdue by now; None clears the field."""
        self.put("" if at is None else written(at, self._zone))

    def settle(self) -> None:
        """What was typed relative to now stands there as a time."""
        if self._judged.at is not None:
            self.field.setText(written(self._judged.at, self._zone))

    # -- typed and pressed

    def _take(self, text: str) -> None:
        self.put(text)
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)
        self.field.end(False)

    def _take_wall(self, chosen: datetime) -> None:
        self._take(tr("{day}, {time}", day=date_text(chosen.date()), time=f"{chosen:%H:%M}"))

    def _open_chooser(self) -> None:
        at = self._judged.typed or self._judged.at
        shown = at if at is None or at.tzinfo is None else wall(at, self._zone)
        self.chooser.open_at(self.calendar, shown)

    def _on_entered(self) -> None:
        self.settle()
        if self._judged.at is not None:
            self.entered.emit()
        elif self._judged.offers:
            self.offers.buttons[0].setFocus(Qt.FocusReason.TabFocusReason)

    # -- shown

    def _judge(self) -> None:
        if self._now is None:
            return
        before, found = self._judged, judged(self.field.text(), self._now, self._zone)
        self._judged = found
        said = self._said(found.at, self._now)
        wrong = words.fault_text(found, self._now, self._zone)
        self.fault.say(wrong)
        self.field.mark_wrong(bool(wrong), wrong or said)
        self.offers.show_offers(found.offers)
        self.meant.say(said)
        self.there.say("" if found.at is None else words.customers_clock(found.at, self._zone_name, self._customers))
        self.clock.say("" if wrong else words.clocks(found.at or self._now, self._zone_name))
        if found != before:
            self.changed.emit()

    def _said(self, at: datetime | None, now: datetime) -> str:
        return "" if at is None else joined(words.day_and_clock(at, self._zone), words.ahead(now, at))

    def _offer_quick(self) -> None:
        if self._now is not None:
            self.quick.show_offers(quick(self._now, self._zone))

    def _connect(self) -> None:
        self.field.textEdited.connect(lambda _: self._judge())
        self.field.left.connect(self.settle)
        self.field.entered.connect(self._on_entered)
        self.quick.taken.connect(self._take)
        self.offers.taken.connect(self._take)
        self.calendar.clicked.connect(self._open_chooser)
        self.chooser.wall_chosen.connect(self._take_wall)

    def _lay_out(self) -> None:
        self.field.setAccessibleName(tr("When"))
        self.field.setPlaceholderText(tr("Day and time, or “in 2 h”"))
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.field, 1)
        row.addWidget(self.calendar)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self.quick)
        layout.addLayout(row)
        said = QVBoxLayout()
        said.setSpacing(2)
        for label in (self.meant, self.there, self.clock, self.fault):
            said.addWidget(label)
            label.hide()
        layout.addLayout(said)
        layout.addWidget(self.offers)
        self.offers.hide()
        QWidget.setTabOrder(self.field, self.calendar)
