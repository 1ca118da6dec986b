"""The call page in every situation of the parties' table: which buttons stand there, which are possible, what the others say."""

from __future__ import annotations

from types import ModuleType

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from agent_client.client.store.state import Link, State
from agent_client.protocol.contacts import Contact, Target
from agent_client.protocol.names import ContactState, OnHold, Part, TargetKind
from agent_client.rules.parties import CONSULTED, OWNER, RINGING, ContactAction
from ui.panels import contact_call
from ui.panels.contact import ContactPanel

A = ContactAction
# situation: what is possible, what stands there and is not; what the latter says
TABLE = {
    "connected": ("hold consult transfer end digits mute pause_recording", "", ""),
    "muted": ("hold consult transfer end digits mute pause_recording", "", ""),
    "recording_paused": ("hold consult transfer end digits mute resume_recording", "", ""),
    "held": ("resume consult transfer mute pause_recording", "end digits", "The customer is on hold: resume first."),
    "held_at_phone": (
        "transfer mute pause_recording",
        "hold consult end digits",
        "On hold at your phone: take the call back there.",
    ),
    "consulting_held_at_phone": (
        "end_consult transfer mute",
        "resume conference end digits",
        "On hold at your phone: take the call back there.",
    ),
    "consult_requested": (
        "resume end_consult mute",
        "transfer conference",
        "The consult has not been accepted yet.",
    ),
    "consult_requested_resumed": (
        "hold end_consult mute",
        "end digits pause_recording",
        "Not during a consult: end it first.",
    ),
    "consulting": (
        "resume end_consult transfer conference digits mute",
        "end pause_recording",
        "Not during a consult: end it first.",
    ),
    "consult_on_hold": (
        "hold end_consult transfer conference digits mute",
        "end pause_recording",
        "Not during a consult: end it first.",
    ),
    "conference": (
        "end end_consult transfer digits mute",
        "conference pause_recording",
        "Not during a conference.",
    ),
    "asked": ("end_consult digits mute", "", ""),
    "asked_held_at_phone": ("end_consult digits mute", "", ""),
    "asked_on_hold": ("end_consult mute", "digits", "You are on hold: your colleague talks with the customer."),
    "asked_conference": ("end_consult digits mute", "", ""),
}


@pytest.fixture
def panel(qtbot: QtBot) -> ContactPanel:
    made = ContactPanel()
    qtbot.addWidget(made)
    made.resize(592, 900)
    made.show()
    made.heard = []
    for name in ("pressed", "mute_pressed", "digits_typed", "target_picked"):
        getattr(made, name).connect(lambda *what, name=name: made.heard.append((name, *what)))
    return made


def show(panel: ContactPanel, state: State, seen: ModuleType) -> None:
    panel.show_state(state)
    panel.call.picker.show_state(state)
    panel.tick(seen.NOW)
    QApplication.processEvents()


def stands(panel: ContactPanel) -> dict[ContactAction, bool]:
    """The buttons in sight, and whether they are possible."""
    found = {action: panel.call.button(action) for action in ContactAction}
    return {action: one.isEnabled() for action, one in found.items() if one is not None and one.isVisible()}


def words(panel: ContactPanel) -> str:
    return "\n".join(label.text() for label in panel.findChildren(QLabel) if label.isVisible())


def of(state: State) -> Contact:
    [contact] = state.contacts.values()
    return contact


def with_contact(state: State, **changes: object) -> State:
    contact = replace(of(state), **changes)
    return replace(state, contacts={contact.id: contact})


@pytest.mark.parametrize("name", TABLE)
def test_D5_each_situation_has_its_buttons(
    name: str, panel: ContactPanel, calls: dict[str, State], seen: ModuleType
) -> None:
    possible, impossible, why = TABLE[name]
    show(panel, calls[name], seen)
    there = stands(panel)
    assert {action for action, enabled in there.items() if enabled} == {A(word) for word in possible.split()}
    assert {A(word) for word in impossible.split()} <= there.keys()
    for word in impossible.split():
        button = panel.call.button(A(word))
        assert not button.isEnabled()
        assert button.toolTip().partition("\n")[2] == why
        assert button.accessibleDescription() == why
    for action, enabled in there.items():
        assert enabled or panel.call.button(action).why_not


