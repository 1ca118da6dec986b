"""The server's link to the PBX: lost, and there again (F8). Meanwhile nobody is offered a call, and nobody can call."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from msgspec import Struct

from agent_client.backend.domain.contacts import hears
from agent_client.backend.persistence import centre, contacts
from agent_client.backend.persistence.contacts import TALKING
from agent_client.backend.ports.telephony import Alive, EndCall, Hear, PbxBack, PbxLost
from agent_client.backend.ports.units import Tx
from agent_client.protocol.names import ContactState, Direction, EndedBy, WhyCode
from agent_client.protocol.why import Why

from . import remote_sign_in, resuming, sound_rules


class LinkEvent(StrEnum):
    LOST = "pbx-lost"
    BACK = "pbx-back"


class LinkNews(Struct, frozen=True):
    """What an administrator is told: of each loss once, and once that it is over. ``since``: when the link was lost."""

    event: LinkEvent
    since: datetime


def told(tx: Tx, event: PbxLost | PbxBack) -> datetime | None:
    """Since when it is, or was, lost; None: that was known. Repeatable: of several losses the first counts."""
    since = centre.settings_row(tx.conn).pbx_lost_at
    match event:
        case PbxLost() if since is None:
            centre.set_pbx_lost(tx, tx.now)
            return tx.now
        case PbxBack(alive) if since is not None:
            _back(tx, alive)
            return since
        case _:
            return None


def there(tx: Tx) -> datetime | None:
    """At the server's start, which has just found the PBX. Since when it was lost, if it was."""
    sound_rules.tell_pbx(tx)
    since = centre.settings_row(tx.conn).pbx_lost_at
    if since is not None:
        centre.set_pbx_lost(tx, None)
    return since


def _back(tx: Tx, alive: Alive) -> None:
    """What was going on is taken up again: conversations go on as the agents have meanwhile decided, what rang is offered
    anew, who hung up is on the callback list."""
    centre.set_pbx_lost(tx, None)
    for call in sorted(alive.calls):
        contact = contacts.by_call(tx.conn, call)
        if contact is None or contact.ended_by is EndedBy.TRANSFERRED:
            continue
        if contact.state in (ContactState.WRAP_UP, ContactState.ENDED):
            tx.act(EndCall(call))
        elif contact.state in TALKING and contact.direction is not Direction.CONSULT:
            now = hears(contact.state, contact.on_hold)
            if now is not None:
                tx.act(Hear(call, *now))
    resuming.resume(tx, alive, Why(code=WhyCode.PBX_LOST, at=tx.now))
    remote_sign_in.speak_again(tx, alive)
    sound_rules.tell_pbx(tx)
