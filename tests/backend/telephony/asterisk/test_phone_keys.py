"""The transfer key, word by word: Asterisk ends by an answer that comes too early, and that cannot be had on purpose."""

from __future__ import annotations

import asyncio

import pytest

from agent_client.backend.ports.telephony import CallId, LegId, TelephonyEvent, TransferAsked
from agent_client.backend.tasks import TaskOwner
from agent_client.backend.telephony.asterisk.ari import AriRefused, Reply
from agent_client.backend.telephony.asterisk.board import Board
from agent_client.backend.telephony.asterisk.hand_calls import HandCalls
from agent_client.backend.telephony.asterisk.hanging_up import HangingUp
from agent_client.backend.telephony.asterisk.happenings import (
    Channel,
    ChannelTransfer,
    Destination,
    ReferredBy,
    ReferTo,
)
from agent_client.backend.telephony.asterisk.lines import Call, ChannelId, Leg, Lines
from agent_client.backend.telephony.asterisk.news import News
from agent_client.backend.telephony.asterisk.phone_keys import PhoneKeys
from agent_client.backend.telephony.asterisk.phone_states import PhoneStates
from agent_client.backend.telephony.asterisk.settings import AsteriskSettings
from agent_client.backend.telephony.asterisk.wire import Wire
from agent_client.backend.telephony.sides import Customer, LegKind

CALL, LEG, CHANNEL = CallId("call-1"), LegId("leg-1"), ChannelId("channel-1")
ASKED = TransferAsked(LEG, "205")


class Link:
    """Asterisk, which is busy with the phone's request until ``done`` is set."""

    def __init__(self) -> None:
        self.done = asyncio.Event()
        self.refuses: AriRefused | None = None
        self.answers: list[str] = []

    async def command(self, method: str, path: str, body: object = None, **query: object) -> Reply:
        if path.endswith("transfer_progress"):
            self.answers.append(str(query["states"]))
        elif method == "DELETE":
            self.answers.append("hang up")
        return Reply(204)

    async def get(self, path: str, **query: object) -> object:
        assert (path, query) == (f"channels/{CHANNEL}/variable", {"variable": "CHANNEL(pjsip,call-id)"})
        await self.done.wait()
        if self.refuses is not None:
            raise self.refuses
        return {"value": "7"}


class Key:
    """Of an agent's phone in a call."""

    def __init__(self) -> None:
        self.link, self.tasks, self.told = Link(), TaskOwner(), list[TelephonyEvent]()
        lines, news, settings = Lines(), News(), AsteriskSettings()
        news.listener, news.lost = self.told.append, False
        wire = Wire(self.link, "centre", "en", self.tasks)
        states = PhoneStates(news, "", lambda _: None, lambda _: None)
        board = Board(wire, lambda _: None)
        self.hanging_up = HangingUp(board)
        hand_calls = HandCalls(wire, board, news, states, settings, lambda: 0.0)
        self.keys = PhoneKeys(lines, wire, news, hand_calls, self.hanging_up, lambda _: None)
        lines.calls[CALL] = Call(CALL, "+31201234567", "+31800100300", Customer.TALKING, owner=LEG)
        lines.legs[LEG] = Leg(LEG, "204", LegKind.FOR_CALL, CALL, CHANNEL, answered=True)

    async def pressed(self, at: str, state: str = "") -> None:
        to, by = ReferTo(Destination(destination="205")), ReferredBy(Channel(CHANNEL))
        self.keys.transfer(ChannelTransfer(to, by, state, at))
        await self.passes()

    async def passes(self) -> None:
        for _ in range(10):
            await asyncio.sleep(0)


@pytest.fixture
async def key():
    made = Key()
    yield made
    await made.tasks.close()


async def test_it_is_told_once_asterisk_can_take_an_answer(key) -> None:
    await key.pressed("12:00:00.000")
    assert key.told == []
    key.link.done.set()
    await key.passes()
    assert key.told == [ASKED]
    assert key.link.answers == []


async def test_no_answer_goes_out_before_even_where_nobody_talks(key) -> None:
    key.keys._lines.calls.clear()
    await key.pressed("12:00:00.000")
    assert key.link.answers == []
    key.link.done.set()
    await key.passes()
    assert key.link.answers == ["channel_declined"]


@pytest.mark.parametrize("taken", [True, False])
async def test_each_request_is_told_and_answered_once_however_often_and_late_it_is_told_of(key, taken) -> None:
    key.link.done.set()
    await key.pressed("12:00:00.000")
    key.keys.answer(LEG, taken=taken)
    await key.pressed("12:00:00.000")
    await key.pressed("12:00:00.003", "channel_declined")
    assert key.told == [ASKED]
    assert key.link.answers == ["channel_answered" if taken else "channel_declined"]


async def test_pressed_again_before_the_answer_it_is_told_once_and_later_once_more(key) -> None:
    key.link.done.set()
    await key.pressed("12:00:00.000")
    await key.pressed("12:00:01.000")
    assert key.told == [ASKED]
    key.keys.answer(LEG, taken=False)
    await key.pressed("12:00:02.000")
    assert key.told == [ASKED, ASKED]


@pytest.mark.parametrize(("refused", "told"), [(404, []), (500, [ASKED])])
async def test_a_channel_that_is_gone_is_not_told_of_one_without_an_answer_is(key, refused, told) -> None:
    key.link.refuses = AriRefused(refused, "no")
    key.link.done.set()
    await key.pressed("12:00:00.000")
    assert key.told == told


async def test_a_phone_whose_transfer_is_taken_is_told_so_before_it_is_let_go(key) -> None:
    key.link.done.set()
    await key.pressed("12:00:00.000")
    key.keys.answer(LEG, taken=True)
    key.hanging_up.hang_up_at(CHANNEL, "204")
    await key.passes()
    assert key.link.answers == ["channel_answered"]
    await key.pressed("12:00:00.003", "channel_answered")
    assert key.link.answers == ["channel_answered", "hang up"]
