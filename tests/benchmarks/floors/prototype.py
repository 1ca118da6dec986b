"""The smallest contact centre on ARI: one agent's phone, or several; a customer is joined to whoever is free. Nothing is kept,
nobody else is told, nobody waits. argv of whoever uses it: Asterisk's ``HOST:PORT``, the value of Authorization, the application,
``ring`` or ``keep`` or ``record``, and the phones.
"""

from __future__ import annotations

import itertools
import json
import sys
import time
from collections.abc import Callable

import websockets

where, proof, app, way, *phones = sys.argv[1:]


def nothing(call: str) -> None:
    pass


class Prototype:
    """``arrived`` and ``joined`` are told as soon as either is known. ``keep``: each phone's line is kept; says ``kept`` once it
    is answered and ``decided ns`` for each call. ``record``: as ``ring``, and a companion of the customer's channel records."""

    def __init__(self, arrived: Callable[[str], None] = nothing, joined: Callable[[str], None] = nothing) -> None:
        self._arrived, self._joined = arrived, joined
        self._numbers = itertools.count()
        self._free = list(phones)
        self._kept: dict[str, str] = {}
        self._calls: dict[str, tuple[str, str, str]] = {}
        """By channel: customer's, agent's, and the agent's phone."""

    async def run(self) -> None:
        uri = f"ws://{where}/ari/events?app={app}"
        async with websockets.connect(uri, additional_headers={"Authorization": proof}, proxy=None) as self._link:
            if way == "keep":
                await self._ring(phones[0], "kept")
            print("up", flush=True)
            async for message in self._link:
                event = json.loads(message)
                if event["type"] == "StasisStart":
                    await self._start(event["channel"]["id"], event["args"])
                elif event["type"] == "StasisEnd":
                    await self._end(event["channel"]["id"])

    async def _start(self, channel: str, args: list[str]) -> None:
        match args:
            case ["kept"]:
                self._kept[phones[0]] = channel
                print("kept", flush=True)
            case ["in", *_] if way == "keep":
                print("decided", time.monotonic_ns(), flush=True)
                await self._send("POST", f"channels/{channel}/answer")
                await self._join(channel, self._kept[phones[0]], phones[0])
            case ["in", *_]:
                self._arrived(channel)
                await self._send("POST", f"channels/{channel}/answer")
                await self._ring(self._free.pop(0), f"for,{channel}")
            case ["for", customer]:
                await self._join(customer, channel, channel.rpartition("-")[2])
            case ["tape"]:
                query = {"name": f"{app}/{channel}", "format": "wav"}
                await self._send("POST", f"channels/{channel}/record", **query)

    async def _ring(self, phone: str, why: str) -> None:
        channel = f"leg{next(self._numbers)}-{phone}"
        query = {"endpoint": f"PJSIP/{phone}", "app": app, "appArgs": why, "channelId": channel, "timeout": "30"}
        await self._send("POST", "channels", **query)

    async def _join(self, customer: str, agent: str, phone: str) -> None:
        bridge = f"b-{customer}"
        await self._send("POST", "bridges", type="mixing,dtmf_events", bridgeId=bridge)
        await self._send("POST", f"bridges/{bridge}/addChannel", channel=f"{customer},{agent}")
        self._joined(customer)
        self._calls[customer] = self._calls[agent] = (customer, agent, phone)
        if way == "record":
            companion = f"tape{next(self._numbers)}"
            query = {"spy": "both", "app": app, "appArgs": "tape"}
            await self._send("POST", f"channels/{customer}/snoop/{companion}", **query)

    async def _end(self, channel: str) -> None:
        call = self._calls.pop(channel, None)
        if call is None:
            return
        customer, agent, phone = call
        self._calls.pop(customer, None)
        self._calls.pop(agent, None)
        await self._send("DELETE", f"bridges/b-{customer}")
        if way != "keep":
            self._free.append(phone)
            await self._send("DELETE", f"channels/{agent if channel == customer else customer}")

    async def _send(self, method: str, uri: str, **query: str) -> None:
        """What is answered is not waited for."""
        number = str(next(self._numbers))
        request = {"type": "RESTRequest", "transaction_id": number, "request_id": number, "method": method, "uri": uri}
        strings = [{"name": name, "value": value} for name, value in query.items()]
        await self._link.send(json.dumps(request | {"query_strings": strings}))
