"""Which queues the agent staffs, chosen in place while at work (A3)."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from agent_client.client.store.state import EMPTY, Changed, Link, State
from agent_client.protocol.names import QueueId
from ui import theme
from ui.text import tr, trn
from ui.theme import Text
from ui.widgets.action_button import ActionButton, Kind
from ui.widgets.boxes import Box
from ui.widgets.check_box import CheckBox
from ui.widgets.keyboard_loan import KeyboardLoan
from ui.widgets.labels import Heading, Label
from ui.widgets.offered_button import OfferedButton
from ui.widgets.scrolling import ScrollArea
from ui.widgets.view import View

_MOST_ROWS = 12
_ROW = 28


class QueueBox(View):
    """``chosen`` carries all that shall be staffed. It is the control of that press, and stays open until it is so."""

    SHOWS = Changed.ME | Changed.CENTRE | Changed.QUEUES | Changed.LINK

    chosen = Signal(tuple)

    def __init__(self, parent: QWidget) -> None:
        super().__init__()
        self.setParent(parent)
        self._state: State = EMPTY
        self._loan = KeyboardLoan(self)
        self.boxes: dict[QueueId, CheckBox] = {}
        self.about = Label("", Text.SMALL, tone="dim", wraps=True)
        self.refusal = Label("", Text.SMALL, tone="alarm", wraps=True)
        self.all = ActionButton(tr("All"), Kind.LINK, sends=False)
        self.none = ActionButton(tr("None"), Kind.LINK, sends=False)
        self.close_button = ActionButton("", Kind.LINK, icon="close", sends=False, hint="Esc", name=tr("Close"))
        self.button = OfferedButton(tr("Staff these"), Kind.PRIMARY, hint="↵", sends=False)
        self._lay_out()
        self.all.clicked.connect(lambda: self._tick(True))
        self.none.clicked.connect(lambda: self._tick(False))
        self.close_button.clicked.connect(self.dismiss)
        self.button.clicked.connect(self._submit)
        self.hide()

    def open(self) -> None:
        self._loan.take()
        self.refusal.say("")
        self.button.forget()
        self.show()  # it was hidden, and so not kept drawn: only now it knows what is staffed
        self._fill(anew=True)
        self.raise_()
        first = next(iter(self.boxes.values()), None)
        (first or self.close_button).setFocus(Qt.FocusReason.ShortcutFocusReason)

    def dismiss(self) -> None:
        if not self.isHidden():
            self._loan.give_back()
            self.hide()

    def ticked(self) -> tuple[QueueId, ...]:
        return tuple(queue for queue, box in self.boxes.items() if box.isChecked())

    def set_requested(self, on: bool) -> None:
        self.button.set_requested(on)

    def refuse(self, text: str) -> None:
        self.button.refuse(text)
        self.refusal.say(text)

    def show_state(self, state: State) -> None:
        self._state = state
        if not self.isHidden():
            self._fill()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        match event.key():
            case Qt.Key.Key_Escape:
                self.dismiss()
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self._submit()
            case Qt.Key.Key_Down | Qt.Key.Key_Up:
                self.focusNextPrevChild(event.key() == Qt.Key.Key_Down)
            case _:
                super().keyPressEvent(event)

    def _tick(self, on: bool) -> None:
        for box in self.boxes.values():
            box.setChecked(on)

    def _submit(self) -> None:
        if self.button.isEnabled() and not self.button.requested:
            self.refusal.say("")
            self.chosen.emit(self.ticked())

    def _fill(self, *, anew: bool = False) -> None:
        """What the agent has ticked stays while they look; which queues there are is the centre's to say."""
        me = self._state.me
        queues = () if me is None else me.may_staff
        centre = self._state.centre
        names = {queue.id: queue.name for queue in self._state.queues.values()}
        names |= {} if centre is None else {queue.id: queue.name for queue in centre.queues}
        if anew or list(self.boxes) != list(queues):
            ticked = set() if me is None else set(me.queues if anew else self.ticked())
            for box in self.boxes.values():
                self._rows.removeWidget(box)
                box.deleteLater()
            self.boxes = {queue: self._box(names.get(queue, ""), ticked=queue in ticked) for queue in queues}
            rows = min(max(len(queues), 1), _MOST_ROWS)
            self._area.setFixedHeight(rows * theme.scaled(_ROW) + 4)
            self.updateGeometry()
        self._say()

    def _box(self, name: str, *, ticked: bool) -> CheckBox:
        box = CheckBox(name)
        box.setChecked(ticked)
        box.setMinimumHeight(theme.scaled(_ROW))
        box.toggled.connect(lambda _: self._say())
        self._rows.addWidget(box)
        return box

    def _say(self) -> None:
        me, amount = self._state.me, len(self.ticked())
        if not self.boxes:
            self.about.say(tr("No queue is yours yet: ask your administrator."))
        elif not amount:
            self.about.say(tr("Without a queue you get calls for you alone."))
        else:
            self.about.say(trn("You get the calls of {n} queue.", "You get the calls of {n} queues.", amount))
        same = me is None or set(self.ticked()) == set(me.queues)
        online = self._state.link is Link.UP
        why = tr("You staff these already.") if same else "" if online else tr("Not while reconnecting.")
        self.button.offer(online and not same, why)

    def _lay_out(self) -> None:
        frame = Box("drop")
        self.setAccessibleName(tr("Queues that you staff"))
        head = QHBoxLayout()
        head.setContentsMargins(0, 0, 0, 0)
        head.addWidget(Heading(tr("Queues that you staff")), 1)
        head.addWidget(self.all)
        head.addWidget(self.none)
        head.addWidget(self.close_button)
        inner = QWidget()
        self._rows = QVBoxLayout(inner)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(0)
        self._rows.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._area = ScrollArea()
        self._area.setWidget(inner)
        self._area.setWidgetResizable(True)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        for part in (inner, self._area.viewport()):
            part.setAutoFillBackground(False)
        foot = QHBoxLayout()
        foot.setContentsMargins(0, 0, 0, 0)
        foot.addWidget(self.about, 1)
        foot.addWidget(self.button)
        inside = QVBoxLayout(frame)
        inside.setContentsMargins(16, 12, 16, 12)
        inside.setSpacing(8)
        inside.addLayout(head)
        inside.addWidget(self._area)
        inside.addWidget(self.refusal)
        inside.addLayout(foot)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(frame)
