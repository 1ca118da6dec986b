"""The administrator's window: pages, forms, what is typed and not saved, who may change what, and leaving."""

from __future__ import annotations

from types import ModuleType

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLineEdit, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from agent_client.client.store.state import Link, State
from agent_client.protocol.administration import Administration, Callbacking, Group, ProjectRules, Routing
from agent_client.protocol.agents import Rights
from agent_client.protocol.names import GroupKind, Period, QueueId, Role, Unhandled
from ui.administration.page import BookPage
from ui.administration.pages import PAGES
from ui.administration.window import AdministrationWindow
from ui.widgets.select_field import SelectField


def write(page: BookPage, name: str, text: str) -> None:
    field = page.editor.form.rows[name].entry.target()
    assert isinstance(field, QLineEdit)
    field.setFocus()
    field.selectAll()
    QTest.keyClick(field, Qt.Key.Key_Backspace)
    QTest.keyClicks(field, text)


def tick(page: BookPage, name: str) -> None:
    box = page.editor.form.rows[name].entry.target()
    assert isinstance(box, QAbstractButton)
    box.click()


def field(page: BookPage, name: str) -> QWidget:
    return page.editor.form.rows[name].entry.target()


def save(window: AdministrationWindow, page: BookPage) -> object:
    """Presses Save and answers as the server would; what was sent."""
    page.editor.save.click()
    _, key, wish = window.saves.pop()
    page.set_requested(key, True)
    return wish


# Pages


def test_every_page_opens_from_the_list(window: AdministrationWindow) -> None:
    names = [thing.key for thing in window.list.things()]
    assert names == [
        *("groups", "callbacks", "projects", "routing", "templates", "rights"),
        *("remote", "phones", "sound", "security", "passwords", "exchange"),
    ]
    window.list.setFocus()
    for name in names[1:]:
        QTest.keyClick(window.list, Qt.Key.Key_Down)
        page = window.page()
        assert page is not None and name == page.NAME and page.isVisible()


def test_nothing_is_shown_before_it_is_known_and_a_failure_says_so(
    qtbot: QtBot, state: State, rules: ModuleType
) -> None:
    window = AdministrationWindow()
    qtbot.addWidget(window, before_close_func=lambda one: one.close_now())
    window.show_state(state)
    window.show()
    assert window.page() is None and window.empty.isVisible()
    window.show_failed("The server could not be asked.")
    assert window.empty.sentence.text() == "The server could not be asked."
    with qtbot.waitSignal(window.wanted):
        window.empty.action.click()
    window.show_known(rules.RULES)
    page = window.page()
    assert page is window.page_of("groups")


def _named(one: QWidget) -> bool:
    return bool(one.accessibleName() or (isinstance(one, QAbstractButton) and one.text()))


def test_every_field_has_a_name_for_those_who_do_not_see_it(window: AdministrationWindow) -> None:
    nameless = []
    for name in PAGES:
        window.open(name)
        page = window.page_of(name)
        found = [
            one for kind in (QLineEdit, QPlainTextEdit, QAbstractButton, SelectField) for one in page.findChildren(kind)
        ]
        nameless += [(name, one) for one in found if one.isVisible() and not _named(one)]
    assert nameless == []


def test_tab_goes_through_a_page_and_comes_round(window: AdministrationWindow) -> None:
    window.open("callbacks")
    seen: list[QWidget] = []
    window.list.setFocus()
    for _ in range(30):
        QTest.keyClick(window.focusWidget(), Qt.Key.Key_Tab)
        now = window.focusWidget()
        if now in seen:
            break
        seen.append(now)
    wanted = [
        field(window.page_of("callbacks"), name)
        for name in ("time_zone", "period", "without_saturdays", "without_sundays")
    ]
    assert [one for one in seen if one in wanted] == wanted, "in the order in which they stand"


# Typing and saving


