"""Who calls the customer then, in the name of which queue, on which number, and what it is about (E9)."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QHBoxLayout, QWidget

from agent_client.client.store.state import EMPTY, State
from agent_client.protocol.agents import AgentBrief
from agent_client.protocol.callbacks import REMARK_LIMIT
from agent_client.protocol.names import AgentId, QueueId
from agent_client.rules.dial_numbers import canonical, fault
from ui import theme
from ui.dialling import about_number
from ui.models.appointment_subject import AppointmentSubject
from ui.text import tr
from ui.theme import Text
from ui.widgets.action_button import ActionButton
from ui.widgets.flow import Flow
from ui.widgets.labels import Label
from ui.widgets.line import Line
from ui.widgets.menus import Menu
from ui.widgets.radio_button import RadioButton
from ui.widgets.select_field import SelectField

from .naming import number_text, queue_name

_LABELS = 88
_MOST = 40


class DetailFields(QWidget):
    """Of an entry that is there the number and the queue are what they are. ``changed`` by hand."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._state: State = EMPTY
        self._subject: AppointmentSubject | None = None
        self._other: AgentBrief | None = None
        self.me = RadioButton(tr("Me"))
        self.anyone = RadioButton(tr("Anyone of the queue"))
        self.other = RadioButton("")
        self.queue = SelectField(tr("Queue"))
        self.number = Line()
        self.numbers = ActionButton("", icon="chevron-down", sends=False, name=tr("The customer's numbers"))
        self.remark = Line()
        self.wrong = Label("", Text.SMALL, tone="alarm", wraps=True)
        self._labels = [Label(text, tone="dim") for text in (tr("Who calls"), tr("Queue"), tr("Number"), tr("Remark"))]
        self._lay_out()
        self._connect()

    # -- contract

    def show_subject(self, subject: AppointmentSubject, state: State) -> None:
        self._subject, self._state = subject, state
        appointment = subject.appointment
        me = state.me.id if state.me is not None else None
        kept = appointment.agent if appointment is not None else None
        self._other = kept if kept is not None and kept.id != me else None
        if self._other is not None:
            self.other.setText(self._other.name)
        self.other.setHidden(self._other is None)
        mine = subject.mine if appointment is None else kept is not None
        (self.other if self._other is not None else self.me if mine else self.anyone).setChecked(True)
        self.put_number(subject.numbers[0] if subject.numbers else "")
        self.show_state(state)
        self.queue.choose(subject.queue)

    def show_state(self, state: State) -> None:
        self._state = state
        subject = self._subject
        if subject is None:
            return
        fixed = subject.callback is not None
        queues = [(queue, queue_name(queue, state)) for queue in (state.me.queues if state.me is not None else ())]
        self.queue.show_choices(queues)
        self.queue.setHidden(fixed or len(queues) < 2)
        self._labels[1].setHidden(fixed or len(queues) < 2)
        self.number.setHidden(fixed)
        self._labels[2].setHidden(fixed)
        self.numbers.setHidden(fixed or len(subject.numbers) < 2)
        self._show_wrong()

    def choose_agent(self, agent: AgentId | None) -> None:
        if agent is None:
            self.anyone.setChecked(True)
        elif self._other is not None and agent == self._other.id:
            self.other.setChecked(True)
        else:
            self.me.setChecked(True)

    def put_number(self, number: str) -> None:
        self.number.setText(number_text(number, self._state) if number else "")
        self._show_wrong()

    def agent(self) -> AgentId | None:
        """None: any of the queue."""
        if self.anyone.isChecked():
            return None
        if self.other.isChecked() and self._other is not None:
            return self._other.id
        return self._state.me.id if self._state.me is not None else None

    def chosen_queue(self) -> QueueId | None:
        key = self.queue.key()
        return QueueId(int(str(key))) if key is not None else None

    def chosen_number(self) -> str:
        """As it is stored; empty where it is none."""
        country = "" if self._state.centre is None else self._state.centre.country
        return canonical(self.number.text(), country)

    def hindrance(self) -> str:
        """Why nobody could call; empty where they can."""
        subject = self._subject
        if subject is None:
            return ""
        if subject.callback is not None:
            known = subject.entry is None or subject.entry.number
            return "" if known else tr("The number of this entry was withheld: there is nobody to call.")
        if not self.number.text().strip():
            return tr("Type the number to call.")
        typed = self.number.text()
        return "" if fault(typed) is None else about_number(typed, self._state.centre)

    # -- inside

    def _show_wrong(self) -> None:
        wrong = self.hindrance() if self.number.text().strip() or self.number.isHidden() else ""
        self.wrong.say(wrong)
        marked_ = bool(wrong) and not self.number.isHidden()
        self.number.mark_wrong(marked_, wrong if marked_ else "")

    def _on_number(self) -> None:
        self._show_wrong()
        self.changed.emit()

    def _open_numbers(self) -> None:
        if self._subject is None:
            return
        menu = Menu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for number in self._subject.numbers:
            line = menu.addAction(number_text(number, self._state))
            line.triggered.connect(lambda _=False, number=number: self._take(number))
        menu.popup(self.numbers.mapToGlobal(QPoint(0, self.numbers.height() + 4)))

    def _take(self, number: str) -> None:
        self.put_number(number)
        self.changed.emit()

    def _connect(self) -> None:
        for button in (self.me, self.anyone, self.other):
            button.toggled.connect(lambda on: self.changed.emit() if on else None)
        self.queue.chosen.connect(lambda _: self.changed.emit())
        self.number.textEdited.connect(lambda _: self._on_number())
        self.numbers.clicked.connect(self._open_numbers)

    def _lay_out(self) -> None:
        self.number.setAccessibleName(tr("Number"))
        self.number.setMaxLength(_MOST)
        self.remark.setAccessibleName(tr("Remark"))
        self.remark.setPlaceholderText(tr("What it is about"))
        self.remark.setMaxLength(REMARK_LIMIT)
        for field in (self.number, self.remark):
            field.setFont(theme.font())
        self.number.mark_wrong(False)
        group = QButtonGroup(self)
        choices = QWidget()
        flow = Flow(choices, gap=16, row_gap=4)
        for button in (self.me, self.anyone, self.other):
            button.setAccessibleDescription(tr("Who calls"))
            group.addButton(button)
            flow.addWidget(button)
        number = QHBoxLayout()
        number.setSpacing(8)
        number.addWidget(self.number, 1)
        number.addWidget(self.numbers)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(8)
        grid.setColumnMinimumWidth(0, theme.scaled(_LABELS))
        grid.setColumnStretch(1, 1)
        for row, label in zip((0, 1, 2, 4), self._labels, strict=True):
            grid.addWidget(label, row, 0, Qt.AlignmentFlag.AlignVCenter)
        grid.addWidget(choices, 0, 1)
        grid.addWidget(self.queue, 1, 1)
        grid.addLayout(number, 2, 1)
        grid.addWidget(self.wrong, 3, 1)
        grid.addWidget(self.remark, 4, 1)
        self.wrong.hide()
