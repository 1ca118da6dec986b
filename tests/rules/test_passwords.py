"""A8 word by word, and against a plain re-reading of it."""

from __future__ import annotations

import re
import secrets
import string
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent_client.protocol.names import PasswordRule
from agent_client.protocol.passwords import PasswordProblem
from agent_client.rules import passwords
from agent_client.rules.passwords import first_password, repeated, unmet

SHORT, BOTH, TWICE = PasswordProblem.TOO_SHORT, PasswordProblem.NOT_BOTH, PasswordProblem.REPEATED
STANDARD, STRICT = PasswordRule.STANDARD, PasswordRule.STRICT


@pytest.mark.parametrize(
    ("password", "problems"),
    [
        ("abc12abc", {TWICE}),  # the requirement's own examples
        ("ab11ab12", set()),
        ("Abc12abc", set()),  # case counts
        ("abc12ab", {SHORT}),
        ("abcdefgh", {BOTH}),
        ("12345678", {BOTH}),
        ("", {SHORT, BOTH}),
        ("aaaa", {SHORT, BOTH, TWICE}),  # overlapping: aaa begins at the first and at the second a
        ("aaa4567b", set()),
        ("ababa123", {TWICE}),
        ("123ab123", {TWICE}),
        ("x!?.1!?.", {TWICE}),
        ("ab1xyab1", set()),  # as in the example: letters and a digit are no string of three
        ("abc1abcd", {TWICE}),
        ("e\u0301a1e\u0301ab", {TWICE}),  # an accent of its own belongs to its letter
        ("Žluť9kůň", set()),  # letters and digits of any script
        ("пароль٣٤", set()),
        ("密碼安全之道九9", set()),
        ("²³¹½⅓④⑤a", {BOTH}),  # no digits that one counts with
        ("ab 12 cd", set()),  # a space is a character
    ],
)
def test_strict(password: str, problems: set[PasswordProblem]) -> None:
    assert set(unmet(password, STRICT)) == problems


@pytest.mark.parametrize(("password", "problems"), [("abc", (SHORT,)), ("aaaa", ()), ("    ", ()), ("", (SHORT,))])
def test_standard_counts_characters_and_nothing_else(password: str, problems: tuple[PasswordProblem, ...]) -> None:
    assert unmet(password, STANDARD) == problems


def test_a_rule_of_a_newer_server_is_taken_for_the_strict_one() -> None:
    assert unmet("abc", PasswordRule.UNKNOWN) == unmet("abc", STRICT)


def twice(password: str) -> bool:
    """Plainly: some three of one kind stand at two places."""
    runs = re.findall(r"(?=([a-zA-Z]{3}|[0-9]{3}|[ -/]{3}))", password)
    return len(runs) != len(set(runs))


WRITTEN = st.text(alphabet="abA12 -", max_size=14) | st.text(alphabet=string.ascii_letters + string.digits, max_size=24)


@given(WRITTEN)
def test_it_is_what_the_requirement_says(password: str) -> None:
    assert (SHORT in unmet(password, STRICT)) is (len(password) < 8)
    assert (TWICE in unmet(password, STRICT)) is twice(password)
    both = any(one.isdecimal() for one in password) and any(one.isalpha() for one in password)
    assert (BOTH in unmet(password, STRICT)) is not both
    assert unmet(password, STANDARD) == ((SHORT,) if len(password) < 4 else ())


@given(WRITTEN)
def test_what_is_shown_as_repeated_comes_twice(password: str) -> None:
    found = repeated(password)
    assert bool(found) is twice(password)
    assert not found or found in password[password.index(found) + 1 :]


@given(st.text())
def test_any_text_at_all_is_decided(password: str) -> None:
    assert set(unmet(password, STRICT)) <= {SHORT, BOTH, TWICE}


def test_first_passwords_meet_every_rule_and_hold_nothing_that_looks_alike() -> None:
    made = {first_password(secrets.choice) for _ in range(200)}
    assert len(made) == 200
    for one in made:
        assert unmet(one, STRICT) == unmet(one, STANDARD) == ()
        assert not set(one) & set("0oO1lIi5sS2zZ8B" + "yqvu")
        assert one == one.lower()


def test_a_first_password_that_the_rule_refuses_is_not_given() -> None:
    drawn = iter("aaaaaaaaaa" + "ab3cd4ef6g")

    def choose(_: Sequence[str]) -> str:
        return next(drawn)

    assert first_password(choose) == "ab3cd4ef6g"
    assert len(passwords.LETTERS + passwords.DIGITS) ** passwords.FIRST_LENGTH > 2**40
