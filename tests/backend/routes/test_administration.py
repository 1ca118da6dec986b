"""The administrator's rules over HTTP: read, saved once, told to everybody, refused in words."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import httpx
import msgspec
import pytest
from sqlalchemy import update

from agent_client.backend.persistence import tables
from agent_client.protocol import paths
from agent_client.protocol.administration import Administration, Group, ProjectRules, Route
from agent_client.protocol.names import QueueId, RouteCode
from agent_client.protocol.refusals import RefusalBody

SALES = "+31800100300"


@pytest.fixture
def admin(centre: Any, sign_in: Callable[..., Any]) -> Any:
    sofie = tables.agents.c.user_name == "sofie"
    centre.write(lambda tx: tx.conn.execute(update(tables.agents).where(sofie).values(role="administrator")))
    return sign_in(centre, "sofie")


def everything(agent: Any) -> Administration:
    answer = agent.http.get(paths.ADMINISTRATION)
    assert answer.status_code == 200
    return msgspec.json.decode(answer.content, type=Administration)


def put(agent: Any, path: str, body: object) -> httpx.Response:
    answer: httpx.Response = agent.http.put(path, content=msgspec.json.encode(body))
    return answer


def refused(answer: httpx.Response) -> tuple[int, str, dict[str, str]]:
    body = msgspec.json.decode(answer.content, type=RefusalBody)
    return answer.status_code, body.code, body.params


def test_all_of_it_is_read(admin: Any) -> None:
    found = everything(admin)
    assert [group.name for group in found.groups] == ["Sales", "Support"]
    assert [project.dnis for project in found.projects] == [SALES, "+31800100200"]
    assert [one.user for one in found.agents] == ["anna", "bram", "cleo", "sofie"]


def test_supervisors_read_and_agents_do_not(centre: Any, anna: Any, sign_in: Callable[..., Any]) -> None:
    assert refused(anna.http.get(paths.ADMINISTRATION))[:2] == (403, "forbidden")
    assert refused(anna.post(paths.WOULD_GET, {"number": "", "dnis": SALES}))[:2] == (403, "forbidden")
    sofie = sign_in(centre, "sofie")
    assert everything(sofie).groups
    assert refused(sofie.post(paths.ADMINISTRATION_GROUPS, Group(name="X")))[:2] == (403, "forbidden")


def test_what_is_saved_is_answered_with_its_new_version(admin: Any) -> None:
    group = msgspec.structs.replace(everything(admin).groups[0], capacity=5)
    answer = admin.post(paths.ADMINISTRATION_GROUPS, group)
    assert answer.status_code == 200
    saved = msgspec.json.decode(answer.content, type=Group)
    assert (saved.capacity, saved.version) == (5, group.version + 1)
    assert refused(admin.post(paths.ADMINISTRATION_GROUPS, group))[:2] == (409, "rules_changed")


def test_each_kind_of_rules_is_saved(admin: Any) -> None:
    found = everything(admin)
    project = ProjectRules(name="Night", dnis="0800 100 400", queue=QueueId(1), operators=("200",))
    assert admin.post(paths.ADMINISTRATION_PROJECTS, project).json()["dnis"] == "+31800100400"
    routing = msgspec.structs.replace(found.routing, operators=("201",))
    assert put(admin, paths.ADMINISTRATION_ROUTING, routing).json()["operators"] == ["201"]
    callbacking = msgspec.structs.replace(found.callbacking, time_zone="Europe/Amsterdam")
    assert put(admin, paths.ADMINISTRATION_CALLBACKS, callbacking).json()["time_zone"] == "Europe/Amsterdam"
    rights = {"edit_central": False, "edit_own": True, "takes_contacts": True, "keeps_line": False}
    assert put(admin, paths.ADMINISTRATION_RIGHTS.format(agent=1), rights).json() == rights
    sound = {"recording_days": 30, "noise_removal": False}
    assert put(admin, paths.ADMINISTRATION_SOUND, sound).json() == sound
    assert everything(admin).sound.rules.recording_days == 30
    assert [one.rights.edit_central for one in everything(admin).agents] == [False, True, True, True]


def test_everybody_is_told(admin: Any, anna: Any) -> None:
    with anna.events() as events:
        events.next(), events.next()
        put(admin, paths.ADMINISTRATION_CALLBACKS, {"version": 1, "time_zone": "Europe/Prague"})
        assert events.until("centre.changed")["centre"]["time_zone"] == "Europe/Prague"


def test_a_new_group_reaches_those_who_are_connected(admin: Any, anna: Any) -> None:
    """Their stream ends, and the next one begins with a snapshot that has it."""
    with anna.events() as events:
        events.next(), events.next()
        admin.post(paths.ADMINISTRATION_GROUPS, Group(name="Night"))
        assert [event.json()["name"] for event in events.rest()][-1] == "centre.changed"
    with anna.events(events.last_id) as again:
        again.next()
        assert [queue["name"] for queue in again.next().json()["queues"]] == ["Sales", "Support", "Night"]


def test_who_would_get_it(admin: Any) -> None:
    answer = admin.post(paths.WOULD_GET, {"number": "020 123 4567", "dnis": "0800 100 300"})
    assert answer.status_code == 200
    route = msgspec.json.decode(answer.content, type=Route)
    assert (route.code, route.queue) == (RouteCode.ALL_BUSY, 1)
    assert route.customer is not None
    assert {one.phone for one in route.considered} == {"203"}, "whoever is signed in"
    assert refused(admin.post(paths.WOULD_GET, {"number": "", "dnis": "999"}))[:2] == (404, "not_found")


def test_what_cannot_be_says_where(admin: Any) -> None:
    group = {"id": 1, "version": 1, "name": "Sales"}
    for path, wish, refusal in (
        (paths.ADMINISTRATION_GROUPS, group | {"name": ""}, (400, "invalid", {"field": "name"})),
        (paths.ADMINISTRATION_GROUPS, group | {"capacity": 0}, (400, "invalid", {"field": "capacity"})),
        (paths.ADMINISTRATION_GROUPS, group | {"callback_key": "x"}, (400, "invalid", {"field": "callback_key"})),
        (
            paths.ADMINISTRATION_GROUPS,
            group | {"rules": {"attempts": 0}},
            (400, "invalid", {"field": "rules.attempts"}),
        ),
        (paths.ADMINISTRATION_GROUPS, group | {"name": "Support"}, (400, "invalid", {"field": "name"})),
        (paths.ADMINISTRATION_GROUPS, group | {"members": 3}, (400, "invalid", {"field": "members"})),
        (paths.ADMINISTRATION_GROUPS, group | {"number": "x"}, (400, "bad_number", {"number": "x", "field": "number"})),
        (
            paths.ADMINISTRATION_PROJECTS,
            {"name": "X", "dnis": "100", "queue": 9},
            (400, "invalid", {"field": "queue"}),
        ),
    ):
        assert refused(admin.post(path, wish)) == refusal, wish
