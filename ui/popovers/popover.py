"""What every popover is: a small window on top of all others that never takes the keyboard and guards its first moment."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, QTimer
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLayout, QVBoxLayout, QWidget

from ui import theme
from ui.theme import Text
from ui.widgets.action_button import ActionButton
from ui.widgets.labels import ElidedLabel, Label
from ui.widgets.view import View

GUARD_MILLISECONDS = 400
"""So long a press is taken for one that was on its way to something else."""
WIDTH = 368
BAR = 4
MARGIN = 17


class Popover(View):
    """``token`` is the colour of the bar of time left, empty for none; ``left`` is how much of it remains, 0 to 1."""

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
        self.foot = QWidget()
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(MARGIN, BAR + MARGIN - 3, MARGIN, MARGIN)
        self.body.setSpacing(0)
        self.body.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)  # it would keep room for a narrower one

    def add_head(self, *parts: QWidget) -> None:
        """In one line; the last one stands at the right edge."""
        head = QHBoxLayout()
        head.setSpacing(6)
        for part in parts[:-1]:
            head.addWidget(part, isinstance(part, ElidedLabel))
        if not any(isinstance(part, ElidedLabel) for part in parts):
            head.addStretch(1)
        head.addWidget(parts[-1])
        self.body.addLayout(head)
        self.body.addSpacing(4)

    def add_foot(self, *parts: QWidget) -> None:
        """The buttons, and beneath them the place where a refusal is read. `foot` is hidden where there is none."""
        inside = QHBoxLayout(self.foot)
        inside.setContentsMargins(0, 14, 0, 0)
        inside.setSpacing(8)
        for part in parts:
            self.adopt(part)
            inside.addWidget(part)
        inside.addStretch(1)
        self.body.addWidget(self.foot)
        self.refusal.setContentsMargins(0, 8, 0, 0)
        self.refusal.hide()
        self.body.addWidget(self.refusal)

    def adopt(self, part: QWidget) -> None:
        """It does not take the keyboard, and what it is refused is read here."""
        part.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        if isinstance(part, ActionButton):
            part.refused.connect(self._on_refused)

    def prepare(self) -> None:
        """Have style, layout and the system's window made, so that only the contents are missing when it has to show."""
        for part in self.findChildren(QWidget):
            part.ensurePolished()
        self.winId()
        self.fit()

    def fit(self) -> None:
        """As high as its lines need at its width: of themselves they would be laid out for a narrower one."""
        self.body.activate()
        if self.body.hasHeightForWidth():
            self.resize(self.width(), self.body.totalHeightForWidth(self.width()))
        else:
            self.resize(self.width(), self.body.totalSizeHint().height())

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
        if self._token:
            painter.fillRect(0, 0, self.width(), BAR, theme.colour("line"))
        painter.setPen(QPen(theme.colour("off"), 1))
        painter.drawRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5))
        if self._token:
            painter.fillRect(QRectF(0, 0, self.width() * self._left, BAR), theme.colour(self._token))

    def _on_refused(self, text: str) -> None:
        self.refusal.say(text)
        self.fit()
