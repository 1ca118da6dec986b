"""What a waiting customer does with the keys of their phone: one of them asks for a callback instead (E10)."""

from __future__ import annotations

from agent_client.backend.domain.public_numbers import to_call
from agent_client.backend.domain.turns import Happening
from agent_client.backend.persistence import centre, contacts
from agent_client.backend.persistence.contacts import ContactRow
from agent_client.backend.ports.prompts import Prompt
from agent_client.backend.ports.telephony import CallId, Speak
from agent_client.backend.ports.units import Tx
from agent_client.protocol.names import CallbackOrigin, ContactState, Direction

from . import callback_requests, contact_turns


def pressed(tx: Tx, call: CallId, key: str) -> None:
    """They keep their place, are told so, and need not wait on the line. Once an agent's phone rings for them it is too late
    for that, and who withheld their number cannot be called."""
    contact = contacts.by_call(tx.conn, call)
    if contact is None or contact.state is not ContactState.QUEUED or contact.direction is not Direction.INBOUND:
        return
    asks = bool(key) and key == centre.queue_row(tx.conn, contact.queue).callback_key
    if not asks or not may_be_called(tx, contact):
        return
    callback_requests.request(
        tx,
        number=contact.ani,
        name="",
        queue=contact.queue,
        origin=CallbackOrigin.QUEUE,
        since=contact.queued_at,
    )
    contact_turns.take(tx, contact, Happening.ASKED_TO_BE_CALLED)
    noted(tx, call)


def noted(tx: Tx, call: CallId) -> None:
    """Say so, and hang up."""
    tx.act(Speak(call, (Prompt.CALLBACK_NOTED,)))


def may_be_called(tx: Tx, contact: ContactRow) -> bool:
    """A number can be forged: none is called that costs a fortune."""
    if not contact.ani.startswith("+"):
        return bool(contact.ani)
    return bool(to_call(contact.ani, centre.settings_row(tx.conn).country, ()))
