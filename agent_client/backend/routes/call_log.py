"""The log of inbound calls as a file."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, TypeAlias

from litestar import delete, get
from litestar.openapi import ResponseSpec
from litestar.params import QueryParameter
from litestar.response import Stream

from agent_client.backend.persistence.call_log import Part
from agent_client.backend.services import call_log
from agent_client.backend.services.administering import may_read
from agent_client.backend.services.call_log import Format
from agent_client.protocol import paths
from agent_client.protocol.administration import CallLogCleared

from .authentication import signed_in
from .errors import refusals
from .parts import Asking, Given, Wired

From: TypeAlias = Annotated[datetime | None, QueryParameter(description="Calls that came then or later.")]
To: TypeAlias = Annotated[datetime | None, QueryParameter(description="Calls that came before.")]
Last: TypeAlias = Annotated[
    int, QueryParameter(ge=0, le=2**53, description=f"As the export said in {paths.LAST_HEADER}.")
]
_MEDIA = {Format.TEXT: "text/plain", Format.CSV: "text/csv"}
_FILE = {
    200: ResponseSpec(
        data_container=str, media_type="text/plain", description="A line a call.", generate_examples=False
    )
}


@get(
    paths.CALL_LOG,
    guards=[signed_in],
    responses={**refusals(401, 403, 426), **_FILE},
    operation_id="call_log",
    tags=["administration"],
)
async def exported(
    caller: Asking,
    parts: Wired,
    form: Annotated[Format, QueryParameter(name="format")] = Format.TEXT,
    since: From = None,
    until: To = None,
) -> Stream:
    """Lines such as ``22.2.2006 15:27:56;100;115;114;1;12;`` (time in the centre's zone; project; caller; operator; code;
    customer ID), or CSV with headings; the earliest call first. Calls that are still waiting are not in it."""
    may_read(caller)
    part, zone = await parts.units.read(lambda tx: call_log.begin(tx, Part(since=since, until=until)))
    return Stream(
        call_log.exported(parts.units, part, zone, form),
        media_type=_MEDIA[form],
        headers={
            paths.LAST_HEADER: str(part.last),
            "Content-Disposition": f'attachment; filename="calls.{"csv" if form is Format.CSV else "txt"}"',
        },
    )


@delete(
    paths.CALL_LOG,
    guards=[signed_in],
    status_code=200,
    responses=refusals(401, 403, 409, 426),
    operation_id="clear_call_log",
    tags=["administration"],
)
async def clear(command: Given, parts: Wired, last: Last, since: From = None, until: To = None) -> CallLogCleared:
    """Clear what was exported: the same times, and no row that was written after it."""
    part = Part(since=since, until=until, last=last)
    return await parts.commands.run(command, lambda tx: call_log.clear(tx, command.who, part), CallLogCleared)


HANDLERS = [exported, clear]
