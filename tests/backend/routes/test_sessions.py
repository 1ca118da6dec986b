"""Signing in and out over HTTP, against a real server."""

from __future__ import annotations

import logging
import socket
from collections.abc import Callable
from typing import Any

import httpx
from sqlalchemy import select

from agent_client.backend.persistence import agents, sessions
from agent_client.backend.persistence.tables import agents as agents_table
from agent_client.backend.persistence.tables import sessions as sessions_table
from agent_client.protocol import paths
from agent_client.protocol.sessions import OLDEST_CLIENT, SCHEMA

SIGN_IN = {"user": "anna", "password": "Passwort 9", "phone": "201", "seat": "WS-1", "host": "pc-1"}


def refused(answer: httpx.Response) -> tuple[int, str, dict[str, str]]:
    body = answer.json()
    assert set(body) == {"code", "detail", "params"}
    return answer.status_code, body["code"], body["params"]


def test_hello_is_for_anyone(client: httpx.Client) -> None:
    hello = client.get(paths.HELLO).json()
    assert (hello["schema"], hello["centre"]) == (SCHEMA, "Test centre")
    assert hello["epoch"]


def test_signed_in_means_pause_with_the_canonical_phone(client: httpx.Client, centre: Any) -> None:
    answer = client.post(paths.SESSIONS, json={**SIGN_IN, "phone": "020 123 45 67"})
    assert answer.status_code == 201
    me = answer.json()["me"]
    assert (me["state"], me["not_ready"], me["phone"], me["seat"]) == ("not_ready", "pause", "+31201234567", "WS-1")
    assert me["why"]["code"] == "signed_in"
    row = centre.read(lambda tx: tx.conn.execute(agents_table.select().where(agents_table.c.user_name == "anna")).one())
    assert (row.last_address, row.last_stop) == ("127.0.0.1", None)
    assert row.last_start is not None


def test_the_token_is_kept_nowhere(client: httpx.Client, centre: Any) -> None:
    token = client.post(paths.SESSIONS, json=SIGN_IN).json()["token"]
    assert len(token) >= 43
    stored = centre.read(lambda tx: str(tx.conn.execute(sessions_table.select()).all()))
    assert token not in stored


def test_wrong_user_and_wrong_password_look_alike(client: httpx.Client) -> None:
    for wrong in ({"password": "passwort 9"}, {"user": "nobody"}, {"user": "anna "}):
        answer = client.post(paths.SESSIONS, json={**SIGN_IN, **wrong})
        assert refused(answer) == (401, "bad_credentials", {})
        assert answer.headers["www-authenticate"] == "Bearer"


def test_guessing_costs_time_even_with_the_right_guess(client: httpx.Client) -> None:
    codes = [client.post(paths.SESSIONS, json={**SIGN_IN, "password": "no"}).status_code for _ in range(4)]
    assert codes == [401, 401, 401, 429]
    answer = client.post(paths.SESSIONS, json=SIGN_IN)
    status, code, params = refused(answer)
    assert (status, code) == (429, "too_many_attempts")
    assert int(params["seconds"]) >= 1
    assert answer.headers["retry-after"] == params["seconds"]
    assert client.post(paths.SESSIONS, json={**SIGN_IN, "user": "bram"}).status_code == 201, "nobody else waits"


def test_a_number_that_cannot_be_called(client: httpx.Client) -> None:
    for phone in ("20x", "12", "call me", "1" * 19):
        answer = client.post(paths.SESSIONS, json={**SIGN_IN, "phone": phone})
        assert refused(answer) == (400, "bad_number", {"number": phone})


def test_a_client_that_is_too_old(client: httpx.Client, anna: Any) -> None:
    too_old = (426, "client_too_old", {"client": "0", "needs": str(OLDEST_CLIENT)})
    assert refused(client.post(paths.SESSIONS, json={**SIGN_IN, "schema": 0})) == too_old
    assert refused(anna.http.post(paths.PULSE, json={}, headers={paths.SCHEMA_HEADER: "0"})) == too_old
    assert anna.http.post(paths.PULSE, json={}, headers={paths.SCHEMA_HEADER: "99"}).status_code == 200


