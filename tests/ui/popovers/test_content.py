"""What each kind of request says and offers (C3, C4, C5), and what is said after RONA (C6, B2, B3)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from types import ModuleType

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QRect
from PySide6.QtWidgets import QApplication

from agent_client.client.store.state import Link
from agent_client.protocol.contacts import CadVariable, Variable
from agent_client.protocol.names import ContactState, Direction, WhyCode
from agent_client.protocol.why import Why
from ui.popovers.placing import MARGIN
from ui.popovers.request_popover import RequestPopover
from ui.popovers.rona_popover import RonaPopover
from ui.popovers.stack import PopoverStack


@pytest.fixture
def stack(qapp: QApplication, seen: ModuleType) -> Iterator[PopoverStack]:
    made = PopoverStack(lambda: QRect(0, 0, 1920, 1040), QRect)
    made.heard = []
    made.answer_pressed.connect(lambda *what: made.heard.append(("answer", *what)))
    made.decline_pressed.connect(lambda *what: made.heard.append(("decline", *what)))
    made.cancel_pressed.connect(lambda *what: made.heard.append(("cancel", *what)))
    made.accept_all_pressed.connect(lambda what: made.heard.append(("accept all", what)))
    made.tick(seen.NOW)
    yield made
    made.close()


def only(stack: PopoverStack) -> RequestPopover:
    (popover,) = stack.shown()
    assert isinstance(popover, RequestPopover)
    popover.arm()
    return popover


def offered(popover: RequestPopover) -> list[str]:
    buttons = (popover.answer, popover.decline, popover.cancel)
    return [button.text() for button in buttons if button.isVisible()]


def test_a_consult_says_who_asks_with_number_team_and_six_variables(stack: PopoverStack, seen: ModuleType) -> None:
    seven = tuple(Variable(f"Label {at}", f"value {at}") for at in range(7))
    request = replace(seen.CONSULT_REQUEST, variables=seven)
    stack.show_state(replace(seen.SETUP, contacts={request.id: request}))
    popover = only(stack)
    assert (popover.title.whole(), popover.who.whole()) == ("Consult · from Bram de Wit", "Bram de Wit")
    assert popover.numbers.whole() == "about Jana Nováková · Elektro Svoboda s.r.o."
    fields = popover.variables.shown()
    assert fields[:2] == (("Number", "207"), ("Team", "Technical"))
    assert [label for label, _ in fields[2:]] == [f"Label {at}" for at in range(6)]
    assert offered(popover) == ["Answer", "Decline"]


def test_a_callback_says_number_queue_dnis_and_how_long_ago(stack: PopoverStack, seen: ModuleType) -> None:
    stack.show_state(seen.CALLBACK)
    popover = only(stack)
    assert popover.title.whole() == "Callback · asked for while waiting"
    assert popover.variables.shown() == (
        ("Phone number", "020 624 1180"),
        ("Queue", "Sales"),
        ("DNIS", "0800 100200"),
    )
    assert popover.rung.text() == "received 12 min ago · Rings 0:07"
    stack.tick(seen.NOW + timedelta(minutes=1))
    assert popover.rung.text() == "received 13 min ago · Rings 1:07"
    assert offered(popover) == ["Answer", "Decline"]


def test_a_callback_for_which_nobody_dialled_anything_says_nothing_of_it(stack: PopoverStack, seen: ModuleType) -> None:
    (request,) = seen.CALLBACK.contacts.values()
    stack.show_state(replace(seen.CALLBACK, contacts={request.id: replace(request, dnis="")}))
    assert [label for label, _ in only(stack).variables.shown()] == ["Phone number", "Queue"]


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(20, "received just now"), (3599, "received 59 min ago"), (4 * 3600, "received 4 h ago")],
)
def test_how_long_ago_in_words(stack: PopoverStack, seen: ModuleType, seconds: int, words: str) -> None:
    request = replace(seen.WEB_REQUEST, queued_at=seen.ago(seconds))
    stack.show_state(replace(seen.SETUP, contacts={request.id: request}))
    assert only(stack).rung.text() == words


def test_a_web_callback_has_cancel_instead_of_its_state(stack: PopoverStack, seen: ModuleType) -> None:
    stack.show_state(seen.WEB_CALLBACK)
    popover = only(stack)
    assert popover.title.whole() == "Callback · asked for on the web"
    assert "Rings" not in popover.rung.text()
    assert ("Name", "Eva Horáková") in popover.variables.shown()
    assert offered(popover) == ["Answer", "Decline", "Cancel"]
    popover.cancel.click()
    assert stack.heard == [("cancel", 502, 2)]


def test_while_the_customer_is_called_only_cancel_is_left(stack: PopoverStack, seen: ModuleType) -> None:
    stack.show_state(seen.DIALLING)
    popover = only(stack)
    assert popover.rung.text() == "Calling the customer… 0:05"
    assert (offered(popover), popover.left.text()) == (["Cancel"], "")
    assert popover.at_phone.isHidden()


def test_a_preview_call_is_looked_at_before_anybody_is_called(stack: PopoverStack, seen: ModuleType) -> None:
    stack.show_state(seen.PREVIEW)
    popover = only(stack)
    assert popover.title.whole() == "Preview call · Sales"
    assert offered(popover) == ["Call", "Skip"]
    assert (popover.left.text(), popover.rung.text()) == ("11 s left", "Nobody is called before you press Call.")
    assert ("Town", "Amsterdam") in popover.variables.shown()
    stack.press("accept")
    stack.press("decline")
    assert stack.heard == [("answer", 502, 2), ("decline", 502, 2)]


@pytest.mark.parametrize(
    ("scene", "title", "who"),
    [
        ("EMAIL", "E-mail · Sales", "Jana Nováková"),
        ("CHAT", "Chat · Sales", "Oskar Lind"),
        ("SOCIAL", "Social · Sales", "@nordljus"),
    ],
)
def test_what_is_written_is_accepted(stack: PopoverStack, seen: ModuleType, scene: str, title: str, who: str) -> None:
    state = getattr(seen, scene)
    [contact] = state.contacts.values()
    stack.show_state(state)
    popover = only(stack)
    assert (popover.title.whole(), popover.who.whole()) == (title, who)
    assert contact.text.startswith(popover.quote.text().rstrip("…"))
    assert offered(popover) == ["Accept", "Decline"]
    assert stack.bar is None, "one alone is accepted by itself"
    assert popover.answer.focusPolicy().value == 0


def test_secure_variables_have_no_way_into_a_popover(stack: PopoverStack, seen: ModuleType) -> None:
    """Beside its `variables`, which never have them, a contact carries `cad`: nothing of it is shown here."""
    request = replace(
        seen.RINGING,
        cad=(CadVariable(key="iban", label="IBAN", secure=True), CadVariable(key="case", label="Case", value="SR-9")),
    )
    stack.show_state(replace(seen.SETUP, contacts={request.id: request}))
    assert {"IBAN", "Case"}.isdisjoint(label for label, _ in only(stack).variables.shown())


def test_six_requests_stand_by_channel_under_a_bar(stack: PopoverStack, seen: ModuleType) -> None:
    stack.show_state(seen.SIX)
    titles = [popover.title.whole() for popover in stack.shown()]
    assert titles == ["E-mail · Sales", "E-mail · Sales", "Social · Sales", "Chat · Sales", "Incoming call · Sales"]
    tops = [popover.y() for popover in stack.shown()]
    assert tops == sorted(tops)
    assert stack.bar.y() < tops[0]
    assert stack.bar.shown.text() == "1–5 of 6"
    assert stack.bar.accept_all.text() == "Accept 5 requests"
    assert [popover.answer.face.hint for popover in stack.shown()] == ["", "", "", "", "Ctrl ⇧ A"]
    stack.bar.down.click()
    assert [popover.title.whole() for popover in stack.shown()] == ["Chat · Sales", "Incoming call · Sales"]
    assert (stack.bar.shown.text(), stack.bar.down.isEnabled(), stack.bar.up.isEnabled()) == ("6–6 of 6", False, True)


def test_the_bar_stands_on_the_topmost_request_also_where_there_is_room_for_it_lower(
    qapp: QApplication, seen: ModuleType
) -> None:
    made = PopoverStack(lambda: QRect(0, 0, 1920, 1040), lambda: QRect(1540, 850, 380, 120))
    made.tick(seen.NOW)
    made.show_state(seen.SEVEN)
    top = made.shown()[0]
    assert (top.x(), top.y()) == (made.bar.x(), made.bar.y() + made.bar.height() + MARGIN)
    made.close()


def test_when_one_goes_the_next_comes(stack: PopoverStack, seen: ModuleType) -> None:
    stack.show_state(seen.SIX)
    first = stack.shown()[0].contact_id
    left = {number: one for number, one in seen.SIX.contacts.items() if number != first}
    stack.show_state(replace(seen.SIX, contacts=left))
    assert {popover.contact_id for popover in stack.shown()} == left.keys()
    assert stack.bar.shown.isHidden()
    assert stack.bar.accept_all.text() == "Accept 4 requests"


def test_all_are_accepted_with_the_versions_that_were_seen(stack: PopoverStack, seen: ModuleType) -> None:
    stack.show_state(seen.SIX)
    stack.bar.accept_all.click()
    assert stack.heard == [], "a press that was on its way counts for nothing"
    stack.bar.arm()
    stack.bar.accept_all.click()
    written = {(one.id, one.version) for one in seen.SIX.contacts.values() if one.text}
    [(what, contacts)] = stack.heard
    assert (what, set(contacts)) == ("accept all", written)
    assert stack.control("accept_all") is stack.bar.accept_all
    stack.show_state(replace(seen.SIX, link=Link.DOWN))
    assert not stack.bar.accept_all.isEnabled()


def test_another_request_guards_accept_all_anew(stack: PopoverStack, seen: ModuleType) -> None:
    two = {number: one for number, one in seen.SIX.contacts.items() if number in (511, 513)}
    stack.show_state(replace(seen.SIX, contacts=two))
    stack.bar.arm()
    stack.show_state(seen.SIX)
    assert not stack.bar.armed


def test_the_newest_is_brought_into_view_and_then_the_pages_before(stack: PopoverStack, seen: ModuleType) -> None:
    many = {number: replace(seen.EMAIL_REQUEST, id=number, queued_at=seen.ago(100 - number)) for number in range(1, 13)}
    stack.show_state(replace(seen.SETUP, contacts=many))
    pages = []
    for _ in range(4):
        stack.newest()
        pages.append(stack.bar.shown.text())
    assert pages == ["11–12 of 12", "6–10 of 12", "1–5 of 12", "11–12 of 12"]
    assert stack.newest() == 10
    stack.show_state(seen.WAITING)
    assert (stack.newest(), stack.bar) == (None, None)


@pytest.mark.parametrize(
    ("scene", "title", "question"),
    [
        ("RONA", "RONA · missed call", "Are you back?"),
        ("RONA_CONSULT", "RONA · missed consult from Bram de Wit", "Are you back?"),
        ("RONA_EMAIL", "RONA · missed: E-mail", "Are you back?"),
        ("RONA_BUSY", "RONA · phone busy", "Does your phone work?"),
        ("RONA_UNREACHABLE", "RONA · phone unreachable", "Does your phone work?"),
    ],
)
def test_after_rona_it_says_what_was_missed(
    stack: PopoverStack, seen: ModuleType, scene: str, title: str, question: str
) -> None:
    stack.show_state(getattr(seen, scene))
    (popover,) = stack.shown()
    assert isinstance(popover, RonaPopover)
    assert (popover.title.whole(), popover.question.text()) == (title, question)
    assert popover.available.isVisible()
    assert popover.idle.isVisible()


def test_a_request_of_a_newer_kind_is_shown_as_a_call(stack: PopoverStack, seen: ModuleType) -> None:
    request = replace(seen.RINGING, direction=Direction.UNKNOWN)
    stack.show_state(replace(seen.SETUP, contacts={request.id: request}))
    assert only(stack).title.whole() == "Incoming call · Sales"


def test_connecting_comes_before_each_request(stack: PopoverStack, seen: ModuleType) -> None:
    for request in (seen.RINGING, seen.CONSULT_REQUEST, seen.CALLBACK_REQUEST, seen.EMAIL_REQUEST):
        about = replace(request, state=ContactState.CONNECTING, ringing_at=None, until=None, can_cancel=False)
        stack.show_state(replace(seen.SETUP, contacts={about.id: about}))
        popover = only(stack)
        assert popover.title.whole().startswith("Connecting · ")
        assert "Answer" not in offered(popover)
        stack.show_state(seen.WAITING)


@pytest.mark.parametrize(
    ("code", "params", "said"),
    [
        (WhyCode.WAITED_TOO_LONG, {"seconds": "45"}, "Nobody took the call within 45 s"),
        (WhyCode.GROUP_FULL, {"group": "Sales", "capacity": "9"}, "Sales had no room for more than 9 who wait"),
    ],
)
def test_F7_an_unhandled_call_says_why_it_is_shown(
    code: WhyCode, params: dict[str, str], said: str, stack: PopoverStack, seen: ModuleType
) -> None:
    (request,) = (one for one in seen.SETUP.contacts.values() if one.direction is Direction.INBOUND)
    shown = replace(request, why=Why(code=code, at=seen.NOW, params=params))
    stack.show_state(replace(seen.SETUP, contacts={shown.id: shown}))
    popover = only(stack)
    assert popover.title.whole().startswith("Unhandled call")
    assert popover.variables.shown()[0] == ("Why", said)
