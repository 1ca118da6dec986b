"""Who would get this call? The way to the answer as the server would go it now, beside the rules that lead there (F5)."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from agent_client.client.store.state import State
from agent_client.protocol.administration import Administration, Considered, Route
from agent_client.protocol.names import QueueId, Unhandled
from agent_client.rules.dial_numbers import shown
from ui.text import tr
from ui.theme import Text
from ui.widgets.boxes import Box
from ui.widgets.labels import Heading, Label
from ui.widgets.line import Line
from ui.widgets.placeholders import Glyph
from ui.widgets.suggesting_field import SuggestingField, Suggestion

from .editor import scrolling
from .reading import dial_fault
from .words import code_meaning, code_name, operators_of

TYPING_PAUSE = 250


class DryRun(QWidget):
    """``asked`` carries the caller's number, empty for a withheld one, and the dialled one: whoever hears it answers with
    `show_route` or `show_failed`."""

    asked = Signal(str, str)

    def __init__(self) -> None:
        super().__init__()
        self._state = State()
        self._known: Administration | None = None
        self._answered = ("", "")
        self.number = Line()
        self.number.setMaxLength(40)
        self.number.setPlaceholderText(tr("Number withheld"))
        self.number.setAccessibleName(tr("Caller's number"))
        self.dnis = SuggestingField(tr("Dialled number"), self._projects, placeholder=tr("A project's number"), most=40)
        self.wrong = Label("", Text.SMALL, tone="alarm", wraps=True)
        self.answer = Label("", Text.TITLE, strong=True, wraps=True)
        self.customer = Label("", tone="dim", wraps=True)
        self.code = Label("", strong=True, wraps=True)
        self.meaning = Label("", Text.SMALL, tone="dim", wraps=True)
        self.considered = _Steps()
        self._result = QWidget()
        self._pause = QTimer(self, singleShot=True, interval=TYPING_PAUSE)
        self._pause.timeout.connect(self.ask)
        self.number.textEdited.connect(lambda _: self._pause.start())
        self.dnis.textEdited.connect(lambda _: self._pause.start())
        self.dnis.picked.connect(self._take_project)
        for field in (self.number, self.dnis):
            field.returnPressed.connect(self.ask)
        self._lay_out()
        self.show_nothing(tr("Type a caller's and a dialled number: what would happen to the call now stands here."))

    def show_known(self, known: Administration) -> None:
        """The rules may have changed: ask again."""
        self._known = known
        self.ask()

    def show_state(self, state: State) -> None:
        """Who is free may have changed: ask again."""
        before, self._state = self._state, state
        if before.agents != state.agents:
            self.ask()

    def ask(self) -> None:
        self._pause.stop()
        number, dnis = self.number.text().strip(), self.dnis.text().strip()
        if not dnis:
            return
        wrong = dial_fault(dnis) or (dial_fault(number) if number else "")
        self.wrong.say(wrong)
        if not wrong:
            self.asked.emit(number, dnis)

    def show_route(self, route: Route) -> None:
        self.wrong.say("")
        self.answer.say(self._sentence(route))
        customer = route.customer
        named = (customer.name or customer.company) if customer is not None else ""
        self.customer.say(tr("The caller is {customer}.", customer=named) if named else "")
        self.code.say(tr("Code {code}: {name}", code=int(route.code), name=code_name(route.code)))
        self.meaning.say(code_meaning(route.code))
        self.considered.show_steps(route.considered, chosen=route.phone)
        self._result.setAccessibleName(self.answer.text())

    def show_failed(self, sentence: str) -> None:
        self.wrong.say(sentence)

    def show_nothing(self, words: str) -> None:
        for label in (self.answer, self.code, self.meaning):
            label.say("")
        self.customer.say(words)
        self.considered.show_steps((), chosen="")

    # -- inside

    def _sentence(self, route: Route) -> str:
        queue = self._queue(route.queue)
        if route.target:
            return tr("It goes to the fixed target {number}.", number=self._written(route.target))
        if route.unhandled is Unhandled.END:
            return tr("It is ended, and stands in the callback list.")
        if route.unhandled is Unhandled.AGENT and route.agent is not None:
            return tr("It is shown to {agent} as unhandled.", agent=route.agent.name)
        if route.agent is not None:
            return tr("{agent} gets it, on {phone}.", agent=route.agent.name, phone=route.phone or route.agent.phone)
        if route.phone:
            return tr("{phone} gets it.", phone=self._written(route.phone))
        return tr("It waits in {queue}.", queue=queue)

    def _queue(self, queue: QueueId) -> str:
        groups = self._known.groups if self._known is not None else ()
        return next((group.name for group in groups if group.id == queue), tr("the queue"))

    def _written(self, number: str) -> str:
        return shown(number, self._state.centre.country if self._state.centre is not None else "")

    def _projects(self, typed: str) -> Sequence[Suggestion]:
        projects = self._known.projects if self._known is not None else ()
        wanted = typed.casefold()
        return [
            Suggestion(project.dnis, project.dnis, project.name)
            for project in projects
            if wanted in project.dnis or wanted in project.name.casefold()
        ]

    def _take_project(self, dnis: object) -> None:
        self.dnis.setText(str(dnis))
        self.ask()

    def _lay_out(self) -> None:
        pane = Box("pane")
        inside = QVBoxLayout(pane)
        inside.setContentsMargins(16, 14, 16, 16)
        inside.setSpacing(4)
        inside.addWidget(Heading(tr("Who would get this call?")))
        inside.addSpacing(8)
        for words, field in ((tr("Caller"), self.number), (tr("Dialled number"), self.dnis)):
            label = Label(words, tone="dim")
            label.setBuddy(field)
            inside.addWidget(label)
            inside.addWidget(field)
            inside.addSpacing(8)
        inside.addWidget(self.wrong)
        self.wrong.hide()
        result = QVBoxLayout(self._result)
        result.setContentsMargins(0, 8, 0, 0)
        result.setSpacing(4)
        for part in (self.answer, self.customer):
            result.addWidget(part)
        result.addSpacing(8)
        result.addWidget(self.code)
        result.addWidget(self.meaning)
        result.addSpacing(8)
        result.addWidget(self.considered)
        inside.addWidget(self._result)
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(8, 4, 24, 24)
        column.addWidget(pane)
        column.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(scrolling(holder))


class _Steps(QWidget):
    """Each operator on the way, in order, under the heading of whose they are."""

    def __init__(self) -> None:
        super().__init__()
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(4)
        self._shown: tuple[tuple[Considered, ...], str] = ((), "")

    def show_steps(self, considered: tuple[Considered, ...], *, chosen: str) -> None:
        if (considered, chosen) == self._shown:
            return
        self._shown = (considered, chosen)
        while (item := self._layout.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        before = None
        for step in considered:
            if step.code is not before:
                before = step.code
                self._layout.addSpacing(4)
                self._layout.addWidget(Label(operators_of(step.code), Text.SMALL, tone="dim", strong=True))
            self._layout.addWidget(_Step(step, chosen=step.free and step.phone == chosen))


class _Step(QWidget):
    def __init__(self, step: Considered, *, chosen: bool) -> None:
        super().__init__()
        nobody = step.agent is None
        word = tr("free") if step.free else tr("nobody signed in") if nobody else tr("busy")
        name = step.agent.name if step.agent is not None else ""
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(Glyph("accept" if chosen else "chevron-right", "text" if chosen else "faint", 14))
        row.addWidget(Label(step.phone, strong=chosen))
        who = Label(name, tone="text" if chosen else "dim", wraps=True)
        row.addWidget(who, 1)
        row.addWidget(Label(word, tone="text" if step.free else "faint"))
        self.setAccessibleName(", ".join(part for part in (step.phone, name, word) if part))
