"""One port out of the house, its proxy, and the certificates that the system trusts (A14)."""

from __future__ import annotations

import socket
import ssl
import sys
import threading
from collections.abc import Iterator
from typing import Any

import pytest
import trustme
from keyring.backends.null import Keyring as NoKeyring

from agent_client.client.api import system_ssl
from agent_client.client.store.state import Link
from agent_client.rules.findings import Check, Found
from tests.end_to_end.way_out import WayOut
from ui.diagnostics.window import DiagnosticsWindow
from ui.dialogs.sign_in import SignInWindow

pytestmark = [
    pytest.mark.skipif(
        sys.platform != "linux", reason="other systems keep their certificates where no test should write"
    ),
]

HOST = "centre.example"
PASSWORD = "ada:p@ss"


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, Any]]:
    """What this process asks of the network, but for the proxy's own thread: ports, and names."""
    found: list[tuple[str, Any]] = []
    connect, getaddrinfo = socket.socket.connect, socket.getaddrinfo

    def connecting(self: socket.socket, address: Any) -> None:
        if isinstance(address, tuple) and threading.current_thread().name != "way out":
            found.append(("connect", address[1]))
        connect(self, address)

    def asking(host: Any, *arguments: Any, **more: Any) -> Any:
        if threading.current_thread().name != "way out":
            found.append(("name", host))
        return getaddrinfo(host, *arguments, **more)

    monkeypatch.setattr(socket.socket, "connect", connecting)
    monkeypatch.setattr(socket, "getaddrinfo", asking)
    return found


@pytest.fixture
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def way_out(centre, authority) -> Iterator[WayOut]:
    shown = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(HOST).configure_cert(shown)
    made = WayOut(centre.port, shown, PASSWORD)
    yield made
    made.close()


@pytest.fixture(autouse=True)
def surroundings(monkeypatch, way_out, authority, tmp_path) -> Iterator[None]:
    """An office computer: the proxy in the environment, the house's own authority among the system's."""
    for name in ("HTTP_PROXY", "ALL_PROXY", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
    monkeypatch.delenv("HTTPS_PROXY", raising=False)
    monkeypatch.setenv("https_proxy", f"http://ada:p%40ss@127.0.0.1:{way_out.port}")
    authority.cert_pem.write_to_path(str(tmp_path / "system.pem"))
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "system.pem"))
    system_ssl.cache_clear()
    yield
    system_ssl.cache_clear()


async def checked(agent, form) -> dict[Check, Found]:
    agent.desk.secrets._backend = NoKeyring()
    await agent.hands.click(form.diagnostics)
    window = await agent.new_window(DiagnosticsWindow)
    agent.diagnostics = window
    await agent.until(lambda: all(window.findings().values()), "a result of every check")
    return {check: finding.found for check, finding in window.findings().items()}


async def test_A14_all_of_a_shift_goes_through_one_port_its_proxy_and_the_systems_certificates(
    sit_down, team, way_out, heard
):
    anna = sit_down(team.anna)
    await anna.sign_in(server=f"https://{HOST}")
    await anna.until(
        lambda: anna.state.link is Link.UP and anna.program.online().session.heartbeat.answered, "stream and pulse"
    )
    anna.desk.secrets._backend = NoKeyring()
    await anna.press("Shift+F1")
    window = await anna.new_window(DiagnosticsWindow)
    await anna.until(lambda: all(window.findings().values()), "a result of every check")
    found = {check: finding.found for check, finding in window.findings().items()}
    assert found[Check.SERVER] is Found.SERVER_ANSWERS
    assert found[Check.STREAM] is Found.STREAM_LIVES
    assert found[Check.PROXY] is Found.PROXY_USED
    assert found[Check.CERTIFICATE] is Found.CERTIFICATE_SOON or found[Check.CERTIFICATE] is Found.CERTIFICATE_GOOD
    assert "p@ss" not in window.rows[Check.PROXY].sentence.text()
    assert set(way_out.asked) == {f"{HOST}:443"}
    assert {port for what, port in heard if what == "connect"} == {way_out.port}
    assert {name for what, name in heard if what == "name"} == {"127.0.0.1"}, "the proxy alone knows the server's name"


async def test_A14_a_proxy_that_wants_a_password_is_named(sit_down, team, way_out, monkeypatch):
    monkeypatch.setenv("https_proxy", f"http://127.0.0.1:{way_out.port}")
    anna = sit_down(team.anna)
    form = await anna.new_window(SignInWindow)
    await anna.enter(form, server=f"https://{HOST}")
    assert await anna.refused(form) == "The proxy does not let this computer through to the server: tell IT."
    found = await checked(anna, form)
    assert (found[Check.SERVER], found[Check.PROXY]) == (Found.SERVER_BEHIND_PROXY, Found.PROXY_PASSWORD)
    said = anna.diagnostics.rows[Check.PROXY].sentence.text()
    assert (
        said
        == f"http://127.0.0.1:{way_out.port}, from the environment, asks for a name and a password: IT must enter them."
    )


async def test_A14_a_certificate_that_the_system_does_not_trust_is_refused_and_shown(sit_down, team, monkeypatch):
    monkeypatch.delenv("SSL_CERT_FILE")
    system_ssl.cache_clear()
    anna = sit_down(team.anna)
    form = await anna.new_window(SignInWindow)
    await anna.enter(form, server=f"https://{HOST}")
    assert "does not trust the server's certificate" in await anna.refused(form)
    found = await checked(anna, form)
    assert (found[Check.SERVER], found[Check.CERTIFICATE]) == (Found.SERVER_NOT_TRUSTED, Found.CERTIFICATE_STRANGER)
    assert "trustme" in anna.diagnostics.rows[Check.CERTIFICATE].sentence.text()


async def test_A14_a_proxy_that_holds_events_back_is_named(sit_down, team, way_out):
    way_out.holds = 0.5
    anna = sit_down(team.anna)
    form = await anna.new_window(SignInWindow)
    form.server.setText(f"https://{HOST}")
    await anna.until(anna.program.online, "the client")
    found = await checked(anna, form)
    assert found[Check.STREAM] is Found.STREAM_HELD_BACK_BY
    said = anna.diagnostics.rows[Check.STREAM].sentence.text()
    assert said.startswith(f"http://127.0.0.1:{way_out.port} holds events back for 0.")
