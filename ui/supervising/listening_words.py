"""The words of listening to a colleague: what it is called, what it means for whom, and what hinders it now. No widgets here."""

from __future__ import annotations

from agent_client.client.store.state import Link, State
from agent_client.protocol.agents import ListeningTo
from agent_client.protocol.names import (
    AgentState,
    Channel,
    ContactState,
    Direction,
    Intervention,
    Listening,
    NotReadyReason,
)
from agent_client.rules.listening import listening_to
from ui import wording
from ui.models.supervised_agents import AgentLine
from ui.panels.naming import number_text
from ui.text import marked, tr

from .target import Target

HOWS = (Listening.LISTEN, Listening.WHISPER, Listening.BARGE)
KEYS = {Listening.LISTEN: "Ctrl+L", Listening.WHISPER: "Ctrl+Shift+L", Listening.BARGE: "Ctrl+J"}
STOP_KEY = "Ctrl+E"
_BUTTONS = {
    Listening.LISTEN: marked("Listen…"),
    Listening.WHISPER: marked("Whisper…"),
    Listening.BARGE: marked("Join…"),
}
_LABELS = {Listening.LISTEN: marked("Listen"), Listening.WHISPER: marked("Whisper"), Listening.BARGE: marked("Join")}
_TITLES = {
    Listening.LISTEN: marked("Listen to {agent}"),
    Listening.WHISPER: marked("Whisper to {agent}"),
    Listening.BARGE: marked("Join {agent}'s conversation"),
}
_NOW = {
    Listening.LISTEN: marked("Listening to {agent}"),
    Listening.WHISPER: marked("Whispering to {agent}"),
    Listening.BARGE: marked("In conversation with {agent}"),
}
_MEANS = {
    Listening.LISTEN: marked("Nobody hears you."),
    Listening.WHISPER: marked("{agent} hears you, the customer does not."),
    Listening.BARGE: marked("Everybody hears you, the customer too."),
}
_TALKING = frozenset(
    {
        ContactState.CONNECTED,
        ContactState.HELD,
        ContactState.CONSULT_REQUESTED,
        ContactState.CONSULTING,
        ContactState.CONFERENCE,
    }
)


def button(how: Listening) -> str:
    """What asks why first."""
    return tr(_BUTTONS[how])


def label(how: Listening) -> str:
    return tr(_LABELS[how])


def title(how: Listening, agent: str) -> str:
    return tr(_TITLES[how], agent=agent)


def present(state: State) -> ListeningTo | None:
    """What they listen to, or are rung for."""
    return None if state.me is None else listening_to(state.me)


def now(heard: ListeningTo) -> str:
    """What goes on, in short."""
    source = _NOW.get(heard.how, _NOW[Listening.LISTEN])
    return tr(source, agent=heard.agent.name)


def means(how: Listening, agent: str) -> str:
    """Who hears the supervisor."""
    source = _MEANS[how]
    return tr(source, agent=agent) if "{agent}" in source else tr(source)


def rings(state: State) -> str:
    return tr("Your phone {phone} rings: answer it.", phone="" if state.me is None else state.me.phone)


def customer(heard: ListeningTo, state: State) -> str:
    return number_text(heard.number, state)


def begin_of(how: Listening, line: AgentLine | None, state: State) -> Target | None:
    """None: something hinders it, which the buttons say."""
    contact = line.known.contact if line is not None and line.known is not None else None
    if line is None or contact is None or why_not(line, state):
        return None
    return Target(kind=Intervention.LISTEN, agent=line.id, name=line.presence.name, contact=contact.contact, how=how)


def consequence(how: Listening, line: AgentLine, state: State) -> str:
    """What happens first, then who hears whom."""
    me, name = state.me, line.presence.name
    parts = [tr("Your phone {phone} rings.", phone="" if me is None else me.phone), means(how, name)]
    if how is not Listening.LISTEN:
        parts.append(tr("{agent} sees your name.", agent=name))
    if me is not None and me.state is AgentState.READY:
        parts.append(tr("Meanwhile you get no calls."))
    return " ".join(parts)


def talks(line: AgentLine) -> bool:
    """Whether there is a conversation, as far as is known."""
    contact = line.known.contact if line.known is not None else None
    return contact is not None and contact.channel is Channel.VOICE and contact.state in _TALKING


def why_not(line: AgentLine, state: State) -> str:
    """What hinders it now; empty: nothing does."""
    return _why_not_they(line, state) or _why_not_me(line, state)


def _why_not_they(line: AgentLine, state: State) -> str:
    contact = line.known.contact if line.known is not None else None
    if state.link is not Link.UP:
        return tr("No link to the server")
    if state.me is not None and line.id == state.me.id:
        return tr("That is you.")
    if line.presence.state is not AgentState.ON_CONTACT:
        return tr("{agent} talks with nobody now.", agent=line.presence.name)
    if contact is None or not talks(line):
        return tr("{agent} has just begun: one moment.", agent=line.presence.name)
    if contact.direction is Direction.CONSULT:
        return tr("{agent} is being asked by a colleague: listen to the colleague.", agent=line.presence.name)
    heard = present(state)
    mine = heard is not None and heard.contact == contact.contact
    if contact.listener and not mine:
        return tr("{agent} listens to this conversation already.", agent=contact.listener)
    return ""


def _why_not_me(line: AgentLine, state: State) -> str:
    me, heard = state.me, present(state)
    if heard is not None and heard.agent.id != line.id:
        return tr("You are listening to {agent}: stop that first.", agent=heard.agent.name)
    if state.centre is not None and state.centre.pbx_lost_since is not None:
        return tr("No connection to the telephone system: listening is possible when it is back.")
    if me is None or me.contact is not None or me.not_ready is NotReadyReason.SIGNING_ON:
        return tr("Your own phone is needed for this: finish what you have in hand first.")
    return ""


def outdated(about: Target, line: AgentLine | None) -> str:
    """Why the question is about nothing any more; empty: it still is."""
    contact = line.known.contact if line is not None and line.known is not None else None
    gone = line is None or line.presence.state is not AgentState.ON_CONTACT
    if gone or (contact is not None and contact.contact != about.contact):
        return tr("That conversation is over.")
    return ""


def ended(heard: ListeningTo) -> str:
    """Why it is over, if not by the supervisor's own wish."""
    return "" if heard.why is None else wording.why(heard.why)
