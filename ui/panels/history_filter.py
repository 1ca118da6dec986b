"""What of the history is shown: words, kind, who, when. A bar over the time line, there while it is wanted."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from agent_client.protocol.agents import AgentBrief
from agent_client.protocol.names import AgentId
from agent_client.rules.record_filter import EVERYTHING, TEXT_LIMIT, HistoryFilter, HistoryKind
from ui import icons, theme
from ui.models.history_periods import WORDS, HistoryPeriod, bounds, past_day
from ui.text import day, marked, tr, trc
from ui.theme import Text
from ui.widgets.action_button import ActionButton, Kind
from ui.widgets.flow import Flow
from ui.widgets.labels import Label
from ui.widgets.select_field import SelectField
from ui.widgets.text_field import TextField

TYPING_PAUSE = 200
"""Milliseconds without a key before words are looked for."""
_KINDS = {
    HistoryKind.RECORDS: marked("Notes"),
    HistoryKind.CALLS: marked("Calls"),
    HistoryKind.CALLBACKS: marked("Callbacks"),
}
_ANYBODY = "anybody"


class _Choice(SelectField):
    """As wide as what is chosen: three of them are to stand in a narrow column."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.currentIndexChanged.connect(lambda _: self.updateGeometry())

    def sizeHint(self) -> QSize:
        words = QFontMetrics(theme.font()).horizontalAdvance(self.currentText() or self.placeholderText())
        return QSize(min(words + 31 + theme.scaled(icons.SIDE), theme.scaled(200)), super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()


class _Choices(QWidget):
    """Never lower than its rows, however short the column is."""

    def __init__(self, choices: Sequence[QWidget]) -> None:
        super().__init__()
        self._flow = Flow(self)
        for choice in choices:
            self._flow.addWidget(choice)

    def event(self, event: QEvent) -> bool:
        done = super().event(event)
        if event.type() in (QEvent.Type.Resize, QEvent.Type.LayoutRequest):
            self.setMinimumHeight(self._flow.heightForWidth(self.width()))
        return done


class HistoryFilterBar(QWidget):
    """``wished`` carries a `HistoryFilter` whenever it is another; ``closed`` when everything is to be shown again."""

    wished = Signal(object)
    closed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._now: datetime | None = None
        self._told = EVERYTHING
        self.words = TextField(tr("Words in the notes"))
        self.words.setPlaceholderText(tr("Words in the notes"))
        self.words.setMaxLength(TEXT_LIMIT)
        self.kind = _Choice(tr("What is shown"))
        self.agent = _Choice(tr("By whom"))
        self.period = _Choice(tr("When"))
        self.first = TextField(tr("From (day)"))
        self.last = TextField(tr("Until (day)"))
        self.close_button = ActionButton(
            "", Kind.LINK, icon="close", hint="Esc", sends=False, name=tr("Show everything")
        )
        self._pause = QTimer(self, singleShot=True, interval=TYPING_PAUSE)
        self._lay_out()
        self._connect()
        self._fill()
        self.hide()

    def wish(self) -> HistoryFilter:
        period = _period(self.period.key())
        since, until = (None, None)
        if self._now is not None:
            since, until = bounds(period, self._now, self._day(self.first), self._day(self.last))
        who = self.agent.key()
        return HistoryFilter(
            kind=HistoryKind(str(self.kind.key() or HistoryKind.ALL)),
            text=self.words.text().strip(),
            agent=AgentId(who) if isinstance(who, int) else None,
            since=since,
            until=until,
        )

    def open(self) -> None:
        """The keyboard goes into the words."""
        self.show()
        self.words.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.words.selectAll()

    def narrow_to(self, at: datetime) -> None:
        """What was of that day."""
        self._forget()
        local = at.astimezone()
        self.period.choose(HistoryPeriod.OTHER)
        for field in (self.first, self.last):
            field.load(day(local))
        self.show()
        self._tell()

    def clear(self) -> None:
        """Nothing is wished for any more; nobody is told."""
        self._forget()
        self._told = EVERYTHING
        self.hide()

    def tick(self, now: datetime) -> None:
        self._now = now

    def show_agents(self, agents: Sequence[AgentBrief]) -> None:
        """Whom one may choose; who is chosen stays so."""
        known = dict.fromkeys((agent.id, agent.name) for agent in agents)
        self.agent.show_choices([(_ANYBODY, tr("Anybody")), *known])
        if self.agent.key() is None:
            self.agent.choose(_ANYBODY)

    # -- Qt

    def keyPressEvent(self, event: QKeyEvent) -> None:
        match event.key():
            case Qt.Key.Key_Escape:
                self._close()
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self._tell()
            case _:
                super().keyPressEvent(event)

    # -- inside

    def _tell(self) -> None:
        self._pause.stop()
        other = _period(self.period.key()) is HistoryPeriod.OTHER
        self._days.setVisible(other)
        for field in (self.first, self.last):
            wrong = bool(field.text().strip()) and self._day(field) is None
            field.mark_wrong(wrong, tr("This is no day.") if wrong else "")
        wish = self.wish()
        if wish != self._told:
            self._told = wish
            self.wished.emit(wish)

    def _close(self) -> None:
        self.clear()
        self.closed.emit()

    def _forget(self) -> None:
        self._pause.stop()
        for field in (self.words, self.first, self.last):
            field.clear()
            field.mark_wrong(False)
        self.kind.choose(HistoryKind.ALL)
        self.agent.choose(_ANYBODY)
        self.period.choose(HistoryPeriod.ANY)
        self._days.hide()

    def _day(self, field: TextField) -> date | None:
        return None if self._now is None else past_day(field.text(), self._now)

    def _fill(self) -> None:
        kinds = [(kind, tr(words)) for kind, words in _KINDS.items()]
        self.kind.show_choices([(HistoryKind.ALL, trc("history", "All")), *kinds])
        self.period.show_choices([(period, tr(words)) for period, words in WORDS.items()])
        self.show_agents(())
        self._forget()

    def _connect(self) -> None:
        for field in (self.words, self.first, self.last):
            field.written.connect(lambda _: self._pause.start())
        for choice in (self.kind, self.agent, self.period):
            choice.chosen.connect(lambda _: self._tell())
        self._pause.timeout.connect(self._tell)
        self.close_button.clicked.connect(self._close)

    def _lay_out(self) -> None:
        first, self._days = QHBoxLayout(), QWidget()
        first.setSpacing(8)
        first.addWidget(self.words, 1)
        first.addWidget(self.close_button)
        days = QHBoxLayout(self._days)
        days.setContentsMargins(0, 0, 0, 0)
        days.setSpacing(8)
        for words, field in ((tr("From"), self.first), (tr("until"), self.last)):
            days.addWidget(Label(words, Text.SMALL, tone="dim"))
            days.addWidget(field, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 0, 16, 12)
        layout.setSpacing(8)
        layout.addLayout(first)
        layout.addWidget(_Choices((self.kind, self.agent, self.period)))
        layout.addWidget(self._days)


def _period(key: object) -> HistoryPeriod:
    return HistoryPeriod(str(key or HistoryPeriod.ANY))
