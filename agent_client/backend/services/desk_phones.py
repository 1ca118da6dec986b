"""Phones that an administrator lets register at the PBX, where that can be told of them while it runs."""

from __future__ import annotations

import logging
import re
import secrets

from agent_client.backend.domain.caller import Caller
from agent_client.backend.persistence import agents, sessions
from agent_client.backend.ports.telephony import PhoneAccount, PhoneAccounts
from agent_client.backend.ports.units import Tx, Units
from agent_client.protocol.desk_phones import EXTENSION, PHONE, DeskPhone, DeskPhonePassword, DeskPhones, SaveDeskPhone
from agent_client.protocol.refusals import Invalid, NotFound, PhoneFixed, PhoneKnown, PhonesUnavailable
from agent_client.rules.passwords import first_password

from .administering import may_write

log = logging.getLogger(__name__)


class DeskPhoneKeeping:
    """``accounts`` None: the PBX cannot be told."""

    def __init__(self, units: Units, accounts: PhoneAccounts | None) -> None:
        self._units = units
        self._accounts = accounts

    async def everything(self, who: Caller) -> DeskPhones:
        """Raises `Forbidden`, `PhonesUnavailable`."""
        may_write(who)
        if self._accounts is None:
            return DeskPhones(possible=False)
        found = await self._found()
        return await self._units.read(lambda tx: _shown(tx, found))

    async def save(self, who: Caller, wish: SaveDeskPhone) -> DeskPhonePassword:
        """Raises `Forbidden`, `Invalid`, `NotFound`, `PhoneKnown`, `PhoneFixed`, `PhonesUnavailable`."""
        may_write(who)
        accounts = self._told()
        _check(wish.phone, EXTENSION if wish.new else PHONE)
        known = next((one for one in await self._found() if one.phone == wish.phone), None)
        if known is None and not wish.new:
            raise NotFound("no such phone")
        if known is not None and wish.new:
            raise PhoneKnown("there is one of this number", phone=wish.phone)
        name, password = " ".join(wish.name.split()), first_password(secrets.choice)
        try:
            await accounts.set(wish.phone, name, password)
        except ValueError:
            raise PhoneFixed("of the PBX's own configuration", phone=wish.phone) from None
        except OSError as error:
            raise _unavailable(error) from None
        log.info("phone %s %s by %s", wish.phone, "added" if wish.new else "given a new password", who.name)
        return DeskPhonePassword(phone=wish.phone, name=name, password=password)

    async def remove(self, who: Caller, phone: str) -> DeskPhones:
        """Repeatable; what is left. Raises `Forbidden`, `Invalid`, `NotFound`, `PhoneFixed`, `PhonesUnavailable`."""
        may_write(who)
        accounts = self._told()
        _check(phone, PHONE)
        try:
            await accounts.remove(phone)
        except ValueError:
            raise PhoneFixed("of the PBX's own configuration", phone=phone) from None
        except OSError as error:
            raise _unavailable(error) from None
        log.info("phone %s removed by %s", phone, who.name)
        return await self.everything(who)

    def _told(self) -> PhoneAccounts:
        if self._accounts is None:
            raise NotFound("this PBX cannot be told of phones")
        return self._accounts

    async def _found(self) -> list[PhoneAccount]:
        try:
            return list(await self._told().all())
        except OSError as error:
            raise _unavailable(error) from None


def _check(phone: str, pattern: str) -> None:
    """To its end, where a line's end would be let through else."""
    if not re.fullmatch(pattern, phone):
        raise Invalid("no number of a phone", field="phone")


def _unavailable(error: OSError) -> PhonesUnavailable:
    log.error("the PBX did not do what was asked of its phones: %s", error)
    return PhonesUnavailable("the PBX did not do it; the log says why")


def _shown(tx: Tx, found: list[PhoneAccount]) -> DeskPhones:
    return DeskPhones(phones=tuple(sorted((_phone(tx, one) for one in found), key=lambda one: _place(one.phone))))


def _phone(tx: Tx, account: PhoneAccount) -> DeskPhone:
    agent = sessions.agent_at(tx.conn, account.phone)
    return DeskPhone(
        phone=account.phone,
        name=account.name,
        online=account.online,
        fixed=account.fixed,
        agent="" if agent is None else agents.brief(tx.conn, agent).name,
    )


def _place(phone: str) -> tuple[bool, int, str]:
    """Numbers as numbers, before what is none."""
    return (False, int(phone), "") if phone.isdecimal() else (True, 0, phone)
