"""The main window as a whole: keys, strip, search, columns, closing, names for all."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from datetime import timedelta
from types import ModuleType

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from agent_client.client.store.state import Link
from agent_client.protocol.names import Role, WhyCode, WrapUpReasonId
from agent_client.protocol.why import Why
from agent_client.rules.parties import ContactAction
from ui import dialling
from ui.main_window.window import CUSTOMER, WORK, MainWindow
from ui.notices import Notices
from ui.panels.target_picker import PAUSE_MILLISECONDS
from ui.text import clock_time
from ui.widgets.labels import TimerLabel
from ui.widgets.section_tabs import SectionTabs
from ui.widgets.view import View


@pytest.fixture
def window(qtbot: QtBot) -> Iterator[MainWindow]:
    made = MainWindow(Notices())
    qtbot.addWidget(made, before_close_func=lambda window: setattr(window, "_closing", True))
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    yield made


def show(window: MainWindow, state: object, seen: ModuleType) -> None:
    for view in window.views():
        view.show_state(state)
    for view in window.views():
        view.tick(seen.NOW)
    QApplication.processEvents()


def press(window: MainWindow, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(window.focusWidget() or window, key, modifiers)


CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


def test_every_view_says_what_it_shows_and_shows_every_scene(window: MainWindow, seen: ModuleType) -> None:
    assert all(isinstance(view, View) and view.SHOWS for view in window.views())
    for scene in ("WAITING", "SETUP", "ON_CALL", "WRAP_UP", "RONA", "LINK_LOST", "UNKNOWN", "SIGNING_ON", "BASE"):
        show(window, getattr(seen, scene), seen)
        assert not window.grab().isNull()
    assert window.windowTitle() == "Thermo Service — Agent Client"


def test_nobody_has_the_keyboard_at_first(window: MainWindow) -> None:
    assert window.focusWidget() in (None, window)


@pytest.mark.parametrize("place", ["search", "note", "list"])
def test_keys_work_wherever_the_keyboard_is(place: str, window: MainWindow, seen: ModuleType) -> None:
    show(window, seen.ON_CALL, seen)
    fields = {"search": window.header.search, "note": window.customer.editor.field, "list": window.callbacks.list}
    heard: list[str] = []
    for name in ("search", "callbacks", "send", "end", "larger", "smaller", "normal_size", "shortcuts"):
        window.actions_[name].triggered.connect(lambda _=False, name=name: heard.append(name))
    for key, modifiers, name in (
        (Qt.Key.Key_K, CTRL, "search"),
        (Qt.Key.Key_F9, Qt.KeyboardModifier.NoModifier, "callbacks"),
        (Qt.Key.Key_Return, CTRL, "send"),
        (Qt.Key.Key_F8, Qt.KeyboardModifier.NoModifier, "end"),
        (Qt.Key.Key_Plus, CTRL, "larger"),
        (Qt.Key.Key_Minus, CTRL, "smaller"),
        (Qt.Key.Key_0, CTRL, "normal_size"),
        (Qt.Key.Key_F1, Qt.KeyboardModifier.NoModifier, "shortcuts"),
    ):
        fields[place].setFocus()
        QTest.keyClick(fields[place], key, modifiers)
        assert heard[-1:] == [name]


def test_no_key_uses_ctrl_alt_and_none_is_given_twice(window: MainWindow) -> None:
    keys = [key.toString() for name in window.actions_.names() for key in window.actions_[name].shortcuts()]
    assert len(keys) == len(set(keys))
    assert not any("Ctrl" in key and "Alt" in key for key in keys)
    for wanted in (
        "Ctrl+Shift+A",
        "Ctrl+Shift+D",
        "F8",
        "F6",
        "F9",
        "Ctrl+Shift+S",
        "Ctrl+K",
        "Ctrl+Return",
        "Ctrl++",
        "Ctrl+-",
        "Ctrl+0",
    ):
        assert wanted in keys


def test_the_menu_holds_every_action(window: MainWindow) -> None:
    menu = window.actions_.menu(window)
    held = {action for title in menu.actions() for action in title.menu().actions()}
    missing = [name for name in window.actions_.names() if window.actions_[name] not in held]
    assert missing == ["menu"]
    assert ("F8", "End, or choose the wrap-up reason") in window.actions_.overview()


def test_D9_the_values_are_saved_by_key_from_anywhere_on_both_pages(window: MainWindow, seen: ModuleType) -> None:
    heard: list[object] = []
    for state, page in ((seen.ON_CALL, window.contact.call), (seen.WRAP_UP, window.contact.wrap_up)):
        page.variables.saved.connect(lambda contact, wish: heard.append(wish.changes[0].value))
        show(window, state, seen)
        page.variables.rows.rows()["case"].field.put("SR-41")
        window.header.search.setFocus()
        press(window, Qt.Key.Key_S, CTRL)
        assert heard == ["SR-41"]
        heard.clear()
    show(window, seen.WAITING, seen)
    assert not window.actions_["values"].isEnabled()


def test_the_keyboard_does_not_slip_from_a_call_into_its_wrap_up(window: MainWindow, seen: ModuleType) -> None:
    call, wrap_up = seen.ON_CALL, seen.WRAP_UP
    heard: list[object] = []
    window.contact.wrap_up.submitted.connect(lambda *what: heard.append(what))
    default = {key: replace(one, default_reason=WrapUpReasonId(2)) for key, one in wrap_up.contacts.items()}
    wrap_up = replace(wrap_up, contacts=default)
    for open_, had in (
        (lambda: window.contact.call.variables.rows.rows()["case"].field.setFocus(), window),
        (lambda: window.contact.press(ContactAction.TRANSFER), window.customer.editor.field),
    ):
        show(window, call, seen)
        window.customer.editor.field.setFocus()
        open_()
        show(window, wrap_up, seen)
        assert window.focusWidget() is had
        press(window, Qt.Key.Key_Return)
    assert heard == [], "the Enter was meant for the call"
    window.contact.wrap_up.take_focus()
    press(window, Qt.Key.Key_Return)
    assert len(heard) == 1
    show(window, seen.WAITING, seen)
    assert window.focusWidget() is window, "nobody's, so that the next call's note gets it"


def test_actions_are_possible_when_their_buttons_are(window: MainWindow, seen: ModuleType) -> None:
    def possible() -> set[str]:
        asked = ("accept", "decline", "end", "newest", "state")
        names = (*asked, "hold", "consult", "transfer", "conference", "end_consult", "mute", "digits", "recording")
        return {name for name in names if window.actions_[name].isEnabled()}

    show(window, seen.SETUP, seen)
    assert possible() == {"accept", "decline", "newest", "state"}
    show(window, seen.AT_PHONE, seen)
    assert possible() == {"decline", "newest", "state"}
    show(window, seen.ON_CALL, seen)
    in_call = {"hold", "consult", "transfer", "mute", "digits", "recording", "end"}
    assert possible() == {*in_call, "state"}
    show(window, seen.LINK_LOST, seen)
    assert possible() == set()
    show(window, seen.WAITING, seen)
    assert possible() == {"state"}


def test_f8_ends_the_call_and_then_leads_to_the_reasons(window: MainWindow, seen: ModuleType) -> None:
    heard: list[object] = []
    window.contact.pressed.connect(lambda *what: heard.append(what))
    show(window, seen.ON_CALL, seen)
    press(window, Qt.Key.Key_F8)
    assert heard == [(ContactAction.END, 501, 3)]
    show(window, seen.WRAP_UP, seen)
    press(window, Qt.Key.Key_F8)
    assert window.focusWidget() is window.contact.wrap_up.reasons.field


def test_a_call_that_begins_gives_the_note_a_keyboard_that_is_nobodys(window: MainWindow, seen: ModuleType) -> None:
    show(window, seen.SETUP, seen)
    assert window.focusWidget() in (None, window)
    show(window, seen.ON_CALL, seen)
    assert window.focusWidget() is window.customer.editor.field


def test_but_takes_it_from_nobody(window: MainWindow, seen: ModuleType) -> None:
    show(window, seen.SETUP, seen)
    press(window, Qt.Key.Key_K, CTRL)
    QTest.keyClicks(window.header.search, "nov")
    show(window, seen.ON_CALL, seen)
    assert window.focusWidget() is window.header.search


def test_a_lost_link_is_said_in_words_and_gone_when_it_is_back(window: MainWindow, seen: ModuleType) -> None:
    show(window, seen.ON_CALL, seen)
    assert not window.strip.isVisible()
    show(window, seen.LINK_LOST, seen)
    assert window.strip.isVisible()
    assert window._strip_words.text().startswith("Reconnecting…")
    assert (window.status_bar.server.text(), window.status_bar.server.tone()) == ("Reconnecting… 0:12", "alarm")
    assert window.status_bar.badge.word() == "Reconnecting"
    why = Why(code=WhyCode.SIGNED_IN_ELSEWHERE, at=seen.NOW, params={"seat": "TC-9", "host": "pc9"})
    show(window, replace(seen.ON_CALL, link=Link.ENDED, ended=why), seen)
    assert "TC-9" in window._strip_words.text()
    show(window, seen.ON_CALL, seen)
    assert not window.strip.isVisible()


def test_F8_a_pbx_that_cannot_be_reached_is_said_in_words_and_nobody_can_dial(
    window: MainWindow, seen: ModuleType
) -> None:
    lost = replace(seen.WAITING, centre=replace(seen.WAITING.centre, pbx_lost_since=seen.NOW))
    show(window, lost, seen)
    assert window.strip.isVisible()
    words = window._strip_words.text()
    assert words.startswith(f"No connection to the telephone system since {clock_time(seen.NOW)}")
    assert "telephone system" in dialling.why_not_now(lost)
    show(window, seen.WAITING, seen)
    assert not window.strip.isVisible()
    assert dialling.why_not_now(seen.WAITING) == ""


def test_found_customers_are_walked_from_the_field_and_open_beside(
    window: MainWindow, seen: ModuleType, qtbot: QtBot
) -> None:
    show(window, seen.WAITING, seen)
    asked: list[str] = []
    opened: list[object] = []
    window.header.search_typed.connect(asked.append)
    window.customer.customer_wanted.connect(opened.append)
    press(window, Qt.Key.Key_K, CTRL)
    QTest.keyClicks(window.header.search, " nov")
    qtbot.waitUntil(lambda: asked[-1:] == ["nov"])
    window.show_found(seen.FOUND)
    assert window.results.isVisible()
    QTest.keyClick(window.header.search, Qt.Key.Key_Down)
    QTest.keyClick(window.header.search, Qt.Key.Key_Return)
    assert opened == [2]
    assert (window.results.isVisible(), window.header.search.text()) == (False, "")
    assert window.focusWidget() is window.customer.editor.field


def test_an_answer_for_a_field_that_was_cleared_is_not_shown(window: MainWindow, seen: ModuleType) -> None:
    show(window, seen.WAITING, seen)
    press(window, Qt.Key.Key_K, CTRL)
    QTest.keyClicks(window.header.search, "nov")
    QTest.keyClick(window.header.search, Qt.Key.Key_Escape)
    window.show_found(seen.FOUND)
    assert not window.results.isVisible()


def test_the_list_goes_when_the_keyboard_leaves_the_field(window: MainWindow, seen: ModuleType) -> None:
    show(window, seen.ON_CALL, seen)
    press(window, Qt.Key.Key_K, CTRL)
    QTest.keyClicks(window.header.search, "nov")
    window.show_found(seen.FOUND)
    assert window.results.isVisible()
    window.customer.editor.field.setFocus()
    assert not window.results.isVisible()


def test_columns_fold_from_the_menu_and_keys_bring_them_back(window: MainWindow, seen: ModuleType) -> None:
    show(window, seen.ON_CALL, seen)
    window.actions_["work_column"].trigger()
    window.actions_["customer_column"].trigger()
    assert (window.columns.folded(WORK), window.columns.folded(CUSTOMER)) == (True, True)
    press(window, Qt.Key.Key_F9)
    press(window, Qt.Key.Key_N, CTRL)
    assert (window.columns.folded(WORK), window.columns.folded(CUSTOMER)) == (False, False)
    assert window.actions_["work_column"].isChecked()
    assert window.focusWidget() is window.customer.editor.field


def test_closing_is_asked_for_and_done_by_who_may(window: MainWindow, qtbot: QtBot) -> None:
    with qtbot.waitSignal(window.close_wanted):
        window.close()
    assert window.isVisible()
    window.close_now()
    assert not window.isVisible()


def test_what_was_typed_last_asks_nobody_once_the_window_is_closed(
    window: MainWindow, seen: ModuleType, qtbot: QtBot
) -> None:
    show(window, seen.ON_CALL, seen)
    picker = window.contact.call.picker
    asked: list[str] = []
    picker.directory_wanted.connect(asked.append)
    picker.open_for("consult")
    QTest.keyClick(picker.field, Qt.Key.Key_4, CTRL)
    assert picker.tabs.open_section() == "directory"
    QTest.keyClicks(picker.field, "No")
    qtbot.waitUntil(lambda: asked[-1:] == ["No"])
    asked.clear()
    QTest.keyClicks(picker.field, "va")
    window.close_now()
    qtbot.wait(2 * PAUSE_MILLISECONDS)
    assert not asked


def test_the_popovers_are_told_where_the_note_is(window: MainWindow, seen: ModuleType) -> None:
    show(window, seen.ON_CALL, seen)
    area = window.send_button_area()
    send = window.customer.editor.send
    assert area.contains(send.mapToGlobal(send.rect().center()))
    window.columns.fold(CUSTOMER, True)
    assert window.send_button_area().isEmpty()
    window.columns.fold(CUSTOMER, False)
    assert window.send_button_area() == area
    window.hide()
    assert window.send_button_area().isEmpty()


class _Heard(QObject):
    def __init__(self) -> None:
        super().__init__()
        self.kinds: dict[QEvent.Type, list[QObject]] = {}

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Paint, QEvent.Type.LayoutRequest):
            self.kinds.setdefault(event.type(), []).append(watched)
        return False


def _is_at_rest(heard: _Heard, app: QApplication) -> bool:
    """All that was to be laid out and painted is, and nothing comes of it."""
    heard.kinds.clear()
    app.processEvents()
    return not heard.kinds


def test_a_second_repaints_what_counts_and_lays_nothing_out(
    window: MainWindow, seen: ModuleType, qapp: QApplication, qtbot: QtBot
) -> None:
    show(window, seen.ON_CALL, seen)
    window.customer.show_page(seen.PAGE)
    window.setFocus()  # a blinking cursor paints, too
    for view in window.views():
        view.tick(seen.NOW)
    heard = _Heard()
    qapp.installEventFilter(heard)
    try:
        qtbot.waitUntil(lambda: _is_at_rest(heard, qapp))
        for view in window.views():
            view.tick(seen.NOW + timedelta(seconds=1))
        qapp.processEvents()
    finally:
        qapp.removeEventFilter(heard)
    painted = {thing for thing in heard.kinds.get(QEvent.Type.Paint, []) if isinstance(thing, QWidget)}
    allowed = {
        window.status_bar.badge,
        window.status_bar.clock,
        *window.findChildren(TimerLabel),
        *window.contacts._cards.values(),
        window.callbacks.list.viewport(),
    }
    assert painted
    leaves = {
        thing for thing in painted if not any(other is not thing and thing.isAncestorOf(other) for other in painted)
    }
    assert leaves <= allowed
    assert heard.kinds.get(QEvent.Type.LayoutRequest, []) == []


@pytest.mark.parametrize("scene", ["WAITING", "ON_CALL", "WRAP_UP", "RONA", "UNKNOWN", "SETUP"])
def test_everything_that_takes_the_keyboard_has_a_name(scene: str, window: MainWindow, seen: ModuleType) -> None:
    show(window, getattr(seen, scene), seen)
    window.callbacks.list.setCurrentIndex(window.callbacks.rows.index(0))
    kinds = (QAbstractButton, QLineEdit, QPlainTextEdit, QAbstractItemView, SectionTabs)
    controls = [control for kind in kinds for control in window.findChildren(kind) if control.isVisible()]
    assert len(controls) > 8
    nameless = [
        control
        for control in controls
        if not control.accessibleName()
        and not (isinstance(control, QAbstractButton) and (control.text() or control.parent() is None))
    ]
    assert nameless == []


def test_tab_walks_from_the_header_through_the_columns_to_the_note(window: MainWindow, seen: ModuleType) -> None:
    show(window, seen.ON_CALL, seen)
    window.header.search.setFocus()
    order: list[QWidget] = []
    for _ in range(60):
        QTest.keyClick(window.focusWidget(), Qt.Key.Key_Tab)
        here = window.focusWidget()
        if here is window.header.search:
            break
        order.append(here)
    places = [window.callbacks.list, window.contact.call.end, window.customer.editor.field, window.customer.editor.send]
    found = [place for place in order if place in places]
    assert found == [place for place in places if place.isEnabled()]


def test_a_click_on_a_button_takes_no_keyboard_from_the_note(window: MainWindow, seen: ModuleType) -> None:
    show(window, seen.ON_CALL, seen)
    window.activateWindow()
    field = window.customer.editor.field
    field.setFocus()
    hold = window.contact.control(ContactAction.HOLD)
    assert hold is not None and hold.isVisible()
    QTest.mouseClick(hold, Qt.MouseButton.LeftButton)
    assert window.focusWidget() is field


@pytest.mark.parametrize(
    ("role", "offered"),
    [(Role.AGENT, False), (Role.UNKNOWN, False), (Role.SUPERVISOR, True), (Role.ADMINISTRATOR, True)],
)
def test_administration_is_offered_to_those_who_may_read_it(
    window: MainWindow, seen: ModuleType, role: Role, offered: bool
) -> None:
    show(window, replace(seen.WAITING, me=replace(seen.ME, role=role)), seen)
    heard: list[bool] = []
    window.actions_["administration"].triggered.connect(lambda: heard.append(True))
    press(window, Qt.Key.Key_Comma, CTRL)
    assert heard == ([True] if offered else [])
    titles = [action.text() for action in window.actions_.menu(window).actions()]
    assert ("Centre" in titles) is offered
    assert any(words == "Administration…" for _, words in window.actions_.overview()) is offered


def test_nothing_of_a_window_outlives_it(qtbot: QtBot) -> None:
    gc.collect()
    before = {id(one) for one in _shells()}
    made = MainWindow(Notices())
    made.show()
    made._closing = True
    made.close()
    made.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    del made
    gc.collect()
    assert [type(one).__name__ for one in _shells() if id(one) not in before] == []


def _shells() -> list[QWidget]:
    """What Python still has of widgets that are gone."""
    return [one for one in gc.get_objects() if isinstance(one, QWidget) and not isValid(one)]
