"""What the snapshot had no room for, read from a server that says what it is told to say."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Iterator
from datetime import timedelta
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from agent_client.client.api import Unreachable
from agent_client.client.store.store import Store
from agent_client.client.tasks import TaskOwner
from agent_client.protocol.callbacks import Callback, Callbacks
from agent_client.protocol.names import CallbackId, Period, Section
from agent_client.protocol.refusals import Forbidden
from agent_client.protocol.sessions import Snapshot
from agent_client.workstation.settings import CallbackChoice
from ui.panels.callbacks import CallbacksPanel
from ui.shift import callback_pages
from ui.shift.callback_pages import CallbackPages

Run = Callable[[Coroutine[Any, Any, None]], None]
PAGE = 3


class Server:
    """Pages of three; each question is noted. ``gate`` holds back answers, ``fails`` and ``refuses`` is how many do not come."""

    def __init__(self, entries: list[Callback]) -> None:
        self.entries = sorted(entries, key=lambda one: (one.last_at, one.id), reverse=True)
        self.asked: list[tuple[Section, str | None]] = []
        self.gate: asyncio.Event | None = None
        self.fails = 0
        self.refuses = 0

    async def callbacks(self, section: Section, before: str | None = None) -> Callbacks:
        self.asked.append((section, before))
        if self.gate is not None:
            await self.gate.wait()
        await asyncio.sleep(0)
        if self.fails:
            self.fails -= 1
            raise Unreachable("timeout")
        if self.refuses:
            self.refuses -= 1
            raise Forbidden("callbacks")
        here = [one for one in self.entries if one.section is section]
        start = 0 if before is None else int(before)
        older = str(start + PAGE) if start + PAGE < len(here) else None
        return Callbacks(tuple(here[start : start + PAGE]), older)


class Desk:
    def __init__(self, seen: ModuleType, panel: CallbacksPanel, entries: list[Callback], known: int) -> None:
        self.seen = seen
        self.server = Server(entries)
        self.store = Store()
        self.panel = panel
        self.tasks = TaskOwner()
        self.store.watch(callback_pages.Changed.EVERYTHING, lambda state, _: panel.show_state(state))
        self.reset(known)
        session: Any = SimpleNamespace(api=self.server)
        self.pages = CallbackPages(panel, session, self.store, self.tasks)

    def reset(self, known: int) -> None:
        sections = {section: sum(one.section is section for one in self.server.entries) for section in Section}
        self.store.reset(
            Snapshot(
                now=self.seen.NOW,
                me=self.seen.ME,
                centre=self.seen.CENTRE,
                queues=tuple(self.seen.QUEUES.values()),
                agents=(),
                contacts=(),
                callbacks=tuple(self.server.entries[:known]),
                sections=sections,
            )
        )

    def known(self, section: Section) -> list[int]:
        return sorted(one.id for one in self.store.state.callbacks.values() if one.section is section)

    async def idle(self) -> None:
        for _ in range(2000):
            if not self.tasks.names():
                return
            await asyncio.sleep(0.001)
        raise AssertionError(f"still at work: {self.tasks.names()}")


def made(seen: ModuleType, first: int, count: int, section: Section, minutes: float) -> list[Callback]:
    return [seen.callback(first + n, f"+3120{n:07}", minutes + n, section=section) for n in range(count)]


@pytest.fixture
def sit(qtbot: QtBot, seen: ModuleType) -> Iterator[Callable[[list[Callback], int], Desk]]:
    panel = CallbacksPanel()
    qtbot.addWidget(panel)
    panel.resize(312, 600)
    panel.show()
    panel.tick(seen.NOW)
    desks: list[Desk] = []

    def make(entries: list[Callback], known: int) -> Desk:
        desks.append(Desk(seen, panel, entries, known))
        return desks[-1]

    yield make
    for desk in desks:
        desk.pages.leave()


def test_where_the_snapshot_has_all_nothing_is_asked(run: Run, sit: Any, seen: ModuleType) -> None:
    async def story() -> None:
        desk = sit(made(seen, 1, 5, Section.OPEN, 1), 5)
        await desk.idle()
        assert desk.server.asked == []
        assert desk.panel._unread == frozenset()

    run(story())


def test_all_that_is_to_be_dealt_with_is_read_by_itself(run: Run, sit: Any, seen: ModuleType) -> None:
    async def story() -> None:
        entries = made(seen, 1, 11, Section.OPEN, 1) + made(seen, 50, 4, Section.ATTEMPTED, 90)
        desk = sit(entries, 4)
        assert desk.panel.foot.reading.isVisible() or desk.tasks.names()
        await desk.idle()
        assert desk.known(Section.OPEN) == list(range(1, 12))
        assert desk.known(Section.ATTEMPTED) == [50, 51, 52, 53]
        assert desk.panel._unread == frozenset()
        assert not desk.panel.foot.reading.isVisible()
        desk.panel.rows.settle()
        assert desk.panel.rows.rowCount() == 11
        assert desk.server.asked[0] == (Section.OPEN, None)

    run(story())


def test_old_closed_ones_are_read_when_somebody_looks_so_far_back(run: Run, sit: Any, seen: ModuleType) -> None:
    async def story() -> None:
        entries = made(seen, 1, 2, Section.OPEN, 1) + made(seen, 100, 8, Section.DONE, 60 * 24 * 20)
        desk = sit(entries, 2)
        await desk.idle()
        assert desk.server.asked == []
        desk.panel.tabs.open(Section.DONE.value)
        for _ in range(200):
            await asyncio.sleep(0.005)
            if len(desk.known(Section.DONE)) == 8:
                break
        await desk.idle()
        assert desk.server.asked == [(Section.DONE, None), (Section.DONE, "3"), (Section.DONE, "6")]
        assert desk.panel._unread == frozenset()

    run(story())


def test_of_the_last_days_no_old_ones_are_asked(run: Run, sit: Any, seen: ModuleType) -> None:
    async def story() -> None:
        desk = sit(made(seen, 1, 2, Section.OPEN, 1) + made(seen, 100, 8, Section.DONE, 60 * 24 * 20), 2)
        desk.panel.show_choice(CallbackChoice(period=Period.LAST_7_DAYS))
        desk.panel.tabs.open(Section.DONE.value)
        await asyncio.sleep(0.05)
        assert desk.server.asked == []

    run(story())


def test_a_snapshot_without_room_has_the_closed_ones_of_the_last_days_read(
    run: Run, sit: Any, seen: ModuleType
) -> None:
    async def story() -> None:
        recent = made(seen, 100, 7, Section.DONE, 60)
        ancient = made(seen, 200, 9, Section.DONE, 60 * 24 * 30)
        desk = sit(made(seen, 1, 6, Section.OPEN, 1) + recent + ancient, 2)
        await desk.idle()
        assert set(desk.known(Section.DONE)) >= set(range(100, 107))
        assert Section.DONE in desk.panel._unread

    run(story())


def test_a_server_that_does_not_answer_is_asked_again(
    run: Run, sit: Any, seen: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(callback_pages, "FIRST_PAUSE", 0.01)

    async def story() -> None:
        desk = sit(made(seen, 1, 9, Section.OPEN, 1), 2)
        desk.server.fails = 2
        await desk.idle()
        assert desk.known(Section.OPEN) == list(range(1, 10))
        assert desk.panel._unread == frozenset()

    run(story())


def test_what_is_refused_is_read_with_the_next_snapshot(run: Run, sit: Any, seen: ModuleType) -> None:
    async def story() -> None:
        desk = sit(made(seen, 1, 9, Section.OPEN, 1), 2)
        desk.server.refuses = 1
        await desk.idle()
        assert desk.known(Section.OPEN) == [1, 2]
        assert desk.panel._unread == {Section.OPEN}
        desk.reset(2)
        await desk.idle()
        assert desk.known(Section.OPEN) == list(range(1, 10))

    run(story())


def test_who_comes_to_the_end_while_other_things_are_read_is_not_forgotten(
    run: Run, sit: Any, seen: ModuleType
) -> None:
    async def story() -> None:
        recent = made(seen, 100, 5, Section.DONE, 60)
        desk = sit(made(seen, 1, 6, Section.OPEN, 1) + recent + made(seen, 200, 9, Section.DONE, 60 * 24 * 30), 2)
        desk.panel.older_wanted.emit(Section.DONE)
        await desk.idle()
        assert desk.known(Section.DONE) == [*range(100, 105), *range(200, 204)]  # one page more than the last days take

    run(story())


def test_a_page_of_which_all_was_known_is_not_enough(run: Run, sit: Any, seen: ModuleType) -> None:
    async def story() -> None:
        desk = sit(made(seen, 100, 12, Section.DONE, 60), 7)
        await desk.idle()
        assert desk.server.asked == []
        desk.panel.older_wanted.emit(Section.DONE)
        await desk.idle()
        assert desk.server.asked == [(Section.DONE, None), (Section.DONE, "3"), (Section.DONE, "6")]
        assert desk.known(Section.DONE) == list(range(100, 109))

    run(story())


def test_pressing_end_at_the_end_asks_again(run: Run, sit: Any, seen: ModuleType) -> None:
    async def story() -> None:
        desk = sit(made(seen, 100, 12, Section.DONE, 60), 7)
        desk.panel.tabs.open(Section.DONE.value)
        desk.panel.rows.settle()
        asked: list[Section] = []
        desk.panel.older_wanted.connect(asked.append)
        for _ in range(2):
            asked.clear()
            QTest.keyClick(desk.panel.list, Qt.Key.Key_End)
            assert asked
        await desk.idle()

    run(story())


def test_what_was_on_its_way_before_a_snapshot_is_not_put_into_it(run: Run, sit: Any, seen: ModuleType) -> None:
    async def story() -> None:
        entries = made(seen, 1, 30, Section.OPEN, 1)
        desk = sit(entries, 20)
        await asyncio.sleep(0)
        desk.server.gate = asyncio.Event()
        await asyncio.sleep(0.02)  # some pages are gathered, one is on its way
        desk.server.entries = desk.server.entries[:20]  # the others are listed no more
        desk.reset(20)
        desk.server.gate.set()
        await desk.idle()
        assert desk.known(Section.OPEN) == list(range(1, 21))

    run(story())


def test_newer_news_is_not_undone_by_an_older_page(run: Run, sit: Any, seen: ModuleType) -> None:
    async def story() -> None:
        entries = made(seen, 1, 6, Section.OPEN, 1)
        desk = sit(entries, 2)
        newer = replace(entries[4], version=9, attempts=3)
        desk.store.add_callbacks([newer])
        await desk.idle()
        assert desk.store.state.callbacks[CallbackId(5)] == newer

    run(story())


def test_all_of_a_section_is_read_for_whoever_needs_it(run: Run, sit: Any, seen: ModuleType) -> None:
    async def story() -> None:
        desk = sit(made(seen, 1, 2, Section.OPEN, 1) + made(seen, 100, 8, Section.DONE, 60 * 24 * 20), 2)
        await desk.pages.read_all(Section.DONE)
        assert len(desk.known(Section.DONE)) == 8
        desk.reset(2)
        desk.server.fails = 1
        with pytest.raises(Unreachable):
            await desk.pages.read_all(Section.DONE)

    run(story())


def test_many_pages_are_put_into_the_list_together(
    run: Run, sit: Any, seen: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def story() -> None:
        added: list[int] = []
        desk = sit(made(seen, 1, 60, Section.OPEN, 1), 12)
        add = desk.store.add_callbacks
        monkeypatch.setattr(desk.store, "add_callbacks", lambda entries: (added.append(len(entries)), add(entries)))
        await desk.idle()
        assert [count for count in added if count] == [12, 12, 24, 12]  # the first ones were there already

    assert callback_pages.MOST_AT_ONCE > 60
    assert timedelta(days=7) < callback_pages.LAST_DAYS
    run(story())
