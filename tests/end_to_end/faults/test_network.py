"""A network that is slow, lossy, breaks off or is gone for a while: what is sent arrives once, and the call is where it was (A7).

By the program's client without windows, its session, store and outbox, which need no more than what they show.
"""

from __future__ import annotations

import asyncio
import socket
import sqlite3
from contextlib import closing

import pytest

from agent_client.client.api import Unreachable
from agent_client.client.clock import ServerClock
from agent_client.client.outbox import CustomerSubject, Outbox
from agent_client.client.store.state import Changed, Link
from agent_client.client.store.views import current_contact, requests
from agent_client.client.tasks import TaskOwner
from agent_client.protocol.agents import ChangeState
from agent_client.protocol.names import AgentState, ContactState, Phase, WhyCode
from agent_client.workstation.files import Folder
from ui.self_check.hands import Hands


async def until(look, what, seconds=60.0):
    return await Hands(None).until(look, what, seconds)


def links_of(client):
    """Every link that is shown from now on."""
    seen = []
    client.store.watch(Changed.LINK, lambda state, _: seen.append(state.link))
    return seen


@pytest.fixture
async def outbox_of(tmp_path):
    """A client's real outbox."""
    tasks, made = TaskOwner(), []

    def make(client):
        made.append(Outbox(Folder(tmp_path / client.who.user), tasks, lambda: client.session.api, ServerClock()))
        return made[-1]

    yield make
    for outbox in made:
        await outbox.flush()
    await tasks.close()


async def press(command):
    """Again, as an agent would who reads that it did not arrive."""
    while True:
        try:
            return await command()
        except Unreachable:
            await asyncio.sleep(0.05)


@pytest.mark.parametrize("fault", ["two seconds late", "a tenth lost", "answers cut in half"])
async def test_A7_on_a_bad_network_all_is_done_once(far_away, proxy, outbox_of, centre, team, fault):
    anna = await far_away(team.anna).sign_in()
    links, outbox = links_of(anna), outbox_of(anna)
    jana = (await anna.session.api.find_customers(team.customer("Jana"))).customers[0].id
    reason, note = anna.state.centre.idle_reasons[0].id, f"{fault}, {team.number}"
    match fault:
        case "two seconds late":
            proxy.delay(2.0)
        case "a tenth lost":
            proxy.lose(0.1)
        case _:
            proxy.halve(3)
    outbox.write(CustomerSubject(jana), note)
    outbox.send(CustomerSubject(jana), customer=jana)
    lunch = ChangeState(state=AgentState.NOT_READY, idle_reason=reason)
    await press(lambda: anna.session.api.change_state(lunch))
    await until(lambda: not outbox.waiting, "the note to go")
    await until(lambda: anna.state.link is Link.UP and anna.state.me.idle_reason == reason, "the state to be seen")
    assert centre.records(note) == 1
    if fault == "two seconds late":
        assert Link.DOWN not in links, "slow is not gone"
    proxy.flow()


@pytest.fixture
def grace(centre):
    """A centre in which a minute's grace is two seconds: all else is as much shorter."""

    def set_to(seconds):
        with closing(sqlite3.connect(centre.database, timeout=60)) as conn, conn:
            conn.execute("UPDATE centre SET grace_seconds = ?", (seconds,))

    set_to(2)
    yield 2
    set_to(60)


async def test_A7_a_link_that_is_gone_for_a_moment_for_half_the_grace_and_for_longer(
    far_away, proxy, grace, colleague, centre, team
):
    """As a second, half a minute and five minutes are to a minute's grace."""
    anna = await far_away(team.anna).ready()
    await centre.call(team.known, team.main)
    await until(lambda: [one.state for one in requests(anna.state)] == [ContactState.RINGING], "the call to ring")
    [request] = requests(anna.state)
    await anna.session.api.answer(request.id, request.version)
    await anna.until_phase(Phase.CALL)
    before = current_contact(anna.state)
    for gone in (grace / 60, grace / 2):
        proxy.refuse()
        await until(lambda: anna.state.link is Link.DOWN, "the lost link")
        await asyncio.sleep(gone)
        proxy.flow()
        anna.session.reconnect_now()
        await until(lambda: anna.state.link is Link.UP, "the link")
        again = current_contact(anna.state)
        assert (again.id, again.connected_at) == (before.id, before.connected_at)
    proxy.refuse()
    query = "SELECT ended_why FROM sessions WHERE agent_id = ? AND ended_at IS NOT NULL"
    await until(lambda: centre.rows(query, anna.state.me.id), "the end of the grace")
    proxy.flow()
    anna.session.reconnect_now()
    await until(lambda: anna.state.link is Link.ENDED, "to be told")
    assert anna.state.ended.code is WhyCode.LINK_LOST
    again = await colleague(team.anna).sign_in()
    assert current_contact(again.state) is None


async def test_A7_the_servers_name_is_gone_and_comes_back(far_away, proxy, team, monkeypatch):
    anna = await far_away(team.anna, "localhost").sign_in()
    known = socket.getaddrinfo

    def forgotten(host, *more, **named):
        if host in ("localhost", b"localhost"):
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        return known(host, *more, **named)

    with monkeypatch.context() as patch:
        patch.setattr(socket, "getaddrinfo", forgotten)
        proxy.cut()

        def nameless():
            trouble = anna.session.trouble
            return isinstance(trouble, Unreachable) and trouble.cause == "dns"

        await until(nameless, "the missing name")
        assert anna.state.link is Link.DOWN
    anna.session.reconnect_now()
    await until(lambda: anna.state.link is Link.UP, "the link")
