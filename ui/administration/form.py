"""A form of rules: panes with headings, and in them rows of a label, a field and what is to be said of it."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from ui import theme
from ui.text import tr
from ui.theme import Text
from ui.widgets.action_button import ActionButton, Kind
from ui.widgets.boxes import Box
from ui.widgets.labels import Heading, Label
from ui.widgets.turning import Turning

from .entries import Entry

_LABEL = 184
_NARROW = 400
"""Where a row is narrower, the field stands below its label."""
_DOT = 6
_GUTTER = 16


class Form(QWidget):
    """``written`` carries a field's name and what stands in it after a change by hand; ``theirs_taken`` the name of one for
    which what somebody else saved is taken."""

    written = Signal(str, object)
    theirs_taken = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.rows: dict[str, FormRow] = {}
        self._pane: QVBoxLayout | None = None
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(16)

    def section(self, heading: str, lead: str = "") -> QFrame:
        """The rows that follow stand in a pane of their own."""
        pane = Box("pane")
        inside = self._pane = QVBoxLayout(pane)
        inside.setContentsMargins(0, 14, 16, 16)
        inside.setSpacing(12)
        if heading:
            title = Heading(heading)
            title.setContentsMargins(_GUTTER, 0, 0, 0)
            inside.addWidget(title)
        if lead:
            said = Label(lead, tone="dim", wraps=True)
            said.setContentsMargins(_GUTTER, 0, 0, 0)
            inside.addWidget(said)
        self._layout.addWidget(pane)
        return pane

    def add(self, name: str, label: str, entry: Entry, *, hint: str = "") -> FormRow:
        assert self._pane is not None
        row = self.rows[name] = FormRow(label, entry, hint)
        self._pane.addWidget(row)
        entry.written.connect(lambda value, name=name: self.written.emit(name, value))
        row.take.clicked.connect(lambda _=False, name=name: self.theirs_taken.emit(name))
        return row

    def add_widget(self, widget: QWidget) -> None:
        """Something that is no field, in the pane."""
        assert self._pane is not None
        self._pane.addWidget(widget)

    def show_values(
        self,
        values: Mapping[str, object],
        edited: frozenset[str],
        faults: Mapping[str, str],
        theirs: Mapping[str, object],
    ) -> None:
        for name, row in self.rows.items():
            if name in values:
                row.entry.put(values[name])
            row.say(faults.get(name, ""), edited=name in edited)
            row.show_theirs(row.entry.word(theirs[name]) if name in theirs else None)

    def set_read_only(self, on: bool) -> None:
        for row in self.rows.values():
            row.entry.set_read_only(on)

    def labels(self, names: frozenset[str]) -> str:
        """In the form's order."""
        return ", ".join(row.label_text for name, row in self.rows.items() if name in names)

    def focus(self, name: str) -> None:
        if name in self.rows:
            self.rows[name].entry.target().setFocus(Qt.FocusReason.OtherFocusReason)


class FormRow(QWidget):
    """What was changed and not saved has a dot before it."""

    def __init__(self, label: str, entry: Entry, hint: str = "") -> None:
        super().__init__()
        self.entry = entry
        self.label_text = label
        self._edited = False
        self._indent = entry.BENEATH
        self.label = _FixedLabel(label)
        self.hint = self._beneath("faint")
        self.fault = self._beneath("alarm")
        self._met = QWidget()
        self.met = Label("", Text.SMALL, tone="dim", wraps=True)
        self.take = ActionButton(tr("Take it"), Kind.LINK, strong=True, sends=False)
        self._lay_out()
        self.hint.say(hint)
        entry.call(label)
        if not entry.FULL:
            self.label.setBuddy(entry.target())

    def say(self, fault: str, *, edited: bool) -> None:
        self.fault.say(fault)
        not_saved = tr("Not saved") if edited else ""
        self.entry.describe(fault or not_saved, wrong=bool(fault))
        if edited != self._edited:
            self._edited = edited
            self.update()

    def show_theirs(self, word: str | None) -> None:
        """What somebody else saved here while it was edited; None: nothing."""
        self._met.setHidden(word is None)
        if word is not None:
            self.met.setText(tr("Saved meanwhile: {value}", value=word))
            self.take.set_name(tr("Take what was saved: {label}", label=self.label_text))

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._edited:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("text"))
        line = theme.scaled(30) + 2 if not self.entry.FULL else max(16, QFontMetrics(theme.font()).height()) + 6
        painter.drawEllipse(QRectF((_GUTTER - _DOT) / 2, (line - _DOT) / 2, _DOT, _DOT))

    def _beneath(self, tone: str) -> Label:
        made = Label("", Text.SMALL, tone=tone, wraps=True)
        made.setContentsMargins(self._indent, 0, 0, 0)
        return made

    def _lay_out(self) -> None:
        met = QHBoxLayout(self._met)
        met.setContentsMargins(self._indent, 0, 0, 0)
        met.setSpacing(12)
        met.addWidget(self.met, 1)
        met.addWidget(self.take, 0, Qt.AlignmentFlag.AlignTop)
        self._met.hide()
        right = QVBoxLayout()
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(0 if self._indent else 4)
        for part in (self.entry, self.fault, self._met, self.hint):
            right.addWidget(part)
        beside = QWidget()
        beside.setLayout(right)
        layout = Turning(self, least=_NARROW, gap=16, row_gap=4)
        layout.setContentsMargins(_GUTTER, 0, 0, 0)
        if not self.entry.FULL:
            layout.add(self.label)
        layout.add(beside, stretches=True)


class _FixedLabel(Label):
    """As wide in every row, and its first line level with what stands in the field."""

    def __init__(self, text: str) -> None:
        super().__init__(text, tone="dim", wraps=True)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange:
            self._fit()

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.scaled(_LABEL), super().minimumSizeHint().height())

    def _fit(self) -> None:
        self.setFixedWidth(theme.scaled(_LABEL))
        above = max(0, (theme.scaled(30) + 2 - QFontMetrics(theme.font()).height()) // 2)
        self.setContentsMargins(0, above, 0, 0)
        policy = QSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
