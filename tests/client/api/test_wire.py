"""Faults on the way, each by a server that really commits them."""

from __future__ import annotations

import asyncio
import gc
import gzip
import socket
import ssl
import warnings
from datetime import UTC, datetime, timedelta

import msgspec
import pytest
import trustme

from agent_client.backend.server import KEEP_ALIVE_SECONDS
from agent_client.client.api import (
    Api,
    Limits,
    NotOurServer,
    ServerFailed,
    ServerTooOld,
    TlsRefused,
    Unreachable,
)
from agent_client.client.api.wire import IDLE_SECONDS
from agent_client.protocol import paths
from agent_client.protocol.customers import NewRecord
from agent_client.protocol.names import CustomerId
from agent_client.protocol.refusals import (
    BadCredentials,
    ClientTooOld,
    NotSignedIn,
    Refusal,
    SeatTaken,
    StorageUnavailable,
)
from agent_client.protocol.sessions import OLDEST_SERVER, PULSE_SECONDS, SCHEMA

COMMON_SERVERS_SECONDS = 5.0
NOTE = NewRecord(text="Wants an offer", customer=CustomerId(9))


@pytest.fixture
async def signed_in(api, sign_in):
    await api.sign_in(sign_in)
    return api


async def test_signing_in_keeps_the_token_and_measures_the_clock(centre, api, clock, sign_in):
    centre.now = lambda: clock.wall() + timedelta(hours=2)
    signed = await api.sign_in(sign_in)
    assert signed.me.name == "Anna"
    assert api.account == "e1/7"
    assert clock.deviation() == pytest.approx(timedelta(hours=-2), abs=timedelta(seconds=2))
    await api.pulse()
    assert centre.asked(paths.PULSE)[0].headers["authorization"] == f"Bearer {signed.token}"
    assert "authorization" not in centre.asked(paths.SESSIONS)[0].headers
    await api.sign_out()
    with pytest.raises(NotSignedIn):
        await api.pulse()
    assert "authorization" not in centre.asked(paths.PULSE)[1].headers


async def test_wrong_password(api, sign_in):
    with pytest.raises(BadCredentials):
        await api.sign_in(msgspec.structs.replace(sign_in, password="wrong"))
    assert api.account == ""


async def test_a_refusal_arrives_with_what_its_sentence_needs(centre, api, sign_in):
    async def taken(request, line):
        await line.refuse(SeatTaken(agent="Bo", host="ts-1"))

    centre.on(paths.SESSIONS, taken)
    with pytest.raises(SeatTaken) as refused:
        await api.sign_in(sign_in)
    assert refused.value.params == {"agent": "Bo", "host": "ts-1"}


async def test_a_refusal_of_a_newer_server_is_a_refusal(centre, signed_in):
    async def newer(request, line):
        await line.answer(409, {"code": "moon_is_full", "detail": "no", "phase": 3})

    centre.on(paths.RECORDS, newer)
    with pytest.raises(Refusal) as refused:
        await signed_in.add_record(NOTE, "k")
    assert type(refused.value) is Refusal


async def test_server_too_old_and_client_too_old(centre, api):
    centre.hello = msgspec.structs.replace(centre.words(), schema=0)
    with pytest.raises(ServerTooOld) as old:
        await api.hello()
    assert (old.value.server, old.value.needs) == (0, OLDEST_SERVER)
    centre.hello = msgspec.structs.replace(centre.words(), schema=9, oldest_client=8)
    with pytest.raises(ClientTooOld) as refused:
        await api.hello()
    assert refused.value.params == {"client": str(SCHEMA), "needs": "8"}


async def test_nothing_listens_there(clock):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        api = Api(f"http://127.0.0.1:{taken.getsockname()[1]}", clock=clock)
        with pytest.raises(Unreachable) as trouble:
            await api.hello()
        assert trouble.value.cause == "refused"
        await api.close()


async def test_a_name_that_does_not_exist():
    api = Api("https://no-such-centre.invalid")
    api._client._mounts.clear()  # a proxy in this test's environment would be asked for the name instead
    with pytest.raises(Unreachable) as trouble:
        await api.hello()
    assert trouble.value.cause == "dns"
    await api.close()


async def test_a_server_that_never_answers(centre, clock):
    async def stalls(request, line):
        await line.gone.wait()

    centre.on(paths.HELLO, stalls)
    api = Api(centre.base, clock=clock, limits=Limits(read=0.05))
    with pytest.raises(Unreachable) as trouble:
        await api.hello()
    assert trouble.value.cause == "timeout"
    assert len(centre.asked(paths.HELLO)) == 1, "whoever waited in vain is not made to wait again"
    await api.close()


