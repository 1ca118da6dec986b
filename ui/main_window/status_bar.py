"""The status bar: the phase and its timer first, then the phone, the server, the queues, the seat, the clock (B1)."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from agent_client.client.store.state import Changed, Link, State
from agent_client.client.store.views import phase, phase_since, waiting
from agent_client.protocol.names import NotReadyReason, WhyCode
from agent_client.protocol.time import seconds_between
from ui import icons, theme, wording
from ui.panels.naming import queue_names
from ui.text import tr, trn
from ui.widgets.boxes import stand_on
from ui.widgets.labels import ElidedLabel, rule
from ui.widgets.phase_badge import PhaseBadge
from ui.widgets.times import clock_or_day, clock_seconds, duration
from ui.widgets.view import View

_GAP = 16
_QUEUES = 96
"""Less of the queues' names says nothing."""
_PHONE_TROUBLE = frozenset({WhyCode.PHONE_UNREACHABLE, WhyCode.SIGN_ON_NEVER_RANG})


class Item(QWidget):
    """A mark (a tick, a warning) and a few words, cut short where there is no room for all of them. It paints itself: a
    changing figure lays nothing out again."""

    def __init__(self, *, marked: bool = False) -> None:
        super().__init__()
        self._icon = "accept" if marked else ""
        self._mark = "call"
        self._tone = "dim"
        self._text = ""
        self._strong = False
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Expanding)

    def text(self) -> str:
        return self._text

    def tone(self) -> str:
        return self._tone

    def say(self, text: str, *, icon: str = "", mark: str = "call", tone: str = "dim", strong: bool = False) -> None:
        new = (text, icon, mark, tone, strong)
        if new == (self._text, self._icon, self._mark, self._tone, self._strong):
            return
        before = self.sizeHint()
        self._text, self._icon, self._mark, self._tone, self._strong = new
        self.setAccessibleName(text)
        if self.sizeHint() != before:
            self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(theme.font(strong=self._strong))
        shape = "".join("0" if character.isdigit() else character for character in self._text)
        width = metrics.horizontalAdvance(shape) + (theme.scaled(icons.SIDE) + 5 if self._icon else 0)
        return QSize(width + 2 if self._text else 0, metrics.height())

    def minimumSizeHint(self) -> QSize:
        return QSize(0, self.sizeHint().height())

    def changeEvent(self, event: QEvent) -> None:
        if event.type() is QEvent.Type.StyleChange:
            self.updateGeometry()
        super().changeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        left = 0
        if self._icon:
            side = theme.scaled(icons.SIDE)
            at = QRectF(0, (self.height() - side) / 2, side, side)
            icons.paint(painter, self._icon, at, theme.colour(self._mark))
            left = side + 5
        painter.setFont(theme.font(strong=self._strong))
        painter.setPen(theme.colour(self._tone))
        room = self.rect().adjusted(left, 0, 0, 0)
        text = QFontMetrics(painter.font()).elidedText(self._text, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, text)


class QueueLine(ElidedLabel):
    """Says which queues one staffs, and can be pressed to staff others."""

    pressed = Signal()

    def __init__(self) -> None:
        super().__init__("", tone="dim")
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.pressed.emit()


