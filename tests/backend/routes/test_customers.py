"""Customers and records over HTTP: found, saved, refused, written once."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest

from agent_client.backend.persistence import contacts
from agent_client.protocol import paths
from agent_client.protocol.customers import NOTE_LIMIT

KNOWN = "+31201234567"


def refused(answer: httpx.Response) -> tuple[int, str, dict[str, str]]:
    body = answer.json()
    return answer.status_code, body["code"], body["params"]


def find(agent: Any, text: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = agent.http.get(paths.CUSTOMERS, params={"text": text}).json()["customers"]
    return found


def page(agent: Any, customer: int, **more: int) -> dict[str, Any]:
    body: dict[str, Any] = agent.http.get(paths.CUSTOMER.format(customer=customer), params=more).json()
    return body


def records_in(centre: Any) -> list[tuple[Any, ...]]:
    with sqlite3.connect(centre.settings.database) as conn:
        rows = conn.execute("SELECT customer_id, contact_id, number, text FROM records ORDER BY id").fetchall()
    conn.close()
    return rows


def test_found_and_opened(anna: Any) -> None:
    (found,) = find(anna, "dvor")
    assert (found["name"], found["number"], found["town"]) == ("Jana Dvořáková", "+420224811111", "Praha")
    opened = page(anna, found["id"])
    assert opened["customer"]["numbers"] == ["+420224811111"]
    assert [record["text"] for record in opened["records"]] == ["Asked about Praha."]
    assert opened["older"] is None
    assert len(find(anna, "")) == 12
    assert refused(anna.http.get(paths.CUSTOMER.format(customer=999)))[:2] == (404, "not_found")
    assert refused(anna.http.get(paths.CUSTOMER.format(customer=2**60)))[0] == 400
    assert refused(anna.http.get(paths.CUSTOMERS, params={"text": "x" * 201})) == (400, "invalid", {"field": "text"})


def test_saved_with_canonical_numbers_and_told_to_everybody(
    anna: Any, centre: Any, sign_in: Callable[..., Any]
) -> None:
    with sign_in(centre, "bram").events() as events:
        events.next(), events.next()
        fields = {"name": "Nieuw", "numbers": ["020 765 43 21", "0031207654321", "112"], "country": "nl"}
        made = anna.post(paths.CUSTOMERS, fields)
        assert made.status_code == 201
        assert made.json()["numbers"] == ["+31207654321", "112"]
        assert made.json()["country"] == "NL"
        assert events.until("customer.saved")["customer"] == made.json()


def test_the_second_to_save_is_told_who_was_first(anna: Any, centre: Any, sign_in: Callable[..., Any]) -> None:
    bram = sign_in(centre, "bram")
    path = paths.CUSTOMER.format(customer=1)
    assert anna.http.put(path, json={"version": 1, "name": "Anna's"}).status_code == 200
    answer = bram.http.put(path, json={"version": 1, "name": "Bram's"})
    assert refused(answer) == (409, "customer_changed", {"by": "Anna Visser"})
    assert page(bram, 1)["customer"]["name"] == "Anna's"


def test_what_is_no_customer(anna: Any) -> None:
    for fields, refusal in (
        ({}, (400, "invalid", {"field": "name"})),
        ({"name": "  "}, (400, "invalid", {"field": "name"})),
        ({"name": "x", "version": 3}, (400, "invalid", {"field": "version"})),
        ({"name": "x", "numbers": ["020-CALL"]}, (400, "bad_number", {"number": "020-CALL"})),
        ({"name": "x", "numbers": ["200", "201", "202", "203"]}, (400, "invalid", {"field": "numbers"})),
        ({"name": "x", "country": "1"}, (400, "invalid", {"field": "country"})),
        ({"name": "x" * 201}, (400, "invalid", {"field": "name"})),
        ({"name": "x", "id": 5}, (400, "invalid", {"field": "id"})),
    ):
        assert refused(anna.post(paths.CUSTOMERS, fields)) == refusal, fields
    answer = anna.http.put(paths.CUSTOMER.format(customer=999), json={"version": 1, "name": "x"})
    assert refused(answer)[:2] == (404, "not_found")


def test_a_record_is_stored_and_told(anna: Any, centre: Any, sign_in: Callable[..., Any]) -> None:
    with sign_in(centre, "bram").events() as events:
        events.next(), events.next()
        answer = anna.post(paths.RECORDS, {"text": "Wants a quote.", "customer": 6})
        assert answer.status_code == 201
        record = answer.json()
        assert (record["customer"], record["text"], record["call_at"]) == (6, "Wants a quote.", None)
        assert record["operator"] == {"id": anna.signed_in.me.id, "name": "Anna Visser", "phone": "200"}
        assert events.until("record.added")["record"] == record
    assert page(anna, 6)["records"][0] == record


def test_a_note_of_the_greatest_length_and_one_longer(anna: Any, centre: Any) -> None:
    longest = "ž" * NOTE_LIMIT
    assert anna.post(paths.RECORDS, {"text": longest, "customer": 1}).status_code == 201
    answer = anna.post(paths.RECORDS, {"text": longest + "x", "customer": 1})
    assert refused(answer) == (400, "invalid", {"field": "text"})
    assert page(anna, 1)["records"][0]["text"] == longest


def test_what_is_no_record(anna: Any) -> None:
    for record, refusal in (
        ({"text": "", "customer": 1}, (400, "invalid", {"field": "text"})),
        ({"text": " \n", "customer": 1}, (400, "invalid", {"field": "text"})),
        ({"text": "x"}, (400, "invalid", {"field": "customer"})),
        ({"text": "x", "customer": 0}, (400, "invalid", {"field": "customer"})),
        ({"text": "x", "customer": 999}, (404, "not_found", {})),
        ({"text": "x", "contact": 999}, (404, "not_found", {})),
    ):
        assert refused(anna.post(paths.RECORDS, record)) == refusal, record


def test_two_equal_commands_under_one_key_are_one(anna: Any, centre: Any) -> None:
    before = len(records_in(centre))
    with ThreadPoolExecutor(4) as together:
        body = {"text": "Once.", "customer": 1}
        answers = list(together.map(lambda _: anna.post(paths.RECORDS, body, key="k-1"), range(8)))
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.content for answer in answers}) == 1
    assert len(records_in(centre)) == before + 1
    assert anna.post(paths.RECORDS, body).json()["id"] != answers[0].json()["id"], "without a key it is another"


def test_a_key_stands_for_one_command(anna: Any, centre: Any, sign_in: Callable[..., Any]) -> None:
    anna.post(paths.RECORDS, {"text": "One.", "customer": 1}, key="k-1")
    assert refused(anna.post(paths.RECORDS, {"text": "Other.", "customer": 1}, key="k-1"))[1] == "key_reused"
    assert refused(anna.post(paths.CUSTOMERS, {"name": "x"}, key="k-1"))[1] == "key_reused"
    bram = sign_in(centre, "bram")
    assert bram.post(paths.RECORDS, {"text": "Other.", "customer": 1}, key="k-1").status_code == 201
    assert refused(anna.post(paths.RECORDS, {"text": "x", "customer": 1}, key="k" * 101))[0] == 400


def test_a_refused_command_may_be_tried_again_under_its_key(anna: Any) -> None:
    path, body = paths.CUSTOMER.format(customer=1), {"version": 2, "name": "Later"}
    assert anna.http.put(path, json=body, headers={paths.KEY_HEADER: "k"}).status_code == 409
    assert anna.http.put(path, json={"version": 1, "name": "First"}).status_code == 200
    assert anna.http.put(path, json=body, headers={paths.KEY_HEADER: "k"}).status_code == 200


def test_a_key_outlives_its_session(anna: Any, centre: Any, sign_in: Callable[..., Any]) -> None:
    """A note that waited in the outbox over a new sign-in is not written twice."""
    body = {"text": "Once.", "customer": 1}
    first = anna.post(paths.RECORDS, body, key="k")
    again = sign_in(centre, "anna", seat="WS-2").post(paths.RECORDS, body, key="k")
    assert again.content == first.content


@pytest.fixture
def calling(centre: Any, eventually: Callable[..., None]) -> Callable[[str], int]:
    """A customer calls and waits in Sales; the contact's number."""

    def call(ani: str) -> int:
        call_id = centre.on_loop(lambda: centre.pbx.call_in(ani, "+31800100300"))
        eventually(lambda: centre.read(lambda tx: contacts.by_call(tx.conn, call_id)) is not None)
        contact: int = centre.read(lambda tx: contacts.by_call(tx.conn, call_id)).id
        return contact

    return call


