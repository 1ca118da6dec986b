"""A8 at work: told once a day that the password ends soon; a changed one is remembered anew where the one before was."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest
from msgspec.structs import replace
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from agent_client.client.tasks import TaskOwner
from agent_client.protocol.refusals import BadCredentials, TooManyAttempts, WeakPassword
from agent_client.workstation.paths import Paths
from agent_client.workstation.settings import LAST_SERVER, REMEMBER_PASSWORD, USER, Settings
from ui.notices import Notices
from ui.shift.passwords import PasswordJoin

NOON = datetime(2026, 11, 24, 11, tzinfo=UTC)
DAY = timedelta(days=1)


class Server:
    """What the server says to a change."""

    def __init__(self) -> None:
        self.says: Exception | None = None
        self.heard: list[tuple[str, str]] = []

    async def change_password(self, wish: Any) -> None:
        self.heard.append((wish.old, wish.new))
        if self.says is not None:
            raise self.says


class Window(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.actions_ = {"password": QAction(self)}


@pytest.fixture
def parts(qapp: Any, qtbot: Any, home: Paths, seen: ModuleType) -> Any:
    made = SimpleNamespace(
        server=Server(), notices=Notices(), settings=Settings(home.config / "settings.json"), kept=[]
    )
    made.store = SimpleNamespace(state=replace(seen.BASE, me=seen.ME))

    async def keep(*said: str) -> bool:
        made.kept.append(said)
        return True

    made.window = Window()
    qtbot.addWidget(made.window)
    made.tasks = TaskOwner()
    made.desk = SimpleNamespace(
        notices=made.notices,
        settings=made.settings,
        placement=SimpleNamespace(remember=lambda *_: None),
        options=SimpleNamespace(demo=False),
        secrets=SimpleNamespace(set=keep),
        tasks=made.tasks,
    )
    made.bridge = SimpleNamespace(follow=lambda *_: None)
    made.join = lambda: PasswordJoin(
        made.desk, made.window, SimpleNamespace(api=made.server), made.store, made.tasks, made.bridge, "here/1"
    )
    return made


def ends(parts: Any, at: datetime | None) -> None:
    me = parts.store.state.me
    parts.store.state = replace(parts.store.state, me=replace(me, password_expires_at=at))


def said(parts: Any) -> list[str]:
    return [notice.text for notice in parts.notices.current()]


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (11, []),
        (10, ["Your password ends in 10 days."]),
        (1, ["Your password ends in 1 day."]),
        (0, ["Your password ends today."]),
        (-1, ["Your password has ended: at the next sign-in a new one is asked for."]),
    ],
)
def test_A8_told_from_ten_days_before(parts: Any, days: int, words: list[str]) -> None:
    ends(parts, NOON + days * DAY)
    parts.join().tick(NOON)
    assert said(parts) == words


def test_A8_told_once_a_day_also_by_the_next_start(parts: Any) -> None:
    ends(parts, NOON + 5 * DAY)
    join = parts.join()
    join.tick(NOON)
    [notice] = parts.notices.current()
    assert notice.stays
    parts.notices.dismiss(notice)
    join.tick(NOON + timedelta(seconds=1))
    parts.join().tick(NOON + timedelta(hours=1))
    assert said(parts) == []
    join.tick(NOON + DAY)
    assert said(parts) == ["Your password ends in 4 days."]
    ends(parts, NOON + 90 * DAY)  # changed
    join.tick(NOON + DAY)
    assert said(parts) == []


@pytest.mark.parametrize("remembered", [True, False])
def test_A8_a_changed_password_is_remembered_anew_where_it_was(
    parts: Any, run: Callable[..., Any], remembered: bool
) -> None:
    settings = parts.settings
    for setting, value in ((REMEMBER_PASSWORD, remembered), (LAST_SERVER, "https://one"), (USER, "anna")):
        settings.set(setting, value)
    join = parts.join()
    join.open()
    join.open()
    dialog = join.dialog
    assert dialog is not None

    async def change(refusal: Exception | None) -> None:
        parts.server.says = refusal
        dialog.wanted.emit("the old one", "the new one")
        for _ in range(20):
            await asyncio.sleep(0)
        assert parts.tasks.names() == []

    run(change(BadCredentials()))
    assert dialog.wrong.text() == "This is not your present password: type it again."
    run(change(WeakPassword(problem="used_before", rule="standard")))
    assert dialog.new.before.refused
    run(change(TooManyAttempts(seconds="8")))
    assert dialog.error.text() == "Too many attempts: wait 8 s, then try again."
    assert parts.kept == []
    run(change(None))
    assert parts.server.heard == [("the old one", "the new one")] * 4
    assert said(parts) == ["Your password is changed."]
    assert parts.kept == ([("https://one", "anna", "the new one")] if remembered else [])
