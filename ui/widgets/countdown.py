"""The time left until the server acts by itself: a bar that grows shorter, the time beside it, a word for its last seconds."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from agent_client.protocol.time import seconds_between
from ui import theme

from .labels import TimerLabel

SOON = 10
"""Seconds before the end that are said in so many words, and announced once."""
_HEIGHT = 6


class Bar(QWidget):
    """How much of a time is left. It is painted anew only when a pixel of it changes."""

    def __init__(self, token: str) -> None:
        super().__init__()
        self._token = token
        self._share = 0.0
        self._drawn = -1
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(_HEIGHT)

    def share(self) -> float:
        return self._share

    def show_share(self, share: float) -> None:
        self._share = min(1.0, max(0.0, share))
        if round(self._share * self.width()) != self._drawn:
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        self._drawn = round(self._share * self.width())
        for width, token in ((self.width(), "line"), (self._drawn, self._token)):
            painter.setBrush(theme.colour(token))
            painter.drawRoundedRect(QRectF(0, 0, width, _HEIGHT), _HEIGHT / 2, _HEIGHT / 2)


class Countdown(QWidget):
    """``words`` and ``soon`` have the gap ``{time}``; ``soon`` is said instead in the last seconds, strong, and announced."""

    def __init__(self, token: str, words: str, soon: str, name: str) -> None:
        super().__init__()
        self._since: datetime | None = None
        self._until: datetime | None = None
        self._announced: datetime | None = None
        self.bar = Bar(token)
        self.left = TimerLabel(tone="dim", words=words)
        self.soon = TimerLabel(tone=token, strong=True, words=soon)
        for label in (self.left, self.soon):
            label.setAccessibleName(name)
        self.soon.hide()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(self.bar, 1, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.left)
        row.addWidget(self.soon)

    def text(self) -> str:
        """What stands beside the bar now."""
        return self.left.text() if self.soon.isHidden() else self.soon.text()

    def count(self, since: datetime, until: datetime | None) -> None:
        """None: nothing ends by itself, and nothing is shown."""
        self._since, self._until = since, until
        self.setHidden(until is None)
        self.left.count_down(until)
        self.soon.count_down(until)

    def tick(self, now: datetime) -> None:
        if self._since is None or self._until is None:
            return
        left = seconds_between(now, self._until)
        whole = seconds_between(self._since, self._until)
        self.bar.show_share(left / whole if whole > 0 else 0)
        for label in (self.left, self.soon):
            label.tick(now)
        ends = left <= SOON
        self.left.setHidden(ends)
        self.soon.setHidden(not ends)
        if ends and self._announced != self._until:
            self._announced = self._until
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, self.soon.text()))
