"""The tables of a contact's life: read as a whole, and walked at random."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent_client.backend.domain.contacts import _TABLES, hears, turn, way
from agent_client.backend.domain.turns import Fate, Happening, Listed, Turn, Way
from agent_client.protocol.names import CallbackOrigin, ContactState, Direction, EndedBy, OnHold, TargetKind, WhyCode
from agent_client.rules.parties import CONSULTED, OWNER

S, H = ContactState, Happening
TALKING = {S.CONNECTED, S.HELD, S.CONSULT_REQUESTED, S.CONSULTING, S.CONFERENCE}
AGENTS = {S.CONNECTING, S.RINGING, *TALKING, S.WRAP_UP}
CONSULTS = (Way.CONSULT_AGENT, Way.CONSULT_QUEUE, Way.CONSULT_NUMBER)
NOBODYS = (Way.TRANSFERRED_OUT, Way.CONSULT_NUMBER)
Situation = tuple[ContactState, OnHold | None]


def every_turn(taken: Way) -> list[tuple[Situation, Happening, Turn]]:
    return [
        (situation, happening, step) for situation, turns in _TABLES[taken].items() for happening, step in turns.items()
    ]


def inbound(state: ContactState, happening: Happening) -> Turn | None:
    return turn(Way.INBOUND, state, None, happening)


@pytest.mark.parametrize(
    ("direction", "target", "origin", "expected"),
    [
        (Direction.INBOUND, None, None, Way.INBOUND),
        (Direction.UNKNOWN, None, None, Way.INBOUND),
        (Direction.INBOUND, TargetKind.NUMBER, None, Way.TRANSFERRED_OUT),
        (Direction.OUTDIAL, None, None, Way.OUTGOING),
        (Direction.CALLBACK, None, None, Way.OUTGOING),
        (Direction.CALLBACK, None, CallbackOrigin.WEB, Way.ASKED_FOR),
        (Direction.PREVIEW, None, None, Way.PREVIEW),
        (Direction.CONSULT, TargetKind.AGENT, None, Way.CONSULT_AGENT),
        (Direction.CONSULT, TargetKind.QUEUE, None, Way.CONSULT_QUEUE),
        (Direction.CONSULT, TargetKind.ENTRY_POINT, None, Way.CONSULT_QUEUE),
        (Direction.CONSULT, TargetKind.NUMBER, None, Way.CONSULT_NUMBER),
    ],
)
def test_which_way_a_contact_takes(
    direction: Direction, target: TargetKind | None, origin: CallbackOrigin | None, expected: Way
) -> None:
    assert way(direction, target, origin) is expected


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
    step = inbound(state, H.CUSTOMER_LEFT)
    assert step is not None
    assert (step.to, step.agent, step.why, step.listed) == (to, agent, why, listed)


@pytest.mark.parametrize("taken", [Way.INBOUND, Way.OUTGOING, Way.ASKED_FOR, Way.PREVIEW])
@pytest.mark.parametrize("situation", [one for one in OWNER if one[0] in TALKING])
def test_the_customer_hangs_up_in_every_situation_of_a_conversation(
    taken: Way, situation: tuple[ContactState, OnHold | None]
) -> None:
    """The owner wraps up, the consulted party is out without wrap-up (D5)."""
    step = turn(taken, *situation, H.CUSTOMER_LEFT)
    assert step is not None
    assert (step.to, step.agent, step.ended_by) == (S.WRAP_UP, Fate.WRAPS_UP, EndedBy.CUSTOMER)
    consults = situation[0] in (S.CONSULT_REQUESTED, S.CONSULTING, S.CONFERENCE)
    assert step.other == (H.OWNER_WENT if consults else None)


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
@pytest.mark.parametrize("taken", [Way.INBOUND, Way.ASKED_FOR, Way.CONSULT_QUEUE])
@pytest.mark.parametrize("state", [S.CONNECTING, S.RINGING])
def test_what_was_not_taken_returns_to_the_queue(
    taken: Way, state: ContactState, happening: Happening, agent: Fate, why: WhyCode
) -> None:
    step = turn(taken, state, None, happening)
    assert step is not None
    assert (step.to, step.agent, step.why) == (S.QUEUED, agent, why)


@pytest.mark.parametrize(
    ("happening", "other"),
    [
        (H.NOT_ANSWERED, H.CONSULT_NOT_ANSWERED),
        (H.BUSY, H.CONSULT_BUSY),
        (H.UNREACHABLE, H.CONSULT_UNREACHABLE),
        (H.DECLINED, H.CONSULT_DECLINED),
    ],
)
@pytest.mark.parametrize("taken", [Way.CONSULT_AGENT, Way.CONSULT_NUMBER])
def test_D4_the_asker_is_told_which_cause_it_was(taken: Way, happening: Happening, other: Happening) -> None:
    step = turn(taken, S.RINGING, None, happening)
    assert step is not None
    assert (step.to, step.other) == (S.ENDED, other)
    for on_hold, to in ((OnHold.CUSTOMER, S.HELD), (None, S.CONNECTED)):
        for_owner = turn(Way.INBOUND, S.CONSULT_REQUESTED, on_hold, other)
        assert for_owner is not None
        assert (for_owner.to, for_owner.on_hold) == (to, on_hold), "nobody is put through unasked"
        assert for_owner.why is not None


@pytest.mark.parametrize("situation", [one for one in OWNER if one[0] is S.CONSULTING])
@pytest.mark.parametrize("happening", list(Happening))
def test_D3_exactly_one_of_customer_and_consulted_party_is_on_hold(
    situation: tuple[ContactState, OnHold | None], happening: Happening
) -> None:
    assert sum(hears(*situation) or ()) == 1
    step = turn(Way.INBOUND, *situation, happening)
    if step is not None and step.to is S.CONSULTING:
        assert step.on_hold is not None
        assert step.on_hold is not situation[1], "a turn within consulting swaps them"


@pytest.mark.parametrize("taken", list(Way))
def test_every_turn_leads_to_a_situation_that_its_way_knows(taken: Way) -> None:
    for situation, happening, step in every_turn(taken):
        if step.to is S.ENDED:
            continue
        said = f"{situation} {happening}"
        after = Way.INBOUND if taken is Way.TRANSFERRED_OUT or happening is H.TOOK_OVER else taken
        seen = (step.to, step.on_hold)
        assert seen in _TABLES[after], said
        if taken not in NOBODYS and step.to in AGENTS:
            table = CONSULTED if after in CONSULTS else OWNER
            known = seen in table or (after in CONSULTS and step.to is S.CONSULTING)
            assert known, f"{said}: no situation outside the parties' table"


@pytest.mark.parametrize("taken", [one for one in Way if one not in (*NOBODYS, Way.DIGITAL)])
def test_whoever_loses_a_contact_is_never_left_hanging(taken: Way) -> None:
    """When a contact leaves its agent's hands, the agent goes somewhere; the exceptions are the agent who left, and what is
    written, which comes beside whatever state they are in."""
    lost = [one for one in every_turn(taken) if one[0][0] in AGENTS and one[2].to not in AGENTS]
    assert lost
    for situation, happening, step in lost:
        assert (step.agent is Fate.STAYS) == (happening is H.AGENT_LEFT), f"{situation} {happening}"


def understands(consult: bool, situation: Situation, said: Happening) -> bool:
    """Whether the other side has a turn for it: of a consult its owner, of an owner whoever is consulted."""
    if consult:
        asking = [one for one in OWNER if one[0] in (S.CONSULT_REQUESTED, S.CONSULTING, S.CONFERENCE)]
        accepted = said is H.CONSULT_ACCEPTED
        left = said is H.CONSULT_LEFT
        fits = [
            one
            for one in asking
            if (one[0] is S.CONSULT_REQUESTED) != left and (not accepted or one[0] is not S.CONFERENCE)
        ]
        return all(turn(Way.INBOUND, *one, said) is not None for one in fits)
    ringing = situation[0] is S.CONSULT_REQUESTED
    states = (S.CONNECTING, S.RINGING) if ringing else (S.CONSULTING,)
    return all(turn(consulted, state, None, said) is not None for consulted in CONSULTS for state in states)


@pytest.mark.parametrize("taken", list(Way))
def test_what_is_said_to_the_other_side_is_understood_there(taken: Way) -> None:
    for situation, happening, step in every_turn(taken):
        if step.other is not None:
            assert understands(taken in CONSULTS, situation, step.other), f"{situation} {happening}"


@pytest.mark.parametrize("taken", list(Way))
def test_the_end_is_the_end(taken: Way) -> None:
    assert [one for one in Happening if turn(taken, S.ENDED, None, one) is not None] == []


@pytest.mark.parametrize("taken", [one for one in Way if one not in NOBODYS])
def test_an_agent_who_leaves_holds_nothing_back(taken: Way) -> None:
    for situation in _TABLES[taken]:
        step = turn(taken, *situation, H.AGENT_LEFT)
        if situation[0] is not S.QUEUED:
            assert step is not None
            assert step.to in (S.QUEUED, S.ENDED)


def test_a_conference_outlives_the_agent_who_has_it() -> None:
    for happening in (H.AGENT_LEFT, H.LEG_ENDED, H.TRANSFERRED):
        step = turn(Way.INBOUND, S.CONFERENCE, None, happening)
        assert step is not None
        assert (step.other, step.ended_by) == (H.TOOK_OVER, EndedBy.TRANSFERRED)


@pytest.mark.parametrize("situation", [one for one in OWNER if one[0] is not S.WRAP_UP])
def test_every_way_a_callback_ends_settles_its_claim(situation: tuple[ContactState, OnHold | None]) -> None:
    """A claim must never outlive its call: E7."""
    for happening in Happening:
        step = turn(Way.OUTGOING, *situation, happening)
        if step is not None and step.to in (S.WRAP_UP, S.ENDED):
            assert step.listed in (Listed.RELEASED, Listed.ATTEMPTED, Listed.REOPENED)


@given(st.lists(st.sampled_from(list(Happening)), max_size=60))
def test_any_history_keeps_caller_and_list_in_step(history: list[Happening]) -> None:
    """However the events come, late, twice or out of order: an inbound caller is either served or on the list,
    where whoever asks for a call is put by that."""
    state, on_hold = S.QUEUED, None
    served = missed = asked = False
    for happening in history:
        step = turn(Way.INBOUND, state, on_hold, happening)
        if step is None:
            continue
        state, on_hold = step.to, step.on_hold
        served = served or step.agent is Fate.TALKS
        missed = missed or step.listed is Listed.MISSED
        asked = asked or happening is H.ASKED_TO_BE_CALLED
    if state is S.ENDED:
        assert served or missed or asked


def test_a_second_ring_is_no_news() -> None:
    assert inbound(S.CONNECTING, H.RANG) is not None
    assert inbound(S.RINGING, H.RANG) is None


def test_nobody_is_lost_by_a_transfer_to_a_number() -> None:
    for happening in (H.NOT_ANSWERED, H.BUSY, H.UNREACHABLE, H.DECLINED):
        step = turn(Way.TRANSFERRED_OUT, S.RINGING, None, happening)
        assert step is not None
        assert (step.to, step.why) == (S.QUEUED, WhyCode.TRANSFER_FAILED)
