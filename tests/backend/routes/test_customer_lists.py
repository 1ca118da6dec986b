"""Lists, locks, merging, import and export of customers over HTTP: as a client meets them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import httpx
import pytest

from agent_client.backend.persistence import agents
from agent_client.backend.services import customer_exporting
from agent_client.protocol import paths
from agent_client.protocol.agents import Rights

ANNEKE, PIETER = 6, 7


def refused(answer: httpx.Response) -> tuple[int, str, dict[str, str]]:
    body = answer.json()
    return answer.status_code, body["code"], body["params"]


@pytest.fixture
def bram(centre: Any, sign_in: Callable[..., Any]) -> Any:
    return sign_in(centre, "bram")


def get(agent: Any, path: str, **params: object) -> httpx.Response:
    answer: httpx.Response = agent.http.get(path, params=params)
    return answer


def path(template: str, customer: int = ANNEKE) -> str:
    return template.format(customer=customer, merge=customer)


def test_a_list_in_pages(anna: Any) -> None:
    first = get(anna, paths.CUSTOMER_LIST, limit=5).json()
    assert [one["name"] for one in first["customers"]][:2] == ["Anna 100%", "Anneke de Vries"]
    assert (len(first["customers"]), first["total"]) == (5, 12)
    names = [one["name"] or one["company"] for one in first["customers"]]
    after = first["after"]
    while after is not None:
        page = get(anna, paths.CUSTOMER_LIST, limit=5, after=after).json()
        names += [one["name"] or one["company"] for one in page["customers"]]
        after = page["after"]
    assert len(names) == len(set(names)) == 12
    assert [one["name"] for one in get(anna, paths.CUSTOMER_LIST, text="anne vries").json()["customers"]] == [
        "Anneke de Vries"
    ]
    assert get(anna, paths.CUSTOMER_LIST, list="own").json() == {"customers": [], "after": None, "total": 0}
    for wrong in ({"limit": 0}, {"limit": 201}, {"after": "x"}, {"list": "theirs"}):
        assert refused(get(anna, paths.CUSTOMER_LIST, **wrong))[:2] == (400, "invalid"), wrong


def test_duplicates_are_merged_and_parted_again(anna: Any, bram: Any) -> None:
    made = anna.post(paths.CUSTOMERS, {"name": "A. de Vries", "numbers": ["020 1234567"]}).json()
    (group,) = get(anna, paths.CUSTOMER_DUPLICATES).json()["groups"]
    assert [one["id"] for one in group] == [ANNEKE, made["id"]]
    fields = {"version": 1, "name": "Anneke de Vries", "numbers": ["+31201234567"], "note": "both"}
    wish = {"other": made["id"], "other_version": 1, "fields": fields}
    with bram.events() as events:
        events.next(), events.next()
        merged = anna.post(path(paths.CUSTOMER_MERGE), wish, key="m")
        assert merged.status_code == 200
        assert events.until("customers.changed") == {"gone": made["id"], "into": ANNEKE}
        assert events.until("customer.saved")["customer"] == merged.json()["customer"]
        assert anna.post(path(paths.CUSTOMER_MERGE), wish, key="m").content == merged.content
        assert get(anna, path(paths.CUSTOMER, made["id"])).json()["customer"]["id"] == ANNEKE
        assert refused(anna.post(path(paths.CUSTOMER_MERGE), wish))[1] == "customer_changed"
        back = anna.post(path(paths.MERGE_UNDO, merged.json()["merge"]))
        assert (back.status_code, back.json()["id"]) == (200, made["id"])
        assert events.until("customers.changed") == {"gone": None, "into": None}
    assert refused(anna.post(path(paths.MERGE_UNDO, merged.json()["merge"])))[:2] == (409, "not_undoable")
    assert refused(anna.post(path(paths.MERGE_UNDO, 99)))[:2] == (404, "not_found")


def test_two_agents_and_one_card(anna: Any, bram: Any, centre: Any, sign_in: Callable[..., Any]) -> None:
    with bram.events() as events:
        events.next(), events.next()
        card = anna.post(path(paths.CUSTOMER_LOCK))
        assert card.status_code == 200
        lock = events.until("customer.lock_changed")
        assert (lock["customer"], lock["lock"]["agent"]["name"]) == (ANNEKE, "Anna Visser")
        assert card.json()["lock"] == lock["lock"]
    since = lock["lock"]["since"]
    for answer in (
        bram.post(path(paths.CUSTOMER_LOCK)),
        bram.http.put(path(paths.CUSTOMER), json={"version": 1, "name": "Bram's"}),
    ):
        assert refused(answer) == (409, "in_use", {"agent": "Anna Visser", "since": since})
    assert bram.post(paths.RECORDS, {"text": "Called again.", "customer": ANNEKE}).status_code == 201
    assert refused(bram.post(path(paths.SUPERVISE_CUSTOMER), {"reason": "Needed"}))[:2] == (403, "forbidden")
    assert bram.http.delete(path(paths.CUSTOMER_LOCK)).status_code == 204
    assert bram.post(path(paths.CUSTOMER_LOCK)).status_code == 409, "it was not his to give back"
    sofie = sign_in(centre, "sofie")
    assert sofie.post(path(paths.SUPERVISE_CUSTOMER), {"reason": "Needed"}).json()["lock"] is None
    assert bram.post(path(paths.CUSTOMER_LOCK)).status_code == 200
    saved = bram.http.put(path(paths.CUSTOMER), json={"version": 1, "name": "Bram's"})
    assert (saved.status_code, saved.json()["lock"]) == (200, None)
    answer = anna.http.put(path(paths.CUSTOMER), json={"version": 1, "name": "Anna's"})
    assert refused(answer) == (409, "customer_changed", {"by": "Bram Smit"})


def test_without_a_right(anna: Any, centre: Any) -> None:
    centre.write(lambda tx: agents.set_rights(tx, anna.signed_in.me.id, Rights(edit_central=False)))
    for answer in (
        anna.post(paths.CUSTOMERS, {"name": "x"}),
        anna.post(path(paths.CUSTOMER_LOCK)),
        anna.post(paths.CUSTOMER_IMPORT, {"rows": [{"line": 2, "name": "x"}]}),
    ):
        assert refused(answer) == (403, "forbidden", {"right": "edit_central"})
    own = anna.post(paths.CUSTOMERS, {"name": "x", "list": "own"})
    assert (own.status_code, own.json()["owner"]["name"]) == (201, "Anna Visser")


def test_imported_and_exported(anna: Any, bram: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [
        {"line": 2, "name": "Eva", "numbers": ["020 7654321"], "project": "Sales"},
        {"line": 3, "numbers": ["020-1234567"], "town": "Utrecht", "name": "Anneke de Vries"},
        {"line": 4, "name": "bad", "numbers": ["ask"]},
    ]
    with bram.events() as events:
        events.next(), events.next()
        done = anna.post(paths.CUSTOMER_IMPORT, {"rows": rows, "last": True}, key="part-1")
        assert done.json() == {
            "added": 1,
            "changed": 1,
            "left_out": 0,
            "bad": [{"line": 4, "field": "numbers", "value": "ask"}],
        }
        assert events.until("customers.changed") == {"gone": None, "into": None}
    assert anna.post(paths.CUSTOMER_IMPORT, {"rows": rows, "last": True}, key="part-1").content == done.content
    assert refused(anna.post(paths.CUSTOMER_IMPORT, {"rows": []}))[:2] == (400, "invalid")
    monkeypatch.setattr(customer_exporting, "PAGE", 5)
    file = get(anna, paths.CUSTOMER_EXPORT)
    assert file.headers["content-type"].startswith("text/csv")
    assert file.headers["content-disposition"] == 'attachment; filename="customers.csv"'
    lines = file.content.decode("utf-8-sig").splitlines()
    assert (len(lines), lines[0].split(";")[:3]) == (14, ["Company ID", "Company", "Name"])
    assert lines[-1] == ";;Eva;+31207654321;;;;;;;;;Sales"
    cards = get(anna, paths.CUSTOMER_EXPORT, format="vcard")
    assert cards.headers["content-type"].startswith("text/vcard")
    assert cards.text.count("BEGIN:VCARD\r\n") == 13
    assert get(anna, paths.CUSTOMER_EXPORT, list="own").content.decode("utf-8-sig").count("\r\n") == 1
    assert refused(get(anna, paths.CUSTOMER_EXPORT, format="xls"))[:2] == (400, "invalid")


def test_without_a_session(client: httpx.Client) -> None:
    for where in (paths.CUSTOMER_LIST, paths.CUSTOMER_DUPLICATES, paths.CUSTOMER_EXPORT):
        assert refused(client.get(where))[:2] == (401, "not_signed_in")
