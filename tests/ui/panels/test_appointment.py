"""E9: an appointment made, changed and cancelled by keys alone; whose clock it goes by; what cannot be; nothing typed is lost."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from types import ModuleType
from typing import Any

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QMenu, QWidget
from pytestqt.qtbot import QtBot

from agent_client.client.store.state import Link, State
from agent_client.protocol.callbacks import Appointment, Callback, NewAppointment
from agent_client.protocol.names import CallbackId, CallbackOrigin, CustomerId
from ui.models.appointment_subject import AppointmentSubject, of_contact, of_customer, of_entry
from ui.panels.appointment import AppointmentBox

QUARTER_TO = datetime(2026, 11, 24, 14, 45, tzinfo=UTC)


@pytest.fixture(autouse=True)
def in_amsterdam(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("TZ", "Europe/Amsterdam")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.fixture
def state(seen: ModuleType) -> State:
    return at_centre(seen.ON_CALL)


def at_centre(state: State, zone: str = "Europe/Amsterdam") -> State:
    assert state.centre is not None
    return replace(state, centre=replace(state.centre, time_zone=zone))


@pytest.fixture
def room(qtbot: QtBot) -> QWidget:
    made: Any = QWidget()
    qtbot.addWidget(made)
    made.resize(900, 700)
    made.note = QLineEdit(made)
    made.show()
    made.note.setFocus()
    qtbot.waitUntil(made.note.hasFocus)
    return made


@pytest.fixture
def box(room: QWidget, state: State, seen: ModuleType) -> AppointmentBox:
    made: Any = AppointmentBox(room)
    made.sent, made.gone = [], []
    made.submitted.connect(lambda entry, wish: made.sent.append((entry, wish)))
    made.cancelled.connect(made.gone.append)
    made.resize(440, 500)
    made.show_state(state)
    made.tick(seen.NOW)
    return made


def of_call(state: State, seen: ModuleType, **changes: Any) -> AppointmentSubject:
    return of_contact(replace(seen.CALL, **changes), state, seen.PAGE.customer)


def appointed(seen: ModuleType, **changes: Any) -> Callback:
    appointment = Appointment(
        at=datetime(2026, 11, 25, 9, 0, tzinfo=UTC), agent=seen.BRAM, by=seen.ANNA, remark="The offer", **changes
    )
    return replace(seen.ENTRIES[2], appointment=appointment, origin=CallbackOrigin.AGENT)


def typed(box: AppointmentBox, text: str) -> None:
    box.when.field.selectAll()
    QTest.keyClicks(box.when.field, text)


def enter(box: AppointmentBox) -> None:
    QTest.keyClick(box.when.field, Qt.Key.Key_Return)


# -- made


def test_E9_typed_and_made_by_keys_alone(box: AppointmentBox, state: State, seen: ModuleType, qtbot: QtBot) -> None:
    box.open(of_call(state, seen))
    qtbot.waitUntil(box.when.field.hasFocus)
    typed(box, "15:45")
    assert box.when.meant.text() == "Tue 24 Nov 2026, 15:45 · in 39 min"
    assert "CET, Europe/Amsterdam" in box.when.clock.text()
    enter(box)
    assert box.sent == [
        (
            None,
            NewAppointment(
                at=QUARTER_TO, agent=seen.ME.id, queue=seen.SUPPORT, customer=seen.JANA.id, number="+420724118305"
            ),
        )
    ]
    assert box.when.text() == "24 Nov 2026, 15:45", "what was typed is written out"


def test_E9_for_anyone_of_the_queue_with_a_remark(box: AppointmentBox, state: State, seen: ModuleType) -> None:
    box.open(of_call(state, seen))
    typed(box, "in 2 h")
    box.details.anyone.click()
    QTest.keyClicks(box.details.remark, " The offer ")
    QTest.keyClick(box.details.remark, Qt.Key.Key_Return)
    [(_, wish)] = box.sent
    assert (wish.agent, wish.remark, wish.at) == (None, "The offer", datetime(2026, 11, 24, 16, 7, tzinfo=UTC))


def test_E9_chosen_at_a_press_and_by_its_key(box: AppointmentBox, state: State, seen: ModuleType) -> None:
    box.open(of_call(state, seen))
    assert [button.text() for button in box.when.quick.buttons] == ["In 30 min", "In 1 h", "Tomorrow 09:00"]
    box.when.quick.buttons[1].click()
    assert box.when.at() == datetime(2026, 11, 24, 15, 7, tzinfo=UTC)
    QTest.keyClick(box.details.remark, Qt.Key.Key_3, Qt.KeyboardModifier.AltModifier)
    assert box.when.text() == "25 Nov 2026, 09:00"
    assert box.details.remark.text() == ""
    enter(box)
    assert len(box.sent) == 1


def test_E9_chosen_from_the_calendar(box: AppointmentBox, state: State, seen: ModuleType) -> None:
    box.open(of_call(state, seen))
    typed(box, "26 Nov 10:30")
    box.when.calendar.click()
    assert box.when.chooser.time.text() == "10:30"
    QTest.keyClick(box.when.chooser.time, Qt.Key.Key_Up)
    box.when.chooser.set_button.click()
    assert box.when.text() == "26 Nov 2026, 10:45"
    assert box.when.at() == datetime(2026, 11, 26, 9, 45, tzinfo=UTC)


def test_E9_in_the_name_of_another_queue_on_another_number(box: AppointmentBox, state: State, seen: ModuleType) -> None:
    box.open(of_call(state, seen))
    typed(box, "17:00")
    box.details.numbers.click()
    [menu] = [one for one in box.findChildren(QMenu) if one.isVisible()]
    menu.actions()[1].trigger()
    menu.close()
    box.details.queue.choose(seen.SALES)
    enter(box)
    [(_, wish)] = box.sent
    assert (wish.queue, wish.number) == (seen.SALES, "+420541220117")


def test_E9_of_an_unknown_caller_who_withheld_the_number(box: AppointmentBox, state: State, seen: ModuleType) -> None:
    box.open(of_call(state, seen, ani="", customer=None))
    typed(box, "17:00")
    assert not box.submit.isEnabled()
    assert box.submit.why_not == "Type the number to call."
    QTest.keyClicks(box.details.number, "06 1288")
    assert box.submit.isEnabled(), "an extension may be meant"
    QTest.keyClicks(box.details.number, "x")
    assert box.details.wrong.text() == box.submit.why_not == "A number is made of digits and + # * : alone."
    QTest.keyClick(box.details.number, Qt.Key.Key_Backspace)
    QTest.keyClicks(box.details.number, "4410")
    QTest.keyClick(box.details.number, Qt.Key.Key_Return)
    [(_, wish)] = box.sent
    assert wish.number == "+31612884410"
    assert wish.customer is None


# -- what cannot be


@pytest.mark.parametrize(
    ("text", "said", "offers"),
    [
        ("14:30", "by the centre's clock it is 15:06", ["Tomorrow 14:30"]),
        ("23 Nov 2026 9:00", "has gone by", []),
        ("sometime", "Type a day and a time", []),
        ("24 Nov 2062 10:00", "more than two years", []),
        ("28.3.2027 2:30", "goes from 02:00 straight to 03:00", ["01:30 CET", "03:30 CEST"]),
        ("31.10.2027 2:30", "02:30 comes twice on 31 Oct 2027", ["02:30 CEST", "02:30 CET"]),
    ],
)
def test_E9_a_time_that_cannot_be_is_refused_and_says_what_may_be_meant(
    text: str, said: str, offers: list[str], box: AppointmentBox, state: State, seen: ModuleType
) -> None:
    box.open(of_call(state, seen))
    typed(box, text)
    assert said in box.when.fault.text()
    assert box.when.field.property("wrong")
    assert [button.text() for button in box.when.offers.buttons if button.isVisible()] == offers
    assert (box.submit.isEnabled(), box.submit.why_not) == (False, "Say first when.")
    enter(box)
    assert box.sent == []


def test_E9_both_of_a_time_that_comes_twice_can_be_taken_by_keys(
    box: AppointmentBox, state: State, seen: ModuleType, qtbot: QtBot
) -> None:
    box.open(of_call(state, seen))
    typed(box, "31.10.2027 2:30")
    enter(box)
    first, second = box.when.offers.buttons
    qtbot.waitUntil(first.hasFocus)
    QTest.keyClick(first, Qt.Key.Key_Tab)
    QTest.keyClick(second, Qt.Key.Key_Return)
    assert box.when.text() == "31 Oct 2027, 02:30 CET"
    enter(box)
    [(_, wish)] = box.sent
    assert wish.at == datetime(2027, 10, 31, 1, 30, tzinfo=UTC)


def test_E9_a_time_that_goes_by_while_it_stands_there_is_refused(
    box: AppointmentBox, state: State, seen: ModuleType
) -> None:
    box.open(of_call(state, seen))
    typed(box, "15:10")
    assert box.submit.isEnabled()
    box.tick(seen.NOW + timedelta(minutes=5))
    assert not box.submit.isEnabled()
    assert "has gone by" in box.when.fault.text()


def test_without_a_link_nothing_can_be_sent(box: AppointmentBox, state: State, seen: ModuleType) -> None:
    box.open(of_call(state, seen))
    typed(box, "17:00")
    box.show_state(replace(state, link=Link.DOWN))
    assert not box.submit.isEnabled()
    enter(box)
    assert box.sent == []
    box.show_state(state)
    assert box.submit.isEnabled()


# -- whose clock


def test_E9_the_customers_clock_where_it_shows_another_time(
    box: AppointmentBox, state: State, seen: ModuleType
) -> None:
    box.open(of_call(state, seen))
    typed(box, "17:00")
    assert box.when.there.isHidden(), "in Brno it is as late as in Amsterdam"
    box.open(of_call(state, seen, ani="+442079460000", customer=None))
    typed(box, "17:00")
    assert box.when.there.text() == "16:00 there"
    box.details.number.selectAll()
    QTest.keyClicks(box.details.number, "+1 613 555 0123")
    assert box.when.there.text() == "11:00 there"
    typed(box, "tomorrow 9:00")
    assert box.when.there.text() == "03:00 there · at night"
    box.details.number.selectAll()
    QTest.keyClicks(box.details.number, "+61 412 345 678")
    assert box.when.there.text() == "between 14:30 and 19:00 there"


def test_E9_a_customers_country_where_the_number_says_nothing(
    box: AppointmentBox, state: State, seen: ModuleType
) -> None:
    customer = replace(seen.PAGE.customer, numbers=("204",), country="GB")
    box.open(of_customer(customer, state))
    typed(box, "17:00")
    assert box.when.there.text() == "16:00 there"


def test_E9_what_is_typed_is_the_centres_time_wherever_the_agent_sits(box: AppointmentBox, seen: ModuleType) -> None:
    state = at_centre(seen.ON_CALL, "America/New_York")
    box.show_state(state)
    box.open(of_call(state, seen))
    typed(box, "10:00")
    assert box.when.at() == datetime(2026, 11, 24, 15, 0, tzinfo=UTC)
    assert box.when.clock.text() == "By the centre's clock (EST, America/New_York) · 16:00 on this computer"
    assert box.when.there.text() == "16:00 there"


# -- changed, cancelled, refused, kept


def test_E9_changed(box: AppointmentBox, seen: ModuleType) -> None:
    box.open(of_entry(appointed(seen)))
    assert (box.title.text(), box.submit.text()) == ("Change the appointment", "Change")
    assert (box.when.text(), box.details.remark.text()) == ("25 Nov 2026, 10:00", "The offer")
    assert box.details.remark.cursorPosition() == 0, "of a long one its beginning is seen"
    assert (box.details.other.text(), box.details.other.isChecked()) == ("Bram", True)
    assert box.details.number.isHidden(), "the entry's number and queue stay"
    assert "Kanzlei Hoffmann & Partner · +49 30 2345670 · Sales" in box.whom.whole()
    typed(box, "tomorrow 11")
    enter(box)
    [(entry, wish)] = box.sent
    assert entry == CallbackId(3)
    assert wish == NewAppointment(
        at=datetime(2026, 11, 25, 10, 0, tzinfo=UTC), agent=seen.BRAM.id, remark="The offer", callback=CallbackId(3)
    )


def test_E9_an_overdue_one_opens_with_its_time_and_says_so(box: AppointmentBox, seen: ModuleType) -> None:
    entry = appointed(seen)
    overdue = replace(entry, appointment=replace(entry.appointment, at=seen.ago(600)))
    box.open(of_entry(overdue))
    assert box.when.text() == "24 Nov 2026, 14:56"
    assert "has gone by" in box.when.fault.text()


def test_E9_cancelled(box: AppointmentBox, seen: ModuleType) -> None:
    box.open(of_entry(replace(appointed(seen))))
    box.cancelled.connect(lambda _: box.set_requested(True))
    box.cancel.click()
    assert box.gone == [CallbackId(3)]
    assert box.cancel.requested
    enter(box)
    assert box.sent == [], "one thing at a time"
    box.refuse("A colleague is calling this number back: take another entry.")
    assert box.refusal.text() == box.cancel.refusal


def test_of_an_entry_that_has_none_nothing_can_be_cancelled(box: AppointmentBox, seen: ModuleType) -> None:
    box.open(of_entry(seen.ENTRIES[2]))
    assert box.cancel.isHidden()
    assert box.details.anyone.isChecked()
    typed(box, "17:00")
    enter(box)
    [(entry, wish)] = box.sent
    assert (entry, wish.callback, wish.agent) == (None, CallbackId(3), None)


def test_refused_it_stays_open_until_something_is_changed(box: AppointmentBox, state: State, seen: ModuleType) -> None:
    box.submitted.connect(lambda *_: box.set_requested(True))
    box.open(of_call(state, seen))
    typed(box, "17:00")
    enter(box)
    enter(box)
    assert len(box.sent) == 1
    box.refuse("That time has gone by: choose a later one.")
    assert (box.isVisible(), box.refusal.text()) == (True, "That time has gone by: choose a later one.")
    typed(box, "17:30")
    assert box.refusal.isHidden()


def test_what_was_typed_is_there_again_until_it_is_made(
    box: AppointmentBox, room: QWidget, state: State, seen: ModuleType
) -> None:
    subject = of_call(state, seen)
    box.open(subject)
    typed(box, "17:00")
    box.details.anyone.click()
    box.details.remark.setText("The offer")
    QTest.keyClick(box.when.field, Qt.Key.Key_Escape)
    assert box.isHidden()
    assert room.note.hasFocus()
    box.open(of_entry(seen.ENTRIES[2]))
    assert (box.when.text(), box.details.remark.text()) == ("", "")
    box.open(subject)
    assert (box.when.text(), box.details.remark.text()) == ("24 Nov 2026, 17:00", "The offer")
    assert box.details.anyone.isChecked()
    box.made(subject.key)
    assert box.isHidden()
    box.open(subject)
    assert (box.when.text(), box.details.me.isChecked()) == ("", True)


def test_E9_a_colleague_cancels_what_is_being_changed(box: AppointmentBox, state: State, seen: ModuleType) -> None:
    entry = appointed(seen)
    box.open(of_entry(entry))
    typed(box, "26 Nov 15:00")
    cancelled = replace(entry, appointment=None, version=entry.version + 1)
    box.show_state(replace(state, callbacks={entry.id: cancelled}))
    assert (box.title.text(), box.cancel.isHidden()) == ("Call again later", True)
    enter(box)
    [(changed, wish)] = box.sent
    assert (changed, wish.callback, wish.at) == (None, entry.id, datetime(2026, 11, 26, 14, 0, tzinfo=UTC))


def test_a_colleagues_change_is_not_hidden_by_what_was_only_looked_at(box: AppointmentBox, seen: ModuleType) -> None:
    entry = appointed(seen)
    box.open(of_entry(entry))
    box.dismiss()
    later = replace(entry, appointment=replace(entry.appointment, at=entry.appointment.at + timedelta(hours=1)))
    box.open(of_entry(later))
    assert box.when.text() == "25 Nov 2026, 11:00"


# -- whom it is with


def test_E9_a_caller_who_stands_in_the_list_keeps_the_entry(state: State, seen: ModuleType) -> None:
    subject = of_call(state, seen, ani=seen.ENTRIES[3].number, customer=None)
    assert (subject.callback, subject.entry) == (seen.ENTRIES[3].id, seen.ENTRIES[3])
    elsewhere = of_call(state, seen, ani=seen.ENTRIES[0].number)
    assert elsewhere.callback is None, "that one is of another queue"


def test_E9_what_came_by_somebody_elses_queue_goes_on_in_ones_own(state: State, seen: ModuleType) -> None:
    assert state.me is not None
    narrowed = replace(state, me=replace(state.me, queues=(seen.SALES,)))
    subject = of_call(narrowed, seen, callback=CallbackId(4))
    assert (subject.queue, subject.callback) == (seen.SALES, None)


def test_E9_of_a_callers_entry_that_is_being_called(state: State, seen: ModuleType) -> None:
    subject = of_call(state, seen, callback=CallbackId(4))
    assert subject.callback == CallbackId(4)


def test_E9_of_a_card_in_the_name_of_its_project(state: State, seen: ModuleType) -> None:
    project = state.centre.projects[0] if state.centre is not None else None
    assert project is not None
    assert of_customer(seen.PAGE.customer, state).queue == seen.SALES
    subject = of_customer(replace(seen.PAGE.customer, project=project.id), state)
    assert (subject.queue, subject.customer) == (seen.SUPPORT, CustomerId(10428))
