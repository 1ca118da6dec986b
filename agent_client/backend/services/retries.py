"""A customer who is to be called and did not answer: tried again after a while, as often as the queue says (C5, D11)."""

from __future__ import annotations

from typing import Any

from agent_client.backend.domain.turns import Happening, Way
from agent_client.backend.persistence import centre
from agent_client.backend.persistence.contacts import ContactRow
from agent_client.backend.ports.units import Tx
from agent_client.protocol.names import ContactState
from agent_client.protocol.time import after

_ROUTED = (Way.ASKED_FOR, Way.PREVIEW)
_TRIED = frozenset(
    {
        Happening.CUSTOMER_SILENT,
        Happening.CUSTOMER_BUSY,
        Happening.CUSTOMER_UNREACHABLE,
        Happening.CUSTOMER_LEFT,
        Happening.AGENT_GAVE_UP,
    }
)
_RINGING = (ContactState.CONNECTING, ContactState.RINGING)


def counted(tx: Tx, contact: ContactRow, way: Way, happening: Happening) -> tuple[Happening, dict[str, Any]]:
    """What it is once the tries are counted, and what is to be written of it. An agent who hung up too early for a try
    has the customer called later all the same."""
    ends = happening in _TRIED or happening is Happening.AGENT_ENDED
    if way not in _ROUTED or contact.state not in _RINGING or not ends:
        return happening, {}
    queue = centre.queue_row(tx.conn, contact.queue)
    tries = contact.tries + (happening in _TRIED)
    if tries >= queue.rules.attempts:
        return Happening.TRIES_USED, {"tries": tries}
    return happening, {"tries": tries, "ready_at": after(tx.now, queue.retry_seconds)}
