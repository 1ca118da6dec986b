"""What an intervention is about: the session, seat, card or account as the supervisor saw it when they began."""

from __future__ import annotations

from msgspec import Struct

from agent_client.client.store.state import State
from agent_client.protocol.names import AgentId, ContactId, CustomerId, Intervention, Listening, Role, SessionId
from agent_client.protocol.supervising import CardInUse
from ui.models.supervised_agents import AgentLine
from ui.text import marked, tr

from . import words

TITLES = {
    Intervention.SIGN_OUT: marked("Sign {agent} out"),
    Intervention.CLEAN_UP: marked("Clean up the seat {seat}"),
    Intervention.MARK_AS_CRASHED: marked("Mark {agent}'s session as crashed"),
    Intervention.UNLOCK_CUSTOMER: marked("Unlock the card of {customer}"),
    Intervention.UNLOCK_ACCOUNT: marked("Unlock {agent}'s account"),
    Intervention.SET_STATE: marked("Put {agent} in pause"),
}
LABELS = {
    Intervention.SIGN_OUT: marked("Sign out"),
    Intervention.CLEAN_UP: marked("Clean up"),
    Intervention.MARK_AS_CRASHED: marked("Mark as crashed"),
    Intervention.UNLOCK_CUSTOMER: marked("Unlock"),
    Intervention.UNLOCK_ACCOUNT: marked("Unlock"),
    Intervention.SET_STATE: marked("Pause"),
}
ENDS = frozenset({Intervention.SIGN_OUT, Intervention.CLEAN_UP, Intervention.MARK_AS_CRASHED})
OF_AGENT = (
    Intervention.SIGN_OUT,
    Intervention.MARK_AS_CRASHED,
    Intervention.CLEAN_UP,
    Intervention.SET_STATE,
    Intervention.UNLOCK_ACCOUNT,
)


class Target(Struct, frozen=True, kw_only=True):
    kind: Intervention
    agent: AgentId | None = None
    name: str = ""
    session: SessionId | None = None
    seat: str = ""
    customer: CustomerId | None = None
    about: str = ""
    ready: bool = False
    """Of a change of state: back to work, not into a pause."""
    contact: ContactId | None = None
    """Of listening."""
    how: Listening | None = None


def of_agent(kind: Intervention, line: AgentLine) -> Target:
    session = line.known.session if line.known is not None else None
    return Target(
        kind=kind,
        agent=line.id,
        name=line.presence.name,
        session=None if session is None else session.id,
        seat="" if session is None else session.seat,
        ready=kind is Intervention.SET_STATE and words.to_ready(line),
    )


def of_card(card: CardInUse) -> Target:
    return Target(
        kind=Intervention.UNLOCK_CUSTOMER,
        agent=card.agent.id,
        name=card.agent.name,
        customer=card.customer.id,
        about=card.customer.name or card.customer.company,
    )


def title(target: Target) -> str:
    if target.ready:
        return tr("Make {agent} available", agent=target.name)
    gaps = {"agent": target.name, "seat": target.seat, "customer": target.about}
    source = TITLES[target.kind]
    return tr(source, **{name: value for name, value in gaps.items() if "{" + name + "}" in source})


def label(target: Target) -> str:
    return tr("Make available") if target.ready else tr(LABELS[target.kind])


def why_not(kind: Intervention, line: AgentLine, state: State) -> str:
    """What hinders it now; empty: nothing does."""
    if kind is Intervention.UNLOCK_ACCOUNT:
        return "" if line.locked else tr("The account is not locked.")
    if state.me is not None and line.id == state.me.id:
        return tr("That is you: use the menu of the main window.")
    if not line.signed_in:
        return tr("{agent} is not signed in.", agent=line.presence.name)
    session = line.known.session if line.known is not None else None
    if session is None:
        return tr("Just signed in: one moment.")
    if session.remote and kind in (Intervention.MARK_AS_CRASHED, Intervention.CLEAN_UP):
        return tr("Signed in by phone: there is no seat and no program.")
    return ""


def outdated(target: Target, line: AgentLine | None) -> str:
    """Why it is about nothing any more; empty: it still is."""
    if target.kind not in ENDS and target.kind is not Intervention.SET_STATE:
        return ""
    session = line.known.session if line is not None and line.known is not None else None
    if line is not None and not line.signed_in:
        return tr("{agent} has signed out meanwhile.", agent=target.name)
    if session is not None and target.session is not None and session.id != target.session:
        return tr("{agent} has signed in anew meanwhile.", agent=target.name)
    return ""


def may_supervise(state: State) -> bool:
    return state.me is not None and state.me.role in (Role.SUPERVISOR, Role.ADMINISTRATOR)
