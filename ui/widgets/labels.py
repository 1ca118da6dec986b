"""Text on screen: labels with a size and a tone, labels that cut what does not fit, and timers that count."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QEvent, QRect, QSize, Qt
from PySide6.QtGui import QContextMenuEvent, QFont, QFontMetrics, QPainter, QPaintEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from agent_client.protocol.time import seconds_between
from ui import theme
from ui.theme import Text

from .menus import dress_open
from .times import duration

_USUAL = "text"


class Label(QLabel):
    """``tone`` is a token of the theme."""

    def __init__(
        self, text: str = "", size: Text = Text.BODY, *, tone: str = "text", strong: bool = False, wraps: bool = False
    ) -> None:
        super().__init__(text)
        self._size = size
        self._strong = strong
        self._tone = tone
        self.setTextFormat(Qt.TextFormat.PlainText)
        self._turn = theme.turns()
        self.setForegroundRole(QPalette.ColorRole.WindowText)  # Qt's own choice goes with the ground
        if tone != _USUAL:
            self.setPalette(theme.toned(tone))
        self.setFont(self._chosen_font())
        if wraps:
            self.setWordWrap(True)
            policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
            policy.setHeightForWidth(True)
            self.setSizePolicy(policy)

    def tone(self) -> str:
        return self._tone

    def set_tone(self, tone: str) -> None:
        if tone != self._tone:
            self._tone = tone
            self.setPalette(theme.toned(tone))

    def say(self, text: str) -> None:
        """Show ``text``, and nothing is laid out again when it is there already. Empty hides the label."""
        if text != self.text():
            self.setText(text)
        if self.parentWidget() is not None or not text:
            self.setHidden(not text)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Copy, where the words can be selected."""
        super().contextMenuEvent(event)
        dress_open(self)

    def changeEvent(self, event: QEvent) -> None:
        # Also heard whenever something around it finds its place.
        if event.type() is QEvent.Type.StyleChange and self._turn != theme.turns():
            self._turn = theme.turns()
            self.setFont(self._chosen_font())
            if self._tone != _USUAL:
                self.setPalette(theme.toned(self._tone))
        super().changeEvent(event)

    def _chosen_font(self) -> QFont:
        return theme.font(self._size, strong=self._strong)


class Heading(Label):
    """The heading of a section: small capitals."""

    def __init__(self, text: str = "", *, tone: str = "dim") -> None:
        super().__init__(text, Text.SMALL, tone=tone, strong=True)

    def _chosen_font(self) -> QFont:
        return theme.caps_font()


class ElidedLabel(Label):
    """One line that ends in … where room ends; the tooltip then says the whole."""

    def __init__(self, text: str = "", size: Text = Text.BODY, *, tone: str = "text", strong: bool = False) -> None:
        self._whole = text
        super().__init__("", size, tone=tone, strong=strong)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._elide()

    def say(self, text: str) -> None:
        if text != self._whole:
            self._whole = text
            self.setAccessibleName(text)
            self.updateGeometry()
            self._elide()
        if self.parentWidget() is not None or not text:
            self.setHidden(not text)

    def whole(self) -> str:
        return self._whole

    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(self.font())
        return QSize(metrics.horizontalAdvance(self._whole) + 2, metrics.height())

    def minimumSizeHint(self) -> QSize:
        metrics = QFontMetrics(self.font())
        return QSize(min(metrics.horizontalAdvance(self._whole) + 2, metrics.averageCharWidth() * 4), metrics.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._elide()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.StyleChange, QEvent.Type.FontChange):
            self._elide()

    def _elide(self) -> None:
        shown = QFontMetrics(self.font()).elidedText(self._whole, Qt.TextElideMode.ElideRight, self.width())
        if shown != self.text():
            self.setText(shown)
        tip = self._whole if shown != self._whole else ""
        if tip != self.toolTip():
            self.setToolTip(tip)


class TimerLabel(QWidget):
    """A duration that counts up from an instant or down to one. A second costs one repaint of this widget alone.

    ``words`` has the gap ``{time}``, in the agent's language.
    """

    def __init__(
        self,
        size: Text = Text.BODY,
        *,
        tone: str = "dim",
        strong: bool = False,
        padded: bool = False,
        align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignRight,
        words: str = "{time}",
    ) -> None:
        super().__init__()
        self._words = words
        self._size = size
        self._tone = tone
        self._strong = strong
        self._padded = padded
        self._align = align
        self._since: datetime | None = None
        self._until: datetime | None = None
        self._text = ""
        self.setFont(theme.font(size, strong=strong))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def text(self) -> str:
        return self._text

    def count_from(self, since: datetime | None) -> None:
        self._since, self._until = since, None

    def count_down(self, until: datetime | None) -> None:
        self._since, self._until = None, until

    def set_tone(self, tone: str) -> None:
        if tone != self._tone:
            self._tone = tone
            self.update()

    def tick(self, now: datetime) -> None:
        if self._until is not None:
            seconds = seconds_between(now, self._until) + 0.999
        elif self._since is not None:
            seconds = seconds_between(self._since, now)
        else:
            self._become("")
            return
        self._become(self._words.format(time=duration(seconds, padded=self._padded)))

    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(self.font())
        widest = "".join("0" if character.isdigit() else character for character in self._text)
        return QSize(metrics.horizontalAdvance(widest) + 2, metrics.height())

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() is QEvent.Type.StyleChange:
            self.setFont(theme.font(self._size, strong=self._strong))
            self.updateGeometry()
        super().changeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setFont(self.font())
        painter.setPen(theme.colour(self._tone))
        painter.drawText(QRect(self.rect()), self._align | Qt.AlignmentFlag.AlignVCenter, self._text)

    def _become(self, text: str) -> None:
        if text == self._text:
            return
        wider = len(text) != len(self._text)
        self._text = text
        if wider:
            self.updateGeometry()
        self.update()


def rule() -> QWidget:
    """A hairline between two parts."""
    line = _hairline()
    line.setFixedHeight(1)
    return line


def upright() -> QWidget:
    """A hairline between two parts side by side."""
    line = _hairline()
    line.setFixedWidth(1)
    return line


def _hairline() -> QWidget:
    line = QWidget()
    line.setBackgroundRole(QPalette.ColorRole.Midlight)
    line.setAutoFillBackground(True)
    return line
