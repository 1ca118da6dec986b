"""What a password must be (A8), decided alike at both ends, and first passwords that are easily typed.

A password is taken exactly as it is written: case counts, and so do spaces.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence

from agent_client.protocol.names import PasswordRule
from agent_client.protocol.passwords import PasswordProblem

LEAST = {PasswordRule.STANDARD: 4, PasswordRule.STRICT: 8}
"""Characters."""
REPEATED = 3
"""So many letters in a row, or digits, may come only once, in the strict rule."""

_ASKED = {
    PasswordRule.STANDARD: (PasswordProblem.TOO_SHORT,),
    PasswordRule.STRICT: (PasswordProblem.TOO_SHORT, PasswordProblem.NOT_BOTH, PasswordProblem.REPEATED),
}

LETTERS = "abcdefghkmnprtwx"
DIGITS = "34679"
"""No two of them look alike in any font, and none changes places with another on the keyboards of the neighbours."""
FIRST_LENGTH = 10


def least(rule: PasswordRule) -> int:
    return LEAST.get(rule, LEAST[PasswordRule.STRICT])


def asked(rule: PasswordRule) -> tuple[PasswordProblem, ...]:
    """All that it asks for, in the order in which it is said. A rule of a newer server is taken for the strict one."""
    return _ASKED.get(rule, _ASKED[PasswordRule.STRICT])


def unmet(password: str, rule: PasswordRule) -> tuple[PasswordProblem, ...]:
    """What of the rule is not met; empty: it may be taken."""
    wrong = {
        PasswordProblem.TOO_SHORT: len(password) < least(rule),
        PasswordProblem.NOT_BOTH: not (any(map(str.isdecimal, password)) and any(map(str.isalpha, password))),
        PasswordProblem.REPEATED: bool(repeated(password)),
    }
    return tuple(problem for problem in asked(rule) if wrong[problem])


def repeated(password: str) -> str:
    """The first three letters in a row, or three digits, or three of the other characters, that come once more further on,
    also where the two share some: ``aaaa`` has ``aaa`` twice, ``ababa`` has ``aba``, and ``aaa`` has it once. Empty: none do.

    Three of different kinds are no string of their own: in ``ab11ab12``, which is to be accepted, ``ab1`` comes twice.
    """
    seen: set[str] = set()
    for start in range(len(password) - REPEATED + 1):
        three = password[start : start + REPEATED]
        if three in seen:
            return three
        if len({_kind(character) for character in three}) == 1:
            seen.add(three)
    return ""


def _kind(character: str) -> str:
    if character.isdecimal():
        return "digit"
    is_letter = character.isalpha() or unicodedata.category(character).startswith("M")  # accents of their own
    return "letter" if is_letter else "other"


def first_password(choose: Callable[[Sequence[str]], str]) -> str:
    """One that every rule takes. ``choose`` takes one of several at random, as `secrets.choice` does."""
    while True:
        made = "".join(choose(LETTERS + DIGITS) for _ in range(FIRST_LENGTH))
        if not unmet(made, PasswordRule.STRICT):
            return made
