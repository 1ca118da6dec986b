"""The wrap-up page: the default reason, the countdown and its last seconds, extending, a note that is not sent."""

from __future__ import annotations

from datetime import timedelta
from types import ModuleType

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from agent_client.client.outbox import ContactSubject
from agent_client.client.store.state import Link, State
from agent_client.protocol.contacts import Contact
from agent_client.protocol.interactions import Moment
from agent_client.protocol.names import ContactId, EndedBy, MomentKind, WrapUpReasonId
from ui.panels.contact_wrap_up import WrapUpPage, outcome
from ui.widgets import countdown


@pytest.fixture
def page(qtbot: QtBot) -> WrapUpPage:
    made = WrapUpPage()
    qtbot.addWidget(made)
    made.resize(592, 640)
    made.show()
    made.heard = []
    made.submitted.connect(lambda *what: made.heard.append(("submitted", *what)))
    made.extend_pressed.connect(lambda *what: made.heard.append(("extend", *what)))
    made.send_note_pressed.connect(lambda: made.heard.append("send"))
    return made


@pytest.fixture
def contact(seen: ModuleType) -> Contact:
    [found] = seen.WRAP_UP.contacts.values()
    return replace(found, extensions=2, extend_seconds=60, default_reason=WrapUpReasonId(2))


def state_with(seen: ModuleType, contact: Contact) -> State:
    return replace(seen.WRAP_UP, contacts={contact.id: contact})


def test_the_default_is_chosen_already_and_said(page: WrapUpPage, contact: Contact, seen: ModuleType) -> None:
    page.show_contact(contact, state_with(seen, contact))
    name = {reason.id: reason.name for reason in seen.WRAP_UP.centre.wrap_up_reasons}[WrapUpReasonId(2)]
    assert page.default.text() == f"If you choose nothing: {name}"
    assert (page.reasons.choice(), page.submit.isEnabled()) == (2, True)
    QTest.keyClick(page.reasons.field, Qt.Key.Key_Return)
    assert page.heard == [("submitted", contact.id, contact.version, 2)]


def test_escape_goes_back_to_the_default_and_a_new_version_keeps_the_choice(
    page: WrapUpPage, contact: Contact, seen: ModuleType
) -> None:
    page.show_contact(contact, state_with(seen, contact))
    QTest.keyClick(page.reasons.field, Qt.Key.Key_3)
    newer = replace(contact, version=contact.version + 1)
    page.show_contact(newer, state_with(seen, newer))
    assert page.reasons.choice() == 3
    QTest.keyClick(page.reasons.field, Qt.Key.Key_Escape)
    assert (page.reasons.choice(), page.submit.isEnabled()) == (2, True)


def test_without_a_default_nothing_is_chosen(page: WrapUpPage, contact: Contact, seen: ModuleType) -> None:
    plain = replace(contact, default_reason=None)
    page.show_contact(plain, state_with(seen, plain))
    assert (page.reasons.choice(), page.submit.isEnabled(), page.default.isHidden()) == (None, False, True)


def test_the_next_contact_starts_with_its_own_default(page: WrapUpPage, contact: Contact, seen: ModuleType) -> None:
    page.show_contact(contact, state_with(seen, contact))
    QTest.keyClick(page.reasons.field, Qt.Key.Key_5)
    other = replace(contact, id=ContactId(999), default_reason=WrapUpReasonId(1))
    page.show_contact(other, state_with(seen, other))
    assert page.reasons.choice() == 1


