"""The callback list as the agent handles it: sections, rows, claims, buttons and keys."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from types import ModuleType

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from agent_client.client.store.state import State
from agent_client.protocol.callbacks import Callback, CallbackHistory, CallbackMoment, CallbackPeriod, Claim
from agent_client.protocol.names import CallbackId, CallbackMomentKind, Period, Section
from agent_client.rules.callback_actions import CallbackAction
from agent_client.workstation.settings import CallbackChoice, CallbackSort
from ui import theme
from ui.models.callback_lines import Line
from ui.panels import callback_words
from ui.panels.callback_actions import RowMenu
from ui.panels.callback_filters import CallbackFilters
from ui.panels.callbacks import CallbacksPanel


@pytest.fixture
def at_home(seen: ModuleType) -> State:
    """At a centre whose customers live by its own clock."""
    return replace(seen.WAITING, centre=replace(seen.CENTRE, time_zone="Europe/Amsterdam"))


@pytest.fixture
def panel(qtbot: QtBot, seen: ModuleType, at_home: State) -> CallbacksPanel:
    made = CallbacksPanel()
    qtbot.addWidget(made)
    made.resize(312, 600)
    made.show()
    made.heard = []
    made.pressed.connect(lambda entry, action: made.heard.append((action, entry)))
    made.show_state(at_home)
    made.tick(seen.NOW)
    return made


def choose(panel: CallbacksPanel, entry: int) -> None:
    at = panel.rows.place_of(entry)
    assert at is not None
    panel.list.setCurrentIndex(panel.rows.index(at))


def buttons(panel: CallbacksPanel) -> list[str]:
    actions = panel.list.chosen_actions
    return [] if actions.isHidden() else [button.text() for button in actions.buttons.values() if not button.isHidden()]


def second(panel: CallbacksPanel, entry: int) -> tuple[str, str]:
    line = panel.rows.line(panel.rows.place_of(entry)) if panel.rows.place_of(entry) is not None else None
    said = callback_words.second(line or Line(panel._state.callbacks[entry]), panel.list.delegate.looking)
    return said.text, said.tone


def test_the_sections_and_their_counts(panel: CallbacksPanel) -> None:
    assert panel.tabs.accessibleDescription() == "Open 9, Attempts 2, Done 148, Not reached 1"
    assert panel.rows.rowCount() == 9
    panel.tabs.open(Section.DONE.value)
    assert panel.rows.rowCount() == 1


@pytest.mark.parametrize(
    ("entry", "line"),
    [
        (1, ("020 624 1180 · Sales", "dim")),
        (2, ("Bram is calling, 0:12", "call")),
        (5, ("Sales", "dim")),
        (8, ("Support", "dim")),
        (20, ("2 attempts, 13:36 · 020 111 2233 · Sales", "dim")),
        (30, ("Bram · 020 111 2255 · Sales", "dim")),
    ],
)
def test_the_second_line(
    entry: int, line: tuple[str, str], panel: CallbacksPanel, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown, tone = second(panel, entry)
    assert tone == line[1]
    assert shown.split(", ")[0] == line[0].split(", ")[0]
    assert shown.split(" · ")[1:] == line[0].split(" · ")[1:]


def test_a_claim_counts_live_and_ones_own_is_told_so(panel: CallbacksPanel, seen: ModuleType, at_home: State) -> None:
    panel.tick(seen.NOW + timedelta(seconds=60))
    assert second(panel, 2) == ("Bram is calling, 1:12", "call")
    mine = replace(seen.ENTRIES[0], claim=Claim(seen.ANNA, seen.ago(3)))
    panel.show_state(replace(at_home, callbacks={**at_home.callbacks, mine.id: mine}))
    assert second(panel, 1) == ("You are calling, 1:03", "call")


def test_only_rows_that_count_are_repainted_each_second(panel: CallbacksPanel, seen: ModuleType, qtbot: QtBot) -> None:
    qtbot.waitExposed(panel)
    qtbot.wait(10)
    painted: list[int] = []
    paint = panel.list.delegate.paint
    panel.list.delegate.paint = lambda painter, option, index: (
        painted.append(index.row()),
        paint(painter, option, index),
    )
    panel.tick(seen.NOW + timedelta(seconds=1))
    qtbot.waitUntil(lambda: bool(painted))
    assert set(painted) == {1}


def test_how_many_wait_in_a_queue_repaints_no_row(
    panel: CallbacksPanel, seen: ModuleType, at_home: State, qtbot: QtBot
) -> None:
    qtbot.waitExposed(panel)
    qtbot.wait(10)
    painted: list[int] = []
    panel.list.delegate.paint = lambda painter, option, index: painted.append(index.row())
    waiting = replace(at_home.queues[seen.SALES], waiting=9, version=2)
    panel.show_state(replace(at_home, queues={**at_home.queues, seen.SALES: waiting}))
    qtbot.wait(30)
    assert painted == []
    renamed = replace(waiting, name="Sales and contracts", version=3)
    panel.show_state(replace(at_home, queues={**at_home.queues, seen.SALES: renamed}))
    qtbot.waitUntil(lambda: len(painted) == 9)


def test_the_chosen_row_offers_what_is_allowed(panel: CallbacksPanel) -> None:
    choose(panel, 1)
    assert buttons(panel) == ["Call", "Done", "Not reached"]
    choose(panel, 8)  # withheld: nothing to call
    assert buttons(panel) == ["Done", "Not reached"]
    choose(panel, 2)  # Bram has it
    assert buttons(panel) == []
    panel.tabs.open(Section.DONE.value)
    choose(panel, 30)
    assert buttons(panel) == ["Call", "Reopen"]


def test_a_press_says_which_and_stays_requested_wherever_the_row_goes(panel: CallbacksPanel) -> None:
    choose(panel, 1)
    panel.list.chosen_actions.buttons[CallbackAction.CALL].click()
    assert panel.heard == [("call", 1)]
    assert panel.list.chosen_actions.buttons[CallbackAction.CALL].requested
    choose(panel, 3)
    assert not panel.list.chosen_actions.buttons[CallbackAction.CALL].requested
    choose(panel, 1)
    assert panel.list.chosen_actions.buttons[CallbackAction.CALL].requested
    control = panel.control("call", 1)
    assert control is not None
    control.refuse("Bram is calling this number back: take another entry.")
    assert not panel.list.chosen_actions.buttons[CallbackAction.CALL].requested
    assert panel.foot.refusal.text().startswith("Bram is calling")
    assert panel.foot.refusal.isVisible()
    choose(panel, 3)
    assert panel.foot.refusal.isHidden()


def test_enter_calls_once_and_not_what_somebody_else_is_calling(panel: CallbacksPanel) -> None:
    panel.take_focus()
    assert panel.chosen() is not None
    QTest.keyClick(panel.list, Qt.Key.Key_Return)
    QTest.keyClick(panel.list, Qt.Key.Key_Return)
    QTest.keyClick(panel.list, Qt.Key.Key_Down)
    QTest.keyClick(panel.list, Qt.Key.Key_Enter)
    assert panel.heard == [("call", 1)]


def test_the_choice_is_told_for_the_customers_column(panel: CallbacksPanel, seen: ModuleType) -> None:
    heard: list[object] = []
    panel.entry_chosen.connect(heard.append)
    choose(panel, 4)
    assert heard == [seen.ENTRIES[3]]
    assert panel.control("done") is not None


def test_a_marked_entry_leaves_and_the_next_row_is_chosen(
    panel: CallbacksPanel, seen: ModuleType, at_home: State
) -> None:
    choose(panel, 1)
    done = replace(seen.ENTRIES[0], version=2, section=Section.DONE, closed_at=seen.NOW, closed_by=seen.ANNA)
    panel.show_state(replace(at_home, callbacks={**at_home.callbacks, done.id: done}))
    panel.rows.settle()
    assert panel.rows.place_of(1) is None
    assert panel.chosen() == seen.ENTRIES[1]


def test_an_empty_section_says_so(panel: CallbacksPanel, seen: ModuleType, at_home: State) -> None:
    panel.show_state(replace(at_home, callbacks={}, sections={}))
    panel.rows.settle()
    assert panel.empty.isVisible()
    assert panel.empty.title.text() == "Nobody waits for a call"
    panel.tabs.open(Section.NOT_REACHED.value)
    assert panel.empty.title.text() == "Everybody was reached"
    panel.show_state(at_home)
    assert not panel.empty.isVisible()


def test_the_row_under_the_pointer_has_buttons_too(panel: CallbacksPanel, qtbot: QtBot) -> None:
    choose(panel, 1)
    panel.list.hover(3)
    hovered = panel.list.hovered_actions
    assert (hovered.isVisible(), hovered.entry) == (True, 4)
    assert hovered.geometry().right() <= panel.list.viewport().width()
    hovered.buttons[CallbackAction.DONE].click()
    assert panel.heard == [("done", 4)]
    panel.list.hover(0)  # the chosen one has its own
    assert hovered.isHidden()


def texts(panel: CallbacksPanel) -> list[str]:
    """Who stands in the rows, from the top."""
    return [callback_words.caller(line.entry, panel._state) for line in panel.rows.lines()]


def test_who_calls_already_is_named_to_whoever_presses_enter(panel: CallbacksPanel) -> None:
    choose(panel, 2)
    QTest.keyClick(panel.list, Qt.Key.Key_Return)
    assert panel.heard == []
    assert panel.foot.refusal.text() == "Bram is calling this number back: take another entry."
    choose(panel, 3)
    assert panel.foot.refusal.isHidden()


# -- search


def test_typing_in_the_list_searches_it(panel: CallbacksPanel) -> None:
    panel.take_focus()
    QTest.keyClicks(panel.list, "n")
    assert panel.head.field.isVisible()
    assert panel.head.heading.isHidden()
    QTest.keyClicks(panel.head.field, "ov")
    assert panel.head.text() == "nov"
    panel.head.field.clear()
    QTest.keyClicks(panel.head.field, "van dam")
    assert texts(panel) == ["Bakkerij Van Dam"]
    assert panel.tabs.accessibleDescription() == "Open 1, Attempts, Done, Not reached"


def test_a_search_counts_what_it_finds_in_every_section(panel: CallbacksPanel) -> None:
    panel.head.open_search("svo")
    assert panel.tabs.accessibleDescription() == "Open 1, Attempts, Done 1, Not reached"
    panel.tabs.open(Section.DONE.value)
    assert texts(panel) == ["Karel Svoboda"]


def test_a_number_is_found_as_people_write_it(panel: CallbacksPanel) -> None:
    panel.head.open_search("020 624-1180")
    assert texts(panel) == ["Bakkerij Van Dam"]


def test_escape_ends_the_search_and_down_goes_to_the_rows(panel: CallbacksPanel, qtbot: QtBot) -> None:
    panel.activateWindow()
    panel.head.open_search("janssen")
    QTest.keyClick(panel.head.field, Qt.Key.Key_Down)
    assert panel.chosen() is not None
    assert panel.chosen().id == 7
    panel.head.open_search()
    QTest.keyClick(panel.head.field, Qt.Key.Key_Escape)
    assert panel.head.field.isHidden()
    assert panel.head.heading.isVisible()
    assert panel.rows.rowCount() == 9
    assert panel.chosen().id == 7


def test_nobody_found_is_said_and_ends_by_its_button(panel: CallbacksPanel) -> None:
    panel.head.open_search("zzz")
    assert panel.empty.isVisible()
    assert panel.empty.title.text() == "Nobody found"
    panel.empty.action.click()
    assert panel.rows.rowCount() == 9
    assert panel.head.field.isHidden()


# -- what is shown


def opened(panel: CallbacksPanel) -> CallbackFilters:
    panel.head.filter.click()
    return panel.filters


def test_queues_are_chosen_by_ticks_and_told_for_keeping(panel: CallbacksPanel, seen: ModuleType) -> None:
    heard: list[CallbackChoice] = []
    panel.choice_made.connect(heard.append)
    assert panel.head.filter.text() == "Sales, Support ▾"
    box = opened(panel)
    assert box.isVisible()
    assert box.every.isChecked()
    box.queues[seen.SUPPORT].click()
    assert heard[-1].queues == (seen.SUPPORT,)
    assert panel.head.filter.text() == "Support ▾"
    assert not box.every.isChecked()
    assert {line.entry.queue for line in panel.rows.lines()} == {seen.SUPPORT}
    assert panel.tabs.accessibleDescription() == "Open 3, Attempts 1, Done, Not reached"
    box.queues[seen.SUPPORT].click()
    assert heard[-1].queues is None
    assert panel.rows.rowCount() == 9
    box.close()


def test_a_choice_that_was_kept_is_shown_and_not_told_again(panel: CallbacksPanel, seen: ModuleType) -> None:
    heard: list[CallbackChoice] = []
    panel.choice_made.connect(heard.append)
    panel.show_choice(CallbackChoice(queues=(seen.SALES,), sort=CallbackSort.LONGEST, show_group=False))
    assert texts(panel)[0] == "Åsa Bergström-Lindqvist"
    assert second(panel, 1) == ("020 624 1180", "dim")
    assert heard == []
    box = opened(panel)
    assert (box.queues[seen.SALES].isChecked(), box.sort.key(), box.show_group.isChecked()) == (
        True,
        CallbackSort.LONGEST,
        False,
    )
    box.usual.click()
    assert heard == [CallbackChoice()]
    assert not box.usual.isEnabled()
    box.close()


def test_days_are_chosen_and_weekdays_left_out_of_the_short_ones(panel: CallbacksPanel, seen: ModuleType) -> None:
    box = opened(panel)
    assert not box.saturdays.isEnabled()
    assert box.saturdays.toolTip()
    box.period.chosen.emit(Period.YESTERDAY)
    assert box.saturdays.isEnabled()
    assert [line.entry.id for line in panel.rows.lines()] == [2]  # who is being called
    assert panel.tabs.accessibleDescription() == "Open 1, Attempts, Done, Not reached 1"
    panel.tabs.open(Section.ATTEMPTED.value)
    assert panel.empty.action.text() == "Show all"
    box.sundays.click()
    assert panel._choice.without_sundays
    box.close()
    panel.empty.action.click()
    assert panel.rows.rowCount() == 2


def test_the_days_go_on_at_the_centres_midnight(panel: CallbacksPanel, seen: ModuleType) -> None:
    panel.show_choice(CallbackChoice(period=Period.TODAY))
    assert panel.rows.rowCount() == 9
    panel.tick(datetime(2026, 11, 24, 22, 59, 59, tzinfo=UTC))
    assert panel.rows.rowCount() == 9
    panel.tick(datetime(2026, 11, 24, 23, 0, 0, tzinfo=UTC))
    assert panel.rows.rowCount() == 1  # who is being called


@pytest.mark.parametrize("period", [Period.ALL, Period.TODAY])
def test_a_second_that_passes_arranges_nothing(
    panel: CallbacksPanel, seen: ModuleType, monkeypatch: pytest.MonkeyPatch, period: Period
) -> None:
    panel.show_choice(CallbackChoice(period=period))
    arranged: list[object] = []
    monkeypatch.setattr(panel.rows, "arrange", arranged.append)
    for second in range(1, 4):
        panel.tick(seen.NOW + timedelta(seconds=second))
    assert arranged == []


def test_the_centres_days_are_shown_to_those_who_have_not_chosen(panel: CallbacksPanel, at_home: State) -> None:
    days = CallbackPeriod(period=Period.YESTERDAY)
    panel.show_state(replace(at_home, centre=replace(at_home.centre, period=days)))
    assert panel.rows.rowCount() == 1
    panel.show_choice(CallbackChoice(period=Period.ALL))
    assert panel.rows.rowCount() == 9


def test_a_row_for_each_call_and_any_press_is_on_the_whole_entry(
    panel: CallbacksPanel, seen: ModuleType, at_home: State
) -> None:
    twice = replace(seen.ENTRIES[0], calls=2, times=(seen.ago(1080), seen.ago(5000)))
    panel.show_state(replace(at_home, callbacks={**at_home.callbacks, twice.id: twice}))
    panel.show_choice(CallbackChoice(combine=False))
    assert panel.rows.rowCount() == 10
    at = [place for place in range(10) if panel.rows.line(place).entry.id == 1]
    panel.list.setCurrentIndex(panel.rows.index(at[1]))
    QTest.keyClick(panel.list, Qt.Key.Key_Return)
    assert panel.heard == [("call", 1)]
    claimed = replace(twice, version=2, claim=Claim(seen.BRAM, seen.ago(3)))
    panel.show_state(replace(at_home, callbacks={**at_home.callbacks, twice.id: claimed}))
    assert all(panel.rows.line(place).entry.claim is not None for place in at)


def test_a_queues_own_way_with_repeated_calls_holds(panel: CallbacksPanel, seen: ModuleType, at_home: State) -> None:
    twice = replace(seen.ENTRIES[0], calls=2, times=(seen.ago(1080), seen.ago(5000)))
    apart = replace(at_home.queues[seen.SALES], combine=False, version=2)
    panel.show_state(
        replace(at_home, queues={**at_home.queues, seen.SALES: apart}, callbacks={**at_home.callbacks, twice.id: twice})
    )
    panel.rows.settle()
    assert panel.rows.rowCount() == 10
    panel.show_choice(CallbackChoice(combine=True))
    assert panel.rows.rowCount() == 9


def test_the_chosen_row_stays_chosen_in_another_order(panel: CallbacksPanel) -> None:
    heard: list[object] = []
    choose(panel, 4)
    panel.entry_chosen.connect(heard.append)
    panel.show_choice(CallbackChoice(sort=CallbackSort.NAME))
    assert panel.chosen().id == 4
    assert heard == []
    assert panel.list.verticalScrollBar().value() == 0


# -- more than there is at once


def test_more_is_asked_for_near_the_end_and_said_to_be_read(panel: CallbacksPanel) -> None:
    heard: list[Section] = []
    panel.older_wanted.connect(heard.append)
    panel.tabs.open(Section.DONE.value)
    assert heard[-1] is Section.DONE
    panel.show_unread(frozenset({Section.DONE}), frozenset({Section.DONE}))
    assert panel.foot.reading.isVisible()
    assert panel.tabs.accessibleDescription() == "Open 9, Attempts 2, Done 148, Not reached 1"
    panel.show_unread(frozenset())
    assert panel.foot.reading.isHidden()
    assert panel.tabs.accessibleDescription() == "Open 9, Attempts 2, Done 1, Not reached 1"


# -- undo


def test_what_was_marked_can_be_undone_below_the_list(panel: CallbacksPanel, seen: ModuleType, at_home: State) -> None:
    done = replace(seen.ENTRIES[0], version=2, section=Section.DONE, closed_at=seen.NOW, closed_by=seen.ANNA)
    panel.show_state(replace(at_home, callbacks={**at_home.callbacks, done.id: done}))
    panel.foot.offer_undo(done.id, callback_words.marked_text(done, at_home))
    assert panel.foot.said.whole() == "Done: Bakkerij Van Dam"
    assert panel.foot.undo.isVisible()
    panel.list.setFocus()
    QTest.keySequence(panel.list, QKeySequence("Ctrl+Z"))
    assert panel.heard == [("reopen", 1)]
    assert not panel.foot.undo.isVisible()
    QTest.keySequence(panel.list, QKeySequence("Ctrl+Z"))
    assert panel.heard == [("reopen", 1)]


def test_undo_goes_when_somebody_opened_the_entry_again(
    panel: CallbacksPanel, seen: ModuleType, at_home: State
) -> None:
    done = replace(seen.ENTRIES[0], version=2, section=Section.DONE, closed_at=seen.NOW, closed_by=seen.ANNA)
    panel.show_state(replace(at_home, callbacks={**at_home.callbacks, done.id: done}))
    panel.foot.offer_undo(done.id, "Done")
    panel.show_state(at_home)
    assert panel.foot.offers() is None
    assert not panel.foot.undo.isVisible()


def test_undo_passes_by_itself(panel: CallbacksPanel, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    panel.foot._passing.setInterval(20)
    panel.foot.offer_undo(1, "Done")
    qtbot.waitUntil(lambda: panel.foot.offers() is None)
    assert not panel.foot.undo.isVisible()


# -- history


@pytest.fixture
def wanted(panel: CallbacksPanel) -> list[int]:
    heard: list[int] = []
    panel.drawer.wanted.connect(heard.append)
    return heard


def history_of(seen: ModuleType, entry: Callback) -> CallbackHistory:
    moments = (
        CallbackMoment(kind=CallbackMomentKind.MISSED, at=seen.ago(1080), seconds=31),
        CallbackMoment(kind=CallbackMomentKind.TRIED, at=seen.ago(600), seconds=18, agent=seen.BRAM),
    )
    return CallbackHistory(entry=entry, moments=moments)


def test_space_opens_the_history_of_the_chosen_row_and_closes_it(
    panel: CallbacksPanel, seen: ModuleType, wanted: list[int]
) -> None:
    QTest.keyClick(panel.list, Qt.Key.Key_Space)
    assert panel.drawer.isHidden()  # nothing is chosen
    choose(panel, 1)
    QTest.keyClick(panel.list, Qt.Key.Key_Space)
    assert panel.drawer.isVisible()
    assert wanted == [1]
    assert panel.drawer.placeholder.title.text() == "Reading the history…"
    panel.drawer.show_history(history_of(seen, seen.ENTRIES[0]))
    assert panel.drawer.title.whole() == "Bakkerij Van Dam"
    assert [one.text for one in panel.drawer.line.entries()] == [
        "Called back, not reached · rang 0:18",
        "Called, nobody took it · waited 0:31",
    ]
    QTest.keyClick(panel.list, Qt.Key.Key_Space)
    assert panel.drawer.isHidden()


def test_the_history_follows_the_chosen_row_and_what_happens_to_it(
    panel: CallbacksPanel, seen: ModuleType, wanted: list[int], at_home: State
) -> None:
    choose(panel, 1)
    panel.toggle_history()
    panel.drawer.show_history(history_of(seen, seen.ENTRIES[0]))
    choose(panel, 3)
    assert wanted == [1, 3]
    panel.drawer.show_history(history_of(seen, seen.ENTRIES[0]))  # late, of the one before
    assert panel.drawer.placeholder.isVisible()
    tried = replace(seen.ENTRIES[2], version=2, attempts=1)
    panel.show_state(replace(at_home, callbacks={**at_home.callbacks, tried.id: tried}))
    panel.show_state(replace(at_home, callbacks={**at_home.callbacks, tried.id: tried}))
    assert wanted == [1, 3, 3]


def test_a_history_that_does_not_come_can_be_asked_for_again(panel: CallbacksPanel, wanted: list[int]) -> None:
    choose(panel, 1)
    panel.toggle_history()
    panel.drawer.show_failed(3, "Of another")
    assert panel.drawer.placeholder.title.text() == "Reading the history…"
    panel.drawer.show_failed(1, "The server did not answer in time: try again.")
    assert panel.drawer.placeholder.sentence.text() == "The server did not answer in time: try again."
    panel.drawer.placeholder.action.click()
    assert wanted == [1, 1]


def test_the_hovered_rows_history_button_chooses_it(panel: CallbacksPanel, wanted: list[int]) -> None:
    choose(panel, 1)
    panel.list.hover(3)
    panel.list.hovered_actions.history.click()
    assert (panel.chosen().id, wanted) == (4, [4])
    assert panel.drawer.isVisible()


def test_escape_in_the_drawer_closes_it(panel: CallbacksPanel, wanted: list[int]) -> None:
    choose(panel, 1)
    panel.toggle_history()
    QTest.keyClick(panel.drawer, Qt.Key.Key_Escape)
    assert panel.drawer.isHidden()


# -- the menu of a row


def test_the_menu_key_offers_all_that_may_be_done(panel: CallbacksPanel) -> None:
    choose(panel, 1)
    later: list[int] = []
    panel.appointment_wanted.connect(later.append)
    panel.list.menu_wanted.emit(panel.mapToGlobal(panel.rect().center()))
    menu = panel.findChild(RowMenu)
    assert [line.text() for line in menu.actions() if not line.isSeparator()] == [
        "Call",
        "Done",
        "Not reached",
        "Call again later…",
        "History",
    ]
    for line in menu.actions():
        if line.text() in ("Done", "Call again later…"):
            line.trigger()
    assert (panel.heard, later) == ([("done", 1)], [1])
    menu.close()


def test_of_a_claimed_entry_only_its_history_is_offered(panel: CallbacksPanel) -> None:
    choose(panel, 2)
    panel.list.menu_wanted.emit(panel.mapToGlobal(panel.rect().center()))
    menu = panel.findChild(RowMenu)
    assert [line.text() for line in menu.actions() if not line.isSeparator()] == ["History"]
    menu.close()


@pytest.mark.parametrize("width", [220, 312])
def test_where_the_room_is_short_the_buttons_are_a_call_and_a_menu(
    width: int, panel: CallbacksPanel, qapp: QApplication
) -> None:
    theme.apply(qapp, theme.Theme.LIGHT, 4)
    panel.resize(width, 600)
    qapp.processEvents()
    choose(panel, 1)
    actions = panel.list.chosen_actions
    assert actions.geometry().left() >= 0
    assert actions.geometry().right() <= panel.list.viewport().width()
    narrow = width == 220
    assert (buttons(panel), actions.more.isVisible()) == (
        (["Call"], True) if narrow else (["Call", "Done", "Not reached"], False)
    )
    if narrow:
        choose(panel, 3)
        actions.more.click()
        menu = panel.findChild(RowMenu)
        assert menu.isVisible()
        menu.close()


# -- the reader's place


def test_a_reader_is_left_where_she_stands_when_all_is_arranged_anew(
    panel: CallbacksPanel, seen: ModuleType, at_home: State, qtbot: QtBot
) -> None:
    many = {CallbackId(n): seen.callback(n, f"+3120{n:07}", n, name=f"Customer {n}") for n in range(100, 400)}
    panel.show_state(replace(at_home, callbacks=many))
    qtbot.waitExposed(panel)
    panel.list.scrollTo(panel.rows.index(150), panel.list.ScrollHint.PositionAtTop)
    panel.list.verticalScrollBar().setValue(panel.list.verticalScrollBar().value() + 7)
    choose(panel, 252)
    before = panel.list.visualRect(panel.rows.index(panel.rows.place_of(CallbackId(252)))).top()
    newer = {CallbackId(n): seen.callback(n, f"+3130{n:07}", 0.1, name="New") for n in range(1000, 1300)}
    panel.show_state(replace(at_home, callbacks={**many, **newer}))
    assert panel.rows.rowCount() == 600
    assert panel.chosen().id == 252
    assert panel.list.visualRect(panel.rows.index(panel.rows.place_of(CallbackId(252)))).top() == before


def test_at_the_top_new_rows_are_seen(panel: CallbacksPanel, seen: ModuleType, at_home: State) -> None:
    newer = {CallbackId(n): seen.callback(n, f"+3130{n:07}", 0.1, name="New") for n in range(1000, 1300)}
    panel.show_state(replace(at_home, callbacks={**at_home.callbacks, **newer}))
    assert panel.list.verticalScrollBar().value() == 0


# -- reading it otherwise than by eye


def test_everything_has_a_name(panel: CallbacksPanel) -> None:
    choose(panel, 1)
    box = opened(panel)
    for widget in (
        panel.list,
        panel.head.search,
        panel.head.field,
        panel.list.chosen_actions.history,
        panel.drawer.close_button,
        panel.drawer.line,
        box,
        box.period,
        box.sort,
        box.combine,
    ):
        assert widget.accessibleName(), widget
    assert panel.head.filter.accessibleName().startswith("What the list shows: ")
    assert panel.rows.data(panel.rows.index(0), Qt.ItemDataRole.AccessibleTextRole).startswith("Bakkerij Van Dam · ×3")
    box.close()


@pytest.mark.parametrize("width", [220, 312])
@pytest.mark.parametrize("step", [0, 6])
def test_the_bar_fits_its_column(width: int, step: int, panel: CallbacksPanel, qapp: QApplication) -> None:
    theme.apply(qapp, theme.Theme.LIGHT, step)
    panel.resize(width, 600)
    panel.show_choice(CallbackChoice(period=Period.LAST_7_DAYS, queues=(1,)))
    for typed in ("", "a"):
        if typed:
            panel.head.open_search(typed)
        qapp.sendPostedEvents()
        qapp.processEvents()
        inside = panel.head.rect()
        for part in (panel.head.heading, panel.head.field, panel.head.filter, panel.head.search):
            if part.isVisible():
                assert inside.contains(part.geometry()), part
