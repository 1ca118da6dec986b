from __future__ import annotations

from datetime import UTC, datetime

import pytest

from agent_client.backend.domain.agents import Move, move
from agent_client.protocol.agents import ChangeState, Me
from agent_client.protocol.names import AgentId, AgentState, IdleReasonId, NotReadyReason, Role
from agent_client.protocol.refusals import Invalid, NotPossibleNow

LUNCH, BREAK = IdleReasonId(1), IdleReasonId(2)
READY = ChangeState(state=AgentState.READY)
PAUSE = ChangeState(state=AgentState.NOT_READY)
TO_LUNCH = ChangeState(state=AgentState.NOT_READY, idle_reason=LUNCH)
HELD = (AgentState.OFFERED, AgentState.ON_CONTACT, AgentState.WRAP_UP, AgentState.SIGNED_OUT)


def _me(state: AgentState, not_ready: NotReadyReason | None = None, idle: IdleReasonId | None = None) -> Me:
    return Me(
        id=AgentId(1),
        name="Anna",
        user="anna",
        role=Role.AGENT,
        phone="204",
        seat="S",
        queues=(),
        state=state,
        not_ready=not_ready,
        idle_reason=idle,
        since=datetime(2026, 3, 2, 9, tzinfo=UTC),
        version=1,
    )


def _not_ready(reason: NotReadyReason, idle: IdleReasonId | None = None) -> Me:
    return _me(AgentState.NOT_READY, reason, idle)


@pytest.mark.parametrize(
    ("me", "to_ready", "to_pause", "to_lunch"),
    [
        (_me(AgentState.READY), Move.NONE, Move.NOT_READY, Move.NOT_READY),
        (_not_ready(NotReadyReason.PAUSE), Move.SIGN_ON, Move.NONE, Move.NOT_READY),
        (_not_ready(NotReadyReason.SIGNING_ON), Move.NONE, Move.NOT_READY, Move.NOT_READY),
        (_not_ready(NotReadyReason.IDLE, LUNCH), Move.READY, Move.NOT_READY, Move.NONE),
        (_not_ready(NotReadyReason.IDLE, BREAK), Move.READY, Move.NOT_READY, Move.NOT_READY),
        (_not_ready(NotReadyReason.RONA), Move.READY, Move.NOT_READY, Move.NOT_READY),
        (_not_ready(NotReadyReason.DECLINED), Move.READY, Move.NOT_READY, Move.NOT_READY),
        (_not_ready(NotReadyReason.UNREACHABLE), Move.READY, Move.NOT_READY, Move.NOT_READY),
    ],
)
def test_what_becomes_of_a_wish(me: Me, to_ready: Move, to_pause: Move, to_lunch: Move) -> None:
    assert (move(me, READY), move(me, PAUSE), move(me, TO_LUNCH)) == (to_ready, to_pause, to_lunch)


@pytest.mark.parametrize("state", HELD)
@pytest.mark.parametrize("wish", [READY, PAUSE, TO_LUNCH])
def test_a_contact_decides_alone(state: AgentState, wish: ChangeState) -> None:
    with pytest.raises(NotPossibleNow) as refused:
        move(_me(state), wish)
    assert refused.value.params == {"state": state.value}


@pytest.mark.parametrize("state", [state for state in AgentState if state not in ("ready", "not_ready")])
def test_other_states_cannot_be_wished_for(state: AgentState) -> None:
    with pytest.raises(Invalid):
        move(_me(AgentState.READY), ChangeState(state=state))


def test_ready_takes_no_idle_reason() -> None:
    with pytest.raises(Invalid):
        move(_me(AgentState.READY), ChangeState(state=AgentState.READY, idle_reason=LUNCH))
