"""How many agents are in which state, large enough for the corner of an eye; a press shows those alone."""

from __future__ import annotations

from collections.abc import Mapping
from math import ceil

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from agent_client.protocol.names import Phase
from ui import theme
from ui.models.supervised_agents import Group
from ui.text import grouped, tr
from ui.theme import Text

from . import words

_GAP = 8
_WIDEST = 150
_LEAST = 84
_DOT = 8
_DOTS = {
    Group.WAITING: Phase.WAITING,
    Group.BUSY: Phase.CALL,
    Group.WRAP_UP: Phase.WRAP_UP,
    Group.AWAY: Phase.PAUSE,
    Group.TROUBLE: Phase.RONA,
}
_CENTRE = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class StateCounts(QWidget):
    """Left and right walk along. ``chosen`` carries a `Group`."""

    chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._counts: dict[Group, int] = {}
        self._open = Group.SIGNED_IN
        self._hover: Group | None = None
        self._ring = False
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setAccessibleName(tr("Agents by state"))

    def count(self, group: Group) -> int:
        return self._counts.get(group, 0)

    def show_counts(self, counts: Mapping[Group, int]) -> None:
        if counts != self._counts:
            self._counts = dict(counts)
            self._describe()
            self.update()

    def open(self, group: Group) -> None:
        if group is not self._open:
            self._open = group
            self._describe()
            self.update()
            self.chosen.emit(group)

    # -- Qt

    def sizeHint(self) -> QSize:
        return QSize(theme.scaled(560), _row_height())

    def minimumSizeHint(self) -> QSize:
        return QSize(240, _row_height())

    def heightForWidth(self, width: int) -> int:
        """Two rows where one would leave no room for the words."""
        rows = _rows(width)
        return rows * _row_height() + (rows - 1) * _GAP

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Right: 1, Qt.Key.Key_Left: -1}.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
            return
        groups = list(Group)
        self.open(groups[(groups.index(self._open) + step) % len(groups)])

    def mousePressEvent(self, event: QMouseEvent) -> None:
        found = self._at(event.position())
        if found is not None:
            self.open(found)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        found = self._at(event.position())
        if found is not self._hover:
            self._hover = found
            self.setToolTip("" if found is None else self._label(found))
            self.update()

    def leaveEvent(self, event: QEvent) -> None:
        self._hover = None
        self.update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        self._ring = event.reason() is not Qt.FocusReason.MouseFocusReason
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._ring = False
        self.update()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() is QEvent.Type.StyleChange:
            self.updateGeometry()
        super().changeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for group, box in self._boxes().items():
            self._paint_box(painter, group, box)

    # -- inside

    def _paint_box(self, painter: QPainter, group: Group, box: QRectF) -> None:
        is_open = group is self._open
        painter.setPen(QPen(theme.colour("edge" if is_open else "line"), 1))
        painter.setBrush(theme.colour("sel" if is_open else "hover" if group is self._hover else "surface"))
        painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        if is_open and self._ring and self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.colour("focus"), 2))
            painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), 6, 6)
        count = self.count(group)
        room = box.adjusted(10, 5, -6, -5)
        painter.setFont(theme.font(Text.NAME, strong=True))
        height = painter.fontMetrics().height()
        painter.setPen(theme.colour("text" if count else "faint"))
        left = room.left()
        phase = _DOTS.get(group)
        if phase is not None:
            side = theme.scaled(_DOT)
            middle = room.top() + height / 2
            painter.save()
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.phase_colour(phase) if count else theme.colour("edge"))
            painter.drawEllipse(QRectF(left, middle - side / 2, side, side))
            painter.restore()
            left += side + 8
        painter.drawText(QRectF(left, room.top(), room.right() - left, height), _CENTRE, grouped(count))
        painter.setFont(theme.font(Text.SMALL, strong=is_open))
        painter.setPen(theme.colour("text" if is_open else "dim"))
        below = QRectF(room.left(), room.top() + height, room.width(), painter.fontMetrics().height() + 2)
        word = painter.fontMetrics().elidedText(words.group(group), Qt.TextElideMode.ElideRight, round(below.width()))
        painter.drawText(below, _CENTRE, word)

    def _boxes(self) -> dict[Group, QRectF]:
        groups, height = list(Group), _row_height()
        across = ceil(len(groups) / _rows(self.width()))
        width = min(float(theme.scaled(_WIDEST)), (self.width() - _GAP * (across - 1)) / across)
        return {
            group: QRectF(round(at % across * (width + _GAP)), at // across * (height + _GAP), round(width), height)
            for at, group in enumerate(groups)
        }

    def _at(self, where: QPointF) -> Group | None:
        return next((group for group, box in self._boxes().items() if box.contains(where)), None)

    def _label(self, group: Group) -> str:
        return f"{words.group(group)} {grouped(self.count(group))}"

    def _describe(self) -> None:
        self.setAccessibleDescription(", ".join(self._label(group) for group in Group))


def _rows(width: int) -> int:
    return 1 if width >= len(Group) * theme.scaled(_LEAST) else 2


def _row_height() -> int:
    number = QFontMetrics(theme.font(Text.NAME, strong=True)).height()
    return number + QFontMetrics(theme.font(Text.SMALL)).height() + 18
