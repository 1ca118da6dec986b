"""The seat of whoever is signed in: moved with the device, at once or once the server is back; asked for by a colleague."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import UTC, datetime
from types import ModuleType
from typing import Any

import pytest
from msgspec.structs import replace

from agent_client.client.api import Unreachable
from agent_client.client.store.state import Link
from agent_client.client.store.store import Store
from agent_client.client.tasks import TaskOwner
from agent_client.protocol.agents import AgentBrief
from agent_client.protocol.events import SeatAsked
from agent_client.protocol.names import AgentId
from agent_client.protocol.refusals import SeatTaken
from agent_client.workstation.seat import NoSeat, Seat, SeatRefused, SeatSource
from ui.notices import Notices
from ui.shift.seats import SeatJoin

NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
THERE = Seat("TC-2", "ts-1", SeatSource.CLIENT_NAME)
BRAM = AgentBrief(AgentId(2), "Bram Smit")


class Desk:
    """The join, in front of a session that answers as it is told to."""

    def __init__(self, seen: ModuleType) -> None:
        self.answer: Exception | None = None
        self.moves: list[tuple[str, str]] = []
        self.left: list[bool] = []
        self.store, self.notices, self.tasks = Store(seen.WAITING), Notices(), TaskOwner()
        session: Any = self
        self.join = SeatJoin(session, self.store, self.tasks, self.notices, lambda: self.left.append(True))

    async def move(self, seat: str, host: str) -> None:
        self.moves.append((seat, host))
        if self.answer is not None:
            raise self.answer

    async def until_moved(self, times: int = 1) -> list[str]:
        while len(self.moves) < times or self.tasks.names():  # noqa: ASYNC110 - pytest's own limit ends it
            await asyncio.sleep(0)
        return [notice.text for notice in self.notices.current()]


@pytest.fixture
def desk(seen: ModuleType) -> Iterator[Desk]:
    made = Desk(seen)
    yield made
    made.join.leave()
    assert made.notices.current() == (), "what was said of a session that is over"


def test_A4_a_move_that_the_server_could_not_hear_is_said_when_it_is_back(desk: Desk, run) -> None:
    async def story() -> None:
        desk.answer = Unreachable("refused", "no")
        desk.join.move(THERE)
        [said] = await desk.until_moved()
        assert said.startswith("You stay signed in at seat TC-114. No server answers")
        desk.answer = None
        desk.store.set_link(Link.DOWN, NOON)
        desk.store.set_link(Link.UP, NOON)
        assert await desk.until_moved(2) == ["You sit at seat TC-2 now."]
        desk.store.set_link(Link.DOWN, NOON)
        desk.store.set_link(Link.UP, NOON)
        await desk.tasks.close()
        assert desk.moves == [("TC-2", "ts-1")] * 2

    run(story())


def test_A4_a_taken_seat_is_tried_again_only_by_hand(desk: Desk, run) -> None:
    async def story() -> None:
        desk.answer = SeatTaken(agent="Bram Smit")
        desk.join.move(THERE)
        assert await desk.until_moved() == [
            "This device is seat TC-2, where Bram Smit is signed in: you stay signed in at seat TC-114."
        ]
        desk.store.set_link(Link.DOWN, NOON)
        desk.store.set_link(Link.UP, NOON)
        assert len(desk.moves) == 1
        desk.answer = None
        [notice] = desk.notices.current()
        assert notice.act is not None
        notice.act()
        assert await desk.until_moved(2) == ["You sit at seat TC-2 now."]
        await desk.tasks.close()

    run(story())


def test_A4_at_the_console_the_session_stays_where_it_was(desk: Desk, run) -> None:
    async def story() -> None:
        desk.join.move(SeatRefused(NoSeat.CONSOLE_SESSION))
        [notice] = desk.notices.current()
        assert notice.text.startswith("You stay signed in where you were. This is the console of a terminal server")
        me = desk.store.state.me
        assert me is not None
        desk.join.move(replace_name(me.seat))
        while desk.tasks.names():  # noqa: ASYNC110
            await asyncio.sleep(0)
        assert (desk.notices.current(), desk.moves) == ((), []), "back at the seat it has"

    run(story())


def replace_name(name: str) -> Seat:
    return replace(THERE, name=name)


def test_A5_a_colleague_asks_for_the_seat_or_the_phone(desk: Desk) -> None:
    time = f"{NOON.astimezone():%H:%M}"
    desk.store.apply(SeatAsked(BRAM, "TC-114", NOON))
    desk.store.apply(SeatAsked(BRAM, "TC-114", NOON, phone="204"))
    [notice] = desk.notices.current()
    assert notice.text == f"Bram Smit would like to take calls on your phone 204 ({time}): sign out when you can."
    desk.store.apply(SeatAsked(BRAM, "TC-114", NOON))
    [notice] = desk.notices.current()
    assert notice.text == f"Bram Smit would like to sit at your seat TC-114 ({time}): sign out when you can."
    assert notice.act is not None
    notice.act()
    assert desk.left == [True]
