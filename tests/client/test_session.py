from __future__ import annotations

import asyncio
import socket
import ssl
from datetime import timedelta

import msgspec
import pytest
import trustme

from agent_client.client.api import NotOurServer, ServerFailed, ServerTooOld, TlsRefused, Unreachable
from agent_client.client.session import Pace, Session, Standing
from agent_client.client.store.state import EMPTY, Changed, Link
from agent_client.client.store.store import Store
from agent_client.client.stream import LinkSilent, StreamGap
from agent_client.protocol import paths
from agent_client.protocol.events import AgentQueuesChanged, AgentStateChanged, ContactRinging, SessionEnded
from agent_client.protocol.names import AgentState, QueueId, WhyCode
from agent_client.protocol.refusals import BadCredentials, ClientTooOld, NotPossibleNow, NotSignedIn

QUICK = Pace(first=0.005, longest=0.02, settled=5, silence=0.5, pulse=0.02)


@pytest.fixture
def store():
    return Store()


@pytest.fixture
async def session(store, clock):
    made = Session(store, clock, pace=QUICK)
    yield made
    await made.close()


@pytest.fixture
def links(store):
    """Every change of the link from here on, in order."""
    seen = []
    store.watch(Changed.LINK, lambda state, changed: seen.append(state.link))
    return seen


async def enter(session, centre, password="right"):
    await session.sign_in(centre.base, "anna", password, "204", "PC-1", "host-1")


@pytest.fixture
async def live(session, centre, store, until):
    await enter(session, centre)
    await until(lambda: store.state.link is Link.UP)
    return session


async def test_signing_in_brings_the_snapshot(session, centre, store, links, until):
    assert session.standing is Standing.SIGNED_OUT
    await enter(session, centre)
    assert session.standing is Standing.LIVE
    assert store.state.link in (Link.CONNECTING, Link.UP)
    await until(lambda: store.state.link is Link.UP)
    assert store.state.me.name == "Anna"
    assert links == [Link.CONNECTING, Link.UP]
    sent = msgspec.json.decode(centre.asked(paths.SESSIONS)[0].body)
    assert (sent["user"], sent["phone"], sent["seat"], sent["host"]) == ("anna", "204", "PC-1", "host-1")


async def test_how_long_the_stream_has_been_silent_is_known_while_it_is_open(session, centre, store, until):
    assert session.silent() is None
    await enter(session, centre)
    await until(lambda: store.state.link is Link.UP)
    assert 0 <= session.silent() < 5
    assert session.losses == 0


async def test_a_stream_that_is_only_being_opened_has_not_been_heard(live, centre, store, until):
    asked, answer = asyncio.Event(), asyncio.Event()

    async def later(request, line):
        asked.set()
        await answer.wait()
        await centre.feed(request, line)

    centre.on(paths.EVENTS, later)
    centre.drop_connections()
    await asked.wait()
    assert store.state.link is Link.DOWN
    assert live.silent() is None
    answer.set()
    await until(lambda: store.state.link is Link.UP)
    assert live.silent() < 5


async def test_events_reach_the_store(live, centre, store, things, until):
    heard = []
    store.on_event(heard.append)
    centre.emit(ContactRinging(things.contact()))
    await until(lambda: store.state.contacts)
    assert heard == [ContactRinging(things.contact())]


async def test_a_wrong_password_leaves_one_signed_out_and_free_to_try_again(session, centre, store, until):
    with pytest.raises(BadCredentials):
        await enter(session, centre, "wrong")
    assert session.standing is Standing.SIGNED_OUT
    assert store.state == EMPTY
    await enter(session, centre)
    await until(lambda: store.state.link is Link.UP)


async def test_an_address_that_is_none(session):
    with pytest.raises(ValueError, match="not a server's address"):
        await session.sign_in("our server", "anna", "right", "204", "PC-1", "")
    assert session.standing is Standing.SIGNED_OUT


