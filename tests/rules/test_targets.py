"""D2, D7: whom a contact can be brought to, over every state there is."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from msgspec.structs import replace

from agent_client.protocol.agents import Presence
from agent_client.protocol.names import AgentId, AgentState, NotReadyReason
from agent_client.rules.targets import may_consult, may_transfer


def presence(state: AgentState, not_ready: NotReadyReason | None = None) -> Presence:
    at = datetime(2026, 11, 21, 14, 0, tzinfo=UTC)
    return Presence(id=AgentId(1), name="Bram", phone="204", state=state, not_ready=not_ready, since=at, version=1)


def test_an_available_agent_takes_both() -> None:
    assert may_consult(presence(AgentState.READY))
    assert may_transfer(presence(AgentState.READY))


@pytest.mark.parametrize("state", sorted(set(AgentState) - {AgentState.READY, AgentState.NOT_READY}))
def test_a_busy_one_takes_neither_least_of_all_in_wrap_up(state: AgentState) -> None:
    assert not may_consult(presence(state))
    assert not may_transfer(presence(state))


@pytest.mark.parametrize("why", [None, *NotReadyReason])
def test_who_is_away_by_choice_can_be_asked_and_gets_no_call(why: NotReadyReason | None) -> None:
    away = presence(AgentState.NOT_READY, why)
    assert may_consult(away) is (why in (NotReadyReason.PAUSE, NotReadyReason.IDLE))
    assert not may_transfer(away)


@pytest.mark.parametrize("state", list(AgentState))
@pytest.mark.parametrize("why", [None, *NotReadyReason])
def test_a_dead_seat_takes_nothing_whatever_its_state_says(state: AgentState, why: NotReadyReason | None) -> None:
    gone = replace(presence(state, why), linked=False)
    assert not may_consult(gone)
    assert not may_transfer(gone)