def test_garbage_is_refused_and_the_field_named(client: httpx.Client) -> None:
    rest = '"password": "x", "phone": "201", "seat": "s"'
    for body, field in {
        b"": None,
        b"{": None,
        b"\xff\xfe": None,
        b"[]": None,
        b"null": None,
        b'{"user": "anna"}': "password",
        f'{{"user": 5, {rest}}}'.encode(): "user",
        f'{{"user": "", {rest}}}'.encode(): "user",
        f'{{"user": "a", {rest}, "more": 1}}'.encode(): "more",
        f'{{"user": "a", {rest}, "schema": 1e99}}'.encode(): "schema",
        f'{{"user": "\\ud800", {rest}}}'.encode(): None,
    }.items():
        status, code, params = refused(client.post(paths.SESSIONS, content=body))
        assert (status, code, params.get("field")) == (400, "invalid", field), body


def test_a_body_beyond_the_limit(client: httpx.Client, anna: Any) -> None:
    large = b'{"text": "' + b"x" * 1_000_001 + b'"}'
    assert refused(client.post(paths.SESSIONS, content=large))[:2] == (413, "too_large")
    assert refused(anna.http.post(paths.RECORDS, content=large))[:2] == (413, "too_large")


def test_unknown_paths_and_methods(client: httpx.Client) -> None:
    assert refused(client.get("/api/v1/nothing"))[:2] == (404, "not_found")
    assert refused(client.get("/"))[:2] == (404, "not_found")
    answer = client.put(paths.HELLO)
    assert refused(answer)[0] == 405
    assert "GET" in answer.headers["allow"]


def test_a_client_that_goes_in_mid_sentence_is_no_failure_of_the_servers(
    centre: Any, caplog: Any, eventually: Callable[..., None]
) -> None:
    """As where a link breaks."""
    caplog.set_level(logging.INFO, "agent_client")
    where = httpx.URL(centre.url)
    with socket.create_connection((where.host, where.port)) as link:
        head = ("Host: x", "Content-Type: application/json", "Content-Length: 100")
        link.sendall("\r\n".join([f"POST {paths.SESSIONS} HTTP/1.1", *head, "", '{"user": "an']).encode())
    eventually(lambda: "the client was gone" in caplog.text)
    assert [record for record in caplog.records if record.levelno > logging.INFO] == []


def test_a_crash_says_nothing_of_the_inside(client: httpx.Client, centre: Any, caplog: Any) -> None:
    centre.write(lambda tx: tx.conn.exec_driver_sql("ALTER TABLE centre RENAME TO gone"))
    answer = client.get(paths.HELLO)
    assert answer.status_code == 500
    assert answer.json() == {"code": "failed", "detail": "", "params": {}}
    assert "no such table" in caplog.text


def test_without_a_session(client: httpx.Client) -> None:
    for header in ("", "Bearer", "Bearer nonsense", "Basic YTpi", "nonsense"):
        answer = client.post(paths.PULSE, json={}, headers={"Authorization": header})
        assert refused(answer)[:2] == (401, "not_signed_in"), header


def test_a_pulse_tells_the_servers_time(anna: Any) -> None:
    assert anna.http.post(paths.PULSE, json={}).json()["now"].endswith("Z")


def test_a_phone_serves_one_agent(centre: Any, sign_in: Callable[..., Any], client: httpx.Client) -> None:
    sign_in(centre, "anna", phone="0201234567")
    answer = client.post(paths.SESSIONS, json={**SIGN_IN, "user": "bram", "phone": "+31 20 123 45 67"})
    status, code, params = refused(answer)
    assert (status, code) == (409, "phone_in_use")
    assert (params["agent"], params["phone"], params["seat"]) == ("Anna Visser", "+31201234567", "WS-anna")


