"""The endpoints of Asterisk: phones and the trunk. Before there is the first, Asterisk denies that it knows their technology."""

from __future__ import annotations

from collections.abc import Sequence
from http import HTTPStatus
from typing import Any, Protocol

from .ari import Ari, AriRefused
from .wire import quoted

TECHNOLOGY = "PJSIP"
CHANNELS = "chan_pjsip.so"
"""Once it runs, the endpoints of the configuration are there."""


class Asked(Protocol):
    async def get(self, path: str) -> Any: ...


async def endpoints(ari: Asked) -> Sequence[Any]:
    """As Asterisk describes them. Raises `AriLost`, `AriRefused`; the latter also while it is only starting."""
    try:
        found: Sequence[Any] = await ari.get(f"endpoints/{TECHNOLOGY}")
    except AriRefused as error:
        if (
            error.status != HTTPStatus.NOT_FOUND
            or (await ari.get(f"asterisk/modules/{CHANNELS}"))["status"] != "Running"
        ):
            raise
        return ()
    return found


async def watch(ari: Ari, app: str) -> bool:
    """Has all that becomes of them told to ``app``; False while there are none. Raises `AriLost`, `AriRefused`."""
    reply = await ari.command("POST", f"applications/{quoted(app)}/subscription", eventSource=f"endpoint:{TECHNOLOGY}")
    if not reply.done and await endpoints(ari):
        raise AriRefused(reply.status, str(reply.body))
    return reply.done
