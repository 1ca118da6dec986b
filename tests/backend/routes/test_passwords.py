"""Passwords over HTTP: who may, what is answered, and that no secret stays behind."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import httpx
import pytest
from sqlalchemy import text, update

from agent_client.backend.persistence.tables import agents as agents_table
from agent_client.backend.persistence.tables import metadata
from agent_client.protocol import paths
from agent_client.protocol.names import PasswordRule
from agent_client.protocol.passwords import ChangePassword, ResetPassword
from agent_client.rules.passwords import unmet
from tests.backend.conftest import PASSWORD, RunningCentre, SignedInAgent

NEW = "Number 22"
SIGN_IN = {"user": "bram", "password": PASSWORD, "phone": "209", "seat": "WS-9"}


def code(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]


def everything_stored(centre: RunningCentre) -> str:
    def read(tx: Any) -> str:
        return "".join(str(tx.conn.execute(table.select()).all()) for table in metadata.sorted_tables)

    return centre.read(read)


@pytest.fixture
def chief(centre: RunningCentre, sign_in: Callable[..., SignedInAgent]) -> SignedInAgent:
    """An administrator."""
    named = update(agents_table).where(agents_table.c.user_name == "sofie").values(role="administrator")
    centre.write(lambda tx: tx.conn.execute(named))
    return sign_in(centre, "sofie")


def test_A8_ones_own_is_changed_and_the_session_goes_on(centre: RunningCentre, anna: SignedInAgent) -> None:
    with anna.events() as events:
        wrong = anna.post(paths.AGENT_PASSWORD, ChangePassword(old="wrong", new=NEW))
        assert code(wrong) == (401, "bad_credentials")
        weak = anna.post(paths.AGENT_PASSWORD, ChangePassword(old=PASSWORD, new="abc"))
        assert (*code(weak), weak.json()["params"]["problem"]) == (400, "weak_password", "too_short")
        changed = anna.post(paths.AGENT_PASSWORD, ChangePassword(old=PASSWORD, new=NEW), key="a key")
        assert (changed.status_code, changed.content) == (204, b"")
        assert events.until("agent.state_changed")["me"]["user"] == "anna"
    assert anna.post(paths.PULSE, {}).status_code == 200
    assert centre.read(lambda tx: tx.conn.execute(text("SELECT count(*) FROM answers")).scalar()) == 0
    assert NEW not in everything_stored(centre)


def test_A8_a_first_password_is_told_once_and_kept_nowhere(
    centre: RunningCentre, anna: SignedInAgent, chief: SignedInAgent, client: httpx.Client
) -> None:
    bram = next(one for one in chief.http.get(paths.ADMINISTRATION).json()["accounts"] if one["user"] == "bram")
    path = paths.ADMINISTRATION_PASSWORD.format(agent=bram["agent"]["id"])
    assert code(anna.post(path, ResetPassword(reason="He forgot it"))) == (403, "forbidden")
    assert code(chief.post(path, {"reason": "  "})) == (400, "invalid")
    answer = chief.post(path, ResetPassword(reason="He forgot it"), key="a key")
    assert answer.status_code == 200
    password = answer.json()["password"]
    assert unmet(password, PasswordRule.STRICT) == ()
    stored = everything_stored(centre)
    assert password not in stored
    assert "He forgot it" in stored
    refused = client.post(paths.SESSIONS, json={**SIGN_IN, "password": password})
    assert code(refused) == (409, "password_expired")
    assert refused.json()["params"] == {"reason": "reset", "rule": "standard", "history": "5"}
    signed_in = client.post(paths.SESSIONS, json={**SIGN_IN, "password": password, "new_password": NEW})
    assert signed_in.status_code == 201
    after = next(one for one in chief.http.get(paths.ADMINISTRATION).json()["accounts"] if one["user"] == "bram")
    assert (bram.get("must_change"), after.get("must_change")) == (None, None)


def test_A8_what_the_centre_asks_holds_from_the_next_sign_in(
    centre: RunningCentre, chief: SignedInAgent, client: httpx.Client
) -> None:
    known = chief.http.get(paths.ADMINISTRATION).json()["security"]
    assert known["password_rule"] == "standard"
    saved = chief.http.put(paths.ADMINISTRATION_SECURITY, json={"lock_out_after": 3, "version": known["version"]})
    assert saved.json()["lock_out_after"] == 3
    assert code(chief.http.put(paths.ADMINISTRATION_SECURITY, json={"lock_out_after": 2})) == (400, "invalid")
    answers = []
    for user in ("bram", "nobody"):
        tries = [client.post(paths.SESSIONS, json={**SIGN_IN, "user": user, "password": "no"}) for _ in range(3)]
        answers.append([(*code(one), sorted(one.json()["params"])) for one in tries])
    assert answers[0] == answers[1] == [(401, "bad_credentials", [])] * 2 + [(409, "account_locked", ["since"])]
