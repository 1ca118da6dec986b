"""Customers out of a file: what it holds, how it is read, who would be imported and what is wrong, before anything is done."""

from __future__ import annotations

from pathlib import Path

from msgspec.structs import replace
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from agent_client.client.customer_exchange.importing import Imported, Wish
from agent_client.client.customer_files.headings import Column
from agent_client.client.customer_files.reading import Form, Layout
from agent_client.client.customer_files.rows import Fault
from agent_client.client.customer_files.survey import Survey
from agent_client.client.store.state import EMPTY, State
from ui import theme
from ui.models.customer_rights import editable_lists, why_not_add
from ui.text import grouped, tr
from ui.theme import Text
from ui.widgets.action_button import ActionButton, Kind
from ui.widgets.labels import ElidedLabel, Label, rule
from ui.widgets.placeholders import Placeholder
from ui.widgets.section_tabs import SectionTabs

from .import_foot import ImportFoot
from .import_preview import FaultRows, ImportTable, PreviewRows
from .import_side import ImportSide

_LEFT = 320
_LEFT_MOST = 0.42
_PREVIEW, _WRONG = "preview", "wrong"


class ImportPage(QWidget):
    """``file_wanted``: have one chosen, and answer with `show_file` or `show_unreadable`. ``reread`` carries encoding, separator
    and headings, ``layout_chosen`` a `Layout`: answer with `show_survey`. ``run_pressed`` carries a `Wish`."""

    file_wanted = Signal()
    reread = Signal(object, str, bool)
    layout_chosen = Signal(object)
    run_pressed = Signal(object)
    cancel_pressed = Signal()
    save_bad_pressed = Signal(object)
    """The faults of the lines that are to be saved."""
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._state: State = EMPTY
        self._path: Path | None = None
        self._layout: Layout | None = None
        self._survey = Survey()
        self._found: tuple[Fault, ...] = ()
        self.back = ActionButton(tr("Back"), Kind.LINK, icon="chevron-left", sends=False)
        self.file = ElidedLabel("", Text.TITLE, strong=True)
        self.another = ActionButton(tr("Another file…"), small=True, sends=False)
        self._side = ImportSide()
        self.options, self.columns = self._side.options, self._side.columns
        self.tabs = SectionTabs({_PREVIEW: tr("First rows"), _WRONG: tr("What is wrong")})
        self.preview = PreviewRows()
        self.faults = FaultRows()
        self.more = Label("", Text.SMALL, tone="dim", wraps=True)
        self.foot = ImportFoot()
        self.empty = Placeholder("person", "")
        self._lay_out()
        self._connect()
        self.show_no_file()

    # -- contract

    def show_state(self, state: State) -> None:
        self._state = state
        self.options.show_lists(editable_lists(state))
        self.foot.offer(why_not_add(state))

    def show_no_file(self) -> None:
        words = tr("CSV with any separator and encoding, or vCards. You see what would be imported before anything is.")
        self.empty.say("person", tr("Choose a file"), words, action=tr("Choose a file…"))
        self._stack.setCurrentWidget(self.empty)
        self._path = self._layout = None
        self.file.say(tr("Import customers"))
        self.another.hide()

    def show_unreadable(self, path: Path, sentence: str) -> None:
        self.show_no_file()
        self.empty.say("alert", path.name, sentence, action=tr("Choose a file…"))

    def show_file(self, path: Path, layout: Layout) -> None:
        """A survey of it follows."""
        self._path, self._layout = path, layout
        self.file.say(path.name)
        self.another.show()
        self.options.show_layout(layout)
        self._side.show_columns(layout.form is not Form.VCARD)
        self.show_survey(Survey())
        self._stack.setCurrentWidget(self._body)
        if self.isVisible():
            self.foot.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_survey(self, survey: Survey) -> None:
        """More of it is known, or all."""
        layout = self._layout
        if layout is None:
            return
        grown = survey.first != self._survey.first or not survey.first
        self._survey = survey
        if grown:
            home = self._state.centre.country if self._state.centre is not None else ""
            self.preview.show_rows(survey.first, layout.columns, home)
            self.columns.show_columns(layout, survey.first)
        self._show_faults(survey.faults, sum(survey.kinds.values()))
        self.foot.show_survey(survey)

    def show_imported(self, imported: Imported | None) -> None:
        """How the check, or the import, goes."""
        self.foot.show_imported(imported)
        if imported is not None:
            remarks = tuple(fault for fault in self._survey.faults if not fault.keeps_out())
            self._show_faults((*imported.bad, *remarks) if imported.over else self._survey.faults, 0)
        for part in (self.options, self.columns, self.another, self.back):
            part.setEnabled(not self.foot.running())

    def running(self) -> bool:
        return self.foot.running()

    def path(self) -> Path | None:
        return self._path

    def layout_of_file(self) -> Layout | None:
        return self._layout

    def take_focus(self) -> None:
        (self.empty.action if self._layout is None else self.foot).setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        match event.key():
            case Qt.Key.Key_Return | Qt.Key.Key_Enter if self._layout is not None:
                self.foot.press()
            case Qt.Key.Key_Escape if self.foot.running():
                self.foot.cancel.press()
            case Qt.Key.Key_Escape:
                self.back.press()
            case _:
                super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._side.setFixedWidth(min(theme.scaled(_LEFT), round(self.width() * _LEFT_MOST)))

    # -- inside

    def _show_faults(self, faults: tuple[Fault, ...], of: int) -> None:
        self._found = tuple(sorted(faults, key=lambda fault: fault.line))
        self.faults.show_faults(self._found)
        self.tabs.show_counts({_WRONG: max(len(faults), of)})
        more = of - len(faults)
        self.more.say(tr("And {n} more.", n=grouped(more)) if more > 0 else "")

    def _on_columns(self, columns: tuple[Column, ...]) -> None:
        if self._layout is not None:
            self._layout = replace(self._layout, columns=columns)
            self._survey = Survey()
            self.layout_chosen.emit(self._layout)

    def _run(self, *, dry: bool) -> None:
        if self._path is not None and self._layout is not None:
            which, update = self.options.which(), self.options.update_known.isChecked()
            self.run_pressed.emit(Wish(path=self._path, layout=self._layout, into=which, update=update, dry=dry))

    def _on_changed(self) -> None:
        """What the server said was of another wish."""
        if not self.foot.running():
            self.foot.show_survey(self._survey)

    def _connect(self) -> None:
        self.back.clicked.connect(self.left)
        self.another.clicked.connect(self.file_wanted)
        self.empty.action.clicked.connect(self.file_wanted)
        self.options.reread.connect(self.reread)
        self.options.changed.connect(self._on_changed)
        self.columns.chosen.connect(self._on_columns)
        self.tabs.opened.connect(lambda tab: self._tables.setCurrentIndex(0 if tab == _PREVIEW else 1))
        self.foot.check_pressed.connect(lambda: self._run(dry=True))
        self.foot.import_pressed.connect(lambda: self._run(dry=False))
        self.foot.cancel_pressed.connect(self.cancel_pressed)
        self.foot.save_bad_pressed.connect(lambda: self.save_bad_pressed.emit(self._found))
        self.foot.done_pressed.connect(self._on_done)

    def _on_done(self) -> None:
        self.show_no_file()
        self.left.emit()

    def _lay_out(self) -> None:
        self.foot.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        head = QHBoxLayout()
        head.setContentsMargins(16, 12, 16, 12)
        head.setSpacing(12)
        head.addWidget(self.back)
        head.addWidget(self.file, 1)
        head.addWidget(self.another)
        right = QVBoxLayout()
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(0)
        self._tables = QStackedWidget()
        self._tables.addWidget(ImportTable(self.preview, tr("First rows")))
        self._tables.addWidget(ImportTable(self.faults, tr("What is wrong")))
        self.more.setContentsMargins(16, 6, 16, 6)
        right.addWidget(self.tabs)
        right.addWidget(self._tables, 1)
        right.addWidget(self.more)
        self.more.hide()
        across = QHBoxLayout()
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(0)
        across.addWidget(self._side)
        across.addLayout(right, 1)
        self._body = QWidget()
        body = QVBoxLayout(self._body)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(0)
        body.addLayout(across, 1)
        body.addWidget(rule())
        body.addWidget(self.foot)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.empty)
        self._stack.addWidget(self._body)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addWidget(rule())
        layout.addWidget(self._stack, 1)
