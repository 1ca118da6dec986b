"""Setting a new password: by the centre's rule, not one of those before, stored together with what it was given for (A8).

Hashing is in no transaction: what is set was prepared before, over the password that was in force then.
"""

from __future__ import annotations

import secrets
from datetime import timedelta

from msgspec import Struct

from agent_client.backend.domain.caller import Caller
from agent_client.backend.passwords import Passwords
from agent_client.backend.persistence import agents, centre, interventions, passwords
from agent_client.backend.persistence.agents import Account
from agent_client.backend.persistence.passwords import PasswordRow
from agent_client.backend.ports.units import Tx, Units
from agent_client.protocol.agents import AgentBrief
from agent_client.protocol.names import AgentId, Intervention, PasswordRule
from agent_client.protocol.passwords import (
    ChangePassword,
    FirstPassword,
    MustChange,
    PasswordProblem,
    ResetPassword,
)
from agent_client.protocol.refusals import BadCredentials, Invalid, NotSignedIn, PasswordExpired, WeakPassword
from agent_client.protocol.sessions import SignIn
from agent_client.rules.passwords import first_password, unmet

from . import lock_out, session_life
from .administering import may_write
from .password_checking import PasswordCheck


class NewPassword(Struct, frozen=True):
    """Ready to be set: ``over`` the one that was in force."""

    agent: AgentId
    over: str
    hash: str

    def __repr__(self) -> str:
        return f"NewPassword({self.agent})"


class _Terms(Struct, frozen=True):
    rule: PasswordRule
    present: PasswordRow
    earlier: tuple[str, ...]


class PasswordChanging:
    def __init__(self, units: Units, hashing: Passwords, check: PasswordCheck) -> None:
        self._units = units
        self._hashing = hashing
        self._check = check

    async def verified(self, request: SignIn, address: str) -> tuple[Account, NewPassword | None]:
        """Whoever signs in, and what is to be set together with it. Raises as `PasswordCheck.account`, `PasswordExpired` where
        the password is good for setting a new one only and no new one came, and `WeakPassword`."""
        given, new = request.password, request.new_password
        try:
            account = await self._check.account(request.user, given, address)
        except BadCredentials:
            if not new:
                raise
            # Where the answer to this very request was lost the new one is in force.
            given, new = new, ""
            account = await self._check.account(request.user, given, address)
        if new:
            return account, await self.prepared(account.id, new)
        await self._units.read(lambda tx: check_good(tx, account.id, given))
        return account, None

    async def prepared(self, agent: AgentId, new: str) -> NewPassword:
        """Raises `WeakPassword`."""
        terms = await self._units.read(lambda tx: _terms(tx, agent))
        problem = await self._problem(terms, new)
        if problem is not None:
            raise WeakPassword("not a password to be taken", problem=problem.value, rule=terms.rule.value)
        return NewPassword(agent, terms.present.hash, await self._hashing.hash_again(new))

    async def change(self, who: Caller, wish: ChangePassword, address: str) -> None:
        """One's own. Raises `BadCredentials`, `TooManyAttempts`, `WeakPassword`, `NotSignedIn`."""
        try:
            await self._check.own(who.agent, wish.old, address)
        except BadCredentials:
            await self._check.own(
                who.agent, wish.new, address
            )  # in force already: the answer was lost, and this is a repeat
            return
        new = await self.prepared(who.agent, wish.new)
        await self._units.write(lambda tx: _change(tx, who, new))

    async def reset(self, who: Caller, agent: AgentId, wish: ResetPassword) -> FirstPassword:
        """An administrator gives an agent a first password, which lifts a lock-out too. It is told here and nowhere else. A
        session that began with the old one ends, but never with a contact in hand. Raises `Forbidden`, `NotFound`,
        `Invalid`, `NotSignedIn`."""
        may_write(who)
        reason = wish.reason.strip()
        if not reason:
            raise Invalid("a reason is needed", field="reason")
        made = first_password(secrets.choice)
        hashed = await self._hashing.hash_again(made)
        brief = await self._units.write(lambda tx: _reset(tx, who, agent, hashed, reason))
        return FirstPassword(agent=brief, password=made)

    async def _problem(self, terms: _Terms, new: str) -> PasswordProblem | None:
        for problem in unmet(new, terms.rule):
            return problem
        if await self._hashing.verify(terms.present.hash, new):
            return PasswordProblem.SAME
        for before in terms.earlier:
            if await self._hashing.verify(before, new):
                return PasswordProblem.USED_BEFORE
        return None


def check_good(tx: Tx, agent: AgentId, given: str) -> None:
    """Raises `PasswordExpired`."""
    row = passwords.row(tx.conn, agent)
    settings = centre.settings_row(tx.conn)
    reason = row.must_change
    if reason is None and settings.password_days is not None:
        ends = row.set_at + timedelta(days=settings.password_days)
        reason = MustChange.EXPIRED if ends <= tx.now else None
    if reason is None and unmet(given, settings.password_rule):
        reason = MustChange.RULE
    if reason is not None:
        raise PasswordExpired(
            "a new password is needed",
            reason=reason.value,
            rule=settings.password_rule.value,
            history=str(settings.password_history),
        )


def set_new(tx: Tx, new: NewPassword) -> None:
    """Raises `BadCredentials` where the password is another meanwhile: the old one that was given is not it any more."""
    if passwords.row(tx.conn, new.agent).hash != new.over:
        raise BadCredentials("the password was changed meanwhile")
    passwords.put(tx.conn, new.agent, tx.now, new.hash)


def _change(tx: Tx, who: Caller, new: NewPassword) -> None:
    _check_signed_in(tx, who)
    set_new(tx, new)
    agents.changed(tx, who.agent)


def _reset(tx: Tx, who: Caller, agent: AgentId, password_hash: str, reason: str) -> AgentBrief:
    _check_signed_in(tx, who)
    passwords.put(tx.conn, agent, tx.now, password_hash, MustChange.RESET)
    lock_out.lift(tx, agent)
    interventions.add(tx.conn, tx.now, who.agent, Intervention.RESET_PASSWORD, reason, agent=agent)
    agents.changed(tx, agent)
    if agent != who.agent:  # to whom it has yet to be shown
        session_life.end_soon(tx, agent)
    return agents.brief(tx.conn, agent)


def _check_signed_in(tx: Tx, who: Caller) -> None:
    """These are no `commands`: what those keep of a request and its answer would tell passwords. Raises `NotSignedIn`."""
    if agents.session_of(tx.conn, who.agent) != who.session:
        raise NotSignedIn("the session has ended")


def _terms(tx: Tx, agent: AgentId) -> _Terms:
    settings = centre.settings_row(tx.conn)
    before = passwords.earlier(tx.conn, agent, settings.password_history)
    return _Terms(settings.password_rule, passwords.row(tx.conn, agent), tuple(before))
