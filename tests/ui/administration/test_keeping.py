"""What was typed over the rules outlives the window: all of it comes back, over whatever was saved meanwhile."""

from __future__ import annotations

import asyncio
from pathlib import Path
from types import ModuleType

from msgspec.structs import replace
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from agent_client.client.clock import ServerClock
from agent_client.client.tasks import TaskOwner
from agent_client.protocol.names import GroupKind, Period, Unhandled
from agent_client.workstation.ownership import OwnFolder
from ui.administration import keeping
from ui.administration.page import BookPage
from ui.administration.window import AdministrationWindow
from ui.shift.rule_drafts import RuleDrafts

ANNA = "epoch/1"


def emptied(window: AdministrationWindow, rules: ModuleType) -> AdministrationWindow:
    """As a window that is opened in the next session."""
    for page in window.books():
        for key in page.book:
            page.book.drop(key)
        page.current = 0
    window.show_known(rules.RULES)
    assert window.unsaved() == []
    return window


def come_back(window: AdministrationWindow, data: bytes | None, account: str = ANNA) -> None:
    assert data is not None
    keeping.put_back(keeping.read(data, account), window)


def page_of(window: AdministrationWindow, name: str) -> BookPage:
    page = window.page_of(name)
    assert isinstance(page, BookPage)
    return page


def test_nothing_unsaved_is_nothing_to_keep(window: AdministrationWindow) -> None:
    assert keeping.kept(ANNA, window) is None


def test_every_kind_of_field_comes_back(window: AdministrationWindow, rules: ModuleType) -> None:
    typed: dict[str, dict[str, object]] = {
        "groups": {"name": "Orders", "kind": GroupKind.HUNTING, "internal": True, "attempts": "many"},
        "projects": {"operators": ("204", "212"), "queue": 1},
        "routing": {"unhandled": Unhandled.END, "unhandled_agent": None, "unhandled_seconds": ""},
        "callbacks": {"period": Period.WEEK, "kinds": (GroupKind.RING_ALL,), "time_zone": "Europe/Pra"},
        "templates": {"text": "{customer}\n“quoted”", "queue": 2},
        "rights": {"edit_own": False},
    }
    for name, fields in typed.items():
        page = page_of(window, name)
        for field, value in fields.items():
            page.book[next(iter(page.book))].write(field, value)
    data = keeping.kept(ANNA, window)
    come_back(emptied(window, rules), data)
    for name, fields in typed.items():
        page = page_of(window, name)
        sheet = page.book[next(iter(page.book))]
        assert sheet.edited() == fields.keys()
        for field, value in fields.items():
            found = sheet.values()[field]
            assert found == value and type(found) is type(value)


def test_it_is_shown_and_can_be_saved(window: AdministrationWindow, rules: ModuleType) -> None:
    page = page_of(window, "groups")
    page.book[1].write("name", "Orders")
    data = keeping.kept(ANNA, window)
    come_back(emptied(window, rules), data)
    field = page.editor.form.rows["name"].entry.target()
    assert isinstance(field, QLineEdit) and field.text() == "Orders"
    field.end(False)
    QTest.keyClicks(field, " at once")
    page.editor.save.click()
    assert [wish.name for _, _, wish in window.saves] == ["Orders at once"]


def test_saved_by_somebody_meanwhile_it_is_outdated_and_keeps_what_was_typed(
    window: AdministrationWindow, rules: ModuleType
) -> None:
    page = page_of(window, "groups")
    page.book[1].write("name", "Orders")
    data = keeping.kept(ANNA, window)
    emptied(window, rules)
    window.show_known(replace(rules.RULES, groups=(replace(rules.GROUPS[0], version=9), *rules.GROUPS[1:])))
    come_back(window, data)
    assert page.editor.outdated.isVisible() and page.editor.form.rows["name"].entry.target().text() == "Orders"


def test_a_new_one_and_one_that_was_removed_come_back(window: AdministrationWindow, rules: ModuleType) -> None:
    page = page_of(window, "templates")
    page.book[page.book.add(page.blank())].write("name", "Fresh")
    page.book[1].write("name", "Agreed")
    data = keeping.kept(ANNA, window)
    emptied(window, rules)
    window.show_known(replace(rules.RULES, templates=rules.RULES.templates[1:]))
    come_back(window, data)
    names = {str(page.book[key].values()["name"]): page.book[key] for key in page.book}
    assert names["Fresh"].new and names["Agreed"].gone
    assert sorted(page.unsaved()) == ["Agreed", "Fresh"]


def test_what_was_typed_since_goes_before(window: AdministrationWindow, rules: ModuleType) -> None:
    page = page_of(window, "groups")
    page.book[1].write("name", "Earlier")
    data = keeping.kept(ANNA, window)
    emptied(window, rules)
    page.book[1].write("name", "Now")
    come_back(window, data)
    assert page.book[1].values()["name"] == "Now"


def test_it_is_nobody_elses(window: AdministrationWindow, rules: ModuleType) -> None:
    page_of(window, "groups").book[1].write("name", "Orders")
    data = keeping.kept(ANNA, window)
    come_back(emptied(window, rules), data, account="epoch/2")
    assert window.unsaved() == []


def test_what_cannot_be_read_is_left_out(window: AdministrationWindow) -> None:
    assert keeping.read(b"\xff{", ANNA) == ()
    strange = keeping.KeptSheet(page="of a newer program", key=1, new=False, base=keeping.Raw(b"{}"), typed={})
    older = keeping.KeptSheet(page="groups", key=1, new=False, base=keeping.Raw(b'{"gone": 1}'), typed={"name": "x"})
    keeping.put_back((strange, older), window)
    assert window.unsaved() == []


def test_what_a_session_that_died_has_left_comes_beside_ones_own(
    window: AdministrationWindow, rules: ModuleType, tmp_path: Path
) -> None:
    """Each of two sessions of one account keeps its own; nothing of what either typed goes before the other's."""

    async def session(typed: dict[int, str]) -> OwnFolder:
        folder, tasks = OwnFolder(tmp_path / "rules"), TaskOwner()
        drafts = RuleDrafts(folder, tasks, ServerClock(), ANNA)
        await drafts.restore(window)
        for key, name in typed.items():
            page_of(window, "groups").book[key].write("name", name)
        drafts.follow(window)
        await drafts.flush()
        await drafts.flush()  # what lies there twice goes once it is safe
        await tasks.close()
        return folder

    def names() -> dict[int, object]:
        book = page_of(window, "groups").book
        return {key: book[key].values()["name"] for key in book if book[key].edited()}

    first = asyncio.run(session({1: "Orders"}))
    emptied(window, rules)
    second = asyncio.run(session({2: "Help at once"}))
    assert names() == {2: "Help at once"}, "the other session lives: what it typed is its own"
    first.close()
    second.close()
    emptied(window, rules)
    third = asyncio.run(session({}))
    assert names() == {1: "Orders", 2: "Help at once"}
    assert len(third.load()) == 0
    third.close()
    emptied(window, rules)
    last = asyncio.run(session({}))
    assert names() == {1: "Orders", 2: "Help at once"}, "all of it in one piece now"
    last.close()
    assert len(list((tmp_path / "rules").rglob("*.kept"))) == 1