def test_a_seat_is_taken_by_whom_from_where_since_when(
    centre: Any, sign_in: Callable[..., Any], client: httpx.Client
) -> None:
    bram = {**SIGN_IN, "user": "bram", "phone": "299", "seat": "WS-anna"}
    anna = sign_in(centre, "anna")
    status, code, params = refused(client.post(paths.SESSIONS, json=bram))
    assert (status, code) == (409, "seat_taken")
    assert (params["agent"], params["host"], params["alive"]) == ("Anna Visser", "anna-pc", "no")
    assert params["since"].endswith("Z")
    with anna.events() as events:
        events.next()
        assert refused(client.post(paths.SESSIONS, json=bram))[2]["alive"] == "yes"
    anna.http.delete(paths.SESSION)
    assert client.post(paths.SESSIONS, json=bram).status_code == 201


def test_a_refused_sign_in_is_no_failure(centre: Any, sign_in: Callable[..., Any], client: httpx.Client) -> None:
    sign_in(centre, "anna")
    for _ in range(5):
        answer = client.post(paths.SESSIONS, json={**SIGN_IN, "user": "bram", "phone": "200"})
        assert refused(answer)[1] == "phone_in_use"


def test_signing_in_elsewhere_ends_the_older_session_and_tells_it(centre: Any, sign_in: Callable[..., Any]) -> None:
    older = sign_in(centre, "anna")
    with older.events() as events:
        events.next()
        newer = sign_in(centre, "anna", seat="WS-2")
        why = events.until("session.ended")["why"]
        assert (why["code"], why["params"]) == ("signed_in_elsewhere", {"seat": "WS-2", "host": "anna-pc"})
        assert events.rest() == [], "the server closes the stream"
    assert refused(older.http.post(paths.PULSE, json={})) == (401, "not_signed_in", {"why": "signed_in_elsewhere"})
    assert refused(older.http.get(paths.EVENTS)) == (401, "not_signed_in", {"why": "signed_in_elsewhere"})
    assert newer.http.post(paths.PULSE, json={}).status_code == 200
    with newer.events() as events:
        assert [events.next().event, events.next().event] == ["hello", "snapshot"]


def test_a_command_under_way_of_an_ended_session_is_refused(centre: Any, sign_in: Callable[..., Any]) -> None:
    """The token is remembered for a moment, but no command is taken in the name of a session that has ended."""
    older = sign_in(centre, "anna")
    older.http.post(paths.PULSE, json={})
    remembered = dict(centre.centre.outside._callers._known)
    sign_in(centre, "anna", seat="WS-2")
    centre.on_loop(lambda: centre.centre.outside._callers._known.update(remembered))
    answer = older.http.post(paths.STATE, json={"state": "not_ready", "idle_reason": 1})
    assert refused(answer) == (401, "not_signed_in", {"why": "signed_in_elsewhere"})


def test_signing_out(anna: Any, centre: Any) -> None:
    with anna.events() as events:
        events.next()
        answer = anna.http.delete(paths.SESSION)
        assert (answer.status_code, answer.content) == (204, b"")
        assert events.until("agent.state_changed")["me"]["state"] == "signed_out"
        assert events.until("session.ended")["why"]["code"] == "signed_out"
        assert events.rest() == []
    assert refused(anna.http.delete(paths.SESSION)) == (401, "not_signed_in", {"why": "signed_out"})
    agent = anna.signed_in.me.id
    stopped = select(agents_table.c.last_stop).where(agents_table.c.id == agent)
    assert centre.read(lambda tx: tx.conn.execute(stopped).scalar_one()) is not None
    assert centre.read(lambda tx: sessions.live(tx.conn, agent)) is None


def test_a_password_hash_of_another_cost_is_renewed(centre: Any, sign_in: Callable[..., Any]) -> None:
    from agent_client.backend.passwords import Passwords
    from agent_client.backend.settings import PasswordCost

    dearer = Passwords(PasswordCost(memory_kib=16, passes=1)).hashed("Passwort 9")
    account = centre.read(lambda tx: agents.account(tx.conn, "anna"))
    centre.write(lambda tx: agents.set_password_hash(tx.conn, account.id, dearer))
    sign_in(centre, "anna")
    renewed = centre.read(lambda tx: agents.account(tx.conn, "anna")).password_hash
    assert "m=8," in renewed
    sign_in(centre, "anna")
