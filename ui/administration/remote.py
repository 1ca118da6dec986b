"""Remote agents: the number by which they sign in and out by phone, and whose phones may call it (A15)."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtWidgets import QWidget

from agent_client.protocol.administration import Administration
from agent_client.protocol.remote import RemoteSignIn
from agent_client.rules.dial_numbers import shown
from ui.text import day_and_time, tr
from ui.theme import Text
from ui.widgets.labels import Label
from ui.widgets.placeholders import Placeholder

from . import remote_things, things
from .editor import Editor
from .entries import TextEntry
from .form import Form
from .list_page import ListPage
from .named_list import Named
from .queues_entry import QueuesEntry
from .remote_things import Numbers, RemoteThing
from .sheets import Book
from .words import text_problem

SERVICE_NUMBER = 0
_WIDTH = 200


class RemotePage(ListPage):
    """The service number stands first in the list, before the agents."""

    NAME = "remote"

    def __init__(self) -> None:
        form = Form()
        self._of_number = _service_number(form)
        self.texts = Label("", wraps=True)
        self.texts.setContentsMargins(16, 0, 0, 0)
        self.unsent = Label("", Text.SMALL, tone="alarm", wraps=True)
        self.unsent.setContentsMargins(16, 0, 0, 0)
        self._of_texts = form.section(
            tr("Text messages"),
            tr(
                "When a customer who asked for a call falls to an agent without a computer, the agent gets a text message "
                "with the number, and calls from their own phone."
            ),
        )
        form.add_widget(self.texts)
        form.add_widget(self.unsent)
        self._of_phone, self._of_queues, self.queues = _agent(form)
        self.hindrance = Label("", wraps=True)
        self.hindrance.setContentsMargins(16, 0, 0, 0)
        form.add_widget(self.hindrance)
        super().__init__(
            tr("Agents without a computer sign in and out by calling the service number from their registered phone."),
            Book(remote_things.fields),
            Editor(form),
            adds="",
            empty=Placeholder("person", tr("No agents yet")),
        )

    @classmethod
    def title_text(cls) -> str:
        return tr("Remote agents")

    def things(self, known: Administration) -> Iterable[tuple[int, RemoteThing]]:
        yield SERVICE_NUMBER, RemoteThing(number=known.remote.service_number)
        for one in known.remote.agents:
            yield one.agent.id, RemoteThing(agent=one)

    def blank(self) -> RemoteThing:
        raise NotImplementedError  # agents are not made here

    def read(self, key: int) -> tuple[object, dict[str, str]]:
        sheet = self.book[key]
        return remote_things.read(sheet.values(), sheet.saved, key, Numbers(self.known, self._country()))

    def named(self, key: int) -> Named:
        sheet = self.book[key]
        thing: RemoteThing = sheet.saved
        if thing.agent is None:
            number = str(sheet.values()["number"])
            return Named(key, tr("Service number"), self._written(number) or tr("None yet"), sheet.unsaved)
        number = str(sheet.values()["phone_number"])
        said = self._written(number) or tr("No phone registered")
        now = tr("signed in") if thing.agent.signed_in else ""
        return Named(key, thing.agent.agent.name, " · ".join(part for part in (said, now) if part), sheet.unsaved)

    def kept(self, key: int, saved_key: int, saved: object) -> None:
        super().kept(key, saved_key, remote_things.saved(self.book[key].saved, saved))

    def refresh(self) -> None:
        thing = self.book[self.current].saved if self.current in self.book else RemoteThing()
        if self.known is not None:
            self._show_queues(self.known, thing)
            self._show_texts(self.known.remote)
        super().refresh()
        for pane in (self._of_number, self._of_texts):
            pane.setVisible(self.current == SERVICE_NUMBER)
        for pane in (self._of_phone, self._of_queues):
            pane.setVisible(self.current != SERVICE_NUMBER)

    # -- inside

    def _show_queues(self, known: Administration, thing: RemoteThing) -> None:
        names = {group.id: group.name for group in known.groups}
        may = thing.agent.may_staff if thing.agent is not None else ()
        self.queues.show_choices([(queue, names[queue]) for queue in may if queue in names])
        values = self.book[self.current].values() if self.current in self.book else {}
        words = remote_things.hindered(known, names, values)
        self.hindrance.setText(words)
        self.hindrance.setHidden(not words)

    def _show_texts(self, remote: RemoteSignIn) -> None:
        self.texts.setText(
            tr("Text messages can be sent.")
            if remote.texts
            else tr(
                "The server has not been told how to send them: until then such customers go to agents at a desk, and "
                "nobody is told that they have been signed out."
            )
        )
        lines = [
            f"{day_and_time(one.at, None)} · {one.agent} · {text_problem(one.problem, one.figure)}"
            for one in remote.unsent
        ]
        self.unsent.setHidden(not lines)
        self.unsent.setText("\n".join([tr("Not sent in the last days:"), *lines]))

    def _written(self, number: str) -> str:
        return shown(number, self._country()) if number else ""

    def _country(self) -> str:
        return self.state.centre.country if self.state.centre is not None else ""


def _service_number(form: Form) -> QWidget:
    pane = form.section(tr("Service number"))
    form.add(
        "number",
        tr("Number to call"),
        TextEntry(things.NUMBER, width=_WIDTH),
        hint=tr("Each call signs an agent in, or out again, and tells them which. Empty: nobody signs in by phone."),
    )
    return pane


def _agent(form: Form) -> tuple[QWidget, QWidget, QueuesEntry]:
    phone = form.section(tr("Phone"))
    form.add(
        "phone_number",
        tr("Registered phone"),
        TextEntry(things.NUMBER, width=_WIDTH),
        hint=tr("Rung for their calls. From it they call the service number, and it has to show its number then."),
    )
    form.add(
        "alternate_number",
        tr("Shows as"),
        TextEntry(things.NUMBER, width=_WIDTH),
        hint=tr("The number that this phone shows when it calls, where that is another. Empty: its own."),
    )
    of_queues = form.section(
        tr("Preselected queues"), tr("What they serve where they cannot choose: by phone, and at their first sign-in.")
    )
    queues = QueuesEntry()
    form.add("preselected", tr("Serves"), queues)
    return phone, of_queues, queues
