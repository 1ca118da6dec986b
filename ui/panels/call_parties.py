"""Two panes side by side while somebody is consulted: each party with its own state, its own timer and its own button (D3)."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from agent_client.client.store.state import Link, State
from agent_client.protocol.contacts import Contact
from agent_client.rules.parties import ContactAction, allowed
from ui import theme
from ui.text import tr
from ui.theme import Text
from ui.widgets.boxes import Box
from ui.widgets.labels import ElidedLabel, Heading, Label, TimerLabel
from ui.widgets.offered_button import OfferedButton
from ui.widgets.placeholders import Glyph

from .call_actions import why_not
from .call_sides import Side, sides

_GAP = 8
_BESIDE = 320
"""From this width on the panes stand beside each other, if their words fit; else one below the other."""


class PartyPane(Box):
    """``pressed`` carries what the pane's button does now."""

    pressed = Signal(object)

    def __init__(self) -> None:
        super().__init__("pane")
        self._side: Side | None = None
        self.role = Heading("")
        self.name = ElidedLabel("", Text.TITLE, strong=True)
        self.beneath = ElidedLabel("", Text.SMALL, tone="dim")
        self.glyph = Glyph("phone", "call", 16)
        self.word = Label("", strong=True)
        self.timer = TimerLabel(tone="dim")
        self.left = TimerLabel(Text.SMALL, tone="dim", words=tr("{time} left"))
        self.button = OfferedButton("", small=True)
        self.button.clicked.connect(self._press)
        self._lay_out()

    def side(self) -> Side | None:
        return self._side

    def show_side(self, side: Side, contact: Contact, *, online: bool) -> None:
        self._side = side
        self.role.say(side.role)
        self.name.say(side.name)
        self.beneath.say(side.beneath or " ")
        self.glyph.become(side.icon, side.tone)
        self.word.say(side.word)
        self.word.set_tone(side.tone)
        self.timer.count_from(side.since)
        self.left.count_down(side.until)
        self.left.setHidden(side.until is None)
        self.setAccessibleName(f"{side.role}: {side.name}, {side.word}")
        action = side.action
        self.button.setHidden(action is None)
        if action is not None:
            words = tr("Resume {name}", name=side.name) if side.held else tr("Put {name} on hold", name=side.name)
            label, icon = (tr("Resume"), "resume") if side.held else (tr("Hold"), "pause")
            self.button.set_label(label, icon=icon)
            self.button.set_name(words)
            self.button.offer(online and action in allowed(contact), why_not(contact, action, online=online))

    def tick(self, now: datetime) -> None:
        self.timer.tick(now)
        self.left.tick(now)

    def _press(self) -> None:
        if self._side is not None and self._side.action is not None:
            self.pressed.emit(self._side.action)

    def _lay_out(self) -> None:
        state = QHBoxLayout()
        state.setSpacing(6)
        state.addWidget(self.glyph, 0, Qt.AlignmentFlag.AlignVCenter)
        state.addWidget(self.word)
        state.addWidget(self.timer)
        state.addStretch(1)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self.button)
        foot.addWidget(self.left)
        foot.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 14)
        column.setSpacing(2)
        column.addWidget(self.role)
        column.addSpacing(2)
        column.addWidget(self.name)
        column.addWidget(self.beneath)
        column.addSpacing(6)
        column.addLayout(state)
        column.addSpacing(6)
        column.addLayout(foot)
        column.addStretch(1)


class Parties(QWidget):
    """``pressed`` carries the action; `pane_of` is where it was pressed."""

    pressed = Signal(object)
    refused = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.customer, self.other = PartyPane(), PartyPane()
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        for pane in self.panes():
            pane.setParent(self)
            pane.pressed.connect(self.pressed)
            pane.button.refused.connect(self.refused)

    def panes(self) -> tuple[PartyPane, PartyPane]:
        return self.customer, self.other

    def show_contact(self, contact: Contact, state: State, *, apart: bool) -> None:
        """``apart``: there is a consulted party now."""
        both = sides(contact, state) if apart else None
        self.setHidden(both is None)
        if both is None:
            return
        for pane, side in zip(self.panes(), both, strict=True):
            pane.show_side(side, contact, online=state.link is Link.UP)
        self.updateGeometry()
        self._arrange()

    def button(self, action: ContactAction) -> OfferedButton | None:
        """Both can mean the same: Hold here and Resume there. The one that was pressed, else the customer's."""
        meant = [pane.button for pane in self.panes() if (side := pane.side()) is not None and side.action is action]
        return next((button for button in meant if button.requested), meant[0] if meant else None)

    def buttons(self) -> tuple[OfferedButton, ...]:
        return tuple(pane.button for pane in self.panes())

    def tick(self, now: datetime) -> None:
        for pane in self.panes():
            pane.tick(now)

    # -- Qt: it lays its two panes out itself, because a layout cannot turn with its width

    def heightForWidth(self, width: int) -> int:
        heights = [pane.sizeHint().height() for pane in self.panes()]
        return max(heights) if self._beside(width) else sum(heights) + _GAP

    def sizeHint(self) -> QSize:
        width = _GAP + sum(pane.sizeHint().width() for pane in self.panes())
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._least(), max(pane.minimumSizeHint().height() for pane in self.panes()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange:
            self.updateGeometry()

    # -- inside

    def _least(self) -> int:
        return max(pane.minimumSizeHint().width() for pane in self.panes())

    def _beside(self, width: int) -> bool:
        return width >= max(theme.scaled(_BESIDE), _GAP + 2 * self._least())

    def _arrange(self) -> None:
        width, height = self.width(), self.height()
        if self._beside(width):
            half = (width - _GAP) // 2
            self.customer.setGeometry(0, 0, half, height)
            self.other.setGeometry(half + _GAP, 0, width - half - _GAP, height)
        else:
            first = self.customer.sizeHint().height()
            self.customer.setGeometry(0, 0, width, first)
            self.other.setGeometry(0, first + _GAP, width, self.other.sizeHint().height())
