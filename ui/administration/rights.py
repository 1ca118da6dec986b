"""Rights: whose customers an agent may edit, and whether they take contacts at all (F3)."""

from __future__ import annotations

from collections.abc import Iterable

from agent_client.protocol.administration import Administration, AgentRights
from agent_client.protocol.agents import Rights
from ui.text import tr
from ui.widgets.placeholders import Placeholder

from . import things
from .editor import Editor
from .entries import TickEntry
from .form import Form
from .list_page import ListPage
from .named_list import Named
from .sheets import Book
from .words import default_of_tick


class RightsPage(ListPage):
    NAME = "rights"

    def __init__(self) -> None:
        form = Form()
        usual = default_of_tick(True)
        form.section(tr("Customers"))
        form.add(
            "edit_central",
            tr("Central list"),
            TickEntry(tr("May edit the central list")),
            hint=f"{tr('The customers whom everybody sees.')} {usual}",
        )
        form.add(
            "edit_own",
            tr("Own list"),
            TickEntry(tr("May edit a list of their own")),
            hint=f"{tr('Customers whom only they themselves see and find.')} {usual}",
        )
        form.section(tr("Contacts"))
        form.add(
            "takes_contacts",
            tr("Takes contacts"),
            TickEntry(tr("Is an agent: takes calls and messages")),
            hint=f"{tr('Without it nothing is offered to them, and they cannot become available.')} {usual}",
        )
        form.section(tr("Phone"))
        form.add(
            "keeps_line",
            tr("Keeps the line"),
            TickEntry(tr("Answers once, and the line stays for the whole session")),
            hint=" ".join(
                (
                    tr("Callers are there at once, after a beep. Hanging up the phone ends the line."),
                    tr("The phone rings when they press Available."),
                    default_of_tick(False),
                )
            ),
        )
        super().__init__(
            tr("What each agent may do with customers. Adding a note to a customer is always possible."),
            Book(things.rights_fields),
            Editor(form),
            adds="",
            empty=Placeholder("person", tr("No agents yet")),
        )

    @classmethod
    def title_text(cls) -> str:
        return tr("Rights")

    def things(self, known: Administration) -> Iterable[tuple[int, AgentRights]]:
        return ((one.agent.id, one) for one in known.agents)

    def blank(self) -> AgentRights:
        raise NotImplementedError  # agents are not made here

    def read(self, key: int) -> tuple[object, dict[str, str]]:
        return things.read_rights(self.book[key].values()), {}

    def named(self, key: int) -> Named:
        agent: AgentRights = self.book[key].saved
        phone = agent.agent.phone
        return Named(
            key, agent.agent.name, " · ".join(part for part in (agent.user, phone) if part), self._is_unsaved(key)
        )

    def kept(self, key: int, saved_key: int, saved: object) -> None:
        """The server may answer with the rights alone."""
        if isinstance(saved, Rights):
            before: AgentRights = self.book[key].saved
            saved = AgentRights(agent=before.agent, user=before.user, rights=saved)
        super().kept(key, saved_key, saved)

    def _is_unsaved(self, key: int) -> bool:
        return self.book[key].unsaved
