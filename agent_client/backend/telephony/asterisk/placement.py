"""Who belongs where: a pure decision from the facts of one call. One bridge for each call holds whoever is in conversation;
whoever is not hears music."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

from msgspec import Struct

from agent_client.backend.telephony.sides import Customer

from .lines import Call, ChannelId, Leg, Lines


class Place(Struct, frozen=True):
    """Where a channel is, and what it hears there besides. None: not known."""

    bridge: str = ""
    music: bool | None = False
    rings: bool | None = False
    """It hears a ringing tone."""
    silence: bool | None = False
    """It is sent silence, which a whisper can be mixed into; else nothing is sent to one who is alone."""
    says: str = ""
    """What is played to it, by its name."""


Places: TypeAlias = Mapping[ChannelId, Place]


def conversation(lines: Lines, call: Call) -> frozenset[ChannelId]:
    """Who is in conversation with each other, the owner at times alone."""
    meant = meant_to_talk(lines, call)
    left = meant - {leg.channel for leg in lines.legs_of(call) if leg.held}
    return frozenset(meant if left == meant else left if len(left) > 1 else ())


def meant_to_talk(lines: Lines, call: Call) -> set[ChannelId]:
    """Whatever their phones hold."""
    return {leg.channel for leg in _meant(lines, call)} | _customer_meant(call)


def talks_with_customer(lines: Lines, call: Call) -> bool:
    """Somebody does; that is what a recording is of."""
    talks = conversation(lines, call)
    return not call.gone and call.channel in talks and len(talks) > 1


def placed(lines: Lines, call: Call) -> dict[ChannelId, Place]:
    """Everybody of the call who has picked up."""
    talks = conversation(lines, call)
    places = {leg.channel: _of_leg(lines, call, leg, talks) for leg in _there(lines, call)}
    match call.customer:
        case Customer.NOT_DIALLED | Customer.RINGING:
            return places
        case _ if call.channel in talks:
            return {call.channel: Place(call.bridge), **places}
        case Customer.SPOKEN_TO:
            return {call.channel: Place(says=call.says), **places}
        case _:
            return {call.channel: Place(music=not call.says, says=call.says), **places}


def _of_leg(lines: Lines, call: Call, leg: Leg, talks: frozenset[ChannelId]) -> Place:
    if leg.held:
        return Place()
    if leg.channel not in talks:
        return Place(music=True)
    rings = len(talks) == 1 and _rings_for_owner(lines, call)
    return Place(call.bridge, rings=rings, silence=len(talks) == 1 and not rings and call.listener is not None)


def _there(lines: Lines, call: Call) -> list[Leg]:
    return [leg for leg in lines.legs_of(call) if leg.answered and not leg.elsewhere]


def _meant(lines: Lines, call: Call) -> list[Leg]:
    asked = {call.owner, call.consulted} if call.hears_consulted else {call.owner}
    return [leg for leg in _there(lines, call) if call.gone or leg.id in asked]


def _customer_meant(call: Call) -> set[ChannelId]:
    hears = call.customer is Customer.TALKING and (call.gone or call.hears_customer)
    return {call.channel} if hears else set()


def _rings_for_owner(lines: Lines, call: Call) -> bool:
    asked = None if call.consulted is None else lines.legs.get(call.consulted)
    return call.customer is Customer.RINGING or (asked is not None and asked.rang and not asked.answered)
