"""What stands where there is nothing to show: empty, loading, failed, offline. Each says what it is and what to do."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from ui import icons, theme
from ui.theme import Text

from .action_button import ActionButton, Kind
from .labels import Label

_LOW = 210


class Glyph(QWidget):
    """A large icon, in the colour of a token."""

    def __init__(self, name: str, token: str = "faint", side: int = 32) -> None:
        super().__init__()
        self._name, self._token, self._side = name, token, side
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def become(self, name: str, token: str) -> None:
        if (name, token) != (self._name, self._token):
            self._name, self._token = name, token
            self.update()

    def sizeHint(self) -> QSize:
        side = theme.scaled(self._side)
        return QSize(side, side)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() is QEvent.Type.StyleChange:
            self.updateGeometry()
        super().changeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        icons.paint(painter, self._name, QRectF(self.rect()), theme.colour(self._token))


class Placeholder(QWidget):
    """An icon, one line, one sentence, and at most one button, in the middle of the room there is."""

    def __init__(self, icon: str, title: str, sentence: str = "", *, action: str = "", token: str = "faint") -> None:
        super().__init__()
        self.glyph = Glyph(icon, token)
        self.title = Label(title, Text.TITLE, strong=True, wraps=True)
        self.sentence = Label(sentence, tone="dim", wraps=True)
        self.action = ActionButton(action, Kind.PLAIN, sends=False)
        self._layout = layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 24, 24, 24)
        layout.setSpacing(theme.GRID)
        layout.addStretch(2)
        layout.addWidget(self.glyph, 0, Qt.AlignmentFlag.AlignHCenter)
        for label in (self.title, self.sentence):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            layout.addWidget(label)
        layout.addSpacing(theme.GRID)
        layout.addWidget(self.action, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch(3)
        self.say(icon, title, sentence, action=action, token=token)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where the room is short the words are what matters."""
        super().resizeEvent(event)
        low = self.height() < theme.scaled(_LOW)
        self.glyph.setHidden(low)
        self._layout.setContentsMargins(24, 4 if low else 24, 24, 4 if low else 24)

    def say(self, icon: str, title: str, sentence: str = "", *, action: str = "", token: str = "faint") -> None:
        self.glyph.become(icon, token)
        self.title.say(title)
        self.sentence.say(sentence)
        self.action.set_label(action)
        self.action.setHidden(not action)
