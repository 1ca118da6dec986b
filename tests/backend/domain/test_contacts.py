"""The table of a contact's life: read as a whole, and walked at random."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent_client.backend.domain.contacts import Fate, Happening, Listed, turn
from agent_client.protocol.names import ContactState, Direction, WhyCode

S, H = ContactState, Happening
IN, BACK = Direction.INBOUND, Direction.CALLBACK
LIVING = (S.QUEUED, S.CONNECTING, S.RINGING, S.CONNECTED, S.WRAP_UP)
AGENTS = (S.CONNECTING, S.RINGING, S.CONNECTED, S.WRAP_UP)


@pytest.mark.parametrize(
    ("state", "to", "agent", "why", "listed"),
    [
        (S.QUEUED, S.ENDED, Fate.STAYS, WhyCode.CALLER_GAVE_UP, Listed.MISSED),
        (S.CONNECTING, S.ENDED, Fate.RETURNS, WhyCode.CALLER_HUNG_UP, Listed.MISSED),
        (S.RINGING, S.ENDED, Fate.RETURNS, WhyCode.CALLER_HUNG_UP, Listed.MISSED),
        (S.CONNECTED, S.WRAP_UP, Fate.WRAPS_UP, None, Listed.NOTHING),
    ],
)
def test_the_caller_hangs_up(
    state: ContactState, to: ContactState, agent: Fate, why: WhyCode | None, listed: Listed
) -> None:
    step = turn(state, IN, H.CUSTOMER_LEFT)
    assert step is not None
    assert (step.to, step.agent, step.why, step.listed) == (to, agent, why, listed)


@pytest.mark.parametrize(
    ("happening", "agent", "why"),
    [
        (H.NOT_ANSWERED, Fate.RONA, WhyCode.RANG_NOT_ANSWERED),
        (H.BUSY, Fate.UNREACHABLE, WhyCode.PHONE_BUSY),
        (H.UNREACHABLE, Fate.UNREACHABLE, WhyCode.PHONE_UNREACHABLE),
        (H.DECLINED, Fate.DECLINED, WhyCode.DECLINED_BY_AGENT),
        (H.SERVER_RESTARTED, Fate.RETURNS, WhyCode.SERVER_RESTARTED),
    ],
)
@pytest.mark.parametrize("state", [S.CONNECTING, S.RINGING])
def test_what_was_not_taken_returns_to_the_queue(
    state: ContactState, happening: Happening, agent: Fate, why: WhyCode
) -> None:
    step = turn(state, IN, happening)
    assert step is not None
    assert (step.to, step.agent, step.why) == (S.QUEUED, agent, why)


@pytest.mark.parametrize("direction", [IN, BACK])
@pytest.mark.parametrize("state", LIVING)
@pytest.mark.parametrize("happening", list(Happening))
def test_whoever_loses_a_contact_is_never_left_hanging(
    state: ContactState, direction: Direction, happening: Happening
) -> None:
    """When a contact leaves its agent's hands, the agent goes somewhere; the one exception is the agent who left."""
    step = turn(state, direction, happening)
    if step is None or state not in AGENTS or step.to in AGENTS:
        return
    assert (step.agent is Fate.STAYS) == (happening is H.AGENT_LEFT)


@pytest.mark.parametrize("direction", [IN, BACK])
@pytest.mark.parametrize("happening", list(Happening))
def test_the_end_is_the_end(direction: Direction, happening: Happening) -> None:
    assert turn(S.ENDED, direction, happening) is None


@pytest.mark.parametrize("direction", [IN, BACK])
@pytest.mark.parametrize("state", [S.CONNECTING, S.RINGING, S.CONNECTED, S.WRAP_UP])
def test_an_agent_who_leaves_holds_nothing_back(state: ContactState, direction: Direction) -> None:
    step = turn(state, direction, H.AGENT_LEFT)
    assert step is not None
    assert step.to in (S.QUEUED, S.ENDED)


@pytest.mark.parametrize("state", AGENTS)
def test_every_way_a_callback_ends_settles_its_claim(state: ContactState) -> None:
    """A claim must never outlive its call: E7."""
    for happening in Happening:
        step = turn(state, BACK, happening)
        if step is not None and step.to in (S.WRAP_UP, S.ENDED) and state is not S.WRAP_UP:
            assert step.listed in (Listed.RELEASED, Listed.ATTEMPTED, Listed.REOPENED)


@given(st.sampled_from([IN, BACK]), st.lists(st.sampled_from(list(Happening)), max_size=40))
def test_any_history_keeps_caller_and_list_in_step(direction: Direction, history: list[Happening]) -> None:
    """However the events come, late, twice or out of order: an inbound caller is either served or on the list."""
    state = S.QUEUED if direction is IN else S.CONNECTING
    served = missed = False
    for happening in history:
        step = turn(state, direction, happening)
        if step is None:
            continue
        state = step.to
        served = served or step.agent is Fate.TALKS
        missed = missed or step.listed is Listed.MISSED
    if direction is IN and state is S.ENDED:
        assert served or missed
    assert state is not S.QUEUED or direction is IN


def test_a_second_ring_is_no_news() -> None:
    assert turn(S.CONNECTING, IN, H.RANG) is not None
    assert turn(S.RINGING, IN, H.RANG) is None
