"""The life of a contact: what can befall it and what follows, for its state, its agent, the callback list and the other side
of a consult. The tables themselves are `inbound`, `outgoing`, `digital` and `consults`; `turn` chooses among them.
"""

from __future__ import annotations

from agent_client.protocol.names import CallbackOrigin, ContactState, Direction, OnHold, TargetKind

from . import consults, digital, inbound, outgoing
from .turns import Happening, Table, Turn, Way

_TABLES: dict[Way, Table] = {
    Way.INBOUND: inbound.INBOUND,
    Way.TRANSFERRED_OUT: inbound.TRANSFERRED_OUT,
    Way.OUTGOING: outgoing.OUTGOING,
    Way.ASKED_FOR: outgoing.ASKED_FOR,
    Way.PREVIEW: outgoing.PREVIEW,
    Way.DIGITAL: digital.DIGITAL,
    Way.CONSULT_AGENT: consults.TO_AGENT,
    Way.CONSULT_QUEUE: consults.TO_QUEUE,
    Way.CONSULT_NUMBER: consults.TO_NUMBER,
}
_CONSULTS = {TargetKind.AGENT: Way.CONSULT_AGENT, TargetKind.NUMBER: Way.CONSULT_NUMBER}


def way(direction: Direction, target: TargetKind | None, origin: CallbackOrigin | None) -> Way:
    """``target``: whom the consult asks, or to whom it is being transferred."""
    if direction is Direction.CONSULT:
        return _CONSULTS.get(target or TargetKind.UNKNOWN, Way.CONSULT_QUEUE)
    if target is TargetKind.NUMBER:
        return Way.TRANSFERRED_OUT
    if direction is Direction.PREVIEW:
        return Way.PREVIEW
    if direction is Direction.CALLBACK and origin is not None:
        return Way.ASKED_FOR
    return Way.OUTGOING if direction in (Direction.CALLBACK, Direction.OUTDIAL) else Way.INBOUND


def turn(taken: Way, state: ContactState, on_hold: OnHold | None, happening: Happening) -> Turn | None:
    """None: nothing follows. What comes late or twice finds the contact elsewhere, and that is no fault."""
    if happening is Happening.RANG and state is ContactState.RINGING:
        return None
    return _TABLES[taken].get((state, on_hold), {}).get(happening)


def hears(state: ContactState, on_hold: OnHold | None) -> tuple[bool, bool] | None:
    """Whether customer and consulted party are in conversation with the owner; None where there is no conversation."""
    match state:
        case ContactState.CONNECTED:
            return True, False
        case ContactState.HELD:
            return False, False
        case ContactState.CONSULT_REQUESTED:
            return on_hold is None, False
        case ContactState.CONSULTING:
            return on_hold is OnHold.CONSULTED, on_hold is OnHold.CUSTOMER
        case ContactState.CONFERENCE:
            return True, True
        case _:
            return None
