"""Agents as supervisors see them: the stream's word before what was read, groups, order, staffing."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from agent_client.protocol.agents import Presence
from agent_client.protocol.names import AgentId, AgentState, NotReadyReason, Phase, QueueId, Role, SessionId
from agent_client.protocol.supervising import AgentFigures, Seated, SupervisedAgent
from ui.models.supervised_agents import (
    AgentLine,
    Column,
    Group,
    Look,
    Staffing,
    counted,
    joined,
    shown,
    sort_key,
    staffing,
    told,
    whole_staffing,
)

NOW = datetime(2026, 11, 24, 14, tzinfo=UTC)
SALES, SUPPORT = QueueId(1), QueueId(2)


def presence(number: int, name: str, state: AgentState = AgentState.READY, **more: Any) -> Presence:
    since = NOW - timedelta(seconds=number)
    return Presence(id=AgentId(number), name=name, phone=f"20{number}", state=state, since=since, version=1, **more)


def known(there: Presence, *queues: QueueId, **more: Any) -> SupervisedAgent:
    seated = Seated(
        id=SessionId(there.id),
        phone=there.phone,
        seat=f"TC-{there.id}",
        host="pc",
        address="::1",
        client="1",
        started_at=NOW - timedelta(hours=1),
    )
    session = None if there.state is AgentState.SIGNED_OUT else seated
    return SupervisedAgent(presence=there, user="x", role=Role.AGENT, queues=queues, **{"session": session, **more})


ANNA = known(presence(1, "Anna"), SALES, SUPPORT, today=AgentFigures(handled=3))
ZOE = known(presence(2, "Zoë", AgentState.ON_CONTACT), SALES, today=AgentFigures(handled=12))
LOST = known(presence(3, "Bram", linked=False), SUPPORT)
RONA = known(presence(4, "Cleo", AgentState.NOT_READY, not_ready=NotReadyReason.RONA), SUPPORT)
GONE = known(presence(5, "Dirk", AgentState.SIGNED_OUT, linked=False), locked_since=NOW)
EVERYBODY = (ANNA, ZOE, LOST, RONA, GONE)


def lines() -> dict[AgentId, AgentLine]:
    return joined(EVERYBODY, {})


def in_order(**look: Any) -> list[str]:
    wanted = Look(**{"group": None, **look})
    found = [line for line in lines().values() if shown(line, wanted)]
    return [line.presence.name for line in sorted(found, key=lambda line: sort_key(line, wanted))]


def test_a_lost_link_goes_before_the_state_in_which_it_was_lost() -> None:
    assert [line.phase for line in lines().values()] == [
        Phase.WAITING,
        Phase.CALL,
        Phase.RECONNECTING,
        Phase.RONA,
        Phase.PAUSE,
    ]
    assert lines()[LOST.presence.id].group is Group.TROUBLE


def test_how_many_there_are_of_each() -> None:
    assert counted(lines().values()) == {
        Group.SIGNED_IN: 4,
        Group.WAITING: 1,
        Group.BUSY: 1,
        Group.TROUBLE: 3,
        Group.SIGNED_OUT: 1,
    }, "who cannot sign in is in trouble, too"
    assert counted(lines().values(), SALES) == {Group.SIGNED_IN: 2, Group.WAITING: 1, Group.BUSY: 1}


def test_who_is_there_for_which_queue() -> None:
    assert staffing(lines().values()) == {SALES: Staffing(2, 1), SUPPORT: Staffing(3, 1)}
    assert whole_staffing(lines().values()) == Staffing(4, 1)


@pytest.mark.parametrize(
    ("look", "names"),
    [
        ({"column": Column.NAME}, ["Anna", "Bram", "Cleo", "Zoë", "Dirk"]),
        ({"column": Column.NAME, "descending": True}, ["Zoë", "Cleo", "Bram", "Anna", "Dirk"]),
        ({"column": Column.HANDLED, "descending": True}, ["Zoë", "Anna", "Bram", "Cleo", "Dirk"]),
        ({"column": Column.STATE}, ["Bram", "Cleo", "Anna", "Zoë", "Dirk"]),
        ({"group": Group.TROUBLE}, ["Bram", "Cleo", "Dirk"]),
        ({"group": Group.SIGNED_OUT}, ["Dirk"]),
        ({"queue": SALES}, ["Anna", "Zoë"]),
        ({"words": ("zoe",)}, ["Zoë"]),
        ({"words": ("tc", "3")}, ["Bram"]),
    ],
)
def test_what_is_shown_in_which_order(look: dict[str, Any], names: list[str]) -> None:
    assert in_order(**look) == names


@pytest.mark.parametrize("column", Column)
def test_every_column_has_an_order_of_all(column: Column) -> None:
    """Whatever is compared with whatever."""
    for descending in (False, True):
        look = Look(group=None, column=column, descending=descending)
        keys = [sort_key(line, look) for line in [*lines().values(), AgentLine(presence(9, "New"))]]
        assert len(sorted(keys)) == len({id(key) for key in keys})
        for one, other in itertools.pairwise(sorted(keys)):
            assert one < other


def test_the_streams_word_stays_where_it_is_newer() -> None:
    heard = replace(ANNA.presence, state=AgentState.WRAP_UP, version=7)
    assert joined([ANNA], {heard.id: heard})[heard.id].phase is Phase.WRAP_UP
    read = replace(ANNA, presence=replace(ANNA.presence, version=8))
    assert joined([read], {heard.id: heard})[heard.id].phase is Phase.WAITING
    somebody = presence(7, "Eva")
    assert joined([], {somebody.id: somebody})[somebody.id] == AgentLine(somebody)


def test_a_session_that_is_over_is_known_no_longer() -> None:
    line = lines()[ANNA.presence.id]
    gone = told(line, replace(ANNA.presence, state=AgentState.SIGNED_OUT, version=2))
    assert (gone.signed_in, gone.seat, gone.today.handled) == (False, "", 3)
    assert told(None, ANNA.presence) == AgentLine(ANNA.presence)
