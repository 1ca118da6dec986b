"""The support file before it is saved: the very text, with a search. What is not to be read here is not in the file."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontDatabase, QKeySequence, QShortcut, QTextCharFormat, QTextCursor, QTextDocument
from PySide6.QtWidgets import QHBoxLayout, QTextEdit, QVBoxLayout, QWidget

from ui import theme
from ui.text import tr, trn
from ui.theme import Text
from ui.widgets.action_button import ActionButton, Kind
from ui.widgets.boxes import Box
from ui.widgets.labels import Label
from ui.widgets.line import Line
from ui.widgets.text_area import TextArea

MOST_MARKED = 500
"""Places that are marked at once; one walks through all of them."""


class Preview(QWidget):
    """``save_wanted`` carries the text as it is shown."""

    save_wanted = Signal(str)
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.search = Line()
        self.count = Label("", Text.SMALL, tone="dim")
        self.text = TextArea()
        self.said = Label("", tone="dim", wraps=True)
        self.save = ActionButton(
            tr("Save…"), Kind.PRIMARY, hint="Ctrl S", sends=False, name=tr("Save the support file…")
        )
        self.back = ActionButton(tr("Back"), hint="Esc", sends=False)
        self._lay_out()
        self.search.textChanged.connect(self._mark)
        self.search.returnPressed.connect(lambda: self._walk())
        self.save.clicked.connect(lambda: self.save_wanted.emit(self.text.toPlainText()))
        self.back.clicked.connect(self.left)
        for keys, act in (("Ctrl+S", self.save.press), ("Ctrl+F", self._to_search), ("F3", self._walk)):
            QShortcut(
                QKeySequence(keys), self, context=Qt.ShortcutContext.WidgetWithChildrenShortcut
            ).activated.connect(act)

    def show_text(self, text: str) -> None:
        self.text.setPlainText(text)
        self.search.clear()
        self.said.say("")
        self._mark()
        self.text.setFocus(Qt.FocusReason.OtherFocusReason)

    def _to_search(self) -> None:
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def _mark(self) -> None:
        """Every place where what is searched for stands, as far as they are to be counted; the first of them is in sight."""
        wanted = self.search.text()
        found = self.text.toPlainText().lower().count(wanted.lower()) if wanted else 0
        places: list[QTextEdit.ExtraSelection] = []
        at = QTextCursor(self.text.document())
        while wanted and len(places) < MOST_MARKED and not (at := self.text.document().find(wanted, at)).isNull():
            place = QTextEdit.ExtraSelection()
            place.cursor, place.format = at, self._marked()
            places.append(place)
        self.text.setExtraSelections(places)
        self.count.say(trn("{n} place", "{n} places", found) if found else tr("Not found") if wanted else "")
        if places:
            self.text.setTextCursor(places[0].cursor)
            self.text.ensureCursorVisible()

    def _walk(self) -> None:
        """To the next place, and from the last to the first."""
        wanted = self.search.text()
        if wanted and not self.text.find(wanted, QTextDocument.FindFlag(0)):
            self.text.moveCursor(QTextCursor.MoveOperation.Start)
            self.text.find(wanted)

    def _marked(self) -> QTextCharFormat:
        made = QTextCharFormat()
        made.setBackground(theme.colour("sel"))
        return made

    def _lay_out(self) -> None:
        head = Label(tr("Support file"), Text.NAME, strong=True)
        explained = Label(
            tr(
                "This is the whole text that will be saved: no passwords, no customers' names or numbers, no notes. It "
                "stays on this computer until you send it yourself."
            ),
            tone="dim",
            wraps=True,
        )
        self.search.setPlaceholderText(tr("Search the text"))
        self.search.setAccessibleName(tr("Search the text"))
        self.search.setMaximumWidth(theme.scaled(280))
        self.text.setReadOnly(True)
        self.text.setAccessibleName(tr("Text of the support file"))
        self.text.setLineWrapMode(TextArea.LineWrapMode.NoWrap)
        self.text.setTabChangesFocus(True)
        font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        font.setPixelSize(theme.font(Text.SMALL).pixelSize())
        self.text.setFont(font)
        self.text.setCornerWidget(QWidget())
        pane = Box("pane")
        inside = QVBoxLayout(pane)
        inside.setContentsMargins(8, 8, 2, 2)
        inside.addWidget(self.text)
        finding = QHBoxLayout()
        finding.setSpacing(12)
        finding.addWidget(self.search, 1)
        finding.addWidget(self.count)
        finding.addStretch(1)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addStretch(1)
        foot.addWidget(self.back)
        foot.addWidget(self.save)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 16)
        layout.setSpacing(12)
        layout.addWidget(head)
        layout.addWidget(explained)
        layout.addLayout(finding)
        layout.addWidget(pane, 1)
        layout.addWidget(self.said)
        layout.addLayout(foot)