async def test_an_answer_that_trickles_for_ever(centre, clock):
    async def trickles(request, line):
        await line.raw(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n")
        while not line.writer.transport.is_closing():
            await line.chunk(b" ")
            await asyncio.sleep(0.005)

    centre.on(paths.HELLO, trickles)
    api = Api(centre.base, clock=clock, limits=Limits(read=5, whole=0.1))
    with pytest.raises(Unreachable) as trouble:
        await api.hello()
    assert trouble.value.cause == "timeout"
    await api.close()


async def test_the_proxy_is_what_cannot_be_reached(monkeypatch):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        for name in ("HTTPS_PROXY", "https_proxy"):
            monkeypatch.setenv(name, f"http://127.0.0.1:{taken.getsockname()[1]}")
        for name in ("NO_PROXY", "no_proxy", "ALL_PROXY", "all_proxy"):
            monkeypatch.delenv(name, raising=False)
        api = Api("https://centre.example")
        with pytest.raises(Unreachable) as trouble:
            await api.hello()
        assert trouble.value.cause == "proxy"
        await api.close()


async def test_this_computer_is_reached_past_any_proxy(centre, clock, monkeypatch):
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    monkeypatch.delenv("NO_PROXY", raising=False)
    monkeypatch.delenv("no_proxy", raising=False)
    api = Api(centre.base, clock=clock)
    assert (await api.hello()).centre == "Centre"
    await api.close()


@pytest.fixture
async def tls_centre(centre):
    """The same centre behind TLS, with the authority that signed its certificate."""
    authority = trustme.CA()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    await centre.stop()
    await centre.start(context)
    return centre, authority


async def test_a_certificate_nobody_knows(tls_centre, clock):
    centre, _ = tls_centre
    api = Api(centre.base, clock=clock)
    with pytest.raises(TlsRefused) as trouble:
        await api.hello()
    assert trouble.value.certificate
    assert centre.requests == []
    await api.close()


async def test_a_certificate_of_an_authority_that_is_trusted(tls_centre, clock):
    centre, authority = tls_centre
    trusting = ssl.create_default_context()
    authority.configure_trust(trusting)
    api = Api(centre.base, trusting, clock=clock)
    assert (await api.hello()).centre == "Centre"
    await api.close()


def test_a_pulse_needs_no_connection_of_its_own():
    """The loop's timers come up to a twentieth late."""
    assert PULSE_SECONDS * 1.05 < IDLE_SECONDS < COMMON_SERVERS_SECONDS < KEEP_ALIVE_SECONDS


@pytest.mark.parametrize(
    ("fault", "name", "until"),
    [("expired", "127.0.0.1", datetime(2020, 1, 1, tzinfo=UTC)), ("host", "centre.example", None)],
)
async def test_what_is_wrong_with_a_certificate_of_a_trusted_authority(centre, clock, fault, name, until):
    authority, shown, trusting = trustme.CA(), ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER), ssl.create_default_context()
    authority.issue_cert(name, not_after=until).configure_cert(shown)
    authority.configure_trust(trusting)
    await centre.stop()
    await centre.start(shown)
    api = Api(centre.base, trusting, clock=clock)
    with pytest.raises(TlsRefused) as trouble:
        await api.hello()
    assert (trouble.value.certificate, trouble.value.fault) == (True, fault)
    await api.close()


async def test_tls_spoken_to_a_server_without(clock):
    async def plain(reader, writer):
        await reader.read(1)
        writer.write(b"HTTP/1.1 400 Bad Request\r\n\r\n")
        writer.close()

    async with await asyncio.start_server(plain, "127.0.0.1", 0) as server:
        api = Api(f"https://127.0.0.1:{server.sockets[0].getsockname()[1]}", clock=clock)
        with pytest.raises(TlsRefused) as trouble:
            await api.hello()
        assert not trouble.value.certificate
        await api.close()


@pytest.mark.parametrize(
    "reply",
    [
        b"SSH-2.0-OpenSSH_9.2\r\n\r\n",
        b"\x00\xff\xfe garbage \r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 13\r\n\r\n<html></html>",
        b'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 12\r\n\r\n{"schema": 1',
        b'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 15\r\n\r\n{"schema": "x"}',
        b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 5\r\n\r\nhello",
        b"HTTP/1.1 302 Found\r\nLocation: https://login.example/\r\nContent-Length: 0\r\n\r\n",
        b"HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\nContent-Length: 13\r\n\r\n<html></html>",
        b'HTTP/1.1 404 Not Found\r\nContent-Type: application/json\r\nContent-Length: 13\r\n\r\n{"detail": 1}\n',
        b'HTTP/1.1 409 Conflict\r\nContent-Length: 41\r\n\r\n{"code": "refused", "params": {"self": ""}}',
    ],
)
async def test_something_else_answers_there(centre, api, reply):
    async def other(request, line):
        await line.raw(reply)

    centre.on(paths.HELLO, other)
    with pytest.raises(NotOurServer):
        await api.hello()


