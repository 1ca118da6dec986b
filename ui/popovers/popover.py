"""What every popover is: a small window on top of all others that never takes the keyboard and guards its first moment."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, QTimer
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui import theme
from ui.theme import Text
from ui.widgets.action_button import ActionButton
from ui.widgets.labels import Label
from ui.widgets.view import View

GUARD_MILLISECONDS = 400
"""So long a press is taken for one that was on its way to something else."""
WIDTH = 368
BAR = 4


class Popover(View):
    """``token`` is the colour of the bar of time left; ``left`` is how much of it remains, 0 to 1."""

    def __init__(self, token: str) -> None:
        super().__init__()
        self._token = token
        self._left = 1.0
        self._armed = False
        self._guard = QTimer(self, singleShot=True, timerType=Qt.TimerType.PreciseTimer, interval=GUARD_MILLISECONDS)
        self._guard.timeout.connect(self.arm)
        self.setWindowFlags(
            Qt.WindowType.Tool
            | Qt.WindowType.FramelessWindowHint
            | Qt.WindowType.WindowStaysOnTopHint
            | Qt.WindowType.WindowDoesNotAcceptFocus
            | Qt.WindowType.NoDropShadowWindowHint
        )
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFixedWidth(theme.scaled(WIDTH))
        self.refusal = Label("", Text.SMALL, tone="alarm", wraps=True)
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(17, BAR + 14, 17, 17)
        self.body.setSpacing(0)

    def add_head(self, left: QWidget, right: QWidget) -> None:
        head = QHBoxLayout()
        head.addWidget(left)
        head.addStretch(1)
        head.addWidget(right)
        self.body.addLayout(head)
        self.body.addSpacing(4)

    def add_foot(self, *parts: QWidget) -> None:
        """The buttons, none of which takes the keyboard, and beneath them the place where a refusal is read."""
        foot = QHBoxLayout()
        foot.setSpacing(8)
        for part in parts:
            part.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            if isinstance(part, ActionButton):
                part.refused.connect(self._on_refused)
            foot.addWidget(part)
        foot.addStretch(1)
        self.body.addLayout(foot)
        self.refusal.setContentsMargins(0, 8, 0, 0)
        self.refusal.hide()
        self.body.addWidget(self.refusal)

    def prepare(self) -> None:
        """Have style, layout and the system's window made, so that only the contents are missing when it has to show."""
        for part in self.findChildren(QWidget):
            part.ensurePolished()
        self.winId()
        self.adjustSize()

    @property
    def armed(self) -> bool:
        return self._armed

    def arm(self) -> None:
        self._guard.stop()
        self._armed = True

    def guard(self) -> None:
        """From now on a press counts only after a moment: what is under the pointer, or the key's meaning, is new."""
        self._armed = False
        self._guard.start()

    def show_left(self, share: float) -> None:
        bounded = max(0.0, min(1.0, share))
        if round(bounded * self.width()) != round(self._left * self.width()):
            self._left = bounded
            self.update(0, 0, self.width(), BAR + 1)

    def press(self, button: ActionButton) -> bool:
        """As by its key. False when it is guarded, not there, or on its way already."""
        if not self._armed or button.isHidden() or not button.isEnabled() or button.requested:
            return False
        button.click()
        return True

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.guard()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.colour("raised"))
        painter.fillRect(0, 0, self.width(), BAR, theme.colour("line"))
        painter.fillRect(QRectF(0, 0, self.width() * self._left, BAR), theme.colour(self._token))
        painter.setPen(QPen(theme.colour("off"), 1))
        painter.drawRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5))
        painter.fillRect(QRectF(0, 0, self.width() * self._left, BAR), theme.colour(self._token))

    def _on_refused(self, text: str) -> None:
        self.refusal.say(text)
        self.adjustSize()
