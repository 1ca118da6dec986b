"""The search field and the list under it as one thing: typed, walked, chosen, gone."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QRect
from PySide6.QtWidgets import QWidget

from agent_client.protocol.customers import FoundCustomers
from ui.panels.search_results import SearchResults

from .header import Header


class SearchDrop(QObject):
    """Lays the list over ``window``, under the header's field. ``country`` is how numbers are written."""

    def __init__(self, window: QWidget, header: Header) -> None:
        super().__init__(window)
        self.country = ""
        self.results = SearchResults(window)
        self._window = window
        self._field = header.search
        header.search_typed.connect(self._on_typed)
        self._field.moved.connect(self.results.move_by)
        self._field.returnPressed.connect(self.results.choose_current)
        self._field.called.connect(self.results.call_current)
        self._field.installEventFilter(self)
        window.installEventFilter(self)

    def show_found(self, found: FoundCustomers) -> None:
        """An answer that comes after the field was cleared is nobody's."""
        if self._field.text().strip():
            self.results.show_found(found, self.country)
            self._lay()

    def show_searching(self) -> None:
        self.results.show_loading()
        self._lay()

    def show_failed(self, sentence: str) -> None:
        self.results.show_failed(sentence)
        self._lay()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._field and event.type() is QEvent.Type.FocusOut:
            self.results.hide()
        elif watched is self._window and event.type() is QEvent.Type.Resize and self.results.isVisible():
            self._lay()
        return False

    def _on_typed(self, text: str) -> None:
        if not text:
            self.results.dismiss()

    def _lay(self) -> None:
        self.results.lay_under(QRect(self._field.mapTo(self._window, QPoint(0, 0)), self._field.size()))
        self.results.setVisible(self._field.hasFocus() or not self._window.isActiveWindow())
