"""B1, B2: every state has its phase."""

from __future__ import annotations

import pytest

from agent_client.protocol.names import AgentState, NotReadyReason, Phase
from agent_client.rules.phases import phase_of


@pytest.mark.parametrize(
    ("state", "phase"),
    [
        (AgentState.READY, Phase.WAITING),
        (AgentState.OFFERED, Phase.SETUP),
        (AgentState.ON_CONTACT, Phase.CALL),
        (AgentState.WRAP_UP, Phase.WRAP_UP),
        (AgentState.SIGNED_OUT, Phase.PAUSE),
    ],
)
def test_B1_states(state: AgentState, phase: Phase) -> None:
    assert phase_of(state, None) is phase


@pytest.mark.parametrize(
    ("reason", "phase"),
    [
        (NotReadyReason.PAUSE, Phase.PAUSE),
        (NotReadyReason.IDLE, Phase.PAUSE),
        (NotReadyReason.DECLINED, Phase.PAUSE),
        (NotReadyReason.RONA, Phase.RONA),
        (NotReadyReason.UNREACHABLE, Phase.RONA),
        (NotReadyReason.SIGNING_ON, Phase.SIGNING_ON),
    ],
)
def test_B1_not_ready_by_its_reason(reason: NotReadyReason, phase: Phase) -> None:
    assert phase_of(AgentState.NOT_READY, reason) is phase


def test_a_reason_left_over_means_nothing_outside_not_ready() -> None:
    assert phase_of(AgentState.READY, NotReadyReason.RONA) is Phase.WAITING
