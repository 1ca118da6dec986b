"""Requests that need no telephone to arrive, driven like `control`: callbacks asked for, messages, preview calls."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from litestar import post
from litestar.params import JSONBody
from litestar.types import ControllerRouterHandler
from msgspec import Meta, Struct
from sqlalchemy import Connection

from agent_client.backend.persistence import projects
from agent_client.backend.routes.errors import refusals
from agent_client.backend.routes.parts import Wired
from agent_client.backend.services import callback_requests, digital, previews
from agent_client.protocol.names import CallbackOrigin, Channel, ContactId, QueueId
from agent_client.protocol.refusals import NotFound
from agent_client.rules.dial_numbers import canonical

_COMMAND = refusals(400, 404, 409)
_Name = Annotated[str, Meta(max_length=200)]
_Number = Annotated[str, Meta(min_length=1, max_length=40)]


class CallbackRequest(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """``dnis``: a project's number; the queue is the project's."""

    number: _Number
    name: _Name = ""
    dnis: _Number
    origin: CallbackOrigin = CallbackOrigin.WEB


class Message(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename={"sender": "from"}):
    channel: Channel
    sender: _Number
    name: _Name = ""
    text: Annotated[str, Meta(max_length=2000)] = ""
    dnis: _Number


class Preview(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    number: _Number
    name: _Name = ""
    variables: Mapping[str, str] = {}
    dnis: _Number


class Made(Struct, frozen=True):
    contact: ContactId


def handlers(country: str) -> list[ControllerRouterHandler]:
    @post("/callback-requests", operation_id="simulate_callback_request", responses=_COMMAND)
    async def ask(parts: Wired, data: JSONBody[CallbackRequest]) -> Made:
        """A customer asks to be called back."""
        made = await parts.units.write(
            lambda tx: callback_requests.request(
                tx,
                number=data.number,
                name=data.name,
                queue=_queue(tx.conn, data.dnis, country),
                origin=data.origin,
            )
        )
        return Made(made)

    @post("/messages", operation_id="simulate_message", responses=_COMMAND)
    async def write(parts: Wired, data: JSONBody[Message]) -> Made:
        """A customer writes an e-mail, a chat, a social message."""
        made = await parts.units.write(
            lambda tx: digital.arrived(
                tx,
                channel=data.channel,
                sender=data.sender,
                name=data.name,
                text=data.text,
                queue=_queue(tx.conn, data.dnis, country),
            )
        )
        return Made(made)

    @post("/previews", operation_id="simulate_preview", responses=_COMMAND)
    async def preview(parts: Wired, data: JSONBody[Preview]) -> Made:
        """A campaign has somebody to be called."""
        made = await parts.units.write(
            lambda tx: previews.add(
                tx,
                queue=_queue(tx.conn, data.dnis, country),
                number=data.number,
                name=data.name,
                values=data.variables,
            )
        )
        return Made(made)

    return [ask, write, preview]


def _queue(conn: Connection, dnis: str, country: str) -> QueueId:
    project = projects.by_dnis(conn, canonical(dnis, country))
    if project is None:
        raise NotFound("no project has this number")
    return project.queue
