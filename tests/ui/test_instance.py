"""A second start is heard by the first, brings its window to the front and ends: over real sockets, and real processes."""

from __future__ import annotations

import asyncio
import os
import socket
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QWidget

from agent_client.workstation.instance import Start
from ui.instance import Doorbell, activation_token, bring_to_front, ring


@pytest.fixture
def name(tmp_path: Path) -> str:
    folder = tmp_path if len(str(tmp_path)) < 60 else Path(os.environ.get("TMPDIR", "/tmp"))
    return str(folder / f"bell-{os.getpid()}")


def test_a_second_start_says_what_it_has_to_say(run, name: str) -> None:
    heard: list[Start] = []

    async def story() -> None:
        bell = Doorbell(heard.append)
        assert bell.listen(name)
        assert await ring(name, Start(server="https://two.example.com", token="t1"), 2)
        assert await ring(name, Start(), 2)
        bell.close()
        assert not await ring(name, Start(), 0)

    run(story())
    assert heard == [Start(server="https://two.example.com", token="t1"), Start()]


def test_it_waits_for_a_first_start_that_is_not_ready_yet(run, name: str) -> None:
    heard: list[Start] = []

    async def story() -> None:
        async with asyncio.TaskGroup() as group:
            ringing = group.create_task(ring(name, Start(), 4))
            await asyncio.sleep(0)
            bell = Doorbell(heard.append)
            asyncio.get_running_loop().call_later(0.15, bell.listen, name)
            assert await ringing
        bell.close()

    run(story())
    assert heard == [Start()]


def test_one_that_is_just_ending_is_waited_for_no_longer_than_it_takes(run, name: str) -> None:
    asked: list[int] = []

    def over() -> bool:
        asked.append(1)
        return len(asked) == 2

    assert not run(ring(name, Start(), 4, over))
    assert len(asked) == 2


@pytest.mark.skipif(sys.platform == "win32", reason="pipes leave nothing behind")
def test_the_socket_that_a_killed_program_left_is_in_nobodys_way(run, name: str) -> None:
    with socket.socket(socket.AF_UNIX) as stale:
        stale.bind(name)

    async def story() -> None:
        assert not await ring(name, Start(), 0), "nobody is there"
        bell = Doorbell(lambda _: None)
        assert bell.listen(name)
        assert await ring(name, Start(), 2)
        bell.close()

    run(story())


@pytest.mark.skipif(sys.platform == "win32", reason="a socket by hand")
def test_what_cannot_be_understood_shows_the_window_all_the_same(run, name: str) -> None:
    heard: list[Start] = []

    async def story() -> None:
        bell = Doorbell(heard.append)
        bell.listen(name)
        reader, writer = await asyncio.open_unix_connection(name)
        writer.write(b"what?\n")
        assert await reader.read() == b"shown\n"
        writer.close()
        reader, writer = await asyncio.open_unix_connection(name)
        writer.write(b"x" * 40_000)
        with pytest.raises(ConnectionError):
            while True:
                assert await reader.read() == b""
                await writer.drain()
                writer.write(b"x")
                await asyncio.sleep(0)
        bell.close()

    run(story())
    assert heard == [Start()]


def test_the_window_is_shown_restored_and_on_top(qtbot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.showMinimized()
    bring_to_front(window)
    assert window.isVisible()
    assert not window.isMinimized()
    qtbot.waitUntil(window.isActiveWindow)


def test_what_holds_the_window_up_comes_with_it(qtbot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    dialog = QDialog(window)
    dialog.open()
    window.showMinimized()
    bring_to_front(window, "token-1")
    qtbot.waitUntil(dialog.isActiveWindow)
    assert not window.windowState() & Qt.WindowState.WindowMinimized
    assert os.environ.pop("XDG_ACTIVATION_TOKEN", "token-1") == "token-1"


@pytest.mark.parametrize(
    ("environ", "token"),
    [({"XDG_ACTIVATION_TOKEN": "a", "DESKTOP_STARTUP_ID": "b"}, "a"), ({"DESKTOP_STARTUP_ID": "b"}, "b"), ({}, "")],
)
def test_the_desktops_word_is_passed_on(environ: dict[str, str], token: str) -> None:
    assert activation_token(environ) == token
