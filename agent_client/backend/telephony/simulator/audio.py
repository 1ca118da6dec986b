"""Who hears whom: a fact that follows from the lines, as it would from a real PBX's bridges."""

from __future__ import annotations

from enum import StrEnum
from typing import TypeAlias

from agent_client.backend.ports.telephony import LegId
from agent_client.backend.telephony.sides import Customer
from agent_client.protocol.names import Listening

from .lines import Call, Leg, Lines


class Party(StrEnum):
    CUSTOMER = "customer"
    OWNER = "owner"
    CONSULTED = "consulted"
    OUTSIDE = "outside"
    """Whom the customer was transferred to, out of the centre."""
    LISTENER = "listener"
    """A supervisor, rung to listen to the owner."""
    MUSIC = "music"
    """Speaks only."""
    CENTRE = "centre"
    """Its own voice. Speaks only."""


Hearing: TypeAlias = frozenset[tuple[Party, Party]]
"""Pairs: who hears, and whom."""


def present(lines: Lines, call: Call) -> dict[Party, LegId | None]:
    """Everybody who is on an open line, talking or with music; the customer has no leg."""
    legs = {Party.OWNER: call.owner, Party.CONSULTED: call.consulted, Party.OUTSIDE: call.outside}
    found = {party: leg for party, leg in legs.items() if lines.answered(leg) is not None}
    customer = call.customer in (Customer.WAITING, Customer.TALKING)
    return ({Party.CUSTOMER: None} if customer else {}) | found


def meant(lines: Lines, call: Call) -> frozenset[Party]:
    """The parties who are to be in conversation with each other, whatever their phones hold."""
    there = present(lines, call)
    if call.gone:
        return frozenset(there)
    talks = {Party.OWNER}
    if call.hears_customer and call.customer is Customer.TALKING:
        talks.add(Party.CUSTOMER)
    if call.hears_consulted:
        talks.add(Party.CONSULTED)
    return frozenset(talks & there.keys())


def conversation(lines: Lines, call: Call) -> frozenset[Party]:
    """The parties who are in conversation with each other. Whoever is present and not in it hears music, but nothing who
    holds by their phone's own key."""
    talks = meant(lines, call)
    left = talks - _holding(lines, call)
    return talks if left == talks else left if len(left) > 1 else frozenset()


def _holding(lines: Lines, call: Call) -> frozenset[Party]:
    legs = {party: lines.answered(leg) for party, leg in present(lines, call).items()}
    return frozenset(party for party, leg in legs.items() if leg is not None and leg.held)


def speaking(lines: Lines, call: Call) -> frozenset[Party]:
    """Those of the conversation whom the others hear."""
    there = present(lines, call)
    return frozenset(one for one in conversation(lines, call) if not _muted(lines.answered(there[one])))


def _muted(leg: Leg | None) -> bool:
    return leg is not None and leg.muted


def hears(lines: Lines, call: Call) -> Hearing:
    if call.customer is Customer.SPOKEN_TO:
        return frozenset({(Party.CUSTOMER, Party.CENTRE)})
    talks, speaks = conversation(lines, call), speaking(lines, call)
    pairs = {(listener, speaker) for listener in talks for speaker in speaks if listener is not speaker}
    waits = call.customer is Customer.WAITING
    music = {
        (one, Party.CENTRE if one is Party.CUSTOMER and waits and call.hears_centre else Party.MUSIC)
        for one in present(lines, call).keys() - talks - _holding(lines, call)
    }
    return frozenset(pairs | music | _listened(lines, call, talks, speaks))


def _listened(lines: Lines, call: Call, talks: frozenset[Party], speaks: frozenset[Party]) -> set[tuple[Party, Party]]:
    """What a listener adds: whom they hear, and who hears them."""
    listener = lines.answered(call.listener)
    if listener is None:
        return set()
    ears = {
        Listening.WHISPER: frozenset({Party.OWNER}),
        Listening.BARGE: talks,
    }.get(listener.how or Listening.LISTEN, frozenset())
    return {(Party.LISTENER, one) for one in speaks} | {(one, Party.LISTENER) for one in ears}


def party(call: Call, leg: Leg) -> Party | None:
    """What this leg is in its call."""
    of = {call.owner: Party.OWNER, call.consulted: Party.CONSULTED, call.outside: Party.OUTSIDE}
    return of.get(leg.id)


def recorded(lines: Lines, call: Call) -> frozenset[Party]:
    """Whose voices go into the call's recording: those who talk with the customer, and the customer's own. Nobody's, not
    even the music, while the customer is on hold."""
    if Party.CUSTOMER not in conversation(lines, call):
        return frozenset()
    listener = lines.answered(call.listener)
    joined = listener is not None and listener.how is Listening.BARGE
    return speaking(lines, call) | ({Party.LISTENER} if joined else frozenset())
