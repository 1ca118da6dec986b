"""The phones that may register, over HTTP: who may, what is answered, and that no password stays behind."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import httpx
import pytest
from sqlalchemy import update

from agent_client.backend.persistence.tables import agents as agents_table
from agent_client.backend.persistence.tables import metadata
from agent_client.protocol import paths
from agent_client.protocol.desk_phones import SaveDeskPhone
from tests.backend.conftest import RunningCentre, SignedInAgent

PHONES = paths.ADMINISTRATION_DESK_PHONES
FIXED = "200"
"""Anna signs in with it."""
NEW = SaveDeskPhone(phone="230", name=" Stores  back ", new=True)


def code(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]


@pytest.fixture
def chief(centre: RunningCentre, sign_in: Callable[..., SignedInAgent]) -> SignedInAgent:
    """An administrator."""
    named = update(agents_table).where(agents_table.c.user_name == "sofie").values(role="administrator")
    centre.write(lambda tx: tx.conn.execute(named))
    return sign_in(centre, "sofie")


def shown(chief: SignedInAgent) -> dict[str, Any]:
    answer = chief.http.get(PHONES)
    assert answer.status_code == 200
    return {one["phone"]: one for one in answer.json()["phones"]}


def removed(agent: SignedInAgent, phone: str) -> httpx.Response:
    return agent.http.delete(PHONES, params={"phone": phone})


def test_a_phone_is_added_given_a_new_password_and_removed(centre: RunningCentre, chief: SignedInAgent) -> None:
    made = chief.post(PHONES, NEW)
    assert made.status_code == 200
    first = made.json()
    assert (first["phone"], first["name"]) == ("230", "Stores back") and len(first["password"]) >= 10
    assert not shown(chief)["230"].get("online"), "nobody has set it up yet"
    assert code(chief.post(PHONES, NEW)) == (409, "phone_known")
    again = chief.post(PHONES, SaveDeskPhone(phone="230", name="Stores")).json()
    assert again["password"] != first["password"]
    assert shown(chief)["230"]["name"] == "Stores"
    for password in (first["password"], again["password"]):
        stored = centre.read(lambda tx: [str(tx.conn.execute(one.select()).all()) for one in metadata.sorted_tables])
        assert password not in "".join(stored)
    left = removed(chief, "230")
    assert [one["phone"] for one in left.json()["phones"]] == [FIXED]
    assert removed(chief, "230").status_code == 200, "repeatable"
    assert code(chief.post(PHONES, SaveDeskPhone(phone="230"))) == (404, "not_found")


def test_it_is_said_who_is_signed_in_with_a_phone_and_what_is_fixed(
    centre: RunningCentre, anna: SignedInAgent, chief: SignedInAgent
) -> None:
    phone = shown(chief)[FIXED]
    assert (phone["online"], phone["fixed"], phone["agent"]) == (True, True, anna.signed_in.me.name)
    centre.on_loop(lambda: centre.pbx.unplug_phone(FIXED))
    assert not shown(chief)[FIXED].get("online")
    assert code(chief.post(PHONES, SaveDeskPhone(phone=FIXED))) == (409, "phone_fixed")
    assert code(removed(chief, FIXED)) == (409, "phone_fixed")


@pytest.mark.parametrize("phone", ["", "20", "2044444", "+31201234567", "20x", "..", "../204", "204;", "204\n"])
def test_a_new_one_has_an_extension_and_an_old_one_at_least_a_name(chief: SignedInAgent, phone: str) -> None:
    assert chief.post(PHONES, {"phone": phone, "new": True}).status_code == 400
    named = phone in ("20", "2044444", "20x")
    assert chief.post(PHONES, {"phone": phone}).status_code == (404 if named else 400)
    assert removed(chief, phone).status_code == (200 if named else 400)


def test_agents_and_supervisors_may_not_even_look(
    centre: RunningCentre, anna: SignedInAgent, sign_in: Callable[..., SignedInAgent]
) -> None:
    supervisor = sign_in(centre, "sofie")
    for who in (anna, supervisor):
        assert code(who.http.get(PHONES)) == (403, "forbidden")
        assert code(who.post(PHONES, NEW)) == (403, "forbidden")
        assert code(removed(who, "204")) == (403, "forbidden")
    assert anna.http.get(PHONES, headers={"Authorization": ""}).status_code == 401


def test_a_telephone_system_that_cannot_be_told_says_so_and_one_that_fails(
    centre: RunningCentre, chief: SignedInAgent, monkeypatch: pytest.MonkeyPatch
) -> None:
    keeping = centre.centre.http.state["parts"].desk_phones

    async def fails(*_: object) -> None:
        raise OSError("no route to it")

    monkeypatch.setattr(keeping._accounts, "set", fails)
    assert code(chief.post(PHONES, NEW)) == (409, "phones_unavailable")
    monkeypatch.setattr(keeping._accounts, "all", fails)
    assert code(chief.http.get(PHONES)) == (409, "phones_unavailable")
    monkeypatch.setattr(keeping, "_accounts", None)
    assert chief.http.get(PHONES).json() == {"possible": False, "phones": []}
    assert code(chief.post(PHONES, NEW)) == (404, "not_found")