def test_a_group_is_saved_with_all_that_was_typed(window: AdministrationWindow, rules: ModuleType) -> None:
    page = window.page_of("groups")
    assert not page.editor.save.isEnabled() and "Nothing was changed" in page.editor.save.toolTip()
    write(page, "name", "Sales and orders")
    write(page, "capacity", "")
    write(page, "attempts", "7")
    tick(page, "internal")
    assert page.editor.status.text() == "Not saved: Name, Room for, Internal calls, Not reached after"
    before: Group = rules.GROUPS[0]
    wanted = replace(
        before, name="Sales and orders", capacity=None, rules=replace(before.rules, attempts=7, internal=True)
    )
    assert save(window, page) == wanted
    assert page.editor.save.requested and page.editor.status.text() == "Saving…"
    page.kept(before.id, before.id, replace(wanted, version=5))
    assert not page.editor.save.requested and page.editor.status.text() == "Saved"
    assert window.unsaved() == [] and page.list.things()[0].name == "Sales and orders"


def test_ctrl_s_saves_from_the_field_that_has_the_keyboard(window: AdministrationWindow) -> None:
    write(window.page_of("groups"), "name", "Orders")
    QTest.keyClick(field(window.page_of("groups"), "name"), Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert [(page, wish.name) for page, _, wish in window.saves] == [("groups", "Orders")]


def test_what_is_wrong_is_said_while_it_is_typed_and_is_not_saved(window: AdministrationWindow) -> None:
    page = window.page_of("groups")
    write(page, "attempts", "1x")
    row = page.editor.form.rows["attempts"]
    assert row.fault.isVisibleTo(row) and row.fault.text() == "A whole number from 1 to 99."
    assert row.entry.target().property("wrong") and row.entry.target().accessibleDescription() == row.fault.text()
    assert not page.editor.save.isEnabled()
    assert page.editor.status.text() == "To be corrected first: Not reached after"
    page.save()
    assert window.saves == []
    write(page, "attempts", "10")
    assert row.fault.isHidden() and page.editor.save.isEnabled()


def test_what_was_typed_stays_while_one_looks_at_another(window: AdministrationWindow) -> None:
    page = window.page_of("groups")
    write(page, "name", "Orders")
    page.open(page.list.things()[1].key)
    assert page.editor.form.rows["name"].entry.target().text() == "Support"
    window.open("projects")
    window.open("groups")
    page.open(page.list.things()[0].key)
    assert page.editor.form.rows["name"].entry.target().text() == "Orders"
    assert [thing.unsaved for thing in window.list.things()][:2] == [True, False]


def test_reset_brings_back_what_is_saved(window: AdministrationWindow) -> None:
    write(window.page_of("groups"), "name", "Orders")
    window.page_of("groups").editor.reset.click()
    assert field(window.page_of("groups"), "name").text() == "Sales" and window.unsaved() == []


def test_a_refusal_stands_at_the_field_that_it_is_about(window: AdministrationWindow) -> None:
    page = window.page_of("groups")
    write(page, "number", "802")
    key = page.current
    save(window, page)
    page.refuse(key, "Another group has this number.", "number")
    row = page.editor.form.rows["number"]
    assert row.fault.text() == "Another group has this number." and field(page, "number").text() == "802"
    assert page.editor.status.text() == "Not saved: Number"
    write(page, "number", "803")
    assert row.fault.isHidden()


def test_a_refusal_about_nothing_in_particular_stands_beside_save(window: AdministrationWindow) -> None:
    page = window.page_of("groups")
    write(page, "name", "Orders")
    key = page.current
    save(window, page)
    page.refuse(key, "The server cannot save anything at the moment.")
    assert page.editor.status.text() == "The server cannot save anything at the moment."
    assert page.editor.save.isEnabled(), "another try is possible"


def test_somebody_elses_save_is_told_and_reload_keeps_what_was_typed(
    window: AdministrationWindow, rules: ModuleType
) -> None:
    page = window.page_of("groups")
    write(page, "name", "Orders")
    theirs = replace(rules.GROUPS[0], version=5, name="Sales NL", capacity=60)
    window.show_known(replace(rules.RULES, groups=(theirs, *rules.GROUPS[1:])))
    assert page.editor.outdated.isVisible() and not page.editor.save.isEnabled()
    assert "Somebody else saved these rules first" in page.editor.outdated.words.text()
    page.editor.reload.click()
    assert not page.editor.outdated.isVisible()
    assert field(page, "name").text() == "Orders" and field(page, "capacity").text() == "60"
    row = page.editor.form.rows["name"]
    assert row.met.isVisibleTo(row) and row.met.text() == "Saved meanwhile: Sales NL"
    assert save(window, page) == replace(theirs, name="Orders")


def test_what_somebody_else_saved_can_be_taken(window: AdministrationWindow, rules: ModuleType) -> None:
    page = window.page_of("groups")
    write(page, "name", "Orders")
    window.show_known(
        replace(rules.RULES, groups=(replace(rules.GROUPS[0], version=5, name="Sales NL"), *rules.GROUPS[1:]))
    )
    page.editor.reload.click()
    page.editor.form.rows["name"].take.click()
    assert field(page, "name").text() == "Sales NL" and window.unsaved() == []


def test_what_colleagues_do_brings_back_nothing_old(
    window: AdministrationWindow, state: State, rules: ModuleType
) -> None:
    """A save is answered before the rules are read again; meanwhile somebody signs in or out."""
    page = window.page_of("groups")
    write(page, "name", "Orders")
    wish = save(window, page)
    assert isinstance(wish, Group)
    page.kept(wish.id, wish.id, replace(wish, version=wish.version + 1))
    window.show_state(replace(state, agents={}))
    assert field(page, "name").text() == "Orders"
    write(page, "name", rules.GROUPS[0].name)
    assert page.editor.save.isEnabled()


def test_what_is_not_edited_follows_at_once(window: AdministrationWindow, rules: ModuleType) -> None:
    write(window.page_of("groups"), "name", "Orders")
    theirs = replace(rules.GROUPS[1], version=3, name="Helpdesk")
    window.show_known(replace(rules.RULES, groups=(rules.GROUPS[0], theirs, rules.GROUPS[2])))
    assert [thing.name for thing in window.page_of("groups").list.things()] == ["Orders", "Helpdesk", "Back office"]
    assert not window.page_of("groups").editor.outdated.isVisible()


# New ones


def test_a_new_group_is_asked_for_what_it_needs_without_reproach(window: AdministrationWindow) -> None:
    page = window.page_of("groups")
    page.add.click()
    assert window.focusWidget() is field(page, "name")
    assert page.editor.form.rows["name"].fault.isHidden(), "nothing was typed wrong yet"
    assert page.editor.status.text() == "Still missing: Name" and not page.editor.save.isEnabled()
    QTest.keyClicks(window.focusWidget(), "Night")
    wish = save(window, page)
    assert isinstance(wish, Group) and (wish.id, wish.version, wish.name, wish.kind) == (0, 0, "Night", GroupKind.QUEUE)
    page.kept(page.current, 9, replace(wish, id=QueueId(9), version=1))
    assert page.current == 9 and page.list.key() == 9 and window.unsaved() == []


def test_a_new_one_that_nobody_wrote_in_goes_by_itself(window: AdministrationWindow) -> None:
    page = window.page_of("groups")
    page.add.click()
    assert len(page.list.things()) == 4
    page.open(page.list.things()[0].key)
    assert len(page.list.things()) == 3 and window.unsaved() == []


def test_a_new_one_is_discarded(window: AdministrationWindow) -> None:
    page = window.page_of("groups")
    page.add.click()
    QTest.keyClicks(window.focusWidget(), "Night")
    assert page.editor.reset.text() == "Discard"
    page.editor.reset.click()
    assert len(page.list.things()) == 3 and window.unsaved() == []


# What each page says


def test_a_group_that_the_pbx_rings_has_no_times_of_ours(window: AdministrationWindow) -> None:
    page = window.page_of("groups")
    assert field(page, "ring_seconds").isVisibleTo(page)
    page.editor.form.rows["kind"].entry.buttons[GroupKind.HUNTING].click()
    assert not field(page, "ring_seconds").isVisibleTo(page)
    wish = save(window, page)
    assert isinstance(wish, Group) and wish.kind is GroupKind.HUNTING


def test_a_project_waits_in_a_queue_of_ours(window: AdministrationWindow) -> None:
    window.open("projects")
    page = window.page_of("projects")
    queue = field(page, "queue")
    assert isinstance(queue, SelectField)
    assert [queue.itemText(at) for at in range(queue.count())] == ["Sales", "Support"], "no group that the PBX rings"
    QTest.keyClick(queue, Qt.Key.Key_Up)
    entry = page.operators
    entry.list.choose(1)
    entry.remove.click()
    wish = save(window, page)
    assert isinstance(wish, ProjectRules)
    assert (wish.queue, wish.operators) == (1, ("204", "+420724118305", "219"))


def test_a_project_is_found_in_a_long_list(window: AdministrationWindow, rules: ModuleType) -> None:
    page = window.page_of("projects")
    many = tuple(replace(rules.PROJECTS[0], id=at, name=f"Line {at}", dnis=f"+3180010{at:04}") for at in range(1, 40))
    window.show_known(replace(rules.RULES, projects=many))
    window.open("projects")
    QTest.keyClicks(page.search, "line 17")
    assert [thing.name for thing in page.list.things()] == ["Line 1", "Line 17"], "and the one that is open"


def test_routing_asks_for_what_its_choices_need(window: AdministrationWindow) -> None:
    window.open("routing")
    page = window.page_of("routing")
    rows = page.editor.form.rows
    assert rows["unhandled_agent"].isVisibleTo(page) and rows["fixed_target"].isVisibleTo(page)
    rows["unhandled"].entry.buttons[Unhandled.END].click()
    assert not rows["unhandled_agent"].isVisibleTo(page)
    write(page, "fixed_target", "")
    assert rows["fixed_target"].fault.text() == "To which number do they go?"
    tick(page, "fixed_target_active")
    wish = save(window, page)
    assert isinstance(wish, Routing)
    assert (wish.unhandled, wish.fixed_target, wish.fixed_target_active) == (Unhandled.END, "", False)


def test_the_callback_list_covers_what_is_ticked(window: AdministrationWindow) -> None:
    window.open("callbacks")
    page = window.page_of("callbacks")
    page.editor.form.rows["kinds"].entry.boxes[GroupKind.RING_ALL].click()
    write(page, "time_zone", "Europe/Prague")
    period = field(page, "period")
    assert isinstance(period, SelectField)
    QTest.keyClicks(period, "Today")
    wish = save(window, page)
    assert isinstance(wish, Callbacking)
    assert wish.time_zone == "Europe/Prague" and wish.period.period is Period.TODAY
    assert wish.period.kinds == (GroupKind.QUEUE, GroupKind.HUNTING)


def test_weekends_are_left_out_of_days_only_and_the_page_says_so(window: AdministrationWindow) -> None:
    window.open("callbacks")
    page = window.page_of("callbacks")
    hint = page.editor.form.rows["without_sundays"].hint
    assert hint.text() == "Default: off."
    period = field(page, "period")
    assert isinstance(period, SelectField)
    QTest.keyClick(period, Qt.Key.Key_End)
    assert hint.text().startswith("Only a period of days")


def test_rights_are_given_and_taken(window: AdministrationWindow) -> None:
    window.open("rights")
    page = window.page_of("rights")
    tick(page, "takes_contacts")
    assert save(window, page) == Rights(takes_contacts=False)
    page.kept(page.current, page.current, Rights(takes_contacts=False))  # the server answers with the rights alone
    assert window.unsaved() == [] and page.editor.status.text() == "Saved"
    assert not page.add.isVisible(), "agents are not made here"


# Who may


@pytest.fixture
def reading(window: AdministrationWindow, state: State) -> AdministrationWindow:
    assert state.me is not None
    window.show_state(replace(state, me=replace(state.me, role=Role.SUPERVISOR)))
    return window


def test_a_supervisor_reads(reading: AdministrationWindow) -> None:
    page = reading.page_of("groups")
    assert field(page, "name").isReadOnly() and not field(page, "internal").isEnabled()
    assert not page.add.isVisible() and not page.editor.save.isVisible()
    QTest.keyClick(field(page, "name"), Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert reading.saves == []


def test_a_supervisor_keeps_the_templates(reading: AdministrationWindow) -> None:
    reading.open("templates")
    assert reading.page_of("templates").add.isVisible() and reading.page_of("templates").editor.save.isVisible()


def test_without_the_server_one_may_type_and_not_save(window: AdministrationWindow, state: State) -> None:
    write(window.page_of("groups"), "name", "Orders")
    window.show_state(replace(state, link=Link.DOWN))
    assert window.strip.isVisible() and not window.page_of("groups").editor.save.isEnabled()
    assert "No link to the server" in window.page_of("groups").editor.save.toolTip()
    window.show_state(state)
    assert not window.strip.isVisible() and field(window.page_of("groups"), "name").text() == "Orders"
    assert window.page_of("groups").editor.save.isEnabled()


# Leaving


def test_closing_with_something_unsaved_asks_in_place(window: AdministrationWindow) -> None:
    write(window.page_of("groups"), "name", "Orders")
    window.close()
    assert window.isVisible() and window.ending.isVisible()
    assert window.ending.bar.words.text() == "Not saved yet — Groups: Orders"
    window.ending.stay.click()
    assert window.isVisible() and not window.ending.isVisible()


def test_closing_without_saving_gives_up_what_was_typed(window: AdministrationWindow) -> None:
    write(window.page_of("groups"), "name", "Orders")
    window.close()
    window.ending.give_up.click()
    assert not window.isVisible() and window.unsaved() == [] and window.saves == []
    window.show()
    assert field(window.page_of("groups"), "name").text() == "Sales"


def test_saving_all_closes_when_all_is_saved(window: AdministrationWindow, rules: ModuleType) -> None:
    write(window.page_of("groups"), "name", "Orders")
    window.open("callbacks")
    tick(window.page_of("callbacks"), "without_saturdays")
    window.close()
    window.ending.save_all.click()
    assert [page for page, _, _ in window.saves] == ["groups", "callbacks"]
    for name, key, wish in window.saves:
        page = next(one for one in window.books() if name == one.NAME)
        assert window.isVisible()
        page.set_requested(key, True)
        page.kept(key, key, replace(wish, version=wish.version + 1))
    assert not window.isVisible()


def test_saving_all_stops_at_what_cannot_be_saved(window: AdministrationWindow) -> None:
    write(window.page_of("groups"), "attempts", "many")
    window.open("callbacks")
    window.close()
    window.ending.save_all.click()
    assert window.isVisible() and window.page() is window.page_of("groups")
    assert window.focusWidget() is field(window.page_of("groups"), "attempts") and window.saves == []


def test_it_closes_at_once_where_nothing_is_unsaved(window: AdministrationWindow) -> None:
    QTest.keyClick(window, Qt.Key.Key_W, Qt.KeyboardModifier.ControlModifier)
    assert not window.isVisible()


def test_what_somebody_removed_while_it_was_edited_can_be_made_anew(
    window: AdministrationWindow, rules: ModuleType
) -> None:
    window.open("templates")
    page = window.page_of("templates")
    write(page, "name", "Agreed")
    gone: Administration = replace(rules.RULES, templates=rules.RULES.templates[1:])
    window.show_known(gone)
    assert page.editor.outdated.isVisible() and "removed" in page.editor.outdated.words.text()
    assert page.editor.reload.isHidden()
    wish = save(window, page)
    assert (wish.id, wish.name) == (0, "Agreed")
