"""Running an agent's command exactly once: its session must still live, and a repeat gets the first answer again."""

from __future__ import annotations

import hashlib
from typing import TypeVar

import msgspec
from msgspec import Struct

from agent_client.backend.domain.caller import Caller
from agent_client.backend.persistence import answers, sessions
from agent_client.backend.ports.units import Tx, Unit, Units
from agent_client.protocol.refusals import Invalid, NotSignedIn

T = TypeVar("T")
LONGEST_KEY = 100


class Command(Struct, frozen=True):
    """What tells one command from another. ``key`` is the client's; without one nothing is remembered."""

    who: Caller
    key: str | None
    fingerprint: bytes


def command(who: Caller, key: str | None, method: str, path: str, body: bytes) -> Command:
    if key is not None and not 0 < len(key) <= LONGEST_KEY:
        raise Invalid(f"an idempotency key has 1 to {LONGEST_KEY} characters", field="Idempotency-Key")
    return Command(who, key, hashlib.sha256(b"\n".join([method.encode(), path.encode(), body])).digest())


class Commands:
    def __init__(self, units: Units) -> None:
        self._units = units

    async def run(self, command: Command, unit: Unit[T], kind: type[T]) -> T:
        """``kind`` is what the unit answers with: the stored answer to a repeat is read as that."""
        return await self._units.write(lambda tx: _once(tx, command, unit, kind))


def _once(tx: Tx, command: Command, unit: Unit[T], kind: type[T]) -> T:
    why = sessions.over(tx.conn, command.who.session)
    if why is not None:
        raise NotSignedIn("the session has ended", why=why.code.value)
    if command.key is None:
        return unit(tx)
    agent = command.who.agent
    known = answers.given(tx.conn, agent, command.key, command.fingerprint)
    if known is not None:
        return msgspec.json.decode(known, type=kind)
    answer = unit(tx)
    answers.keep(tx.conn, tx.now, agent, command.key, command.fingerprint, msgspec.json.encode(answer))
    return answer
