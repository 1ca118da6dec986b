"""While all are busy, a call goes to one number for all (F5). Whom nobody answers there waits in the queue."""

from __future__ import annotations

from agent_client.backend.domain.turns import Happening
from agent_client.backend.persistence import centre, contacts
from agent_client.backend.persistence.contacts import ContactRow
from agent_client.backend.ports.telephony import LegId, TransferOut
from agent_client.backend.ports.units import Tx
from agent_client.protocol.names import Direction, RouteCode, TargetKind
from agent_client.protocol.time import after

from . import contact_turns, targets


def put_through(tx: Tx, contact: ContactRow, leg: LegId) -> None:
    """Once a call, and while the centre may have one more (D11); else it waits."""
    rules = centre.settings_row(tx.conn)
    tried = contact.direction is not Direction.INBOUND or contact.tries > 0
    if tried or not rules.fixed_target_active or not targets.has_room(tx):
        return
    contact = contacts.change(tx.conn, contact, target=rules.fixed_target)
    taken = contact_turns.take(
        tx,
        contact,
        Happening.PUT_THROUGH,
        target=rules.fixed_target,
        target_kind=TargetKind.NUMBER.value,
        leg=leg,
        until=after(tx.now, contact_turns.CUSTOMER_RINGS_SECONDS),
        tries=contact.tries + 1,
        route_code=RouteCode.ALL_BUSY.value,
    )
    if taken is not None:
        tx.act(TransferOut(leg, rules.fixed_target, contact.dnis, contact.call))
