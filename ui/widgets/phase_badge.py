"""The phase and how long it has lasted: the loudest thing on the status bar, a word and a colour (B1)."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QEvent, QPointF, QSize
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from agent_client.protocol.names import Phase
from agent_client.protocol.time import seconds_between
from ui import theme
from ui.theme import Text

from .times import duration

_MARGIN = 18
_GAP = 12


class PhaseBadge(QWidget):
    """Only the badge itself is repainted when a second passes."""

    def __init__(self) -> None:
        super().__init__()
        self._phase = Phase.PAUSE
        self._word = ""
        self._since: datetime | None = None
        self._timer = ""
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)

    def show_phase(self, phase: Phase, word: str, since: datetime | None) -> None:
        if (phase, word, since) != (self._phase, self._word, self._since):
            self._phase, self._word, self._since = phase, word, since
            self.setAccessibleName(word)
            self.setToolTip(word)
            self.updateGeometry()
            self.update()

    def word(self) -> str:
        return self._word

    def timer(self) -> str:
        return self._timer

    def tick(self, now: datetime) -> None:
        text = "" if self._since is None else duration(seconds_between(self._since, now), padded=True)
        if text != self._timer:
            if len(text) != len(self._timer):
                self.updateGeometry()
            self._timer = text
            self.update()

    def sizeHint(self) -> QSize:
        word = QFontMetrics(theme.font(Text.TITLE, strong=True)).horizontalAdvance(self._word)
        timer = QFontMetrics(theme.font(Text.BADGE, strong=True)).horizontalAdvance(_widest(self._timer))
        return QSize(2 * _MARGIN + word + (_GAP + timer if self._timer else 0), theme.scaled(40))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() is QEvent.Type.StyleChange:
            self.updateGeometry()
            self.update()
        super().changeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.phase_colour(self._phase))
        painter.setPen(theme.colour("on_phase"))
        word_font = theme.font(Text.TITLE, strong=True)
        timer_font = theme.font(Text.BADGE, strong=True)
        base = (self.height() + QFontMetrics(timer_font).capHeight()) / 2  # both stand on one line
        painter.setFont(word_font)
        painter.drawText(QPointF(_MARGIN, base), self._word)
        painter.setFont(timer_font)
        left = _MARGIN + QFontMetrics(word_font).horizontalAdvance(self._word) + _GAP
        painter.drawText(QPointF(left, base), self._timer)


def _widest(text: str) -> str:
    return "".join("0" if character.isdigit() else character for character in text)
