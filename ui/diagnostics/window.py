"""The window of diagnostics: a row a check, each with its result as soon as it has one; and the support file's preview."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from agent_client.rules.findings import Check, Finding, Grade
from ui import theme
from ui.text import tr, trn
from ui.theme import Text
from ui.widgets.action_button import ActionButton, Kind
from ui.widgets.boxes import Box, stand_on
from ui.widgets.labels import Label, rule
from ui.widgets.scrolling import ScrollArea

from .preview import Preview
from .row import CheckRow

LEAST = (560, 420)
USUAL = (760, 800)


class DiagnosticsWindow(QWidget):
    run_wanted = Signal()
    phone_wanted = Signal()
    support_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setWindowTitle(tr("Diagnostics — Agent Client"))
        stand_on(self, "bg")
        self.setMinimumSize(*LEAST)
        self.rows = {check: CheckRow(check, self._action(check)) for check in Check}
        self.summary = Label("", tone="dim", wraps=True)
        self.again = ActionButton(tr("Run again"), Kind.PRIMARY, hint="F5", sends=False)
        self.support = ActionButton(tr("Support file…"), sends=True)
        self.done = ActionButton(tr("Close"), sends=False)
        self.preview = Preview()
        self._pages = QStackedWidget()
        self._lay_out()
        self._connect()
        self.resize(theme.scaled(USUAL[0]), theme.scaled(USUAL[1]))
        self._summarise()

    @property
    def ring(self) -> ActionButton:
        return self.rows[Check.PHONE].action

    def show_running(self, check: Check) -> None:
        self.rows[check].show_running()
        self._summarise()

    def show_finding(self, check: Check, finding: Finding) -> None:
        self.rows[check].show_finding(finding)
        self._summarise()

    def findings(self) -> dict[Check, Finding | None]:
        """None for a check that still runs."""
        return {check: row.finding for check, row in self.rows.items()}

    def show_preview(self, text: str) -> None:
        self.support.set_requested(False)
        self.preview.show_text(text)
        self._pages.setCurrentWidget(self.preview)

    def show_checks(self) -> None:
        after = self.support if self.previewing() else self.done
        self._pages.setCurrentIndex(0)
        after.setFocus(Qt.FocusReason.OtherFocusReason)

    def previewing(self) -> bool:
        return self._pages.currentWidget() is self.preview

    # -- inside

    def _action(self, check: Check) -> str:
        return tr("Ring the phone") if check is Check.PHONE else ""

    def _summarise(self) -> None:
        found = list(self.findings().values())
        grades = [finding.grade for finding in found if finding is not None]
        running = len(found) - len(grades)
        bad, warned = grades.count(Grade.BAD), grades.count(Grade.WARNING)
        parts = [
            trn("{n} fault", "{n} faults", bad) if bad else "",
            trn("{n} warning", "{n} warnings", warned) if warned else "",
        ]
        said = ", ".join(part for part in parts if part)
        if running:
            said = said or tr("Checking…")
        self.summary.setText(said or tr("No fault was found."))
        self.again.setEnabled(not running)
        self.again.setToolTip(tr("The checks are still running.") if running else tr("Run again") + "  F5")

    def _connect(self) -> None:
        self.again.clicked.connect(self.run_wanted)
        self.support.clicked.connect(self.support_wanted)
        self.done.clicked.connect(self.close)
        self.ring.clicked.connect(self.phone_wanted)
        self.preview.left.connect(self.show_checks)
        for keys, act in (("F5", self.again.press), ("Ctrl+W", self.close), ("Escape", self._leave)):
            QShortcut(QKeySequence(keys), self).activated.connect(act)

    def _leave(self) -> None:
        if self.previewing():
            self.show_checks()
        else:
            self.close()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        title = QVBoxLayout()
        title.setSpacing(2)
        title.addWidget(Label(tr("Diagnostics"), Text.NAME, strong=True))
        title.addWidget(self.summary)
        head.addLayout(title, 1)
        pane = Box("pane")
        inside = QVBoxLayout(pane)
        inside.setContentsMargins(1, 4, 1, 4)
        inside.setSpacing(0)
        for number, row in enumerate(self.rows.values()):
            if number:
                inside.addWidget(rule())
            inside.addWidget(row)
        inside.addStretch(1)
        area = ScrollArea()
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(pane)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self.support)
        foot.addStretch(1)
        foot.addWidget(self.done)
        foot.addWidget(self.again)
        checks = QWidget()
        layout = QVBoxLayout(checks)
        layout.setContentsMargins(24, 20, 24, 16)
        layout.setSpacing(16)
        layout.addLayout(head)
        layout.addWidget(area, 1)
        layout.addLayout(foot)
        self._pages.addWidget(checks)
        self._pages.addWidget(self.preview)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._pages)
