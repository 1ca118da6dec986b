"""The one road of commands: requested at once, one at a time, said in place when refused, confirmed by the state alone."""

from __future__ import annotations

import asyncio

import pytest

from agent_client.client.api import Unreachable
from agent_client.client.store.state import Link
from agent_client.client.store.store import Store
from agent_client.client.tasks import TaskOwner
from agent_client.protocol.refusals import AlreadyClaimed, NotSignedIn
from agent_client.protocol.time import from_millis
from ui import commands
from ui.commands import Commands
from ui.notices import Notices

AT = from_millis(1_770_000_000_000)


class Button:
    def __init__(self) -> None:
        self.requested: list[bool] = []
        self.refused: list[str] = []

    def set_requested(self, on: bool) -> None:
        self.requested.append(on)

    def refuse(self, text: str) -> None:
        self.refused.append(text)


class Line:
    """Stands for a session: gives an api, counts the snapshots that were asked for."""

    def __init__(self) -> None:
        self.refreshed = 0
        self.signed_in = True

    @property
    def api(self):
        if not self.signed_in:
            raise NotSignedIn
        return self

    def refresh(self) -> None:
        self.refreshed += 1


@pytest.fixture
def line() -> Line:
    return Line()


@pytest.fixture
def notices(qapp) -> Notices:
    return Notices()


def pressing(run, line, notices, store, press):
    async def it():
        tasks = TaskOwner()
        try:
            await press(Commands(line, store, tasks, notices))
        finally:
            await tasks.close()

    run(it())


async def settled() -> None:
    for _ in range(10):
        await asyncio.sleep(0)


def test_requested_shows_before_anything_was_sent(run, line, notices):
    button, store = Button(), Store()

    async def press(commands):
        sent = asyncio.Event()

        async def command(api):
            sent.set()

        commands.press("hold", command, control=button)
        assert button.requested == [True]
        assert not sent.is_set()
        await asyncio.wait_for(sent.wait(), 30)
        await settled()
        assert button.requested == [True, False]

    pressing(run, line, notices, store, press)


def test_a_second_press_meanwhile_does_nothing(run, line, notices):
    async def press(commands):
        count, go = 0, asyncio.Event()

        async def command(api):
            nonlocal count
            count += 1
            await go.wait()

        commands.press("end 1", command)
        commands.press("end 1", command)
        await settled()
        assert count == 1
        go.set()
        await settled()
        commands.press("end 1", command)
        await settled()
        assert count == 2

    pressing(run, line, notices, Store(), press)


def test_another_press_of_the_same_name_waits_for_its_turn_and_is_not_lost(run, line, notices):
    """The event of Available came, and Cancel was pressed, before Available itself was answered."""
    available, cancel = Button(), Button()

    async def press(commands):
        sent, go = [], asyncio.Event()

        async def ready(api):
            sent.append("ready")
            await go.wait()

        async def pause(api):
            sent.append("pause")

        commands.press("state", ready, what="ready", control=available)
        commands.press("state", pause, what="pause", control=cancel)
        await settled()
        assert sent == ["ready"]
        go.set()
        await settled()
        assert sent == ["ready", "pause"]
        assert available.requested[-1] is False and cancel.requested == [True, False]

    pressing(run, line, notices, Store(), press)


def test_a_refusal_is_said_in_place_and_kept_as_a_notice(run, line, notices):
    button = Button()

    async def press(commands):
        async def command(api):
            raise AlreadyClaimed(agent="Bram")

        commands.press("callback 1", command, control=button)
        await settled()

    pressing(run, line, notices, Store(), press)
    assert "Bram" in button.refused[0]
    assert button.requested[-1] is False
    assert [notice.text for notice in notices.current()] == button.refused


def test_an_unreachable_server_is_said_and_never_raised(run, line, notices):
    button = Button()

    async def press(commands):
        async def command(api):
            raise Unreachable("refused")

        commands.press("end", command, control=button)
        await settled()

    pressing(run, line, notices, Store(), press)
    assert button.refused


def test_without_a_session_it_is_refused_like_any_other(run, line, notices):
    line.signed_in = False

    async def press(commands):
        async def command(api):
            raise AssertionError("there is nobody to ask")

        commands.press("end", command)
        await settled()

    pressing(run, line, notices, Store(), press)
    assert notices.current()


def test_it_stays_requested_until_the_state_shows_it(run, line, notices):
    button, store = Button(), Store()
    done: list[str] = []

    async def press(commands):
        async def command(api):
            return "accepted"

        commands.press("x", command, control=button, seen=lambda state, result: state.link is Link.UP, done=done.append)
        await settled()
        assert button.requested == [True]
        store.set_link(Link.UP, AT)
        await settled()
        assert button.requested == [True, False]
        assert done == ["accepted"]

    pressing(run, line, notices, store, press)
    assert line.refreshed == 0


def test_a_command_without_its_event_asks_for_everything_and_says_so(run, line, notices, monkeypatch):
    monkeypatch.setattr(commands, "CONFIRM_SECONDS", 0.05)
    button = Button()

    async def press(commands):
        async def command(api):
            return 1

        commands.press("x", command, control=button, seen=lambda state, result: False)
        for _ in range(200):
            await asyncio.sleep(0.01)
            if button.requested == [True, False]:
                return
        pytest.fail("it stayed requested")

    pressing(run, line, notices, Store(), press)
    assert line.refreshed == 1
    assert [notice.key for notice in notices.current()] == ["unconfirmed"]
