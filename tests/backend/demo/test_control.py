"""Driving the simulated PBX over HTTP, as a script does."""

from __future__ import annotations

import asyncio

from agent_client.backend.ports.telephony import (
    AnswerTransfer,
    CallDetail,
    CallId,
    LegId,
    Record,
    RingForCall,
    SendDigits,
)

PATH = "/api/v1/simulator"
SALES = "800 100 300"
LEG = LegId("leg-1")


async def _stream(served, who):
    """Open the event stream, without which nobody is offered a call; yields the names of what comes."""
    async with served.http.stream("GET", "/api/v1/events", headers=who) as answer:
        async for line in answer.aiter_lines():
            if line.startswith("data:"):
                yield line


async def _until(stream, *words):
    async with asyncio.timeout(60):
        async for line in stream:
            if all(word in line for word in words):
                return line
    raise AssertionError(words)


async def test_a_scripted_first_call(quiet) -> None:
    who = await quiet.sign_in()
    stream = _stream(quiet, who)
    await _until(stream, '"me"')
    await quiet.http.post("/api/v1/agent/state", json={"state": "ready"}, headers=who)
    await _until(stream, "agent.state_changed", '"state":"ready"')
    called = (await quiet.http.post(f"{PATH}/calls", json={"ani": "+31201234567", "dnis": SALES})).json()["call"]
    await _until(stream, "contact.ringing", '"can_answer":true')
    assert (await quiet.http.post(f"{PATH}/phones/204/pick-up")).status_code == 200
    await _until(stream, "contact.connected")
    assert (await quiet.http.post(f"{PATH}/calls/{called}/hang-up")).status_code == 200
    await _until(stream, "contact.ended", '"ended_by":"customer"')
    await stream.aclose()


async def test_phones_and_customers_take_behaviours(quiet) -> None:
    answer = await quiet.http.post(f"{PATH}/phones/204", json={"kind": "busy"})
    assert (answer.status_code, answer.json()["kind"]) == (200, "busy")
    assert not quiet.demo._pbx.can_answer("204")
    answer = await quiet.http.post(f"{PATH}/customers/+31201234567", json={"kind": "no_answer", "after": 2})
    assert answer.status_code == 200
    assert quiet.demo._pbx._exchange.customers.behaviours["+31201234567"].after == 2


async def test_what_goes_on_can_be_looked_at(quiet) -> None:
    pbx, get = quiet.demo._pbx, quiet.http.get
    called = (await quiet.http.post(f"{PATH}/calls", json={"ani": "", "dnis": SALES})).json()["call"]
    assert (await get(f"{PATH}/calls")).json() == {"calls": [called]}
    assert (await get(f"{PATH}/calls/{called}/hears")).json() == {"pairs": [["customer", "music"]]}
    pbx._exchange.news.listener = lambda _: None  # the centre, which knows nothing of this leg, would hang up
    await pbx.act(RingForCall(LEG, "299", CallId(called)))
    async with asyncio.timeout(60):
        while not pbx.pick_up("299"):
            await get(f"{PATH}/calls")
    await pbx.act(SendDigits(LEG, "42"))
    await pbx.act(Record(CallId(called), "tape"))
    both = [["customer", "owner"], ["owner", "customer"]]
    assert (await get(f"{PATH}/calls/{called}/hears")).json() == {"pairs": both}
    assert (await get(f"{PATH}/calls/{called}/digits")).json() == {"digits": {"customer": "42"}}
    recordings = (await get(f"{PATH}/calls/{called}/recordings")).json()["recordings"]
    assert [one["heard"] for one in recordings["tape"]] == [["customer", "owner"]]
    assert (await get(f"{PATH}/calls/nobody/hears")).json() == {"pairs": []}


async def test_the_keys_of_a_phone(quiet) -> None:
    pbx, post = quiet.demo._pbx, quiet.http.post
    called = (await post(f"{PATH}/calls", json={"ani": "", "dnis": SALES})).json()["call"]
    pbx._exchange.news.listener = lambda _: None  # the centre, which knows nothing of this leg, would hang up
    await pbx.act(RingForCall(LEG, "299", CallId(called)))
    async with asyncio.timeout(60):
        while not pbx.pick_up("299"):
            await quiet.http.get(f"{PATH}/calls")
    assert (await post(f"{PATH}/phones/299/hold", json={})).status_code == 200
    assert (await quiet.http.get(f"{PATH}/calls/{called}/hears")).json() == {"pairs": [["customer", "music"]]}
    assert (await post(f"{PATH}/phones/299/hold", json={"held": False})).status_code == 200
    assert (await post(f"{PATH}/phones/299/transfer", json={"number": "2"})).status_code == 200
    assert (await quiet.http.get(f"{PATH}/phones/299/transfer")).json() == {"taken": None}
    await pbx.act(AnswerTransfer(LEG, taken=False))
    assert (await quiet.http.get(f"{PATH}/phones/299/transfer")).json() == {"taken": False}


async def test_a_phone_dies_and_comes_back(quiet) -> None:
    assert (await quiet.http.post(f"{PATH}/phones/204/kill")).status_code == 200
    assert quiet.demo._pbx._exchange.phones.behaviour("204").kind == "unreachable"
    await quiet.http.post(f"{PATH}/phones/204", json={"mutes": True})
    assert quiet.demo._pbx.can_mute("204")


async def test_what_is_not_there_or_not_possible_is_refused(quiet) -> None:
    post = quiet.http.post
    assert (await post(f"{PATH}/calls/nobody/hang-up")).status_code == 404
    assert (await post(f"{PATH}/calls/nobody/key", json={"key": "1"})).status_code == 404
    assert (await post(f"{PATH}/calls/nobody/key", json={"key": "A"})).status_code == 400
    assert (await post(f"{PATH}/phones/204/pick-up")).status_code == 409
    assert (await post(f"{PATH}/phones/204/put-down")).status_code == 409
    assert (await post(f"{PATH}/phones/204/hold", json={})).status_code == 409
    assert (await post(f"{PATH}/phones/204/transfer", json={"number": "205"})).status_code == 409
    assert (await post(f"{PATH}/phones/abc/pick-up")).json()["code"] == "bad_number"
    for body in ({}, {"dnis": ""}, {"dnis": SALES, "patience": -1}, {"dnis": SALES, "surprise": 1}):
        assert (await post(f"{PATH}/calls", json=body)).status_code == 400, body


async def test_the_document_has_the_routes(quiet) -> None:
    paths = (await quiet.http.get("/api/v1/openapi.json")).json()["paths"]
    assert f"{PATH}/calls" in paths


async def test_a_call_that_the_pbx_handles_by_itself(quiet) -> None:
    heard = asyncio.Queue[CallDetail]()
    quiet.demo._pbx._exchange.news.listener = heard.put_nowait
    own = {"number": "+31201234567", "group": "600", "waited": 0.01}
    answer = await quiet.http.post(f"{PATH}/own-calls", json=own)
    assert answer.status_code == 201
    async with asyncio.timeout(60):
        told = await heard.get()
    assert (told.call, told.group, told.talked) == (answer.json()["call"], "600", None)
