"""What a popover says of a request, kind by kind: call, consult, callback, preview call, e-mail, chat, social (C4, C5)."""

from __future__ import annotations

from datetime import datetime, timedelta

from msgspec import Struct
from msgspec.structs import replace

from agent_client.client.store.state import State
from agent_client.protocol.contacts import Consult, Contact
from agent_client.protocol.names import CallbackOrigin, Channel, ContactState, Direction, WhyCode
from agent_client.protocol.time import seconds_between
from agent_client.rules.parties import ContactAction, allowed
from ui import wording
from ui.panels.naming import company_beside, joined, number_text, party, queue_name
from ui.text import day_and_time, tr, trc
from ui.widgets.times import duration

MOST_VARIABLES = 6
"""Beside what every popover of the kind says: with a consult's agent, number and team that makes nine."""

_UNHANDLED = frozenset({WhyCode.GROUP_FULL, WhyCode.WAITED_TOO_LONG})
"""Why a call is shown to the designated agent (F7)."""
_CHANNEL_ICONS = {Channel.EMAIL: "mail", Channel.CHAT: "chat", Channel.SOCIAL: "social"}


class Content(Struct, frozen=True, kw_only=True):
    """``quote``: the first words of what was written. ``accept`` and ``decline`` are the buttons' words."""

    icon: str = "phone"
    title: str
    who: str
    beneath: str = ""
    quote: str = ""
    fields: tuple[tuple[str, str], ...] = ()
    accept: str
    accept_icon: str = "phone"
    decline: str


def content(contact: Contact, state: State) -> Content:
    if contact.channel is not Channel.VOICE:
        return _written(contact, state)
    match contact.direction:
        case Direction.CONSULT if contact.consult is not None:
            return _consult(contact, contact.consult, state)
        case Direction.CALLBACK:
            return _callback(contact, state)
        case Direction.PREVIEW:
            return _call(contact, state, tr("Preview call"), accept=trc("verb", "Call"), decline=tr("Skip"))
        case _ if contact.why is not None and contact.why.code in _UNHANDLED:
            made = _call(contact, state, tr("Unhandled call"))
            return replace(made, fields=((tr("Why"), wording.why(contact.why, timed=False)), *made.fields))
        case _:
            return _call(contact, state, tr("Incoming call"))


def answers_at_phone(contact: Contact) -> bool:
    """It rings where only the phone itself can be picked up (C3)."""
    return (
        contact.channel is Channel.VOICE
        and contact.state is ContactState.RINGING
        and contact.answered_at is None
        and ContactAction.ANSWER not in allowed(contact)
    )


def status(contact: Contact, now: datetime) -> str:
    """What it does at this moment, and for how long."""
    if contact.answered_at is not None:
        return tr("Calling the customer… {time}", time=duration(seconds_between(contact.answered_at, now)))
    if contact.ringing_at is not None and contact.state is ContactState.RINGING:
        rung = duration(seconds_between(contact.ringing_at, now))
        if contact.channel is not Channel.VOICE:
            return tr("Waits for you {time}", time=rung)
        if contact.direction is Direction.CALLBACK:
            received = _received(contact.queued_at, now)
            return received if contact.can_cancel else joined(received, tr("Rings {time}", time=rung))
        return tr("Rings {time}", time=rung)
    if contact.channel is Channel.VOICE and contact.direction is Direction.PREVIEW:
        return tr("Nobody is called before you press Call.")
    waited = duration(seconds_between(contact.queued_at, now))
    if contact.channel is not Channel.VOICE:
        return tr("Waited {time}; about to be yours", time=waited)
    if contact.direction is Direction.CALLBACK:
        return joined(_received(contact.queued_at, now), tr("your phone is about to ring"))
    return tr("Waits {time}; your phone is about to ring", time=waited)


def began(contact: Contact) -> datetime | None:
    """When the time began that ends with RONA; None: it has not."""
    if contact.answered_at is not None:
        return contact.answered_at
    return contact.ringing_at


