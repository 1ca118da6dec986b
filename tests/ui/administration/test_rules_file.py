"""The rules as a file: what would be done before anything is, and a bad line shown as it stands there."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from agent_client.protocol.administration import RulesRead
from agent_client.protocol.names import ProjectId
from agent_client.protocol.refusals import BadLine
from ui.administration.rules_file import BAD_LINES, ExportPane, ImportPane, summary

FILE = Path("rules.txt")
READ = RulesRead(projects=3, customers_added=1200, customers_changed=14, records=1)


@pytest.fixture
def pane(qtbot: QtBot) -> ImportPane:
    made = ImportPane()
    qtbot.addWidget(made)
    made.offer(may_edit=True, online=True)
    made.show()
    return made


def choose(pane: ImportPane | ExportPane, file: Path) -> None:
    [chooser] = [one for one in pane.findChildren(QFileDialog) if one.isVisible()]
    chooser.fileSelected.emit(str(file))
    chooser.close()
    chooser.deleteLater()


def test_a_file_is_tried_before_it_is_read_in(pane: ImportPane) -> None:
    tried: list[Path] = []
    read: list[bool] = []
    pane.chosen.connect(tried.append)
    pane.wanted.connect(lambda: read.append(True))
    pane.choose.click()
    choose(pane, FILE)
    assert tried == [FILE] and pane.read.isHidden() is False and not pane.read.isVisible()
    pane.show_would(FILE, READ)
    assert pane.read.isVisible() and pane.result.text() == "3 projects · customers: 1,200 new, 14 changed · 1 record"
    assert read == []
    pane.read.click()
    assert read == [True]
    pane.show_read(READ)
    assert not pane.read.isVisible() and pane.status.text().startswith("Read in: 3 projects")


def test_it_can_be_left(pane: ImportPane) -> None:
    pane.show_would(FILE, READ)
    pane.leave.click()
    assert not pane.read.isVisible() and not pane.status.isVisible()


def test_a_file_with_nothing_new_says_so() -> None:
    assert summary(RulesRead()) == "nothing that is not there already"


@pytest.mark.parametrize("reason", [*BAD_LINES, "of a newer server"])
def test_a_bad_line_is_named_and_shown(pane: ImportPane, reason: str) -> None:
    pane.show_would(FILE, READ)
    pane.show_bad_line(BadLine(line="17", reason=reason, value="{x} 12 34"), "C;1;{x} 12 34;")
    said = pane.status.text()
    assert said.startswith("Line 17 cannot be read") and said.endswith("Nothing was taken from the file.")
    assert pane.line.isVisible() and pane.line.text.text() == "C;1;{x} 12 34;" and pane.line.number.text() == "17"
    assert not pane.read.isVisible()
    if "{value}" in BAD_LINES.get(reason, ""):
        assert "“{x} 12 34”" in said


def test_an_endless_line_is_cut(pane: ImportPane) -> None:
    pane.show_bad_line(BadLine(line="1", reason="text", value=""), "x" * 100_000)
    assert len(pane.line.text.text()) < 500


def test_only_an_administrator_reads_rules_in(pane: ImportPane) -> None:
    pane.offer(may_edit=False, online=True)
    assert not pane.choose.isEnabled() and "administrator" in pane.choose.toolTip()
    pane.offer(may_edit=True, online=False)
    assert not pane.choose.isEnabled() and "No link" in pane.choose.toolTip()


def test_what_is_on_its_way_says_so(pane: ImportPane) -> None:
    pane.set_requested(True)
    assert pane.choose.requested and pane.status.text() == "Reading…"
    pane.set_requested(False)
    pane.refuse("The server did not answer in time.")
    assert pane.status.text().startswith("The server did not answer in time.") and not pane.choose.requested


@pytest.fixture
def export(qtbot: QtBot) -> ExportPane:
    made = ExportPane()
    qtbot.addWidget(made)
    made.offer(online=True)
    made.show()
    return made


def test_the_rules_are_saved_with_or_without_the_history(export: ExportPane, tmp_path: Path) -> None:
    pane = export
    wanted: list[tuple[object, ...]] = []
    pane.wanted.connect(lambda *wish: wanted.append(wish))
    for with_history in (False, True):
        pane.save.click()
        choose(pane, tmp_path / "mine.txt")
        assert wanted.pop() == (tmp_path / "mine.txt", with_history, None)
        QTest.mouseClick(pane.history, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(8, 12))
    pane.show_projects([(ProjectId(2), "Order line")])
    QTest.keyClick(pane.project, Qt.Key.Key_Down)
    pane.save.click()
    choose(pane, tmp_path / "order.txt")
    assert wanted.pop() == (tmp_path / "order.txt", False, 2)
    pane.show_written(tmp_path / "mine.txt", 1_234_567)
    assert pane.status.text() == "Saved to mine.txt, 1,234 kB."
