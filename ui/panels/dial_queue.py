"""In the name of which of their queues an agent calls a number (D11)."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt

from agent_client.client.store.state import EMPTY, State
from agent_client.protocol.names import QueueId
from ui.text import tr
from ui.widgets.action_button import ActionButton, Kind
from ui.widgets.menus import Menu


class DialQueue(ActionButton):
    """A link with a menu, where there is more than one to choose from. What was chosen stays for the next call."""

    def __init__(self) -> None:
        super().__init__("", Kind.LINK, icon="chevron-down", sends=False)
        self._state: State = EMPTY
        self._picked: QueueId | None = None
        self.clicked.connect(self._open)

    def show_state(self, state: State) -> None:
        self._state = state
        queues = self._queues()
        name = queues.get(self.chosen(), "")
        self.setHidden(len(queues) < 2)
        self.set_label(tr("for {queue}", queue=name))
        self.set_name(tr("In whose name you call: {queue}", queue=name))

    def chosen(self) -> QueueId | None:
        """The first, unless another was picked and is still the agent's."""
        queues = self._queues()
        return self._picked if self._picked in queues else next(iter(queues), None)

    def _queues(self) -> dict[QueueId | None, str]:
        mine = self._state.me.queues if self._state.me is not None else ()
        return {queue: self._state.queues[queue].name for queue in mine if queue in self._state.queues}

    def _open(self) -> None:
        menu = Menu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for queue, name in self._queues().items():
            line = menu.addAction(name)
            line.setCheckable(True)
            line.setChecked(queue == self.chosen())
            line.triggered.connect(lambda _=False, queue=queue: self._pick(queue))
        menu.popup(self.mapToGlobal(QPoint(0, self.height() + 4)))

    def _pick(self, queue: QueueId) -> None:
        self._picked = queue
        self.show_state(self._state)
