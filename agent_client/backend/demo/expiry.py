"""Ending a session's time from outside, for scripts and tests: nobody waits for hours to see what comes then."""

from __future__ import annotations

from typing import Annotated

from litestar import post
from litestar.params import PathParameter
from litestar.types import ControllerRouterHandler
from msgspec import Struct

from agent_client.backend.persistence import agents
from agent_client.backend.ports.units import Tx
from agent_client.backend.routes.errors import refusals
from agent_client.backend.routes.parts import Wired
from agent_client.backend.services import session_life
from agent_client.protocol.refusals import NotFound


class Expired(Struct, frozen=True):
    done: bool = True


@post("/sessions/{user:str}/expire", status_code=200, operation_id="simulate_expiry", responses=refusals(404))
async def expire(user: Annotated[str, PathParameter(max_length=120)], parts: Wired) -> Expired:
    """The session's time is over: it ends, unless its agent has a contact in hand."""

    def end(tx: Tx) -> None:
        account = agents.account(tx.conn, user)
        if account is None:
            raise NotFound("no such agent")
        session_life.end_soon(tx, account.id)

    await parts.units.write(end)
    return Expired()


def handlers() -> list[ControllerRouterHandler]:
    return [expire]