def test_every_situation_of_the_table_is_among_the_scenes(calls: dict[str, State]) -> None:
    """What rings has its own tests."""
    shown = {(of(state).part, of(state).state, of(state).on_hold) for state in calls.values()}
    tables = {Part.OWNER: OWNER, Part.CONSULTED: CONSULTED}
    wanted = {
        (part, *situation)
        for part, table in tables.items()
        for situation in table
        if situation[0] not in RINGING | {ContactState.WRAP_UP}
    }
    assert wanted <= shown


def test_D5_the_asked_agent_has_neither_end_nor_resume(
    panel: ContactPanel, calls: dict[str, State], seen: ModuleType
) -> None:
    for name in ("asked", "asked_on_hold", "asked_conference"):
        show(panel, calls[name], seen)
        assert stands(panel).keys().isdisjoint({A.END, A.RESUME, A.HOLD, A.TRANSFER, A.CONFERENCE, A.CONSULT})
        said = words(panel)
        assert "ASKS YOU" in said.upper() and "Bram de Wit" in said and "Jana Nováková" in said
    assert panel.call.head.who.whole() == "Bram de Wit"
    assert "about Jana Nováková" in panel.call.head.beneath.whole()


def test_without_a_link_every_button_says_so(panel: ContactPanel, calls: dict[str, State], seen: ModuleType) -> None:
    for state in calls.values():
        show(panel, replace(state, link=Link.DOWN), seen)
        there = stands(panel)
        assert there and not any(there.values())
        assert all(panel.call.button(action).why_not.startswith("There is no link") for action in there)


def test_a_phone_that_cannot_mute_has_no_button_for_it(
    panel: ContactPanel, calls: dict[str, State], seen: ModuleType
) -> None:
    show(panel, with_contact(calls["connected"], can_mute=False), seen)
    assert A.MUTE not in stands(panel)


# -- the head


@pytest.mark.parametrize(
    ("name", "word", "beside"),
    [
        ("connected", "Connected", ""),
        ("held", "On hold", "0:42"),
        ("held_at_phone", "On hold at your phone", "0:42"),
        ("consult_requested", "Consult requested", "0:08"),
        ("consulting", "Consulting", "1:05"),
        ("consult_on_hold", "Consult on hold", "0:15"),
        ("conference", "Conference", "0:31"),
        ("asked", "Consulting", ""),
        ("asked_on_hold", "Consult on hold", "0:15"),
    ],
)
def test_D1_D3_the_state_stands_beside_the_timer(
    name: str, word: str, beside: str, panel: ContactPanel, calls: dict[str, State], seen: ModuleType
) -> None:
    show(panel, calls[name], seen)
    head = panel.call.head
    assert (head.word.text(), head.beside.text()) == (word, beside)
    assert head.beside.isHidden() == (not beside)
    assert head.timer.text() == ("01:05" if name.startswith("asked") else "04:12")


# -- presses


def test_each_press_carries_what_was_seen(panel: ContactPanel, calls: dict[str, State], seen: ModuleType) -> None:
    for name, action in (
        ("connected", A.HOLD),
        ("held", A.RESUME),
        ("connected", A.END),
        ("connected", A.PAUSE_RECORDING),
        ("recording_paused", A.RESUME_RECORDING),
        ("consulting", A.CONFERENCE),
        ("consulting", A.TRANSFER),
        ("consulting", A.END_CONSULT),
    ):
        panel.heard.clear()
        show(panel, calls[name], seen)
        panel.press(action)
        contact = of(calls[name])
        assert panel.heard == [("pressed", action, contact.id, contact.version)]


def test_hold_and_recording_have_one_key_for_both_ways(
    panel: ContactPanel, calls: dict[str, State], seen: ModuleType
) -> None:
    for name, toggle, wanted in (
        ("connected", panel.toggle_hold, A.HOLD),
        ("held", panel.toggle_hold, A.RESUME),
        ("consulting", panel.toggle_hold, A.RESUME),
        ("consult_on_hold", panel.toggle_hold, A.HOLD),
        ("connected", panel.toggle_recording, A.PAUSE_RECORDING),
        ("recording_paused", panel.toggle_recording, A.RESUME_RECORDING),
    ):
        panel.heard.clear()
        show(panel, calls[name], seen)
        toggle()
        assert [heard[1] for heard in panel.heard] == [wanted]
    for name in ("conference", "asked"):
        panel.heard.clear()
        show(panel, calls[name], seen)
        panel.toggle_hold()
        panel.toggle_recording()
        assert panel.heard == []


