"""Whoever tells the program to end is heard once, and in order (A12)."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication, QWidget

from agent_client.workstation.ending import InHand
from ui import ending as ui_ending
from ui.ending import KEY, Ending
from ui.notices import Notices


class Work:
    def __init__(self, in_hand: InHand) -> None:
        self.hand = in_hand
        self.did: list[str] = []

    def in_hand(self) -> InHand:
        return self.hand

    def keep(self) -> bool:
        self.did.append("keep")
        return True

    def sign_out(self, seconds: float) -> bool:
        self.did.append("sign out")
        return True


class Manager:
    """A QSessionManager, which only Qt can make."""

    def __init__(self, may_object: bool) -> None:
        self.may_object = may_object
        self.cancelled = self.released = False

    def allowsInteraction(self) -> bool:
        return self.may_object

    def cancel(self) -> None:
        self.cancelled = True

    def release(self) -> None:
        self.released = True


@pytest.fixture
def told() -> list[str]:
    return []


@pytest.fixture
def ending(qapp: QApplication, told: list[str]) -> Iterator[Ending]:
    made = Ending(qapp, lambda: told.append("stop"), Notices(), (lambda: told.append("last"),), lambda: 0.0)
    yield made
    made.close()
    made.setParent(None)
    made.deleteLater()


@pytest.mark.parametrize(
    ("in_hand", "may_object", "cancels"),
    [
        (InHand(), True, False),
        (InHand(contact=True), True, True),
        (InHand(unkept=True), True, True),
        (InHand(contact=True), False, False),
    ],
)
def test_A12_the_session_manager_is_answered(
    ending: Ending, told: list[str], in_hand: InHand, may_object: bool, cancels: bool
) -> None:
    ending.work = work = Work(in_hand)
    manager = Manager(may_object)
    ending._on_commit(manager)  # type: ignore[arg-type]
    assert (manager.cancelled, manager.released) == (cancels, True)
    assert work.did == ["keep"] and told == [], "a question ends nothing"
    assert [notice.key for notice in ending._notices.current()] == ([KEY] if cancels else [])


def test_A12_nobody_signed_in_has_nothing_against_it(ending: Ending, told: list[str]) -> None:
    assert ending.asked() == ""
    ending.over()
    assert told == ["stop"]


def test_A12_killed_it_keeps_and_signs_out_once(ending: Ending, told: list[str]) -> None:
    ending.work = work = Work(InHand())
    ending.killed()
    ending.killed()
    assert work.did == ["keep", "sign out"] and told == ["last"]


def test_A12_after_an_end_in_order_there_is_nothing_left(ending: Ending, told: list[str]) -> None:
    ending.work = work = Work(InHand())
    ending.close()
    ending.killed()
    assert work.did == [] and told == []


def test_A12_windows_is_told_beforehand_and_only_when_it_changes(
    ending: Ending, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[tuple[str, ...]] = []
    monkeypatch.setattr(ui_ending, "_block", lambda window, why: said.append(("block", why)))
    monkeypatch.setattr(ui_ending, "_unblock", lambda window: said.append(("unblock",)))
    window = QWidget()
    ending.show_work(window)
    ending.work = work = Work(InHand(contact=True))
    for _ in range(2):
        ending.show_work(window)
    work.hand = InHand()
    ending.show_work(window)
    assert said == [("block", "A contact is in hand. End it and wrap it up first."), ("unblock",)]


_QUIT = """
import asyncio, sys
from PySide6.QtCore import QCoreApplication, QEvent
from ui import loop
from ui.ending import Application, Ending
from ui.notices import Notices

app, stop = Application([]), asyncio.Event()

async def main():
    ending = Ending(app, stop.set, Notices(), (), asyncio.get_running_loop().time)
    asyncio.get_running_loop().call_soon({how})
    await stop.wait()
    await asyncio.sleep(0.01)
    print("in order")
    ending.close()
    return 3

sys.exit(loop.run(main, app, stop))
"""


@pytest.mark.parametrize("how", ["app.quit", "lambda: QCoreApplication.sendEvent(app, QEvent(QEvent.Type.Quit))"])
def test_A12_what_would_end_qt_under_the_program_ends_it_in_order(how: str) -> None:
    code = _QUIT.replace("{how}", how)
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False)
    assert (done.stdout, done.stderr, done.returncode) == ("in order\n", "", 3)
