"""What follows from the lines; which lines there are in which situation is the contract's matter (`test_consult` and others)."""

from __future__ import annotations

from agent_client.backend.ports.telephony import CallId, LegId
from agent_client.backend.telephony.sides import Customer, LegKind
from agent_client.backend.telephony.simulator import audio
from agent_client.backend.telephony.simulator.audio import Party
from agent_client.backend.telephony.simulator.lines import Call, Leg, Lines

CALL, OWNER, ASKED = CallId("a"), LegId("owner"), LegId("asked")


def _lines(**more: bool) -> tuple[Lines, Call]:
    lines = Lines()
    call = Call(CALL, "", "100", Customer.TALKING, owner=OWNER, consulted=ASKED, **more)
    lines.calls[CALL] = call
    for leg in (OWNER, ASKED):
        lines.legs[leg] = Leg(leg, leg, LegKind.CONSULT, CALL, answered=True)
    return lines, call


def test_nobody_hears_themselves_and_music_hears_nobody() -> None:
    lines, call = _lines(hears_customer=True, hears_consulted=True)
    pairs = audio.hears(lines, call)
    assert len(pairs) == 6
    assert not [one for one in pairs if one[0] is one[1] or Party.MUSIC in one]


def test_an_owner_who_talks_with_nobody_hears_nothing() -> None:
    lines, call = _lines()
    assert audio.hears(lines, call) == {(Party.CUSTOMER, Party.MUSIC), (Party.CONSULTED, Party.MUSIC)}


def test_a_phone_that_only_rings_is_not_there() -> None:
    lines, call = _lines(hears_customer=True, hears_consulted=True)
    lines.legs[ASKED].answered = False
    assert audio.hears(lines, call) == {(Party.CUSTOMER, Party.OWNER), (Party.OWNER, Party.CUSTOMER)}


def test_what_a_leg_is_in_its_call() -> None:
    lines, call = _lines()
    assert [audio.party(call, leg) for leg in lines.legs.values()] == [Party.OWNER, Party.CONSULTED]
    assert audio.party(call, Leg(LegId("old"), "204", LegKind.FOR_CALL, CALL)) is None
