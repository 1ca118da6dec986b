"""Who listens needs their phone for it: they cannot call out meanwhile."""

from __future__ import annotations

from datetime import UTC, datetime

from msgspec.structs import replace

from agent_client.protocol.agents import AgentBrief, ListeningTo, Me
from agent_client.protocol.names import AgentId, AgentState, ContactId, Listening, NotReadyReason, Role
from agent_client.rules.dialling import may_dial
from agent_client.rules.listening import listening_to

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)
ME = Me(
    id=AgentId(1),
    name="Sonja",
    user="sonja",
    role=Role.SUPERVISOR,
    phone="209",
    seat="TC-1",
    queues=(),
    state=AgentState.NOT_READY,
    not_ready=NotReadyReason.PAUSE,
    since=AT,
    version=1,
)
HEARD = ListeningTo(
    contact=ContactId(7), agent=AgentBrief(AgentId(2), "Bram"), number="", how=Listening.WHISPER, since=AT
)


def test_one_that_is_over_takes_no_phone() -> None:
    assert listening_to(ME) is None
    assert listening_to(replace(ME, listening=HEARD)) == HEARD
    assert listening_to(replace(ME, listening=replace(HEARD, ended_at=AT))) is None


def test_who_listens_calls_nobody() -> None:
    assert may_dial(ME)
    assert not may_dial(replace(ME, listening=HEARD))
    assert may_dial(replace(ME, listening=replace(HEARD, ended_at=AT)))
