"""Text messages to agents who are signed in by phone (A15): a customer to call, or that they are signed out.

A message is stored with what it is about, then tried until it is sent or given up. A customer whose message nobody got goes
back to where they waited, for somebody else.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from msgspec import Struct

from agent_client.backend.domain.turns import Happening
from agent_client.backend.persistence import agents, callbacks, centre, contacts, remote_agents, text_messages
from agent_client.backend.persistence.contacts import ContactRow
from agent_client.backend.persistence.text_messages import Problem, TextMessage
from agent_client.backend.ports.units import Tx
from agent_client.protocol.callbacks import Callback
from agent_client.protocol.names import AgentId, CallbackId, WhyCode
from agent_client.protocol.time import after
from agent_client.protocol.why import Why
from agent_client.rules.callback_actions import LISTED
from agent_client.rules.dial_numbers import shown

from . import callback_claims, callback_delivery, callback_list, contact_turns
from .message_words import words_of

PAUSES = (10, 30, 120, 300)
"""Seconds until the next try; after the last of them it is given up."""
CALLS_WITHIN = 15 * 60
"""So long the customer is theirs: the centre does not see a call from an agent's own phone."""
STALE = timedelta(hours=1)
"""A message that says no more than what one was told then anyway."""


class Letter(Struct, frozen=True):
    """What is to be sent. Its text goes into no log."""

    id: int
    number: str
    text: str


# What there is to say.


def ask_to_call(tx: Tx, contact: ContactRow, agent_id: AgentId) -> None:
    """A customer who asked for a call falls to this agent, who calls from their own phone. Until then, and for as long as
    that may take, the entry of the callback list is theirs."""
    assert contact.callback is not None
    name = agents.name(tx.conn, agent_id)
    entry = callbacks.entry(tx.conn, contact.callback)
    why = Why(code=WhyCode.SENT_AS_TEXT, at=tx.now, params={"agent": name})
    contact_turns.take(tx, contact, Happening.MOOT, why=why)
    callback_claims.take(tx, entry.id, agent_id)
    until = after(tx.now, CALLS_WITHIN)
    callbacks.renew(tx.conn, entry.id, until)
    tx.due(until)
    settings = centre.settings_row(tx.conn)
    words = words_of(settings.country)
    customer = entry.name or (entry.customer.name if entry.customer is not None else "")
    text = (words.call_named if customer else words.call).format(
        centre=settings.name,
        name=customer,
        number=shown(entry.number, settings.country),
        queue=centre.queue_row(tx.conn, entry.queue).name,
    )
    _post(tx, agent_id, text, entry.id, contact.queued_at)


def signed_out(tx: Tx, agent_id: AgentId, calls: int = 0) -> None:
    """They did not do it themselves. ``calls``: because so many were not taken."""
    settings = centre.settings_row(tx.conn)
    words = words_of(settings.country)
    said = (words.not_answered if calls else words.signed_out).format(centre=settings.name, calls=calls)
    again = words.sign_in_again.format(number=shown(settings.service_number, settings.country))
    _post(tx, agent_id, f"{said} {again}" if settings.service_number else said)


def _post(
    tx: Tx, agent_id: AgentId, text: str, callback: CallbackId | None = None, waiting_since: datetime | None = None
) -> None:
    number, _ = remote_agents.numbers(tx.conn, agent_id)
    text_messages.add(tx.conn, tx.now, agent_id, number, text, callback, waiting_since)
    tx.send_texts()


# How it goes. Each step is a unit of its own, so that a server that dies in between tries again.


def begin(tx: Tx) -> Letter | None:
    """The next that is to be tried, as if it were going to fail; None: none is now."""
    while (one := text_messages.first_due(tx.conn, tx.now)) is not None:
        if _needed(tx, one):
            pause = PAUSES[min(one.tries, len(PAUSES) - 1)]
            text_messages.change(tx.conn, one.id, tries=one.tries + 1, due_at=after(tx.now, pause))
            return Letter(one.id, one.number, one.text)
        text_messages.change(tx.conn, one.id, due_at=None)
        _left_behind(tx, one)
    return None


def _left_behind(tx: Tx, one: TextMessage) -> None:
    """They have signed out before they got it: the customer waits on for somebody else."""
    if one.callback is None:
        return
    entry = callbacks.entry(tx.conn, one.callback)
    if entry.section in LISTED and entry.listed and entry.claim is None:
        _wait_on(tx, one, entry, None)


def _needed(tx: Tx, one: TextMessage) -> bool:
    """Not of a customer who has been spoken to meanwhile, or is somebody else's now; nor what is old news."""
    if one.callback is None:
        return tx.now - one.at < STALE
    entry = callbacks.entry(tx.conn, one.callback)
    return entry.section in LISTED and entry.claim is not None and entry.claim.agent.id == one.agent


def sent(tx: Tx, message_id: int) -> None:
    text_messages.change(tx.conn, message_id, due_at=None, sent_at=tx.now, problem="")


def failed(tx: Tx, message_id: int, problem: Problem, *, for_good: bool = False) -> bool:
    """Whether it is given up now. ``for_good``: trying again would not help."""
    one = text_messages.message(tx.conn, message_id)
    over = for_good or one.tries > len(PAUSES)
    text_messages.change(tx.conn, message_id, problem=problem.kept(), **({"due_at": None} if over else {}))
    if over and one.callback is not None and _needed(tx, one):
        _to_somebody_else(tx, one, one.callback)
    return over


def _to_somebody_else(tx: Tx, one: TextMessage, entry_id: CallbackId) -> None:
    """In their old place, and not to this agent again."""
    why = Why(code=WhyCode.TEXT_NOT_SENT, at=tx.now, params={"agent": one.agent_name})
    callback_list.released(tx, entry_id, why)
    _wait_on(tx, one, callbacks.entry(tx.conn, entry_id), why)


def _wait_on(tx: Tx, one: TextMessage, entry: Callback, why: Why | None) -> None:
    made = callback_delivery.deliver(tx, entry, since=one.waiting_since or one.at, why=why)
    contacts.change(tx.conn, made, not_to=(*made.not_to, one.agent), only_to=None)


def next_due(tx: Tx) -> datetime | None:
    return text_messages.next_due(tx.conn)
