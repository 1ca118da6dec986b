"""Requests over HTTP: accepted together, cancelled, and nobody else's."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from sqlalchemy import update

from agent_client.backend.persistence import tables
from agent_client.backend.services import callback_requests, digital
from agent_client.protocol import paths
from agent_client.protocol.names import CallbackOrigin, Channel, QueueId

SALES = QueueId(1)
STRANGER = "+420224811111"


@pytest.fixture
def ready(anna: Any) -> Iterator[Any]:
    """Anna's open event stream, once her phone was tested and she waits for calls."""
    with anna.events() as events:
        events.next(), events.next()
        anna.post(paths.STATE, {"state": "ready"})
        while anna.http.post(paths.SIGN_ON_ANSWER).status_code != 200:
            pass
        while events.until("agent.state_changed")["me"]["state"] != "ready":
            pass
        yield events


@pytest.fixture
def written(centre: Any, ready: Any) -> list[dict[str, Any]]:
    """Two messages, offered to Anna."""
    for channel in (Channel.EMAIL, Channel.CHAT):
        centre.write(
            lambda tx, channel=channel: digital.arrived(
                tx, channel=channel, sender="Eva", name="", text="Hello?", queue=SALES
            )
        )
    return [ready.until("contact.ringing")["contact"] for _ in range(2)]


def test_C3_accepted_together_and_once_for_a_key(anna: Any, ready: Any, written: list[dict[str, Any]]) -> None:
    seen = [[one["id"], one["version"]] for one in written]
    wanted = {"contacts": [*seen, [999, 1]]}
    answer = anna.post(paths.ACCEPT_ALL, wanted, key="one press")
    assert (answer.status_code, answer.json()) == (200, {"contacts": [one["id"] for one in written]})
    assert anna.post(paths.ACCEPT_ALL, wanted, key="one press").json() == answer.json()
    assert anna.post(paths.ACCEPT_ALL, wanted).json() == {"contacts": []}
    assert {ready.until("contact.connected")["contact"]["id"] for _ in written} == {one["id"] for one in written}


def test_C3_nobody_accepts_a_colleagues(
    centre: Any, sign_in: Callable[..., Any], written: list[dict[str, Any]]
) -> None:
    bram = sign_in(centre, "bram", phone="201")
    seen = [[one["id"], one["version"]] for one in written]
    assert bram.post(paths.ACCEPT_ALL, {"contacts": seen}).json() == {"contacts": []}
    assert bram.post(paths.ACCEPT_ALL, {"contacts": []}).status_code == 400


def test_C5_a_web_callback_is_cancelled(centre: Any, anna: Any, ready: Any) -> None:
    centre.write(lambda tx: tx.conn.execute(update(tables.queues).values(web_cancel=True)))
    centre.write(
        lambda tx: callback_requests.request(tx, number=STRANGER, name="Eva", queue=SALES, origin=CallbackOrigin.WEB)
    )
    ringing = ready.until("contact.ringing")["contact"]
    assert (ringing["origin"], ringing["can_cancel"]) == ("web", True)
    path = paths.CONTACT_CANCEL.format(contact=ringing["id"])
    answer = anna.post(path, {"version": ringing["version"]})
    assert (answer.status_code, answer.json()["ended_by"]) == (200, "cancelled")
    assert ready.until("contact.ended")["contact"]["state"] == "wrap_up"
    assert anna.post(path, {"version": ringing["version"]}).json()["code"] == "contact_changed"
