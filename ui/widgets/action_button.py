"""The button that sends a command: it shows *requested* until the server has spoken, and *refused* with the reason."""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from ui import icons, theme
from ui.text import tr
from ui.theme import Text


class Kind(StrEnum):
    """How loud a button is. One loud button a view at most."""

    PLAIN = "plain"
    PRIMARY = "primary"
    ANSWER = "answer"
    ENDING = "ending"
    LINK = "link"


_FILLS = {Kind.PRIMARY: ("accent", "on_accent"), Kind.ANSWER: ("call", "on_phase")}
_KEYBOARD = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason, Qt.FocusReason.ShortcutFocusReason)
_RADIUS = 6.0


class ActionButton(QAbstractButton):
    """``hint`` is the key that does the same, shown small beside the text and in the tooltip.

    One that ``sends`` shows *requested* from its own click on; whoever carries the command out ends that.
    """

    refused = Signal(str)

    def __init__(
        self,
        text: str = "",
        kind: Kind = Kind.PLAIN,
        *,
        icon: str = "",
        hint: str = "",
        small: bool = False,
        sends: bool = True,
        strong: bool = False,
    ) -> None:
        super().__init__()
        self.kind = kind
        self._icon = icon
        self._hint = hint
        self._small = small or kind is Kind.LINK
        self._strong = strong
        self._requested = False
        self._refusal = ""
        self._ring = False
        self.setText(text)
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a mouse press must not take the keyboard from the note
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        if sends:
            self.clicked.connect(lambda: self.set_requested(True))
        self._restyle()

    # -- what a press became

    @property
    def requested(self) -> bool:
        return self._requested

    @property
    def refusal(self) -> str:
        return self._refusal

    def set_requested(self, on: bool) -> None:
        """On: the command is on its way, a further press does nothing. Off leaves a refusal to be read."""
        if on:
            self._refusal = ""
        if on != self._requested or on:
            self._requested = on
            self._describe()
            self.update()

    def refuse(self, text: str) -> None:
        """The server said no; ``text`` is the sentence for the agent, whoever listens to `refused` shows it."""
        self._requested = False
        self._refusal = text
        self._describe()
        self.update()
        self.refused.emit(text)

    def forget(self) -> None:
        """What the button acts on has changed: an old refusal says nothing any more."""
        if self._refusal:
            self._refusal = ""
            self._describe()
            self.update()

    def press(self) -> None:
        """As by a click, if it is enabled and nothing is on its way."""
        if self.isEnabled() and not self._requested:
            self.click()

    def set_hint(self, hint: str) -> None:
        self._hint = hint
        self._describe()
        self.updateGeometry()

    def set_label(self, text: str) -> None:
        if text != self.text():
            self.setText(text)
            self._describe()
            self.updateGeometry()

    # -- Qt

    def hitButton(self, pos: QPoint) -> bool:
        return not self._requested and super().hitButton(pos)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._requested:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        self._ring = event.reason() in _KEYBOARD
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._ring = False
        super().focusOutEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() is QEvent.Type.StyleChange:
            self._restyle()
        super().changeEvent(event)

    def sizeHint(self) -> QSize:
        width = self._text_width()
        if self._icon:
            width += self._icon_side() + (theme.GRID if self.text() else 0)
        if self._shows_hint():
            width += 14 + QFontMetrics(theme.font(Text.SMALL)).horizontalAdvance(self._hint)
        return QSize(width + 2 * self._padding(), self._height())

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        fore = self._paint_ground(painter)
        self._paint_content(painter, fore)
        if self._requested:
            self._paint_busy(painter, fore)

    # -- painting

    def _paint_ground(self, painter: QPainter) -> QColor:
        """Fill and frame; returns the colour of what stands on it."""
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        hovered = self.isEnabled() and self.underMouse() and not self._requested
        fill, fore = self._colours(hovered)
        edge = theme.colour("alarm") if self._refusal else theme.colour("edge" if hovered else "line")
        if self.kind is Kind.LINK:
            fill, edge = None, QColor(Qt.GlobalColor.transparent)
        elif self.kind in _FILLS and self.isEnabled() and not self._refusal:
            edge = QColor(Qt.GlobalColor.transparent)
        if fill is not None:
            painter.setBrush(fill.darker(108) if self.isDown() else fill)
        painter.setPen(QPen(edge, 1))
        if fill is not None:
            painter.drawRoundedRect(box, _RADIUS, _RADIUS)
        if self.hasFocus() and self._ring:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            if self.kind in _FILLS:
                painter.setPen(QPen(theme.colour("surface"), 1.5))
                painter.drawRoundedRect(box.adjusted(2, 2, -2, -2), _RADIUS - 2, _RADIUS - 2)
            painter.setPen(QPen(theme.colour("focus"), 2))
            painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), _RADIUS, _RADIUS)
        return fore

    def _colours(self, hovered: bool) -> tuple[QColor | None, QColor]:
        if not self.isEnabled():
            return theme.colour("surface"), theme.colour("off")
        if self.kind in _FILLS:
            fill, fore = _FILLS[self.kind]
            if hovered and self.kind is Kind.PRIMARY:
                fill = "accent_hover"
            return theme.colour(fill), theme.colour(fore)
        plain_link = self.kind is Kind.LINK and not (hovered or self._strong)
        fore = "alarm" if self.kind is Kind.ENDING else "dim" if plain_link else "text"
        return theme.colour("hover" if hovered else "surface"), theme.colour(fore)

    def _paint_content(self, painter: QPainter, fore: QColor) -> None:
        if self._requested:
            painter.setOpacity(0.72)
        hint_width = QFontMetrics(theme.font(Text.SMALL)).horizontalAdvance(self._hint) if self._shows_hint() else 0
        side = self._icon_side() if self._icon else 0
        gap = theme.GRID if side and self.text() else 0
        total = side + gap + self._text_width() + (14 + hint_width if hint_width else 0)
        left = max(float(self._padding()), (self.width() - total) / 2)
        if side:
            icons.paint(painter, self._icon, QRectF(left, (self.height() - side) / 2, side, side), fore)
            left += side + gap
        painter.setFont(self.font())
        painter.setPen(fore)
        middle = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.drawText(QRectF(left, 0, self._text_width() + 2, self.height()), middle, self.text())
        if self.kind is Kind.LINK and self.underMouse() and self.isEnabled():
            base = (self.height() + QFontMetrics(self.font()).ascent()) / 2 + 1
            painter.drawLine(QPointF(left, base), QPointF(left + self._text_width(), base))
        if hint_width:
            painter.setFont(theme.font(Text.SMALL))
            painter.drawText(
                QRectF(left + self._text_width() + 14, 0, hint_width + 2, self.height()), middle, self._hint
            )
        painter.setOpacity(1)

    def _paint_busy(self, painter: QPainter, fore: QColor) -> None:
        """A slim bar at the foot, still: nothing here moves."""
        inset = 0.0 if self.kind is Kind.LINK else 8.0
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(fore)
        painter.drawRoundedRect(QRectF(inset, self.height() - 4.5, self.width() - 2 * inset, 2), 1, 1)

    # -- measures

    def _restyle(self) -> None:
        if self.kind is Kind.LINK:
            self.setFont(theme.font(Text.SMALL, strong=self._strong))
        else:
            self.setFont(theme.font(Text.SMALL if self._small else Text.BODY, strong=True))
        self._describe()
        self.updateGeometry()

    def _height(self) -> int:
        if self.kind is Kind.LINK:
            return QFontMetrics(self.font()).height() + 2
        return max(28 if self._small else 36, QFontMetrics(self.font()).height() + (10 if self._small else 16))

    def _padding(self) -> int:
        return 0 if self.kind is Kind.LINK else 10 if self._small or not self.text() else 14

    def _icon_side(self) -> int:
        return theme.scaled(icons.SIDE)

    def _text_width(self) -> int:
        return QFontMetrics(self.font()).horizontalAdvance(self.text())

    def _shows_hint(self) -> bool:
        return bool(self._hint) and self.kind in _FILLS

    def _describe(self) -> None:
        self.setAccessibleName(self.text() or self.accessibleName())
        what = self._refusal or (tr("Sent, waiting for the server") if self._requested else "")
        self.setAccessibleDescription(what)
        name = f"{self.text()}  {self._hint}" if self._hint else ""
        self.setToolTip(self._refusal or name)
