"""Whether the PBX can be reached: without it nobody is called (F8)."""

from __future__ import annotations

from agent_client.backend.persistence import centre
from agent_client.backend.ports.units import Tx
from agent_client.protocol.refusals import PbxUnreachable


def needs_pbx(tx: Tx) -> None:
    """Raises `PbxUnreachable`."""
    lost_at = centre.settings_row(tx.conn).pbx_lost_at
    if lost_at is not None:
        since = lost_at.isoformat().replace("+00:00", "Z")
        raise PbxUnreachable("the PBX cannot be reached", since=since)
