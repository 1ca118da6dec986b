"""The buttons on a row of the callback list, and what became of those that were pressed."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from agent_client.protocol.callbacks import Callback
from agent_client.protocol.names import CallbackId, Section
from agent_client.rules.callback_actions import CallbackAction, allowed
from ui.text import tr, trc
from ui.widgets.action_button import ActionButton, Kind
from ui.widgets.menus import Menu

_GAP = 12


def action_text(action: CallbackAction) -> str:
    match action:
        case CallbackAction.CALL:
            return trc("verb", "Call")
        case CallbackAction.DONE:
            return tr("Done")
        case CallbackAction.NOT_REACHED:
            return tr("Not reached")
        case CallbackAction.REOPEN:
            return tr("Reopen")


def offered(entry: Callback) -> list[CallbackAction]:
    """What may be done, in the order of the buttons; a closed entry is not offered to be closed again."""
    possible = allowed(entry)
    return [action for action in CallbackAction if action in possible]


class RowActions(QWidget):
    """Real buttons laid over the end of one row, so that keyboard and screen reader find them as the mouse does.

    Where the room is short, the first of them stands there with one that offers all.
    """

    pressed = Signal(object, str)
    history_pressed = Signal(object)
    more_pressed = Signal(object)

    def __init__(self, parent: QWidget, *, focusable: bool) -> None:
        super().__init__(parent)
        self.entry: CallbackId | None = None
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(_GAP)
        self.buttons: dict[CallbackAction, ActionButton] = {}
        for action in CallbackAction:
            button = ActionButton(action_text(action), Kind.LINK, sends=False, strong=action is CallbackAction.CALL)
            button.clicked.connect(lambda _=False, action=action: self._press(action))
            self.buttons[action] = button
        self.history = ActionButton("", Kind.LINK, icon="history", sends=False, name=tr("History"), hint=tr("Space"))
        self.history.clicked.connect(lambda: self.history_pressed.emit(self.entry))
        self.more = ActionButton("", Kind.LINK, icon="menu", sends=False, name=tr("More actions"))
        self.more.clicked.connect(lambda: self.more_pressed.emit(self.entry))
        for button in (*self.buttons.values(), self.history, self.more):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus if focusable else Qt.FocusPolicy.NoFocus)
            layout.addWidget(button)
        self.hide()

    def show_entry(self, entry: Callback, requested: CallbackAction | None, room: int) -> int:
        """Returns the width the buttons take."""
        self.entry = entry.id
        possible = offered(entry)
        for action, button in self.buttons.items():
            button.set_requested(action is requested)
        wide = self._width(possible, self.history) <= room
        shown = possible if wide else possible[:1]
        for action, button in self.buttons.items():
            button.setHidden(action not in shown)
        self.history.setHidden(not wide)
        self.more.setHidden(wide)
        return self._width(shown, self.history if wide else self.more)

    def _width(self, shown: list[CallbackAction], last: ActionButton) -> int:
        parts = [*(self.buttons[action] for action in shown), last]
        return sum(part.sizeHint().width() for part in parts) + _GAP * (len(parts) - 1)

    def _press(self, action: CallbackAction) -> None:
        if self.entry is not None:
            self.pressed.emit(self.entry, action.value)


class RowMenu(Menu):
    """All that may be done with an entry, for the menu key and the right button."""

    pressed = Signal(object, str)
    later_pressed = Signal(object)
    history_pressed = Signal()

    def __init__(self, entry: Callback, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for action in offered(entry):
            line = self.addAction(action_text(action))
            line.triggered.connect(lambda _=False, action=action: self.pressed.emit(entry.id, action.value))
        if entry.claim is None and entry.number:
            self.addSeparator()
            later = self.addAction(tr("Call again later…"))
            later.triggered.connect(lambda: self.later_pressed.emit(entry.id))
        self.addSeparator()
        self.addAction(tr("History")).triggered.connect(self.history_pressed)


class EntryControl:
    """What was pressed on an entry, wherever its row has gone since. It can be given where an `ActionButton` is expected."""

    def __init__(
        self,
        entry: CallbackId,
        action: CallbackAction,
        on_requested: Callable[[CallbackId, CallbackAction, bool], None],
        on_refused: Callable[[str], None],
    ) -> None:
        self._entry = entry
        self._action = action
        self._on_requested = on_requested
        self._on_refused = on_refused

    def set_requested(self, on: bool) -> None:
        self._on_requested(self._entry, self._action, on)

    def refuse(self, text: str) -> None:
        self._on_requested(self._entry, self._action, False)
        self._on_refused(text)


def section_words() -> dict[str, str]:
    return {
        Section.OPEN.value: tr("Open"),
        Section.ATTEMPTED.value: tr("Attempts"),
        Section.DONE.value: tr("Done"),
        Section.NOT_REACHED.value: tr("Not reached"),
    }
