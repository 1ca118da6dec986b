"""Who may look at what an administrator decides, and who may change it."""

from __future__ import annotations

from agent_client.backend.domain.caller import Caller
from agent_client.protocol.names import Role
from agent_client.protocol.refusals import Forbidden

SUPERVISE = frozenset({Role.SUPERVISOR, Role.ADMINISTRATOR})


def may_read(who: Caller) -> None:
    """Raises `Forbidden`."""
    if who.role not in SUPERVISE:
        raise Forbidden("only supervisors and administrators read this")


def may_write(who: Caller) -> None:
    """Raises `Forbidden`."""
    if who.role is not Role.ADMINISTRATOR:
        raise Forbidden("only administrators change this")
