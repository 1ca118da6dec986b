"""The link to Asterisk by either way: commands and their answers, events, loss and return."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import socket

import pytest
from msgspec import json
from msgspec.structs import replace
from websockets.exceptions import InvalidStatus
from websockets.frames import CloseCode

from agent_client.backend.telephony.asterisk.ari import AriLink, AriLost, Reply, accepting, calling, conversation, ways
from agent_client.backend.telephony.asterisk.settings import host_and_port
from tests.backend.telephony.asterisk.ari.conftest import WITHIN


async def test_we_connect_as_the_user_for_our_application(peer, linked, heard) -> None:
    there, settings = peer
    await linked(settings)
    await heard.until("up")
    assert there.handshakes[0].path == "/ari/events?app=centre&subscribeAll=false"


async def test_a_command_says_what_asterisk_wants_to_read(peer, linked, heard) -> None:
    there, settings = peer
    link = await linked(settings)
    await heard.until("up")
    said = {"variables": {"cc_call": "7"}}
    async with asyncio.TaskGroup() as group:
        command = group.create_task(link.command("POST", "/channels", said, endpoint="PJSIP/204", timeout=20, all=True))
        asked = await there.next()
        await there.answer(asked, 200, {"id": "x"})
    assert command.result() == Reply(200, {"id": "x"})
    assert asked["method"] == "POST"
    assert asked["uri"] == "channels"
    assert asked["query_strings"] == [
        {"name": "endpoint", "value": "PJSIP/204"},
        {"name": "timeout", "value": "20"},
        {"name": "all", "value": "true"},
    ]
    assert json.decode(asked["message_body"]) == said


async def test_answers_find_their_commands_in_any_order_and_events_come_between(peer, linked, heard) -> None:
    there, settings = peer
    link = await linked(settings)
    await heard.until("up")
    async with asyncio.TaskGroup() as group:
        first = group.create_task(link.command("POST", "channels/a/answer"))
        second = group.create_task(link.command("DELETE", "channels/b"))
        asked = [await there.next(), await there.next()]
        assert [one["uri"] for one in asked] == ["channels/a/answer", "channels/b"]
        await there.say({"type": "ChannelStateChange"})
        await there.answer(asked[1], 404, {"message": "Channel not found"})
        await there.answer(asked[0], 204)
    assert first.result() == Reply(204)
    assert first.result().done
    assert second.result() == Reply(404, {"message": "Channel not found"})
    assert not second.result().done
    await heard.until("up", "ChannelStateChange")


async def test_a_cut_link_is_told_and_made_again(peer, linked, heard, monkeypatch) -> None:
    monkeypatch.setattr(calling, "AGAIN_SECONDS", 0.0)
    there, settings = peer
    link = await linked(settings)
    await heard.until("up")
    async with asyncio.TaskGroup() as group:
        command = group.create_task(_lost(link.command("POST", "channels/a/answer")))
        await there.next()
        there.sockets[-1].transport.abort()
    assert "before the answer" in command.result()
    await heard.until("up", "down", "up")
    await there.say({"type": "StasisStart"})
    await heard.until("up", "down", "up", "StasisStart")


async def _lost(command) -> str:
    with pytest.raises(AriLost) as lost:
        await command
    return str(lost.value)


async def test_who_is_replaced_does_not_take_it_back_at_once(peer, linked, heard, monkeypatch) -> None:
    monkeypatch.setattr(calling, "AGAIN_SECONDS", 1e9)
    monkeypatch.setattr(calling, "AGAIN_REPLACED_SECONDS", 0.0)
    there, settings = peer
    await linked(settings)
    await heard.until("up")
    await there.say({"type": "ApplicationReplaced"})
    await heard.until("up", "down", "up")


async def test_a_peer_that_hangs_is_lost(peer, linked, heard, monkeypatch) -> None:
    monkeypatch.setattr(calling, "HEARTBEAT_SECONDS", 0.05)
    there, settings = peer
    await linked(settings)
    await heard.until("up")
    there.sockets[-1].transport.pause_reading()
    await heard.until("up", "down")


async def test_a_command_that_is_never_answered_ends_the_link(peer, linked, heard, monkeypatch) -> None:
    monkeypatch.setattr(conversation, "ANSWER_SECONDS", 0.01)
    _there, settings = peer
    link = await linked(settings)
    await heard.until("up")
    assert "before the answer" in await _lost(link.command("POST", "bridges"))
    await heard.until("up", "down")


async def test_what_cannot_be_understood_does_no_harm(peer, linked, heard) -> None:
    there, settings = peer
    await linked(settings)
    await heard.until("up")
    for nonsense in ("{", "[]", '"x"', '{"type": 7}', "{}", b"\xff\x00"):
        await there.sockets[-1].send(nonsense)
    await there.answer({"request_id": "of nobody"})
    await there.say({"type": "StasisEnd"})
    await heard.until("up", "StasisEnd")


async def test_a_message_beyond_measure_costs_the_link_and_no_more(peer, linked, heard, monkeypatch) -> None:
    monkeypatch.setattr(calling, "LARGEST", 1_000)
    monkeypatch.setattr(calling, "AGAIN_SECONDS", 0.0)
    there, settings = peer
    await linked(settings)
    await heard.until("up")
    await there.say({"type": "BridgeCreated", "padding": "x" * 2_000})
    await heard.until("up", "down", "up")


async def test_a_listener_that_fails_does_not_end_the_link(peer, linked, heard, caplog) -> None:
    there, settings = peer
    heard.fails_at = "StasisStart"
    await linked(settings)
    await heard.until("up")
    await there.say({"type": "StasisStart"})
    await there.say({"type": "StasisEnd"})
    await heard.until("up", "StasisEnd")
    assert "StasisStart was not understood" in caplog.text


async def test_without_a_link_a_command_is_refused_at_once(linked, listening) -> None:
    link = await linked(listening)
    with pytest.raises(AriLost, match="down"):
        await link.command("POST", "bridges")


async def test_asterisk_connects_to_us(linked, listening, calling_in, heard) -> None:
    link = await linked(listening)
    asterisk = await calling_in(listening)
    assert asterisk.subprotocol == "ari"
    await heard.until("up")
    async with asyncio.TaskGroup() as group:
        command = group.create_task(link.command("POST", "bridges", {"a": "b"}))
        asked = json.decode(await asterisk.recv())
        await asterisk.send(
            json.encode({"type": "RESTResponse", "request_id": asked["request_id"], "status_code": 200})
        )
    assert command.result() == Reply(200)
    await asterisk.close()
    await heard.until("up", "down")


async def test_who_does_not_know_the_password_gets_no_link(linked, listening, calling_in, heard) -> None:
    await linked(listening)
    with pytest.raises(InvalidStatus, match="401"):
        await calling_in(listening, password="guessed")
    await calling_in(listening)
    await heard.until("up")


async def test_the_newest_link_counts_for_the_old_one_died_unheard(linked, listening, calling_in, heard) -> None:
    await linked(listening)
    await calling_in(listening)
    await heard.until("up")
    newest = await calling_in(listening)
    await heard.until("up", "down", "up")
    await newest.send('{"type": "StasisStart"}')
    await heard.until("up", "down", "up", "StasisStart")


@pytest.mark.parametrize("there", [True, False])
async def test_it_is_said_of_an_asterisk_that_is_there_and_does_not_connect(
    peer, linked, listening, calling_in, heard, monkeypatch, caplog, there
) -> None:
    monkeypatch.setattr(ways, "PATIENCE_SECONDS", 0.05)
    asterisk, reached = peer
    if there:
        asterisk.answers["/ari/asterisk/ping"] = (200, b"{}")
    await linked(replace(listening, url=reached.url))
    async with asyncio.timeout(WITHIN):
        while not asterisk.gets:  # noqa: ASYNC110 - the peer tells nobody
            await asyncio.sleep(0.01)
    await calling_in(listening)
    await heard.until("up")
    said = f"answers at {reached.url} and does not connect to {listening.listen}"
    assert (said in caplog.text) is there


@pytest.mark.parametrize("outward", [True, False])
async def test_whoever_stops_says_goodbye(peer, listening, calling_in, heard, outward) -> None:
    """Asterisk 22.10 that learns of the end as it writes waits for ever, in rare cases, and never connects again."""
    there, settings = peer
    link = AriLink(settings if outward else listening)
    await link.start(heard.event, heard.up, heard.down)
    asterisk = None if outward else await calling_in(listening)
    await heard.until("up")
    await link.stop()
    if asterisk is None:
        asterisk = there.sockets[-1]
    await asterisk.wait_closed()
    assert asterisk.close_code in (CloseCode.NORMAL_CLOSURE, CloseCode.GOING_AWAY)


@pytest.mark.parametrize("turns", range(4))
async def test_who_is_accepted_in_the_last_moment_is_not_left_waiting(listening, turns, monkeypatch) -> None:
    """Asterisk would wait for its answer for ever, and never connect again."""
    monkeypatch.setattr(accepting, "OPEN_SECONDS", 0.2)
    way = accepting.Accepting(listening)
    await way.open()
    with socket.create_connection(host_and_port(listening.listen)) as asterisk:
        for _ in range(turns):
            await asyncio.sleep(0)
        await way.close()
        asterisk.settimeout(WITHIN)
        with contextlib.suppress(ConnectionResetError):
            assert await asyncio.to_thread(asterisk.recv, 1) == b""


async def test_a_place_that_is_taken_is_said(linked, listening) -> None:
    await linked(listening)
    with pytest.raises(AriLost, match=listening.listen):
        await linked(listening)


@pytest.mark.parametrize("outward", [True, False])
async def test_the_log_holds_no_password(peer, linked, listening, calling_in, heard, caplog, outward) -> None:
    caplog.set_level(logging.DEBUG)
    there, settings = peer
    there.answers["/ari/channels"] = (200, b"[]")
    link = await linked(settings if outward else listening)
    if not outward:
        await calling_in(listening)
    await heard.until("up")
    if outward:
        await link.get("channels")
        there.password = "another"
        there.sockets[-1].transport.abort()
        await heard.until("up", "down")
    ours = [one.getMessage() for one in caplog.records if one.name.startswith(("agent_client", "http"))]
    assert not [one for one in ours if "secret" in one or "Basic" in one]
    assert not [one for one in caplog.records if one.name.startswith(f"{conversation.__name__}.socket")]
    assert "secret" not in str(settings)
