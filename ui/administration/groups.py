"""Groups: where customers wait, and what the callback list counts of their calls (E2 to E4, F7)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtWidgets import QWidget

from agent_client.protocol.administration import Administration, Group
from agent_client.protocol.names import GroupKind
from ui.text import tr, trc
from ui.widgets.placeholders import Placeholder

from . import things
from .editor import Editor
from .entries import NumberEntry, OptionsEntry, TextEntry, TickEntry
from .form import Form
from .list_page import ListPage
from .named_list import Named
from .sheets import Book
from .things import DEFAULT
from .words import default, default_of_tick, default_seconds, group_kind, group_kinds


class GroupsPage(ListPage):
    NAME = "groups"

    def __init__(self) -> None:
        form, self._ours = _form()
        super().__init__(
            tr("Where customers wait: number, kind and times, and what the callback list counts of their calls."),
            Book(things.group_fields),
            Editor(form),
            adds=tr("New group"),
            empty=Placeholder("queue", tr("No groups yet"), tr("Make one, so that customers have where to wait.")),
        )

    @classmethod
    def title_text(cls) -> str:
        return tr("Groups")

    def things(self, known: Administration) -> Iterable[tuple[int, Group]]:
        return ((group.id, group) for group in known.groups)

    def blank(self) -> Group:
        return Group(name="")

    def read(self, key: int) -> tuple[object, dict[str, str]]:
        others = [str(self.book[other].values()["name"]) for other in self.book if other != key]
        return things.read_group(self.book[key].values(), self.book[key].base, others)

    def named(self, key: int) -> Named:
        values = self.book[key].values()
        kind = values["kind"]
        beneath = [str(values["number"]), group_kind(kind) if isinstance(kind, GroupKind) else ""]
        return Named(key, str(values["name"]), " · ".join(part for part in beneath if part), self.book[key].unsaved)

    def refresh(self) -> None:
        super().refresh()
        if self.current in self.book:
            for pane in self._ours:
                pane.setVisible(self.book[self.current].values()["kind"] is GroupKind.QUEUE)


def _form() -> tuple[Form, Sequence[QWidget]]:
    """And what there is of queues alone."""
    form = Form()
    form.section(tr("Group"))
    form.add("name", trc("thing", "Name"), TextEntry(things.NAME), hint=tr("As agents see it."))
    number = TextEntry(things.NUMBER, width=160)
    form.add("number", tr("Number"), number, hint=tr("By which the PBX and your colleagues know the group."))
    form.add("kind", tr("Kind"), OptionsEntry(group_kinds()))
    ours = form.section(tr("Waiting and times"))
    _add_waiting(form)
    announcing, recording = _add_announcing(form), form.section(tr("Recordings"))
    form.add(
        "records",
        trc("thing", "Recording"),
        TickEntry(tr("Its calls are recorded")),
        hint=_joined(tr("Agents see it, and pause it for what is not to be kept."), default_of_tick(False)),
    )
    _add_missed(form)
    _add_attempts(form)
    _add_ends(form)
    return form, (ours, announcing, recording)


def _add_waiting(form: Form) -> None:
    seconds = tr("seconds")
    form.add(
        "capacity",
        tr("Room for"),
        NumberEntry(*things.CAPACITY, tr("customers")),
        hint=tr("So many may wait at once. Empty: any number."),
    )
    form.add(
        "ring_seconds",
        tr("Rings for"),
        NumberEntry(*things.RINGS, seconds),
        hint=_joined(
            tr("Then the call goes on to somebody else, and whoever did not answer becomes RONA."),
            default_seconds(DEFAULT.ring_seconds),
        ),
    )
    form.add(
        "wrap_up_seconds",
        tr("Wrap-up"),
        NumberEntry(*things.WRAPS_UP, seconds),
        hint=_joined(tr("So long the agent is left in peace after a call."), default_seconds(DEFAULT.wrap_up_seconds)),
    )
    form.add(
        "retry_seconds",
        tr("Next try after"),
        NumberEntry(*things.RETRIES, seconds),
        hint=_joined(
            tr("For a customer who asked for a call and did not answer it."), default_seconds(DEFAULT.retry_seconds)
        ),
    )
    form.add(
        "callback_key",
        tr("Callback key"),
        TextEntry(1, width=48),
        hint=tr("The key by which a waiting customer asks to be called back. Empty: there is none."),
    )


def _add_announcing(form: Form) -> QWidget:
    pane = form.section(
        tr("What waiting customers hear"),
        tr(
            "While nobody is free the music pauses and they are told so; with a callback key of one digit they are offered it."
        ),
    )
    form.add(
        "announce_seconds",
        tr("Every"),
        NumberEntry(*things.ANNOUNCES, tr("seconds")),
        hint=tr("Empty: they hear the music alone."),
    )
    form.add(
        "announces_place",
        tr("Place"),
        TickEntry(tr("They are told their place in the queue")),
        hint=default_of_tick(False),
    )
    return pane


def _add_missed(form: Form) -> None:
    rules = DEFAULT.rules
    form.section(tr("What counts as missed"))
    form.add(
        "shortest_missed",
        tr("Shortest wait"),
        NumberEntry(*things.SHORTEST, tr("seconds")),
        hint=_joined(tr("A customer who gave up sooner is not listed."), default_seconds(rules.shortest_missed)),
    )
    _tick(form, "voicemail", tr("Voicemail"), tr("A call that ended in voicemail is missed"), rules.voicemail)
    _tick(form, "internal", tr("Internal calls"), tr("Calls from our own phones are listed, too"), rules.internal)


def _add_attempts(form: Form) -> None:
    rules = DEFAULT.rules
    form.section(tr("What counts as an attempt"))
    form.add(
        "shortest_attempt",
        tr("Shortest ringing"),
        NumberEntry(*things.SHORTEST, tr("seconds")),
        hint=_joined(
            tr("The customer's phone must have rung so long for a callback to count."),
            default_seconds(rules.shortest_attempt),
        ),
    )
    _tick(
        form,
        "attempts_by_non_members",
        tr("Attempts by others"),
        tr("An attempt by somebody who is not in the group counts"),
        rules.attempts_by_non_members,
    )


def _add_ends(form: Form) -> None:
    rules = DEFAULT.rules
    form.section(tr("What closes an entry"))
    form.add(
        "attempts",
        tr("Not reached after"),
        NumberEntry(*things.ATTEMPTS, tr("attempts")),
        hint=_joined(
            tr("So many attempts without an answer, and the entry is among Not reached."), default(rules.attempts)
        ),
    )
    _tick(
        form,
        "answered_elsewhere",
        tr("Answered in another group"),
        tr("It is done when another group takes the customer's next call"),
        rules.answered_elsewhere,
    )
    _tick(
        form,
        "answered_without_group",
        tr("Answered without a group"),
        tr("It is done when somebody without a group takes the customer's next call"),
        rules.answered_without_group,
    )
    form.section(tr("How the list shows it"))
    words = tr("All calls of one number are one line with a counter")
    more = tr("For agents who have not chosen for themselves.")
    _tick(form, "combine", tr("Combine calls"), words, rules.combine, more)


def _tick(form: Form, name: str, label: str, words: str, on: bool, more: str = "") -> None:
    form.add(name, label, TickEntry(words), hint=_joined(more, default_of_tick(on)))


def _joined(*sentences: str) -> str:
    return " ".join(sentence for sentence in sentences if sentence)
