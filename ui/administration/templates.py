"""Templates: texts to begin a note with, and what becomes of their placeholders."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec.structs import replace
from PySide6.QtWidgets import QVBoxLayout, QWidget

from agent_client.protocol.administration import Administration
from agent_client.protocol.centre import Template
from agent_client.protocol.names import Role, TemplateId
from agent_client.rules.templates import CURSOR, filled, placeholders
from agent_client.rules.templates import Placeholder as Gap
from ui.text import marked, tr, trc
from ui.theme import Text
from ui.widgets.action_button import ActionButton
from ui.widgets.flow import Flow
from ui.widgets.labels import Label
from ui.widgets.placeholders import Placeholder

from . import things
from .editor import Editor
from .entries import LongTextEntry, SelectEntry, TextEntry
from .form import Form
from .list_page import ListPage
from .named_list import Named
from .sheets import Book

_EXAMPLES: dict[str, str] = {
    Gap.CUSTOMER: "Jana Nováková",
    Gap.COMPANY: "Elektro Svoboda s.r.o.",
    Gap.NUMBER: "+420 724 118 305",
    Gap.AGENT: "Anna de Vries",
    Gap.QUEUE: "Support",
    Gap.PROJECT: "Thermo",
    Gap.DATE: "24. 11. 2026",
    Gap.TIME: "14:06",
}
_CURSOR_SIGN = "▏"
_WORDS: dict[str, str] = {
    Gap.CUSTOMER: marked("the customer's name"),
    Gap.COMPANY: marked("their company"),
    Gap.NUMBER: marked("their number"),
    Gap.AGENT: marked("who writes the note"),
    Gap.QUEUE: marked("the group"),
    Gap.PROJECT: marked("the project"),
    Gap.DATE: marked("today's date"),
    Gap.TIME: marked("the time"),
    CURSOR: marked("where one types on"),
}


class TemplatesPage(ListPage):
    NAME = "templates"
    EDITED_BY = frozenset({Role.SUPERVISOR, Role.ADMINISTRATOR})

    def __init__(self) -> None:
        form = Form()
        form.section(tr("Template"))
        form.add("name", trc("thing", "Name"), TextEntry(things.NAME), hint=tr("By which agents find it."))
        self._queue = SelectEntry()
        form.add("queue", tr("For the group"), self._queue)
        form.section(tr("Text"))
        self.text = LongTextEntry(lines=7, placeholder=tr("What the note begins with"))
        form.add("text", tr("Text"), self.text)
        form.add_widget(self._gaps())
        form.section(tr("Preview"), tr("With example values; the line shows where one types on."))
        self.preview = Label("", wraps=True)
        self.preview.setContentsMargins(16, 0, 0, 0)
        form.add_widget(self.preview)
        self.remark = Label("", Text.SMALL, tone="dim", wraps=True)
        self.remark.setContentsMargins(16, 0, 0, 0)
        form.add_widget(self.remark)
        super().__init__(
            tr("Texts to begin a note with. What stands in braces is filled from the call."),
            Book(things.template_fields),
            Editor(form, removable=tr("Remove")),
            adds=tr("New template"),
            empty=Placeholder("note", tr("No templates yet"), tr("Write one for what agents note again and again.")),
        )
        self.editor.remove.clicked.connect(self._ask_to_remove)

    @classmethod
    def title_text(cls) -> str:
        return tr("Templates")

    def things(self, known: Administration) -> Iterable[tuple[int, Template]]:
        return ((template.id, template) for template in known.templates)

    def blank(self) -> Template:
        return Template(id=TemplateId(0), name="", text="")

    def read(self, key: int) -> tuple[object, dict[str, str]]:
        sheet = self.book[key]
        over = replace(sheet.base, id=TemplateId(0)) if sheet.gone else sheet.base
        return things.read_template(sheet.values(), over)

    def named(self, key: int) -> Named:
        values = self.book[key].values()
        return Named(key, str(values["name"]), self._queue.word(values["queue"]), self.book[key].unsaved)

    def show_known(self, known: Administration) -> None:
        self._queue.show_choices([(None, tr("For all groups")), *((group.id, group.name) for group in known.groups)])
        super().show_known(known)

    def removed(self, key: int) -> None:
        """The server has done it."""
        self.book.drop(key)
        self.editor.ask_to_remove("")
        self.refresh()

    def refresh(self) -> None:
        super().refresh()
        if self.current not in self.book:
            return
        text = str(self.book[self.current].values()["text"])
        made = filled(text, _EXAMPLES)
        self.preview.setText(f"{made.text[: made.cursor]}{_CURSOR_SIGN}{made.text[made.cursor :]}")
        of_call = [name for name in placeholders(text) if name.casefold() not in (*_EXAMPLES, CURSOR)]
        words = tr("Filled only where the call has such a value: {names}", names=", ".join(of_call)) if of_call else ""
        self.remark.say(words)

    def _gaps(self) -> QWidget:
        """A button for each placeholder: it writes it where the text cursor stands."""
        made = QWidget()
        around = QVBoxLayout(made)
        around.setContentsMargins(16, 0, 0, 0)
        flow = Flow(gap=8, row_gap=8)
        around.addLayout(flow)
        for name, words in _WORDS.items():
            button = ActionButton(f"{{{name}}}", small=True, sends=False, name=tr("Insert: {what}", what=tr(words)))
            button.clicked.connect(lambda _=False, name=name: self._insert(name))
            flow.addWidget(button)
        return made

    def _insert(self, name: str) -> None:
        if self.may_edit:
            self.text.field.insertPlainText(f"{{{name}}}")
            self.text.field.setFocus()

    def _ask_to_remove(self) -> None:
        name = self.name_of(self.current)
        self.editor.ask_to_remove(tr("Remove the template “{name}”? Agents will not find it any more.", name=name))
