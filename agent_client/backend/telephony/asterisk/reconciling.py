"""After the link is there, again or for the first time: what is found in Asterisk, and what of the known is still there."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from msgspec import Struct, convert
from msgspec.structs import replace

from agent_client.backend.ports.telephony import CallId, KnownCall, KnownLine, LegId
from agent_client.backend.telephony.sides import Customer, LegKind

from .ari import Ari, AriRefused
from .customers import CUSTOMER
from .endpoints import endpoints
from .exchange import Exchange
from .hand_calls import CALLED, CALLER, HandCalls
from .happenings import Bridge, Channel, Endpoint
from .lines import Call, ChannelId, Leg
from .phone_keys import named
from .placement import Place
from .ringing import answered_from_desktop
from .settling import UNKNOWN
from .tapes import PURPOSE as TAPE
from .wire import CALL, LEG, Wire, quoted

UP = "Up"
OUTSIDE = "outside"
HOLDS = "CHANNEL(rtp,hold)"
"""Asterisk's function of a channel of PJSIP: 1 while the phone has it on hold."""


class Found(Struct, frozen=True):
    """``held``: channels whose phones hold. ``stored``: recordings that are over, with their folder."""

    channels: tuple[Channel, ...]
    bridges: tuple[Bridge, ...]
    endpoints: tuple[Endpoint, ...]
    held: frozenset[ChannelId]
    stored: tuple[str, ...]


async def look(ari: Ari) -> Found:
    """Raises `AriLost`, `AriRefused`."""
    channels, bridges, phones, stored = await asyncio.gather(
        ari.get("channels"), ari.get("bridges"), endpoints(ari), ari.get("recordings/stored")
    )
    read = convert(channels, tuple[Channel, ...])
    ours = [one for one in read if one.channelvars.get(LEG)]
    held = await asyncio.gather(*(_holds(ari, one.id) for one in ours))
    return Found(
        read,
        convert(bridges, tuple[Bridge, ...]),
        convert(phones, tuple[Endpoint, ...]),
        frozenset(one.id for one, holds in zip(ours, held, strict=True) if holds),
        tuple(str(one["name"]) for one in stored),
    )


async def _holds(ari: Ari, channel: ChannelId) -> bool:
    """As the phone said last, whoever heard of it."""
    try:
        found: Mapping[str, Any] = await ari.get(f"channels/{quoted(channel)}/variable", variable=HOLDS)
    except AriRefused:  # gone meanwhile, or no phone's
        return False
    return found.get("value") == "1"


