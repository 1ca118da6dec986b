"""Who may correct a record."""

from __future__ import annotations

import pytest

from agent_client.protocol.names import AgentId, Role
from agent_client.rules.correcting import may_correct

ANNA, BRAM = AgentId(1), AgentId(2)


@pytest.mark.parametrize(
    ("agent", "role", "may"),
    [
        (ANNA, Role.AGENT, True),
        (BRAM, Role.AGENT, False),
        (BRAM, Role.UNKNOWN, False),
        (BRAM, Role.SUPERVISOR, True),
        (BRAM, Role.ADMINISTRATOR, True),
    ],
)
def test_who_may(agent: AgentId, role: Role, may: bool) -> None:
    assert may_correct(ANNA, agent, role) is may
