"""A call's values over HTTP: what the wire carries, what it never keeps, and who of two wins."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest
from sqlalchemy import select, text, update

from agent_client.backend.persistence import tables, variables
from agent_client.protocol import paths
from agent_client.protocol.names import VariableKind

SALES, KNOWN = "+31800100300", "+31201234567"
SECRET = "NL91 ABNA 0417"


def define(tx: Any) -> None:
    variables.define(tx.conn, "a case", "Case", VariableKind.TEXT, editable=True, secure=False)
    variables.define(tx.conn, "the IBAN", "IBAN", VariableKind.TEXT, editable=True, secure=True)
    tx.conn.execute(update(tables.customers).values(variables={"the IBAN": SECRET}))


@pytest.fixture
def contact(centre: Any, anna: Any) -> Iterator[dict[str, Any]]:
    """Anna's, connected."""
    centre.write(define)
    with anna.events() as events:
        events.next(), events.next()
        anna.post(paths.STATE, {"state": "ready"})
        while anna.http.post(paths.SIGN_ON_ANSWER).status_code != 200:
            pass
        while events.until("agent.state_changed")["me"]["state"] != "ready":
            pass
        centre.on_loop(lambda: centre.pbx.call_in(KNOWN, SALES))
        ringing = events.until("contact.ringing")["contact"]
        anna.post(paths.CONTACT_ANSWER.format(contact=ringing["id"]), {"version": ringing["version"]})
        yield events.until("contact.connected")["contact"] | {"events": events}


def save(agent: Any, contact: dict[str, Any], *changes: tuple[str, str, int]) -> httpx.Response:
    body = {"changes": [{"key": key, "value": value, "version": version} for key, value, version in changes]}
    answer: httpx.Response = agent.http.put(paths.CONTACT_VARIABLES.format(contact=contact["id"]), json=body)
    return answer


def show(agent: Any, contact: dict[str, Any], key: str, **headers: str) -> httpx.Response:
    path = paths.CONTACT_VARIABLE_SHOW.format(contact=contact["id"], variable=key)
    answer: httpx.Response = agent.http.post(path, headers=headers)
    return answer


def test_saved_told_and_refused(contact: dict[str, Any], anna: Any) -> None:
    assert SECRET not in str(contact)
    answer = save(anna, contact, ("a case", "C-1", 0))
    assert answer.status_code == 200
    told = contact["events"].until("contact.updated")["contact"]
    assert told == answer.json()
    assert [one["value"] for one in told["cad"] if one["key"] == "a case"] == ["C-1"]
    late = save(anna, contact, ("a case", "C-2", 0))
    assert (late.status_code, late.json()["code"]) == (409, "variable_changed")
    assert late.json()["params"] == {"key": "a case", "by": "Anna Visser", "value": "C-1", "version": "1"}
    assert save(anna, contact, ("a case", "x" * 257, 1)).status_code == 400
    assert save(anna, contact).status_code == 400


def test_of_two_at_the_same_moment_exactly_one_wins(contact: dict[str, Any], anna: Any) -> None:
    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(lambda value: save(anna, contact, ("a case", value, 0)), ("mine", "theirs")))
    assert sorted(answer.status_code for answer in answers) == [200, 409]


def test_a_secure_value_is_shown_and_kept_nowhere_else(contact: dict[str, Any], anna: Any, centre: Any) -> None:
    key = {"Idempotency-Key": "once"}
    first = show(anna, contact, "the%20IBAN", **key)
    assert first.status_code == 200
    assert first.json() == {"key": "the IBAN", "value": SECRET, "version": 1}
    assert show(anna, contact, "the%20IBAN", **key).json() == first.json()
    assert show(anna, contact, "nothing").status_code == 404
    rows = centre.read(lambda tx: tx.conn.execute(select(tables.showings.c.agent_id, tables.showings.c.key)).all())
    assert [tuple(row) for row in rows] == [(1, "the IBAN")] * 2, "each showing"
    for table in ("answers", "events"):
        kept = centre.read(lambda tx, table=table: tx.conn.execute(text(f"SELECT * FROM {table}")).all())
        assert SECRET not in str(kept)


def test_nobody_elses(contact: dict[str, Any], sign_in: Callable[..., Any], centre: Any) -> None:
    bram = sign_in(centre, "bram")
    assert save(bram, contact, ("a case", "C-1", 0)).status_code == 404
    assert show(bram, contact, "the%20IBAN").status_code == 404
