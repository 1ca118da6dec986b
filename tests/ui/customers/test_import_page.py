"""An import from the choice of the file to its end, as the agent sees it."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from agent_client.client.api import Unreachable
from agent_client.client.customer_exchange.importing import Imported, Stage, Wish
from agent_client.client.customer_files.encodings import Encoding
from agent_client.client.customer_files.headings import Column
from agent_client.client.customer_files.reading import Layout, Reader, examine
from agent_client.client.customer_files.records import FaultKind
from agent_client.client.customer_files.rows import Fault
from agent_client.client.customer_files.survey import Survey, Surveying
from agent_client.protocol.agents import Rights
from agent_client.protocol.names import CustomerList
from ui.customers.import_page import ImportPage

TEXT = "Name;Phone;Cosi;Note\r\nJana;+31 20 624 1180;x;Remark\r\nKarel;12;y;\r\nEva;111;z;\r\n"


@pytest.fixture
def page(qtbot: QtBot, seen: ModuleType) -> ImportPage:
    made = ImportPage()
    qtbot.addWidget(made)
    made.resize(1000, 640)
    made.heard = []
    made.run_pressed.connect(made.heard.append)
    made.layout_chosen.connect(made.heard.append)
    made.reread.connect(lambda *what: made.heard.append(what))
    made.show_state(seen.WAITING)
    made.show()
    return made


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "customers.csv"
    path.write_bytes(TEXT.encode())
    return path


def survey(path: Path, layout: Layout) -> Survey:
    surveying = Surveying()
    with Reader(path, layout) as reader:
        surveying.add(reader.take(100))
    return surveying.survey(1.0, whole=True)


def opened(page: ImportPage, path: Path) -> Layout:
    layout = examine(path)
    page.show_file(path, layout)
    page.show_survey(survey(path, layout))
    return layout


def cells(page: ImportPage, row: int) -> list[object]:
    return [page.preview.index(row, at).data() for at in range(page.preview.columnCount())]


def test_without_a_file_it_says_what_can_be_read(page: ImportPage) -> None:
    heard: list[str] = []
    page.file_wanted.connect(lambda: heard.append("file"))
    page.left.connect(lambda: heard.append("left"))
    page.empty.action.click()
    QTest.keyClick(page, Qt.Key.Key_Escape)
    assert heard == ["file", "left"]
    page.show_unreadable(Path("book.xlsx"), "This is a spreadsheet program's own file.")
    assert (page.empty.title.text(), page.another.isHidden()) == ("book.xlsx", True)


def test_the_first_rows_as_they_would_be_imported_and_what_is_wrong(page: ImportPage, file: Path) -> None:
    page.show_file(file, examine(file))
    assert page.foot.words.text() == "Reading the file…"
    assert not page.foot.check.isVisible()
    opened(page, file)
    assert [page.preview.headerData(at, Qt.Orientation.Horizontal) for at in range(4)] == [
        *("Line", "Name", "Number", "Remark"),
    ]
    assert cells(page, 0) == ["2", "Jana", "020 624 1180", "Remark"]
    assert cells(page, 1) == ["3", "Karel", "12", ""]
    assert page.faults.index(0, 1).data() == "“12” is no number that can be called"
    assert (page.foot.words.text(), page.foot.about.text()) == (
        "2 customers in the file",
        "1 line cannot be imported",
    )
    assert page.foot.save_bad.isVisible()


def test_columns_are_mapped_by_hand(page: ImportPage, file: Path) -> None:
    layout = opened(page, file)
    lines = page.columns.lines()
    assert [line.heading.whole() for line in lines] == ["Name", "Phone", "Cosi", "Note"]
    assert [line.example.whole() for line in lines] == ["Jana", "+31 20 624 1180", "x", "Remark"]
    lines[2].field.chosen.emit(Column.COMPANY)
    [chosen] = page.heard  # type: ignore[attr-defined]
    assert chosen == replace(layout, columns=(Column.NAME, Column.NUMBER, Column.COMPANY, Column.NOTE))
    page.show_survey(survey(file, chosen))
    assert cells(page, 0) == ["2", "Jana", "x", "020 624 1180", "Remark"]
    assert page.layout_of_file() == chosen


def test_encoding_and_separator_are_the_agents_choice(page: ImportPage, file: Path) -> None:
    opened(page, file)
    options = page.options
    options.encoding.choose(Encoding.WESTERN)
    options.encoding.chosen.emit(Encoding.WESTERN)
    options.headings.click()
    assert page.heard == [  # type: ignore[attr-defined]
        (Encoding.WESTERN, ";", True),
        (Encoding.WESTERN, ";", False),
    ]


def test_first_checked_then_imported_by_enter(page: ImportPage, file: Path) -> None:
    layout = opened(page, file)
    page.options.into.choose(CustomerList.OWN)
    QTest.keyClick(page, Qt.Key.Key_Return)
    wish = Wish(path=file, layout=layout, into=CustomerList.OWN, update=True, dry=True)
    assert page.heard == [wish]  # type: ignore[attr-defined]
    page.show_imported(Imported(dry=True, read=1, done=1))
    assert page.running()
    assert not page.back.isEnabled()
    page.show_imported(Imported(dry=True, stage=Stage.DONE, read=3, done=2, added=2, bad_rows=1))
    assert page.foot.words.text() == "The server would do this: 2 new · 0 changed · 1 line not imported"
    assert page.foot.about.text() == "Nothing has been changed yet."
    QTest.keyClick(page, Qt.Key.Key_Return)
    assert page.heard[-1] == replace(wish, dry=False)  # type: ignore[attr-defined]
    page.show_imported(Imported(stage=Stage.DONE, read=3, done=2, added=2, bad_rows=1))
    assert page.foot.words.text() == "Imported: 2 new · 0 changed · 1 line not imported"
    assert page.foot.done.isVisible()
    QTest.keyClick(page, Qt.Key.Key_Return)
    assert page.layout_of_file() is None


def test_another_wish_has_to_be_checked_anew(page: ImportPage, file: Path) -> None:
    opened(page, file)
    page.show_imported(Imported(dry=True, stage=Stage.DONE, read=3, done=2, added=2))
    assert page.foot.start.isVisible()
    page.options.update_known.click()
    assert page.foot.check.isVisible()
    assert not page.foot.start.isVisible()


def test_where_nothing_would_be_done_nothing_is_offered(page: ImportPage, file: Path, seen: ModuleType) -> None:
    opened(page, file)
    page.show_imported(Imported(dry=True, stage=Stage.DONE, read=3, done=2, left_out=2))
    assert page.foot.start.why_not == "Nothing would be changed by it"
    page.show_survey(Survey(whole=True, kept_out=3))
    assert page.foot.check.why_not == "There is nobody to import in this file"
    page.show_state(replace(seen.WAITING, me=replace(seen.ME, rights=Rights(edit_central=False, edit_own=False))))
    assert page.foot.check.why_not == "You may not change customers: ask your supervisor."


def test_how_it_goes_waits_stops_and_is_cancelled(page: ImportPage, file: Path) -> None:
    opened(page, file)
    page.show_imported(Imported(read=2, done=1, added=1))
    assert page.foot.words.text() == "Imported: 1 of 2"
    assert page.foot.progress.fraction() == pytest.approx(2 / 3)
    page.show_imported(Imported(stage=Stage.WAITING, read=2, done=1, problem=Unreachable("other")))
    assert page.foot.about.text().startswith("The connection to the server broke")
    assert page.foot.cancel.isVisible()
    heard: list[bool] = []
    page.cancel_pressed.connect(lambda: heard.append(True))
    QTest.keyClick(page, Qt.Key.Key_Escape)
    assert heard == [True]
    page.show_imported(Imported(stage=Stage.CANCELLED, read=2, done=1, added=1))
    assert page.foot.words.text() == "Cancelled: 1 of 2 were imported"
    page.show_imported(Imported(stage=Stage.STOPPED, read=2, done=1, problem=PermissionError()))
    assert page.foot.words.text() == "Stopped: 0 new · 0 changed"
    assert page.foot.about.tone() == "alarm"


def test_the_bad_lines_are_those_of_the_file_and_of_the_server(page: ImportPage, file: Path) -> None:
    opened(page, file)
    bad = (Fault(4, FaultKind.PROJECT, None, "Shop"), Fault(3, FaultKind.NUMBER, Column.NUMBER, "12"))
    page.show_imported(Imported(stage=Stage.DONE, read=3, done=2, added=1, bad=bad, bad_rows=2))
    heard: list[object] = []
    page.save_bad_pressed.connect(heard.append)
    page.foot.save_bad.click()
    assert heard == [(bad[1], bad[0])]
    assert [page.faults.index(at, 0).data() for at in range(2)] == ["3", "4"]


def test_cards_have_no_columns_to_map(page: ImportPage, tmp_path: Path) -> None:
    path = tmp_path / "cards.vcf"
    path.write_text("BEGIN:VCARD\nFN:Jana\nTEL:+31206241180\nEND:VCARD\n")
    opened(page, path)
    assert not page.columns.isVisible()
    assert not page.options.separator.isVisible()
    assert page.options.encoding.isVisible()
    assert cells(page, 0)[:2] == ["1", "Jana"]
