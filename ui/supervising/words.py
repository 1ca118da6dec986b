"""The words of the supervisors' window: states, outcomes, what an intervention means for whom, and the usual reasons."""

from __future__ import annotations

from datetime import datetime

from agent_client.client.store.state import State
from agent_client.protocol.agents import AgentBrief
from agent_client.protocol.names import (
    AgentState,
    Channel,
    ContactState,
    Direction,
    EndedBy,
    Intervention,
    Listening,
    QueueId,
)
from agent_client.protocol.supervising import InHand, LogLine, SupervisedCall
from agent_client.protocol.time import seconds_between
from ui import wording
from ui.models.supervised_agents import AgentLine, Column, Group
from ui.panels.naming import number_text
from ui.text import grouped, marked, tr
from ui.widgets.times import duration

GROUPS: dict[Group, str] = {
    Group.SIGNED_IN: marked("Signed in"),
    Group.WAITING: marked("Available"),
    Group.BUSY: marked("On contact"),
    Group.WRAP_UP: marked("Wrap-up"),
    Group.AWAY: marked("Not ready"),
    Group.TROUBLE: marked("In trouble"),
    Group.SIGNED_OUT: marked("Signed out"),
}
COLUMNS: dict[Column, str] = {
    Column.STATE: marked("State"),
    Column.NAME: marked("Name"),
    Column.PHONE: marked("Phone"),
    Column.SEAT: marked("Seat"),
    Column.QUEUES: marked("Queues"),
    Column.HANDLED: marked("Handled"),
    Column.MISSED: marked("Missed"),
    Column.TALK: marked("Talked"),
    Column.SIGNED_IN: marked("Since"),
}
KINDS: dict[Intervention, str] = {
    Intervention.SIGN_OUT: marked("Signed out"),
    Intervention.CLEAN_UP: marked("Seat cleaned up"),
    Intervention.MARK_AS_CRASHED: marked("Marked as crashed"),
    Intervention.UNLOCK_CUSTOMER: marked("Card unlocked"),
    Intervention.UNLOCK_ACCOUNT: marked("Account unlocked"),
    Intervention.RESET_PASSWORD: marked("Password reset"),
    Intervention.SET_STATE: marked("State changed"),
    Intervention.LISTEN: marked("Listened"),
    Intervention.UNKNOWN: marked("Something else"),
}
_HOWS = {Listening.WHISPER: marked("Whispered"), Listening.BARGE: marked("Joined the conversation")}
REASONS: dict[Intervention, tuple[str, ...]] = {
    Intervention.SIGN_OUT: (
        marked("Went home without signing out"),
        marked("Asked for it"),
        marked("The seat is needed"),
    ),
    Intervention.CLEAN_UP: (
        marked("A colleague needs the seat"),
        marked("Nobody sits there any more"),
        marked("Asked for it"),
    ),
    Intervention.MARK_AS_CRASHED: (
        marked("The computer has crashed"),
        marked("The program has crashed"),
        marked("The network is down there"),
    ),
    Intervention.UNLOCK_CUSTOMER: (
        marked("The card was needed"),
        marked("The card was left open"),
    ),
    Intervention.UNLOCK_ACCOUNT: (
        marked("Mistyped the password"),
        marked("Asked for it in person"),
    ),
    Intervention.SET_STATE: (
        marked("Forgot to change the state"),
        marked("Asked for it"),
        marked("The queues need it"),
    ),
    Intervention.LISTEN: (
        marked("Coaching"),
        marked("Quality check"),
        marked("Asked for help"),
    ),
}
_WORKING = frozenset({ContactState.CONNECTING, ContactState.RINGING})


def group(which: Group) -> str:
    return tr(GROUPS[which])


def column(which: Column) -> str:
    return tr(COLUMNS[which])


def reasons(why: Intervention) -> list[str]:
    """The usual ones."""
    return [tr(reason) for reason in REASONS.get(why, ())]


def state_word(line: AgentLine, state: State) -> str:
    """A link that is lost goes before whatever state it was lost in."""
    if line.signed_in and not line.presence.linked:
        return tr("Not connected")
    return wording.agent_state(line.presence, state.centre)


def queue_words(queues: tuple[QueueId, ...], state: State) -> str:
    """All of them in a word, else their names."""
    known = state.centre.queues if state.centre is not None else ()
    if len(known) > 1 and len(queues) == len(known):
        return tr("All queues")
    return ", ".join(one.name for one in known if one.id in queues)


def queue_name(queue: QueueId, state: State) -> str:
    known = state.centre.queues if state.centre is not None else ()
    return next((one.name for one in known if one.id == queue), "")


def figure(number: int) -> str:
    """Nothing is not worth a nought in a long column."""
    return grouped(number) if number else ""


def seconds(spent: float) -> str:
    return duration(spent) if spent >= 1 else ""


# What an intervention means.