class StatusBar(View):
    """``queues_pressed``: the agent would staff others."""

    SHOWS = Changed.ME | Changed.LINK | Changed.QUEUES | Changed.CENTRE

    queues_pressed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._state: State | None = None
        self._round_trip: float | None = None
        self._answers: bool | None = None
        self._now: datetime | None = None
        stand_on(self, "surface")
        self.setAccessibleName(tr("Status"))
        self.setSizePolicy(
            QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed
        )  # the phase is read in a low window, too
        self.badge = PhaseBadge()
        self.phone = Item(marked=True)
        self.server = Item(marked=True)
        self.queues = QueueLine()
        self.queues.pressed.connect(self.queues_pressed)
        policy = self.queues.sizePolicy()
        policy.setRetainSizeWhenHidden(True)  # its room is what keeps the others at the edges
        self.queues.setSizePolicy(policy)
        self.seat = Item()
        self.clock = Item()
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, _GAP, 0)
        row.setSpacing(_GAP)
        row.addWidget(self.badge)
        row.addWidget(self.phone)
        row.addWidget(self.server)
        row.addWidget(self.queues, 1)
        row.addWidget(self.seat)
        row.addWidget(self.clock)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(rule())
        layout.addLayout(row)

    # -- Qt

    def minimumSizeHint(self) -> QSize:
        """What has no room is left out."""
        return QSize(self.badge.sizeHint().width(), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._spare()

    def event(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.LayoutRequest:
            self._spare()
        return super().event(event)

    # -- contract

    def show_state(self, state: State) -> None:
        self._state = state
        shown = phase(state)
        word = wording.phase(shown) if state.me is not None else tr("Signing in")
        if state.link is Link.ENDED:
            word = tr("Signed out")
        self.badge.show_phase(shown, word, phase_since(state))
        self._show_phone(state)
        self._show_server()
        names = queue_names(state.me.queues, state) if state.me is not None else ""
        amount = waiting(state)
        some = trn("{n} waiting", "{n} waiting", amount) if names else ""
        none = tr("No queues") if state.me is not None and state.me.may_staff and not names else ""
        self.queues.say(" · ".join(part for part in (names or none, some) if part))
        self.seat.say(tr("Seat {name}", name=state.me.seat) if state.me is not None else "")

    def tick(self, now: datetime) -> None:
        self._now = now
        self.badge.tick(now)
        self.clock.say(clock_seconds(now))
        if self._state is not None and self._state.link is Link.DOWN:
            self._show_server()

    def show_way(self, round_trip: float | None, *, answers: bool) -> None:
        """Seconds that the last answered pulse took; whether the very last one was answered. The stream is told apart: what
        comes from the server is one thing, what reaches it another."""
        self._round_trip, self._answers = round_trip, answers
        self._show_server()

    def _spare(self) -> None:
        """What matters least goes first; trouble stays."""
        parts: dict[QWidget, int] = {
            item: item.sizeHint().width() for item in (self.phone, self.server, self.seat, self.clock)
        }
        parts[self.queues] = min(_QUEUES, self.queues.sizeHint().width())
        room = self.width() - self.badge.sizeHint().width() - _GAP
        hidden: set[QWidget] = set()
        order: tuple[QWidget, ...] = (self.seat, self.clock, self.queues, self.server, self.phone)
        for part in order:
            if sum(width + _GAP for one, width in parts.items() if one not in hidden) <= room:
                break
            if not (isinstance(part, Item) and part.tone() == "alarm"):
                hidden.add(part)
        for part in parts:
            if part.isHidden() is not (part in hidden):
                part.setHidden(part in hidden)

    def _show_phone(self, state: State) -> None:
        me = state.me
        if me is None:
            self.phone.say("")
            return
        pbx_lost_since = None if state.centre is None else state.centre.pbx_lost_since
        if pbx_lost_since is not None:
            words = tr("No telephone system since {time}", time=clock_or_day(pbx_lost_since, self._now))
            self.phone.say(words, icon="alert", mark="alarm", tone="alarm", strong=True)
            return
        if me.phone_lost_since is not None:
            since = clock_or_day(me.phone_lost_since, self._now)
            words = tr("Phone {number} not connected since {time}", number=me.phone, time=since)
            self.phone.say(words, icon="alert", mark="alarm", tone="alarm", strong=True)
            return
        lost = me.not_ready is NotReadyReason.UNREACHABLE or (me.why is not None and me.why.code in _PHONE_TROUBLE)
        if lost:
            words = tr("Phone {number} cannot be reached", number=me.phone)
            if me.why is not None and me.why.code is WhyCode.LINE_DOWN:
                words = tr("Phone {number}, line not up", number=me.phone)
            self.phone.say(words, icon="alert", mark="alarm", tone="alarm", strong=True)
        elif me.line_up_since is not None:
            since = clock_or_day(me.line_up_since, self._now)
            self.phone.say(tr("Phone {number}, line up since {time}", number=me.phone, time=since), icon="accept")
        elif me.rights.keeps_line and not me.remote:
            self.phone.say(tr("Phone {number}, line not up", number=me.phone), icon="phone", mark="dim")
        else:
            self.phone.say(tr("Phone {number}", number=me.phone), icon="accept")

    def _show_server(self) -> None:
        state = self._state
        link = Link.NONE if state is None else state.link
        match link:
            case Link.UP if self._answers is False:
                words = tr("Server does not answer")
                self.server.say(words, icon="link-lost", mark="alarm", tone="alarm", strong=True)
            case Link.UP if self._round_trip is None:
                self.server.say(tr("Server"), icon="accept")
            case Link.UP:
                milliseconds = max(1, round((self._round_trip or 0) * 1000))
                self.server.say(tr("Server {n} ms", n=milliseconds), icon="accept")
            case Link.CONNECTING:
                self.server.say(tr("Connecting…"), icon="retry", mark="dim")
            case Link.DOWN:
                self.server.say(self._lost(), icon="link-lost", mark="alarm", tone="alarm", strong=True)
            case Link.ENDED:
                self.server.say(tr("Signed out"), icon="link-lost", mark="alarm", tone="alarm", strong=True)
            case Link.NONE:
                self.server.say("")

    def _lost(self) -> str:
        since = None if self._state is None else self._state.link_since
        if since is None or self._now is None:
            return tr("Reconnecting…")
        time = duration(seconds_between(since, self._now))
        if self._answers:  # commands arrive: it is the stream of events alone
            return tr("No news from the server {time}", time=time)
        return tr("Reconnecting… {time}", time=time)