async def test_servers_that_cannot_be_signed_in_to(session, centre, clock, store):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        with pytest.raises(Unreachable):
            await session.sign_in(f"127.0.0.1:{taken.getsockname()[1]}", "anna", "right", "204", "PC-1", "")
    centre.hello = msgspec.structs.replace(centre.words(), schema=0)
    with pytest.raises(ServerTooOld):
        await enter(session, centre)
    centre.hello = msgspec.structs.replace(centre.words(), schema=7, oldest_client=7)
    with pytest.raises(ClientTooOld):
        await enter(session, centre)
    assert centre.asked(paths.SESSIONS) == [], "no password is sent to a server that cannot be spoken to"

    async def garbage(request, line):
        await line.answer(200, b"<html>", "text/html")

    centre.on(paths.HELLO, garbage)
    with pytest.raises(NotOurServer):
        await enter(session, centre)

    async def fails(request, line):
        await line.answer(500, b"")

    centre.hello = None
    centre.usual(paths.HELLO)
    centre.on(paths.SESSIONS, fails)
    with pytest.raises(ServerFailed):
        await enter(session, centre)
    assert session.standing is Standing.SIGNED_OUT
    assert store.state == EMPTY


async def test_tls_refused(session, centre):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    trustme.CA().issue_cert("127.0.0.1").configure_cert(context)
    await centre.stop()
    await centre.start(context)
    with pytest.raises(TlsRefused):
        await enter(session, centre)
    assert centre.asked(paths.SESSIONS) == []


async def test_a_broken_connection_is_shown_and_resumed_without_a_hole(live, centre, store, links, things, until):
    centre.emit(AgentStateChanged(things.me(version=2)))
    await until(lambda: store.state.me.version == 2)
    centre.streams[0].cut()
    centre.emit(AgentStateChanged(things.me(version=3)))
    await until(lambda: store.state.me.version == 3)
    assert links == [Link.DOWN, Link.UP]
    assert live.standing is Standing.LIVE
    assert live.trouble is None
    assert live.losses == 1
    assert [request.headers.get("last-event-id") for request in centre.asked(paths.EVENTS)] == [
        None,
        "e1;agent/7=11;centre=5;queue/1=20",
    ]


async def test_the_server_is_killed_and_comes_back(live, centre, store, links, things, until):
    since = store.state.me.since
    await centre.stop()
    await until(lambda: store.state.link is Link.DOWN)
    await until(lambda: isinstance(live.trouble, Unreachable) and live.trouble.cause == "refused")
    assert live.standing is Standing.RECONNECTING
    await until(lambda: not live.heartbeat.answered)
    centre.emit(AgentStateChanged(things.me(version=2, state=AgentState.ON_CONTACT, not_ready=None)))
    await centre.start()
    await until(lambda: store.state.me.version == 2)
    await until(lambda: live.heartbeat.answered)
    assert store.state.me.since == since
    assert links == [Link.DOWN, Link.UP]


async def test_a_server_with_another_log_sends_everything_anew(live, centre, store, things, until):
    await centre.stop()
    centre.epoch = "e2"
    centre.snapshot = things.snapshot(me=things.me(name="Anna Nová"))
    await centre.start()
    await until(lambda: store.state.me.name == "Anna Nová")
    assert store.state.link is Link.UP


async def test_the_link_is_not_up_again_until_the_new_snapshot_is_there(live, centre, store, until):
    """Another log's hello alone proves nothing of what is on the screen."""
    said = asyncio.Event()

    async def hello_only(request, line):
        await line.start_events()
        await line.event("hello", centre.words())
        said.set()
        await line.gone.wait()

    centre.epoch = "e2"
    centre.on(paths.EVENTS, hello_only)
    centre.streams[0].cut()
    await said.wait()
    await asyncio.sleep(0.05)
    assert store.state.link is Link.DOWN
    centre.usual(paths.EVENTS)
    centre.drop_connections()
    await until(lambda: store.state.link is Link.UP)


async def test_a_stream_that_stalls_without_closing_is_given_up(session, centre, store, clock, until):
    async def stalls(request, line):
        await line.start_events()
        await line.event("hello", centre.words())
        await line.event("snapshot", centre.snapshot, centre.cursor)
        centre.usual(paths.EVENTS)
        await line.gone.wait()

    centre.on(paths.EVENTS, stalls)
    troubles = []
    store.watch(Changed.LINK, lambda state, changed: troubles.append(session.trouble))
    await enter(session, centre)
    await until(lambda: len(centre.asked(paths.EVENTS)) == 2 and store.state.link is Link.UP)
    assert any(isinstance(trouble, LinkSilent) for trouble in troubles)


