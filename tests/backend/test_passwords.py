from __future__ import annotations

import asyncio

import pytest

from agent_client.backend import passwords as module
from agent_client.backend.passwords import Passwords
from agent_client.backend.settings import PasswordCost
from agent_client.protocol.refusals import TooManyAttempts

CHEAP = PasswordCost(memory_kib=8, passes=1, lanes=1)


async def test_right_and_wrong() -> None:
    passwords = Passwords(CHEAP)
    kept = passwords.hashed("Žluťoučký kůň")
    assert "kůň" not in kept
    assert await passwords.verify(kept, "Žluťoučký kůň")
    assert not await passwords.verify(kept, "Žluťoučký kůn")
    assert not await passwords.verify("not a hash", "anything")
    passwords.close()


async def test_an_unknown_user_costs_a_verification_too(monkeypatch: pytest.MonkeyPatch) -> None:
    passwords = Passwords(CHEAP)
    computed: list[str] = []
    hashed = passwords.hashed

    def counting(password: str) -> str:
        computed.append(password)
        return hashed(password)

    monkeypatch.setattr(passwords, "hashed", counting)
    assert not await passwords.verify(None, "nobody's password")
    assert computed == ["nobody's password"], "as much to compute as a verification"
    passwords.close()


def test_the_cost_is_what_owasp_asks_for() -> None:
    kept = Passwords(PasswordCost()).hashed("x")
    assert kept.startswith("$argon2id$v=19$m=19456,t=2,p=1$")


def test_a_hash_of_another_cost_is_outdated() -> None:
    cheap, dearer = Passwords(CHEAP), Passwords(PasswordCost(memory_kib=16, passes=1))
    assert dearer.outdated(cheap.hashed("x"))
    assert not cheap.outdated(cheap.hashed("x"))


async def test_a_crowd_is_asked_to_come_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_WAITING", 2)
    passwords = Passwords(CHEAP)
    kept = passwords.hashed("x")
    answers = await asyncio.gather(*[passwords.verify(kept, "x") for _ in range(3)], return_exceptions=True)
    assert [answer for answer in answers if answer is True] == [True, True]
    assert [type(answer) for answer in answers if answer is not True] == [TooManyAttempts]
    passwords.close()
