"""The history of an entry of the callback list."""

from __future__ import annotations

from litestar import get

from agent_client.backend.services import callback_history
from agent_client.protocol import paths
from agent_client.protocol.callbacks import CallbackHistory
from agent_client.protocol.names import CallbackId

from .authentication import signed_in
from .errors import refusals
from .parts import Asking, Number, Wired, template


@get(
    template(paths.CALLBACK_HISTORY),
    guards=[signed_in],
    responses=refusals(401, 404, 426),
    operation_id="callback_history",
    tags=["callbacks"],
)
async def history(caller: Asking, parts: Wired, entry: Number) -> CallbackHistory:
    """Who called, who tried, when, how long, with which result; and what of it the rules let count."""
    return await parts.units.read(lambda tx: callback_history.history(tx, caller, CallbackId(entry)))


HANDLERS = [history]
