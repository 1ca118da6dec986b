"""The line above the callback list: its name, what is left out of it, and the search that takes the name's place."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from ui import theme
from ui.text import tr
from ui.theme import Text
from ui.widgets.action_button import ActionButton, Kind
from ui.widgets.labels import Heading
from ui.widgets.search_field import SearchField

_MARGIN = 16
_GAP = 12
_ARROW = " ▾"
_LEAST = 44
"""Of what is said of the choice, so much is always seen."""
_FIELD = 120


class _Field(SearchField):
    gone = Signal()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.gone.emit()


class CallbackHead(QWidget):
    searched = Signal(str)
    search_begun = Signal()
    search_left = Signal()
    """Escape, Down or Enter: the keyboard goes to the list."""

    def __init__(self) -> None:
        super().__init__()
        self._summary = ""
        self.heading = Heading(tr("Callbacks"))
        self.search = ActionButton("", Kind.LINK, icon="search", sends=False, name=tr("Search the list"), hint="Ctrl+L")
        self.field = _Field("")
        self.field.setPlaceholderText(tr("Name or number"))
        self.field.setAccessibleName(tr("Search the list by name, company or number"))
        self.filter = ActionButton("", Kind.LINK, sends=False, hint="Shift+F9")
        self.field.hide()
        self.heading.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.field.setMinimumWidth(1)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(_MARGIN, 8, _MARGIN, 0)
        layout.setSpacing(_GAP)
        layout.addWidget(self.heading, 1)
        layout.addWidget(self.field, 1)
        layout.addWidget(self.filter)
        layout.addWidget(self.search)
        self.search.clicked.connect(lambda: self.open_search())
        self.field.textChanged.connect(self.searched)
        self.field.gone.connect(self._close_empty)
        self.field.left.connect(self._leave)
        self.field.moved.connect(lambda _: self.search_left.emit())
        self.field.returnPressed.connect(self.search_left)
        self._restyle()

    def text(self) -> str:
        return self.field.text() if not self.field.isHidden() else ""

    def open_search(self, text: str = "") -> None:
        """``text`` goes on what is there already."""
        if self.field.isHidden():
            self.heading.hide()
            self.search.hide()
            self.field.show()
            self._fit()
            self.search_begun.emit()
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        if text:
            self.field.end(False)
            self.field.insert(text)
        else:
            self.field.selectAll()

    def close_search(self) -> None:
        self.field.clear()
        self.field.hide()
        self.heading.show()
        self.search.show()
        self._fit()

    def show_summary(self, text: str, whole: str) -> None:
        """What the list is of, as much of it as there is room for; ``whole`` says the rest."""
        self._summary = text
        self.filter.set_name(whole)
        self._fit()

    # -- Qt

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange and hasattr(self, "filter"):
            self._restyle()

    # -- inside

    def _restyle(self) -> None:
        self.setFixedHeight(8 + theme.scaled(30) + 2)
        self._fit()

    def _fit(self) -> None:
        """What is left out of the list goes before its name, and the search before both."""
        least = theme.scaled(_LEAST)
        inside = self.width() - 2 * _MARGIN
        arrow = QFontMetrics(theme.font(Text.SMALL)).horizontalAdvance(_ARROW)
        if self.field.isHidden():
            inside -= self.search.sizeHint().width() + 2 * _GAP + arrow
            name = QFontMetrics(self.heading.font())
            whole = name.horizontalAdvance(tr("Callbacks").upper()) * 107 // 100  # its letters stand apart
            left = inside - min(self._wished(), max(least, inside - whole))
            self.heading.setText(name.elidedText(tr("Callbacks"), Qt.TextElideMode.ElideRight, left))
            room = inside - min(whole, left)
        else:
            room = inside - theme.scaled(_FIELD) - _GAP - arrow
        small = QFontMetrics(theme.font(Text.SMALL))
        self.filter.set_label(small.elidedText(self._summary, Qt.TextElideMode.ElideRight, max(room, least)) + _ARROW)

    def _wished(self) -> int:
        return QFontMetrics(theme.font(Text.SMALL)).horizontalAdvance(self._summary)

    def _close_empty(self) -> None:
        if not self.field.text():
            self.close_search()

    def _leave(self) -> None:
        """Escape has emptied it."""
        self.close_search()
        self.search_left.emit()
