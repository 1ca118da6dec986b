"""A date and a time chosen rather than typed: a calendar and a clock that drop down where they are wanted."""

from __future__ import annotations

import re
from datetime import date, datetime, time

from PySide6.QtCore import QDate, QEvent, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent, QTextCharFormat
from PySide6.QtWidgets import QCalendarWidget, QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from ui import icons, theme
from ui.models.typed_times import first_day_of_week, locale
from ui.text import marked, tr
from ui.theme import Dress

from .action_button import ActionButton, Kind
from .boxes import Box
from .labels import Label
from .line import Line

_ARROWS = (
    ("qt_calendar_prevmonth", "chevron-left", marked("Month before")),
    ("qt_calendar_nextmonth", "chevron-right", marked("Month after")),
)
"""Qt's own names of them."""
_FIRST = (9, 0)
_STEP = 15
_TIME = re.compile(r"\s*(\d{1,2})(?:[:.]?(\d{2}))?\s*")
_GAP = 4


class TimeField(Line):
    """Hours and minutes; the arrow keys go a quarter of an hour on and back."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(tr("Time"))
        self.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.setMaxLength(8)
        self.textEdited.connect(lambda _: self._mark())

    def put(self, hour: int, minute: int) -> None:
        self.setText(f"{hour:02}:{minute:02}")
        self._mark()

    def read(self) -> tuple[int, int] | None:
        found = _TIME.fullmatch(self.text())
        if found is None:
            return None
        hour, minute = int(found[1]), int(found[2] or 0)
        return (hour, minute) if hour < 24 and minute < 60 else None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Up: _STEP, Qt.Key.Key_Down: -_STEP}.get(Qt.Key(event.key()))
        now = self.read()
        if step is None or now is None:
            super().keyPressEvent(event)
        else:
            minutes = (now[0] * 60 + now[1]) // _STEP * _STEP + step
            self.put(*divmod(minutes % (24 * 60), 60))

    def _mark(self) -> None:
        self.mark_wrong(self.read() is None)


class MomentChooser(Box):
    """Drops down from `open_at`; Enter or Set is `chosen`, Escape and a click elsewhere leave everything as it was."""

    chosen = Signal(object)
    """The moment on this computer's wall."""
    wall_chosen = Signal(object)
    """The same without saying on whose wall."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__("drop", parent, Qt.WindowType.Popup | Qt.WindowType.FramelessWindowHint)
        self.setAccessibleName(tr("Date and time"))
        self.calendar = QCalendarWidget()
        theme.dress(self.calendar, Dress.CALENDAR, Dress.MENU)
        self.calendar.setLocale(locale())
        self.calendar.setFirstDayOfWeek(first_day_of_week())
        self.calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        self.calendar.setGridVisible(False)
        self.calendar.setAccessibleName(tr("Date"))
        self.time = TimeField()
        self.set_button = ActionButton(tr("Set"), Kind.PRIMARY, small=True, sends=False)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(Label(tr("Time"), tone="dim"))
        foot.addWidget(self.time)
        foot.addStretch(1)
        foot.addWidget(self.set_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.setSpacing(8)
        layout.addWidget(self.calendar)
        layout.addLayout(foot)
        self.set_button.clicked.connect(self._choose)
        self.calendar.activated.connect(lambda _: self.time.setFocus(Qt.FocusReason.TabFocusReason))
        self._restyle()

    def open_at(self, place: QWidget, moment: datetime | None) -> None:
        """Under ``place``; above it where the screen ends. A ``moment`` without a zone stands as it is."""
        self.time.put(*_FIRST)
        if moment is not None:
            local = moment if moment.tzinfo is None else moment.astimezone()
            self.calendar.setSelectedDate(QDate(local.year, local.month, local.day))
            self.time.put(local.hour, local.minute)
        self.adjustSize()
        area = place.screen().availableGeometry()
        foot = place.mapToGlobal(QPoint(place.width(), place.height() + _GAP))
        left = max(area.left(), min(foot.x() - self.width(), area.right() - self.width()))
        top = foot.y()
        if top + self.height() > area.bottom():
            top = max(area.top(), place.mapToGlobal(QPoint(0, 0)).y() - _GAP - self.height())
        self.move(left, top)
        self.show()
        self.calendar.setFocus(Qt.FocusReason.PopupFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._choose()
        else:
            super().keyPressEvent(event)  # Escape closes

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange:
            self._restyle()

    def _choose(self) -> None:
        day, clock = self.calendar.selectedDate(), self.time.read()
        if clock is None:
            self.time.setFocus(Qt.FocusReason.TabFocusReason)
            return
        self.close()
        wall = datetime.combine(date(day.year(), day.month(), day.day()), time(*clock))
        self.wall_chosen.emit(wall)
        self.chosen.emit(wall.astimezone())

    def _restyle(self) -> None:
        """The weekend is no other day here, and the days' names are quieter than the days."""
        plain, head = QTextCharFormat(), QTextCharFormat()
        plain.setForeground(theme.colour("text"))
        head.setForeground(theme.colour("dim"))
        head.setBackground(theme.colour("raised"))
        self.calendar.setHeaderTextFormat(head)
        for day in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):
            self.calendar.setWeekdayTextFormat(day, plain)
        for part in (self.calendar, self.time):
            part.setFont(theme.font())
        self.time.setFixedWidth(theme.scaled(72))
        for name, icon, words in _ARROWS:
            button = self.calendar.findChild(QToolButton, name)
            if button is not None:
                button.setIcon(icons.icon(icon))
                button.setAccessibleName(tr(words))