def _call(contact: Contact, state: State, what: str, *, accept: str = "", decline: str = "") -> Content:
    number = number_text(contact.ani, state) if contact.customer is not None else ""
    called = tr("to {number}", number=number_text(contact.dnis, state)) if contact.dnis else ""
    return Content(
        title=_title(contact, state, what),
        who=party(contact.customer, contact.ani, state),
        beneath=joined(company_beside(contact.customer), number, called),
        fields=_variables(contact),
        accept=accept or tr("Answer"),
        decline=decline or tr("Decline"),
    )


def _consult(contact: Contact, asks: Consult, state: State) -> Content:
    words = tr("Consult · from {agent}", agent=asks.name) if asks.name else tr("Consult")
    return Content(
        icon="person",
        title=words if contact.state is not ContactState.CONNECTING else joined(tr("Connecting"), words),
        who=asks.name or number_text(asks.number, state),
        beneath=joined(
            tr("about {name}", name=party(contact.customer, contact.ani, state)), company_beside(contact.customer)
        ),
        fields=(
            *(
                (label, value)
                for label, value in (
                    (tr("Number"), number_text(asks.number, state) if asks.number else ""),
                    (tr("Team"), asks.team),
                )
                if value
            ),
            *_variables(contact),
        ),
        accept=tr("Answer"),
        decline=tr("Decline"),
    )


def _callback(contact: Contact, state: State) -> Content:
    origin = tr("asked for on the web") if contact.origin is CallbackOrigin.WEB else tr("asked for while waiting")
    connecting = tr("Connecting") if contact.state is ContactState.CONNECTING else ""
    return Content(
        icon="callback",
        title=joined(connecting, tr("Callback"), origin if contact.origin is not None else ""),
        who=party(contact.customer, contact.ani, state),
        beneath=company_beside(contact.customer),
        fields=(
            (tr("Phone number"), number_text(contact.ani, state)),
            (tr("Queue"), queue_name(contact.queue, state)),
            *(((tr("DNIS"), number_text(contact.dnis, state)),) if contact.dnis else ()),
            *_variables(contact),
        ),
        accept=tr("Answer"),
        decline=tr("Decline"),
    )


def _written(contact: Contact, state: State) -> Content:
    """From whom, as they wrote themselves: an address is no phone number."""
    customer = contact.customer
    name = "" if customer is None else customer.name or customer.company
    return Content(
        icon=_CHANNEL_ICONS.get(contact.channel, "mail"),
        title=_title(contact, state, wording.channel(contact.channel)),
        who=name or contact.ani or tr("Unknown sender"),
        beneath=joined(company_beside(customer), contact.ani if name else ""),
        quote=contact.text,
        fields=_variables(contact),
        accept=tr("Accept"),
        accept_icon="accept",
        decline=tr("Decline"),
    )


def _title(contact: Contact, state: State, what: str) -> str:
    """Before it rings it is Connecting (C1); a preview call never rings by itself and says what it is at once."""
    told = contact.direction is Direction.PREVIEW or contact.channel is not Channel.VOICE
    if contact.state is not ContactState.CONNECTING:
        return joined(what, queue_name(contact.queue, state))
    if contact.direction is Direction.PREVIEW:
        return joined(what, queue_name(contact.queue, state))
    return joined(tr("Connecting"), what if told else "", queue_name(contact.queue, state))


def _variables(contact: Contact) -> tuple[tuple[str, str], ...]:
    return tuple((one.label, one.value) for one in contact.variables[:MOST_VARIABLES])


def _received(since: datetime, now: datetime) -> str:
    minutes = int(max(0.0, seconds_between(since, now)) // 60)
    if minutes < 1:
        return tr("received just now")
    if minutes < 120:
        return tr("received {n} min ago", n=minutes)
    if now - since < timedelta(hours=24):
        return tr("received {n} h ago", n=minutes // 60)
    return tr("received {when}", when=day_and_time(since, now))