@pytest.mark.parametrize("fault", ["gap", "garbage"])
async def test_after_a_gap_or_garbage_there_is_a_fresh_snapshot(session, centre, store, things, until, fault):
    async def faulty(request, line):
        await line.start_events()
        await line.event("hello", centre.words())
        await line.event("snapshot", centre.snapshot, centre.cursor)
        centre.usual(paths.EVENTS)
        centre.snapshot = things.snapshot(me=things.me(version=50))
        if fault == "gap":
            centre._numbers["agent/7"] += 1  # one that this reader is never sent
            await line.event("change", centre.emit(AgentStateChanged(things.me(version=2))), centre.cursor)
        else:
            await line.event("change", b"\xff\x00{", centre.cursor)
        await line.gone.wait()

    centre.on(paths.EVENTS, faulty)
    await enter(session, centre)
    await until(lambda: store.state.me is not None and store.state.me.version == 50)
    assert ["last-event-id" in request.headers for request in centre.asked(paths.EVENTS)] == [False, False]
    assert store.state.link is Link.UP


async def test_an_event_cut_in_the_middle_comes_whole_after_the_reconnect(live, centre, store, things, until):
    async def cut_in_the_middle(request, line):
        await line.start_events()
        await line.event("hello", centre.words())
        await line.chunk(b'event: change\nid: e1;agent/7=11;centre=5;queue/1=20\ndata: {"stream": "agent/7", "num')
        centre.usual(paths.EVENTS)
        line.cut()

    centre.on(paths.EVENTS, cut_in_the_middle)
    centre.streams[0].cut()
    centre.emit(AgentStateChanged(things.me(version=2)))
    await until(lambda: store.state.me.version == 2)
    assert centre.asked(paths.EVENTS)[-1].headers["last-event-id"] == "e1;agent/7=10;centre=5;queue/1=20"


async def test_refresh_asks_for_a_snapshot_without_a_flicker(live, centre, store, links, things, until):
    centre.snapshot = things.snapshot(me=things.me(version=50))
    live.refresh()
    await until(lambda: store.state.me.version == 50)
    assert links == []
    assert "last-event-id" not in centre.asked(paths.EVENTS)[-1].headers


async def test_refresh_while_a_burst_is_being_read_is_not_forgotten(live, centre, store, things, until):
    centre.snapshot = things.snapshot(me=things.me(version=50))
    store.on_event(lambda event: live.refresh())
    for version in range(2, 30):
        centre.emit(AgentStateChanged(things.me(version=version)))
    await until(lambda: store.state.me.version == 50)


async def test_signed_in_elsewhere_is_the_end_and_says_why(live, centre, store, links, things, until):
    centre.signed_in = False
    centre.emit(SessionEnded(things.why(WhyCode.SIGNED_IN_ELSEWHERE, seat="PC-2", host="host-2")))
    await until(lambda: live.standing is Standing.ENDED)
    assert links == [Link.ENDED]
    assert store.state.ended.params == {"seat": "PC-2", "host": "host-2"}
    opened, pulses = len(centre.asked(paths.EVENTS)), len(centre.asked(paths.PULSE))
    await asyncio.sleep(0.1)
    assert len(centre.asked(paths.EVENTS)) == opened, "no reconnect"
    assert len(centre.asked(paths.PULSE)) <= pulses + 1
    with pytest.raises(NotSignedIn):
        _ = live.api


async def test_a_session_that_ended_while_the_link_was_down(live, centre, store, until):
    await centre.stop()
    await until(lambda: store.state.link is Link.DOWN)
    centre.signed_in = False
    centre.why_not = "link_lost"
    await centre.start()
    await until(lambda: store.state.link is Link.ENDED)
    assert store.state.ended.code is WhyCode.LINK_LOST
    assert live.standing is Standing.ENDED


async def test_after_the_end_one_can_sign_in_again(live, centre, store, things, until):
    centre.signed_in = False
    centre.emit(SessionEnded(things.why()))
    await until(lambda: live.standing is Standing.ENDED)
    centre.log.clear()
    await enter(live, centre)
    await until(lambda: store.state.link is Link.UP)
    assert store.state.ended is None
    assert live.standing is Standing.LIVE


