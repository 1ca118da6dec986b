"""The button that sends a command: it shows *requested* until the server has spoken, and *refused* with the reason."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from ui import theme
from ui.text import tr

from .button_face import Face, Kind

__all__ = ["ActionButton", "Kind"]

_KEYBOARD = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason, Qt.FocusReason.ShortcutFocusReason)


class ActionButton(QAbstractButton):
    """``hint`` is the key that does the same, shown small beside the text and in the tooltip. ``name`` says in full what a
    short text or a mere icon means.

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
        name: str = "",
    ) -> None:
        super().__init__()
        self._name = name
        self.face = Face(kind, icon=icon, hint=hint, small=small, strong=strong)
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
        if hint != self.face.hint:
            self.face.hint = hint
            self._describe()
            self.updateGeometry()
            self.update()

    def set_label(self, text: str, icon: str | None = None) -> None:
        """``icon`` None leaves it as it is."""
        wanted = self.face.icon if icon is None else icon
        if (text, wanted) != (self.text(), self.face.icon):
            self.face.icon = wanted
            self.setText(text)
            self._describe()
            self.updateGeometry()

    def set_name(self, name: str) -> None:
        """As ``name`` at the making."""
        if name != self._name:
            self._name = name
            self._describe()

    # -- Qt

    def hitButton(self, pos: QPoint) -> bool:
        return not self._requested and super().hitButton(pos)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._requested:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        self._ring = event.reason() in _KEYBOARD
        super().focusInEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        # Also heard whenever something around it finds its place.
        if event.type() is QEvent.Type.StyleChange and self._turn != theme.turns():
            self._restyle()
        super().changeEvent(event)

    def sizeHint(self) -> QSize:
        return self.face.size(self.text())

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        enabled = self.isEnabled()
        hovered = enabled and self.underMouse() and not self._requested
        _, fore = self.face.colours(enabled=enabled, hovered=hovered)
        area = self.rect()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.face.paint_ground(
            painter, area, enabled=enabled, hovered=hovered, down=self.isDown(), wrong=bool(self._refusal)
        )
        if self.hasFocus() and self._ring:
            self.face.paint_ring(painter, area)
        painter.setOpacity(0.72 if self._requested else 1)
        self._paint_content(painter, fore)
        painter.setOpacity(1)
        if self._requested:
            self.face.paint_busy(painter, area, fore)

    # -- inside

    def _paint_content(self, painter: QPainter, fore: QColor) -> None:
        underlined = self.face.kind is Kind.LINK and bool(self.text()) and self.isEnabled() and self.underMouse()
        self.face.paint_content(painter, self.rect(), self.text(), fore, underlined=underlined)

    def _restyle(self) -> None:
        self._turn = theme.turns()
        self.setFont(self.face.font())
        self._describe()
        self.updateGeometry()

    def _describe(self) -> None:
        named = self._name or self.text()
        self.setAccessibleName(named)
        what = self._refusal or (tr("Sent, waiting for the server") if self._requested else "")
        self.setAccessibleDescription(what)
        tip = f"{named}  {self.face.hint}" if self.face.hint else self._name
        self.setToolTip(self._refusal or tip)
