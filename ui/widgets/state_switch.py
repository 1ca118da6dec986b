"""The agent's state in the header: a dot, the word, what comes then or why; pressed, it offers what can be chosen (B2)."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QAction, QColor, QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import QMenu, QSizePolicy, QWidget, QWidgetAction

from ui import icons, theme
from ui.text import tr

from .action_button import ActionButton
from .labels import Heading
from .menus import Menu

_PADDING = 12
_DOT = 8
_GAP = 8
_WHY_MOST = 360


class Choice:
    """One line of the menu; ``value`` is what `StateSwitch.chosen` then carries. ``apart``: below a line, with the key 0."""

    def __init__(self, text: str, value: object, token: str, *, current: bool = False, apart: bool = False) -> None:
        self.apart = apart
        self.text = text
        self.value = value
        self.token = token
        self.current = current


class ChoiceMenu(Menu):
    """A menu in which digits pick a line."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._by_key: dict[int, QAction] = {}

    def add(self, choice: Choice) -> QAction:
        number = len(self._by_key) + 1
        digit = "0" if choice.apart else str(number) if number <= 9 else ""
        action = QAction(f"{choice.text}\t{digit}" if digit else choice.text, self)
        action.setIcon(icons.icon("accept") if choice.current else icons.dot(choice.token))
        action.setEnabled(not choice.current)
        if choice.apart:
            self.addSeparator()
        self.addAction(action)
        if digit:
            self._by_key[Qt.Key.Key_0 + int(digit)] = action
        return action

    def keyPressEvent(self, event: QKeyEvent) -> None:
        action = self._by_key.get(event.key())
        if action is not None and action.isEnabled():
            self.close()
            action.trigger()
            return
        super().keyPressEvent(event)


class StateSwitch(ActionButton):
    chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__(sends=False)
        self._token = "pause"
        self._why = ""
        self._then = ""
        self._title = ""
        self._choices: Sequence[Choice] = ()
        self.menu: QMenu | None = None
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.clicked.connect(self.open)

    def show_state(
        self, word: str, token: str, why: str, choices: Sequence[Choice], *, then: str = "", title: str = ""
    ) -> None:
        """``then``: what was chosen for after the present contact; ``title`` stands above the choices."""
        self._choices, self._title = choices, title
        if (word, token, why, then) != (self.text(), self._token, self._why, self._then):
            self.setText(word)
            self._token, self._why, self._then = token, why, then
            self._describe()
            self.updateGeometry()
            self.update()

    def why(self) -> str:
        return self._why

    def then(self) -> str:
        return self._then

    def open(self) -> None:
        """The menu, under the switch, with the keyboard in it."""
        if self.requested or not self._choices:
            return
        if self.menu is not None:
            self.menu.deleteLater()
        self.menu = menu = ChoiceMenu(self)
        if self._title:
            menu.addAction(_heading(menu, self._title))
        for choice in self._choices:
            menu.add(choice).triggered.connect(lambda _=False, value=choice.value: self._choose(value))
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
        if self._tail():
            width += _GAP + min(_WHY_MOST, QFontMetrics(theme.font()).horizontalAdvance(self._tail()) + 2)
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
        if self._tail() and right - _GAP > left:
            painter.setFont(theme.font())
            painter.setPen(theme.colour("dim" if self._then else "faint"))
            room = int(right - _GAP - left)
            shown = QFontMetrics(theme.font()).elidedText(self._tail(), Qt.TextElideMode.ElideRight, room)
            painter.drawText(QRectF(left, 0, room, height), middle, shown)
        if not self.isEnabled():
            return
        side = theme.scaled(icons.SIDE)
        icons.paint(painter, "chevron-down", QRectF(right, (height - side) / 2, side, side), theme.colour("dim"))

    def _describe(self) -> None:
        super()._describe()
        # The base class calls this before there is a why.
        why, then = getattr(self, "_why", ""), getattr(self, "_then", "")
        self.setAccessibleName(tr("Your state: {state}", state=" ".join(part for part in (self.text(), then) if part)))
        if not self.refusal:
            change = tr("Change your state (Ctrl+Shift+S)")
            self.setToolTip("\n".join(part for part in (then.removeprefix("· "), why, change) if part))

    def _tail(self) -> str:
        """What comes then is of more use than why it is so now."""
        return self._then or self._why


def _heading(menu: QMenu, text: str) -> QWidgetAction:
    made = QWidgetAction(menu)
    label = Heading(text)
    label.setContentsMargins(12, 6, 12, 4)
    made.setDefaultWidget(label)
    made.setEnabled(False)
    return made
