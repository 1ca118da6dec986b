"""What opens over the note's editor and looks up from it: the templates, the list of what is unsent."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint
from PySide6.QtWidgets import QApplication, QFrame, QWidget

from ui import theme
from ui.panels.note_templates import NoteTemplates
from ui.panels.unsent_notes import UnsentNotes

_WIDTH = 360
_EDGE = 8
_GAP = 4


class NoteDrops(QObject):
    """Laid over the window, its foot above the editor's; gone when the keyboard goes elsewhere in this window."""

    def __init__(self, window: QWidget, editor: QWidget, header: QWidget) -> None:
        super().__init__(window)
        self.templates = NoteTemplates(window)
        self.unsent = UnsentNotes(window)
        self._window = window
        self._editor = editor
        self._header = header
        for watched in (window, editor, self.templates, self.unsent):
            watched.installEventFilter(self)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._on_focus)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        of_place = watched in (self._window, self._editor) and event.type() in (QEvent.Type.Resize, QEvent.Type.Move)
        of_box = watched in (self.templates, self.unsent) and event.type() in (
            QEvent.Type.LayoutRequest,
            QEvent.Type.Show,
        )
        if of_place or of_box:
            for box in (self.templates, self.unsent):
                self._lay(box)
        return False

    def _on_focus(self, before: QWidget | None, now: QWidget | None) -> None:
        if now is None or now.window() is not self._window:
            return
        for box in (self.templates, self.unsent):
            if box.isVisible() and now is not box and not box.isAncestorOf(now):
                box.hide()

    def _lay(self, box: QFrame) -> None:
        if box.isHidden():
            return
        window, editor = self._window, self._editor
        at = editor.mapTo(window, QPoint(0, 0)) if editor.isVisible() else QPoint(window.width(), window.height())
        width = min(max(theme.scaled(_WIDTH), editor.width() - 2 * _EDGE), window.width() - 2 * _EDGE)
        top = self._header.mapTo(window, QPoint(0, self._header.height())).y() + _GAP
        wished = box.heightForWidth(width) if box.hasHeightForWidth() else box.sizeHint().height()
        height = min(wished, max(at.y() - _GAP - top, box.minimumSizeHint().height()))
        left = max(_EDGE, min(at.x() + _EDGE, window.width() - _EDGE - width))
        box.setGeometry(left, max(top, at.y() - _GAP - height), width, height)
