"""The organisation's directory."""

from __future__ import annotations

from typing import Annotated

from litestar import get
from litestar.params import QueryParameter

from agent_client.backend.services import directory
from agent_client.protocol import paths
from agent_client.protocol.centre import Directory

from .authentication import signed_in
from .errors import refusals
from .parts import Wired


@get(
    paths.DIRECTORY,
    guards=[signed_in],
    responses=refusals(401, 426),
    operation_id="directory",
    tags=["centre"],
)
async def find(parts: Wired, text: Annotated[str, QueryParameter(max_length=200)] = "") -> Directory:
    """By the first letters of any words of name, role and department, or by a whole number; at most 50, by name."""
    return await parts.units.read(lambda tx: directory.find(tx, text))


HANDLERS = [find]
