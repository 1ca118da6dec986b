"""The served document against the served routes: no answer that it does not describe, and none of the server's own making."""

from __future__ import annotations

import sqlite3
from contextlib import closing, suppress
from typing import Any

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.checks import (
    content_type_conformance,
    not_a_server_error,
    response_schema_conformance,
    status_code_conformance,
)

from agent_client.protocol import paths
from agent_client.protocol.paths import API

CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
DOCUMENT = f"{API}/openapi.json"
PUBLIC = (paths.STREAM_TRIAL, paths.HELLO, paths.CALLBACK_REQUESTS)
"""For anybody."""


@pytest.fixture
def document(client: httpx.Client) -> dict[str, Any]:
    answer = client.get(DOCUMENT)
    assert answer.headers["content-type"] == "application/vnd.oai.openapi+json"
    body: dict[str, Any] = answer.json()
    return body


def test_every_path_of_the_protocol_is_described(document: dict[str, Any]) -> None:
    known = {
        value
        for name, value in vars(paths).items()
        if isinstance(value, str) and value.startswith(API) and name not in ("API", "__doc__")
    }
    assert set(document["paths"]) == known
    assert document["openapi"].startswith("3.1")


def test_a_request_may_hold_nothing_unknown(document: dict[str, Any]) -> None:
    closed = {
        body["$ref"].rsplit("/", 1)[1]
        for methods in document["paths"].values()
        for operation in methods.values()
        for body in [operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema")]
        if body is not None
    }
    assert {"SignIn", "ChangeState", "SaveVariables", "Group"} <= closed
    for name in closed:
        assert document["components"]["schemas"][name]["additionalProperties"] is False


def test_every_refusal_is_described(document: dict[str, Any]) -> None:
    for path, methods in document["paths"].items():
        for operation in methods.values():
            expected = {"400", "413", "500", "507"} | (set() if path in PUBLIC else {"401"})
            assert expected <= set(operation["responses"]), path
            if path not in (*PUBLIC, paths.SESSIONS):
                assert operation["security"] == [{"session": []}]


@pytest.fixture
def patient_centre(centre: Any) -> Any:
    """Whose sessions last without a stream, however long the questions take."""
    with closing(sqlite3.connect(centre.settings.database)) as conn, conn:
        conn.execute("UPDATE centre SET grace_seconds = 86400")
    return centre


def test_nothing_breaks_the_server_or_leaves_the_document(patient_centre: Any, anna: Any) -> None:
    """Signing out and the endless stream have tests of their own: here they would end all further answers."""
    schema = schemathesis.openapi.from_url(patient_centre.url + DOCUMENT)
    streams = (paths.EVENTS, paths.STREAM_TRIAL)
    wanted = schema.exclude(path=list(streams)).exclude(path=paths.SESSION, method="DELETE")
    headers = {"Authorization": anna.http.headers["Authorization"]}
    at_first = dict(headers)
    statuses: set[int] = set()
    for result in wanted.get_all_operations():
        for mode in GenerationMode:
            statuses |= answers_of(result.ok(), mode, headers)
    assert statuses >= {200, 400, 404, 409}, "right and wrong requests came through"
    assert headers != at_first, "the token was renewed"
    assert anna.http.post(paths.PULSE, json={}, headers=headers).status_code == 200


def answers_of(operation: Any, mode: GenerationMode, headers: dict[str, str]) -> set[int]:
    """What an operation answered; an answer against the document, or a crash, is raised. One that renews the token puts it
    into the headers: the one before is good for a minute, and the questions take longer on a busy computer."""
    statuses: set[int] = set()

    @settings(
        max_examples=4,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=mode))
    def ask(case: Any) -> None:
        answer = case.call_and_validate(headers=headers, checks=CHECKS)
        statuses.add(answer.status_code)
        if operation.path == paths.RENEWAL and answer.status_code == 200:
            headers["Authorization"] = f"Bearer {answer.json()['token']}"

    with suppress(Unsatisfiable):  # a route without parameters cannot be asked wrongly
        ask()
    return statuses
