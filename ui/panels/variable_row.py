"""One value of a call as a row: its label, the value as text or field, what can be done with it, and what is to be said of it."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from agent_client.protocol.contacts import VARIABLE_LIMIT, CadVariable, SecureValue
from agent_client.protocol.names import VariableKind
from agent_client.rules.variable_values import cleaned
from ui.models.typed_times import written
from ui.models.variable_drafts import Edit, entered, readable
from ui.text import tr, trn

from .variable_parts import RowParts
from .variable_secret import MASK

_EXAMPLE = datetime(2026, 11, 24, 10, 30).astimezone()
SHOWN_SECONDS = 30
"""How long a secure value stays in sight."""


class VariableRow(RowParts):
    """``written`` at every change by hand, ``hidden`` when a secure value is out of sight again."""

    written = Signal(str)
    hidden = Signal()
    entered = Signal()

    def __init__(self, variable: CadVariable, within: QWidget | None = None) -> None:
        super().__init__(within)
        self.variable = variable
        self.secret: SecureValue | None = None
        self._edit: Edit | None = None
        self._cut = ""
        self._failed = ""
        self._until_masked = QTimer(self)
        self._until_masked.setSingleShot(True)
        self._until_masked.setInterval(SHOWN_SECONDS * 1000)
        self._connect()
        self.name(variable.label)

    def show_value(
        self, variable: CadVariable, edit: Edit | None, *, may_edit: bool, may_show: bool, online: bool
    ) -> None:
        relabelled = variable.label != self.variable.label
        if self.secret is not None and (not may_show or variable.version != self.secret.version):
            self.forget()
        self.variable, self._edit = variable, edit
        if relabelled:
            self.name(variable.label)
        masked = variable.secure and variable.filled and self.secret is None
        as_field = not masked and variable.editable and (may_edit or edit is not None)
        self.masked.setHidden(not masked)
        self.field.setHidden(not as_field)
        self.text.setHidden(masked or as_field)
        self.show_button.setHidden(not masked or not may_show)
        self.show_button.setEnabled(online)
        self.hide_button.setHidden(self.secret is None)
        self.choose.setHidden(not as_field or variable.kind is not VariableKind.DATE_TIME)
        self.choose.setEnabled(may_edit)
        self.field.setReadOnly(not may_edit)
        self._say_value(masked=masked, as_field=as_field)
        self._say_remark(valid=edit is None or entered(variable, edit.text) is not None)
        self._say_conflict(masked=masked)

    def reveal(self, secret: SecureValue) -> None:
        """In sight for half a minute, from the next `show_value` on."""
        self.secret = secret
        self.show_button.set_label(tr("Show"))
        self._failed = ""
        self._until_masked.start()

    def conceal(self) -> None:
        if self.secret is not None:
            self.forget()
            self.hidden.emit()

    def value(self) -> str:
        """What is in sight."""
        if not self.field.isHidden():
            return self.field.text()
        return "" if self.text.isHidden() else self._saved_text()

    # -- inside

    def _say_value(self, *, masked: bool, as_field: bool) -> None:
        edit, saved = self._edit, self._saved_text()
        self.text.setText(saved or "–")
        self.text.set_tone("text" if saved else "faint")
        self.masked.say(unsaved=edit is not None)
        if as_field and edit is not None:
            self.field.load(edit.text)
        elif as_field and not (self.field.hasFocus() and cleaned(self.field.text()) == saved):
            self.field.load(saved)  # else a blank at its end is being typed
        self.field.mark("edited", edit is not None)
        self.field.setAccessibleDescription(tr("Not saved") if edit is not None else "")
        self.copy.setHidden(masked or not self.value())

    def _say_remark(self, *, valid: bool) -> None:
        wrong = not valid and not self.field.hasFocus()
        self.field.mark("wrong", wrong)
        failed = self._failed if self.secret is None and not self.show_button.isHidden() else ""
        words = self._cut or failed
        if wrong:
            words = tr("This is no date and time: type it like {example}.", example=written(_EXAMPLE))
        self.remark.set_tone("dim" if self._cut and not wrong else "alarm")
        self.remark.say(words)
        self.fit_below()

    def _say_conflict(self, *, masked: bool) -> None:
        theirs = None if self._edit is None else self._edit.theirs
        if theirs is not None and self._edit is not None:
            value = (
                MASK
                if masked
                else self._saved_text()
                if self.variable.secure
                else readable(self.variable, theirs.value)
            )
            mine = MASK if masked else self._edit.text
            self.conflict.show_both(self.variable.label, theirs.by, value, mine)
            self.conflict.show()
        else:
            self.put_conflict_away()
        self.fit_below()

    def _saved_text(self) -> str:
        """Of a secure one, once it is shown."""
        value = self.secret.value if self.secret is not None else self.variable.value
        return readable(self.variable, value)

    def forget(self) -> None:
        """Nothing that was in sight stays in the parts of this row."""
        self.secret = None
        self._until_masked.stop()
        self.put_conflict_away()
        self.text.setText("")
        self.field.load("")
        self.field.document().clearUndoRedoStacks()

    def _on_time(self) -> None:
        if self.field.hasFocus() and self._edit is not None:
            self._until_masked.start()  # not under the hand that writes
        else:
            self.conceal()

    def _on_written(self, text: str) -> None:
        self._cut = ""
        self.written.emit(text)

    def _on_cut(self, count: int) -> None:
        words = trn(
            "A value holds {most} characters: the last one did not fit and was left out.",
            "A value holds {most} characters: the last {n} did not fit and were left out.",
            count,
            most=VARIABLE_LIMIT,
        )
        self._cut = words
        self._say_remark(valid=True)

    def _on_refused(self, text: str) -> None:
        self.show_button.set_label(tr("Try again"))
        self._failed = text
        self._say_remark(valid=True)

    def _on_left(self) -> None:
        if self._edit is None and not self.field.isHidden():
            self.field.load(self._saved_text())
        self._say_remark(valid=self._edit is None or entered(self.variable, self._edit.text) is not None)

    def _connect(self) -> None:
        self.field.written.connect(self._on_written)
        self.field.shortened.connect(self._on_cut)
        self.field.left.connect(self._on_left)
        self.field.entered.connect(self.entered)
        self.copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(self.value()))
        self.show_button.refused.connect(self._on_refused)
        self.hide_button.clicked.connect(self.conceal)
        self._until_masked.timeout.connect(self._on_time)