async def test_signing_out_tells_the_server_and_clears_the_screen(live, centre, store):
    await live.sign_out()
    assert [request.method for request in centre.asked(paths.SESSION)] == ["DELETE"]
    assert store.state == EMPTY
    assert live.standing is Standing.SIGNED_OUT
    with pytest.raises(NotSignedIn):
        _ = live.api
    assert len(asyncio.all_tasks()) == 1 + len(centre.lines)
    await live.sign_out()
    assert len(centre.asked(paths.SESSION)) == 1


async def test_the_servers_own_word_on_a_sign_out_does_not_end_it_otherwise(live, centre, store, links, things):
    async def tells_first(request, line):
        centre.signed_in = False
        centre.emit(SessionEnded(things.why(WhyCode.SIGNED_OUT)))
        await asyncio.sleep(0.05)
        await line.answer(204)

    centre.on(paths.SESSION, tells_first)
    await live.sign_out()
    assert live.standing is Standing.SIGNED_OUT
    assert Link.ENDED not in links


async def test_a_sign_out_that_is_refused_changes_nothing(live, centre, store):
    async def popover_shows(request, line):
        await line.refuse(NotPossibleNow(state="offered"))

    centre.on(paths.SESSION, popover_shows)
    with pytest.raises(NotPossibleNow):
        await live.sign_out()
    assert live.standing is Standing.LIVE
    assert store.state.link is Link.UP
    await live.api.pulse()


async def test_signing_out_of_a_dead_server_works_here(live, centre, store):
    await centre.stop()
    await live.sign_out()
    assert store.state == EMPTY
    await centre.start()


async def test_a_pulse_that_gets_through_ends_the_wait_for_the_next_try(store, clock, centre, until):
    session = Session(store, clock, pace=Pace(first=60, longest=60, silence=5, pulse=0.02))
    await enter(session, centre)
    await until(lambda: store.state.link is Link.UP)
    await centre.stop()
    await until(lambda: store.state.link is Link.DOWN and not session.heartbeat.answered)
    await centre.start()
    await until(lambda: store.state.link is Link.UP)
    await session.close()


async def test_the_network_came_back(store, clock, centre, until):
    session = Session(store, clock, pace=Pace(first=60, longest=60, silence=5, pulse=60))
    await enter(session, centre)
    await until(lambda: store.state.link is Link.UP)
    centre.streams[0].cut()
    await until(lambda: store.state.link is Link.DOWN)
    session.reconnect_now()
    await until(lambda: store.state.link is Link.UP)
    await session.close()


async def test_after_sleep_the_way_is_tried_anew_though_the_old_one_seems_open(live, centre, store, links, until):
    live.heartbeat.fall_asleep()
    await until(lambda: _last_pulse(centre) == {"hears": False})
    opened = len(centre.asked(paths.EVENTS))
    live.reconnect_now()
    await until(lambda: len(centre.asked(paths.EVENTS)) == opened + 1)
    await until(lambda: _last_pulse(centre) == {"hears": True})
    assert centre.asked(paths.EVENTS)[-1].headers["last-event-id"], "it goes on where it was"
    assert links == [], "nothing of it is seen"


async def test_who_hears_nothing_says_so_with_every_pulse(live, centre, store, until):
    async def silent(request, line):
        await line.start_events()
        await line.gone.wait()

    centre.on(paths.EVENTS, silent)
    centre.streams[0].cut()
    await until(lambda: store.state.link is Link.DOWN and _last_pulse(centre) == {"hears": False})
    assert live.heartbeat.answered, "the server answers: it is the stream alone"
    centre.usual(paths.EVENTS)
    await until(lambda: store.state.link is Link.UP and _last_pulse(centre) == {"hears": True})


def _last_pulse(centre):
    asked = centre.asked(paths.PULSE)
    return msgspec.json.decode(asked[-1].body) if asked else None


async def test_a_token_is_renewed_after_half_of_its_life(session, centre, store, until):
    centre.token_life = timedelta(seconds=0.2)
    await enter(session, centre)
    await until(lambda: len(centre.asked(paths.RENEWAL)) > 2)
    assert store.state.link is Link.UP
    assert session.standing is Standing.LIVE
    assert centre.asked(paths.PULSE)[-1].headers["authorization"].endswith("''")


