"""The administrator's commands go where the protocol says; files come piece by piece, and long work has its time."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

import msgspec
import pytest

from agent_client.client.api import Api, Limits, Unreachable
from agent_client.client.api.administration import PATIENCE
from agent_client.protocol.administration import (
    Administration,
    Callbacking,
    CallLogCleared,
    Group,
    ProjectRules,
    Route,
    Routing,
    RulesFile,
    RulesRead,
    SaveTemplate,
    WouldGet,
)
from agent_client.protocol.agents import Rights
from agent_client.protocol.centre import Template
from agent_client.protocol.desk_phones import DeskPhone, DeskPhonePassword, DeskPhones, SaveDeskPhone
from agent_client.protocol.names import AgentId, ProjectId, QueueId, RouteCode, TemplateId
from agent_client.protocol.paths import LAST_HEADER
from agent_client.protocol.refusals import RulesChanged

ROOM = "/api/v1/administration"
GROUP = Group(id=QueueId(4), version=2, name="Sales", capacity=3)
PROJECT = ProjectRules(name="Shop", dnis="800100", queue=QueueId(4), operators=("204",))
TEMPLATE = Template(id=TemplateId(3), name="Agreed", text="{customer}")
FILE = RulesFile(text="format;1\n", dry=True)
ALL = Administration(groups=(GROUP,), projects=(PROJECT,), routing=Routing(), callbacking=Callbacking())
PHONES = DeskPhones(phones=(DeskPhone(phone="230", online=True),))
CASES = {
    "administration": (lambda api: api.administration(), ("GET", ROOM), None, ALL),
    "save_group": (lambda api: api.save_group(GROUP), ("POST", f"{ROOM}/groups"), GROUP, GROUP),
    "save_project": (lambda api: api.save_project(PROJECT), ("POST", f"{ROOM}/projects"), PROJECT, PROJECT),
    "save_routing": (lambda api: api.save_routing(Routing()), ("PUT", f"{ROOM}/routing"), Routing(), Routing()),
    "save_callbacking": (
        lambda api: api.save_callbacking(Callbacking()),
        ("PUT", f"{ROOM}/callbacks"),
        Callbacking(),
        Callbacking(),
    ),
    "save_template": (
        lambda api: api.save_template(SaveTemplate(name="Agreed", text="a")),
        ("POST", f"{ROOM}/templates"),
        SaveTemplate(name="Agreed", text="a"),
        TEMPLATE,
    ),
    "remove_template": (
        lambda api: api.remove_template(TemplateId(3)),
        ("DELETE", f"{ROOM}/templates/3"),
        None,
        TEMPLATE,
    ),
    "save_rights": (
        lambda api: api.save_rights(AgentId(7), Rights(edit_own=False)),
        ("PUT", f"{ROOM}/agents/7/rights"),
        Rights(edit_own=False),
        Rights(edit_own=False),
    ),
    "desk_phones": (lambda api: api.desk_phones(), ("GET", f"{ROOM}/desk-phones"), None, PHONES),
    "save_desk_phone": (
        lambda api: api.save_desk_phone(SaveDeskPhone(phone="230", name="Stores", new=True)),
        ("POST", f"{ROOM}/desk-phones"),
        SaveDeskPhone(phone="230", name="Stores", new=True),
        DeskPhonePassword(phone="230", name="Stores", password="x"),
    ),
    "would_get": (
        lambda api: api.would_get(WouldGet("", "800100")),
        ("POST", f"{ROOM}/would-get"),
        WouldGet("", "800100"),
        Route(code=RouteCode.ALL_BUSY, queue=QueueId(4)),
    ),
    "read_rules": (
        lambda api: api.read_rules(FILE),
        ("POST", f"{ROOM}/rules-file"),
        FILE,
        RulesRead(projects=2),
    ),
}


@pytest.mark.parametrize("name", CASES)
async def test_command(centre, api, sign_in, name):
    call, (method, path), body, answer = CASES[name]
    await api.sign_in(sign_in)

    async def agrees(request, line):
        await line.answer(200, answer)

    centre.on(path, agrees)
    assert await call(api) == answer
    [request] = centre.asked(path)
    assert request.method == method
    sent = msgspec.json.decode(request.body) if request.body else None
    assert sent == (None if body is None else msgspec.json.decode(msgspec.json.encode(body)))
    assert ("idempotency-key" in request.headers) == (method != "GET")


async def test_a_phone_is_removed_by_its_number(centre, api, sign_in):
    await api.sign_in(sign_in)

    async def agrees(request, line):
        await line.answer(200, PHONES)

    centre.on(f"{ROOM}/desk-phones", agrees)
    assert await api.remove_desk_phone("230") == PHONES
    [request] = centre.asked(f"{ROOM}/desk-phones")
    assert (request.method, request.query) == ("DELETE", {"phone": ["230"]})


async def test_a_refusal_is_the_protocols(centre, api, sign_in):
    await api.sign_in(sign_in)

    async def refuses(request, line):
        await line.refuse(RulesChanged("somebody else was faster"))

    centre.on(f"{ROOM}/groups", refuses)
    with pytest.raises(RulesChanged):
        await api.save_group(GROUP)


async def test_a_long_file_of_rules_has_its_time(centre, sign_in):
    """The others do not: their answer is overdue after the usual limit."""
    api = Api(centre.base, limits=Limits(read=1.0, whole=1.0))
    try:
        await api.sign_in(sign_in)

        async def answers_late(request, line):
            await asyncio.sleep(1.5)
            await line.answer(200, RulesRead(projects=1) if "rules" in request.path else GROUP)

        for path in (f"{ROOM}/rules-file", f"{ROOM}/groups"):
            centre.on(path, answers_late)
        assert (await api.read_rules(FILE)).projects == 1
        with pytest.raises(Unreachable) as late:
            await api.save_group(GROUP)
        assert late.value.cause == "timeout"
        assert PATIENCE > 60
    finally:
        await api.close()


async def test_the_rules_come_as_a_file(centre, api, sign_in):
    await api.sign_in(sign_in)

    async def sends(request, line):
        await line.answer(200, b"format;1\nproject;800100;Shop;Sales;204\n", "text/plain")

    centre.on(f"{ROOM}/rules-file", sends)
    whole = b"".join([piece async for piece in api.export_rules(history=True)])
    assert whole.startswith(b"format;1\n")
    of_one = [piece async for piece in api.export_rules(history=False, project=ProjectId(4))]
    assert of_one
    first, second = centre.asked(f"{ROOM}/rules-file")
    assert first.query == {"history": ["true"]}
    assert second.query == {"history": ["false"], "project": ["4"]}


async def test_the_log_says_how_far_it_goes_and_is_cleared_so_far(centre, api, sign_in):
    await api.sign_in(sign_in)
    since = datetime(2026, 11, 1, tzinfo=UTC)
    heard = []

    async def sends(request, line):
        if request.method == "GET":
            body = b"22.2.2006 15:27:56;100;115;114;1;12;\n"
            head = f"HTTP/1.1 200 OK\r\nContent-Length: {len(body)}\r\nContent-Type: text/plain\r\n{LAST_HEADER}: 17\r\n\r\n"
            await line.raw(head.encode() + body)
        else:
            await line.answer(200, CallLogCleared(1))

    centre.on(f"{ROOM}/call-log", sends)
    pieces = [piece async for piece in api.call_log("text", since, None, heard.append)]
    assert b"".join(pieces) == b"22.2.2006 15:27:56;100;115;114;1;12;\n" and heard == [17]
    assert (await api.clear_call_log(since, None, 17)).lines == 1
    asked, cleared = centre.asked(f"{ROOM}/call-log")
    assert asked.query == {"format": ["text"], "since": [since.isoformat()]}
    assert (cleared.method, cleared.query) == ("DELETE", {"since": [since.isoformat()], "last": ["17"]})
