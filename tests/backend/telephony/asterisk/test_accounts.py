"""Phones that a real Asterisk is told of while it runs."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from agent_client.backend.ports.telephony import (
    CallArrived,
    LegAnswered,
    LegId,
    LegRinging,
    PhoneAccount,
    PhoneAccounts,
    RingForCall,
    TransferAsked,
)
from agent_client.backend.softphone import NotRegistered, Phone
from agent_client.backend.telephony.asterisk.accounts import Accounts
from agent_client.backend.telephony.asterisk.ari import AriHttp, AriLost
from agent_client.backend.telephony.asterisk.settings import AsteriskSettings
from tests.fakes.own_asterisk import HOST, PASSWORD, PHONES, OwnAsterisk

NEW = "301"
CALLER, DNIS = "+31201234567", "+31800100300"
WITHIN = 10.0


@pytest.fixture
async def accounts(asterisk: OwnAsterisk) -> AsyncIterator[Accounts]:
    settings = AsteriskSettings(url=f"http://{asterisk.http[0]}:{asterisk.http[1]}", password=PASSWORD)
    http = AriHttp(settings)
    accounts = Accounts(http, settings)
    yield accounts
    await accounts.remove(NEW)
    await http.close()


async def of(accounts: PhoneAccounts, phone: str) -> PhoneAccount | None:
    return next((one for one in await accounts.all() if one.phone == phone), None)


@asynccontextmanager
async def plugged_in(asterisk: OwnAsterisk, password: str) -> AsyncIterator[Phone]:
    phone = Phone(NEW, password, asterisk.sip)
    await phone.open(HOST)
    try:
        yield phone
    finally:
        await phone.close()


async def registers(asterisk: OwnAsterisk, password: str) -> bool:
    async with plugged_in(asterisk, password) as phone:
        try:
            await phone.register()
        except NotRegistered:
            return False
        return True


async def until(accounts: PhoneAccounts, wanted: PhoneAccount) -> None:
    """Asterisk asks a phone whether it is there, once it has registered."""
    async with asyncio.timeout(WITHIN):
        while await of(accounts, wanted.phone) != wanted:  # noqa: ASYNC110 - Asterisk tells it to its own links alone
            await asyncio.sleep(0.01)


async def test_the_phones_of_its_files_are_fixed_and_the_trunk_is_none(accounts) -> None:
    found = await accounts.all()
    assert [one.phone for one in found] == list(PHONES)
    assert all(one.fixed for one in found)


async def test_a_phone_is_there_at_once_until_it_is_removed(accounts, asterisk) -> None:
    assert not await registers(asterisk, "first")
    await accounts.set(NEW, "Žofie", "first")
    assert await of(accounts, NEW) == PhoneAccount(phone=NEW, name="Žofie")
    async with plugged_in(asterisk, "first") as phone:
        await phone.register()
        await until(accounts, PhoneAccount(phone=NEW, name="Žofie", online=True))
    await accounts.remove(NEW)
    await accounts.remove(NEW)
    assert await of(accounts, NEW) is None
    assert not await registers(asterisk, "first")


async def test_a_phone_may_have_another_name_there(asterisk) -> None:
    host, port = asterisk.http
    settings = AsteriskSettings(url=f"http://{host}:{port}", password=PASSWORD, phone="PJSIP/desk-{phone}")
    http = AriHttp(settings)
    accounts = Accounts(http, settings)
    await accounts.set(NEW, "Sonja", "first")
    assert await accounts.all() == [PhoneAccount(phone=NEW, name="Sonja")]
    assert asterisk.ask("GET", f"endpoints/PJSIP/desk-{NEW}")["resource"] == f"desk-{NEW}"
    await accounts.remove(NEW)
    assert await accounts.all() == []
    await http.close()


async def test_a_new_password_is_the_only_one(accounts, asterisk) -> None:
    await accounts.set(NEW, "", "first")
    await accounts.set(NEW, "Sonja", "second")
    assert not await registers(asterisk, "first")
    assert await registers(asterisk, "second")
    assert (await of(accounts, NEW)).name == "Sonja"


async def test_a_name_cannot_break_out_of_the_callers_address(accounts) -> None:
    await accounts.set(NEW, 'A "quoted" <sip:x@evil>;\\, name\r\nX: y', "first")
    assert (await of(accounts, NEW)).name == "A quoted sip:x@evil nameX: y"


@pytest.mark.parametrize("phone", ["20/4", "", "trunk@evil"])
async def test_what_is_no_name_of_a_phone_is_refused(accounts, phone) -> None:
    with pytest.raises(ValueError, match="no name of a phone"):
        await accounts.set(phone, "", "first")


@pytest.mark.parametrize("password", ["", "two\nlines"])
async def test_what_is_no_password_is_refused(accounts, password) -> None:
    with pytest.raises(ValueError, match="password"):
        await accounts.set(NEW, "", password)


async def test_what_stands_in_its_files_is_changed_there(accounts) -> None:
    with pytest.raises(ValueError, match="own configuration"):
        await accounts.set(PHONES[0], "", "first")
    with pytest.raises(ValueError, match="own configuration"):
        await accounts.remove(PHONES[0])
    assert (await of(accounts, PHONES[0])).fixed


@pytest.mark.parametrize("engine", ["asterisk"], indirect=True)
async def test_its_transfer_key_asks_the_centre(engine, asterisk) -> None:
    """What its own file says of that is not kept for a phone without one."""
    leg = LegId("leg-new")
    await engine.pbx.set(NEW, "", "first")
    try:
        async with plugged_in(asterisk, "first") as phone:
            await phone.register()
            await until(engine.pbx, PhoneAccount(phone=NEW, online=True))
            call = await engine.calls_in(CALLER)
            await engine.act(RingForCall(leg, NEW, call))
            await engine.told(CallArrived(call, CALLER, DNIS), LegRinging(leg), within=WITHIN)
            phone.pick_up()
            await engine.told(LegAnswered(leg), within=WITHIN)
            await phone.calls[0].transfer("+31207654321")
            await engine.told(TransferAsked(leg, "+31207654321"), within=WITHIN)
    finally:
        await engine.pbx.remove(NEW)


async def test_asterisk_that_does_not_answer_is_said() -> None:
    settings = AsteriskSettings(url="http://127.0.0.1:9", password=PASSWORD)
    http = AriHttp(settings)
    with pytest.raises(AriLost):
        await Accounts(http, settings).all()
    await http.close()
