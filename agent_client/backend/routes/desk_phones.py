"""The phones that may register at the PBX: for administrators. No password is kept of an answer."""

from __future__ import annotations

from typing import Annotated, TypeAlias

from litestar import delete, get, post
from litestar.params import JSONBody, QueryParameter

from agent_client.protocol import paths
from agent_client.protocol.desk_phones import PHONE, DeskPhonePassword, DeskPhones, SaveDeskPhone

from .authentication import signed_in
from .errors import refusals
from .parts import Asking, Wired

Phone: TypeAlias = Annotated[str, QueryParameter(pattern=PHONE, description="Its number.")]
_SAVES = refusals(401, 403, 404, 409, 426)


@get(
    paths.ADMINISTRATION_DESK_PHONES,
    guards=[signed_in],
    responses=refusals(401, 403, 409, 426),
    operation_id="desk_phones",
    tags=["administration"],
)
async def everything(caller: Asking, parts: Wired) -> DeskPhones:
    """All of them, those of the PBX's own configuration too, and which are connected."""
    return await parts.desk_phones.everything(caller)


@post(
    paths.ADMINISTRATION_DESK_PHONES,
    guards=[signed_in],
    status_code=200,
    responses=_SAVES,
    operation_id="save_desk_phone",
    tags=["administration"],
)
async def save(caller: Asking, parts: Wired, data: JSONBody[SaveDeskPhone]) -> DeskPhonePassword:
    """A new one, or a new password for one; it is told in the answer and nowhere else."""
    return await parts.desk_phones.save(caller, data)


@delete(
    paths.ADMINISTRATION_DESK_PHONES,
    guards=[signed_in],
    status_code=200,
    responses=_SAVES,
    operation_id="remove_desk_phone",
    tags=["administration"],
)
async def remove(caller: Asking, parts: Wired, phone: Phone) -> DeskPhones:
    """It registers no more. What it talks in goes on. Answers with those that are left."""
    return await parts.desk_phones.remove(caller, phone)


HANDLERS = [everything, save, remove]
