"""A form with what belongs to its thing: the bar that somebody else saved it first, the status line, Reset and Save."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from ui import theme
from ui.text import tr
from ui.theme import Text
from ui.widgets.action_button import ActionButton, Kind
from ui.widgets.boxes import Box
from ui.widgets.labels import Label, rule
from ui.widgets.offered_button import OfferedButton
from ui.widgets.placeholders import Glyph
from ui.widgets.scrolling import ScrollArea
from ui.widgets.turning import Turning

from .entries import row
from .form import Form
from .sheets import Sheet

WIDEST = 760
"""So wide a form grows: longer lines read badly."""
_NARROW = 680
"""Where there is less room, what stands beside the form stands below it."""


class Bar(Box):
    """A sentence in place, with what can be done about it."""

    def __init__(self, *buttons: ActionButton) -> None:
        super().__init__("well")
        self.words = Label("", wraps=True)
        said, pressed = QWidget(), QWidget()
        saying = QHBoxLayout(said)
        saying.setContentsMargins(0, 0, 0, 0)
        saying.setSpacing(8)
        saying.addWidget(Glyph("alert", "dim", 16), 0, Qt.AlignmentFlag.AlignVCenter)
        saying.addWidget(self.words, 1)
        pressed.setLayout(row(*buttons))
        layout = Turning(self, least=480, row_gap=8, centred=True)
        layout.setContentsMargins(12, 8, 12, 8)
        layout.add(said, stretches=True)
        layout.add(pressed)
        self.hide()

    def say(self, words: str) -> None:
        """Empty hides it."""
        if words != self.words.text():
            self.words.setText(words)
            self.setAccessibleName(words)
        self.setVisible(bool(words))


class Editor(QWidget):
    """Shows a sheet. ``written`` a field, ``reloaded``, ``reset_pressed``, ``save_pressed`` and ``removed``: what was pressed."""

    written = Signal(str, object)
    theirs_taken = Signal(str)
    reloaded = Signal()
    reset_pressed = Signal()
    save_pressed = Signal()
    removed = Signal()

    def __init__(self, form: Form, *, removable: str = "", beside: QWidget | None = None) -> None:
        """``removable``: the words of the button that removes the thing; empty: there is none. ``beside`` stands at the right
        of the form."""
        super().__init__()
        self.form = form
        self._may_edit = True
        self._online = True
        self.reload = ActionButton(tr("Reload"), small=True, sends=False)
        self.outdated = Bar(self.reload)
        self.remove = ActionButton(removable, Kind.ENDING, small=True, sends=False)
        self.confirm = ActionButton(removable, Kind.ENDING, small=True, sends=False)
        self._spare = ActionButton(tr("Keep it"), small=True, sends=False)
        self.removing = Bar(self._spare, self.confirm)
        self.status = Label("", Text.SMALL, tone="dim", wraps=True)
        self.reset = ActionButton(tr("Reset"), small=True, sends=False)
        self.save = OfferedButton(tr("Save"), Kind.PRIMARY, small=True, hint="Ctrl S", sends=False)
        self._foot = QWidget()
        self._lay_out(beside)
        self._connect()

    def show_sheet(self, sheet: Sheet[object], faults: Mapping[str, str], *, may_edit: bool, online: bool) -> None:
        self._may_edit, self._online = may_edit, online
        said = {name: words for name, words in faults.items() if not sheet.new or name in sheet.edited()}
        if sheet.refused_field in self.form.rows:
            said.setdefault(sheet.refused_field, sheet.refusal)
        self.form.show_values(sheet.values(), sheet.edited(), said, sheet.theirs)
        self.form.set_read_only(not may_edit)
        self._foot.setVisible(may_edit)
        self.outdated.say(self._said_of_others(sheet))
        self.reload.setHidden(sheet.gone)
        hindrance = self._hindrance(sheet, faults)
        self.save.set_requested(sheet.requested)
        self.save.offer(not hindrance, hindrance)
        self.reset.set_label(tr("Discard") if sheet.new else tr("Reset"))
        self.reset.setEnabled((sheet.unsaved or sheet.new) and not sheet.requested)
        self.remove.setHidden(not self.remove.text() or sheet.new or not may_edit)
        words, tone = self._words(sheet, faults)
        self.status.set_tone(tone)
        if words != self.status.text():
            self.status.setText(words)

    def ask_to_remove(self, words: str) -> None:
        """Empty: not any more."""
        self.removing.say(words)
        if words:
            self._spare.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_field(self, name: str) -> None:
        """In sight, with the keyboard in it."""
        self.form.focus(name)
        if name in self.form.rows:
            self._scroll.ensureWidgetVisible(self.form.rows[name])

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.width() < theme.scaled(_NARROW)
        way = QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight
        if way is not self._beside.direction():
            self._beside.setDirection(way)

    def scroll_to_top(self) -> None:
        self._scroll.verticalScrollBar().setValue(0)

    # -- inside

    def _said_of_others(self, sheet: Sheet[object]) -> str:
        if sheet.gone:
            return tr("Somebody else removed this meanwhile. Save makes it anew; Reset lets it go.")
        return tr("Somebody else saved these rules first. What you typed is kept.") if sheet.outdated else ""

    def _hindrance(self, sheet: Sheet[object], faults: Mapping[str, str]) -> str:
        if not self._online:
            return tr("No link to the server")
        if sheet.outdated:
            return tr("Reload first: somebody else saved these rules")
        if not sheet.unsaved and not sheet.new:
            return tr("Nothing was changed")
        if faults:
            return tr("To be corrected first: {labels}", labels=self.form.labels(frozenset(faults)))
        return ""

    def _words(self, sheet: Sheet[object], faults: Mapping[str, str]) -> tuple[str, str]:
        if sheet.requested:
            return tr("Saving…"), "dim"
        if sheet.refusal and sheet.refused_field not in self.form.rows:
            return sheet.refusal, "alarm"
        wrong = self.form.labels(frozenset(faults))
        if wrong and sheet.new:
            return tr("Still missing: {labels}", labels=wrong), "text"
        if wrong and sheet.edited():
            return tr("To be corrected first: {labels}", labels=wrong), "alarm"
        if sheet.edited():
            return tr("Not saved: {labels}", labels=self.form.labels(sheet.edited())), "text"
        return (tr("Saved"), "dim") if sheet.stored else ("", "dim")

    def _connect(self) -> None:
        self.form.written.connect(self.written)
        self.form.theirs_taken.connect(self.theirs_taken)
        self.reload.clicked.connect(self.reloaded)
        self.reset.clicked.connect(self.reset_pressed)
        self.save.clicked.connect(self.save_pressed)
        self._spare.clicked.connect(lambda: self.ask_to_remove(""))
        self.confirm.clicked.connect(self.removed)

    def _lay_out(self, aside: QWidget | None) -> None:
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(24, 4, 24, 24)
        column.setSpacing(16)
        column.addWidget(self.form)
        column.addStretch(1)
        self._scroll = scrolling(inside)
        above = QVBoxLayout()
        above.setContentsMargins(24, 0, 24, 0)
        above.setSpacing(8)
        for bar in (self.outdated, self.removing):
            bar.setMaximumWidth(theme.scaled(WIDEST) - 48)
            above.addWidget(bar)
        form = QVBoxLayout()
        form.setSpacing(12)
        form.addLayout(above)
        form.addWidget(self._scroll, 1)
        self._beside = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._beside.setContentsMargins(0, 0, 0, 0)
        self._beside.setSpacing(0)
        self._beside.addLayout(form, 3)
        if aside is not None:
            self._beside.addWidget(aside, 2)
        pressed = QWidget()
        pressed.setLayout(row(self.remove, self.reset, self.save))
        foot = Turning(self._foot, least=420, row_gap=8, centred=True)
        foot.setContentsMargins(24, 8, 24, 8)
        foot.add(self.status, stretches=True)
        foot.add(pressed)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(self._beside, 1)
        layout.addWidget(rule())
        layout.addWidget(self._foot)


def scrolling(content: QWidget) -> QScrollArea:
    """What is taller than the window, no wider than reads well."""
    content.setMaximumWidth(theme.scaled(WIDEST))
    made = ScrollArea()
    made.setWidgetResizable(True)
    made.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    made.setWidget(content)
    return made
