"""The two others in a consult as one agent sees them: customer and consulted party, or customer and asker. Pure."""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct
from msgspec.structs import replace

from agent_client.client.store.state import State
from agent_client.protocol.contacts import Consult, Contact
from agent_client.protocol.names import ContactState, OnHold, Part
from agent_client.rules.parties import ContactAction
from ui import wording
from ui.text import tr

from .naming import company_beside, joined, number_text, party


class Side(Struct, frozen=True, kw_only=True):
    """``action`` is what the pane's own button does; its words are Hold or Resume, as ``held`` says."""

    role: str
    name: str
    beneath: str = ""
    word: str = ""
    icon: str = "phone"
    tone: str = "call"
    since: datetime | None = None
    until: datetime | None = None
    held: bool = False
    action: ContactAction | None = None


def sides(contact: Contact, state: State) -> tuple[Side, Side] | None:
    """The customer's first. None where there is no consult."""
    consult = contact.consult
    if consult is None:
        return None
    if contact.part is Part.CONSULTED:
        return _customer_of_asker(contact, consult, state), _asker(contact, consult, state)
    return _customer(contact, consult, state), _consulted(contact, consult, state)


def consulted_name(consult: Consult, state: State) -> str:
    return consult.name or number_text(consult.number, state)


def _customer(contact: Contact, consult: Consult, state: State) -> Side:
    held, conference = contact.on_hold is OnHold.CUSTOMER, contact.state is ContactState.CONFERENCE
    side = _customer_side(contact, state, consult.since if conference else contact.on_hold_since)
    action = None if conference else ContactAction.RESUME if held else ContactAction.HOLD
    side = replace(_talking(side, held=held, conference=conference), action=action)
    return side if held or conference else _by_phone(side, contact.held_at_phone_since)


def _consulted(contact: Contact, consult: Consult, state: State) -> Side:
    side = Side(role=tr("Consulted"), name=consulted_name(consult, state), beneath=_beneath(consult, state))
    if consult.state in _ON_THE_WAY:
        word, icon = wording.contact_state(consult.state), _ON_THE_WAY[consult.state]
        return replace(side, word=word, icon=icon, tone="setup", since=consult.since, until=consult.until)
    held, conference = contact.on_hold is OnHold.CONSULTED, contact.state is ContactState.CONFERENCE
    since = consult.since if conference else _later(contact.on_hold_since, consult.connected_at)
    action = None if conference else ContactAction.HOLD if held else ContactAction.RESUME
    side = replace(_talking(side, held=held, conference=conference), action=action, since=since)
    return _through_phones(side, contact, consult, talks=not held and not conference)


_ON_THE_WAY = {
    ContactState.QUEUED: "clock",
    ContactState.CONNECTING: "phone",
    ContactState.RINGING: "phone",
    ContactState.CONSULT_REQUESTED: "phone",
}


def _customer_of_asker(contact: Contact, consult: Consult, state: State) -> Side:
    held, conference = contact.on_hold is OnHold.CUSTOMER, contact.state is ContactState.CONFERENCE
    side = _customer_side(contact, state, consult.since if conference else contact.on_hold_since)
    side = _talking(side, held=held, conference=conference)
    if held or conference:
        return side
    return replace(side, word=tr("With {name}", name=consulted_name(consult, state)), tone="dim")


def _asker(contact: Contact, consult: Consult, state: State) -> Side:
    away, conference = contact.on_hold is OnHold.CONSULTED, contact.state is ContactState.CONFERENCE
    since = consult.since if conference else _later(contact.on_hold_since, contact.connected_at)
    side = Side(role=tr("Asks you"), name=consulted_name(consult, state), beneath=_beneath(consult, state), since=since)
    side = _talking(side, held=False, conference=conference)
    if away:
        return replace(side, word=tr("With the customer"), tone="dim")
    return _through_phones(side, contact, consult, talks=not conference)


def _customer_side(contact: Contact, state: State, since: datetime | None) -> Side:
    number = number_text(contact.ani, state) if contact.customer is not None else ""
    beneath = joined(number, company_beside(contact.customer))
    return Side(role=tr("Customer"), name=party(contact.customer, contact.ani, state), beneath=beneath, since=since)


def _beneath(consult: Consult, state: State) -> str:
    return joined(number_text(consult.number, state) if consult.number and consult.name else "", consult.team)


def _talking(side: Side, *, held: bool, conference: bool) -> Side:
    if conference:
        return replace(side, word=tr("In the conference"), icon="conference", tone="call")
    if held:
        return replace(side, word=tr("On hold"), icon="pause", tone="dim", held=True)
    return replace(side, word=tr("Talking"), icon="phone", tone="call")


def _through_phones(side: Side, contact: Contact, consult: Consult, *, talks: bool) -> Side:
    """The colleague's side, as the hold keys of both phones leave it; one's own lets a conference go on."""
    if consult.held_at_phone_since is not None:
        return replace(_by_phone(side, consult.held_at_phone_since), word=tr("On hold at their phone"))
    return _by_phone(side, contact.held_at_phone_since) if talks else side


def _by_phone(side: Side, since: datetime | None) -> Side:
    if since is None:
        return side
    return replace(side, word=tr("On hold at your phone"), icon="pause", tone="dim", since=since)


def _later(one: datetime | None, other: datetime | None) -> datetime | None:
    return max((time for time in (one, other) if time is not None), default=None)
