"""Whom a contact can be brought to, as rows: agents, queues and entry points, numbers, the directory (D2). No widgets."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from enum import StrEnum

from msgspec import Struct

from agent_client.client.store.state import State
from agent_client.protocol.agents import Presence
from agent_client.protocol.centre import Directory, DirectoryEntry
from agent_client.protocol.contacts import Target
from agent_client.protocol.names import AgentId, AgentState, NotReadyReason, Phase, TargetKind
from agent_client.rules.dial_numbers import canonical, dialable, entry_point, shown
from agent_client.rules.folding import begins_words, folded_words
from agent_client.rules.targets import may_consult, may_transfer
from ui import wording
from ui.text import tr, trn


class Purpose(StrEnum):
    CONSULT = "consult"
    TRANSFER = "transfer"


class TargetRow(Struct, frozen=True, kw_only=True):
    """``why_not`` is the sentence for what is shown and cannot be chosen now; ``since`` counts beside ``word``."""

    key: tuple[str, int | str]
    target: Target
    icon: str
    tone: str = "dim"
    name: str
    beneath: str = ""
    word: str = ""
    since: datetime | None = None
    why_not: str = ""

    @property
    def possible(self) -> bool:
        return not self.why_not


_ICONS = {
    AgentState.READY: ("done", "waiting"),
    AgentState.OFFERED: ("phone", "setup"),
    AgentState.ON_CONTACT: ("phone", "call"),
    AgentState.WRAP_UP: ("note", "wrap_up"),
    AgentState.NOT_READY: ("pause", "pause"),
}
_ALARMING = frozenset({NotReadyReason.RONA, NotReadyReason.UNREACHABLE, NotReadyReason.DECLINED})


def agent_rows(state: State, purpose: Purpose, typed: str) -> list[TargetRow]:
    """Who can take it, the available first, then by name; below them who cannot, with the reason. Never oneself."""
    words = folded_words(typed)
    me = None if state.me is None else state.me.id
    found = [
        agent_row(agent, state, purpose)
        for agent in state.agents.values()
        if agent.state is not AgentState.SIGNED_OUT
        and agent.id != me
        and begins_words(words, agent.name, agent.team, agent.phone)
    ]
    return sorted(found, key=lambda row: _rank(row, state))


def agent_row(agent: Presence, state: State, purpose: Purpose) -> TargetRow:
    icon, tone = state_icon(agent)
    word = wording.agent_state(agent, state.centre) if agent.linked else wording.phase(Phase.RECONNECTING)
    return TargetRow(
        key=("agent", agent.id),
        target=Target(kind=TargetKind.AGENT, id=agent.id),
        icon=icon,
        tone=tone,
        name=agent.name,
        beneath=_joined(agent.team, _written(agent.phone, state), _by_phone(agent)),
        word=word,
        since=agent.since,
        why_not=_why_not(agent, purpose, word),
    )


def state_icon(agent: Presence) -> tuple[str, str]:
    """The shape and the colour's token: nobody has to tell states by colour alone."""
    if not agent.linked:
        return "link-lost", "alarm"
    if agent.state is AgentState.NOT_READY and agent.not_ready in _ALARMING:
        return "alert", "alarm"
    return _ICONS.get(agent.state, ("person", "pause"))


def queue_rows(state: State, typed: str) -> list[TargetRow]:
    """All queues, the agent's own with who waits there; then the entry points with their numbers."""
    if state.centre is None:
        return []
    words = folded_words(typed)
    digits = dialable(typed)
    number = canonical(typed, state.centre.country) if digits else ""
    queues = [
        TargetRow(
            key=("queue", queue.id),
            target=Target(kind=TargetKind.QUEUE, id=queue.id),
            icon="queue",
            name=queue.name,
            beneath=wording.target_kind(TargetKind.QUEUE),
            word="" if known is None else trn("{n} waiting", "{n} waiting", known.waiting),
            since=None if known is None or not known.waiting else known.longest_since,
        )
        for queue in sorted(state.centre.queues, key=lambda queue: folded_words(queue.name))
        for known in [state.queues.get(queue.id)]
        if begins_words(words, queue.name)
    ]
    points = [
        _entry_point_row(project.id, project.name, _written(project.dnis, state))
        for project in sorted(state.centre.projects, key=lambda project: folded_words(project.name))
        if begins_words(words, project.name) or (number and project.dnis == number)
    ]
    return queues + points


