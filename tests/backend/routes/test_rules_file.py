"""The rules as a file over HTTP: written, tried, read in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec
import pytest
from sqlalchemy import update

from agent_client.backend.persistence import tables
from agent_client.protocol import paths
from agent_client.protocol.administration import RulesFile, RulesRead


@pytest.fixture
def admin(centre: Any, sign_in: Callable[..., Any]) -> Any:
    sofie = tables.agents.c.user_name == "sofie"
    centre.write(lambda tx: tx.conn.execute(update(tables.agents).where(sofie).values(role="administrator")))
    return sign_in(centre, "sofie")


def read_in(agent: Any, text: str, *, dry: bool = False, key: str | None = None) -> Any:
    answer = agent.post(paths.RULES_FILE, RulesFile(text=text, dry=dry), key)
    return msgspec.json.decode(answer.content, type=RulesRead) if answer.status_code == 200 else answer.json()


LINES = "project;300;Night;Sales;200,201\ncustomer;1;300;+31205550000;;;201;;;Eva;;;;NL;;\n"


def test_F6_there_and_back(admin: Any) -> None:
    assert read_in(admin, LINES, dry=True) == RulesRead(projects=1, customers_added=1)
    assert read_in(admin, LINES) == RulesRead(projects=1, customers_added=1)
    answer = admin.http.get(paths.RULES_FILE)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/plain; charset=utf-8")
    assert "project;300;Night;Sales;200,201\r\n" in answer.text
    assert read_in(admin, answer.text) == RulesRead(), "it is all there"


def test_F6_with_the_history_and_of_one_project(admin: Any) -> None:
    read_in(admin, LINES + "record;1;2026-03-02T09:00:00Z;;anna;200;;One; two.\n".replace("; two", "\\; two"))
    for wish, expected in (
        ({}, 0),
        ({"history": "true"}, 1),
        ({"history": "true", "project": 1}, 0),
        ({"history": "true", "project": 3}, 1),
    ):
        assert admin.http.get(paths.RULES_FILE, params=wish).text.count("One\\; two.") == expected, wish


def test_F6_a_bad_line_is_named(admin: Any) -> None:
    assert read_in(admin, LINES + "customer;2;900;;;;;;;Eva;;;;;;") == {
        "code": "bad_line",
        "detail": "line 3: project",
        "params": {"line": "3", "reason": "project", "value": "900"},
    }
    assert "Night" not in admin.http.get(paths.RULES_FILE).text


def test_a_repeat_under_its_key_is_answered_alike(admin: Any) -> None:
    first = read_in(admin, LINES, key="k")
    assert read_in(admin, LINES, key="k") == first


def test_a_file_may_be_larger_than_other_requests(admin: Any) -> None:
    assert read_in(admin, LINES + "# " + "x" * 2_000_000) == RulesRead(projects=1, customers_added=1)


def test_who_may(anna: Any) -> None:
    assert anna.http.get(paths.RULES_FILE).status_code == 403
    assert read_in(anna, LINES)["code"] == "forbidden"
