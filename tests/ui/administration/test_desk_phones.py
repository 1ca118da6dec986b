"""The page of phones: who may see it, what stands in it, what its presses ask for."""

from __future__ import annotations

from types import ModuleType
from typing import Any

import pytest
from msgspec.structs import replace
from PySide6.QtWidgets import QApplication, QWidget

from agent_client.client.store.state import Link, State
from agent_client.protocol.desk_phones import DeskPhonePassword, DeskPhones, SaveDeskPhone
from agent_client.protocol.names import Role
from ui.administration.window import AdministrationWindow


@pytest.fixture
def page(window: AdministrationWindow, rules: ModuleType) -> Any:
    made: Any = window.page_of("phones")
    made.asked = []
    made.phones = None
    made.sheet.begin()
    for signal in (made.wanted, made.save_wanted, made.remove_wanted, made.new.wanted):
        signal.disconnect() if made.property("joined") else None
    made.wanted.connect(lambda: made.asked.append("all"))
    made.save_wanted.connect(lambda phone, name: made.asked.append(("password", phone, name)))
    made.remove_wanted.connect(lambda phone: made.asked.append(("remove", phone)))
    made.new.wanted.connect(lambda wish: made.asked.append(wish))
    made.setProperty("joined", True)
    window.open("phones")
    made.show_phones(rules.PHONES)
    made.open("212")
    return made


def visible(*parts: QWidget) -> list[bool]:
    return [part.isVisible() for part in parts]


def names(page: Any) -> list[tuple[str, str]]:
    return [(one.name, one.beneath) for one in page.list.things()]


def test_which_there_are_and_who_is_there(page: Any) -> None:
    assert page.asked == ["all"], "asked for when it came into sight"
    assert names(page) == [
        ("204 · Front desk", "Online · Anna de Vries"),
        ("207", "Online · Bram Smit"),
        ("212 · Support, window", "Online · Dana Horáková"),
        ("215 · Support, door", "Offline"),
    ]
    assert ("Connection", "Online") in page.sheet.facts.shown()


def test_a_fixed_one_says_why_it_cannot_be_changed(page: Any) -> None:
    page.open("204")
    sheet = page.sheet
    assert visible(sheet.fixed, sheet.password, sheet.removal) == [True, False, False]
    page.open("207")
    assert visible(sheet.fixed, sheet.password, sheet.removal) == [False, True, True]


def test_a_new_one_needs_a_number_of_digits(page: Any) -> None:
    page.add.click()
    form = page.new.form
    for typed, fits in (("2", False), ("20x", False), ("2044444", False), (" 2 31 ", True)):
        form.written.emit("phone", typed)
        page.asked.clear()
        page.new.add.click()
        assert bool(page.asked) is fits, typed
        assert bool(form.rows["phone"].fault.text()) is not fits
    assert page.asked == [SaveDeskPhone(phone="231", new=True)]
    page.new.refuse("There is one already.")
    assert page.new.status.isVisible()
    page.new.cancel.click()
    assert visible(page.sheet) == [True]


def test_a_password_is_shown_once_and_gone_with_the_page(page: Any, window: AdministrationWindow) -> None:
    page.show_made(DeskPhonePassword(phone="231", name="Stores", password="kV7mTq3xWp9d"))
    made = page.sheet.made
    assert (page.current, made.password.text()) == ("231", "kV7mTq3xWp9d")
    assert not page.sheet.give.isVisible(), "nothing else is to be pressed meanwhile"
    made.copy.click()
    assert QApplication.clipboard().text() == "kV7mTq3xWp9d"
    window.open("groups")
    window.open("phones")
    assert (made.isVisible(), made.password.text()) == (False, "")


def test_a_new_password_for_one_that_is_there(page: Any) -> None:
    page.sheet.give.click()
    assert page.asked[-1] == ("password", "212", "Support, window")
    page.sheet.refuse("Not now.")
    assert page.sheet.password.status.text() == "Not now."


def test_removing_asks_first_and_says_who_is_there(page: Any) -> None:
    sheet = page.sheet
    sheet.remove.click()
    assert sheet.removing.words.text() == "Remove phone 212? Dana Horáková is signed in with it."
    assert page.asked == ["all"]
    sheet.keep.click()
    assert visible(sheet.removing, sheet.remove) == [False, True]
    page.open("215")
    sheet.remove.click()
    assert sheet.removing.words.text() == "Remove phone 215?"
    sheet.confirm.click()
    assert page.asked[-1] == ("remove", "215")
    sheet.refuse("It is fixed.")
    assert (sheet.removal.status.text(), sheet.removing.isVisible()) == ("It is fixed.", False)


def test_without_a_link_nothing_is_pressed(page: Any, window: AdministrationWindow, state: State) -> None:
    window.show_state(replace(state, link=Link.DOWN))
    assert not page.sheet.give.isEnabled() and page.sheet.give.why_not == "No link to the server"


def test_a_telephone_system_that_cannot_be_told_and_one_that_does_not_answer(page: Any) -> None:
    page.show_phones(DeskPhones(possible=False))
    assert page.empty.isVisible() and not page.add.isVisible()
    assert page.empty.title.text() == "Phones are not managed here"
    page.phones = None
    page.show_failed("It does not answer.")
    assert page.empty.sentence.text() == "It does not answer."
    page.asked.clear()
    page.empty.action.click()
    assert page.asked == ["all"]


def test_supervisors_are_told_that_it_is_not_for_them(page: Any, window: AdministrationWindow, state: State) -> None:
    assert state.me is not None
    page.asked.clear()
    window.show_state(replace(state, me=replace(state.me, role=Role.SUPERVISOR)))
    window.open("groups")
    window.open("phones")
    assert page.asked == [] and not page.add.isVisible()
    assert page.empty.isVisible() and page.empty.title.text() == "Administrators see the phones"
