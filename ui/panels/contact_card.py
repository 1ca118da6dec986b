"""One of the agent's contacts as a card of the left column."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFocusEvent, QFontMetrics, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from agent_client.client.store.state import State
from agent_client.protocol.contacts import Contact
from agent_client.protocol.names import Channel
from agent_client.protocol.time import seconds_between
from ui import theme, wording
from ui.text import tr
from ui.theme import Text
from ui.widgets.times import duration

from .call_actions import CONSULTING
from .call_sides import consulted_name
from .naming import (
    asked,
    joined,
    number_text,
    opposite,
    party,
    phase_of_contact,
    queue_name,
    since,
    state_word,
)

_RADIUS = 6.0


class ContactCard(QAbstractButton):
    """The second line of a card and its timer; a click chooses it."""

    def __init__(self, contact: Contact) -> None:
        super().__init__()
        self.contact = contact
        self._who = ""
        self._beneath = ""
        self._word = ""
        self._timer = ""
        self._chosen = False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def show_contact(self, contact: Contact, state: State, *, chosen: bool) -> None:
        self.contact = contact
        self._chosen = chosen
        self._who = opposite(contact, state)
        self._beneath = _beneath(contact, state)
        self._word = state_word(contact, brief=True)
        self.setAccessibleName(joined(self._who, state_word(contact), self._beneath))
        self.update()

    def tick(self, now: datetime) -> None:
        text = duration(seconds_between(since(self.contact), now), padded=True)
        if text != self._timer:
            self._timer = text
            self.update(QRect(self.width() // 2, 0, self.width() // 2, self.height() // 2))

    def sizeHint(self) -> QSize:
        body = QFontMetrics(theme.font()).height()
        return QSize(200, 8 + body + 1 + QFontMetrics(theme.font(Text.SMALL)).height() + 8)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() is QEvent.Type.StyleChange:
            self.updateGeometry()
        super().changeEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        shape = QPainterPath()
        shape.addRoundedRect(box, _RADIUS, _RADIUS)
        if self._chosen or self.underMouse():
            painter.fillPath(shape, theme.colour("surface" if self._chosen else "hover"))
        colour = theme.phase_colour(phase_of_contact(self.contact))
        painter.save()
        painter.setClipPath(shape)
        painter.fillRect(QRectF(0, 0, 3, self.height()), colour)
        painter.restore()
        if self._chosen:
            painter.setPen(QPen(theme.colour("line"), 1))
            painter.drawPath(shape)
        if self.hasFocus():
            painter.setPen(QPen(theme.colour("focus"), 2))
            painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), _RADIUS, _RADIUS)
        self._paint_text(painter)

    def _paint_text(self, painter: QPainter) -> None:
        left, right, top = 12, self.width() - 12, 8
        strong, small = QFontMetrics(theme.font(strong=True)), QFontMetrics(theme.font(Text.SMALL))
        middle = Qt.AlignmentFlag.AlignVCenter
        first = QRect(left, top, right - left, strong.height())
        second = QRect(left, top + strong.height() + 1, right - left, small.height())
        painter.setFont(theme.font(strong=True))
        painter.setPen(theme.phase_colour(phase_of_contact(self.contact)))
        painter.drawText(first, middle | Qt.AlignmentFlag.AlignRight, self._timer)
        room = first.width() - strong.horizontalAdvance(self._timer) - 12
        painter.setPen(theme.colour("text"))
        who = strong.elidedText(self._who, Qt.TextElideMode.ElideRight, room)
        painter.drawText(first, middle | Qt.AlignmentFlag.AlignLeft, who)
        painter.setFont(theme.font(Text.SMALL))
        painter.setPen(theme.colour("dim"))
        painter.drawText(second, middle | Qt.AlignmentFlag.AlignRight, self._word)
        room = second.width() - small.horizontalAdvance(self._word) - 12
        beneath = small.elidedText(self._beneath, Qt.TextElideMode.ElideRight, room)
        painter.drawText(second, middle | Qt.AlignmentFlag.AlignLeft, beneath)


def _beneath(contact: Contact, state: State) -> str:
    """Whose matter it is, for who was asked; who is asked, for who has the customer; else where it came from."""
    customer = party(contact.customer, contact.ani, state)
    if asked(contact):
        return tr("about {name}", name=customer)
    if contact.consult is not None and contact.state in CONSULTING:
        return tr("with {name}", name=consulted_name(contact.consult, state))
    if contact.channel is not Channel.VOICE:
        return joined(wording.channel(contact.channel), queue_name(contact.queue, state))
    number = number_text(contact.ani, state) if contact.customer is not None else ""
    return joined(queue_name(contact.queue, state), number)
