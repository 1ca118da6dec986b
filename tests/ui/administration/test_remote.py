"""The page of those who sign in by phone (A15): one number for all, and each agent's phones and queues."""

from __future__ import annotations

from types import ModuleType

import pytest

from agent_client.protocol.names import QueueId
from agent_client.protocol.remote import Registering, ServiceNumber, TextProblem
from ui.administration.remote import RemotePage
from ui.administration.window import AdministrationWindow
from ui.administration.words import text_problem

DANA, ANNA = 3, 1


@pytest.fixture
def page(window: AdministrationWindow) -> RemotePage:
    window.open("remote")
    made = window.page()
    assert isinstance(made, RemotePage)
    made.open(0)
    return made


def write(page: RemotePage, name: str, text: str) -> None:
    field = page.editor.form.rows[name].entry.target()
    field.setText(text)  # type: ignore[attr-defined]
    field.textEdited.emit(text)  # type: ignore[attr-defined]


def fault(page: RemotePage, name: str) -> str:
    return page.editor.form.rows[name].fault.text()


def test_A15_the_service_number_stands_first_and_is_saved(window: AdministrationWindow, page: RemotePage) -> None:
    first = page.named(0)
    assert (first.name, first.beneath) == ("Service number", "085 777 0100")
    assert not page.editor.form.rows["phone_number"].isVisible()
    write(page, "number", "085 777 0200")
    page.save()
    assert window.saves[-1] == ("remote", 0, ServiceNumber(number="085 777 0200"))  # type: ignore[attr-defined]


def test_A15_an_agents_phones_and_queues_are_saved(window: AdministrationWindow, page: RemotePage) -> None:
    page.open(DANA)
    assert page.named(DANA).beneath == "06 12345678 · signed in"
    assert not page.editor.form.rows["number"].isVisible()
    write(page, "alternate_number", "")
    page.queues.boxes[QueueId(2)].click()
    page.save()
    expected = Registering(phone_number="+31612345678", preselected=(QueueId(1),))
    assert window.saves[-1] == ("remote", DANA, expected)  # type: ignore[attr-defined]


def test_A15_queues_that_need_a_computer_are_named(page: RemotePage) -> None:
    page.open(DANA)
    assert "Support" in page.hindrance.text()
    assert page.hindrance.isVisible()
    page.queues.boxes[QueueId(2)].click()
    assert not page.hindrance.isVisible()
    page.queues.boxes[QueueId(1)].click()
    assert page.hindrance.text() == "Without a queue nobody can sign in by phone."


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("06 12345678", "This is Dana Horáková's phone."),
        ("020 777 0000", "This is Dana Horáková's phone."),
        ("085 777 0100", "This is the service number."),
        ("800", "Customers dial this number."),
        ("06 1234567x", "A number is made of digits and + # * : alone."),
    ],
)
def test_A15_a_number_that_is_somebody_elses_is_said_while_it_is_typed(page: RemotePage, typed: str, said: str) -> None:
    page.open(ANNA)
    write(page, "phone_number", typed)
    assert fault(page, "phone_number") == said
    assert not page.editor.save.isEnabled()


def test_A15_what_a_phone_shows_needs_a_phone(page: RemotePage) -> None:
    page.open(ANNA)
    write(page, "alternate_number", "0301234567")
    assert fault(page, "phone_number") == "Which phone shows that number?"


def test_A15_what_was_not_sent_is_told(page: RemotePage, rules: ModuleType) -> None:
    assert "Dana Horáková · the address for text messages answered with status 502" in page.unsent.text()
    assert page.unsent.isVisible()


def test_A15_why_a_text_message_was_not_sent_is_worded_here() -> None:
    said = {text_problem(problem, 3.0) for problem in TextProblem}
    assert len(said) == len(TextProblem) and all(words and "{" not in words for words in said)
