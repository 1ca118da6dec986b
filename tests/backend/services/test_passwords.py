"""A8 at the server: which passwords are taken, how long they are good, who is locked out, and what is told to nobody."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest
from msgspec.structs import replace
from sqlalchemy import select, update

from agent_client.backend.domain.caller import Caller
from agent_client.backend.passwords import Passwords
from agent_client.backend.persistence import agents, failures, passwords, sessions, tables
from agent_client.backend.services import due, lock_out, password_changing, security, session_life
from agent_client.backend.services.password_changing import PasswordChanging
from agent_client.backend.services.password_checking import PasswordCheck
from agent_client.backend.services.signing_in import SigningIn, nobody_knows
from agent_client.backend.settings import PasswordCost, Settings, Throttle
from agent_client.protocol.events import SessionEnded
from agent_client.protocol.names import AgentId, PasswordRule, Role, WhyCode
from agent_client.protocol.passwords import ChangePassword, MustChange, ResetPassword, Security
from agent_client.protocol.refusals import (
    AccountLocked,
    BadCredentials,
    Forbidden,
    Invalid,
    NotSignedIn,
    PasswordExpired,
    RulesChanged,
    SeatTaken,
    TooManyAttempts,
    WeakPassword,
)
from agent_client.protocol.sessions import SignedIn, SignIn
from agent_client.protocol.why import Why

FIRST = "Passwort 9"
HOME = "10.0.0.7"
DAY = timedelta(days=1)


class Door:
    """What stands before the centre: the real services over a world whose clock is moved by hand."""

    def __init__(self, world: Any, anna: AgentId) -> None:
        settings = Settings(
            database=":memory:",  # type: ignore[arg-type]
            throttle=Throttle(free_per_user=1_000, free_per_address=1_000),
        )
        self.world = world
        self.anna = anna
        self.hashing = Passwords(PasswordCost(memory_kib=8, passes=1, lanes=1))
        self.check = PasswordCheck(world, self.hashing, settings.throttle)
        self.changing = PasswordChanging(world, self.hashing, self.check)
        self.signing_in = SigningIn(world, self.check, self.changing, settings, nobody_knows)

    async def centre(self, **decided: Any) -> None:
        known = await self.world.read(lambda tx: passwords.security(tx.conn))
        assert await self.world.write(lambda tx: passwords.change_security(tx.conn, replace(known, **decided)))

    async def sign_in(self, password: str, new: str = "", *, user: str = "anna", seat: str = "WS") -> SignedIn:
        wish = SignIn(user=user, password=password, new_password=new, phone="201", seat=seat)
        return await self.signing_in.sign_in(wish, HOME)

    async def caller(self) -> Caller:
        found = await self.world.read(lambda tx: agents.caller_of(tx.conn, self.anna))
        assert found is not None
        return found

    async def change(self, old: str, new: str) -> None:
        await self.changing.change(await self.caller(), ChangePassword(old=old, new=new), HOME)

    async def chief(self) -> Caller:
        """An administrator at work."""
        bram = (await self.world.read(lambda tx: agents.account(tx.conn, "bram"))).id
        await self.world.sign_in(bram)
        await self.world.write(
            lambda tx: tx.conn.execute(
                update(tables.agents).where(tables.agents.c.id == bram).values(role=Role.ADMINISTRATOR.value)
            )
        )
        found: Caller = await self.world.read(lambda tx: agents.caller_of(tx.conn, bram))
        return found


@pytest.fixture
async def door(world: Any, anna: AgentId) -> AsyncIterator[Door]:
    made = Door(world, anna)
    kept = made.hashing.hashed(FIRST)
    await world.write(lambda tx: agents.set_password_hash(tx.conn, anna, kept))
    yield made
    made.hashing.close()


@pytest.mark.parametrize(
    ("rule", "new", "problem"),
    [
        ("standard", "abc", "too_short"),
        ("standard", "abcd", None),
        ("strict", "ab1cd2e", "too_short"),
        ("strict", "abcdefgh", "not_both"),
        ("strict", "abc12abc", "repeated"),
        ("strict", "ab11ab12", None),
        ("strict", "passwort 9", None),  # case counts: it is another than "Passwort 9"
        ("standard", FIRST, "same"),
    ],
)
async def test_A8_what_is_taken(door: Door, rule: str, new: str, problem: str | None) -> None:
    await door.centre(password_rule=PasswordRule(rule), password_history=1)
    await door.sign_in(FIRST)
    if problem is None:
        await door.change(FIRST, new)
        await door.sign_in(new)
        return
    with pytest.raises(WeakPassword) as weak:
        await door.change(FIRST, new)
    assert weak.value.params == {"problem": problem, "rule": rule}
    await door.sign_in(FIRST)


async def test_A8_nobody_switches_between_two(door: Door) -> None:
    await door.centre(password_history=2)
    await door.sign_in(FIRST)
    await door.change(FIRST, "number 2")
    for old in (FIRST, "number 2"):
        with pytest.raises(WeakPassword):
            await door.change("number 2", old)
    await door.change("number 2", "number 3")
    with pytest.raises(WeakPassword) as weak:
        await door.change("number 3", FIRST)
    assert weak.value.params["problem"] == "used_before"
    await door.change("number 3", "number 4")
    await door.change("number 4", FIRST)  # two others were in force since


@pytest.mark.parametrize("why", [MustChange.FIRST, MustChange.RESET])
async def test_A8_a_password_that_somebody_else_made_is_good_for_setting_ones_own(door: Door, why: MustChange) -> None:
    await door.world.write(lambda tx: passwords.ask_for_another(tx.conn, door.anna, why))
    with pytest.raises(PasswordExpired) as expired:
        await door.sign_in(FIRST)
    assert expired.value.params == {"reason": why.value, "rule": "standard", "history": "5"}
    with pytest.raises(WeakPassword):
        await door.sign_in(FIRST, "abc")
    with pytest.raises(WeakPassword):
        await door.sign_in(FIRST, FIRST)
    assert await door.world.read(lambda tx: sessions.live(tx.conn, door.anna)) is None, "not signed in so far"
    await door.sign_in(FIRST, "my own 1")
    await door.sign_in("my own 1")
    with pytest.raises(BadCredentials):
        await door.sign_in(FIRST)


async def test_A8_a_password_is_good_for_so_many_days(door: Door) -> None:
    await door.centre(password_days=90)
    signed = await door.sign_in(FIRST)
    assert signed.me.password_expires_at == door.world.now + 90 * DAY
    door.world.now += 90 * DAY - timedelta(seconds=1)
    await door.sign_in(FIRST)
    door.world.now += timedelta(seconds=1)
    with pytest.raises(PasswordExpired) as expired:
        await door.sign_in(FIRST)
    assert expired.value.params["reason"] == "expired"
    again = await door.sign_in(FIRST, "number 2")
    assert again.me.password_expires_at == door.world.now + 90 * DAY


async def test_A8_a_stricter_rule_asks_whose_password_it_does_not_take(door: Door) -> None:
    await door.sign_in(FIRST)
    await door.change(FIRST, "abcd")
    await door.centre(password_rule=PasswordRule.STRICT)
    with pytest.raises(PasswordExpired) as expired:
        await door.sign_in("abcd")
    assert expired.value.params == {"reason": "rule", "rule": "strict", "history": "5"}
    await door.sign_in("abcd", FIRST + "x")


async def test_A8_the_new_password_comes_with_the_sign_in_or_not_at_all(door: Door, bram: AgentId) -> None:
    await door.world.sign_in(bram, seat="WS")
    with pytest.raises(SeatTaken):
        await door.sign_in(FIRST, "number 2")
    with pytest.raises(BadCredentials):
        await door.sign_in("number 2", seat="WS-2")
    await door.sign_in(FIRST, "number 2", seat="WS-2")


async def test_A8_a_repeat_after_a_lost_answer_is_no_wrong_password(door: Door) -> None:
    await door.sign_in(FIRST, "number 2")
    await door.sign_in(FIRST, "number 2")
    await door.change("number 2", "number 3")
    await door.change("number 2", "number 3")
    with pytest.raises(BadCredentials):
        await door.change("number 2", "number 4")
    with pytest.raises(BadCredentials):
        await door.sign_in("number 2", "number 4")


async def test_A8_a_password_that_is_over_is_not_good_for_a_repeat_either(door: Door) -> None:
    await door.world.write(lambda tx: passwords.ask_for_another(tx.conn, door.anna, MustChange.FIRST))
    with pytest.raises(PasswordExpired):
        await door.sign_in("wrong", FIRST)


async def test_A8_of_two_changes_at_once_one_counts(door: Door) -> None:
    await door.sign_in(FIRST)
    first, second = (
        await door.changing.prepared(door.anna, "one of 2"),
        await door.changing.prepared(door.anna, "two of 2"),
    )
    who = await door.caller()
    await door.world.write(lambda tx: password_changing.set_new(tx, first))
    with pytest.raises(BadCredentials):
        await door.world.write(lambda tx: password_changing.set_new(tx, second))
    assert await door.world.read(lambda tx: agents.session_of(tx.conn, who.agent)) == who.session, "it goes on"


async def test_A8_a_change_after_the_end_of_the_session_is_none(door: Door) -> None:
    await door.sign_in(FIRST)
    gone = await door.caller()
    await door.sign_in(FIRST, seat="elsewhere")
    with pytest.raises(NotSignedIn):
        await door.changing.change(gone, ChangePassword(old=FIRST, new="number 2"), HOME)
    await door.sign_in(FIRST)


async def test_A8_a_reset_lifts_the_lock_is_logged_and_asks_for_an_own_one(door: Door) -> None:
    chief = await door.chief()
    await door.world.write(lambda tx: passwords.lock(tx.conn, door.anna, tx.now))
    made = await door.changing.reset(chief, door.anna, ResetPassword(reason="Forgot it on holiday"))
    with pytest.raises(PasswordExpired) as expired:
        await door.sign_in(made.password)
    assert expired.value.params["reason"] == "reset"
    with pytest.raises(WeakPassword):
        await door.sign_in(made.password, FIRST)  # her own one before
    await door.sign_in(made.password, "number 2")
    [line] = await door.world.read(lambda tx: tx.conn.execute(select(tables.interventions)).all())
    assert (line.kind, line.reason, line.by_id, line.agent_id) == (
        "reset_password",
        "Forgot it on holiday",
        chief.agent,
        door.anna,
    )
    assert made.password not in str(line) + repr(made)
    with pytest.raises(Forbidden):
        await door.changing.reset(await door.caller(), door.anna, ResetPassword(reason="My own"))


async def reset(door: Door, chief) -> None:
    await door.changing.reset(chief, door.anna, ResetPassword(reason="Seen on a slip of paper"))
    await door.world.write(due.run)


def ended(door: Door) -> list[Why]:
    return [event.why for _, event in door.world.told if isinstance(event, SessionEnded)]


async def test_A8_a_reset_ends_the_session_that_began_with_the_old_password_and_says_who_it_was(door: Door) -> None:
    chief = await door.chief()
    await door.sign_in(FIRST)
    await reset(door, chief)
    [why] = ended(door)
    assert (why.code, why.params) == (WhyCode.PASSWORD_RESET, {"agent": chief.name})
    assert await door.world.read(lambda tx: agents.session_of(tx.conn, door.anna)) is None


async def test_A8_a_reset_waits_for_the_end_of_the_contact_whatever_is_renewed(door: Door) -> None:
    chief, world = await door.chief(), door.world
    anna = await world.ready(door.anna)
    call = await world.talking(anna)
    await reset(door, chief)
    renewed = await world.write(lambda tx: session_life.renew(tx, anna, "", 60, with_password=False))
    assert renewed.expires_at == world.now, "another token is no longer life"
    assert not ended(door)
    world.pbx.hang_up(call)
    await world.settle()
    await world.pass_(65)
    [why] = ended(door)
    assert why.code is WhyCode.PASSWORD_RESET


# Lock-out


async def wrong(door: Door, user: str, times: int = 1) -> list[type[Exception]]:
    found: list[type[Exception]] = []
    for _ in range(times):
        with pytest.raises((BadCredentials, AccountLocked, TooManyAttempts)) as refused:
            await door.sign_in("wrong", user=user)
        found.append(type(refused.value))
    return found


async def test_A8_nobody_is_locked_out_unless_the_centre_wants_it(door: Door) -> None:
    assert await wrong(door, "anna", 12) == [BadCredentials] * 12
    await door.sign_in(FIRST)


async def test_A8_so_many_failures_in_a_row_lock_and_an_unknown_user_alike(door: Door) -> None:
    await door.centre(lock_out_after=3)
    assert await wrong(door, "anna", 2) == [BadCredentials] * 2
    await door.sign_in(FIRST)  # in a row
    for user in ("anna", "nobody"):
        assert await wrong(door, user, 5) == [BadCredentials] * 2 + [AccountLocked] * 3
    locked = []
    for user in ("Anna", "Nobody"):
        with pytest.raises(AccountLocked) as refused:
            await door.sign_in(FIRST, user=user)
        locked.append(refused.value.params)
    assert locked[0] == locked[1], "who tries names learns nothing"
    assert await door.world.read(lambda tx: sessions.live(tx.conn, door.anna)) is not None, "who is signed in stays"
    door.world.now += 3 * DAY
    assert await wrong(door, "anna") == await wrong(door, "nobody") == [AccountLocked]
    await door.world.write(lambda tx: lock_out.lift(tx, door.anna))
    await door.sign_in(FIRST)


async def test_A8_who_is_signed_in_gives_the_password_again_though_the_account_is_locked(door: Door) -> None:
    await door.centre(lock_out_after=3)
    await door.sign_in(FIRST)
    await wrong(door, "anna", 4)
    await door.check.own(door.anna, FIRST, HOME)
    await door.change(FIRST, "number 2")
    with pytest.raises(AccountLocked):
        await door.sign_in("number 2")


async def test_A8_tries_at_the_same_time_gain_nothing(door: Door) -> None:
    """Each counts before its password is looked at."""
    await door.centre(lock_out_after=3)
    begun = [
        await door.world.write(lambda tx: lock_out.begin(tx, "anna", agents.account(tx.conn, "anna"))) for _ in range(5)
    ]
    assert [one is None for one in begun] == [True] * 3 + [False] * 2


async def test_A8_a_lock_is_not_forgotten_with_other_failures(door: Door) -> None:
    await door.centre(lock_out_after=3)
    for user in ("anna", "nobody"):
        await wrong(door, user, 3)
    door.world.now += 30 * DAY
    await door.world.write(lambda tx: failures.prune(tx.conn, tx.now))
    assert await wrong(door, "anna") == await wrong(door, "nobody") == [AccountLocked]


async def test_A8_failures_of_somebody_else_do_not_hold_up_who_is_signed_in(world: Any, door: Door) -> None:
    strict = PasswordCheck(world, door.hashing, Throttle(free_per_user=1, free_per_address=1_000))
    for _ in range(2):
        with pytest.raises(BadCredentials):
            await strict.account("anna", "wrong", "10.9.9.9")
    with pytest.raises(TooManyAttempts):
        await strict.account("anna", FIRST, "10.9.9.9")
    await strict.own(door.anna, FIRST, HOME)
    for _ in range(2):
        with pytest.raises(BadCredentials):
            await strict.own(door.anna, "wrong", HOME)
    with pytest.raises(TooManyAttempts):
        await strict.own(door.anna, FIRST, HOME)


# What the administrator decides


async def test_A8_what_is_decided_is_saved_over_what_was_seen_and_told(door: Door) -> None:
    chief = await door.chief()
    await door.sign_in(FIRST)
    seen = await door.world.read(lambda tx: passwords.security(tx.conn))
    door.world.told.clear()
    wish = replace(seen, password_rule=PasswordRule.STRICT, password_days=90, clock_limit_seconds=5)
    saved = await door.world.write(lambda tx: security.save(tx, chief, wish))
    assert saved == replace(wish, version=seen.version + 1)
    told = [event for stream, event in door.world.told if stream == f"agent/{door.anna}"]
    assert told[-1].me.password_expires_at is not None
    assert "centre.changed" in door.world.names()
    with pytest.raises(RulesChanged):
        await door.world.write(lambda tx: security.save(tx, chief, wish))
    with pytest.raises(Invalid) as invalid:
        await door.world.write(lambda tx: security.save(tx, chief, replace(saved, password_history=0)))
    assert invalid.value.params == {"field": "password_history"}
    with pytest.raises(Forbidden):
        await door.world.write(lambda tx: security.save(tx, replace(chief, role=Role.SUPERVISOR), Security()))