@pytest.mark.parametrize("body", [b"", b"<html>Bad gateway</html>", b'{"code": "internal", "detail": "oops"}'])
@pytest.mark.parametrize("status", [500, 502, 503])
async def test_the_server_fails(centre, signed_in, status, body):
    async def fails(request, line):
        await line.answer(status, body)

    centre.on(paths.RECORDS, fails)
    with pytest.raises(ServerFailed) as trouble:
        await signed_in.add_record(NOTE, "k")
    assert trouble.value.status == status
    assert len(centre.asked(paths.RECORDS)) == 1


async def test_a_server_that_cannot_store_refuses(centre, signed_in):
    async def full(request, line):
        await line.refuse(StorageUnavailable())

    centre.on(paths.RECORDS, full)
    with pytest.raises(StorageUnavailable):
        await signed_in.add_record(NOTE, "k")


async def test_a_compressed_answer_is_read(centre, api):
    async def packed(request, line):
        body = gzip.compress(msgspec.json.encode(centre.words()))
        head = f"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: {len(body)}\r\n\r\n"
        await line.raw(head.encode() + body)

    centre.on(paths.HELLO, packed)
    assert (await api.hello()).centre == "Centre"


async def test_a_command_cut_off_after_the_commit_is_said_again_with_its_key(centre, signed_in):
    async def commits_then_dies(request, line):
        centre.usual(paths.RECORDS)
        centre.store(request)
        line.cut()

    centre.on(paths.RECORDS, commits_then_dies)
    record = await signed_in.add_record(NOTE, "one-key")
    assert [request.headers["idempotency-key"] for request in centre.asked(paths.RECORDS)] == ["one-key", "one-key"]
    assert list(centre.records.values()) == [record]


async def test_a_command_without_a_key_is_given_one_that_it_keeps(centre, signed_in):
    async def dies(request, line):
        centre.usual(paths.PULSE)
        line.cut()

    centre.on(paths.PULSE, dies)
    await signed_in.pulse()
    await signed_in.pulse()
    keys = [request.headers["idempotency-key"] for request in centre.asked(paths.PULSE)]
    assert keys[0] == keys[1] != keys[2]


async def test_a_connection_that_keeps_breaking_is_trouble_after_the_second(centre, signed_in):
    async def dies(request, line):
        line.cut()

    centre.on(paths.PULSE, dies)
    with pytest.raises(Unreachable) as trouble:
        await signed_in.pulse()
    assert trouble.value.cause == "other"
    assert len(centre.asked(paths.PULSE)) == 2


async def test_the_server_was_restarted_between_two_commands(centre, signed_in):
    await signed_in.pulse()
    await centre.stop()
    await centre.start()
    await signed_in.pulse()


async def test_after_closing_it_is_unreachable_like_any_other(signed_in):
    await signed_in.close()
    with pytest.raises(Unreachable):
        await signed_in.pulse()


@pytest.mark.parametrize("steps", range(12))
async def test_a_command_that_is_cancelled_leaves_no_connection_open(centre, clock, sign_in, tasks, small_heap, steps):
    """At whatever step: also while it clears away connections that died with the server. One that is cancelled in the moment
    in which its connection stands anyio itself forgets: that does not happen every time."""
    for _ in range(3):
        await _cancelled(centre, clock, sign_in, tasks, steps)
        with warnings.catch_warnings(record=True) as leaks:
            warnings.simplefilter("always", ResourceWarning)
            gc.collect()
        if not leaks:
            return
    raise AssertionError([str(leak.message) for leak in leaks])


async def _cancelled(centre, clock, sign_in, tasks, steps):
    api = Api(centre.base, clock=clock)
    await api.sign_in(sign_in)
    await asyncio.gather(api.pulse(), api.pulse(), api.pulse())
    await centre.stop()
    await asyncio.sleep(0.001)
    command = tasks.start(api.pulse(), "pulse")
    for _ in range(steps):
        await asyncio.sleep(0)
    command.cancel()
    await asyncio.wait([command])
    if not command.cancelled():
        assert isinstance(command.exception(), Unreachable)
    del command
    await api.close()
    await asyncio.sleep(0.001)
    await centre.start()
