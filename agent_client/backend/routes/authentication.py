"""The bearer token of a request: who calls. Runs before anything of the request is read."""

from __future__ import annotations

from typing import Any

from litestar.connection import ASGIConnection
from litestar.di import Provide
from litestar.handlers import BaseRouteHandler

from agent_client.backend.domain.caller import Caller
from agent_client.backend.services.commands import Command, command
from agent_client.backend.services.signing_in import check_schema
from agent_client.protocol.paths import SCHEMA_HEADER

from .parts import HttpRequest, Key, Parts


async def signed_in(connection: ASGIConnection[Any, Any, Any, Any], _: BaseRouteHandler) -> None:
    """A guard. Raises `NotSignedIn`, or `ClientTooOld` when the client says what it speaks."""
    parts: Parts = connection.app.state.parts
    schema = connection.headers.get(SCHEMA_HEADER, "")
    if schema.isascii() and schema.isdigit():
        check_schema(int(schema[:9]))
    connection.state.caller = await parts.callers.of(connection.headers.get("authorization"))


async def provide_caller(request: HttpRequest) -> Caller:
    caller: Caller = request.state.caller
    return caller


async def provide_parts(request: HttpRequest) -> Parts:
    parts: Parts = request.app.state.parts
    return parts


async def provide_command(request: HttpRequest, key: Key = None) -> Command:
    caller: Caller = request.state.caller
    return command(caller, key, request.method, request.url.path, await request.body())


DEPENDENCIES = {
    "caller": Provide(provide_caller),
    "command": Provide(provide_command),
    "parts": Provide(provide_parts),
}
