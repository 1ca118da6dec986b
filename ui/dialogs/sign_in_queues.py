"""Which queues to staff (A3), as far as this computer knows them from the agent's last sign-in."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from agent_client.protocol.names import QueueId
from agent_client.workstation.settings import KnownQueues
from ui import theme
from ui.text import tr, trn
from ui.widgets.action_button import ActionButton, Kind
from ui.widgets.boxes import stand_on
from ui.widgets.check_box import CheckBox
from ui.widgets.labels import Label
from ui.widgets.scrolling import ScrollArea

MOST_SHOWN = 6
"""Lines; of more the rest is scrolled to."""


class QueueChoice(QWidget):
    """A line that says what applies, and, opened, a box for each queue."""

    def __init__(self) -> None:
        super().__init__()
        self._known: KnownQueues | None = None
        self.boxes: dict[QueueId, CheckBox] = {}
        self.title = Label(tr("Queues"), tone="dim")
        self.line = Label("", wraps=True)
        self.change = ActionButton("", Kind.LINK, small=True, sends=False)
        self.change.clicked.connect(self._toggle)
        self._list = ScrollArea()
        self._list.setWidgetResizable(True)
        self._list.setFrameShape(QScrollArea.Shape.NoFrame)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        head = QHBoxLayout()
        head.addWidget(self.title)
        head.addStretch(1)
        head.addWidget(self.change)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addLayout(head)
        layout.addWidget(self.line)
        layout.addWidget(self._list)
        self._open(False)

    def show_known(self, known: KnownQueues | None) -> None:
        """What was known of another agent, or another server, is not offered any more."""
        if known == self._known:
            return
        self._known = known
        self.boxes = {}
        inside = QWidget()
        stand_on(inside, "surface")
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        for queue, name in known.queues if known is not None else ():
            box = self.boxes[queue] = CheckBox(name, wraps=True)
            box.setChecked(known is not None and queue in known.staffed)
            box.toggled.connect(self._say)
            column.addWidget(box)
        column.addStretch(1)
        self._list.setWidget(inside)
        self._list.setAccessibleName(tr("Queues"))
        self._open(False)

    def wished(self) -> tuple[QueueId, ...] | None:
        """None: as the last time."""
        if self._known is None or self._list.isHidden():
            return None
        return tuple(queue for queue, box in self.boxes.items() if box.isChecked())

    # -- inside

    def _toggle(self) -> None:
        """Closed again it is as the last time."""
        opening = self._list.isHidden()
        for queue, box in self.boxes.items():
            box.setChecked(self._known is not None and queue in self._known.staffed)
        self._open(opening)
        if opening and self.boxes:
            next(iter(self.boxes.values())).setFocus(Qt.FocusReason.TabFocusReason)

    def _open(self, opened: bool) -> None:
        self._list.setHidden(not opened)
        self.change.setHidden(not self.boxes)
        self.change.set_label(tr("As last time") if opened else tr("Change"))
        self.change.set_name(tr("As last time") if opened else tr("Change the queues"))
        rows = min(len(self.boxes), MOST_SHOWN)
        height = next(iter(self.boxes.values())).sizeHint().height() if self.boxes else 0
        self._list.setFixedHeight(rows * (height + 4) + (theme.scaled(8) if len(self.boxes) > rows else 0))
        self._say()

    def _say(self) -> None:
        self.line.say(self._words())

    def _words(self) -> str:
        if self._known is None:
            return tr("The preselected ones apply; you can change them after signing in.")
        wished = self.wished()
        if wished is None:
            names = [name for queue, name in self._known.queues if queue in self._known.staffed]
            return tr("As last time: {queues}", queues=", ".join(names)) if names else tr("As last time: none")
        if not wished:
            return tr("None: no calls come to you.")
        return trn("{n} queue", "{n} queues", len(wished))
