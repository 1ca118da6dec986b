"""Import and export: the rules as a text file, read in after a dry run (F6), and the call log (F5)."""

from __future__ import annotations

from datetime import date

from PySide6.QtWidgets import QVBoxLayout, QWidget

from agent_client.protocol.administration import Administration
from ui.text import tr

from .call_log import CallLogPane
from .editor import scrolling
from .page import Page
from .rules_file import ExportPane, ImportPane


class ExchangePage(Page):
    NAME = "exchange"

    def __init__(self) -> None:
        super().__init__(
            tr("The rules as a text file, to keep or to carry to another centre, and the log of all calls."),
        )
        self.rules_out = ExportPane()
        self.rules_in = ImportPane()
        self.call_log = CallLogPane()
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(24, 4, 24, 24)
        column.setSpacing(16)
        for pane in (self.rules_out, self.rules_in, self.call_log):
            column.addWidget(pane)
        column.addStretch(1)
        self.body.addWidget(scrolling(inside), 1)

    @classmethod
    def title_text(cls) -> str:
        return tr("Import and export")

    def show_known(self, known: Administration) -> None:
        self.rules_out.show_projects([(project.id, project.name) for project in known.projects])
        super().show_known(known)

    def show_today(self, today: date) -> None:
        self.call_log.show_today(today)

    def refresh(self) -> None:
        self.rules_out.offer(online=self.online)
        self.rules_in.offer(may_edit=self.may_edit, online=self.online)
        self.call_log.offer(may_edit=self.may_edit, online=self.online)
