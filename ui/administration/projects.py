"""Projects: the numbers that customers dial, where their calls wait, and who takes them (F5)."""

from __future__ import annotations

from collections.abc import Iterable

from agent_client.client.store.state import State
from agent_client.protocol.administration import Administration, ProjectRules
from agent_client.protocol.names import GroupKind, QueueId
from agent_client.rules.dial_numbers import shown
from ui.text import tr, trc
from ui.widgets.placeholders import Placeholder

from . import things
from .editor import Editor
from .entries import SelectEntry, TextEntry
from .form import Form
from .list_page import ListPage
from .named_list import Named
from .operators_entry import OperatorsEntry
from .sheets import Book


class ProjectsPage(ListPage):
    NAME = "projects"

    def __init__(self) -> None:
        form = Form()
        form.section(tr("Project"))
        form.add("dnis", tr("Dialled number"), TextEntry(things.NUMBER, width=200), hint=tr("What customers dial."))
        form.add(
            "name", trc("thing", "Name"), TextEntry(things.NAME), hint=tr("As agents see it when a call comes in.")
        )
        self._queue = SelectEntry(nothing=tr("Choose a group"))
        form.add("queue", tr("Waits in"), self._queue)
        form.section(
            tr("Operators"),
            tr("The first who is free gets the call, after the customer's own operators and before everybody's."),
        )
        self.operators = OperatorsEntry(tr("Nobody in particular: whoever of the group has been free longest."))
        form.add("operators", tr("In this order"), self.operators)
        super().__init__(
            tr("A project is a number that customers dial. It says where their calls wait, and who takes them."),
            Book(things.project_fields),
            Editor(form),
            adds=tr("New project"),
            empty=Placeholder(
                "entry-point", tr("No projects yet"), tr("Make one for each number that customers dial.")
            ),
        )

    @classmethod
    def title_text(cls) -> str:
        return tr("Projects")

    def things(self, known: Administration) -> Iterable[tuple[int, ProjectRules]]:
        return ((project.id, project) for project in known.projects)

    def blank(self) -> ProjectRules:
        return ProjectRules(name="", dnis="", queue=QueueId(0))

    def read(self, key: int) -> tuple[object, dict[str, str]]:
        others = [self.book[other].values() for other in self.book if other != key]
        names, numbers = ([str(values[name]) for values in others] for name in ("name", "dnis"))
        return things.read_project(self.book[key].values(), self.book[key].base, names, numbers)

    def named(self, key: int) -> Named:
        values = self.book[key].values()
        group = self._queue.word(values["queue"]) if values["queue"] else ""
        country = self.state.centre.country if self.state.centre is not None else ""
        beneath = " · ".join(part for part in (shown(str(values["dnis"]), country), group) if part)
        return Named(key, str(values["name"]), beneath, self.book[key].unsaved)

    def show_known(self, known: Administration) -> None:
        ours = [group for group in known.groups if group.kind is GroupKind.QUEUE]
        self._queue.show_choices([(group.id, group.name) for group in ours])
        super().show_known(known)

    def show_state(self, state: State, *, may_edit: bool) -> None:
        self.operators.follow(state)
        super().show_state(state, may_edit=may_edit)
