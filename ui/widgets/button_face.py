"""How a button looks: its kinds, measures and colours, and the painting of them. What it does is action_button.py's."""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen

from ui import icons, theme
from ui.theme import Text


class Kind(StrEnum):
    """How loud a button is. One loud button a view at most."""

    PLAIN = "plain"
    PRIMARY = "primary"
    ANSWER = "answer"
    ENDING = "ending"
    LINK = "link"


_FILLS = {Kind.PRIMARY: ("accent", "on_accent"), Kind.ANSWER: ("call", "on_phase")}
_RADIUS = 6.0
_BEFORE_HINT = 14
_MIDDLE = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft


class Face:
    """``small`` and links are in small type; a ``strong`` link is in heavy type. ``hint`` is a key."""

    def __init__(self, kind: Kind, *, icon: str, hint: str, small: bool, strong: bool) -> None:
        self.kind = kind
        self.icon = icon
        self.bare = False
        """Its words stand alone, where room is short."""
        self.hint = hint
        self.small = small or kind is Kind.LINK
        self.strong = strong or kind is not Kind.LINK

    def font(self) -> QFont:
        return theme.font(Text.SMALL if self.small else Text.BODY, strong=self.strong)

    def size(self, text: str, *, bare: bool | None = None) -> QSize:
        """As it stands now; or as it would."""
        metrics = QFontMetrics(self.font())
        if self.kind is Kind.LINK:
            height = metrics.height() + 2
        else:
            height = max(28 if self.small else 36, metrics.height() + (10 if self.small else 16))
        width = self._width(text, bare=self.bare if bare is None else bare)
        return QSize(round(width) + 2 * self._padding(text), height)

    def colours(self, *, enabled: bool, hovered: bool) -> tuple[QColor, QColor]:
        """The fill and what stands on it."""
        if not enabled:
            return theme.colour("surface"), theme.colour("off")
        if self.kind in _FILLS:
            fill, fore = _FILLS[self.kind]
            if hovered and self.kind is Kind.PRIMARY:
                fill = "accent_hover"
            return theme.colour(fill), theme.colour(fore)
        plain_link = self.kind is Kind.LINK and not (hovered or self.strong)
        fore = "alarm" if self.kind is Kind.ENDING else "dim" if plain_link else "text"
        return theme.colour("hover" if hovered else "surface"), theme.colour(fore)

    def paint_ground(
        self, painter: QPainter, area: QRect, *, enabled: bool, hovered: bool, down: bool, wrong: bool
    ) -> None:
        if self.kind is Kind.LINK:
            return
        fill, _ = self.colours(enabled=enabled, hovered=hovered)
        edge = theme.colour("alarm" if wrong else "edge" if hovered else "line")
        if self.kind in _FILLS and enabled and not wrong:
            edge = QColor(Qt.GlobalColor.transparent)
        painter.setBrush(fill.darker(108) if down else fill)
        painter.setPen(QPen(edge, 1))
        painter.drawRoundedRect(_box(area), _RADIUS, _RADIUS)

    def paint_ring(self, painter: QPainter, area: QRect) -> None:
        """Of the keyboard's focus; with a gap inside where the fill could have the ring's own colour."""
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if self.kind in _FILLS:
            painter.setPen(QPen(theme.colour("surface"), 1.5))
            painter.drawRoundedRect(_box(area).adjusted(2, 2, -2, -2), _RADIUS - 2, _RADIUS - 2)
        painter.setPen(QPen(theme.colour("focus"), 2))
        painter.drawRoundedRect(_box(area).adjusted(0.5, 0.5, -0.5, -0.5), _RADIUS, _RADIUS)

    def paint_content(self, painter: QPainter, area: QRect, text: str, fore: QColor, *, underlined: bool) -> None:
        font = self.font()
        metrics = QFontMetrics(font)
        words = metrics.horizontalAdvance(text)
        left = max(float(self._padding(text)), (area.width() - self._width(text, bare=self.bare)) / 2)
        if self.icon and not (self.bare and text):
            side = theme.scaled(icons.SIDE)
            icons.paint(painter, self.icon, QRectF(left, (area.height() - side) / 2, side, side), fore)
            left += side + (theme.GRID if text else 0)
        painter.setFont(font)
        painter.setPen(fore)
        painter.drawText(QRectF(left, 0, words + 2, area.height()), _MIDDLE, text)
        if underlined:
            base = (area.height() + metrics.ascent()) / 2 + 1
            painter.drawLine(QPointF(left, base), QPointF(left + words, base))
        if self.shows_hint():
            painter.setFont(theme.font(Text.SMALL))
            hint = QRectF(left + words + _BEFORE_HINT, 0, self._hint_width() + 2, area.height())
            painter.drawText(hint, _MIDDLE, self.hint)

    def paint_busy(self, painter: QPainter, area: QRect, fore: QColor) -> None:
        """A slim bar at the foot, still: nothing here moves."""
        inset = 0.0 if self.kind is Kind.LINK else 8.0
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(fore)
        painter.drawRoundedRect(QRectF(inset, area.height() - 4.5, area.width() - 2 * inset, 2), 1, 1)

    def shows_hint(self) -> bool:
        return bool(self.hint) and self.kind in _FILLS

    def _width(self, text: str, *, bare: bool) -> float:
        width = QFontMetrics(self.font()).horizontalAdvance(text)
        if self.icon and not (bare and text):
            width += theme.scaled(icons.SIDE) + (theme.GRID if text else 0)
        return width + (_BEFORE_HINT + self._hint_width() if self.shows_hint() else 0)

    def _hint_width(self) -> int:
        return QFontMetrics(theme.font(Text.SMALL)).horizontalAdvance(self.hint)

    def _padding(self, text: str) -> int:
        return 0 if self.kind is Kind.LINK else 10 if self.small or not text else 14


def _box(area: QRect) -> QRectF:
    return QRectF(area).adjusted(0.5, 0.5, -0.5, -0.5)