def consequence(kind: Intervention, line: AgentLine, state: State) -> str:
    """What becomes of the agent, then of who is on their line."""
    name = line.presence.name
    match kind:
        case Intervention.SIGN_OUT:
            first = tr("{agent} is signed out at once and reads your reason.", agent=name)
        case Intervention.CLEAN_UP:
            first = tr(
                "The seat {seat} is free at once. {agent} is signed out and reads your reason.",
                seat=line.seat,
                agent=name,
            )
        case Intervention.MARK_AS_CRASHED:
            first = tr("The session ends at once: seat and phone are free, {agent} can sign in anywhere.", agent=name)
        case Intervention.UNLOCK_ACCOUNT:
            return tr("{agent} can sign in again at once. The password stays as it is.", agent=name)
        case Intervention.SET_STATE:
            return _state_consequence(line)
        case _:
            return ""
    return " ".join(part for part in (first, in_hand_consequence(line, state)) if part)


def in_hand_consequence(line: AgentLine, state: State) -> str:
    """What becomes of the customer; empty where there is none."""
    contact = line.known.contact if line.known is not None else None
    if line.presence.state not in (AgentState.OFFERED, AgentState.ON_CONTACT, AgentState.WRAP_UP):
        return "" if contact is None or contact.channel is Channel.VOICE else _written(contact, state)
    if contact is None:
        return tr("Whoever is on their line goes back to the queue, in their old place.")
    if contact.state is ContactState.WRAP_UP:
        return tr("Their wrap-up ends; a note that they typed is kept.")
    if contact.direction is Direction.CONSULT:
        return tr("The colleague who asked them goes on alone with the customer.")
    if contact.channel is not Channel.VOICE:
        return _written(contact, state)
    number = number_text(contact.number, state)
    if contact.direction is not Direction.INBOUND:
        return tr("Their call to {number} ends.", number=number)
    return tr(
        "{number} goes back to the queue {queue}, in their old place.",
        number=number,
        queue=queue_name(contact.queue, state),
    )


def talks(line: AgentLine) -> bool:
    """In the middle of a conversation: that is not ended unasked."""
    contact = line.known.contact if line.known is not None else None
    if line.presence.state is AgentState.ON_CONTACT:
        return True
    if contact is None or contact.channel is Channel.VOICE:
        return False
    return contact.state not in (*_WORKING, ContactState.WRAP_UP)


def _written(contact: InHand, state: State) -> str:
    return tr("What is written goes back to the queue {queue}.", queue=queue_name(contact.queue, state))


def _state_consequence(line: AgentLine) -> str:
    name = line.presence.name
    if to_ready(line):
        return tr("{agent}'s phone is rung as usual; once it is answered, calls come.", agent=name)
    if line.presence.state in (AgentState.OFFERED, AgentState.ON_CONTACT, AgentState.WRAP_UP):
        return tr("{agent} is in pause after the present contact, and reads your reason.", agent=name)
    return tr("{agent} is in pause at once, and reads your reason.", agent=name)


def to_ready(line: AgentLine) -> bool:
    """Which way the state is changed: out of a pause, or into one."""
    return line.presence.state is AgentState.NOT_READY


# Calls and the log.


def waited(call: SupervisedCall, now: datetime | None) -> float | None:
    """Until the conversation began, or the end; None: nobody waited, as it was not the customer who called."""
    if call.call.direction is not Direction.INBOUND:
        return None
    until = call.call.connected_at or call.call.ended_at or now
    return None if until is None else max(0.0, seconds_between(call.call.started_at, until))


def talked(call: SupervisedCall, now: datetime | None) -> float | None:
    until = call.call.ended_at or now
    if call.call.connected_at is None or until is None:
        return None
    return max(0.0, seconds_between(call.call.connected_at, until))


def outcome(call: SupervisedCall) -> str:
    """What became of it; of an answered call what its agent said of it."""
    one = call.call
    if one.ended_at is None:
        if one.connected_at is not None:
            return tr("Goes on")
        return tr("Waiting") if one.direction is Direction.INBOUND else tr("Being called")
    if one.connected_at is not None:
        return ", ".join(one.reasons) or (tr("Answered") if one.direction is Direction.INBOUND else tr("Reached"))
    match one.ended_by:
        case EndedBy.CUSTOMER if one.direction is Direction.INBOUND:
            return tr("Gave up")
        case EndedBy.TRANSFERRED:
            return tr("Transferred")
        case EndedBy.BUSY:
            return tr("Busy")
        case EndedBy.CANCELLED:
            return tr("Cancelled")
        case EndedBy.FAILED:
            return tr("Failed")
        case _:
            return tr("Not answered")


def names(agents: tuple[AgentBrief, ...]) -> str:
    return ", ".join(agent.name for agent in agents)


def kind(line: LogLine) -> str:
    return tr(_HOWS[line.how]) if line.how in _HOWS else tr(KINDS[line.kind])


def whom(line: LogLine) -> str:
    """Whom, or what, it was done to."""
    agent = line.agent.name if line.agent is not None else ""
    return " · ".join(part for part in (agent, line.about) if part)
