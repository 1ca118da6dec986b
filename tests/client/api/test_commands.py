"""Each command goes where the protocol says, with what the protocol says."""

from __future__ import annotations

from datetime import UTC, datetime

import msgspec
import pytest

from agent_client.protocol.agents import ChangeState
from agent_client.protocol.callbacks import Callbacks, Calling, NewAppointment
from agent_client.protocol.centre import Directory
from agent_client.protocol.contacts import Accepted, Outdial, SaveVariables, SecureValue, Target, VariableChange
from agent_client.protocol.customers import Customer, CustomerFields, CustomerPage, FoundCustomers
from agent_client.protocol.names import (
    AgentState,
    CallbackId,
    ContactId,
    CustomerId,
    RecordId,
    TargetKind,
    WrapUpReasonId,
)
from agent_client.protocol.sessions import SCHEMA

CUSTOMER = Customer(id=CustomerId(9), version=1, name="Karel")

AT = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
APPOINTMENT = {
    "at": "2026-11-24T09:30:00Z",
    "agent": None,
    "remark": "The offer",
    "callback": 3,
    "queue": None,
    "customer": None,
    "number": "",
}

CASES = {
    "change_state": (
        lambda api: api.change_state(ChangeState(state=AgentState.READY)),
        ("POST", "/api/v1/agent/state", {"state": "ready", "idle_reason": None}),
        "me",
    ),
    "test_phone": (lambda api: api.test_phone(), ("POST", "/api/v1/agent/phone-test", None), "me"),
    "answer_sign_on": (lambda api: api.answer_sign_on(), ("POST", "/api/v1/agent/sign-on/answer", None), "me"),
    "answer": (
        lambda api: api.answer(ContactId(5), 3),
        ("POST", "/api/v1/contacts/5/answer", {"version": 3}),
        "contact",
    ),
    "decline": (
        lambda api: api.decline(ContactId(5), 3),
        ("POST", "/api/v1/contacts/5/decline", {"version": 3}),
        "contact",
    ),
    "end": (lambda api: api.end(ContactId(5), 3), ("POST", "/api/v1/contacts/5/end", {"version": 3}), "contact"),
    "wrap_up": (
        lambda api: api.wrap_up(ContactId(5), 3, WrapUpReasonId(2)),
        ("POST", "/api/v1/contacts/5/wrap-up", {"version": 3, "reason": 2}),
        "contact",
    ),
    "hold": (
        lambda api: api.hold(ContactId(5), 3),
        ("POST", "/api/v1/contacts/5/hold", {"version": 3}),
        "contact",
    ),
    "resume": (
        lambda api: api.resume(ContactId(5), 3),
        ("POST", "/api/v1/contacts/5/resume", {"version": 3}),
        "contact",
    ),
    "end_consult": (
        lambda api: api.end_consult(ContactId(5), 3),
        ("POST", "/api/v1/contacts/5/consult/end", {"version": 3}),
        "contact",
    ),
    "conference": (
        lambda api: api.conference(ContactId(5), 3),
        ("POST", "/api/v1/contacts/5/conference", {"version": 3}),
        "contact",
    ),
    "pause_recording": (
        lambda api: api.pause_recording(ContactId(5), 3),
        ("POST", "/api/v1/contacts/5/recording/pause", {"version": 3}),
        "contact",
    ),
    "resume_recording": (
        lambda api: api.resume_recording(ContactId(5), 3),
        ("POST", "/api/v1/contacts/5/recording/resume", {"version": 3}),
        "contact",
    ),
    "extend_wrap_up": (
        lambda api: api.extend_wrap_up(ContactId(5), 3),
        ("POST", "/api/v1/contacts/5/wrap-up/extend", {"version": 3}),
        "contact",
    ),
    "cancel": (
        lambda api: api.cancel(ContactId(5), 3),
        ("POST", "/api/v1/contacts/5/cancel", {"version": 3}),
        "contact",
    ),
    "consult": (
        lambda api: api.consult(ContactId(5), 3, Target(kind=TargetKind.AGENT, id=2)),
        ("POST", "/api/v1/contacts/5/consult", {"version": 3, "target": {"kind": "agent", "id": 2, "number": ""}}),
        "contact",
    ),
    "blind transfer": (
        lambda api: api.transfer(ContactId(5), 3, Target(kind=TargetKind.NUMBER, number="+31 20 555 01 23")),
        (
            "POST",
            "/api/v1/contacts/5/transfer",
            {"version": 3, "target": {"kind": "number", "id": None, "number": "+31 20 555 01 23"}},
        ),
        "contact",
    ),
    "transfer to the consulted": (
        lambda api: api.transfer(ContactId(5), 3, None),
        ("POST", "/api/v1/contacts/5/transfer", {"version": 3, "target": None}),
        "contact",
    ),
    "send_digits": (
        lambda api: api.send_digits(ContactId(5), 3, "12#"),
        ("POST", "/api/v1/contacts/5/digits", {"version": 3, "digits": "12#"}),
        "contact",
    ),
    "mute": (
        lambda api: api.mute(ContactId(5), 3, True),
        ("POST", "/api/v1/contacts/5/mute", {"version": 3, "muted": True}),
        "contact",
    ),
    "accept_all": (
        lambda api: api.accept_all(((ContactId(5), 3), (ContactId(6), 1))),
        ("POST", "/api/v1/contacts/accept", {"contacts": [[5, 3], [6, 1]]}),
        Accepted((ContactId(5),)),
    ),
    "save_variables": (
        lambda api: api.save_variables(ContactId(5), SaveVariables((VariableChange("case", "A 12", 4),))),
        ("PUT", "/api/v1/contacts/5/variables", {"changes": [{"key": "case", "value": "A 12", "version": 4}]}),
        "contact",
    ),
    "show_variable": (
        lambda api: api.show_variable(ContactId(5), "card"),
        ("POST", "/api/v1/contacts/5/variables/card/show", None),
        SecureValue("card", "4111", 1),
    ),
    "outdial": (
        lambda api: api.outdial(Outdial(number="020 555 01 23")),
        ("POST", "/api/v1/outdial", {"number": "020 555 01 23", "queue": None}),
        Calling(ContactId(5)),
    ),
    "directory": (lambda api: api.directory("Novák"), ("GET", "/api/v1/directory", None), Directory(())),
    "choose_customer": (
        lambda api: api.choose_customer(ContactId(5), CustomerId(9)),
        ("PUT", "/api/v1/contacts/5/customer/9", None),
        "contact",
    ),
    "callbacks": (lambda api: api.callbacks(), ("GET", "/api/v1/callbacks", None), Callbacks(())),
    "call_back": (
        lambda api: api.call_back(CallbackId(3)),
        ("POST", "/api/v1/callbacks/3/call", None),
        Calling(ContactId(5)),
    ),
    "callback_done": (
        lambda api: api.callback_done(CallbackId(3)),
        ("POST", "/api/v1/callbacks/3/done", None),
        "entry",
    ),
    "callback_not_reached": (
        lambda api: api.callback_not_reached(CallbackId(3)),
        ("POST", "/api/v1/callbacks/3/not-reached", None),
        "entry",
    ),
    "callback_reopen": (
        lambda api: api.callback_reopen(CallbackId(3)),
        ("POST", "/api/v1/callbacks/3/reopen", None),
        "entry",
    ),
    "appoint": (
        lambda api: api.appoint(NewAppointment(at=AT, remark="The offer", callback=CallbackId(3))),
        ("POST", "/api/v1/appointments", APPOINTMENT),
        "entry",
    ),
    "change_appointment": (
        lambda api: api.change_appointment(
            CallbackId(3), NewAppointment(at=AT, remark="The offer", callback=CallbackId(3))
        ),
        ("PUT", "/api/v1/callbacks/3/appointment", APPOINTMENT),
        "entry",
    ),
    "cancel_appointment": (
        lambda api: api.cancel_appointment(CallbackId(3)),
        ("DELETE", "/api/v1/callbacks/3/appointment", None),
        "entry",
    ),
    "find_customers": (
        lambda api: api.find_customers("Müller & Söhne"),
        ("GET", "/api/v1/customers", None),
        FoundCustomers(()),
    ),
    "customer": (
        lambda api: api.customer(CustomerId(9), before=RecordId(4)),
        ("GET", "/api/v1/customers/9", None),
        CustomerPage(customer=CUSTOMER, records=()),
    ),
    "save_customer": (
        lambda api: api.save_customer(CustomerId(9), CustomerFields(version=1, name="Karel")),
        ("PUT", "/api/v1/customers/9", "fields"),
        CUSTOMER,
    ),
    "new customer": (
        lambda api: api.save_customer(None, CustomerFields(name="Karel")),
        ("POST", "/api/v1/customers", "fields"),
        CUSTOMER,
    ),
}


@pytest.mark.parametrize("name", CASES)
async def test_command(centre, api, sign_in, things, name):
    call, (method, path, body), answer = CASES[name]
    answer = getattr(things, answer)() if isinstance(answer, str) else answer
    await api.sign_in(sign_in)

    async def agrees(request, line):
        await line.answer(200, answer)

    centre.on(path, agrees)
    assert await call(api) == answer
    [request] = centre.asked(path)
    assert request.method == method
    if body == "fields":
        assert msgspec.json.decode(request.body)["name"] == "Karel"
    else:
        assert (msgspec.json.decode(request.body) if request.body else None) == body
    assert ("idempotency-key" in request.headers) == (method != "GET")
    assert request.headers["agent-client-schema"] == str(SCHEMA)
    if name == "find_customers":
        assert request.query == {"text": ["Müller & Söhne"]}
    if name == "directory":
        assert request.query == {"text": ["Novák"]}
    if name == "customer":
        assert request.query == {"before": ["4"]}
