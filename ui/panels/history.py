"""Records and calls of a customer as entries of the time line (F2). Pure, but for the words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime

from agent_client.client.outbox import Letter
from agent_client.protocol.agents import AgentBrief
from agent_client.protocol.contacts import Contact
from agent_client.protocol.customers import Record
from agent_client.protocol.interactions import Moment, PastCall
from agent_client.protocol.names import Channel, ContactId, InteractionId, MomentKind, SoundState
from agent_client.protocol.time import seconds_between
from agent_client.rules.hearing import gaps
from ui import theme, wording
from ui.text import clock_time, day_and_time, tr
from ui.widgets.time_line import Earlier, Entry, Note
from ui.widgets.times import clock_seconds, duration

from .naming import joined, phase_of_contact

_SAVED_LATER = 90
"""Seconds between call and record from which both times are told."""
_WITH_AGENT = frozenset({MomentKind.RANG, MomentKind.HELD_AT_PHONE, MomentKind.RESUMED_AT_PHONE})
"""What names its agent in its own sentence."""
_SAID_BY_WHY = frozenset({MomentKind.CONSULT_FAILED})
"""What went wrong is the whole of it."""


def entries_of(
    records: Iterable[Record],
    calls: Iterable[PastCall],
    current: InteractionId | None = None,
    may: Callable[[Record], bool] = lambda _: False,
    made: Callable[[Record, bool], Entry] | None = None,
    hears: Callable[[PastCall], bool] = lambda _: False,
) -> list[Entry]:
    """The newest first. Records stand with the call they belong to; the ``current`` call is not among those that were, and
    a note on it is shown as any other. ``may``: whether the agent may correct it; ``made``: the entry of one that stands by
    itself, else it is made anew; ``hears``: whether the agent may hear its recording."""
    made = made or record_entry
    shown = [call for call in calls if call.interaction != current]
    of_contact: dict[ContactId, PastCall] = {contact: call for call in shown for contact in call.contacts}
    notes: dict[InteractionId, list[Record]] = {}
    dated: list[tuple[datetime, Entry]] = []
    for record in records:
        call = None if record.contact is None else of_contact.get(record.contact)
        if call is None:
            dated.append((record.saved_at, made(record, may(record))))
        else:
            notes.setdefault(call.interaction, []).append(record)
    dated += [(call.started_at, call_entry(call, notes.get(call.interaction, ()), may, hears(call))) for call in shown]
    return [entry for _, entry in sorted(dated, key=lambda one: one[0], reverse=True)]


def record_entry(record: Record, may: bool = False) -> Entry:
    called = record.call_at or record.saved_at
    saved = _saved(record) if record.call_at is not None else tr("without a call")
    return Entry(
        record.id,
        day_and_time(called),
        joined(_agent(record.operator), saved),
        record.text,
        record=record.id,
        corrected=_corrected(record),
        earlier=_earlier(record),
        may=may,
    )


def call_entry(
    call: PastCall,
    records: Sequence[Record] = (),
    may: Callable[[Record], bool] = lambda _: False,
    hears: bool = False,
) -> Entry:
    """One line, the course of the call folded below it, and what was written of it, the oldest first."""
    kind = wording.direction(call.direction) if call.channel is Channel.VOICE else wording.channel(call.channel)
    agents = ", ".join(agent.name for agent in call.agents)
    return Entry(
        ("call", call.interaction),
        day_and_time(call.started_at),
        joined(kind, _length(call), agents, *call.reasons, recorded(call)),
        "",
        course=tuple(moment_line(moment) for moment in call.moments),
        sound=tr("Play") if hears and playable(call) else "",
        notes=tuple(_note(record, call, may(record)) for record in sorted(records, key=lambda one: one.id)),
    )


def playable(call: PastCall) -> bool:
    return call.recording is not None and call.recording.state is SoundState.KEPT


def recorded(call: PastCall) -> str:
    """Whether it was, for how long, and how much of that is silent."""
    if call.recording is None:
        return tr("recorded") if call.recorded else ""
    match call.recording.state:
        case SoundState.LOST:
            return tr("recording lost")
        case SoundState.DELETED:
            return tr("recording deleted")
    seconds = call.recording.seconds
    if seconds is None:
        return tr("recorded")
    ends = [(gap.start, seconds if gap.end is None else min(gap.end, seconds)) for gap in gaps(call)]
    silent = sum(max(0.0, end - start) for start, end in ends)
    length = duration(seconds)
    if silent < 1:
        return tr("recorded {time}", time=length)
    return tr("recorded {time}, paused {paused} of it", time=length, paused=duration(silent))


def moment_line(moment: Moment) -> str:
    """When, what, who, and why."""
    return f"{clock_seconds(moment.at)}  {told(moment, '' if moment.agent is None else _agent(moment.agent))}"


def told(moment: Moment, who: str) -> str:
    """What, who, and why; each said once."""
    why = "" if moment.why is None else wording.why(moment.why, timed=False)
    if why and moment.kind in _SAID_BY_WHY:
        return why
    name = moment.agent.name if moment.agent is not None and who else ""
    within = moment.kind in _WITH_AGENT and name
    return joined(wording.moment(moment, name), "" if within else who, why)


def _length(call: PastCall) -> str:
    if call.ended_at is None:
        return tr("goes on")
    if call.connected_at is None:
        return tr("nobody spoke")
    return duration(seconds_between(call.connected_at, call.ended_at))


def _note(record: Record, call: PastCall, may: bool) -> Note:
    """Who wrote it is said where the call does not say it already."""
    alone = [agent.id for agent in call.agents] == [record.operator.id]
    who = joined("" if alone else _agent(record.operator), _saved(record))
    return Note(who, record.text, record.id, _corrected(record), _earlier(record), may)


def _corrected(record: Record) -> str:
    """Who had the last word, and when."""
    if not record.corrections:
        return ""
    last = record.corrections[-1]
    return tr("corrected {time} by {name}", time=_beside(record.saved_at, last.at), name=last.by.name)


def _earlier(record: Record) -> tuple[Earlier, ...]:
    """The newest first; the last is what was written at first."""
    writers = [(record.operator.name, record.saved_at), *((one.by.name, one.at) for one in record.corrections)]
    versions = zip(writers, record.corrections, strict=False)
    return tuple(Earlier(f"{name}, {day_and_time(at)}", said.before) for (name, at), said in versions)[::-1]


def _saved(record: Record) -> str:
    """When, if that was much later than its call."""
    if record.call_at is None or seconds_between(record.call_at, record.saved_at) < _SAVED_LATER:
        return ""
    return tr("saved {time}", time=_beside(record.call_at, record.saved_at))


def _beside(known: datetime, at: datetime) -> str:
    """The time alone where the day has been said."""
    return clock_time(at) if known.astimezone().date() == at.astimezone().date() else day_and_time(at)


def _agent(agent: AgentBrief) -> str:
    return ", ".join(part for part in (agent.name, agent.phone) if part)


def letter_entry(letter: Letter, *, online: bool) -> Entry:
    """A note that the server has not confirmed yet stands among the records as what it is."""
    word = tr("Sending…") if online else tr("Waiting for the server")
    return Entry(letter.key, word, clock_time(letter.written_at), letter.text, token="setup")


def now_entry(contact: Contact, phone: str, status: str) -> Entry:
    who = ", ".join(part for part in (wording.channel(contact.channel), phone) if part)
    return Entry("now", tr("Now"), who, status, token=theme.PHASE_TOKENS[phase_of_contact(contact)], dim=True)
