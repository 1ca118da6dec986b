"""The section that is shown, on a real disk: all of it, beside whatever else is done, and one sentence where it fails."""

from __future__ import annotations

import asyncio
import csv
from collections.abc import Callable, Coroutine, Iterator
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest
from msgspec.structs import replace
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from agent_client.client.api import Unreachable
from agent_client.client.tasks import TaskOwner
from agent_client.protocol.names import CallbackId, QueueId, Section
from agent_client.workstation.settings import CallbackChoice
from ui.notices import Level, Notices
from ui.panels.callbacks import CallbacksPanel
from ui.shift.callback_export import CallbackExportJoin

Run = Callable[[Coroutine[Any, Any, None]], None]


class Desk:
    def __init__(self, seen: ModuleType, panel: CallbacksPanel) -> None:
        self.panel = panel
        self.notices = Notices()
        self.tasks = TaskOwner()
        self.read: list[Section] = []
        self.trouble: Exception | None = None
        store: Any = SimpleNamespace(state=replace(seen.WAITING))
        clock: Any = SimpleNamespace(now=lambda: seen.NOW)
        pages: Any = SimpleNamespace(read_all=self._read_all)
        panel.show_state(store.state)
        panel.tick(seen.NOW)
        self.join = CallbackExportJoin(panel, pages, store, clock, self.tasks, self.notices)

    async def _read_all(self, section: Section) -> None:
        self.read.append(section)
        if self.trouble is not None:
            raise self.trouble

    async def write(self, file: Path) -> tuple[Level, str]:
        self.join.write(file)
        for _ in range(2000):
            if self.notices.current():
                break
            await asyncio.sleep(0.002)
        [notice] = self.notices.current()
        return notice.level, notice.text


@pytest.fixture
def desk(qtbot: QtBot, seen: ModuleType) -> Iterator[Desk]:
    panel = CallbacksPanel()
    qtbot.addWidget(panel)
    panel.show()
    yield Desk(seen, panel)


def names(file: Path) -> list[str]:
    with file.open(encoding="utf-8-sig", newline="") as text:
        return [row["Name"] or row["Number"] for row in csv.DictReader(text)]


def test_what_is_shown_is_written_as_it_is_shown(run: Run, desk: Desk, tmp_path: Path) -> None:
    async def story() -> None:
        desk.panel.show_choice(CallbackChoice(queues=(QueueId(2),)))
        file = tmp_path / "list.csv"
        assert await desk.write(file) == (Level.INFORMATION, "3 rows were written to “list.csv”.")
        assert names(file) == ["+46 8 556 717 49", "Ingrid Solheim", ""]
        assert desk.read == [Section.OPEN]

    run(story())


def test_old_entries_are_read_first(run: Run, desk: Desk, tmp_path: Path) -> None:
    async def story() -> None:
        desk.panel.tabs.open(Section.DONE.value)
        assert (await desk.write(tmp_path / "done.csv"))[1] == "1 row was written to “done.csv”."
        assert desk.read == [Section.DONE]

    run(story())


def test_a_server_that_does_not_answer_is_said_and_nothing_is_written(run: Run, desk: Desk, tmp_path: Path) -> None:
    async def story() -> None:
        desk.trouble = Unreachable("timeout")
        level, text = await desk.write(tmp_path / "list.csv")
        assert (level, text.count(".")) == (Level.WARNING, 1)

    run(story())
    assert list(tmp_path.glob("*.csv")) == []


def test_a_folder_that_is_not_there_is_said_in_one_sentence(run: Run, desk: Desk, tmp_path: Path) -> None:
    async def story() -> None:
        level, text = await desk.write(tmp_path / "gone" / "list.csv")
        assert level is Level.ERROR
        assert text == "The list could not be written to “list.csv”: is there room, and may you write there?"

    run(story())


def test_the_file_before_stays_whole_when_the_disk_is_full(
    run: Run, desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    async def story() -> None:
        monkeypatch.setattr("agent_client.workstation.files.os.fsync", full)
        assert (await desk.write(file))[0] is Level.ERROR

    file = tmp_path / "list.csv"
    file.write_text("before")
    run(story())
    assert file.read_text() == "before"
    assert [one.name for one in tmp_path.iterdir() if one.is_file()] == ["list.csv"]


def test_a_name_is_proposed_in_a_window_that_stops_nothing(desk: Desk, qtbot: QtBot) -> None:
    desk.panel.filters.export_pressed.emit()
    chooser = desk.panel.findChild(QFileDialog)
    assert chooser is not None
    assert chooser.isVisible()
    assert [Path(file).name for file in chooser.selectedFiles()] == ["Callbacks Open 2026-11-24.csv"]
    assert chooser.defaultSuffix() == "csv"
    chooser.close()


def test_whose_row_went_meanwhile_is_not_written(run: Run, desk: Desk, seen: ModuleType, tmp_path: Path) -> None:
    async def story() -> None:
        done = replace(seen.ENTRIES[0], version=2, section=Section.DONE, closed_at=seen.NOW, closed_by=seen.ANNA)
        state = replace(seen.WAITING, callbacks={**seen.WAITING.callbacks, CallbackId(1): done})
        desk.panel.show_state(state)
        desk.panel.rows.settle()
        await desk.write(tmp_path / "list.csv")
        assert "Bakkerij Van Dam" not in names(tmp_path / "list.csv")

    run(story())
