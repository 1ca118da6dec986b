"""What is known of one agent, call or card: headings, labels and values as they stand beside the table. No widgets here."""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct

from agent_client.client.store.state import State
from agent_client.protocol.interactions import PastCall
from agent_client.protocol.names import SoundState
from agent_client.protocol.supervising import CardInUse, LogLine, Seated, SupervisedAgent, SupervisedCall
from ui import wording
from ui.models.supervised_agents import AgentLine
from ui.panels.history import recorded
from ui.panels.history import told as moment_words
from ui.panels.naming import joined, number_text
from ui.text import clock_time, day_and_time, tr, trc
from ui.widgets.times import clock_seconds, duration

from . import words


class Fact(Struct, frozen=True):
    """``label`` empty: a heading. ``since``: the value has a timer behind it."""

    label: str
    value: str
    tone: str = "text"
    since: datetime | None = None


def heading(text: str) -> Fact:
    return Fact("", text)


def of_agent(line: AgentLine, state: State, now: datetime | None) -> list[Fact]:
    known = line.known
    facts = [] if known is None else [*_in_hand(known, state), *_session(line, known, state, now)]
    facts += _today(line)
    if known is not None:
        facts += _kept(known, now)
    return [fact for fact in facts if fact.value]


def _in_hand(known: SupervisedAgent, state: State) -> list[Fact]:
    contact = known.contact
    if contact is None:
        return []
    held = tr("On hold at the phone")
    word = held if contact.held_at_phone else wording.contact_state(contact.state)
    what = joined(wording.direction(contact.direction), word)
    return [
        heading(tr("In hand")),
        Fact(tr("Number"), number_text(contact.number, state)),
        Fact(tr("What"), what, since=contact.since),
        Fact(tr("Queue"), words.queue_name(contact.queue, state)),
        Fact(tr("Listened to by"), contact.listener),
    ]


def _session(line: AgentLine, known: SupervisedAgent, state: State, now: datetime | None) -> list[Fact]:
    session = known.session
    if session is None:
        return []
    return [
        heading(tr("Signed in")),
        Fact(tr("Since"), day_and_time(session.started_at, now)),
        Fact(tr("Link"), *_link(line, session)),
        Fact(tr("Phone"), *_phone(line, session)),
        Fact(tr("Seat"), tr("By phone") if session.remote else session.seat),
        Fact(tr("Computer"), session.host),
        Fact(tr("Address"), session.address),
        Fact(tr("Program"), session.client),
        Fact(tr("Queues"), words.queue_words(line.queues, state) or tr("None"), "text" if line.queues else "alarm"),
    ]


def _link(line: AgentLine, session: Seated) -> tuple[str, str]:
    if session.remote:
        return "", "text"
    if line.presence.linked:
        return tr("Connected"), "text"
    if session.link_lost_since is None or session.until is None:
        return tr("Lost"), "alarm"
    return tr(
        "Lost at {time}, signed out at {until}",
        time=clock_seconds(session.link_lost_since),
        until=clock_seconds(session.until),
    ), "alarm"


def _phone(line: AgentLine, session: Seated) -> tuple[str, str]:
    if not line.presence.phone_lost and session.line_up_since is not None:
        since = clock_time(session.line_up_since)
        return tr("{phone}, line up since {time}", phone=session.phone, time=since), "text"
    if not line.presence.phone_lost:
        return session.phone, "text"
    if session.phone_lost_since is None:
        return tr("{phone}, not reached", phone=session.phone), "alarm"
    since = clock_time(session.phone_lost_since)
    return tr("{phone}, not reached since {time}", phone=session.phone, time=since), "alarm"


def _today(line: AgentLine) -> list[Fact]:
    today = line.today
    return [
        heading(tr("Today")),
        Fact(tr("Handled"), str(today.handled)),
        Fact(tr("Missed"), str(today.missed)),
        Fact(tr("Declined"), str(today.declined)),
        Fact(tr("Talked"), duration(today.talk_seconds)),
    ]


def _kept(known: SupervisedAgent, now: datetime | None) -> list[Fact]:
    """A13: signed in means a start without a stop."""
    return [
        heading(tr("Account")),
        Fact(tr("User ID"), known.user),
        Fact(tr("Locked since"), "" if known.locked_since is None else day_and_time(known.locked_since, now), "alarm"),
        Fact(tr("Last start"), tr("Never") if known.last_start is None else day_and_time(known.last_start, now)),
        Fact(tr("Last stop"), "" if known.last_stop is None else day_and_time(known.last_stop, now)),
        Fact(tr("Last address"), known.last_address),
    ]


def of_call(call: SupervisedCall, state: State) -> list[Fact]:
    one = call.call
    facts = [
        heading(tr("Call")),
        Fact(tr("Number"), number_text(one.number, state)),
        Fact(tr("Queue"), words.queue_name(call.queue, state) or one.queue),
        Fact(tr("Agents"), words.names(one.agents)),
        Fact(tr("Began"), clock_seconds(one.started_at)),
        Fact(tr("Ended"), "" if one.ended_at is None else clock_seconds(one.ended_at)),
        Fact(trc("thing", "Recording"), _recorded(one)),
        heading(tr("Course")),
        *(
            Fact(
                clock_seconds(moment.at),
                moment_words(moment, "" if moment.agent is None else moment.agent.name),
                "dim",
            )
            for moment in one.moments
        ),
    ]
    return [fact for fact in facts if fact.value]


def _recorded(call: PastCall) -> str:
    """How long it is; where there is none, why."""
    sound = call.recording
    kept = sound is not None and sound.state is SoundState.KEPT and sound.seconds is not None
    return duration(sound.seconds or 0.0) if sound is not None and kept else recorded(call)


def of_card(card: CardInUse) -> list[Fact]:
    facts = [
        heading(tr("Card in use")),
        Fact(tr("Company"), card.customer.company),
        Fact(tr("Agent"), card.agent.name),
        Fact(tr("Phone"), card.agent.phone),
        Fact(tr("Seat"), card.seat),
        Fact(tr("Since"), clock_seconds(card.since), since=card.since),
    ]
    return [fact for fact in facts if fact.value]


def of_line(line: LogLine) -> list[Fact]:
    facts = [
        heading(tr("Log")),
        Fact(tr("When"), day_and_time(line.at)),
        Fact(tr("By"), line.by.name),
        Fact(tr("Whom"), words.whom(line)),
        Fact(tr("Seat"), line.seat),
        Fact(tr("Reason"), line.reason),
    ]
    return [fact for fact in facts if fact.value]