def test_mute_says_which_way(panel: ContactPanel, calls: dict[str, State], seen: ModuleType) -> None:
    show(panel, calls["connected"], seen)
    assert panel.call.button(A.MUTE).text() == "Mute"
    panel.press(A.MUTE)
    show(panel, with_contact(calls["muted"], version=4), seen)
    assert panel.call.button(A.MUTE).text() == "Unmute"
    panel.press(A.MUTE)
    assert panel.heard == [("mute_pressed", 501, 3, True), ("mute_pressed", 501, 4, False)]


def test_a_press_stays_requested_until_the_contact_moves_on(
    panel: ContactPanel, calls: dict[str, State], seen: ModuleType
) -> None:
    show(panel, calls["connected"], seen)
    button = panel.call.button(A.HOLD)
    button.press()
    button.press()
    assert button.requested and len(panel.heard) == 1, "a second press while the first is on its way"
    assert panel.call.control(A.HOLD) is button
    show(panel, calls["held"], seen)
    assert not button.requested


def test_a_refusal_is_read_on_the_page(panel: ContactPanel, calls: dict[str, State], seen: ModuleType) -> None:
    show(panel, calls["connected"], seen)
    panel.call.button(A.HOLD).refuse("Look again.")
    assert panel.call.refusal.isVisible() and panel.call.refusal.text() == "Look again."
    show(panel, with_contact(calls["connected"], version=9), seen)
    assert panel.call.refusal.isHidden()


# -- the two panes


@pytest.mark.parametrize(
    ("name", "customer", "other"),
    [
        ("consult_requested", ("On hold", "0:42", "Resume", A.RESUME), ("Ringing", "0:08", "", None)),
        ("consult_queued", ("On hold", "0:42", "Resume", A.RESUME), ("In queue", "0:08", "", None)),
        ("consulting", ("On hold", "1:20", "Resume", A.RESUME), ("Talking", "1:05", "Hold", A.RESUME)),
        ("consult_on_hold", ("Talking", "0:15", "Hold", A.HOLD), ("On hold", "0:15", "Resume", A.HOLD)),
        ("conference", ("In the conference", "0:31", "", None), ("In the conference", "0:31", "", None)),
        ("asked", ("On hold", "1:20", "", None), ("Talking", "1:05", "", None)),
        ("asked_on_hold", ("With Bram de Wit", "0:15", "", None), ("With the customer", "0:15", "", None)),
    ],
)
def test_D3_each_party_has_its_own_state_timer_and_button(
    name: str,
    customer: tuple[str, str, str, ContactAction | None],
    other: tuple[str, str, str, ContactAction | None],
    panel: ContactPanel,
    calls: dict[str, State],
    seen: ModuleType,
) -> None:
    show(panel, calls[name], seen)
    for pane, (word, timer, button, action) in zip(panel.call.parties.panes(), (customer, other), strict=True):
        assert (pane.word.text(), pane.timer.text()) == (word, timer)
        assert pane.button.isVisible() == bool(button)
        if button:
            panel.heard.clear()
            assert pane.button.text() == button
            pane.button.click()
            assert [heard[1] for heard in panel.heard] == [action]
            assert panel.call.control(action) is pane.button, "of two that mean the same the one that was pressed"
            pane.button.set_requested(False)


def test_D3_panes_say_whose_phone_holds(panel: ContactPanel, calls: dict[str, State], seen: ModuleType) -> None:
    for name, wanted in {
        "consulting_held_at_phone": [("On hold", "1:20"), ("On hold at your phone", "0:15")],
        "asked_held_at_phone": [("On hold", "1:20"), ("On hold at their phone", "0:15")],
    }.items():
        show(panel, calls[name], seen)
        assert [(pane.word.text(), pane.timer.text()) for pane in panel.call.parties.panes()] == wanted
    conference = with_contact(calls["conference"], held_at_phone_since=seen.ago(15))
    show(panel, conference, seen)
    assert {pane.word.text() for pane in panel.call.parties.panes()} == {"In the conference"}, "they go on"


def test_D1_whom_the_phone_holds_it_takes_back(panel: ContactPanel, calls: dict[str, State], seen: ModuleType) -> None:
    show(panel, calls["held_at_phone"], seen)
    assert panel.call.held_at_phone.text() == "Take the call back at your phone: only there is that possible."
    panel.toggle_hold()
    assert panel.heard == []
    show(panel, calls["connected"], seen)
    assert panel.call.held_at_phone.isHidden()


