from __future__ import annotations

from datetime import UTC, datetime

import pytest
from msgspec.structs import replace

from agent_client.backend.domain.agents import Move, move, next_state
from agent_client.protocol.agents import ChangeState, Me, NextState, Rights
from agent_client.protocol.names import AgentId, AgentState, IdleReasonId, NotReadyReason, Role
from agent_client.protocol.refusals import Forbidden, Invalid, NotPossibleNow

LUNCH, BREAK = IdleReasonId(1), IdleReasonId(2)
READY = ChangeState(state=AgentState.READY)
PAUSE = ChangeState(state=AgentState.NOT_READY)
TO_LUNCH = ChangeState(state=AgentState.NOT_READY, idle_reason=LUNCH)
HELD = (AgentState.OFFERED, AgentState.ON_CONTACT, AgentState.WRAP_UP)


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


@pytest.mark.parametrize("state", [AgentState.NOT_READY, *HELD])
def test_who_is_no_agent_does_not_become_ready(state: AgentState) -> None:
    me = replace(_me(state, NotReadyReason.PAUSE), rights=Rights(takes_contacts=False))
    with pytest.raises(Forbidden) as refused:
        move(me, READY)
    assert refused.value.params == {"right": "takes_contacts"}
    assert move(me, TO_LUNCH) in (Move.NOT_READY, Move.LATER)


@pytest.mark.parametrize("state", HELD)
@pytest.mark.parametrize("wish", [READY, PAUSE, TO_LUNCH])
def test_with_a_contact_in_hand_a_wish_is_for_later(state: AgentState, wish: ChangeState) -> None:
    assert move(_me(state), wish) is Move.LATER


@pytest.mark.parametrize("state", HELD)
@pytest.mark.parametrize("meant", HELD)
def test_the_contacts_own_state_means_no_change_even_when_it_has_moved_on(state: AgentState, meant: AgentState) -> None:
    assert move(_me(state), ChangeState(state=meant)) is Move.LATER
    with pytest.raises(Invalid):
        move(_me(state), ChangeState(state=meant, idle_reason=LUNCH))


@pytest.mark.parametrize("wish", [READY, PAUSE, TO_LUNCH])
def test_who_is_not_signed_in_chooses_nothing(wish: ChangeState) -> None:
    with pytest.raises(NotPossibleNow) as refused:
        move(_me(AgentState.SIGNED_OUT), wish)
    assert refused.value.params == {"state": "signed_out"}


Return = tuple[AgentState, NotReadyReason | None, IdleReasonId | None]
_PAUSE: Return = (AgentState.NOT_READY, NotReadyReason.PAUSE, None)
_LUNCH: Return = (AgentState.NOT_READY, NotReadyReason.IDLE, LUNCH)
_BREAK: Return = (AgentState.NOT_READY, NotReadyReason.IDLE, BREAK)
_READY: Return = (AgentState.READY, None, None)


@pytest.mark.parametrize(
    ("wish", "same", "others"),
    [
        (READY, _READY, (_PAUSE, _LUNCH)),
        (PAUSE, _PAUSE, (_READY, _LUNCH)),
        (TO_LUNCH, _LUNCH, (_READY, _PAUSE, _BREAK)),
    ],
)
def test_to_where_one_returns_anyway_nothing_is_kept(
    wish: ChangeState, same: Return, others: tuple[Return, ...]
) -> None:
    assert next_state(wish, *same) is None
    for other in others:
        assert next_state(wish, *other) == NextState(wish.state, wish.idle_reason)
    assert next_state(ChangeState(state=AgentState.ON_CONTACT), *same) is None


@pytest.mark.parametrize("state", [state for state in AgentState if state not in ("ready", "not_ready")])
def test_other_states_cannot_be_wished_for(state: AgentState) -> None:
    with pytest.raises(Invalid):
        move(_me(AgentState.READY), ChangeState(state=state))


def test_ready_takes_no_idle_reason() -> None:
    with pytest.raises(Invalid):
        move(_me(AgentState.READY), ChangeState(state=AgentState.READY, idle_reason=LUNCH))
