"""The facts about a running Asterisk, found out by its REST interface. Nobody is called, and what is
made to try something out goes again."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Mapping, Sequence
from http import HTTPStatus
from typing import Any
from urllib.parse import quote
from uuid import uuid4

from msgspec.structs import replace

from agent_client.backend.telephony.asterisk.accounts import WHERE, Accounts
from agent_client.backend.telephony.asterisk.ari import AriHttp, AriLink, AriLost, AriRefused
from agent_client.backend.telephony.asterisk.settings import AsteriskSettings
from agent_client.backend.telephony.asterisk.sounds import Sounds, listed

from .findings import Endpoint, Facts

SECONDS = 5.0
CONTEXT = "agent-client"
_SOON = 0.05


class CannotLook(Exception):
    """Asterisk cannot be asked at all: what to do, one sentence."""


async def look(settings: AsteriskSettings, numbers: Sequence[str]) -> Facts:
    """``numbers``: those that customers dial. Raises `CannotLook`."""
    http = AriHttp(settings)
    try:
        info = await _first(http, settings)
        facts = Facts(
            version=str(info["system"]["version"]),
            may_write=await _may_write(http),
            app_registered=await _there(http, f"applications/{quote(settings.app, safe='')}"),
            modules=await _modules(http),
            sounds=Sounds(settings.sounds, listed(await http.get("sounds"), settings.sounds_language)),
            records=await _records(http, settings),
        )
        return await _with_a_channel(http, settings, facts, numbers)
    except AriLost as error:
        raise CannotLook(f"Asterisk at {settings.url} was lost while it was asked: {error}") from None
    finally:
        await http.close()


async def _first(http: AriHttp, settings: AsteriskSettings) -> Any:
    try:
        return await http.get("asterisk/info")
    except AriLost:
        raise CannotLook(
            f"nothing answers at {settings.url}: start Asterisk, and see enabled, bindaddr and bindport in http.conf"
        ) from None
    except AriRefused as error:
        if error.status in (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN):
            raise CannotLook(f"Asterisk does not take {settings.user} with this password: see ari.conf") from None
        raise CannotLook(
            f"{settings.url} has no REST interface ({error}): see enabled in ari.conf, and the modules res_ari*"
        ) from None


async def _may_write(http: AriHttp) -> bool:
    """By a command that has nothing to act on."""
    try:
        await http.request("DELETE", f"channels/{_name()}")
    except AriRefused as error:
        return error.status != HTTPStatus.FORBIDDEN
    return True


async def _modules(http: AriHttp) -> frozenset[str]:
    found = await http.get("asterisk/modules")
    return frozenset(str(one["name"]).removesuffix(".so") for one in found if one.get("status") == "Running")


async def _records(http: AriHttp, settings: AsteriskSettings) -> bool:
    """An empty bridge is recorded for a moment, and the file deleted."""
    bridge = _name()
    name = f"{settings.recordings}/{bridge}"
    path = quote(name, safe="")
    try:
        await http.request("POST", f"bridges/{bridge}?type=mixing")
        await http.request("POST", f"bridges/{bridge}/record?name={path}&format=wav")
        await asyncio.sleep(_SOON)
        await http.request("POST", f"recordings/live/{path}/stop")
        await asyncio.sleep(_SOON)
        await http.request("DELETE", f"recordings/stored/{path}")
    except AriRefused:
        return False
    finally:
        with contextlib.suppress(AriRefused):
            await http.request("DELETE", f"bridges/{bridge}")
    return True


async def _with_a_channel(http: AriHttp, settings: AsteriskSettings, facts: Facts, numbers: Sequence[str]) -> Facts:
    """What Asterisk tells to a channel only; one is made that is never dialled."""
    can_ask = "chan_pjsip" in facts.modules  # else that is what is found
    trunk, phones = await _endpoints(http, settings) if can_ask else (None, [])
    async with _channel(settings) as channel:
        ask = _Asking(http, channel)
        places = [f"{number}@{trunk.context if trunk else CONTEXT}" for number in numbers]
        first, last = (
            await ask.config("rtp.conf", "general", "rtpstart"),
            await ask.config("rtp.conf", "general", "rtpend"),
        )
        told = await ask.config("ari.conf", "general", "channelvars")
        config = "func_config" in facts.modules
        return replace(
            facts,
            commands_by_socket=channel is not None,
            trunk=trunk,
            phones=tuple(phones),
            rtp=(int(first), int(last)) if first.isdigit() and last.isdigit() else None,
            told_variables=frozenset(told.replace(" ", "").split(",")) if config and channel else None,
            reached={
                place: await ask.dialplan(place) if "func_dialplan" in facts.modules and channel else None
                for place in places
            },
        )


class _Asking:
    """By way of a channel; without one everything is empty."""

    def __init__(self, http: AriHttp, channel: str | None) -> None:
        self._http = http
        self._channel = channel

    async def config(self, file: str, section: str, option: str) -> str:
        return await self._value(f"AST_CONFIG({file},{section},{option})")

    async def dialplan(self, place: str) -> bool:
        number, _, context = place.partition("@")
        return await self._value(f"DIALPLAN_EXISTS({context},{number},1)") == "1"

    async def _value(self, variable: str) -> str:
        if self._channel is None:
            return ""
        try:
            found = await self._http.get(f"channels/{self._channel}/variable", variable=variable)
        except AriRefused:
            return ""
        return str(found["value"])


@contextlib.asynccontextmanager
async def _channel(settings: AsteriskSettings) -> AsyncIterator[str | None]:
    """By an application of its own, so that the server hears nothing of it; None: commands do not go by the websocket."""
    link = AriLink(replace(settings, app=f"{settings.app}_doctor", listen=""))
    up = asyncio.Event()
    name = _name()
    made = False
    await link.start(lambda _event: None, up.set, lambda: None)
    try:
        with contextlib.suppress(TimeoutError, AriLost):
            async with asyncio.timeout(SECONDS):
                await up.wait()
                endpoint = f"Local/doctor@{CONTEXT}/n"
                reply = await link.command(
                    "POST", "channels/create", endpoint=endpoint, app=f"{settings.app}_doctor", channelId=name
                )
                made = reply.done
        yield name if made else None
        if made:
            with contextlib.suppress(AriLost):
                await link.command("DELETE", f"channels/{name}")
    finally:
        await link.stop()


async def _endpoints(http: AriHttp, settings: AsteriskSettings) -> tuple[Endpoint | None, list[Endpoint]]:
    _, _, name = settings.trunk.partition("@")
    trunk = await _endpoint(http, name, None) if name else None
    if trunk is not None:
        found = await http.get(f"endpoints/PJSIP/{quote(name, safe='')}")
        trunk = replace(trunk, online=found.get("state") == "online")
    accounts = [one for one in await Accounts(http, settings).all() if one.phone != name]
    phones = [
        await _endpoint(http, settings.endpoint_of_phone(one.phone).partition("/")[2], one.online) for one in accounts
    ]
    return trunk, [phone for phone in phones if phone is not None]


async def _endpoint(http: AriHttp, name: str, online: bool | None) -> Endpoint | None:
    try:
        fields = await http.get(f"{WHERE}/endpoint/{quote(name, safe='')}")
    except AriRefused:
        return None
    found: Mapping[str, str] = {str(field["attribute"]): str(field["value"]) for field in fields}
    return Endpoint(
        name=name,
        online=bool(online),
        codecs=found.get("allow", "").strip("()").replace("|", ", "),
        context=found.get("context", ""),
        direct_media=found.get("direct_media") in ("true", "yes"),
        keepalive=int(found.get("rtp_keepalive") or 0),
        tells_connected_line=found.get("send_connected_line") in ("true", "yes"),
    )


async def _there(http: AriHttp, path: str) -> bool:
    try:
        await http.get(path)
    except AriRefused:
        return False
    return True


def _name() -> str:
    return f"doctor-{uuid4().hex[:12]}"