def number_row(typed: str, state: State) -> TargetRow | None:
    """What was typed, where it can be dialled: the entry point whose number it is (D4), or the number."""
    if dialable(typed) is None:
        return None
    country = "" if state.centre is None else state.centre.country
    number = canonical(typed, country)
    point = None if state.centre is None else entry_point(typed, country, state.centre.projects)
    if point is not None:
        return _entry_point_row(point.id, point.name, shown(number, country), typed=typed)
    return TargetRow(
        key=("number", number),
        target=Target(kind=TargetKind.NUMBER, number=number),
        icon="phone",
        name=shown(number, country),
        beneath=wording.target_kind(TargetKind.NUMBER),
    )


def number_rows(typed: str, recent: Sequence[str], state: State) -> list[TargetRow]:
    """What is typed first, then the numbers lately used."""
    row = number_row(typed, state)
    rows = ([] if row is None else [row]) + recent_rows(typed, recent, state)
    found: dict[tuple[str, int | str], TargetRow] = {}
    for one in rows:
        found.setdefault(one.key, one)
    return list(found.values())


def recent_rows(typed: str, recent: Sequence[str], state: State) -> list[TargetRow]:
    """Those of the numbers lately used that have in them what is typed."""
    digits = "".join(character for character in typed if character.isdigit()).lstrip("0")
    rows = (number_row(number, state) for number in recent if digits in number)
    return [row for row in rows if row is not None]


def directory_rows(directory: Directory, state: State, purpose: Purpose, typed: str = "") -> list[TargetRow]:
    """Who stands in the address book; who of them is signed in as an agent is one, with their state.

    What was found for the letters before stays until the answer to these is here, as far as it fits these, too.
    """
    words = folded_words(typed)
    number = canonical(typed, "" if state.centre is None else state.centre.country)
    found = [
        _directory_row(entry, state, purpose)
        for entry in directory.entries
        if begins_words(words, entry.name, entry.role, entry.department) or (number and entry.number == number)
    ]
    return sorted(found, key=lambda row: not row.possible)


def with_number(rows: Iterable[TargetRow], typed: str, state: State) -> list[TargetRow]:
    """The rows of a list, and what was typed beneath those that can be chosen, where it can be dialled."""
    found = list(rows)
    number = number_row(typed, state)
    if number is None or any(row.key == number.key for row in found):
        return found
    at = next((place for place, row in enumerate(found) if not row.possible), len(found))
    return [*found[:at], number, *found[at:]]


def _directory_row(entry: DirectoryEntry, state: State, purpose: Purpose) -> TargetRow:
    agent = state.agents.get(entry.agent) if entry.agent is not None else None
    about = _joined(entry.role, entry.department, _written(entry.number, state))
    if agent is None or agent.state is AgentState.SIGNED_OUT:
        number = Target(kind=TargetKind.NUMBER, number=entry.number)
        return TargetRow(
            key=("directory", entry.id), target=number, icon="person", tone="dim", name=entry.name, beneath=about
        )
    icon, tone = state_icon(agent)
    word = wording.agent_state(agent, state.centre)
    return TargetRow(
        key=("directory", entry.id),
        target=Target(kind=TargetKind.AGENT, id=agent.id),
        icon=icon,
        tone=tone,
        name=entry.name,
        beneath=_joined(about, _by_phone(agent)),
        word=word,
        since=agent.since,
        why_not=tr("That is you: choose somebody else.") if _is_me(agent.id, state) else _why_not(agent, purpose, word),
    )


def _entry_point_row(identity: int, name: str, number: str, typed: str = "") -> TargetRow:
    return TargetRow(
        key=("entry_point", identity),
        target=Target(kind=TargetKind.ENTRY_POINT, id=identity, number=typed),
        icon="entry-point",
        name=name,
        beneath=_joined(wording.target_kind(TargetKind.ENTRY_POINT), number),
    )


def _by_phone(agent: Presence) -> str:
    """Who has no screen reads nothing of what is written to them."""
    return tr("by phone") if agent.remote else ""


def _why_not(agent: Presence, purpose: Purpose, word: str) -> str:
    if may_transfer(agent) if purpose is Purpose.TRANSFER else may_consult(agent):
        return ""
    return tr("{agent} cannot take it now ({state}): choose somebody else.", agent=agent.name, state=word)


def _rank(row: TargetRow, state: State) -> tuple[int, list[str], str]:
    agent = state.agents[AgentId(int(row.key[1]))]
    ready = may_transfer(agent)
    return (0 if ready else 1 if row.possible else 2, folded_words(row.name), row.name)


def _is_me(agent: AgentId, state: State) -> bool:
    return state.me is not None and state.me.id == agent


def _written(number: str, state: State) -> str:
    return shown(number, state.centre.country if state.centre is not None else "")


def _joined(*parts: str) -> str:
    return " · ".join(part for part in parts if part)
