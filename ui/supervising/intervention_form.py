"""What is asked before a supervisor intervenes: why. It says what will become of whom; Enter does it, Escape leaves it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from agent_client.protocol.supervising import REASON_LIMIT
from ui.text import tr
from ui.theme import Text
from ui.widgets.action_button import ActionButton, Kind
from ui.widgets.boxes import stand_on
from ui.widgets.check_box import CheckBox
from ui.widgets.labels import Label
from ui.widgets.offered_button import OfferedButton
from ui.widgets.text_field import TextField

_MOST = 4
"""So many usual reasons there are at most."""


class _Reason(TextField):
    """Up and down walk through the usual reasons."""

    walked = Signal(int)
    entered = Signal()
    escaped = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        match event.key():
            case Qt.Key.Key_Up:
                self.walked.emit(-1)
            case Qt.Key.Key_Down:
                self.walked.emit(1)
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self.entered.emit()
            case Qt.Key.Key_Escape:
                self.escaped.emit()
            case _:
                super().keyPressEvent(event)


class InterventionForm(QWidget):
    """``confirmed`` carries the reason, and whether a conversation is to be ended, too. `act` is what shows how it goes."""

    confirmed = Signal(str, bool)
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._usual: tuple[str, ...] = ()
        self._why_not = ""
        self.title = Label("", Text.TITLE, strong=True, wraps=True)
        self.sentence = Label("", tone="dim", wraps=True)
        self.reason = _Reason(tr("Reason"))
        self.reason.setMaxLength(REASON_LIMIT)
        self.reason.setPlaceholderText(tr("Reason"))
        self.also = CheckBox(tr("Also in the middle of the conversation"), wraps=True)
        self.said = Label("", tone="alarm", wraps=True)
        self.act = OfferedButton("", Kind.PRIMARY, hint="Enter", sends=False)
        self.cancel = ActionButton(tr("Cancel"), sends=False, hint="Esc")
        self._links: list[ActionButton] = []
        self._lay_out()
        self._connect()
        self.hide()

    def ask(self, title: str, label: str, usual: Sequence[str]) -> None:
        """Anew: the first of the usual reasons stands there, to be taken by Enter or typed over."""
        self._usual = tuple(usual)
        self.title.setText(title)
        self.act.set_label(label)
        self.act.forget()
        self.said.say("")
        self.also.setChecked(False)
        self._show_links()
        self.reason.setText(usual[0] if usual else "")
        self.show()
        self.reason.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.reason.selectAll()
        self._offer()

    def explain(self, sentence: str, *, talks: bool, why_not: str = "") -> None:
        """What it means as things stand now; it may have become impossible meanwhile."""
        self.sentence.say(sentence)
        self.also.setHidden(not talks)
        if self._why_not and not why_not:
            self.said.say("")
        self._why_not = why_not
        self._offer()

    def refuse(self, sentence: str) -> None:
        self.said.say(sentence)

    def end(self) -> None:
        self.hide()

    def asks(self) -> bool:
        return not self.isHidden()

    # -- Qt

    def keyPressEvent(self, event: QKeyEvent) -> None:
        match event.key():
            case Qt.Key.Key_Escape:
                self.left.emit()
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self._go()
            case _:
                super().keyPressEvent(event)

    # -- inside

    def _go(self) -> None:
        """Enter: what still hinders it gets the keyboard."""
        if self._why_not or self.act.requested:
            return
        reason = " ".join(self.reason.text().split())
        if not reason:
            self.said.say(tr("Say why: it stands in the log, and whom it concerns reads it."))
            self.reason.setFocus(Qt.FocusReason.OtherFocusReason)
        elif not self.also.isHidden() and not self.also.isChecked():
            self.said.say(tr("A conversation is going on: tick the box if it is to be ended."))
            self.also.setFocus(Qt.FocusReason.ShortcutFocusReason)
        else:
            self.said.say("")
            self.confirmed.emit(reason, not self.also.isHidden())

    def _offer(self) -> None:
        self.act.offer(not self._why_not, self._why_not)
        if self._why_not:
            self.said.say(self._why_not)

    def _walk(self, step: int) -> None:
        if self._usual:
            text = self.reason.text()
            at = self._usual.index(text) + step if text in self._usual else 0 if step > 0 else -1
            self._take(self._usual[at % len(self._usual)])

    def _take(self, reason: str) -> None:
        self.reason.setText(reason)
        self.reason.setFocus(Qt.FocusReason.OtherFocusReason)
        self.reason.selectAll()

    def _show_links(self) -> None:
        for at, link in enumerate(self._links):
            link.setHidden(at >= len(self._usual))
            if at < len(self._usual):
                link.set_label(self._usual[at])

    def _connect(self) -> None:
        self.reason.walked.connect(self._walk)
        self.reason.entered.connect(self._go)
        self.reason.escaped.connect(self.left)
        self.reason.textEdited.connect(lambda _: self.said.say(self._why_not))
        self.also.toggled.connect(lambda _: self.said.say(self._why_not))
        self.act.clicked.connect(self._go)
        self.cancel.clicked.connect(self.left)
        self.act.refused.connect(self.refuse)

    def _lay_out(self) -> None:
        stand_on(self, "surface")
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addStretch(1)
        buttons.addWidget(self.cancel)
        buttons.addWidget(self.act)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 16)
        layout.setSpacing(8)
        for part in (self.title, self.sentence):
            layout.addWidget(part)
        layout.addSpacing(4)
        layout.addWidget(self.reason)
        usual = QVBoxLayout()
        usual.setContentsMargins(11, 0, 0, 4)
        usual.setSpacing(4)
        for _ in range(_MOST):
            link = ActionButton("", Kind.LINK, sends=False)
            link.clicked.connect(lambda _=False, link=link: self._take(link.text()))
            link.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            self._links.append(link)
            usual.addWidget(link, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addLayout(usual)
        layout.addWidget(self.also)
        layout.addWidget(self.said)
        layout.addLayout(buttons)
        self.said.hide()
        self.also.hide()
