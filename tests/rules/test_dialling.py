"""D11: when an agent may call out."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from msgspec.structs import replace

from agent_client.protocol.agents import Me
from agent_client.protocol.names import AgentId, AgentState, ContactId, NotReadyReason, QueueId, Role
from agent_client.rules.dialling import may_dial

ME = Me(
    id=AgentId(1),
    name="Ada",
    user="ada",
    role=Role.AGENT,
    phone="204",
    seat="TC-1",
    queues=(QueueId(1),),
    state=AgentState.READY,
    since=datetime(2026, 11, 21, 14, 0, tzinfo=UTC),
    version=1,
)


def test_who_waits_may() -> None:
    assert may_dial(ME)


@pytest.mark.parametrize("state", sorted(set(AgentState) - {AgentState.READY, AgentState.NOT_READY}))
def test_who_has_something_else_to_do_may_not(state: AgentState) -> None:
    assert not may_dial(replace(ME, state=state))


def test_with_a_contact_in_hand_nobody_may() -> None:
    assert not may_dial(replace(ME, contact=ContactId(7)))


@pytest.mark.parametrize("why", [None, *NotReadyReason])
def test_a_pause_does_not_hinder_and_a_phone_that_did_not_answer_does(why: NotReadyReason | None) -> None:
    silent = {NotReadyReason.RONA, NotReadyReason.UNREACHABLE, NotReadyReason.SIGNING_ON}
    assert may_dial(replace(ME, state=AgentState.NOT_READY, not_ready=why)) is (why not in silent)