def test_whom_the_agent_hears_beside_the_others(panel: ContactPanel, calls: dict[str, State], seen: ModuleType) -> None:
    mark = panel.call.listener
    for name, words in {
        "whispered": "Sonja Maas whispers to you: nobody else hears it.",
        "joined_in": "Sonja Maas has joined: everybody hears them.",
    }.items():
        show(panel, calls[name], seen)
        assert (mark.isHidden(), mark.word.text()) == (False, words)
    show(panel, calls["connected"], seen)
    assert mark.isHidden()


def test_D7_why_a_transfer_by_key_was_refused_is_said_on_the_page(
    panel: ContactPanel, calls: dict[str, State], seen: ModuleType
) -> None:
    show(panel, calls["key_transfer_refused"], seen)
    said = panel.call.outcome.text()
    assert said.startswith("Your phone's transfer to 207 was refused, ")
    assert said.endswith("Bram de Wit cannot take it now (Wrap-up): choose somebody else.")


def test_D3_exactly_one_of_both_is_on_hold(panel: ContactPanel, calls: dict[str, State], seen: ModuleType) -> None:
    for name in ("consulting", "consult_on_hold"):
        show(panel, calls[name], seen)
        held = [pane.side().held for pane in panel.call.parties.panes()]
        assert sorted(held) == [False, True]
        assert held[0] == (of(calls[name]).on_hold is OnHold.CUSTOMER)


def test_D4_the_time_a_consult_rings_and_what_is_left(
    panel: ContactPanel, calls: dict[str, State], seen: ModuleType
) -> None:
    show(panel, calls["consult_requested"], seen)
    assert panel.call.parties.other.left.text() == "0:12 left"
    show(panel, calls["consulting"], seen)
    assert panel.call.parties.other.left.isHidden()


def test_D4_why_a_consult_failed_is_said_on_the_page(
    panel: ContactPanel, calls: dict[str, State], seen: ModuleType
) -> None:
    show(panel, calls["consult_failed"], seen)
    assert "Bram de Wit did not answer within 20 s" in panel.call.outcome.text()
    assert panel.call.parties.isHidden()
    show(panel, calls["held"], seen)
    assert panel.call.outcome.isHidden()


@pytest.mark.parametrize(("width", "beside"), [(592, True), (260, False)])
def test_panes_stand_beside_each_other_where_there_is_room(
    width: int, beside: bool, panel: ContactPanel, calls: dict[str, State], seen: ModuleType
) -> None:
    panel.resize(width, 900)
    show(panel, calls["consulting"], seen)
    first, second = panel.call.parties.panes()
    assert (first.y() == second.y()) is beside
    area = panel.call.parties.rect()
    assert all(
        area.contains(pane.geometry()) and pane.height() >= pane.minimumSizeHint().height() for pane in (first, second)
    )


# -- recording


