"""Requests that no telephone brings, made over HTTP as a script does."""

from __future__ import annotations

from sqlalchemy import select

from agent_client.backend.persistence import tables

PATH = "/api/v1/simulator"
SALES = "800 100 300"


async def _made(quiet):
    columns = tables.contacts.c
    query = select(columns.id, columns.channel, columns.direction, columns.origin, columns.ani, columns.text)
    return [tuple(row) for row in await quiet.demo._centre.units.read(lambda tx: list(tx.conn.execute(query)))]


async def test_each_kind_comes_into_the_queue(quiet) -> None:
    number = "+420224811111"
    bodies = {
        "callback-requests": {"number": number, "name": "Eva", "dnis": SALES, "origin": "queue"},
        "messages": {"channel": "chat", "from": "Eva", "text": "Hello?", "dnis": SALES},
        "previews": {"number": number, "name": "Eva", "variables": {"Language": "Czech"}, "dnis": SALES},
    }
    answers = [await quiet.http.post(f"{PATH}/{path}", json=body) for path, body in bodies.items()]
    assert [answer.status_code for answer in answers] == [201, 201, 201]
    ids = [answer.json()["contact"] for answer in answers]
    assert await _made(quiet) == [
        (ids[0], "voice", "callback", "queue", number, ""),
        (ids[1], "chat", "inbound", None, "Eva", "Hello?"),
        (ids[2], "voice", "preview", None, number, ""),
    ]


async def test_what_cannot_come_is_refused(quiet) -> None:
    post = quiet.http.post
    message = {"channel": "chat", "from": "Eva", "dnis": SALES}
    assert (await post(f"{PATH}/messages", json={**message, "dnis": "999999"})).status_code == 404
    assert (await post(f"{PATH}/messages", json={**message, "channel": "voice"})).status_code == 400
    assert (await post(f"{PATH}/messages", json={**message, "from": ""})).status_code == 400
    ask = {"number": "call me", "dnis": SALES}
    assert (await post(f"{PATH}/callback-requests", json=ask)).json()["code"] == "bad_number"
    assert (await post(f"{PATH}/previews", json=ask)).json()["code"] == "bad_number"
    assert await _made(quiet) == []
