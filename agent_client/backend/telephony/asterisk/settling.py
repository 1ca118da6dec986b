"""The difference between where everybody belongs and where they were ordered to be, as steps to take in their order: who
must go leaves before anybody comes, so that nobody overhears what is not for them."""

from __future__ import annotations

from collections.abc import Set
from typing import TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from .lines import ChannelId
from .placement import Place, Places

UNKNOWN = Place(music=None, rings=None, silence=None)
"""Of a channel that was found in no bridge."""
ANEW = Place()
"""A channel that has just come."""


class Hush(Struct, frozen=True):
    """End what is played."""

    channel: ChannelId
    says: str


class Leave(Struct, frozen=True):
    channel: ChannelId
    bridge: str


class Make(Struct, frozen=True):
    bridge: str


class Enter(Struct, frozen=True):
    channel: ChannelId
    bridge: str


class Music(Struct, frozen=True):
    channel: ChannelId
    on: bool


class RingingTone(Struct, frozen=True):
    channel: ChannelId
    on: bool


class Silence(Struct, frozen=True):
    channel: ChannelId
    on: bool


Step: TypeAlias = Hush | Leave | Make | Enter | Music | RingingTone | Silence


def steps(wished: Places, seen: Places, bridges: Set[str]) -> list[Step]:
    """``seen``: as it was ordered; ``bridges``: that there are. What is wished of ``says`` has been ordered already."""
    changed = {one: seen.get(one, ANEW) for one in wished if _differs(wished[one], seen.get(one, ANEW))}
    moves = {one: was for one, was in changed.items() if wished[one].bridge != was.bridge}
    there = {place.bridge for one, place in wished.items() if place.bridge and one in moves}
    return [
        *(Hush(one, was.says) for one, was in changed.items() if was.says and was.says != wished[one].says),
        *(Leave(one, was.bridge) for one, was in moves.items() if was.bridge),
        *(Make(bridge) for bridge in sorted(there - bridges)),
        *(
            RingingTone(one, on=False)
            for one, was in changed.items()
            if was.rings is not False and not wished[one].rings
        ),
        *(
            Silence(one, on=False)
            for one, was in changed.items()
            if was.silence is not False and not wished[one].silence
        ),
        *(Music(one, on=False) for one, was in changed.items() if was.music is not False and not wished[one].music),
        *(Enter(one, wished[one].bridge) for one in moves if wished[one].bridge),
        *(Music(one, on=True) for one, was in changed.items() if wished[one].music and not was.music),
        *(Silence(one, on=True) for one, was in changed.items() if wished[one].silence and not was.silence),
        *(RingingTone(one, on=True) for one, was in changed.items() if wished[one].rings and not was.rings),
    ]


def after(seen: Place, step: Step) -> Place:
    """Where a channel is once this step of its own was taken."""
    match step:
        case Hush():
            return replace(seen, says="")
        case Leave():
            return replace(seen, bridge="")
        case Enter(_, bridge):
            return replace(seen, bridge=bridge)
        case Music(_, on):
            return replace(seen, music=on)
        case RingingTone(_, on):
            return replace(seen, rings=on)
        case Silence(_, on):
            return replace(seen, silence=on)
        case Make():
            return seen


def _differs(wished: Place, seen: Place) -> bool:
    """What is said to somebody stays theirs wherever they are, as long as nothing else changes for them."""
    same = replace(wished, says="") == replace(seen, says="")
    return not same or (bool(wished.says) and wished.says != seen.says)
