"""What a contact's turn is for the callback list: for its own entry, or for whatever is listed of a caller (E2, E3, E7)."""

from __future__ import annotations

from agent_client.backend.domain.turns import Listed, Turn
from agent_client.backend.persistence import callbacks
from agent_client.backend.persistence.contacts import TALKING, ContactRow
from agent_client.backend.ports.units import Tx
from agent_client.protocol.names import CallbackId, ContactState, Direction, EndedBy, Section
from agent_client.protocol.time import seconds_between
from agent_client.protocol.why import Why

from . import callback_claims, callback_list

_RINGING = (ContactState.CONNECTING, ContactState.RINGING)


def follow(tx: Tx, contact: ContactRow, changed: ContactRow, step: Turn, why: Why | None) -> bool:
    """Whether the turn was anything for the list."""
    if step.listed is Listed.NOTHING:
        return False
    if contact.callback is None:
        _of_caller(tx, contact, step, why)
    else:
        _of_entry(tx, contact, changed, contact.callback, step, why)
    return True


def _of_caller(tx: Tx, contact: ContactRow, step: Turn, why: Why | None) -> None:
    """Of somebody whom no entry is about yet."""
    agent = contact.agent
    dialled = contact.direction in (Direction.OUTDIAL, Direction.PREVIEW)
    match step.listed:
        case Listed.REACHED if dialled and agent is not None:
            callback_list.called(tx, contact, agent, reached=True, seconds=None)
        case Listed.MISSED | Listed.REOPENED:
            callback_list.missed(tx, contact, why)
        case Listed.ANSWERED | Listed.REACHED if agent is not None:
            callback_list.answered(tx, contact, agent)
        case Listed.ANSWERED if (
            contact.tries
        ):  # put through while all were busy: by an agent's transfer it was so before
            callback_list.answered_outside(tx, contact)
        case _ if dialled and agent is not None and _was_tried(contact, step):
            callback_list.called(tx, contact, agent, reached=False, seconds=_rung(tx, contact, step))
        case _:
            return


def _was_tried(contact: ContactRow, step: Turn) -> bool:
    """The customer's phone was dialled. One that an agent gave up early is a try too, which the rules may find too short."""
    given_up = step.listed is Listed.RELEASED and step.ended_by is EndedBy.AGENT
    dialled = contact.state in _RINGING and contact.leg_answered_at is not None
    return dialled and (given_up or step.listed is Listed.ATTEMPTED)


def _rung(tx: Tx, contact: ContactRow, step: Turn) -> int | None:
    """How long the customer's phone rang. None: the network refused, however soon: a try all the same."""
    refused = step.ended_by in (EndedBy.BUSY, EndedBy.FAILED)
    if refused or contact.leg_answered_at is None:
        return None
    return int(seconds_between(contact.leg_answered_at, tx.now))


def _of_entry(tx: Tx, contact: ContactRow, changed: ContactRow, entry: CallbackId, step: Turn, why: Why | None) -> None:
    match step.listed:
        case Listed.CLAIMED if changed.agent is not None:
            callback_claims.take(tx, entry, changed.agent)
        case Listed.REACHED if contact.agent is not None:
            callback_list.reached(tx, entry, contact.agent)
        case _ if step.listed is Listed.ATTEMPTED or _was_tried(contact, step):
            callback_list.attempted(tx, entry, contact.agent, _rung(tx, contact, step))
        case Listed.RELEASED:
            callback_list.released(tx, entry, None if contact.state in TALKING else why)
        case Listed.CANCELLED if contact.agent is not None:
            callback_list.marked(tx, callbacks.entry(tx.conn, entry), Section.DONE, contact.agent)
        case Listed.REOPENED:
            callback_list.reopened(tx, entry, why)
        case _:
            return
