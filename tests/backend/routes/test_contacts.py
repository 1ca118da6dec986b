"""A first call and a callback over HTTP and the event stream, as a client goes through them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest

from agent_client.protocol import paths

SALES, KNOWN = "+31800100300", "+31201234567"


def refused(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]


@pytest.fixture
def ready(anna: Any) -> Iterator[Any]:
    """Anna's open event stream, once her phone was tested and she waits for calls."""
    with anna.events() as events:
        events.next(), events.next()
        assert anna.post(paths.STATE, {"state": "ready"}).json()["not_ready"] == "signing_on"
        while anna.http.post(paths.SIGN_ON_ANSWER).status_code != 200:
            pass
        while events.until("agent.state_changed")["me"]["state"] != "ready":
            pass
        yield events


def press(agent: Any, path: str, contact: dict[str, Any], **more: int) -> httpx.Response:
    answer: httpx.Response = agent.post(path.format(contact=contact["id"]), {"version": contact["version"], **more})
    return answer


def test_a_first_call(centre: Any, anna: Any, ready: Any, eventually: Callable[..., None]) -> None:
    call = centre.on_loop(lambda: centre.pbx.call_in(KNOWN, SALES))
    offered = ready.until("contact.offered")["contact"]
    assert (offered["state"], offered["customer"]["name"]) == ("connecting", "Anneke de Vries")
    ringing = ready.until("contact.ringing")["contact"]
    assert {"label": "Contract", "value": "Gold"} in ringing["variables"]
    assert ringing["can_answer"]
    assert refused(anna.http.delete(paths.SESSION)) == (409, "not_possible_now"), "not while a contact is offered (A11)"
    assert refused(press(anna, paths.CONTACT_ANSWER, offered)) == (409, "contact_changed")
    assert press(anna, paths.CONTACT_ANSWER, ringing).status_code == 200
    connected = ready.until("contact.connected")["contact"]
    assert refused(press(anna, paths.CONTACT_WRAP_UP, connected, reason=1)) == (409, "not_possible_now")
    assert press(anna, paths.CONTACT_END, connected).json()["state"] == "wrap_up"
    ended = ready.until("contact.ended")["contact"]
    assert refused(press(anna, paths.CONTACT_WRAP_UP, ended, reason=99)) == (400, "invalid")
    assert press(anna, paths.CONTACT_WRAP_UP, ended, reason=1).json()["wrap_up_reason"] == 1
    assert ready.until("contact.wrapped_up")["contact"]["state"] == "ended"
    assert ready.until("agent.state_changed")["me"]["state"] == "ready"
    eventually(lambda: not centre.on_loop(lambda: centre.pbx.hang_up(call)))


def test_the_agent_says_who_it_is(centre: Any, anna: Any, ready: Any) -> None:
    centre.on_loop(lambda: centre.pbx.call_in("", SALES))
    ringing = ready.until("contact.ringing")["contact"]
    assert ringing["customer"] is None
    path = paths.CONTACT_CUSTOMER.format(contact=ringing["id"], customer=6)
    assert anna.http.put(path).json()["customer"]["name"] == "Anneke de Vries"
    assert ready.until("contact.updated")["contact"]["customer"]["id"] == 6
    assert refused(anna.http.put(paths.CONTACT_CUSTOMER.format(contact=ringing["id"], customer=99))) == (
        404,
        "not_found",
    )


def test_nobody_elses_contact(centre: Any, anna: Any, ready: Any, sign_in: Callable[..., Any]) -> None:
    centre.on_loop(lambda: centre.pbx.call_in(KNOWN, SALES))
    ringing = ready.until("contact.ringing")["contact"]
    bram = sign_in(centre, "bram")
    assert refused(press(bram, paths.CONTACT_ANSWER, ringing)) == (404, "not_found")
    assert press(anna, paths.CONTACT_DECLINE, ringing).status_code == 200
    assert ready.until("contact.withdrawn")["contact"]["why"]["code"] == "declined_by_agent"


def test_who_hung_up_waiting_is_called_back(
    centre: Any, anna: Any, sign_in: Callable[..., Any], eventually: Callable[..., None]
) -> None:
    with anna.events() as events:
        events.next(), events.next()
        call = centre.on_loop(lambda: centre.pbx.call_in(KNOWN, SALES))
        while events.until("queue.changed")["queue"]["waiting"] != 1:
            pass
        centre.on_loop(lambda: centre.pbx.hang_up(call))
        entry = events.until("callback.opened")["entry"]
        assert (entry["section"], entry["number"], entry["calls"]) == ("open", KNOWN, 1)
        assert anna.http.get(paths.CALLBACKS).json()["entries"] == [entry]

        def at(path: str) -> str:
            return path.format(entry=entry["id"])

        calling = anna.post(at(paths.CALLBACK_CALL), key="k")
        assert calling.status_code == 201
        assert anna.post(at(paths.CALLBACK_CALL), key="k").json() == calling.json(), (
            "one call, however often it is said"
        )
        claimed = events.until("callback.claimed")["entry"]
        assert claimed["claim"]["agent"]["name"] == "Anna Visser"
        bram = sign_in(centre, "bram")
        assert refused(bram.post(at(paths.CALLBACK_CALL))) == (409, "already_claimed")
        assert refused(bram.post(at(paths.CALLBACK_DONE))) == (409, "already_claimed")
        ringing = events.until("contact.ringing")["contact"]
        assert (ringing["id"], ringing["direction"]) == (calling.json()["contact"], "callback")
        press(anna, paths.CONTACT_END, ringing)
        events.until("callback.released")
        assert bram.post(at(paths.CALLBACK_DONE)).json()["section"] == "done"
        assert events.until("callback.done")["entry"]["closed_by"]["name"] == "Bram Smit"
        assert bram.post(at(paths.CALLBACK_REOPEN)).json()["section"] == "open"
        assert bram.post(at(paths.CALLBACK_NOT_REACHED)).json()["section"] == "not_reached"
        assert refused(bram.post(paths.CALLBACK_DONE.format(entry=99))) == (404, "not_found")


def test_a_call_survives_the_servers_end_and_start(
    centre: Any, anna: Any, ready: Any, run_centre: Callable[..., Any]
) -> None:
    """The PBX goes on meanwhile; here it is the same one."""
    centre.on_loop(lambda: centre.pbx.call_in(KNOWN, SALES))
    press(anna, paths.CONTACT_ANSWER, ready.until("contact.ringing")["contact"])
    connected = ready.until("contact.connected")["contact"]
    centre.stop()
    again = run_centre(centre.settings)
    with httpx.Client(base_url=again.url, headers=anna.http.headers, timeout=60) as http:
        ended = http.post(
            paths.CONTACT_END.format(contact=connected["id"]), json={"version": connected["version"]}
        ).json()
        assert (ended["state"], ended["ended_by"]) == ("wrap_up", "agent")
