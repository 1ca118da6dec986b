"""Each command of the supervisors' window goes where the protocol says, with what was chosen."""

from __future__ import annotations

import msgspec
import pytest

from agent_client.protocol.customers import Customer
from agent_client.protocol.names import AgentId, AgentState, CustomerId, Intervention, QueueId, SessionId
from agent_client.protocol.supervising import (
    CleanUpSeat,
    EndSession,
    Intervened,
    InterventionLog,
    SetState,
    SupervisedCalls,
    Unlock,
)

DONE = Intervened(lines=())
ENDING = EndSession(kind=Intervention.SIGN_OUT, reason="Gone home", confirmed=True)
SEAT = CleanUpSeat(seat="TC-1", reason="Needed")
WHY = Unlock(reason="Needed")
PAUSE = SetState(state=AgentState.NOT_READY, reason="At lunch")
CARD = Customer(id=CustomerId(9), version=1, name="Karel")

CASES = {
    "calls": (
        lambda api: api.supervised_calls(agent=AgentId(4), queue=QueueId(2), number="4811", before=77),
        "GET",
        "/api/v1/supervising/calls",
        SupervisedCalls(calls=()),
    ),
    "log": (lambda api: api.intervention_log(5), "GET", "/api/v1/supervising/log", InterventionLog(lines=())),
    "end": (lambda api: api.end_session(SessionId(3), ENDING), "POST", "/api/v1/supervising/sessions/3", DONE),
    "seat": (lambda api: api.clean_up_seat(SEAT), "POST", "/api/v1/supervising/seats", DONE),
    "card": (lambda api: api.unlock_customer(CustomerId(9), WHY), "POST", "/api/v1/supervising/customers/9", CARD),
    "account": (lambda api: api.unlock_account(AgentId(4), WHY), "POST", "/api/v1/supervising/agents/4/account", DONE),
}
SENT = {"end": ENDING, "seat": SEAT, "card": WHY, "account": WHY}
ASKED = {
    "calls": {"agent": ["4"], "queue": ["2"], "number": ["4811"], "before": ["77"]},
    "log": {"before": ["5"]},
}


@pytest.mark.parametrize("name", CASES)
async def test_command(centre, api, sign_in, name):
    call, method, path, answer = CASES[name]
    await api.sign_in(sign_in)

    async def agrees(request, line):
        await line.answer(200, answer)

    centre.on(path, agrees)
    assert await call(api) == answer
    [request] = centre.asked(path)
    assert request.method == method
    assert ("idempotency-key" in request.headers) == (method == "POST")
    assert request.query == ASKED.get(name, {})
    if name in SENT:
        assert msgspec.json.decode(request.body, type=type(SENT[name])) == SENT[name]
