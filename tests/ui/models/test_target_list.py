"""Rows that keep their places are told as changed; another order is laid anew."""

from __future__ import annotations

from msgspec.structs import replace
from pytestqt.qtbot import QtBot

from agent_client.protocol.contacts import Target
from agent_client.protocol.names import TargetKind
from ui.models.target_list import TARGET_ROLE, TargetList
from ui.models.targets import TargetRow


def row(key: int) -> TargetRow:
    return TargetRow(key=("queue", key), target=Target(kind=TargetKind.QUEUE, id=key), icon="queue", name=f"Q{key}")


def test_changes_are_told_as_what_they_are(qtbot: QtBot) -> None:
    rows = TargetList()
    heard: list[object] = []
    rows.modelReset.connect(lambda: heard.append("reset"))
    rows.dataChanged.connect(lambda first, last: heard.append(first.row()))
    rows.show_rows([row(1), row(2)])
    rows.show_rows([row(1), replace(row(2), word="2 waiting")])
    rows.show_rows([row(1), replace(row(2), word="2 waiting")])
    rows.show_rows([row(2), row(1)])
    assert heard == ["reset", 1, "reset"]
    assert (rows.place_of(("queue", 1)), rows.place_of(("queue", 9)), rows.place_of(None)) == (1, -1, -1)


def test_a_row_says_who_it_is_and_why_not(qtbot: QtBot) -> None:
    from PySide6.QtCore import Qt

    rows = TargetList()
    rows.show_rows([replace(row(1), word="Wrap-up", beneath="204", why_not="Choose somebody else.")])
    index = rows.index(0)
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == "Q1 · Wrap-up · 204"
    assert index.data(Qt.ItemDataRole.ToolTipRole) == "Choose somebody else."
    assert index.data(TARGET_ROLE).target.id == 1
    assert rows.row(1) is None
