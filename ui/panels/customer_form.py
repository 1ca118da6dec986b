"""A customer's card as a form (F1): written in place, checked as one types; and the choice where a colleague was faster."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal, SignalInstance
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from agent_client.client.cards import Draft, Part, Typed, faults
from agent_client.client.store.state import EMPTY, Link, State
from agent_client.protocol.names import AgentState, CustomerList
from ui import theme
from ui.text import tr
from ui.widgets.boxes import stand_on
from ui.widgets.labels import rule
from ui.widgets.scrolling import ScrollArea

from .customer_form_foot import FormFoot
from .customer_form_head import FormHead
from .customer_form_lines import FormLines
from .customer_form_words import part_text, wrong_words

_LABEL_MOST = 0.36
_FIELD_LEAST = 176


class CustomerForm(QWidget):
    """It shows a draft and tells of every change; it is the control of its own Save. Ctrl+S saves, Escape cancels."""

    written = Signal(object)
    """What stands typed now, a `Typed`."""
    save_pressed = Signal()
    cancelled = Signal()
    theirs_taken = Signal(object)
    mine_kept = Signal(object)
    list_chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._draft = Draft()
        self._state: State = EMPTY
        self._lists: tuple[CustomerList, ...] = ()
        self._taken_away = ""
        self.head = FormHead()
        self.lines = FormLines()
        self.foot = FormFoot()
        self.save, self.cancel, self.status = self.foot.save, self.foot.cancel, self.foot.status
        self._scroll = ScrollArea()
        self._lay_out()
        self._connect()

    # -- contract

    def show_draft(self, draft: Draft, state: State, lists: tuple[CustomerList, ...] = ()) -> None:
        """``lists`` a new customer may go into. What is being typed is left alone."""
        self._draft, self._state, self._lists = draft, state, lists
        self.lines.show_typed(draft.typed, draft.home)
        self._show()

    def show_state(self, state: State) -> None:
        self._state = state
        self._show()

    def say_taken_away(self, words: str) -> None:
        """The card is not this agent's alone any more; empty: it is."""
        self._taken_away = words
        self._show()

    def set_requested(self, on: bool) -> None:
        self.foot.set_requested(on)

    def refuse(self, text: str) -> None:
        self.foot.refuse(text)

    def take_focus(self) -> None:
        """Into the first field that wants something: a choice to be made, what is wrong, or the name."""
        wanting = [*self._draft.undecided, *(wrong.part for wrong in faults(self._draft.typed))]
        field = self.lines.field(wanting[0] if wanting else Part.NAME)
        field.setFocus(Qt.FocusReason.OtherFocusReason)
        self._scroll.ensureWidgetVisible(field, 0, theme.scaled(48))

    def settle(self) -> None:
        """The card leaves this form: an operator who stands typed is written to it, and none stays behind."""
        self.lines.operators.take_typed()
        self.lines.operators.clear_typed()

    # -- Qt

    def event(self, event: QEvent) -> bool:
        """Ctrl+S is this form's while the keyboard is in it, not the window's."""
        if event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and _is_save(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if _is_save(event):
            self.save.press()
        elif event.key() == Qt.Key.Key_Escape:
            self.cancel.press()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange and hasattr(self, "_scroll"):
            self._fit()

    # -- inside

    def _show(self) -> None:
        draft, state = self._draft, self._state
        projects = state.centre.projects if state.centre is not None else ()
        self.head.show_draft(draft, self._lists, self._taken_away)
        self.lines.show_choices(
            projects,
            [(agent.phone, agent.name) for agent in state.agents.values() if agent.state is not AgentState.SIGNED_OUT],
        )
        self.lines.say_wrong({wrong.part: wrong_words(wrong) for wrong in faults(draft.typed)})
        for part in Part:
            if part in draft.undecided and draft.base is not None:
                theirs = part_text(draft.base, part, state)
                mine = part_text(draft.typed, part, state)
                self.lines.line(part).show_conflict(part, draft.by, theirs, mine)
            else:
                self.lines.line(part).hide_conflict(part)
        self.foot.show_draft(draft, self.lines.operators.pending(), linked=state.link is Link.UP)

    def _on_written(self, typed: Typed) -> None:
        self.save.forget()
        self.written.emit(typed)

    def _fit(self) -> None:
        """Labels beside the fields where both have room, else above."""
        room = self.width() - 32 - self._scroll.verticalScrollBar().sizeHint().width()
        wanted = self.lines.label_width()
        narrow = wanted > room * _LABEL_MOST or room - wanted - 8 < theme.scaled(_FIELD_LEAST)
        self.lines.lay(narrow=narrow, label_width=wanted)

    def _connect(self) -> None:
        self.lines.written.connect(self._on_written)
        self.lines.entered.connect(self.save.press)
        self.lines.operators.field.textEdited.connect(lambda _: self._show())
        self.lines.theirs_taken.connect(self.theirs_taken)
        self.lines.mine_kept.connect(self.mine_kept)
        self.head.list_chosen.connect(self.list_chosen)
        self.head.all_theirs.connect(lambda: self._decide_all(self.theirs_taken))
        self.head.all_mine.connect(lambda: self._decide_all(self.mine_kept))
        self.save.clicked.connect(self._on_save)
        self.cancel.clicked.connect(self.cancelled)

    def _on_save(self) -> None:
        if self.lines.operators.take_typed():
            self.save_pressed.emit()

    def _decide_all(self, decision: SignalInstance) -> None:
        for part in self._draft.undecided:
            decision.emit(part)

    def _lay_out(self) -> None:
        self.setAccessibleName(tr("The customer's card"))
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inside = QWidget()
        stand_on(inside, "surface")
        around = QVBoxLayout(inside)
        around.setContentsMargins(16, 4, 16, 12)
        around.addWidget(self.lines)
        around.addStretch(1)
        self._scroll.setWidget(inside)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.head)
        layout.addWidget(self._scroll, 1)
        layout.addWidget(rule())
        layout.addWidget(self.foot)


def _is_save(event: QKeyEvent) -> bool:
    modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    return event.key() == Qt.Key.Key_S and modifiers == Qt.KeyboardModifier.ControlModifier
