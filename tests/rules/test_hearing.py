"""Who may hear a call, and where it is silent."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from msgspec.structs import replace

from agent_client.protocol.agents import AgentBrief
from agent_client.protocol.interactions import Moment, PastCall, PastRecording
from agent_client.protocol.names import AgentId, Direction, InteractionId, MomentKind, Role, SoundState
from agent_client.rules.hearing import Gap, gaps, may_hear

BEGAN = datetime(2026, 3, 2, 9, tzinfo=UTC)
ANNA, BRAM, CLEO = (AgentBrief(AgentId(number), name) for number, name in enumerate(("Anna", "Bram", "Cleo"), 1))


def moment(seconds: float, kind: MomentKind, agent: AgentBrief | None = None) -> Moment:
    return Moment(at=BEGAN + timedelta(seconds=seconds), kind=kind, agent=agent)


CALL = PastCall(
    interaction=InteractionId(7),
    contacts=(),
    direction=Direction.INBOUND,
    number="",
    queue="Sales",
    started_at=BEGAN,
    agents=(ANNA,),
    recording=PastRecording(state=SoundState.KEPT, began_at=BEGAN, seconds=60.0),
    moments=(moment(2, MomentKind.RANG, CLEO), moment(30, MomentKind.CONSULT_ACCEPTED, BRAM)),
)
PAUSED, RESUMED = MomentKind.RECORDING_PAUSED, MomentKind.RECORDING_RESUMED


@pytest.mark.parametrize(
    ("role", "agent", "may"),
    [
        (Role.AGENT, ANNA, True),
        (Role.AGENT, BRAM, True),  # was asked
        (Role.AGENT, CLEO, False),  # was rung, and did not answer
        (Role.SUPERVISOR, CLEO, True),
        (Role.ADMINISTRATOR, CLEO, True),
        (Role.UNKNOWN, CLEO, False),
    ],
)
def test_D8_who_may_hear_it(role: Role, agent: AgentBrief, may: bool) -> None:
    assert may_hear(role, agent.id, CALL) is may


@pytest.mark.parametrize(
    ("moments", "silent"),
    [
        ((), ()),
        (
            (moment(10, PAUSED), moment(15, RESUMED), moment(20, PAUSED), moment(21, RESUMED)),
            (Gap(10, 15), Gap(20, 21)),
        ),
        ((moment(10, PAUSED), moment(12, PAUSED), moment(15, RESUMED)), (Gap(10, 15),)),
        ((moment(50, PAUSED),), (Gap(50, None),)),
        ((moment(5, RESUMED),), ()),
    ],
)
def test_D8_where_it_is_silent(moments: tuple[Moment, ...], silent: tuple[Gap, ...]) -> None:
    assert gaps(replace(CALL, moments=moments)) == silent
    assert gaps(replace(CALL, moments=moments, recording=None)) == ()
