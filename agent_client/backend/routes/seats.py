"""The seat of a session that goes on: a terminal session was taken up from another device (A4)."""

from __future__ import annotations

from litestar import post
from litestar.params import JSONBody

from agent_client.backend.services import seats
from agent_client.protocol import paths
from agent_client.protocol.agents import Me
from agent_client.protocol.sessions import MoveSeat

from .authentication import signed_in
from .errors import COMMAND
from .parts import Given, Wired


@post(
    paths.SEAT,
    guards=[signed_in],
    status_code=200,
    responses=COMMAND,
    operation_id="move_seat",
    tags=["sessions"],
)
async def move_seat(command: Given, parts: Wired, data: JSONBody[MoveSeat]) -> Me:
    """Sit at another seat. Refused where somebody sits already: the session stays where it was."""
    return await parts.commands.run(command, lambda tx: seats.move(tx, command.who, data), Me)


HANDLERS = [move_seat]
