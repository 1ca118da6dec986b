"""An Asterisk that has no phone yet, and no trunk: as a new centre begins."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator, Iterator
from http import HTTPStatus
from typing import Any

import pytest
from msgspec.structs import replace

from agent_client.backend.ports.telephony import PbxLost, PhoneState, TelephonyEvent
from agent_client.backend.softphone import Phone
from agent_client.backend.telephony.asterisk import Asterisk, linking
from agent_client.backend.telephony.asterisk.accounts import Accounts
from agent_client.backend.telephony.asterisk.ari import Ari, AriHttp, AriRefused
from agent_client.backend.telephony.asterisk.endpoints import endpoints, watch
from agent_client.backend.telephony.asterisk.running.fetching import fetched, kept_folder
from agent_client.backend.telephony.asterisk.running.throwaway import Throwaway, free_port, rtp_ports
from agent_client.backend.telephony.asterisk.setting_up.configuration import Plan
from agent_client.backend.telephony.asterisk.setting_up.looking import look
from agent_client.backend.telephony.asterisk.settings import AsteriskSettings
from tests.fakes.own_asterisk import HOST, PASSWORD, OwnAsterisk

FIRST = "301"
WITHIN, MOMENT = 20.0, 0.05


@pytest.fixture
def plan() -> Plan:
    return Plan(
        secret=PASSWORD,
        backend=f"{HOST}:{free_port(HOST)}",
        http=(HOST, free_port(HOST)),
        sip=f"{HOST}:{free_port(HOST, socket.SOCK_DGRAM)}",
        media=HOST,
        rtp=rtp_ports(),
    )


@pytest.fixture
def settings(kept_asterisk: OwnAsterisk, plan: Plan) -> Iterator[AsteriskSettings]:
    """Of one that runs and has nothing. Where there is an Asterisk for others, there is one for this."""
    pbx = Throwaway(fetched(kept_folder()), plan)
    try:
        pbx.start()
        yield AsteriskSettings(url=f"http://{HOST}:{plan.http[1]}", password=PASSWORD, listen=plan.backend)
    finally:
        pbx.stop()


@pytest.fixture
async def accounts(settings: AsteriskSettings) -> AsyncIterator[Accounts]:
    http = AriHttp(settings)
    yield Accounts(http, settings)
    await http.close()


async def test_it_is_there_and_its_first_phone_is_made_and_watched(
    plan: Plan, settings: AsteriskSettings, accounts: Accounts
) -> None:
    heard: list[TelephonyEvent] = []
    pbx = Asterisk(settings)
    await pbx.start(heard.append, ())
    try:
        assert PbxLost() not in heard
        assert await accounts.all() == []
        await accounts.set(FIRST, "Cleo", PASSWORD)
        assert [one.phone for one in await accounts.all()] == [FIRST]
        await _told(heard, PhoneState(FIRST, online=False))
        host, _, port = plan.sip.partition(":")
        phone = Phone(FIRST, PASSWORD, (host, int(port)))
        await phone.open(HOST)
        await phone.register()
        await _told(heard, PhoneState(FIRST, online=True))
        await phone.close()
    finally:
        await pbx.stop()


async def test_a_phone_that_comes_between_two_questions_is_watched_too(
    settings: AsteriskSettings, accounts: Accounts, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[TelephonyEvent] = []
    asked: list[bool] = []

    async def refused_once(ari: Ari, app: str) -> bool:
        asked.append(True)
        if len(asked) == 2:  # when nobody was there yet, and then somebody was
            raise AriRefused(HTTPStatus.UNPROCESSABLE_ENTITY, "Event source does not exist")
        return await watch(ari, app)

    monkeypatch.setattr(linking, "watch", refused_once)
    pbx = Asterisk(settings)
    await pbx.start(heard.append, ())
    try:
        await accounts.set(FIRST, "Cleo", PASSWORD)
        await _told(heard, PhoneState(FIRST, online=False))
    finally:
        await pbx.stop()
    assert len(asked) > 2


async def test_doctor_looks_it_over(settings: AsteriskSettings) -> None:
    facts = await look(replace(settings, listen=""), ())
    assert (facts.trunk, facts.phones) == (None, ())


async def test_doctor_finds_that_the_module_is_missing(settings: AsteriskSettings) -> None:
    http = AriHttp(settings)
    await http.request("DELETE", "asterisk/modules/chan_pjsip.so")
    await http.close()
    facts = await look(replace(settings, listen=""), ())
    assert "chan_pjsip" not in facts.modules
    assert facts.phones == ()


class _Starting:
    """Denies everything, and its modules are not there yet."""

    async def get(self, path: str) -> Any:
        if path.startswith("endpoints/"):
            raise AriRefused(HTTPStatus.NOT_FOUND, "invalid tech PJSIP")
        return {"status": "Not Running"}


async def test_one_that_is_only_starting_is_asked_again() -> None:
    with pytest.raises(AriRefused, match="invalid tech"):
        await endpoints(_Starting())


async def _told(heard: list[TelephonyEvent], event: TelephonyEvent) -> None:
    for _ in range(round(WITHIN / MOMENT)):
        if event in heard:
            return
        await asyncio.sleep(MOMENT)
    raise AssertionError((event, heard))
