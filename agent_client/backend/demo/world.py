"""What the demo's people can do on the telephone, whatever the PBX: the simulated one has them all in itself, a real one is
called by soft phones."""

from __future__ import annotations

from typing import Protocol

from agent_client.backend.ports.telephony import CallId
from agent_client.backend.telephony.simulator import CustomerBehaviour, PhoneBehaviour


class World(Protocol):
    def call_in(self, ani: str, dnis: str, patience: float | None = None, talk: float | None = None) -> CallId:
        """Somebody dials one of the centre's numbers, waits at most ``patience`` seconds, talks ``talk`` seconds; ``ani``
        empty: withheld. What is returned is good for `press_key`."""
        ...

    def press_key(self, call: CallId, key: str, after: float = 0.0) -> bool:
        """In so many seconds. False when there is no such call any more."""
        ...

    def set_customer(self, number: str, behaviour: CustomerBehaviour) -> None:
        """How anybody outside behaves who is dialled. ``number`` in E.164."""
        ...

    def set_phone(self, phone: str, behaviour: PhoneBehaviour) -> None:
        """From its next ring on."""
        ...

    def can_answer(self, phone: str) -> bool: ...
