"""The phones that may register at the simulated PBX: those it began with, and those it was told of since."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from agent_client.backend.ports.telephony import PhoneAccount

from .phones import Phones
from .timers import Timers

SET_UP_SECONDS = 3.0
"""So long after it was made somebody has set the phone up, and it registers."""


class Accounts:
    """Implements `PhoneAccounts`. ``fixed``: names by phone."""

    def __init__(self, phones: Phones, timers: Timers, fixed: Mapping[str, str]) -> None:
        self._phones = phones
        self._timers = timers
        self._fixed = fixed
        self._made: dict[str, tuple[str, str]] = {}

    async def all(self) -> Sequence[PhoneAccount]:
        fixed = [self._account(phone, name, fixed=True) for phone, name in self._fixed.items()]
        return fixed + [self._account(phone, name, fixed=False) for phone, (name, _) in self._made.items()]

    def _account(self, phone: str, name: str, *, fixed: bool) -> PhoneAccount:
        return PhoneAccount(phone=phone, name=name, online=phone not in self._phones.unplugged, fixed=fixed)

    async def set(self, phone: str, name: str, password: str) -> None:
        self._check(phone)
        new = phone not in self._made
        self._made[phone] = (name, password)
        if new:
            self._phones.unplug(phone)
            self._timers.after(SET_UP_SECONDS, lambda: self._set_up(phone))

    def _set_up(self, phone: str) -> None:
        if phone in self._made:
            self._phones.plug_in(phone)

    async def remove(self, phone: str) -> None:
        self._check(phone)
        if self._made.pop(phone, None) is not None:
            self._phones.unplug(phone)

    def _check(self, phone: str) -> None:
        if phone in self._fixed:
            raise ValueError(f"{phone} is of the PBX's own configuration")
