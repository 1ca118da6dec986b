"""Each number calls when pressed; while that is impossible it is read as before, and says why."""

from __future__ import annotations

from types import ModuleType

import pytest
from pytestqt.qtbot import QtBot

from ui.panels.number_links import NumberLinks


@pytest.fixture
def links(qtbot: QtBot, seen: ModuleType) -> NumberLinks:
    made = NumberLinks()
    qtbot.addWidget(made)
    made.show()
    made.heard = []
    made.pressed.connect(lambda number, control: made.heard.append((number, control)))
    made.show_numbers(("+31206241180", "204"), seen.WAITING)
    return made


def test_D11_each_number_calls(links: NumberLinks) -> None:
    first, second = links.links()
    assert (first.text(), second.text()) == ("020 624 1180", "204")
    assert first.toolTip() == first.accessibleName() == "Call 020 624 1180"
    second.click()
    assert links.heard == [("204", second)]


def test_D11_not_during_a_contact_and_it_says_why(links: NumberLinks, seen: ModuleType) -> None:
    links.show_numbers(("+31206241180", "204"), seen.ON_CALL)
    assert [link.isEnabled() for link in links.links()] == [False, False]
    assert "contact" in links.links()[0].toolTip()
    links.links()[0].click()
    assert links.heard == []


def test_D11_a_refusal_is_read_beneath_until_another_customer_is_shown(links: NumberLinks, seen: ModuleType) -> None:
    links.links()[0].refuse("The centre has 30 calls at once.")
    assert links.refusal.text() == "The centre has 30 calls at once."
    links.show_numbers(("+31206241180", "204"), seen.WAITING)
    assert not links.refusal.isHidden()
    links.show_numbers(("205",), seen.WAITING)
    assert links.refusal.isHidden()
    assert [link.text() for link in links.links()] == ["205"]
    links.show_numbers((), seen.WAITING)
    assert links.isHidden()
