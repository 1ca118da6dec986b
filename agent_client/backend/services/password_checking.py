"""Whether a password is right: throttled, counted, and as slow for a user there is not. The hashing is in no transaction."""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct

from agent_client.backend.passwords import Passwords
from agent_client.backend.persistence import agents, passwords
from agent_client.backend.persistence.agents import Account
from agent_client.backend.ports.units import Tx, Units
from agent_client.backend.settings import Throttle
from agent_client.protocol.names import AgentId
from agent_client.protocol.refusals import BadCredentials

from . import lock_out, throttling


class _Begun(Struct, frozen=True):
    account: Account | None
    locked_since: datetime | None


class PasswordCheck:
    def __init__(self, units: Units, hashing: Passwords, throttle: Throttle) -> None:
        self._units = units
        self._hashing = hashing
        self._throttle = throttle

    async def account(self, user: str, password: str, address: str) -> Account:
        """Of whoever signs in. Raises `TooManyAttempts`, `AccountLocked`, `BadCredentials`."""
        begun = await self._units.write(lambda tx: self._begin(tx, user, address))
        if begun.locked_since is not None:
            raise lock_out.refusal(begun.locked_since)
        account = begun.account
        if not await self._right(account, password) or account is None:
            locked_since = await self._units.write(lambda tx: self._failed(tx, user, account, address))
            if locked_since is not None:
                raise lock_out.refusal(locked_since)
            raise BadCredentials("user ID or password is wrong")
        await self._units.write(lambda tx: self._succeeded(tx, user))
        return await self._of_today(account, password)

    async def own(self, agent: AgentId, password: str, address: str) -> Account:
        """Of whoever is signed in and is asked again: what others try elsewhere neither holds them up nor locks them out.
        Raises `TooManyAttempts`, `BadCredentials`."""
        user = (await self._units.read(lambda tx: passwords.row(tx.conn, agent))).user
        subject = throttling.own_subject(agent)
        account = await self._units.write(lambda tx: self._begin_own(tx, user, subject, address))
        if not await self._right(account, password) or account is None:
            await self._units.write(lambda tx: throttling.failed(tx, address, self._throttle))
            raise BadCredentials("the password is wrong")
        await self._units.write(lambda tx: throttling.forget(tx, subject))
        return await self._of_today(account, password)

    async def _right(self, account: Account | None, password: str) -> bool:
        return await self._hashing.verify(None if account is None else account.password_hash, password)

    async def _of_today(self, account: Account, password: str) -> Account:
        """Kept at today's cost from now on."""
        if not self._hashing.outdated(account.password_hash):
            return account
        newer = await self._hashing.hash_again(password)
        await self._units.write(lambda tx: agents.set_password_hash(tx.conn, account.id, newer))
        return Account(account.id, account.user, newer)

    def _begin(self, tx: Tx, user: str, address: str) -> _Begun:
        throttling.begin(tx, user, address, self._throttle)
        account = agents.account(tx.conn, user)
        return _Begun(account, lock_out.begin(tx, user, account))

    def _begin_own(self, tx: Tx, user: str, subject: str, address: str) -> Account | None:
        throttling.begin_as(tx, subject, address, self._throttle)
        return agents.account(tx.conn, user)

    def _failed(self, tx: Tx, user: str, account: Account | None, address: str) -> datetime | None:
        throttling.failed(tx, address, self._throttle)
        return lock_out.failed(tx, user, account)

    def _succeeded(self, tx: Tx, user: str) -> None:
        throttling.succeeded(tx, user)
        lock_out.succeeded(tx, user)
