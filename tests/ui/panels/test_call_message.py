"""What is written has no phone: its words are shown, it is accepted, ended, and nothing of a call is offered."""

from __future__ import annotations

from types import ModuleType

import pytest
from msgspec.structs import replace
from pytestqt.qtbot import QtBot

from agent_client.client.store.state import State
from agent_client.protocol.names import AgentState, ContactState
from agent_client.rules.parties import ContactAction
from ui.panels.contact import ContactPanel


@pytest.fixture
def panel(qtbot: QtBot) -> ContactPanel:
    made = ContactPanel()
    qtbot.addWidget(made)
    made.resize(600, 700)
    made.show()
    return made


def accepted(seen: ModuleType) -> State:
    contact = replace(seen.EMAIL_REQUEST, state=ContactState.CONNECTED, connected_at=seen.ago(40), until=None)
    state: State = seen.with_contact(contact, AgentState.READY, 60)
    return state


def offered(panel: ContactPanel) -> list[str]:
    return [panel.call.bar.of(one).text() for one in ContactAction if _shown(panel, one)]


def _shown(panel: ContactPanel, action: ContactAction) -> bool:
    button = panel.call.bar.button(action)
    return button is not None and button.isVisibleTo(panel)


def test_a_request_is_read_and_accepted(panel: ContactPanel, seen: ModuleType) -> None:
    panel.show_state(seen.EMAIL)
    assert panel.call.message.words.text() == seen.EMAIL_REQUEST.text
    assert panel.call.message.isVisible()
    assert offered(panel) == ["Accept", "Decline"]
    assert panel.call.bar.at_phone.isHidden()


def test_once_accepted_it_is_ended_and_nothing_else(panel: ContactPanel, seen: ModuleType) -> None:
    panel.show_state(accepted(seen))
    assert panel.call.message.isVisible()
    assert offered(panel) == ["End"]


def test_a_call_has_no_message(panel: ContactPanel, seen: ModuleType) -> None:
    panel.show_state(accepted(seen))
    panel.show_state(seen.ON_CALL)
    assert panel.call.message.isHidden()


def test_the_buttons_say_what_they_do_for_each_kind(panel: ContactPanel, seen: ModuleType) -> None:
    for scene, words in (
        ("SETUP", ["Answer", "Decline"]),
        ("PREVIEW", ["Call", "Skip"]),
        ("WEB_CALLBACK", ["Answer", "Decline", "Cancel the callback"]),
        ("DIALLING", ["End", "Cancel the callback"]),
    ):
        panel.show_state(getattr(seen, scene))
        assert offered(panel) == words, scene