def test_the_important_buttons_give_up_their_icons_before_they_need_a_second_row(
    panel: ContactPanel, calls: dict[str, State], seen: ModuleType
) -> None:
    bar = panel.call.bar
    row = [bar.of(action) for action in (A.HOLD, A.CONSULT, A.TRANSFER, A.END)]
    show(panel, calls["connected"], seen)
    assert not any(button.face.bare for button in row)
    wide = sum(button.sizeHint().width() for button in row)
    panel.resize(wide + 48, 900)
    QApplication.processEvents()
    assert all(button.face.bare for button in row)
    assert len({button.mapTo(panel, button.rect().center()).y() for button in row}) == 1
    panel.resize(wide // 2, 900)
    QApplication.processEvents()
    assert not any(button.face.bare for button in row), "two rows there are in any case"


def test_D8_the_recording_and_its_pause(panel: ContactPanel, calls: dict[str, State], seen: ModuleType) -> None:
    line = panel.call.bar.recording
    show(panel, calls["connected"], seen)
    assert (line.word.text(), line.button.text(), line.left.isVisible()) == ("Recording", "Pause", False)
    show(panel, calls["recording_paused"], seen)
    assert (line.word.text(), line.left.text(), line.button.text()) == (
        "Recording paused",
        "resumes in 0:24",
        "Resume",
    )
    show(panel, with_contact(calls["connected"], recording=None), seen)
    assert not any(part.isVisible() for part in line.parts())


def test_D12_noise_removal_is_shown_and_said_to_be_the_organisations(
    panel: ContactPanel, calls: dict[str, State], seen: ModuleType
) -> None:
    show(panel, calls["connected"], seen)
    assert panel.call.noise.word.text() == "Noise removal on"
    assert "organisation" in panel.call.noise.toolTip()
    off = replace(calls["connected"], centre=replace(seen.CENTRE, noise_removal=False))
    show(panel, off, seen)
    assert panel.call.noise.word.text() == "Noise removal off"


# -- what opens in place


def test_the_picker_opens_in_place_and_gives_the_keyboard_back(
    panel: ContactPanel, calls: dict[str, State], seen: ModuleType, qtbot: QtBot
) -> None:
    note = QLineEdit(panel)
    note.show()
    with qtbot.waitActive(panel):
        panel.activateWindow()
    show(panel, calls["connected"], seen)
    note.setFocus()
    panel.press(A.CONSULT)
    assert panel.call.picker.isVisible() and panel.call.body.isHidden()
    assert panel.call.picker.isAncestorOf(QApplication.focusWidget())
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    assert panel.call.picker.isHidden() and panel.call.body.isVisible()
    assert QApplication.focusWidget() is note
    assert panel.heard == []


@pytest.mark.parametrize("action", [A.CONSULT, A.TRANSFER])
def test_whom_the_agent_picked_goes_with_the_contact_and_its_version(
    action: ContactAction, panel: ContactPanel, calls: dict[str, State], seen: ModuleType
) -> None:
    target = Target(kind=TargetKind.AGENT, id=2)
    show(panel, calls["held"], seen)
    panel.press(action)
    panel.call.picker.picked.emit(target)
    assert panel.heard == [("target_picked", action, 501, 4, target)]
    assert panel.call.control(action) is panel.call.picker
    show(panel, calls["consult_requested"], seen)
    assert panel.call.picker.isHidden()


def test_the_keypad_takes_the_mouse_and_the_keyboard(
    panel: ContactPanel, calls: dict[str, State], seen: ModuleType, qtbot: QtBot
) -> None:
    with qtbot.waitActive(panel):
        panel.activateWindow()
    show(panel, calls["connected"], seen)
    panel.press(A.DIGITS)
    keypad = panel.call.keypad
    assert keypad.isVisible() and QApplication.focusWidget() is keypad
    keypad.keys["4"].click()
    QTest.keyClicks(keypad, "47x#")
    assert panel.heard == [("digits_typed", 501, 3, digit) for digit in "447#"]
    assert keypad.sent.whole() == "447#"
    QTest.keyClick(keypad, Qt.Key.Key_Escape)
    assert keypad.isHidden()
    panel.press(A.DIGITS)
    assert keypad.sent.whole().strip() == "", "of an earlier call, or a number that is nobody's business"


def test_another_contact_closes_what_was_open(panel: ContactPanel, calls: dict[str, State], seen: ModuleType) -> None:
    show(panel, calls["connected"], seen)
    panel.press(A.DIGITS)
    show(panel, with_contact(calls["connected"], id=777), seen)
    assert panel.call.keypad.isHidden()
    panel.press(A.TRANSFER)
    show(panel, calls["connected"], seen)
    assert panel.call.picker.isHidden()


# -- ringing


@pytest.mark.parametrize(
    ("scene", "possible"),
    [
        ("SETUP", "answer decline"),
        ("CONSULT_ASKED", "answer decline"),
        ("WEB_CALLBACK", "answer decline cancel"),
        ("DIALLING", "cancel end"),
        ("PREVIEW", "answer decline"),
    ],
)
def test_what_rings_has_its_own_buttons(scene: str, possible: str, panel: ContactPanel, seen: ModuleType) -> None:
    show(panel, getattr(seen, scene), seen)
    assert stands(panel) == {A(word): True for word in possible.split()}
    assert panel.call.answer.text() == ("Call" if scene == "PREVIEW" else "Answer")


def test_what_changes_is_announced(
    panel: ContactPanel, calls: dict[str, State], seen: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    monkeypatch.setattr(contact_call.QAccessible, "updateAccessibility", lambda event: told.append(event.message()))
    for name in ("connected", "held", "held", "consult_requested", "consult_failed"):
        show(panel, calls[name], seen)
    assert told[:2] == ["On hold", "Consult requested"]
    assert told[2].startswith("Bram de Wit did not answer")
    assert len(told) == 3