def test_the_bar_shrinks_and_the_last_seconds_are_said_once(
    page: WrapUpPage, contact: Contact, seen: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    monkeypatch.setattr(
        countdown.QAccessible, "updateAccessibility", staticmethod(lambda event: said.append(event.message()))
    )
    start = contact.ended_at
    assert start is not None
    limited = replace(contact, until=start + timedelta(seconds=40))
    page.show_contact(limited, state_with(seen, limited))
    page.tick(start + timedelta(seconds=20))
    assert (round(page.left.bar.share(), 2), page.left.left.text(), page.left.soon.isHidden()) == (
        0.5,
        "0:20 left",
        True,
    )
    for second in (31, 32, 33):
        page.tick(start + timedelta(seconds=second))
    assert page.left.soon.text() == "Ends in 0:07"
    assert page.left.soon.isVisible() and not page.left.left.isVisible()
    assert said == ["Ends in 0:09"]
    longer = replace(limited, until=start + timedelta(seconds=100), version=limited.version + 1)
    page.show_contact(longer, state_with(seen, longer))
    page.tick(start + timedelta(seconds=34))
    assert page.left.left.isVisible() and page.left.bar.share() > 0.5
    page.tick(start + timedelta(seconds=95))
    assert len(said) == 2


def test_a_wrap_up_without_a_limit_has_no_countdown(page: WrapUpPage, contact: Contact, seen: ModuleType) -> None:
    endless = replace(contact, until=None)
    page.show_contact(endless, state_with(seen, endless))
    assert page.left.isHidden() and page.extend.isHidden()


def test_extending_says_by_how_much_and_how_often(page: WrapUpPage, contact: Contact, seen: ModuleType) -> None:
    page.show_contact(contact, state_with(seen, contact))
    assert page.extend.text() == "Extend by 1 min · 2 left"
    page.extend.click()
    assert page.heard == [("extend", contact.id, contact.version)]
    assert page.extend.requested
    last = replace(contact, extensions=0, extend_seconds=45, version=contact.version + 1)
    page.show_contact(last, state_with(seen, last))
    assert (page.extend.text(), page.extend.isEnabled(), page.extend.requested) == (
        "Extend by 45 s · none left",
        False,
        False,
    )


def test_an_unsent_note_of_this_contact_is_pointed_at(page: WrapUpPage, contact: Contact, seen: ModuleType) -> None:
    page.show_contact(contact, state_with(seen, contact))
    assert page.unsent.isHidden()
    page.show_unsent(ContactSubject(ContactId(1)), True)
    assert page.unsent.isHidden(), "somebody else's"
    page.show_unsent(ContactSubject(contact.id), True)
    assert page.unsent.isVisible() and page.send_note.isVisible()
    page.send_note.click()
    assert page.heard == ["send"]
    page.show_unsent(ContactSubject(contact.id), False)
    assert page.unsent.isHidden() and page.send_note.isHidden()


def test_values_that_are_not_saved_are_pointed_at(page: WrapUpPage, contact: Contact, seen: ModuleType) -> None:
    page.show_contact(contact, state_with(seen, contact))
    assert page.unsaved.isHidden() and page.save_values.isHidden()
    saved: list[object] = []
    page.variables.saved.connect(lambda *what: saved.append(what[0]))
    page.variables.rows.rows()["case"].field.put("SR-41")
    assert page.unsaved.text() == "Not saved: Case" and page.save_values.isVisible()
    page.save_values.click()
    assert saved == [contact.id]
    page.variables.reset.click()
    assert page.unsaved.isHidden() and page.save_values.isHidden()


def test_what_became_of_the_call(contact: Contact, seen: ModuleType) -> None:
    to = (Moment(at=contact.queued_at, kind=MomentKind.TRANSFERRED, to="Bram"),)
    assert outcome(replace(contact, ended_by=None)) == ""
    assert outcome(replace(contact, ended_by=EndedBy.CUSTOMER, course=to)) == "The customer ended the call"
    assert outcome(replace(contact, ended_by=EndedBy.TRANSFERRED, course=to)) == "Transferred to Bram"
    assert outcome(replace(contact, ended_by=EndedBy.TRANSFERRED)) == "You transferred the call"
    assert outcome(replace(contact, ended_by=EndedBy.CANCELLED)) == "You cancelled the callback"


def test_without_a_link_nothing_is_pressed(page: WrapUpPage, contact: Contact, seen: ModuleType) -> None:
    state = replace(state_with(seen, contact), link=Link.DOWN)
    page.show_contact(contact, state)
    assert not page.submit.isEnabled() and not page.extend.isEnabled()
    QTest.keyClick(page.reasons.field, Qt.Key.Key_3)
    QTest.keyClick(page.reasons.field, Qt.Key.Key_Return)
    assert page.heard == []
