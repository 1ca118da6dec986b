"""The system's own window in which a file is chosen: opened, never executed; where it is ours, it remembers its place."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from ui.placement import remember


def choose_to_read(over: QWidget, title: str, filters: str, then: Callable[[Path], None]) -> QFileDialog:
    """``filters`` as Qt writes them: ``Text (*.txt);;All files (*)``. ``then`` gets the file, if one is chosen."""
    chooser = _chooser(over, title, filters, then)
    chooser.setFileMode(QFileDialog.FileMode.ExistingFile)
    chooser.open()
    return chooser


def choose_to_write(over: QWidget, title: str, name: str, filters: str, then: Callable[[Path], None]) -> QFileDialog:
    """``name`` is proposed; its ending is put to a name that has none. An existing file is asked about."""
    chooser = _chooser(over, title, filters, then)
    chooser.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    chooser.setDefaultSuffix(Path(name).suffix.removeprefix("."))
    chooser.selectFile(name)
    chooser.open()
    return chooser


def _chooser(over: QWidget, title: str, filters: str, then: Callable[[Path], None]) -> QFileDialog:
    chooser = QFileDialog(over, title)
    chooser.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    chooser.setNameFilter(filters)
    remember(chooser, "file")
    chooser.fileSelected.connect(lambda file: then(Path(file)))
    return chooser
