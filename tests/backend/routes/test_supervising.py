"""Supervising over HTTP: read by supervisors alone, done once however often it is said, told to the one whom it concerns."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import httpx
import msgspec
import pytest

from agent_client.protocol import paths
from agent_client.protocol.refusals import RefusalBody
from agent_client.protocol.supervising import InterventionLog, SupervisedCalls, Supervising

ENDING = {"kind": "sign_out", "reason": "Gone home"}


@pytest.fixture
def sofie(centre: Any, sign_in: Callable[..., Any]) -> Any:
    return sign_in(centre, "sofie")


def refused(answer: httpx.Response) -> tuple[int, str]:
    body = msgspec.json.decode(answer.content, type=RefusalBody)
    return answer.status_code, body.code


def everything(agent: Any) -> Supervising:
    answer = agent.http.get(paths.SUPERVISING)
    assert answer.status_code == 200, answer.text
    return msgspec.json.decode(answer.content, type=Supervising)


def lines(agent: Any) -> int:
    found = msgspec.json.decode(agent.http.get(paths.SUPERVISING_LOG).content, type=InterventionLog)
    return len(found.lines)


def test_supervisors_read_and_agents_do_not(anna: Any, sofie: Any) -> None:
    for path in (paths.SUPERVISING, paths.SUPERVISING_CALLS, paths.SUPERVISING_LOG):
        assert refused(anna.http.get(path)) == (403, "forbidden")
    seen = {one.user: one for one in everything(sofie).agents}
    assert seen["anna"].session is not None
    assert (seen["anna"].session.host, seen["bram"].session) == ("anna-pc", None)
    answer = sofie.http.get(paths.SUPERVISING_CALLS, params={"number": "020-12", "agent": 1, "queue": 2, "before": 9})
    assert msgspec.json.decode(answer.content, type=SupervisedCalls) == SupervisedCalls(calls=())
    assert refused(sofie.http.get(paths.SUPERVISING_CALLS, params={"agent": 0})) == (400, "invalid")


def test_said_twice_it_is_done_once_and_the_agent_is_told(anna: Any, sofie: Any) -> None:
    path = paths.SUPERVISE_SESSION.format(session=anna.signed_in.session)
    with anna.events() as events:
        events.next(), events.next()
        first = sofie.post(path, ENDING, key="once")
        assert first.status_code == 200, first.text
        assert events.until("session.ended")["why"]["params"]["reason"] == "Gone home"
    again = sofie.post(path, ENDING, key="once")
    assert (again.status_code, again.content) == (200, first.content)
    assert refused(sofie.post(path, ENDING, key="another")) == (404, "not_found")
    assert lines(sofie) == 1
    assert refused(anna.http.get(paths.SUPERVISING)) == (401, "not_signed_in")


def test_what_is_no_reason_is_refused(anna: Any, sofie: Any) -> None:
    session = paths.SUPERVISE_SESSION.format(session=anna.signed_in.session)
    for body in ({"kind": "sign_out"}, {**ENDING, "reason": ""}, {**ENDING, "reason": " "}, {**ENDING, "more": 1}):
        assert refused(sofie.post(session, body)) == (400, "invalid")
    seat = {"seat": "WS-anna", "reason": "Needed"}
    assert refused(anna.post(paths.SUPERVISE_SEAT, seat)) == (403, "forbidden")
    assert sofie.post(paths.SUPERVISE_SEAT, seat).status_code == 200
    account = paths.SUPERVISE_ACCOUNT.format(agent=anna.signed_in.me.id)
    assert sofie.post(account, {"reason": "x"}).json() == {"lines": []}
    state = paths.SUPERVISE_STATE.format(agent=anna.signed_in.me.id)
    assert refused(sofie.post(state, {"state": "not_ready", "reason": "x"})) == (404, "not_found")