def test_a_note_on_a_call_goes_to_who_called(anna: Any, calling: Callable[[str], int]) -> None:
    contact = calling(KNOWN)
    record = anna.post(paths.RECORDS, {"text": "About the call.", "contact": contact}).json()
    assert (record["customer"], record["contact"], record["number"]) == (6, contact, KNOWN)
    assert record["call_at"] is not None


def test_an_unknown_caller_becomes_a_customer(anna: Any, centre: Any, calling: Callable[[str], int]) -> None:
    contact = calling("+31209999999")
    with anna.events() as events:
        events.next(), events.next()
        record = anna.post(paths.RECORDS, {"text": "New here.", "contact": contact}).json()
        saved = events.until("customer.saved")["customer"]
        assert (saved["id"], saved["numbers"], saved["version"]) == (record["customer"], ["+31209999999"], 1)
        assert events.until("record.added")["record"] == record
    assert centre.read(lambda tx: contacts.row(tx.conn, contact)).customer == saved["id"]
    second = anna.post(paths.RECORDS, {"text": "And more.", "contact": contact}).json()
    assert second["customer"] == saved["id"], "not another one"


def test_a_withheld_number_has_no_customer_until_somebody_says_who(anna: Any, calling: Callable[[str], int]) -> None:
    contact = calling("")
    record = anna.post(paths.RECORDS, {"text": "Did not say.", "contact": contact}).json()
    assert (record["customer"], record["number"]) == (None, "")
    chosen = anna.post(paths.RECORDS, {"text": "It was Anneke.", "contact": contact, "customer": 6}).json()
    assert (chosen["customer"], chosen["contact"]) == (6, contact)


def test_a_full_disk_refuses_and_leaves_nothing_half_written(anna: Any, centre: Any) -> None:
    def limit(tx: Any) -> None:
        pages = tx.conn.exec_driver_sql("PRAGMA page_count").scalar_one()
        tx.conn.exec_driver_sql(f"PRAGMA max_page_count = {pages}")

    before = records_in(centre)
    body = {"text": "x" * NOTE_LIMIT, "customer": 1}
    centre.write(limit)
    answer = anna.post(paths.RECORDS, body, key="k")
    assert refused(answer)[:2] == (507, "storage_unavailable")
    assert records_in(centre) == before
    assert anna.post(paths.RECORDS, body, key="k").status_code == 201, "there is room again"
    assert len(records_in(centre)) == len(before) + 1


def test_a_read_only_database_refuses_and_still_reads(anna: Any, centre: Any) -> None:
    centre.write(lambda tx: tx.conn.exec_driver_sql("PRAGMA query_only = ON"))
    answer = anna.post(paths.RECORDS, {"text": "x", "customer": 1})
    assert refused(answer)[:2] == (507, "storage_unavailable")
    assert len(page(anna, 1)["records"]) == 1
