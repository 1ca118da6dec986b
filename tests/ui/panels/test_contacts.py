"""The cards of the agent's own contacts."""

from __future__ import annotations

from types import ModuleType

import pytest
from msgspec.structs import replace
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from agent_client.client.store.state import State
from ui.panels.contact_card import ContactCard
from ui.panels.contacts import ContactsPanel


@pytest.fixture
def panel(qtbot: QtBot) -> ContactsPanel:
    made = ContactsPanel()
    qtbot.addWidget(made)
    made.resize(312, 300)
    made.show()
    return made


def cards(panel: ContactsPanel) -> list[ContactCard]:
    QApplication.processEvents()  # a layout shows its new widgets on the next turn
    return sorted((card for card in panel.findChildren(ContactCard) if card.isVisible()), key=lambda card: card.y())


def test_what_is_written_says_its_channel_and_that_it_is_new(panel: ContactsPanel, seen: ModuleType) -> None:
    panel.show_state(seen.EMAIL)
    [card] = cards(panel)
    assert card.accessibleName() == "Jana Nováková · New · E-mail · Sales"


def test_nobody(panel: ContactsPanel, seen: ModuleType) -> None:
    panel.show_state(seen.WAITING)
    assert (cards(panel), panel.nothing.isVisible(), panel.amount.isHidden()) == ([], True, True)


def test_a_card_a_contact_the_conversation_first(panel: ContactsPanel, seen: ModuleType, qtbot: QtBot) -> None:
    state = replace(seen.ON_CALL, contacts={seen.RINGING.id: seen.RINGING, seen.CALL.id: seen.CALL})
    panel.show_state(state)
    panel.tick(seen.NOW)
    qtbot.waitUntil(lambda: len(cards(panel)) == 2 and cards(panel)[1].y() > 0)
    assert [card.contact.id for card in cards(panel)] == [501, 502]
    assert panel.amount.text() == "2"
    assert cards(panel)[0].accessibleName() == "Jana Nováková · Connected · Support · +420 724 118 305"
    kept = cards(panel)[0]
    panel.show_state(seen.ON_CALL)
    assert cards(panel) == [kept]


def test_a_click_says_which(panel: ContactsPanel, seen: ModuleType) -> None:
    heard: list[int] = []
    panel.contact_chosen.connect(heard.append)
    panel.show_state(seen.ON_CALL)
    cards(panel)[0].click()
    assert heard == [501]


def test_the_card_of_the_contact_that_is_shown_is_marked(panel: ContactsPanel, seen: ModuleType) -> None:
    state = replace(seen.ON_CALL, contacts={seen.RINGING.id: seen.RINGING, seen.CALL.id: seen.CALL})
    panel.show_state(state)
    assert [card._chosen for card in cards(panel)] == [True, False]
    panel.choose(seen.RINGING.id)
    panel.show_state(state)
    assert [card._chosen for card in cards(panel)] == [False, True]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("held", "Jana Nováková · On hold · Support · +420 724 118 305"),
        ("consult_requested", "Jana Nováková · Consult requested · with Bram de Wit"),
        ("consult_on_hold", "Jana Nováková · Consult on hold · with Bram de Wit"),
        ("conference", "Jana Nováková · Conference · with Bram de Wit"),
        ("asked", "Bram de Wit · Consulting · about Jana Nováková"),
        ("asked_on_hold", "Bram de Wit · Consult on hold · about Jana Nováková"),
    ],
)
def test_a_card_says_who_is_with_whom(name: str, said: str, panel: ContactsPanel, calls: dict[str, State]) -> None:
    panel.show_state(calls[name])
    [card] = cards(panel)
    assert card.accessibleName() == said


def test_a_new_conversation_stands_before_a_wrap_up(panel: ContactsPanel, seen: ModuleType) -> None:
    new = replace(seen.CALL, id=777, queued_at=seen.ago(5), connected_at=seen.ago(2))
    both = replace(seen.WRAP_UP, contacts={**seen.WRAP_UP.contacts, new.id: new})
    panel.show_state(both)
    assert [card.contact.id for card in cards(panel)] == [777, 501]
    assert [card._chosen for card in cards(panel)] == [True, False]
    panel.choose(seen.CALL.id)
    panel.show_state(both)
    assert [card._chosen for card in cards(panel)] == [False, True], "the agent may turn to the wrap-up all the same"
