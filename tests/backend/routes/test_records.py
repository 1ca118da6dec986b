"""A customer's history over HTTP: read by what is wished for, corrected once, told to everybody; own customers' to their
owner alone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import httpx
import pytest

from agent_client.protocol import paths


def refused(answer: httpx.Response) -> tuple[int, str, dict[str, str]]:
    body = answer.json()
    return answer.status_code, body["code"], body["params"]


def history(asker: Any, customer: int, **wish: object) -> list[str]:
    answer = asker.http.get(paths.CUSTOMER.format(customer=customer), params=wish)
    assert answer.status_code == 200, answer.text
    return [record["text"] for record in answer.json()["records"]]


def written(agent: Any, text: str, customer: int = 6) -> dict[str, Any]:
    record: dict[str, Any] = agent.post(paths.RECORDS, {"text": text, "customer": customer}).json()
    return record


def correct(agent: Any, record: dict[str, Any], text: str, seen: int = 0, key: str | None = None) -> httpx.Response:
    path = paths.RECORD_CORRECT.format(record=record["id"])
    answer: httpx.Response = agent.post(path, {"text": text, "corrections": seen}, key)
    return answer


def test_a_correction_is_stored_told_and_keeps_the_original(
    anna: Any, centre: Any, sign_in: Callable[..., Any]
) -> None:
    record = written(anna, "Wnats a quote.")
    with sign_in(centre, "bram").events() as events:
        events.next(), events.next()
        answer = correct(anna, record, "Wants a quote.", key="once")
        assert answer.status_code == 200
        corrected = answer.json()
        assert events.until("record.corrected")["record"] == corrected
    assert corrected["text"] == "Wants a quote."
    assert [one["before"] for one in corrected["corrections"]] == ["Wnats a quote."]
    assert {name: corrected[name] for name in record if name not in ("text", "corrections")} == {
        name: record[name] for name in record if name not in ("text", "corrections")
    }
    assert correct(anna, record, "Wants a quote.", key="once").json() == corrected, "the same command again"
    assert history(anna, 6)[0] == "Wants a quote."


def test_who_may_not_and_who_was_second(anna: Any, centre: Any, sign_in: Callable[..., Any]) -> None:
    bram, sofie = sign_in(centre, "bram"), sign_in(centre, "sofie")
    record = written(anna, "As it was.")
    assert refused(correct(bram, record, "Mine."))[:2] == (403, "forbidden")
    assert correct(sofie, record, "The supervisor's.").status_code == 200
    assert refused(correct(anna, record, "The author's.")) == (409, "record_changed", {"by": "Sofie Jansen"})
    assert correct(anna, record, "The author's.", seen=1).status_code == 200
    assert refused(correct(anna, {"id": 9999}, "x"))[:2] == (404, "not_found")
    assert refused(correct(anna, record, "")) == (400, "invalid", {"field": "text"})
    assert refused(correct(anna, record, "x", seen=-1)) == (400, "invalid", {"field": "corrections"})


def test_only_what_is_wished_for(anna: Any, centre: Any, sign_in: Callable[..., Any]) -> None:
    bram = sign_in(centre, "bram")
    written(anna, "Kotel pí."), written(bram, "Faktura pro Dvořákovou.")
    assert history(anna, 6, text="dvorak") == ["Faktura pro Dvořákovou."]
    assert history(anna, 6, agent=bram.signed_in.me.id) == ["Faktura pro Dvořákovou."]
    assert history(anna, 6, kind="calls") == []
    newest = anna.http.get(paths.CUSTOMER.format(customer=6)).json()["records"][0]["saved_at"]
    assert history(anna, 6, since=newest) == ["Faktura pro Dvořákovou."]
    assert "Faktura pro Dvořákovou." not in history(anna, 6, until=newest)
    assert history(anna, 6, since="2030-01-01T00:00:00+01:00") == []


@pytest.mark.parametrize(
    "wish",
    [
        {"kind": "letters"},
        {"text": "x" * 201},
        {"agent": 0},
        {"agent": "anna"},
        {"since": "yesterday"},
        {"until": "2026-03-02T09:00:00"},
        {"before": "5"},
    ],
)
def test_what_is_no_wish(anna: Any, wish: dict[str, object]) -> None:
    assert refused(anna.http.get(paths.CUSTOMER.format(customer=6), params=wish))[:2] == (400, "invalid")


def test_records_of_ones_own_customer_are_for_their_owner_alone(
    anna: Any, centre: Any, sign_in: Callable[..., Any]
) -> None:
    sofie = sign_in(centre, "sofie")
    own = anna.post(paths.CUSTOMERS, {"name": "My own", "list": "own"}).json()["id"]
    with sofie.events() as events:
        events.next(), events.next()
        record = written(anna, "Between us.", own)
        correct(anna, record, "Between us two.")
        public = written(anna, "For all.")
        assert events.until("record.added")["record"] == public, "the first that is told"
    assert history(anna, own) == ["Between us two."]
    assert sofie.http.get(paths.CUSTOMER.format(customer=own)).status_code == 404
    assert refused(sofie.post(paths.RECORDS, {"text": "x", "customer": own}))[:2] == (404, "not_found")
    assert refused(correct(sofie, record, "x", seen=1))[:2] == (404, "not_found")


def test_templates_over_http(anna: Any, centre: Any, sign_in: Callable[..., Any]) -> None:
    sofie = sign_in(centre, "sofie")
    wish = {"name": "Solved", "text": "{customer}: {cursor}", "queue": None, "id": 0}
    assert refused(anna.post(paths.ADMINISTRATION_TEMPLATES, wish))[:2] == (403, "forbidden")
    with anna.events() as events:
        events.next(), events.next()
        answer = sofie.post(paths.ADMINISTRATION_TEMPLATES, wish)
        assert answer.status_code == 200
        assert events.until("centre.changed")["centre"]["templates"] == [answer.json()]
        gone = sofie.http.delete(paths.ADMINISTRATION_TEMPLATE.format(template=answer.json()["id"]))
        assert (gone.status_code, gone.json()) == (200, answer.json())
        assert events.until("centre.changed")["centre"]["templates"] == []
    path = paths.ADMINISTRATION_TEMPLATE.format(template=answer.json()["id"])
    assert refused(sofie.http.delete(path))[:2] == (404, "not_found")
