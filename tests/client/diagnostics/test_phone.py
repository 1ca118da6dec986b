"""What can be said of a phone, and when it may be rung: from constructed states."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from agent_client.client.diagnostics.phone import may_be_tried, phone
from agent_client.client.store.state import EMPTY, Link, State
from agent_client.protocol.names import AgentState, NotReadyReason, WhyCode
from agent_client.protocol.why import Why
from agent_client.rules.findings import Found


@pytest.fixture
def state(things) -> State:
    return replace(EMPTY, link=Link.UP, me=things.me(), centre=things.centre())


def test_nobody_is_signed_in() -> None:
    assert phone(EMPTY).found is Found.PHONE_SIGNED_OUT
    assert not may_be_tried(EMPTY)


@pytest.mark.parametrize(
    ("of_me", "found", "tried"),
    [
        ({}, Found.PHONE_NOT_TRIED, True),
        ({"not_ready": NotReadyReason.IDLE}, Found.PHONE_NOT_TRIED, True),
        ({"not_ready": NotReadyReason.SIGNING_ON}, Found.PHONE_RINGS, False),
        ({"state": AgentState.READY, "not_ready": None}, Found.PHONE_BUSY, False),
        ({"state": AgentState.ON_CONTACT, "not_ready": None}, Found.PHONE_BUSY, False),
        ({"phone_lost_since": True}, Found.PHONE_LOST, True),
        ({"line_up_since": True}, Found.PHONE_LINE_UP, False),
        ({"why": WhyCode.PHONE_TESTED}, Found.PHONE_ANSWERED, True),
        ({"why": WhyCode.SIGN_ON_NOT_ANSWERED}, Found.PHONE_NOT_ANSWERED, True),
        ({"why": WhyCode.SIGN_ON_NEVER_RANG}, Found.PHONE_NEVER_RANG, True),
        ({"why": WhyCode.SIGNED_IN}, Found.PHONE_NOT_TRIED, True),
    ],
)
def test_of_an_agent(state: State, things, of_me: dict[str, object], found: Found, tried: bool) -> None:
    if "why" in of_me:
        of_me = {"why": Why(code=of_me["why"], at=things.noon, params={})}
    for since in ("phone_lost_since", "line_up_since"):
        if since in of_me:
            of_me = {since: things.noon}
    seen = replace(state, me=replace(state.me, **of_me))
    assert phone(seen).found is found
    assert may_be_tried(seen) is tried


def test_without_a_telephone_system_or_a_link(state: State, things) -> None:
    lost = replace(state, centre=replace(state.centre, pbx_lost_since=things.noon))
    assert phone(lost).found is Found.PHONE_NO_PBX
    assert not may_be_tried(replace(state, link=Link.DOWN))
