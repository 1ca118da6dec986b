"""Two cards side by side: what is proposed, what the agent chooses, what is sent."""

from __future__ import annotations

from collections.abc import Callable
from types import ModuleType

import pytest
from msgspec.structs import replace
from pytestqt.qtbot import QtBot

from agent_client.client.cards import Part
from agent_client.client.cards.merging import Side
from agent_client.protocol.customers import Customer, CustomerLock
from ui.customers.merge_view import MergeView
from ui.widgets.radio_button import RadioButton


@pytest.fixture
def view(qtbot: QtBot) -> MergeView:
    made = MergeView()
    qtbot.addWidget(made)
    made.resize(760, 560)
    made.show()
    made.heard = []
    made.merge_pressed.connect(lambda kept, wish: made.heard.append((kept.id, wish)))
    return made


def radio(view: MergeView, name: str) -> RadioButton:
    """The newest: those of an earlier pair may not be gone yet."""
    return [one for one in view.findChildren(RadioButton) if one.accessibleName() == name][-1]


@pytest.fixture
def group(people: Callable[..., Customer]) -> tuple[Customer, ...]:
    shared = ("+31206241180",)
    return (
        people(5, name="Jana N.", numbers=shared, note="VIP"),
        people(3, name="Jana", company="Elektro", numbers=(*shared, "+420724118305"), note="Czech"),
        people(9, name="J. N.", numbers=shared),
    )


def test_the_older_card_stays_and_nothing_is_lost_that_has_room(
    view: MergeView, group: tuple[Customer, ...], seen: ModuleType
) -> None:
    view.show_group(group, seen.WAITING)
    assert [one.id for one in view.pair() or ()] == [3, 5]
    assert view.choices()[Part.NOTE] is Side.BOTH
    assert radio(view, "Name: Jana").isChecked()
    radio(view, "Name: Jana N.").setChecked(True)
    view.merge.click()
    [(kept, wish)] = view.heard  # type: ignore[attr-defined]
    assert (kept, wish.other, wish.fields.name, wish.fields.company) == (3, 5, "Jana N.", "Elektro")
    assert wish.fields.note == "Czech\nVIP"
    assert view.merge.requested


def test_another_pair_is_chosen_and_swapped(view: MergeView, group: tuple[Customer, ...], seen: ModuleType) -> None:
    view.show_group(group, seen.WAITING)
    view.swap.click()
    assert [one.id for one in view.pair() or ()] == [5, 3]
    view.goes.choose(9)
    view.goes.chosen.emit(9)
    assert [one.id for one in view.pair() or ()] == [5, 9]
    view.stays.chosen.emit(9)
    assert [one.id for one in view.pair() or ()] == [9, 5], "nobody is merged with themselves"


def test_what_was_decided_stays_while_neither_card_is_another(
    view: MergeView, group: tuple[Customer, ...], seen: ModuleType
) -> None:
    view.show_group(group, seen.WAITING)
    radio(view, "Name: Jana N.").setChecked(True)
    view.show_group(group, seen.WAITING)
    assert view.choices()[Part.NAME] is Side.OTHER
    view.show_group((replace(group[0], town="Leiden"), *group[1:]), seen.WAITING)
    assert view.choices()[Part.NAME] is Side.KEPT, "proposed anew"


def test_a_card_in_use_is_not_merged(view: MergeView, group: tuple[Customer, ...], seen: ModuleType) -> None:
    locked = replace(group[0], lock=CustomerLock(seen.BRAM, seen.NOW))
    view.show_group((locked, *group[1:]), seen.WAITING)
    assert not view.merge.isEnabled()
    assert view.status.text() == "Bram works on the card of Jana N. · C-5: wait until it is free."
    view.show_group(group, seen.WAITING)
    assert view.merge.isEnabled()
    view.merge.refuse("No.")
    assert view.status.text() == "No."
