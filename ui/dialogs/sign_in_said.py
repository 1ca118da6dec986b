"""What the sign-in window says at length: why this computer is no seat or a session ended; and who has the seat, or the phone,
and what can be done about it (A4, A5, A6)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from agent_client.protocol.refusals import PhoneInUse, SeatTaken
from agent_client.protocol.time import seconds_between
from ui.text import clock_time, day_and_time, tr
from ui.theme import Text
from ui.widgets.action_button import ActionButton, Kind
from ui.widgets.boxes import Box
from ui.widgets.labels import Label, TimerLabel
from ui.widgets.placeholders import Glyph

Taken = SeatTaken | PhoneInUse
_GRACE = 1.0
"""Seconds after the moment at which a seat is free: the server ends the other session then, not a second before."""


class SaidPane(Box):
    """An icon, a title and a sentence, above the form. ``again``: the button of a computer that may be a seat by now."""

    again = Signal()

    def __init__(self) -> None:
        super().__init__("well")
        self.glyph = Glyph("alert", "dim", 20)
        self.title = Label("", strong=True, wraps=True)
        self.words = Label("", tone="dim", wraps=True)
        self.words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.button = ActionButton(tr("Check again"), icon="retry", sends=False)
        self.button.clicked.connect(self.again)
        self._apart = QWidget()
        below = QHBoxLayout(self._apart)
        below.setContentsMargins(0, 8, 0, 0)
        below.addWidget(self.button)
        below.addStretch(1)
        column = QVBoxLayout()
        column.setSpacing(4)
        column.addWidget(self.title)
        column.addWidget(self.words)
        column.addWidget(self._apart)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 12, 12, 12)
        row.setSpacing(12)
        row.addWidget(self.glyph, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(column, 1)
        self.hide()

    def say(self, title: str, words: str, *, check: bool = False, icon: str = "alert") -> None:
        """Nothing to say hides it. ``check``: with the button."""
        self.glyph.become(icon, "dim")
        self.title.say(title)
        self.words.say(words)
        self._apart.setHidden(not check)
        self.setHidden(not (title or words))
        _announce(self, f"{title}. {words}")


class TakenPane(Box):
    """In place of the form, which stays filled in behind it. ``asked``, ``again``, ``back``: what was pressed; ``again`` also
    when a seat that is only disconnected becomes free."""

    asked = Signal()
    again = Signal()
    back = Signal()

    def __init__(self) -> None:
        super().__init__("pane")
        self._now: Callable[[], datetime] | None = None
        self._until: datetime | None = None
        self.title = Label("", Text.TITLE, strong=True, wraps=True)
        self.who = Label("", wraps=True)
        self.what = Label("", tone="dim", wraps=True)
        self.left = TimerLabel(strong=True, tone="text", align=Qt.AlignmentFlag.AlignLeft, words=tr("Free in {time}"))
        self.way_out = Label("", tone="dim", wraps=True)
        self.try_again = ActionButton(tr("Try again"), Kind.PRIMARY, hint="↵", sends=False)
        self.ask = ActionButton("", sends=False)
        self.cancel = ActionButton(tr("Back"), Kind.LINK, sends=False)
        self._lay_out()
        self.try_again.clicked.connect(self.again)
        self.ask.clicked.connect(self.asked)
        self.cancel.clicked.connect(self.back)
        self._timer = QTimer(self)
        self._timer.setInterval(1000)
        self._timer.timeout.connect(self._tick)
        self.hide()

    @property
    def active(self) -> bool:
        return not self.isHidden()

    def show_taken(self, taken: Taken, now: Callable[[], datetime]) -> None:
        """``now``: the server's time."""
        said = taken.params
        alive, was_asked = said.get("alive") != "no", said.get("asked") == "yes"
        agent = said.get("agent", "")
        self._now, self._until = now, None if alive else _instant(said.get("until", ""))
        is_seat = isinstance(taken, SeatTaken)
        self.title.say(
            tr("Seat {seat} is taken", seat=said.get("seat", ""))
            if is_seat
            else tr("Phone {phone} is in use", phone=said.get("phone", ""))
        )
        self.who.say(_who(said, now()))
        self.what.say(_what(agent, alive, clock_time(now()) if was_asked else ""))
        self.left.setHidden(self._until is None)
        self.left.count_down(self._until)
        self.way_out.say(
            tr("A supervisor can clean the seat up, or mark the session there as crashed.")
            if is_seat
            else tr("Or go back and sign in with another phone number.")
        )
        self.ask.set_label(tr("Asked") if was_asked else tr("Ask {agent}", agent=agent))
        self.ask.setHidden(not alive)
        self.set_requested(False)
        self.ask.setEnabled(not was_asked)
        self.show()
        _announce(self, f"{self.title.text()}. {self.who.text()}. {self.what.text()}")
        self._tick()
        self._timer.start()
        self.try_again.setFocus(Qt.FocusReason.OtherFocusReason)

    def leave(self) -> None:
        self._timer.stop()
        self._until = None
        self.hide()

    def set_requested(self, on: bool) -> None:
        self.try_again.set_requested(on)
        self.ask.setEnabled(not on)
        self.cancel.setEnabled(not on)

    # -- Qt

    def keyPressEvent(self, event: QKeyEvent) -> None:
        match event.key():
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self.try_again.press()
            case Qt.Key.Key_Escape if self.cancel.isEnabled():
                self.back.emit()
            case _:
                super().keyPressEvent(event)

    # -- inside

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 20)
        layout.setSpacing(8)
        for part in (self.title, self.who, self.what):
            layout.addWidget(part)
        layout.addWidget(self.left, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addWidget(self.way_out)
        layout.addSpacing(8)
        layout.addWidget(self.try_again)
        layout.addWidget(self.ask)
        layout.addWidget(self.cancel, 0, Qt.AlignmentFlag.AlignHCenter)

    def _tick(self) -> None:
        if self._now is None or self._until is None:
            self._timer.stop()
            return
        now = self._now()
        self.left.tick(now)
        if seconds_between(self._until, now) >= _GRACE:
            self._timer.stop()
            self._until = None
            self.again.emit()


def _what(agent: str, alive: bool, asked_at: str) -> str:
    if asked_at:
        return tr("{agent} was asked at {time}: try again when they have left.", agent=agent, time=asked_at)
    if alive:
        return tr("Still signed in there: ask {agent} to sign out.", agent=agent)
    return tr("No longer connected there. It becomes free by itself, and is tried again then.")


def _who(said: dict[str, str], now: datetime) -> str:
    agent, host = said.get("agent", ""), said.get("host", "")
    since = _instant(said.get("since", ""))
    if since is None:
        return tr("{agent} on {host}", agent=agent, host=host) if host else agent
    time = clock_time(since) if since.astimezone().date() == now.astimezone().date() else day_and_time(since, now)
    if host:
        return tr("{agent} on {host}, since {since}", agent=agent, host=host, since=time)
    return tr("{agent}, since {since}", agent=agent, since=time)


def _instant(written: str) -> datetime | None:
    try:
        return datetime.fromisoformat(written)
    except ValueError:
        return None


def _announce(widget: QWidget, words: str) -> None:
    QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(widget, words))
