"""Phones that the simulated PBX is told of: set up after a while, and gone when they are removed."""

from __future__ import annotations

import pytest

from agent_client.backend.ports.telephony import Cause, LegFailed, LegId, PhoneAccount, PhoneState, RingToTest
from agent_client.backend.telephony.simulator.accounts import SET_UP_SECONDS

LEG = LegId("leg-1")


async def test_a_new_phone_registers_once_somebody_has_set_it_up(bench) -> None:
    accounts = bench.pbx.accounts
    await accounts.set("230", "Stores", "secret")
    assert bench.news() == [PhoneState("230", online=False)]
    assert await accounts.all() == [PhoneAccount(phone="230", name="Stores")]
    assert bench.news(SET_UP_SECONDS) == [PhoneState("230", online=True)]
    await accounts.set("230", "Stores 2", "another")
    assert bench.news(SET_UP_SECONDS) == [], "it is set up, and stays registered"
    assert await accounts.all() == [PhoneAccount(phone="230", name="Stores 2", online=True)]


async def test_one_that_is_removed_is_reached_no_more(bench) -> None:
    accounts = bench.pbx.accounts
    await accounts.set("230", "", "secret")
    await accounts.remove("230")
    assert bench.news(SET_UP_SECONDS) == [PhoneState("230", online=False)]
    assert await accounts.all() == []
    await bench.pbx.act(RingToTest(LEG, "230"))
    assert bench.news() == [LegFailed(LEG, Cause.UNREACHABLE)]
    await accounts.remove("230")


async def test_what_it_began_with_is_not_changed_from_here(new_bench) -> None:
    accounts = new_bench(phones={"204": "Reception"}).pbx.accounts
    assert await accounts.all() == [PhoneAccount(phone="204", name="Reception", online=True, fixed=True)]
    with pytest.raises(ValueError):
        await accounts.set("204", "Mine", "secret")
    with pytest.raises(ValueError):
        await accounts.remove("204")
