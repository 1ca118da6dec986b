"""A file is chosen in a window that is opened, not executed; nothing is told when none is chosen."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from ui.widgets.file_chooser import choose_to_read, choose_to_write


def test_a_file_to_write_has_a_proposed_name_and_ending(qtbot: QtBot, tmp_path: Path) -> None:
    over = QWidget()
    qtbot.addWidget(over)
    over.show()
    chosen: list[Path] = []
    chooser = choose_to_write(over, "Save the rules", "rules.txt", "Text (*.txt)", chosen.append)
    assert chooser.isVisible() and chooser.windowTitle() == "Save the rules"
    assert chooser.acceptMode() is QFileDialog.AcceptMode.AcceptSave and chooser.defaultSuffix() == "txt"
    chooser.fileSelected.emit(str(tmp_path / "mine.txt"))
    assert chosen == [tmp_path / "mine.txt"]
    chooser.close()


def test_a_file_to_read_is_one_that_is_there(qtbot: QtBot, tmp_path: Path) -> None:
    over = QWidget()
    qtbot.addWidget(over)
    over.show()
    chosen: list[Path] = []
    chooser = choose_to_read(over, "Read rules in", "Text (*.txt)", chosen.append)
    assert chooser.fileMode() is QFileDialog.FileMode.ExistingFile
    chooser.reject()
    assert chosen == []
