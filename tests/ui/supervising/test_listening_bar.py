"""Listening, whispering and joining from the supervisors' window: offered, asked about, shown while it lasts and when it ends."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from agent_client.client.store.state import Link
from agent_client.protocol.names import AgentId, AgentState, ContactId, Direction, Intervention, Listening
from ui.supervising.target import Target
from ui.supervising.window import CALLS, SupervisingWindow

Make = Callable[[str], SupervisingWindow]
CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def heard_of(signal: Any) -> list[Any]:
    sent: list[Any] = []
    signal.connect(lambda *what: sent.append(what[0] if len(what) == 1 else what))
    return sent


def show(window: SupervisingWindow, **changed: Any) -> None:
    window.show_state(replace(window.agents.rows.state, **changed))


def in_hand(window: SupervisingWindow, **changed: Any) -> None:
    """Bram's conversation, as the server says it is."""
    lines = [line.known for line in window.agents.rows.lines() if line.known is not None]
    window.agents.show_known(
        replace(one, contact=replace(one.contact, **changed)) if one.presence.id == 2 and one.contact else one
        for one in lines
    )


@pytest.mark.parametrize(
    ("key", "held", "how", "title", "means"),
    [
        (Qt.Key.Key_L, CONTROL, Listening.LISTEN, "Listen to Bram Smit", "Nobody hears you."),
        (Qt.Key.Key_L, CONTROL | SHIFT, Listening.WHISPER, "Whisper to Bram Smit", "the customer does not"),
        (Qt.Key.Key_J, CONTROL, Listening.BARGE, "Join Bram Smit's conversation", "the customer too"),
    ],
)
def test_asked_why_then_sent_with_whose_conversation_it_is(situation: Make, key, held, how, title, means) -> None:
    window = situation("chosen")
    sent = heard_of(window.intervened)
    QTest.keyClick(window.agents.table, key, held)
    form = window.aside.form
    assert form.title.text() == title
    assert means in form.sentence.text()
    assert "Meanwhile you get no calls." in form.sentence.text(), "the supervisor is available"
    assert ("sees your name" in form.sentence.text()) is (how is not Listening.LISTEN)
    QTest.keyClick(form.reason, Qt.Key.Key_Return)
    wanted = Target(kind=Intervention.LISTEN, agent=AgentId(2), name="Bram Smit", contact=ContactId(701), how=how)
    assert sent == [(wanted, "Coaching", False)]


def test_offered_for_who_is_on_contact_alone(situation: Make) -> None:
    window = situation("agents")
    for row, offered in ((0, False), (1, True), (2, False), (3, False)):
        window.agents.table.choose(row)
        shown = [button.isVisible() for button in window.aside.listening.values()]
        assert shown == [offered] * 3


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"direction": Direction.CONSULT}, "Bram Smit is being asked by a colleague: listen to the colleague."),
        ({"listener": "Ada Brandt"}, "Ada Brandt listens to this conversation already."),
    ],
)
def test_what_hinders_it_stands_at_the_button(situation: Make, changed, why) -> None:
    window = situation("chosen")
    in_hand(window, **changed)
    window.agents.show_aside()
    assert [button.why_not for button in window.aside.listening.values()] == [why] * 3
    QTest.keyClick(window.agents.table, Qt.Key.Key_L, CONTROL)
    assert not window.aside.form.asks()


def test_ones_own_phone_is_needed(situation: Make) -> None:
    window = situation("chosen")
    me = window.agents.rows.state.me
    assert me is not None
    show(window, me=replace(me, state=AgentState.ON_CONTACT, contact=ContactId(9)))
    assert window.aside.listening[Listening.LISTEN].why_not.startswith("Your own phone is needed")


def test_a_conversation_that_is_over_meanwhile_is_not_asked_about(situation: Make) -> None:
    window = situation("listen")
    assert window.aside.form.act.isEnabled()
    state = window.agents.rows.state
    bram = state.agents[AgentId(2)]
    there = replace(bram, version=bram.version + 1, state=AgentState.WRAP_UP)
    show(window, agents={**state.agents, there.id: there})
    assert window.aside.form.said.text() == "That conversation is over."
    assert not window.aside.form.act.isEnabled()


def test_while_the_phone_rings_it_says_so(situation: Make) -> None:
    bar = situation("hears_rung").listening
    assert (bar.said.whole(), bar.beneath.text()) == ("Whisper to Bram Smit", "Your phone 209 rings: answer it.")
    assert bar.timer.text() == "0:50"


def test_C3_where_the_phone_can_be_answered_from_here_a_button_does(situation: Make) -> None:
    window = situation("hears_rung")
    bar, pressed = window.listening, heard_of(window.listening.answer_wanted)
    assert not bar.answer.isVisible()
    me = window.agents.rows.state.me
    assert me is not None
    assert me.listening is not None
    show(window, me=replace(me, listening=replace(me.listening, can_answer=True)))
    QTest.mouseClick(bar.answer, Qt.MouseButton.LeftButton)
    assert len(pressed) == 1


def test_to_whom_how_and_for_how_long(situation: Make) -> None:
    bar = situation("hears_whisper").listening
    assert bar.said.whole() == "Whispering to Bram Smit"
    assert bar.beneath.text() == "+420 724 118 305 · Bram Smit hears you, the customer does not."
    assert bar.timer.text() == "0:42"
    assert [button.isEnabled() for button in bar.buttons.values()] == [True, False, True]


def test_changed_and_stopped_by_keys_on_every_page(situation: Make) -> None:
    window = situation("hears")
    hows, stops = heard_of(window.listening.how_wanted), heard_of(window.listening.stop_wanted)
    QTest.keyClick(window.agents.table, Qt.Key.Key_L, CONTROL)
    assert hows == [], "it is so already"
    window.open(CALLS)
    QTest.keyClick(window.page().table, Qt.Key.Key_J, CONTROL)
    QTest.keyClick(window.page().table, Qt.Key.Key_E, CONTROL)
    assert (hows, len(stops)) == ([Listening.BARGE], 1)
    assert not window.aside.form.asks()


def test_a_refusal_is_read_in_the_bar_until_something_changes(situation: Make) -> None:
    window = situation("hears")
    window.listening.stop.refuse("No.")
    assert window.listening.refusal.text() == "No."
    me = window.agents.rows.state.me
    assert me is not None
    assert me.listening is not None
    show(window, me=replace(me, listening=replace(me.listening, how=Listening.BARGE)))
    assert window.listening.refusal.text() == ""


def test_without_a_link_nothing_can_be_changed(situation: Make) -> None:
    window = situation("hears")
    show(window, link=Link.DOWN)
    bar = window.listening
    assert not any(button.isEnabled() for button in (*bar.buttons.values(), bar.stop))
    assert bar.stop.why_not == "No link to the server"


def test_why_it_ended_stays_until_it_is_read(situation: Make) -> None:
    window = situation("hears_over")
    bar = window.listening
    assert bar.over.text().startswith("Bram Smit is in that conversation no longer")
    assert not bar.stop.isVisible()
    show(window)
    assert bar.isVisible()
    QTest.mouseClick(bar.dismiss, Qt.MouseButton.LeftButton)
    show(window)
    assert bar.isHidden()


def test_ones_own_end_of_it_needs_no_words(situation: Make) -> None:
    window = situation("hears")
    me = window.agents.rows.state.me
    assert me is not None
    assert me.listening is not None
    show(window, me=replace(me, listening=replace(me.listening, ended_at=me.listening.since)))
    assert window.listening.isHidden()
