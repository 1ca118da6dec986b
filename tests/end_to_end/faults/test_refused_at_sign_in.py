"""Signing in where it cannot work: one sentence under the form each time, and the form ready for another try."""

from __future__ import annotations

import socket
import ssl
import sys
from datetime import UTC, datetime

import pytest
import trustme
from msgspec import json
from msgspec.structs import replace

from agent_client.client.api import system_ssl
from agent_client.protocol.paths import HELLO, SESSIONS
from agent_client.protocol.refusals import ClientTooOld
from agent_client.protocol.sessions import SCHEMA, Hello
from ui.dialogs.sign_in import SignInWindow
from ui.main_window.window import MainWindow

GOOD = Hello(
    schema=SCHEMA, oldest_client=SCHEMA, server="1", centre="Odd", epoch="e", now=datetime(2026, 11, 22, tzinfo=UTC)
)


@pytest.fixture
def refused(sit_down, team):
    """The sentence that a sign-in at this server, or with these words, ends in."""

    async def tried(**other):
        anna = sit_down(team.anna)
        window = await anna.new_window(SignInWindow)
        await anna.enter(window, **other)
        said = await anna.refused(window)
        assert window.isVisible() and window.password.hasFocus()
        assert window.password.selectedText(), "ready to be typed over"
        return said

    return tried


async def test_A1_wrong_password_then_the_right_one(sit_down, team):
    anna = sit_down(team.anna)
    window = await anna.new_window(SignInWindow)
    await anna.enter(window, password="not this one")
    assert await anna.refused(window) == "The user ID or the password is wrong: type both again."
    await anna.enter(window)
    assert await anna.new_window(MainWindow)


async def test_A1_unknown_user_reads_the_same_as_a_wrong_password(refused):
    assert await refused(user="nobody") == "The user ID or the password is wrong: type both again."


async def test_A8_too_many_wrong_passwords_cost_time(sit_down, team):
    anna = sit_down(team.bram)
    window = await anna.new_window(SignInWindow)
    said = ""
    for _ in range(6):
        await anna.enter(window, password="wrong")
        said = await anna.refused(window)
        if "Too many" in said:
            break
    assert said.startswith("Too many attempts: wait ") and said.endswith(" s, then try again.")


async def test_A2_an_unknown_server_is_said(refused):
    said = await refused(server="https://no-such-centre.invalid")
    assert said == "There is no server of this name: check the address, and this computer's network."


async def test_A2_a_server_that_does_not_run_is_said(refused):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        said = await refused(server=f"http://127.0.0.1:{free.getsockname()[1]}")
    assert said == "No server answers at this address: check the address, or ask IT whether the server runs."


async def test_A2_what_is_no_address_is_said(refused):
    said = await refused(server="ftp://centre.example.com")
    assert said.startswith("That is not a server's address.")


async def test_A14_a_certificate_that_nobody_vouches_for_is_refused(refused, answering):
    authority = trustme.CA()
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost").configure_cert(tls)
    said = await refused(server=answering({HELLO: (200, json.encode(GOOD))}, tls))
    assert said == "This computer does not trust the server's certificate: do not sign in, and tell IT."


@pytest.mark.skipif(sys.platform != "linux", reason="other systems keep their certificates where no test should write")
@pytest.mark.parametrize(
    ("name", "until", "said"),
    [
        (
            "localhost",
            datetime(2020, 1, 1, tzinfo=UTC),
            "The server's certificate is not valid today: check the date on this computer's clock; if it is right, tell IT.",
        ),
        (
            "centre.example",
            None,
            "The server's certificate is for another address: check the address; if it is right, tell IT.",
        ),
    ],
    ids=["expired", "of another host"],
)
async def test_A14_what_is_wrong_with_the_certificate_is_said(
    refused, answering, monkeypatch, tmp_path, name, until, said
):
    """Of an authority that the system trusts."""
    authority, shown = trustme.CA(), ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.cert_pem.write_to_path(str(tmp_path / "system.pem"))
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "system.pem"))
    system_ssl.cache_clear()
    authority.issue_cert(name, not_after=until).configure_cert(shown)
    try:
        assert await refused(server=answering({HELLO: (200, json.encode(GOOD))}, shown)) == said
    finally:
        system_ssl.cache_clear()


@pytest.mark.parametrize(
    ("hello", "said"),
    [
        (replace(GOOD, schema=0), "The server is too old for this program: tell IT, or choose another server."),
        (
            replace(GOOD, oldest_client=SCHEMA + 7),
            f"This program is too old for the server ({SCHEMA}, needed {SCHEMA + 7}): ask IT for the new version.",
        ),
    ],
    ids=["server too old", "client too old"],
)
async def test_J1_versions_that_do_not_fit_say_which_is_too_old(refused, answering, hello, said):
    assert await refused(server=answering({HELLO: (200, json.encode(hello))})) == said


async def test_J1_a_server_that_refuses_this_client_at_sign_in_is_said(refused, answering):
    body = json.encode(ClientTooOld("too old", client="1", needs="9").body())
    url = answering({HELLO: (200, json.encode(GOOD)), SESSIONS: (426, body)})
    assert await refused(server=url) == (
        "This program is too old for the server (1, needed 9): ask IT for the new version."
    )


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ({HELLO: (200, b"<html>Welcome</html>")}, "Something else than a contact centre answers at this address"),
        ({HELLO: (200, b'{"schema": "one"}')}, "Something else than a contact centre answers at this address"),
        ({}, "Something else than a contact centre answers at this address"),
        ({HELLO: (200, json.encode(GOOD)), SESSIONS: (201, b"\xff\xfe{")}, "Something else than a contact centre"),
        ({HELLO: (500, b"Traceback")}, "The server failed (500): try again, and tell IT if it stays so."),
        ({HELLO: (200, json.encode(GOOD)), SESSIONS: (500, b"")}, "The server failed (500): try again"),
        ({HELLO: (503, b'{"code": "failed"}')}, "The server failed (503): try again"),
    ],
    ids=["a web page", "a wrong type", "404", "garbage", "500", "500 at sign-in", "503"],
)
async def test_what_is_no_server_of_ours_or_a_broken_one_is_said(refused, answering, answers, said):
    assert (await refused(server=answering(answers))).startswith(said)
