"""The administrator's pages of signing in and of passwords (A8)."""

from __future__ import annotations

from datetime import timedelta
from types import ModuleType
from typing import Any

import msgspec
import pytest
from msgspec.structs import replace
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from agent_client.client.store.state import State
from agent_client.protocol.agents import AgentBrief
from agent_client.protocol.names import AgentId, PasswordRule, Role
from agent_client.protocol.passwords import Account, FirstPassword, MustChange, Security
from ui.administration import things
from ui.administration.window import AdministrationWindow

SECURITY = Security(
    version=4,
    password_rule=PasswordRule.STRICT,
    password_days=90,
    password_history=3,
    lock_out_after=5,
    reauthenticate_hours=10,
    clock_limit_seconds=20,
)


@pytest.fixture
def page(window: AdministrationWindow, rules: ModuleType, request: Any) -> Any:
    anna, bram = (AgentBrief(AgentId(number), name) for number, name in ((1, "Anna Visser"), (2, "Bram Smit")))
    set_at = rules.seen.NOW
    accounts = (
        Account(agent=anna, user="anna", password_set_at=set_at, must_change=MustChange.FIRST),
        Account(agent=bram, user="bram", password_set_at=set_at, expires_at=set_at, locked_since=set_at - timedelta(1)),
    )
    window.show_known(replace(rules.RULES, accounts=accounts, security=SECURITY))
    window.open(request.param)
    made: Any = window.page()
    if request.param == "passwords":
        made.sheet.begin()
        made.open(anna.id)
    return made


def read(**written: object) -> tuple[Security, dict[str, str]]:
    return things.read_security({**things.security_fields(SECURITY), **written}, SECURITY)


def test_what_is_decided_comes_back_as_it_was() -> None:
    assert read() == (SECURITY, {})
    security, faults = read(password_days=" ", lock_out_after="", password_rule=PasswordRule.STANDARD)
    assert (security.password_days, security.lock_out_after, faults) == (None, None, {})
    msgspec.convert(msgspec.to_builtins(security), Security)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("password_days", "0"),
        ("password_history", "0"),
        ("password_history", ""),
        ("lock_out_after", "2"),
        ("reauthenticate_hours", ""),
        ("clock_limit_seconds", "4000"),
    ],
)
def test_what_cannot_be_meant_is_said_at_its_field(field: str, value: str) -> None:
    assert list(read(**{field: value})[1]) == [field]


def test_without_the_strict_rule_nothing_need_be_remembered() -> None:
    assert read(password_rule=PasswordRule.STANDARD, password_history="0")[1] == {}


@pytest.mark.parametrize("page", ["security"], indirect=True)
def test_A8_the_strict_rule_comes_with_an_end_that_can_be_taken_out_again(page: Any, window: Any) -> None:
    form = page.editor.form
    form.written.emit("password_rule", PasswordRule.STANDARD)
    form.written.emit("password_days", "")
    form.written.emit("password_rule", PasswordRule.STRICT)
    assert form.rows["password_days"].entry.target().text() == "90"
    form.written.emit("password_days", "")
    page.save()
    [(name, _, wish)] = window.saves
    assert (name, wish) == ("security", replace(SECURITY, password_days=None))
    page.give_up()


@pytest.mark.parametrize("page", ["passwords"], indirect=True)
def test_A8_user_id_and_first_password_are_never_on_one_screen(page: Any) -> None:
    heard: list[tuple[int, str]] = []
    page.reset_wanted.connect(lambda *said: heard.append(said))
    page.sheet.give.click()
    assert heard == [], "not without a reason"
    assert page.sheet.help.status.isVisible()
    QTest.keyClicks(page.sheet.reason, "  forgot  it ")
    page.sheet.give.click()
    assert heard == [(1, "forgot it")]
    assert page.sheet.unlock.isHidden(), "she is not locked out"
    page.show_made(FirstPassword(agent=AgentBrief(AgentId(1), "Anna Visser"), password="ab3cd4ef6g"))
    made = page.sheet.made
    assert made.isVisible()
    assert made.password.text() == "ab3cd4ef6g"
    assert not page.sheet.facts.isVisible()
    assert [thing.beneath for thing in page.list.things()] == ["first password", "locked"]
    made.copy.click()
    assert QApplication.clipboard().text() == "ab3cd4ef6g"
    page.open(AgentId(2))
    assert made.isHidden()
    assert made.password.text() == "", "it was shown once"
    assert [thing.beneath for thing in page.list.things()] == ["anna · first password", "bram · locked"]


@pytest.mark.parametrize("page", ["passwords"], indirect=True)
def test_A8_a_lock_is_lifted_by_an_administrator(page: Any, window: Any, state: State) -> None:
    heard: list[tuple[int, str]] = []
    page.unlock_wanted.connect(lambda *said: heard.append(said))
    page.open(AgentId(2))
    QTest.keyClicks(page.sheet.reason, "It was he")
    page.sheet.unlock.click()
    assert heard == [(2, "It was he")]
    assert state.me is not None
    window.show_state(replace(state, me=replace(state.me, role=Role.SUPERVISOR)))
    assert not page.sheet.help.isVisible(), "who may only read is offered nothing"
    assert page.sheet.facts.isVisible()


@pytest.mark.parametrize("page", ["passwords"], indirect=True)
def test_A8_a_password_that_was_shown_has_gone_when_the_page_is_opened_again(page: Any, window: Any) -> None:
    page.show_made(FirstPassword(agent=AgentBrief(AgentId(1), "Anna Visser"), password="ab3cd4ef6g"))
    window.open("groups")
    window.open("passwords")
    assert page.sheet.made.password.text() == ""