class Reconciling:
    """While it works nothing is told: what happened meanwhile happens to the facts as if it were told now."""

    def __init__(self, exchange: Exchange, hand_calls: HandCalls, wire: Wire) -> None:
        self._exchange = exchange
        self._hand_calls = hand_calls
        self._wire = wire

    def adopt(self, found: Found, known: Sequence[KnownCall], kept: Sequence[KnownLine]) -> None:
        """The centre's server knows nothing yet: what its database holds for alive, as if all of it were there."""
        lines, there = self._exchange.lines, {one.id for one in found.channels if one.state == UP}
        for line in kept:
            channel = _channel_of(line.leg, found)
            leg = Leg(line.leg, line.phone, LegKind.LINE, channel=channel, rang=True, answered=True)
            lines.legs[leg.id] = leg
        customers = {
            one.channelvars.get(CALL, ""): one.id for one in found.channels if one.channelvars.get(LEG) == CUSTOMER
        }
        for one in known:
            self._adopt_call(one, customers.get(one.call, missing(one.call)), there, found)

    def _adopt_call(self, known: KnownCall, channel: ChannelId, there: set[ChannelId], found: Found) -> None:
        exchange = self._exchange
        call = Call(known.call, known.ani, known.dnis, Customer.WAITING, channel)
        exchange.lines.calls[call.id] = call
        if known.talking and known.leg is not None:
            call.customer, call.hears_customer = Customer.TALKING, known.hears
            call.owner = self._talks(call, Leg(known.leg, known.phone, LegKind.FOR_CALL, muted=known.muted), found)
            asked = known.consult
            if asked is not None and asked.answered:
                leg = Leg(asked.leg, asked.phone, LegKind.CONSULT, outside=asked.outside, muted=asked.muted)
                call.consulted, call.hears_consulted = self._talks(call, leg, found), asked.hears
            listener = known.listener
            if listener is not None and ChannelId(listener.leg) in there:
                exchange.listeners.adopt(call, listener, ChannelId(listener.leg))
        if known.recording:
            companion = self._companion(found, known.recording)
            if companion is None:
                exchange.tapes.record(call, known.recording, paused=known.paused)
            else:
                exchange.tapes.adopt(call, known.recording, companion, paused=known.paused)

    def _talks(self, call: Call, leg: Leg, found: Found) -> LegId:
        lines = self._exchange.lines
        line = next((one for one in lines.legs.values() if one.kind is LegKind.LINE and one.phone == leg.phone), None)
        leg.call, leg.channel, leg.rang, leg.answered = call.id, _channel_of(leg.id, found), True, True
        if line is not None and leg.channel == missing(leg.id):
            leg.line, leg.channel = line.id, line.channel
        lines.legs[leg.id] = leg
        if leg.muted:
            self._wire.mute(leg.channel, muted=True)
        return leg.id

    @staticmethod
    def _companion(found: Found, name: str) -> ChannelId | None:
        wanted = f"{TAPE},{name}"
        return next((one.id for one in found.channels if one.channelvars.get(LEG) == wanted), None)

    def bring_in_line(self, found: Found) -> list[Channel]:
        """Whoever is not there has gone, who is there has answered, and everybody goes where they belong. Returns the
        customers that nobody knows yet."""
        exchange, lines = self._exchange, self._exchange.lines
        exchange.board.found(_places(found), {bridge.id for bridge in found.bridges})
        for leg in lines.legs.values():
            leg.held = leg.answered and leg.channel in found.held
        there = {one.id: one for one in found.channels}
        self._gone({channel for channel in self._known_channels() if channel not in there})
        for channel in there.values():
            if channel.state == UP:
                self._is_up(channel.id)
        new = self._of_others(found)
        for call in list(lines.calls.values()):
            exchange.follow(call)
        self._close_empty(found)
        return new

    def _known_channels(self) -> set[ChannelId]:
        lines = self._exchange.lines
        customers = {call.channel for call in lines.calls.values()}
        return (customers | {leg.channel for leg in lines.legs.values()} | self._hand_calls.channels()) - {""}

    def _gone(self, channels: set[ChannelId]) -> None:
        exchange, lines = self._exchange, self._exchange.lines
        for call in list(lines.calls.values()):
            if call.channel in channels:
                exchange.customer_gone(call, 0)
        for channel in channels:
            leg = lines.leg_on(channel)
            if leg is not None:
                exchange.line_gone(leg, 0)
            self._hand_calls.gone(channel)

    def _is_up(self, channel: ChannelId) -> None:
        exchange = self._exchange
        leg = exchange.lines.leg_on(channel)
        call = exchange.lines.call_on(channel)
        if leg is not None:
            exchange.ringing.picked_up(leg)
        elif call is not None:
            exchange.customers.answered(call)
        else:
            self._hand_calls.answered(channel)

    def _of_others(self, found: Found) -> list[Channel]:
        """What nobody knows: who has just come is new; who left the centre, or dialled by hand, goes on; the rest rang."""
        known = self._known_channels()
        new: list[Channel] = []
        groups: defaultdict[str, list[Channel]] = defaultdict(list)
        for channel in found.channels:
            if channel.channelvars.get(LEG) and channel.id not in known:
                groups[channel.channelvars.get(CALL, "")].append(channel)
            elif channel.id not in known and _arguments(channel, self._wire.app)[:1] == ["in"]:
                new.append(channel)
        for id_, group in groups.items():
            going_on = self._going_on(CallId(id_), group, new)
            for channel in group:
                if channel not in going_on and not self._is_companion(channel.id):
                    self._exchange.hanging_up.hang_up_at(channel.id, self._hand_calls.phone_of(channel))
        return new

    def _is_companion(self, channel: ChannelId) -> bool:
        return self._exchange.tapes.has(channel) or self._exchange.listeners.has(channel)

    def _going_on(self, id_: CallId, group: Sequence[Channel], new: list[Channel]) -> tuple[Channel, ...]:
        """Those of the same call who stay in it."""
        by_name = {channel.channelvars[LEG]: channel for channel in group}
        if CALLER in by_name and CALLED in by_name:
            self._hand_calls.adopt(id_, by_name[CALLER], by_name[CALLED])
            return by_name[CALLER], by_name[CALLED]
        customer, outside = by_name.get(CUSTOMER), by_name.get(OUTSIDE)
        if customer is None or id_ in self._exchange.lines.calls:
            return ()
        if outside is not None:
            lines = self._exchange.lines
            call = Call(id_, customer.caller.number, "", Customer.TALKING, customer.id, gone=True)
            leg = Leg(LegId(outside.id), "", LegKind.TRANSFER, id_, outside.id, outside=True, rang=True, answered=True)
            lines.calls[id_], lines.legs[leg.id], call.outside = call, leg, leg.id
            return customer, outside
        if _arguments(customer, self._wire.app)[:1] == ["in"]:
            new.append(customer)
            return (customer,)
        return ()

    def _close_empty(self, found: Found) -> None:
        lines = self._exchange.lines
        wanted = {call.bridge for call in lines.calls.values()} | {f"{leg}.ear" for leg in lines.legs}
        for bridge in found.bridges:
            if bridge.name == self._wire.app and bridge.id not in wanted and not self._hand_calls.has(bridge.id):
                self._exchange.board.close(bridge.id)


def missing(name: str) -> ChannelId:
    """Of one who is not there any more."""
    return ChannelId(f"missing.{name}")


def _channel_of(leg: LegId, found: Found) -> ChannelId:
    """Its own, the one by which it was answered from the desktop, or one that was dialled by hand before it was ours."""
    own = (leg, answered_from_desktop(leg))
    ids = (one.id for one in found.channels if one.id in own or one.channelvars.get(LEG) == named(leg))
    return next(ids, missing(leg))


def arrival(channel: Channel, app: str) -> tuple[str, str]:
    """What a new customer dialled, and whether their number may be shown."""
    arguments = [*_arguments(channel, app), "", ""]
    return arguments[1], arguments[2]


def _arguments(channel: Channel, app: str) -> list[str]:
    """Of our part of the dialplan; empty when the channel is not in it."""
    name, *arguments = channel.dialplan.app_data.split(",")
    return arguments if channel.dialplan.app_name == "Stasis" and name == app else []


def _places(found: Found) -> dict[ChannelId, Place]:
    places = {one.id: UNKNOWN for one in found.channels}
    for bridge in found.bridges:
        for channel in bridge.channels:
            places[channel] = replace(UNKNOWN, bridge=bridge.id)
    return places
