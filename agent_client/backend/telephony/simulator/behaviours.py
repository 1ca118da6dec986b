"""How a simulated phone or customer behaves when it is rung."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from msgspec import Meta, Struct

Seconds = Annotated[float, Meta(ge=0, le=86_400)]


class PhoneKind(StrEnum):
    RINGS = "rings"
    BUSY = "busy"
    DECLINES = "declines"
    UNREACHABLE = "unreachable"
    """Never rings, and the PBX says so."""
    DEAD = "dead"
    """Never rings, and nobody says anything: a phone whose network is gone."""
    VOICEMAIL = "voicemail"
    """On a public number: a machine answers, and presses no key."""


class PhoneBehaviour(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A phone nobody said anything about rings until it is picked up, answered from the desktop or taken back."""

    kind: PhoneKind = PhoneKind.RINGS
    rings_after: Seconds = 0.0
    """From the order to ring to the first ring."""
    answers_after: Seconds | None = None
    """Picked up by itself so long after the first ring."""
    answers_test_after: Seconds | None = None
    """The same for the test ring of a sign-on (A9)."""
    presses_after: Seconds = 0.0
    """On a public number: from picking it up to the key that takes the call."""
    gives_up_after: Seconds | None = None
    """The PBX itself ends the ringing."""
    desktop: bool = False
    """Can be answered from the desktop (C3)."""
    mutes: bool = False
    """Can be muted from the desktop."""


class CustomerKind(StrEnum):
    ANSWERS = "answers"
    BUSY = "busy"
    NO_ANSWER = "no_answer"
    UNREACHABLE = "unreachable"


class CustomerBehaviour(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Whoever is dialled outside the centre: a customer who is called back, somebody consulted, the one whom a call is
    transferred to. ``after``: until they answer, or until the PBX gives up."""

    kind: CustomerKind = CustomerKind.ANSWERS
    after: Seconds = 4.0
    talk: Seconds | None = None
    """Hangs up so long after answering; None: waits for the other side to end it."""


class OwnCall(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A call that the PBX handles by itself: of a group that it rings, or a user's own. See `ports.telephony.CallDetail`."""

    number: Annotated[str, Meta(max_length=40)] = ""
    dialled: Annotated[str, Meta(max_length=40)] = ""
    outgoing: bool = False
    group: Annotated[str, Meta(max_length=40)] = ""
    phone: Annotated[str, Meta(max_length=40)] = ""
    internal: bool = False
    voicemail: bool = False
    waited: Seconds = 0.0
    talked: Seconds | None = None
