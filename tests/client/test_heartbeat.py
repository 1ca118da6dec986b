from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from agent_client.client.api import Unreachable
from agent_client.client.clock import ServerClock
from agent_client.client.heartbeat import Heartbeat
from agent_client.client.tasks import TaskOwner
from agent_client.protocol.refusals import NotSignedIn
from agent_client.protocol.sessions import Pulse, Renewed

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


class Answers:
    """Instead of `Api`: each pulse gets the next of what is to come, the last one again and again."""

    peer = None

    def __init__(self, *coming: Exception | Pulse) -> None:
        self.coming = list(coming)
        self.said: list[bool] = []
        self.renewed = 0
        self.news = asyncio.Event()

    async def pulse(self, *, hears: bool) -> Pulse:
        self.said.append(hears)
        self.news.set()
        answer = self.coming.pop(0) if len(self.coming) > 1 else self.coming[0]
        if isinstance(answer, Exception):
            raise answer
        return answer

    async def renew(self) -> Renewed:
        self.renewed += 1
        return Renewed(token="new", expires_at=NOON + 2 * HOUR, password_by=NOON + 12 * HOUR)

    async def until(self, amount: int) -> None:
        while len(self.said) < amount:
            self.news.clear()
            await asyncio.wait_for(self.news.wait(), 20)


@pytest.fixture
def clock():
    return ServerClock(wall=lambda: NOON)


@pytest.fixture
async def tasks():
    made = TaskOwner()
    yield made
    await made.close()


def heart(clock, *, every=0.001, hears=lambda: True, returned=lambda: None, doubtful=lambda: None):
    return Heartbeat(clock, every, hears=hears, returned=returned, doubtful=doubtful)


def lasting(until=NOON + HOUR):
    return Renewed(token="first", expires_at=until, password_by=NOON + 12 * HOUR)


async def test_it_says_whether_the_stream_arrives_and_that_the_computer_sleeps(clock, tasks):
    hearing, answers = [True], Answers(Pulse(NOON))
    beating = heart(clock, hears=lambda: hearing[0])
    tasks.start(beating.run(answers), "pulse")
    await answers.until(1)
    hearing[0] = False
    await answers.until(len(answers.said) + 2)
    assert answers.said[-1] is False
    hearing[0] = True
    beating.fall_asleep()
    await answers.until(len(answers.said) + 2)
    assert answers.said[-1] is False
    beating.wake()
    await answers.until(len(answers.said) + 2)
    assert answers.said[-1] is True


async def test_waking_does_not_wait_for_the_next_turn(clock, tasks):
    answers = Answers(Pulse(NOON))
    beating = heart(clock, every=3600)
    tasks.start(beating.run(answers), "pulse")
    await answers.until(1)
    beating.fall_asleep()
    await answers.until(2)
    beating.wake()
    await answers.until(3)
    assert answers.said == [True, False, True]


async def test_a_server_that_answers_again_is_told_of_once(clock, tasks):
    back = []
    silent = Unreachable("timeout")
    answers = Answers(Pulse(NOON), silent, silent, Pulse(NOON), Pulse(NOON), Pulse(NOON))
    beating = heart(clock, returned=lambda: back.append(len(answers.said)))
    beating.begin(lasting())
    tasks.start(beating.run(answers), "pulse")
    await answers.until(3)
    assert not beating.answered
    await answers.until(7)
    assert back == [4]
    assert beating.answered


async def test_the_token_is_renewed_at_half_of_its_life(clock, tasks):
    answers = Answers(Pulse(NOON, NOON + HOUR, NOON + 12 * HOUR))
    beating = heart(clock)
    beating.begin(lasting())
    running = tasks.start(beating.run(answers), "pulse")
    await answers.until(3)
    assert answers.renewed == 0
    running.cancel()
    late = heart(ServerClock(wall=lambda: NOON + HOUR / 2))
    late.begin(lasting())
    late.lasting = beating.lasting
    tasks.start(late.run(answers), "late pulse")
    await answers.until(len(answers.said) + 2)
    assert answers.renewed >= 1
    assert late.lasting.since == NOON + HOUR / 2


async def test_the_end_of_the_session_is_the_end_of_the_pulse(clock):
    with pytest.raises(NotSignedIn):
        await heart(clock).run(Answers(Pulse(NOON), NotSignedIn(why="session_expired")))


async def test_after_sleep_the_way_is_doubted(tasks):
    """The monotonic clock stood still, as it does in sleep on some systems; the wall's went on."""
    wall, doubts = [NOON], asyncio.Event()
    clock = ServerClock(wall=lambda: wall[0])
    answers = Answers(Pulse(NOON))
    beating = heart(clock, every=0.05, doubtful=doubts.set)
    tasks.start(beating.run(answers), "pulse")
    await answers.until(1)
    wall[0] = NOON + HOUR
    await asyncio.wait_for(doubts.wait(), 20)
