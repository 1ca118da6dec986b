"""The sound of a call's recording, whole or in part (D8)."""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import AsyncIterator
from functools import partial
from pathlib import Path
from typing import Annotated, BinaryIO

from litestar import get
from litestar.openapi import ResponseSpec
from litestar.params import HeaderParameter
from litestar.response import Stream

from agent_client.backend.services import hearing
from agent_client.protocol import paths
from agent_client.protocol.names import InteractionId, SoundState
from agent_client.protocol.refusals import BeyondTheEnd, NotPossibleNow

from .authentication import signed_in
from .errors import refusals
from .parts import Asking, Number, Wired, template

log = logging.getLogger(__name__)

PIECE = 64 * 1024
MEDIA = "audio/wav"
_RANGE = re.compile(r"bytes=(\d{0,15})-(\d{0,15})")


def _sound(what: str) -> ResponseSpec:
    return ResponseSpec(data_container=str, media_type=MEDIA, description=what, generate_examples=False)


@get(
    template(paths.RECORDING),
    guards=[signed_in],
    responses={
        **refusals(401, 403, 404, 409, 416, 426),
        200: _sound("The whole file."),
        206: _sound("The part that was asked for."),
    },
    operation_id="recording",
    tags=["recordings"],
)
async def recording(
    caller: Asking,
    parts: Wired,
    interaction: Number,
    wanted: Annotated[
        str | None,
        HeaderParameter(name="Range", max_length=100, description="One range of bytes, as RFC 9110 has it."),
    ] = None,
) -> Stream:
    """A WAV file. That it was heard is logged; a later part of what was begun lately belongs to the same hearing."""
    later = wanted is not None and not wanted.startswith("bytes=0-")
    unit = partial(hearing.hear, who=caller, interaction=InteractionId(interaction), later_part=later)
    row = await parts.units.write(unit)
    size = row.size or 0
    part = _part(wanted, size)
    start, end = part or (0, size)
    try:
        opened = await asyncio.to_thread(_opened, parts.recordings.path(row.file), start)
    except OSError as error:
        log.error("the recording of call %d cannot be read: %s", interaction, error.strerror or error)
        raise NotPossibleNow("its file cannot be read", state=SoundState.LOST.value) from None
    headers = {
        "Accept-Ranges": "bytes",
        "Cache-Control": "no-store",
        "Content-Length": str(end - start),
        "X-Content-Type-Options": "nosniff",
    }
    if part is not None:
        headers["Content-Range"] = f"bytes {start}-{end - 1}/{size}"
    return Stream(
        _pieces(opened, end - start), status_code=200 if part is None else 206, media_type=MEDIA, headers=headers
    )


def _part(wanted: str | None, size: int) -> tuple[int, int] | None:
    """From where to before where; None: all of it, as for what is no range of this kind. Raises `BeyondTheEnd`."""
    found = None if wanted is None else _RANGE.fullmatch(wanted.strip())
    if found is None or (not found[1] and not found[2]):
        return None
    if not found[1]:
        start, last = max(0, size - int(found[2])), size - 1
    else:
        start, last = int(found[1]), min(size - 1, int(found[2]) if found[2] else size - 1)
        if found[2] and int(found[2]) < start:
            return None
    if start > last:
        raise BeyondTheEnd("the recording is shorter", size=str(size))
    return start, last + 1


def _opened(path: Path, start: int) -> BinaryIO:
    """Raises OSError."""
    opened = path.open("rb")
    opened.seek(start)
    return opened


async def _pieces(opened: BinaryIO, left: int) -> AsyncIterator[bytes]:
    try:
        while left > 0 and (piece := await asyncio.to_thread(opened.read, min(PIECE, left))):
            left -= len(piece)
            yield piece
    finally:
        opened.close()


HANDLERS = [recording]
