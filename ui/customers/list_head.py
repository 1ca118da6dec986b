"""Above a list of customers: the search, and what can be done with the list as a whole."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from agent_client.client.store.state import Link, State
from ui import theme
from ui.models.customer_rights import why_not_add
from ui.text import tr
from ui.widgets.action_button import Kind
from ui.widgets.offered_button import OfferedButton
from ui.widgets.search_field import SearchField

_LEAST, _WIDEST = 260, 440
"""Of the search, with the margins around it."""
_HINT = 56
"""Of the key on the button, which is left out where the room is short."""
TYPING_PAUSE = 180
"""Milliseconds without a key before the list is asked."""


class ListHead(QWidget):
    """``searched`` carries what is searched for, after a pause in typing and when it is another."""

    searched = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._text = ""
        self.search = SearchField()
        self.new = OfferedButton(tr("New customer"), Kind.PRIMARY, hint="Ctrl N", sends=False)
        self.importing = OfferedButton(tr("Import…"), sends=False)
        self.exporting = OfferedButton(tr("Export…"), sends=False)
        self._rest = QTimer(self, singleShot=True, interval=TYPING_PAUSE)
        self._narrow: bool | None = None
        self._buttons = QWidget()
        row = QHBoxLayout(self._buttons)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addStretch(1)
        for button in (self.importing, self.exporting, self.new):
            row.addWidget(button)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(16, 12, 16, 12)
        self._grid.setSpacing(8)
        self._fit()
        self._rest.timeout.connect(self._tell)
        self.search.textEdited.connect(lambda text: self._rest.start() if text.strip() else self._tell())
        self.search.left.connect(self._tell)

    def text(self) -> str:
        """What was asked last."""
        return self._text

    def begin(self, letter: str) -> None:
        """Typed elsewhere: the search goes on from it."""
        self.search.setFocus(Qt.FocusReason.OtherFocusReason)
        self.search.setText(letter)
        self._rest.start()

    def show_state(self, state: State) -> None:
        why_not = why_not_add(state)
        for button in (self.new, self.importing):
            button.offer(not why_not, why_not)
        offline = "" if state.link is Link.UP else tr("No link to the server")
        self.exporting.offer(not offline, offline)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange and hasattr(self, "_grid"):
            self._fit()

    def _fit(self) -> None:
        """The search beside the buttons, or above them where the room is short."""
        self.search.setMaximumWidth(theme.scaled(_WIDEST))
        hint = theme.scaled(_HINT) if self._narrow else 0
        narrow = self.width() < self._buttons.sizeHint().width() + hint + theme.scaled(_LEAST)
        if narrow == self._narrow:
            return
        self._narrow = narrow
        self.new.set_hint("" if narrow else "Ctrl N")
        self._grid.addWidget(self.search, 0, 0)
        self._grid.addWidget(self._buttons, *((1, 0) if narrow else (0, 1)))
        self._grid.setColumnStretch(0, 1)

    def _tell(self) -> None:
        self._rest.stop()
        text = self.search.text().strip()
        if text != self._text:
            self._text = text
            self.searched.emit(text)
