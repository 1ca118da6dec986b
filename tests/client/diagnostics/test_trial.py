"""Pings that come apart and pings that come together, from the fake centre."""

from __future__ import annotations

import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent_client.client.diagnostics.trial import held_back, named, try_stream
from agent_client.protocol.paths import STREAM_TRIAL
from agent_client.protocol.sessions import TRIAL_PINGS, TRIAL_SECONDS

PING = b"event: ping\ndata: {}\n\n"


@given(st.floats(0, 1e6), st.floats(0, 0.2))
def test_what_comes_as_it_was_sent_is_not_held_back(first: float, late: float) -> None:
    apart = [first + TRIAL_SECONDS * number for number in range(TRIAL_PINGS)]
    assert held_back(apart) is None
    assert held_back([*apart[:-1], apart[-1] + late]) is None
    assert held_back([first + late] * TRIAL_PINGS) == pytest.approx(TRIAL_SECONDS * (TRIAL_PINGS - 1))


def test_who_passed_it_on_is_named_by_the_answer_itself() -> None:
    assert named({"via": "1.1 squid.corp (squid/5.7)", "server": "nginx"}) == "1.1 squid.corp (squid/5.7)"
    assert named({"server": "nginx\x07"}) == "nginx"
    assert named({}) == ""


async def test_each_ping_has_its_time_however_it_is_cut(centre, api, clock):
    async def pings(request, line):
        await line.raw(
            b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nVia: 1.1 gate\r\nTransfer-Encoding: chunked\r\n\r\n"
        )
        for piece in (PING, PING[:9], PING[9:] + PING + b"event: other\n\n", PING):
            await line.chunk(piece)
            await asyncio.sleep(0.01)
        await line.end_events()

    centre.on(STREAM_TRIAL, pings)
    trial = await try_stream(api, clock.monotonic)
    assert trial.whole and trial.by == "1.1 gate"
    assert len(trial.arrivals) == 4 and list(trial.arrivals) == sorted(trial.arrivals)
    assert trial.arrivals[1] == trial.arrivals[2] < trial.arrivals[3]
