"""Routing for all projects: everybody's operators, the fixed target, and what becomes of calls that nobody takes (F5, F7)."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Signal

from agent_client.client.store.state import State
from agent_client.protocol.administration import Administration, Routing
from agent_client.protocol.names import Unhandled
from ui.text import tr

from . import things
from .dry_run import DryRun
from .editor import Editor
from .entries import NumberEntry, OptionsEntry, SelectEntry, TextEntry, TickEntry
from .form import Form
from .operators_entry import OperatorsEntry
from .page import BookPage
from .sheets import Book
from .words import ways_unhandled


class RoutingPage(BookPage):
    """``asked`` carries the caller's and the dialled number of the dry run beside the form."""

    NAME = "routing"

    asked = Signal(str, str)

    def __init__(self) -> None:
        form, dry_run = Form(), DryRun()
        form.section(
            tr("Everybody's operators"),
            tr("Tried in this order when the customer's own and the project's operators are busy."),
        )
        self.operators = OperatorsEntry(tr("Nobody yet."))
        form.add("operators", tr("In this order"), self.operators)
        form.section(tr("While all are busy"))
        form.add("fixed_target_active", tr("Fixed target"), TickEntry(tr("Calls go to a fixed number")))
        form.add("fixed_target", tr("To number"), TextEntry(things.NUMBER, width=200))
        form.section(tr("Unhandled calls"), tr("For which their group has no room, or that have waited too long."))
        form.add(
            "unhandled_seconds",
            tr("Too long is"),
            NumberEntry(*things.WAITS, tr("seconds")),
            hint=tr("Empty: however long, they wait."),
        )
        form.add("unhandled", tr("What becomes of them"), OptionsEntry(ways_unhandled()))
        self._agents = SelectEntry(nothing=tr("Choose an agent"))
        form.add("unhandled_agent", tr("Which agent"), self._agents)
        super().__init__(
            tr("What holds for all projects, when nobody of the customer's or of the project's is free."),
            Book(things.routing_fields),
            Editor(form, beside=dry_run),
        )
        self.dry_run = dry_run
        self.body.addWidget(self.editor, 1)
        self.dry_run.asked.connect(self.asked)

    @classmethod
    def title_text(cls) -> str:
        return tr("Routing")

    def things(self, known: Administration) -> Iterable[tuple[int, Routing]]:
        return ((0, known.routing),)

    def read(self, key: int) -> tuple[object, dict[str, str]]:
        return things.read_routing(self.book[key].values(), self.book[key].base)

    def show_known(self, known: Administration) -> None:
        agents = [one.agent for one in known.agents if one.rights.takes_contacts]
        self._agents.show_choices([(agent.id, agent.name) for agent in agents])
        self.dry_run.show_known(known)
        super().show_known(known)

    def show_state(self, state: State, *, may_edit: bool) -> None:
        self.operators.follow(state)
        super().show_state(state, may_edit=may_edit)
        self.dry_run.show_state(state)

    def refresh(self) -> None:
        super().refresh()
        if self.current not in self.book:
            return
        values, rows = self.book[self.current].values(), self.editor.form.rows
        rows["fixed_target"].setVisible(bool(values["fixed_target_active"]) or bool(values["fixed_target"]))
        rows["unhandled_agent"].setVisible(values["unhandled"] is Unhandled.AGENT)
