"""Passwords at rest: Argon2id, computed in two threads so that the event loop never waits for one."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError

from agent_client.protocol.refusals import TooManyAttempts

from .settings import PasswordCost

AT_ONCE = 2
MOST_WAITING = 100
"""Four seconds of work: later ones are asked to come again."""


class Passwords:
    def __init__(self, cost: PasswordCost) -> None:
        self._hasher = PasswordHasher(time_cost=cost.passes, memory_cost=cost.memory_kib, parallelism=cost.lanes)
        self._threads = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="password")
        self._waiting = 0

    def hashed(self, password: str) -> str:
        """Blocks for as long as a sign-in costs."""
        return self._hasher.hash(password)

    def outdated(self, password_hash: str) -> bool:
        """Whether it was made at another cost than today's."""
        return self._hasher.check_needs_rehash(password_hash)

    async def verify(self, password_hash: str | None, password: str) -> bool:
        """Without a hash, for an unknown user, it takes as long and says no."""
        if self._waiting >= MOST_WAITING:
            raise TooManyAttempts("too many sign-ins at once", seconds="2")
        self._waiting += 1
        try:
            loop = asyncio.get_running_loop()
            return await loop.run_in_executor(self._threads, self._right, password_hash, password)
        finally:
            self._waiting -= 1

    async def hash_again(self, password: str) -> str:
        return await asyncio.get_running_loop().run_in_executor(self._threads, self.hashed, password)

    def close(self) -> None:
        self._threads.shutdown(wait=False, cancel_futures=True)

    def _right(self, password_hash: str | None, password: str) -> bool:
        if password_hash is None:
            self.hashed(password)
            return False
        try:
            return self._hasher.verify(password_hash, password)
        except (Argon2Error, InvalidHashError):
            return False
