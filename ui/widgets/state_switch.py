"""The agent's state in the header: a dot, the word, the why; pressed, it offers Available, Pause and the idle reasons (B2)."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QAction, QColor, QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import QMenu, QSizePolicy

from ui import icons, theme
from ui.text import tr

from .action_button import ActionButton

_PADDING = 12
_DOT = 8
_GAP = 8
_WHY_MOST = 360


class Choice:
    """One line of the menu; ``value`` is what `StateSwitch.chosen` then carries."""

    def __init__(self, text: str, value: object, token: str, *, current: bool = False) -> None:
        self.text = text
        self.value = value
        self.token = token
        self.current = current


class ChoiceMenu(QMenu):
    """A menu in which the digits 1 to 9 pick a line."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        digit = event.key() - Qt.Key.Key_1
        lines = [action for action in self.actions() if not action.isSeparator()]
        if 0 <= digit < min(9, len(lines)) and lines[digit].isEnabled():
            self.close()
            lines[digit].trigger()
            return
        super().keyPressEvent(event)


class StateSwitch(ActionButton):
    chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__(sends=False)
        self._token = "pause"
        self._why = ""
        self._choices: Sequence[Choice] = ()
        self.menu: QMenu | None = None
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.clicked.connect(self.open)

    def show_state(self, word: str, token: str, why: str, choices: Sequence[Choice]) -> None:
        self._choices = choices
        if (word, token, why) != (self.text(), self._token, self._why):
            self.setText(word)
            self._token, self._why = token, why
            self._describe()
            self.updateGeometry()
            self.update()

    def why(self) -> str:
        return self._why

    def open(self) -> None:
        """The menu, under the switch, with the keyboard in it."""
        if self.requested or not self._choices:
            return
        if self.menu is not None:
            self.menu.deleteLater()
        self.menu = menu = ChoiceMenu(self)
        for number, choice in enumerate(self._choices, start=1):
            key = f"\t{number}" if number <= 9 else ""
            action = QAction(f"{choice.text}{key}", menu)
            action.setIcon(icons.icon("accept") if choice.current else icons.dot(choice.token))
            action.setEnabled(not choice.current)
            action.triggered.connect(lambda _=False, value=choice.value: self._choose(value))
            menu.addAction(action)
        menu.setMinimumWidth(max(self.width(), 220))
        menu.popup(self.mapToGlobal(QPoint(0, self.height() + 4)))
        enabled = [action for action in menu.actions() if action.isEnabled()]
        if enabled:
            menu.setActiveAction(enabled[0])

    def _choose(self, value: object) -> None:
        self.set_requested(True)
        self.chosen.emit(value)

    # -- painting

    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(self.font())
        width = self._least()
        if self._why:
            width += _GAP + min(_WHY_MOST, QFontMetrics(theme.font()).horizontalAdvance(self._why) + 2)
        return QSize(width, max(32, metrics.height() + 12))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._least(), max(32, QFontMetrics(self.font()).height() + 12))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() is QEvent.Type.EnabledChange:
            self.updateGeometry()
        super().changeEvent(event)

    def _least(self) -> int:
        """Dot and word; and the mark that there is a menu, when there is."""
        word = QFontMetrics(self.font()).horizontalAdvance(self.text())
        return 2 * _PADDING + _DOT + _GAP + word + (_GAP + theme.scaled(icons.SIDE) if self.isEnabled() else 2)

    def _paint_content(self, painter: QPainter, fore: QColor) -> None:
        middle = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        height = self.height()
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour(self._token))
        painter.drawEllipse(QRectF(_PADDING, (height - _DOT) / 2, _DOT, _DOT))
        left = _PADDING + _DOT + _GAP
        right = self.width() - _PADDING - (theme.scaled(icons.SIDE) if self.isEnabled() else -_GAP)
        word = QFontMetrics(self.font()).horizontalAdvance(self.text())
        painter.setFont(self.font())
        painter.setPen(theme.colour("text"))  # the state is to be read even when it cannot be changed
        painter.drawText(QRectF(left, 0, word + 2, height), middle, self.text())
        left += word + _GAP
        if self._why and right - _GAP > left:
            painter.setFont(theme.font())
            painter.setPen(theme.colour("faint"))
            room = int(right - _GAP - left)
            shown = QFontMetrics(theme.font()).elidedText(self._why, Qt.TextElideMode.ElideRight, room)
            painter.drawText(QRectF(left, 0, room, height), middle, shown)
        if not self.isEnabled():
            return
        side = theme.scaled(icons.SIDE)
        icons.paint(painter, "chevron-down", QRectF(right, (height - side) / 2, side, side), theme.colour("dim"))

    def _describe(self) -> None:
        super()._describe()
        # The base class calls this before there is a why.
        why = getattr(self, "_why", "")
        self.setAccessibleName(tr("Your state: {state}", state=self.text()))
        if not self.refusal:
            self.setToolTip("\n".join(part for part in (why, tr("Change your state (Ctrl+Shift+S)")) if part))
