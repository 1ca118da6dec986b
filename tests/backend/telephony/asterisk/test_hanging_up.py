"""Who hangs up and has not yet: what waits for them, and for how long."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest

from agent_client.backend.telephony.asterisk import hanging_up
from agent_client.backend.telephony.asterisk.hanging_up import HangingUp
from agent_client.backend.telephony.asterisk.lines import NOWHERE, ChannelId

ONE, TWO = ChannelId("one"), ChannelId("two")


class Board:
    def __init__(self) -> None:
        self.ended: dict[ChannelId, Callable[[], None]] = {}

    def hang_up(self, channel: ChannelId, missing: Callable[[], None]) -> None:
        self.ended[channel] = missing


@pytest.fixture
def board() -> Board:
    return Board()


@pytest.fixture
async def hangs(board: Board) -> HangingUp:
    return HangingUp(board)  # type: ignore[arg-type]


@pytest.fixture
def rung(hangs: HangingUp) -> Callable[[], bool]:
    """Whether the phone 204 may be rung, asked for now."""

    def asked() -> bool:
        order: list[bool] = []
        hangs.after("204", lambda: order.append(True))
        return bool(order)

    return asked


async def test_a_phone_is_rung_once_everything_there_has_ended(hangs, rung) -> None:
    order: list[str] = []
    hangs.hang_up_at(ONE, "204")
    hangs.hang_up_at(TWO, "204")
    hangs.after("204", lambda: order.append("rung"))
    hangs.after("205", lambda: order.append("another"))
    hangs.over(ONE)
    assert order == ["another"]
    hangs.over(TWO)
    hangs.over(TWO)
    assert order == ["another", "rung"]
    assert rung()


async def test_a_channel_that_was_not_there_or_nowhere_is_not_waited_for(hangs, board, rung) -> None:
    hangs.hang_up_at(NOWHERE, "204")
    assert rung()
    hangs.hang_up_at(ONE, "204")
    assert not rung()
    board.ended[ONE]()
    assert rung()


async def test_after_a_loss_of_the_link_only_what_is_still_there_is_waited_for(hangs, rung) -> None:
    hangs.hang_up_at(ONE, "204")
    hangs.only({ONE})
    assert not rung()
    hangs.only({TWO})
    assert rung()


@pytest.mark.parametrize(("limit", "how"), [("AT_MOST_SECONDS", None), ("AFTERWARDS_SECONDS", "left")])
async def test_nobody_waits_for_ever(hangs, rung, monkeypatch, limit, how) -> None:
    monkeypatch.setattr(hanging_up, limit, 0.01)
    hangs.hang_up_at(ONE, "204")
    if how is not None:
        getattr(hangs, how)(ONE)
    assert not rung()
    await asyncio.sleep(0.02)
    assert rung()


async def test_a_phone_is_told_what_became_of_its_wish_before_its_call_ends(hangs, board, rung) -> None:
    hangs.not_before_told(ONE)
    hangs.hang_up_at(ONE, "204")
    assert not board.ended and not rung()
    hangs.told(ONE)
    hangs.told(ONE)
    assert list(board.ended) == [ONE]


async def test_told_and_not_hung_up_it_hangs_up_at_once_when_it_is_to(hangs, board) -> None:
    hangs.not_before_told(ONE)
    hangs.told(ONE)
    assert not board.ended
    hangs.hang_up_at(ONE, "204")
    assert list(board.ended) == [ONE]


async def test_one_that_cannot_be_told_hangs_up_all_the_same(hangs, board, monkeypatch) -> None:
    monkeypatch.setattr(hanging_up, "SAID_SECONDS", 0.01)
    hangs.not_before_told(ONE)
    hangs.hang_up_at(ONE, "204")
    await asyncio.sleep(0.02)
    assert list(board.ended) == [ONE]