async def test_the_password_given_in_time(live, centre):
    with pytest.raises(BadCredentials):
        await live.heartbeat.give_password(live.api, "wrong")
    assert live.standing is Standing.LIVE
    before = live.heartbeat.lasting
    await live.heartbeat.give_password(live.api, "right")
    assert live.heartbeat.lasting.since > before.since


async def test_signing_in_again_where_one_was(live, centre, store, things, until):
    """What is on the screen stays there until the snapshot comes."""
    me = store.state.me
    centre.signed_in = False
    centre.emit(SessionEnded(things.why(WhyCode.SESSION_EXPIRED)))
    await until(lambda: live.standing is Standing.ENDED)
    with pytest.raises(BadCredentials):
        await live.sign_in_again("wrong")
    assert (live.standing, store.state.me) == (Standing.ENDED, me)
    await live.sign_in_again("right")
    assert store.state.me == me
    await until(lambda: store.state.link is Link.UP)
    sent = [msgspec.json.decode(asked.body) for asked in centre.asked(paths.SESSIONS)]
    assert [(one["seat"], one["phone"]) for one in sent] == [("PC-1", "204")] * 3
    assert store.state.ended is None


async def test_other_queues_come_with_a_snapshot(live, centre, store, things, until):
    centre.emit(AgentQueuesChanged(things.me(version=2, queues=(QueueId(2),))))
    await until(lambda: len(centre.asked(paths.EVENTS)) == 2)
    assert "last-event-id" not in centre.asked(paths.EVENTS)[-1].headers
    await until(lambda: store.state.link is Link.UP)


async def test_a_server_that_keeps_closing_is_not_hammered(store, clock, centre, monkeypatch, until):
    waits = []
    monkeypatch.setattr("agent_client.client.session.random.uniform", lambda low, high: waits.append((low, high)) or 0)

    async def closes(request, line):
        await line.start_events()
        await line.event("hello", centre.words())
        await line.event("snapshot", centre.snapshot, centre.cursor)
        await line.end_events()

    centre.on(paths.EVENTS, closes)
    session = Session(store, clock, pace=Pace(pulse=60))
    await enter(session, centre)
    await until(lambda: len(waits) > 7)
    assert waits[:7] == [(0.1, 0.2), (0.2, 0.4), (0.4, 0.8), (0.8, 1.6), (1.6, 3.2), (2.5, 5.0), (2.5, 5.0)]
    await session.close()


async def test_a_gap_every_time_is_not_hammered_either(store, clock, centre, things, monkeypatch, until):
    waits = []
    monkeypatch.setattr("agent_client.client.session.random.uniform", lambda low, high: waits.append(high) or 0)

    async def gap(request, line):
        await line.start_events()
        await line.event("hello", centre.words())
        await line.event("snapshot", centre.snapshot, "e1;agent/7=1")
        centre._numbers["agent/7"] = 10
        await line.event("change", centre.emit(AgentStateChanged(things.me())), centre.cursor)
        await line.gone.wait()

    centre.on(paths.EVENTS, gap)
    session = Session(store, clock, pace=Pace(pulse=60))
    troubles = []
    store.watch(Changed.LINK, lambda state, changed: troubles.append(session.trouble))
    await enter(session, centre)
    await until(lambda: len(waits) > 3)
    assert any(isinstance(trouble, StreamGap) for trouble in troubles)
    assert waits[:3] == [0.2, 0.4, 0.8]
    await session.close()


async def test_cancelling_a_sign_in_leaves_nothing(session, centre, tasks, until):
    async def slow(request, line):
        await line.gone.wait()

    centre.on(paths.SESSIONS, slow)
    signing_in = tasks.start(enter(session, centre), "sign in")
    await until(lambda: centre.asked(paths.SESSIONS))
    assert session.standing is Standing.SIGNING_IN
    with pytest.raises(RuntimeError):
        await enter(session, centre)
    signing_in.cancel()
    await asyncio.wait([signing_in])
    assert session.standing is Standing.SIGNED_OUT
