"""The OpenAPI document as it is served: what the framework writes, with what it leaves out put in."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

import msgspec
from litestar import Litestar, Response, get
from litestar.enums import OpenAPIMediaType
from litestar.openapi import OpenAPIConfig
from litestar.openapi.spec import Components, SecurityScheme
from litestar.types import ControllerRouterHandler
from msgspec import Struct

from agent_client import __version__
from agent_client.protocol import paths

from .authentication import DEPENDENCIES

PROTOCOL = paths.__name__.rpartition(".")[0]
BEARER = Components(
    security_schemes={"session": SecurityScheme(type="http", scheme="bearer", description="The token of a sign-in")}
)
FILES = {paths.CALL_LOG: ("text/plain", "text/csv"), paths.CUSTOMER_EXPORT: ("text/csv", "text/vcard")}
"""What is given out in more than one form."""


def closed(kind: type[Struct] = Struct) -> frozenset[str]:
    """The names of what is read from a request: a field that is not of ours is refused, and the document has to say so."""
    mine = (
        {kind.__name__}
        if kind.__module__.startswith(PROTOCOL) and kind.__struct_config__.forbid_unknown_fields
        else set()
    )
    return frozenset(mine.union(*(closed(below) for below in kind.__subclasses__())))


def written(handlers: Sequence[ControllerRouterHandler]) -> bytes:
    """Costs 50 ms, so it is done once, when first asked for."""
    config = OpenAPIConfig(title="Agent Client", version=__version__, components=BEARER, use_handler_docstrings=True)
    described = Litestar(route_handlers=handlers, dependencies=DEPENDENCIES, openapi_config=config, logging_config=None)
    return msgspec.json.encode(completed(described.openapi_schema.to_schema()))


def document_handler(handlers: Sequence[ControllerRouterHandler]) -> ControllerRouterHandler:
    """The route that serves it. Not in the framework's own way, which answers for every unknown path beside it."""
    document = cache(lambda: written(handlers))

    @get(f"{paths.API}/openapi.json", include_in_schema=False)
    async def openapi() -> Response[bytes]:
        return Response(document(), media_type=OpenAPIMediaType.OPENAPI_JSON)

    return openapi


def completed(document: dict[str, Any]) -> dict[str, Any]:
    """A copy in which closed structs are closed, which names the session where its absence would be refused, and every kind
    of file that one path gives out."""
    names = closed()
    schemas = {
        name: {**schema, "additionalProperties": False} if name in names else schema
        for name, schema in document["components"]["schemas"].items()
    }
    operations = {
        path: {
            method: {**_with_files(path, method, operation), "security": [{"session": []}]}
            if path != paths.SESSIONS and "401" in operation["responses"]
            else operation
            for method, operation in methods.items()
        }
        for path, methods in document["paths"].items()
    }
    return {**document, "components": {**document["components"], "schemas": schemas}, "paths": operations}


def _with_files(path: str, method: str, operation: dict[str, Any]) -> dict[str, Any]:
    if path not in FILES or method != "get":
        return operation
    done = {**operation["responses"]["200"], "content": {kind: {"schema": {"type": "string"}} for kind in FILES[path]}}
    return {**operation, "responses": {**operation["responses"], "200": done}}
