"""Who of a call belongs into its bridge, and what the others hear."""

from __future__ import annotations

import pytest

from agent_client.backend.ports.telephony import CallId, LegId
from agent_client.backend.telephony.asterisk.lines import Call, ChannelId, Leg, Lines
from agent_client.backend.telephony.asterisk.placement import Place, placed, talks_with_customer
from agent_client.backend.telephony.sides import Customer, LegKind

ID, OWNER, ASKED = CallId("call"), LegId("owner"), LegId("asked")
CUSTOMER = ChannelId("customer")


@pytest.fixture
def lines() -> Lines:
    """In conversation, a colleague consulted."""
    lines = Lines()
    lines.calls[ID] = Call(
        ID, "", "", Customer.TALKING, CUSTOMER, owner=OWNER, consulted=ASKED, hears_customer=True, hears_consulted=True
    )
    for leg, kind in ((OWNER, LegKind.FOR_CALL), (ASKED, LegKind.CONSULT)):
        lines.legs[leg] = Leg(leg, str(leg), kind, ID, ChannelId(leg), rang=True, answered=True)
    return lines


def in_bridge(lines: Lines) -> set[str]:
    return {channel for channel, place in placed(lines, lines.calls[ID]).items() if place.bridge}


def with_music(lines: Lines) -> set[str]:
    return {channel for channel, place in placed(lines, lines.calls[ID]).items() if place.music}


@pytest.mark.parametrize(
    ("customer", "consulted", "talk"),
    [
        (True, True, {"customer", "owner", "asked"}),
        (True, False, {"customer", "owner"}),
        (False, True, {"owner", "asked"}),
        (False, False, {"owner"}),
    ],
)
def test_whoever_the_owner_does_not_hear_hears_music(lines, customer, consulted, talk) -> None:
    call = lines.calls[ID]
    call.hears_customer, call.hears_consulted = customer, consulted
    assert in_bridge(lines) == talk
    assert with_music(lines) == {"customer", "owner", "asked"} - talk
    assert talks_with_customer(lines, call) is customer


@pytest.mark.parametrize(
    ("held", "talk", "music"), [(OWNER, set(), {"customer"}), (ASKED, {"customer", "owner"}, set())]
)
def test_who_holds_by_their_phone_is_in_no_conversation(lines, held, talk, music) -> None:
    lines.calls[ID].hears_consulted = held == ASKED
    lines.legs[held].held = True
    if held == OWNER:
        lines.legs[ASKED].answered = False
    assert (in_bridge(lines), with_music(lines)) == (talk, music)


def test_the_owner_hears_that_a_colleague_is_rung_for_as_long_as_nobody_else_is_there(lines) -> None:
    lines.calls[ID].hears_customer = False
    lines.legs[ASKED].answered = False
    assert placed(lines, lines.calls[ID])[ChannelId(OWNER)].rings
    lines.calls[ID].hears_customer = True
    assert not placed(lines, lines.calls[ID])[ChannelId(OWNER)].rings


def test_who_talks_in_a_second_call_of_the_same_phone_is_nowhere_else(lines) -> None:
    lines.legs[ASKED].elsewhere = True
    assert ChannelId(ASKED) not in placed(lines, lines.calls[ID])
    assert in_bridge(lines) == {"customer", "owner"}


def test_an_announcement_takes_the_place_of_the_music(lines) -> None:
    call = lines.calls[ID]
    call.customer, call.owner, call.consulted, call.says = Customer.WAITING, None, None, "please wait"
    assert placed(lines, call) == {CUSTOMER: Place(says="please wait")}
