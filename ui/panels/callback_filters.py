"""What the callback list shows and how, to be chosen in one small box: queues, days, order, repeated calls (E5, E6)."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace
from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from agent_client.protocol.callbacks import CallbackPeriod
from agent_client.protocol.names import Period, QueueId
from agent_client.workstation.settings import CallbackChoice, CallbackSort
from ui import theme
from ui.text import tr
from ui.widgets.action_button import ActionButton, Kind
from ui.widgets.boxes import Box
from ui.widgets.check_box import CheckBox
from ui.widgets.labels import Heading, rule
from ui.widgets.scrolling import ScrollArea
from ui.widgets.select_field import SelectField

SHORT = frozenset({Period.TODAY, Period.YESTERDAY, Period.LAST_2_DAYS, Period.LAST_3_DAYS})
"""Periods out of which weekdays can be left."""
_WIDTH = 296
_MOST_QUEUES = 7
"""So many are seen without scrolling."""


def period_words() -> dict[Period, str]:
    return {
        Period.ALL: tr("All days"),
        Period.TODAY: tr("Today"),
        Period.YESTERDAY: tr("Yesterday"),
        Period.LAST_2_DAYS: tr("Last 2 days"),
        Period.LAST_3_DAYS: tr("Last 3 days"),
        Period.WEEK: tr("This week"),
        Period.LAST_7_DAYS: tr("Last 7 days"),
    }


def sort_words() -> dict[CallbackSort, str]:
    return {
        CallbackSort.LATEST: tr("Latest call first"),
        CallbackSort.LONGEST: tr("Longest waiting first"),
        CallbackSort.CALLS: tr("Most calls first"),
        CallbackSort.NAME: tr("By name"),
    }


def combine_words() -> dict[bool | None, str]:
    return {
        None: tr("As each queue has it"),
        True: tr("One row with a counter"),
        False: tr("A row for each call"),
    }


class CallbackFilters(Box):
    """A box that drops down, and closes when something beside it is pressed. Everything holds at once."""

    chosen = Signal(object)
    """The whole choice, as it is now."""
    export_pressed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__("drop", parent, Qt.WindowType.Popup | Qt.WindowType.FramelessWindowHint)
        self.setAccessibleName(tr("What the list shows"))
        self._choice = CallbackChoice()
        self._own: tuple[tuple[QueueId, str], ...] = ()
        self.queues: dict[QueueId, CheckBox] = {}
        self.every = CheckBox(tr("All queues"))
        self.period = SelectField(tr("Days"))
        self.saturdays = CheckBox(tr("Leave out Saturdays"), wraps=True)
        self.sundays = CheckBox(tr("Leave out Sundays"), wraps=True)
        self.sort = SelectField(tr("Order"))
        self.combine = SelectField(tr("Repeated calls"))
        self.show_group = CheckBox(tr("Show the queue in each row"), wraps=True)
        self.usual = ActionButton(tr("As usual"), Kind.LINK, sends=False)
        self.export = ActionButton(tr("Export…"), Kind.LINK, sends=False)
        self._lay_out()
        self.sort.show_choices(list(sort_words().items()))
        self.combine.show_choices(list(combine_words().items()))
        self._connect()

    def show_choice(self, choice: CallbackChoice, usual: CallbackPeriod, own: Sequence[tuple[QueueId, str]]) -> None:
        """``own``: the agent's queues, by name. ``usual``: what the centre has for those who have not chosen."""
        self._choice = choice
        if tuple(own) != self._own:
            self._own = tuple(own)
            self._make_queues()
        self.every.setChecked(choice.queues is None)
        for queue, box in self.queues.items():
            box.setChecked(choice.queues is not None and queue in choice.queues)
        self._queues_part.setHidden(len(own) < 2)
        self.period.show_choices(list(period_words().items()))
        period = choice.period or usual.period
        self.period.choose(period if period in period_words() else Period.ALL)
        short = period in SHORT
        for box, own_choice, centres in (
            (self.saturdays, choice.without_saturdays, usual.without_saturdays),
            (self.sundays, choice.without_sundays, usual.without_sundays),
        ):
            box.setChecked(short and (centres if own_choice is None else own_choice))
            box.setEnabled(short)
            box.setToolTip(
                "" if short else tr("Weekdays are left out of today, yesterday and the last 2 or 3 days only.")
            )
        self.sort.choose(choice.sort)
        self.combine.choose(choice.combine)
        self.show_group.setChecked(choice.show_group)
        self.usual.setEnabled(choice != CallbackChoice())

    def open_below(self, beside: QWidget) -> None:
        """At its right end, on the screen as a whole."""
        self.setFixedWidth(theme.scaled(_WIDTH))
        self.adjustSize()
        corner = beside.mapToGlobal(QPoint(beside.width(), beside.height() + 4))
        room = beside.screen().availableGeometry()
        left = max(room.left(), min(corner.x() - self.width(), room.right() - self.width()))
        self.move(left, max(room.top(), min(corner.y(), room.bottom() - self.height())))
        self.show()
        (self.every if len(self.queues) > 1 else self.period).setFocus(Qt.FocusReason.PopupFocusReason)

    # -- inside

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 12)
        layout.setSpacing(theme.GRID)
        self._queues_part = QWidget()
        above = QVBoxLayout(self._queues_part)
        above.setContentsMargins(0, 0, 0, 8)
        above.setSpacing(4)
        above.addWidget(Heading(tr("Queues")))
        above.addWidget(self.every)
        self._boxes = QWidget()
        self._inside = inside = QVBoxLayout(self._boxes)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(4)
        inside.addStretch(1)
        self._scroll = ScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setWidget(self._boxes)
        for ground in (self._boxes, self._scroll.viewport()):
            ground.setAutoFillBackground(False)
        above.addWidget(self._scroll)
        above.addWidget(self.show_group)
        layout.addWidget(self._queues_part)
        for heading, fields in (
            (tr("Days"), (self.period, self.saturdays, self.sundays)),
            (tr("Order"), (self.sort,)),
            (tr("Repeated calls"), (self.combine,)),
        ):
            layout.addWidget(Heading(heading))
            for field in fields:
                layout.addWidget(field)
            layout.addSpacing(4)
        layout.addWidget(rule())
        foot = QHBoxLayout()
        foot.setContentsMargins(0, 4, 0, 0)
        foot.addWidget(self.export)
        foot.addStretch(1)
        foot.addWidget(self.usual)
        layout.addLayout(foot)

    def _connect(self) -> None:
        self.every.clicked.connect(lambda: self._choose(queues=None))
        self.period.chosen.connect(lambda period: self._choose(period=period))
        self.saturdays.clicked.connect(lambda on: self._choose(without_saturdays=on))
        self.sundays.clicked.connect(lambda on: self._choose(without_sundays=on))
        self.sort.chosen.connect(lambda sort: self._choose(sort=sort))
        self.combine.chosen.connect(lambda combine: self._choose(combine=combine))
        self.show_group.clicked.connect(lambda on: self._choose(show_group=on))
        self.usual.clicked.connect(lambda: self.chosen.emit(CallbackChoice()))
        self.export.clicked.connect(self._export)

    def _make_queues(self) -> None:
        inside = self._inside
        for box in self.queues.values():
            inside.removeWidget(box)
            box.deleteLater()
        self.queues = {}
        for queue, name in self._own:
            box = CheckBox(name, wraps=True)
            box.clicked.connect(lambda on, queue=queue: self._choose_queue(queue, on))
            inside.insertWidget(len(self.queues), box)
            self.queues[queue] = box
        shown = list(self.queues.values())[:_MOST_QUEUES]
        self._scroll.setFixedHeight(sum(box.sizeHint().height() + inside.spacing() for box in shown) + 2)

    def _choose_queue(self, queue: QueueId, on: bool) -> None:
        """The first one ticked stands for all of them, the next ones beside it."""
        kept = {*(self._choice.queues or ())} | {queue} if on else {*(self._choice.queues or ())} - {queue}
        self._choose(queues=tuple(one for one in self.queues if one in kept) or None)

    def _choose(self, **changes: object) -> None:
        self.chosen.emit(replace(self._choice, **changes))

    def _export(self) -> None:
        self.hide()
        self.export_pressed.emit()
