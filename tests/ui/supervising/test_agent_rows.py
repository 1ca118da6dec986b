"""The agents' rows: whatever is told in whatever order, the table shows what a plain reading would, and moves one by one."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from msgspec.structs import replace
from PySide6.QtTest import QAbstractItemModelTester

from agent_client.protocol.names import AgentState
from ui.models.supervised_agents import Column, Group, shown, sort_key
from ui.supervising.agent_rows import AgentRows
from ui.supervising.window import SupervisingWindow

STATES = (AgentState.READY, AgentState.ON_CONTACT, AgentState.WRAP_UP, AgentState.SIGNED_OUT, AgentState.NOT_READY)


def plain(rows: AgentRows) -> list[int]:
    found = [line for line in rows.lines() if shown(line, rows.look)]
    return [line.id for line in sorted(found, key=lambda line: sort_key(line, rows.look))]


def seen(rows: AgentRows) -> list[int | None]:
    return [rows.at(row) for row in range(rows.rowCount())]


def test_as_a_plain_reading_after_any_story(situation: Callable[[str], SupervisingWindow]) -> None:
    whole = situation("400").agents.rows
    some = list(whole.state.agents.items())[:60]
    rows, random, state = AgentRows(), Random(7), replace(whole.state, agents=dict(some))
    tester = QAbstractItemModelTester(rows, QAbstractItemModelTester.FailureReportingMode.Fatal)
    rows.show_state(state)
    rows.show_known([line.known for agent, _ in some if (line := whole.line(agent)) is not None and line.known])
    resets: list[int] = []
    rows.modelReset.connect(lambda: resets.append(1))
    for turn in range(120):
        if turn % 20 == 0:
            rows.choose(
                column=random.choice(list(Column)),
                group=random.choice([None, Group.SIGNED_IN, Group.WAITING, Group.TROUBLE]),
                descending=random.random() < 0.5,
            )
            resets.clear()
        agent = random.choice(list(state.agents.values()))
        linked, now = random.random() < 0.9, random.choice(STATES)
        changed = replace(agent, state=now, linked=linked, version=agent.version + 1)
        state = replace(state, agents={**state.agents, agent.id: changed})
        rows.show_state(state)
        if turn % 10 == 9:
            assert seen(rows) == plain(rows)
            assert [rows.row_of(agent) for agent in seen(rows) if agent is not None] == list(range(rows.rowCount()))
        assert resets == [], "one agent's state draws no other row anew"
    assert tester.model() is rows


def test_an_event_that_changes_nothing_tells_nothing(situation: Callable[[str], SupervisingWindow]) -> None:
    window = situation("agents")
    rows = window.agents.rows
    told: list[str] = []
    rows.dataChanged.connect(lambda *_: told.append("data"))
    rows.counted.connect(lambda: told.append("counted"))
    rows.show_state(replace(rows.state, agents={**rows.state.agents}))
    rows.show_known([line.known for line in rows.lines() if line.known is not None])
    assert told == []
