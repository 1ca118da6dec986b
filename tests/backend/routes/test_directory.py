"""The directory over HTTP: for whoever is signed in, with the agents who are at its numbers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import httpx

from agent_client.backend.services import directory
from agent_client.backend.services.directory import PlannedEntry
from agent_client.protocol import paths

ENTRIES = (
    PlannedEntry(name="Anna Visser", number="200", department="Sales"),
    PlannedEntry(name="Bram", number="201"),
    PlannedEntry(name="Jana Nováková", number="00420 724 118 305", role="Lawyer"),
)


def find(agent: Any, text: str) -> Any:
    return agent.http.get(paths.DIRECTORY, params={"text": text}).json()


def test_D2_found_with_the_agent_who_is_there(centre: Any, anna: Any, sign_in: Callable[..., Any]) -> None:
    centre.write(lambda tx: directory.replace_all(tx, ENTRIES))
    here, there, _ = find(anna, "")["entries"]
    assert (here["name"], here["agent"], there["agent"]) == ("Anna Visser", anna.signed_in.me.id, None)
    bram = sign_in(centre, "bram", phone="201")
    assert find(anna, "bram")["entries"][0]["agent"] == bram.signed_in.me.id
    assert find(anna, "+420 724-118-305")["entries"][0]["name"] == "Jana Nováková"
    assert find(anna, "sales")["entries"][0]["name"] == "Anna Visser"


def test_nobody_else_reads_it(client: httpx.Client, anna: Any) -> None:
    assert client.get(paths.DIRECTORY).status_code == 401
    assert anna.http.get(paths.DIRECTORY, params={"text": "x" * 201}).status_code == 400
