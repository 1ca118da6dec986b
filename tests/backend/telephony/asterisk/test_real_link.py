"""The link by both ways to a real Asterisk."""

from __future__ import annotations

import asyncio
import contextlib

import pytest

from agent_client.backend.telephony.asterisk.ari import AriLink, AriRefused, accepting
from agent_client.backend.telephony.asterisk.settings import AsteriskSettings
from tests.fakes.own_asterisk import HOST, PASSWORD, OwnAsterisk

WITHIN = 10.0


@contextlib.asynccontextmanager
async def linked(settings: AsteriskSettings):
    link, told, changed = AriLink(settings), [], asyncio.Event()

    def hears(what: str) -> None:
        told.append(what)
        changed.set()

    async def until(what: str) -> None:
        async with asyncio.timeout(WITHIN):
            while what not in told:
                changed.clear()
                await changed.wait()

    await link.start(lambda event: hears(event["type"]), lambda: hears("up"), lambda: hears("down"))
    try:
        await until("up")
        yield link, until
    finally:
        await link.stop()


def reaching(asterisk: OwnAsterisk, *, by_us: bool) -> AsteriskSettings:
    host, port = asterisk.http
    return AsteriskSettings(
        url=f"http://{host}:{port}",
        password=PASSWORD,
        app="agent_client_test" if by_us else "agent_client",
        listen="" if by_us else f"{HOST}:{asterisk.cable_port}",
    )


@pytest.mark.parametrize("by_us", [True, False])
async def test_commands_and_events_by_the_websocket_and_questions_by_http(asterisk, by_us) -> None:
    settings = reaching(asterisk, by_us=by_us)
    async with linked(settings) as (link, until):
        made = await link.command("POST", "bridges", {"cc_call": "7"}, bridgeId="a bridge", type="mixing")
        assert made.body["id"] == "a bridge"
        assert "a bridge" in [one["id"] for one in await link.get("bridges")]
        assert (await link.command("POST", "bridges/a%20bridge/moh")).done
        created = await link.command(
            "POST", "channels/create", endpoint="Local/x@agent-client/n", app=settings.app, channelId="a channel"
        )
        assert created.done
        await until("StasisStart")
        assert (await link.command("DELETE", "channels/a%20channel")).status == 204
        await until("StasisEnd")
        assert (await link.command("DELETE", "channels/nobody")).status == 404
        assert (await link.command("DELETE", "bridges/a%20bridge")).done
        with pytest.raises(AriRefused, match="404"):
            await link.get("channels/nobody")


async def test_nothing_is_told_while_the_link_is_given_up_and_everything_after_it(asterisk, monkeypatch) -> None:
    """Asterisk 22.10 may die of an event that it writes in that moment."""
    settings, allowed = reaching(asterisk, by_us=False), []
    application = f"applications/{settings.app}"
    close = accepting.Accepting.close

    async def closing(self: accepting.Accepting) -> None:
        allowed.append((await asyncio.to_thread(asterisk.ask, "GET", application))["events_allowed"])
        await close(self)

    monkeypatch.setattr(accepting.Accepting, "close", closing)
    async with linked(settings):
        pass
    assert allowed == [[{"type": "none"}]]
    assert asterisk.ask("GET", application)["events_allowed"] == []


async def test_a_thousand_commands_are_carried_out_in_their_order(asterisk) -> None:
    """The last of two that contradict each other counts; hence each must overtake none."""
    async with linked(reaching(asterisk, by_us=True)) as (link, _until):
        await link.command("POST", "bridges", bridgeId="numbers", type="mixing")
        async with asyncio.TaskGroup() as group:
            for number in range(1_000):
                body = {"variables": {"cc_number": str(number)}}
                group.create_task(link.command("POST", "bridges/numbers/variables", body))
        found = await link.get("bridges/numbers/variable", variable="cc_number")
        assert found == {"value": "999"}
        await link.command("DELETE", "bridges/numbers")


async def test_who_is_replaced_by_another_server_knows(asterisk, caplog) -> None:
    settings = reaching(asterisk, by_us=True)
    async with linked(settings) as (_first, until), linked(settings) as (second, _until):
        await until("down")
        assert "another server has taken over agent_client_test" in caplog.text
        assert (await second.command("POST", "bridges", bridgeId="of-the-second")).done
        assert (await second.command("DELETE", "bridges/of-the-second")).done
