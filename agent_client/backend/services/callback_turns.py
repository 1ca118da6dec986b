"""What a contact's turn is for the callback list: for its own entry, or for whatever is listed of a caller (E2, E3, E7)."""

from __future__ import annotations

from agent_client.backend.domain.turns import Listed, Turn
from agent_client.backend.persistence import callbacks
from agent_client.backend.persistence.contacts import TALKING, ContactRow
from agent_client.backend.ports.units import Tx
from agent_client.protocol.names import CallbackId, ContactState, EndedBy, Section
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
    match step.listed:
        case Listed.MISSED | Listed.REOPENED:
            callback_list.missed(tx, contact, why)
        case Listed.ANSWERED | Listed.REACHED if contact.agent is not None:
            callback_list.answered(tx, contact, contact.agent)
        case _:
            return


def _of_entry(tx: Tx, contact: ContactRow, changed: ContactRow, entry: CallbackId, step: Turn, why: Why | None) -> None:
    rung = None if contact.leg_answered_at is None else int(seconds_between(contact.leg_answered_at, tx.now))
    match step.listed:
        case Listed.CLAIMED if changed.agent is not None:
            callback_claims.take(tx, entry, changed.agent)
        case Listed.REACHED if contact.agent is not None:
            callback_list.reached(tx, entry, contact.agent)
        case Listed.ATTEMPTED:
            refused = step.ended_by in (
                EndedBy.BUSY,
                EndedBy.FAILED,
            )  # by the network, however soon: a try all the same
            callback_list.attempted(tx, entry, contact.agent, None if refused else rung)
        case Listed.RELEASED if contact.state in _RINGING and rung is not None:
            callback_list.attempted(tx, entry, contact.agent, rung)  # too short a try, as the rules may judge
        case Listed.RELEASED:
            callback_list.released(tx, entry, None if contact.state in TALKING else why)
        case Listed.CANCELLED if contact.agent is not None:
            callback_list.marked(tx, callbacks.entry(tx.conn, entry), Section.DONE, contact.agent)
        case Listed.REOPENED:
            callback_list.reopened(tx, entry, why)
        case _:
            return
