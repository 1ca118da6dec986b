"""The queues at sign-in: as last time, or those that are ticked."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from agent_client.protocol.names import QueueId
from agent_client.workstation.settings import KnownQueues
from ui.dialogs.sign_in_queues import QueueChoice

SALES, SUPPORT, OTHER = QueueId(1), QueueId(2), QueueId(3)
KNOWN = KnownQueues(queues=((SALES, "Sales"), (SUPPORT, "Support"), (OTHER, "Other")), staffed=(SALES, SUPPORT))


@pytest.fixture
def choice(qtbot: QtBot) -> QueueChoice:
    made = QueueChoice()
    qtbot.addWidget(made)
    made.show()
    return made


def test_A3_what_is_not_known_is_the_centres_to_say(choice: QueueChoice) -> None:
    assert choice.wished() is None
    assert choice.line.text() == "The preselected ones apply; you can change them after signing in."
    assert not choice.change.isVisible()


def test_A3_as_last_time_unless_the_agent_ticks_others(choice: QueueChoice) -> None:
    choice.show_known(KNOWN)
    assert (choice.wished(), choice.line.text()) == (None, "As last time: Sales, Support")
    choice.change.click()
    assert choice.wished() == (SALES, SUPPORT)
    choice.boxes[SALES].click()
    assert (choice.wished(), choice.line.text()) == ((SUPPORT,), "1 queue")
    choice.boxes[SUPPORT].click()
    assert (choice.wished(), choice.line.text()) == ((), "None: no calls come to you.")
    choice.change.click()
    assert choice.wished() is None
    choice.change.click()
    assert choice.wished() == (SALES, SUPPORT), "opened again it begins as last time"


def test_another_agents_queues_are_not_offered(choice: QueueChoice) -> None:
    choice.show_known(KNOWN)
    choice.change.click()
    choice.boxes[OTHER].click()
    choice.show_known(KNOWN)
    assert choice.wished() == (SALES, SUPPORT, OTHER), "the same agent still"
    choice.show_known(None)
    assert choice.wished() is None
    assert choice.boxes == {}
