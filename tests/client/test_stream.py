from __future__ import annotations

import asyncio
import gc
import random
import sys

import msgspec
import pytest

from agent_client.client.api import Api, Limits, NotOurServer, ServerFailed, ServerTooOld, Unreachable
from agent_client.client.clock import ServerClock
from agent_client.client.stream import (
    Change,
    EventStream,
    HelloItem,
    LinkEnded,
    LinkSilent,
    Ping,
    SilenceWatch,
    SnapshotItem,
    StreamGap,
)
from agent_client.protocol import paths
from agent_client.protocol.cursor import Cursor
from agent_client.protocol.events import AgentStateChanged, Envelope, QueueChanged, Unreadable
from agent_client.protocol.refusals import NotSignedIn

START = Cursor("e1", {"agent/7": 10, "queue/1": 20, "centre": 5})


@pytest.fixture
async def signed_in(api, sign_in):
    await api.sign_in(sign_in)
    return api


@pytest.fixture
async def stream(signed_in, clock):
    made = EventStream(signed_in, clock, silence=5)
    yield made
    await made.close()


def change(things, number, stream="agent/7", name="agent.state_changed", body=None):
    body = msgspec.json.encode(AgentStateChanged(things.me(version=number))) if body is None else body
    return Envelope(stream=stream, number=number, at=things.noon, name=name, body=msgspec.Raw(body))


def speak(centre, speech):
    """Have the stream say what ``speech(line, request)`` says, after a hello."""

    async def handler(request, line):
        await line.start_events()
        await line.event("hello", centre.words())
        await speech(line, request)

    centre.on(paths.EVENTS, handler)


async def items(stream, count):
    return [await stream.next() for _ in range(count)]


async def next_of(stream, kind):
    while not isinstance(item := await stream.next(), kind):
        pass
    return item


async def test_hello_snapshot_changes_and_pings_arrive_typed(centre, stream, things):
    await stream.open()
    hello, snapshot = await items(stream, 2)
    assert isinstance(hello, HelloItem)
    assert hello.hello.centre == "Centre"
    assert snapshot == SnapshotItem(START, centre.snapshot)
    centre.emit(AgentStateChanged(things.me(version=2)))
    centre.emit(QueueChanged(things.queue(version=2, waiting=3)), "queue/1")
    first = await next_of(stream, Change)
    second = await next_of(stream, Change)
    assert first.event == AgentStateChanged(things.me(version=2))
    assert str(first.cursor) == "e1;agent/7=11;centre=5;queue/1=20"
    assert second.event == QueueChanged(things.queue(version=2, waiting=3))
    assert str(second.cursor) == "e1;agent/7=11;centre=5;queue/1=21"
    assert isinstance(await next_of(stream, Ping), Ping)


async def test_it_resumes_after_the_position_it_is_given(centre, stream, things):
    for version in (2, 3, 4):
        centre.emit(AgentStateChanged(things.me(version=version)))
    await stream.open(START.advanced("agent/7", 11))
    hello, first, second = await items(stream, 3)
    assert isinstance(hello, HelloItem)
    assert [first.envelope.number, second.envelope.number] == [12, 13]
    assert centre.asked(paths.EVENTS)[0].headers["last-event-id"] == "e1;agent/7=11;centre=5;queue/1=20"


async def test_a_position_in_another_log_is_answered_with_a_snapshot(centre, stream):
    await stream.open(Cursor("another", {"agent/7": 999}))
    _, item = await items(stream, 2)
    assert item == SnapshotItem(START, centre.snapshot)


async def test_a_missing_number_is_a_gap(centre, stream, things):
    async def skips(line, request):
        await line.event("change", change(things, 11))
        await line.event("change", change(things, 13))

    speak(centre, skips)
    await stream.open(START)
    await items(stream, 2)
    with pytest.raises(StreamGap, match="13 after 11"):
        await stream.next()


async def test_what_came_twice_counts_once(centre, stream, things):
    async def repeats(line, request):
        for number in (11, 10, 11, 12):
            await line.event("change", change(things, number))

    speak(centre, repeats)
    await stream.open(START)
    assert [item.envelope.number for item in (await items(stream, 3))[1:]] == [11, 12]


async def test_a_stream_that_has_sent_nothing_yet_starts_at_one(centre, stream, things):
    async def other_queue(line, request):
        await line.event("change", change(things, 1, "queue/2"))
        await line.event("change", change(things, 3, "queue/3"))

    speak(centre, other_queue)
    await stream.open(START)
    _, first = await items(stream, 2)
    assert first.cursor.numbers["queue/2"] == 1
    with pytest.raises(StreamGap):
        await stream.next()


async def test_a_change_before_any_snapshot_is_a_gap(centre, stream, things):
    async def hasty(line, request):
        await line.event("change", change(things, 1))

    speak(centre, hasty)
    await stream.open()
    await stream.next()
    with pytest.raises(StreamGap):
        await stream.next()


async def test_names_of_a_newer_server_are_counted_and_passed_over(centre, stream, things):
    async def newer(line, request):
        await line.event("weather", {"rain": True})
        await line.chunk(b": a comment\n\n")
        await line.event("change", change(things, 11, name="agent.levitated", body=b'{"by": 3}'))
        await line.event("change", change(things, 12))

    speak(centre, newer)
    await stream.open(START)
    _, unknown, known = await items(stream, 3)
    assert unknown.event is None
    assert unknown.envelope.name == "agent.levitated"
    assert known.envelope.number == 12
    assert stream.unknown_names == 2


@pytest.mark.parametrize(
    ("name", "data", "at"),
    [
        ("change", b"not JSON", ""),
        ("change", b'{"stream": "agent/7"}', ""),
        (
            "change",
            b'{"stream":"agent/7","number":11,"at":"2026-03-02T12:00:00Z","name":"queue.changed","body":{"queue":4}}',
            "",
        ),
        ("snapshot", b"{}", "e1;agent/7=1"),
        ("snapshot", b"{}", "nonsense"),
        ("hello", b"[]", ""),
        ("ping", b"{}", ""),
    ],
)
async def test_a_body_that_cannot_be_read(centre, stream, name, data, at):
    async def garbled(line, request):
        await line.event(name, data, at)

    speak(centre, garbled)
    await stream.open(START)
    await stream.next()
    with pytest.raises(Unreadable):
        await stream.next()


async def test_a_stream_that_stalls_without_closing(centre, signed_in, clock):
    async def stalls(line, request):
        await line.gone.wait()

    speak(centre, stalls)
    stream = EventStream(signed_in, clock, silence=0.1)
    await stream.open()
    began = clock.monotonic()
    assert isinstance(await stream.next(), HelloItem)
    with pytest.raises(LinkSilent):
        await stream.next()
    assert clock.monotonic() - began >= 0.1, "a timer that fires early proves nothing"
    with pytest.raises(LinkSilent):
        await stream.next()
    await stream.close()


async def test_a_server_that_accepts_and_then_says_nothing_at_all(centre, signed_in, clock):
    async def mute(request, line):
        await line.gone.wait()

    centre.on(paths.EVENTS, mute)
    stream = EventStream(signed_in, clock, silence=0.05)
    with pytest.raises(LinkSilent):
        await stream.open()
    await stream.close()


async def test_the_limits_of_commands_do_not_end_a_quiet_stream(centre, clock, sign_in):
    centre.heartbeat = 0.3
    api = Api(centre.base, clock=clock, limits=Limits(read=0.1, whole=0.1))
    await api.sign_in(sign_in)
    stream = EventStream(api, clock, silence=5)
    await stream.open()
    assert isinstance(await next_of(stream, Ping), Ping)
    await stream.close()
    await api.close()


async def test_pings_break_the_silence(centre, signed_in, clock):
    centre.heartbeat = 0.05
    stream = EventStream(signed_in, clock, silence=0.4)
    await stream.open()
    pings = 0
    while pings < 12:
        pings += isinstance(await stream.next(), Ping)
    await stream.close()


async def test_a_snapshot_that_takes_its_time_is_no_silence(centre, signed_in, clock):
    async def slowly(line, request):
        body = b"event: snapshot\nid: %b\ndata: %b\n\n" % (str(START).encode(), msgspec.json.encode(centre.snapshot))
        size = len(body) // 10 + 1
        for start in range(0, len(body), size):
            await line.chunk(body[start : start + size])
            await asyncio.sleep(0.06)

    speak(centre, slowly)
    stream = EventStream(signed_in, clock, silence=0.2)
    await stream.open()
    _, item = await items(stream, 2)
    assert isinstance(item, SnapshotItem)
    await stream.close()


@pytest.mark.parametrize("piece", [b"event: chan", b"event: change\n", b'event: change\ndata: {"stream": "agent/7"'])
@pytest.mark.parametrize("how", ["cut", "end"])
async def test_an_event_that_is_cut_in_the_middle_never_happened(centre, stream, piece, how):
    async def dies(line, request):
        await line.chunk(piece)
        await (line.end_events() if how == "end" else asyncio.sleep(0.01))
        line.cut()

    speak(centre, dies)
    await stream.open(START)
    await stream.next()
    with pytest.raises(Unreachable):
        await stream.next()


async def test_a_whole_event_without_its_empty_line_never_happened(centre, stream, things):
    async def dies(line, request):
        await line.chunk(b"event: change\ndata: " + msgspec.json.encode(change(things, 11)) + b"\n")
        await line.end_events()

    speak(centre, dies)
    await stream.open(START)
    await stream.next()
    with pytest.raises(LinkEnded):
        await stream.next()


async def test_refusals_and_troubles_at_the_opening(centre, signed_in, clock):
    centre.signed_in = False
    centre.why_not = "signed_in_elsewhere"
    stream = EventStream(signed_in, clock)
    with pytest.raises(NotSignedIn) as refused:
        await stream.open()
    assert refused.value.params == {"why": "signed_in_elsewhere"}
    await stream.close()

    async def fails(request, line):
        await line.answer(500, b"<html>")

    centre.on(paths.EVENTS, fails)
    stream = EventStream(signed_in, clock)
    with pytest.raises(ServerFailed):
        await stream.open()
    await stream.close()

    async def web_page(request, line):
        await line.answer(200, b"<html>", "text/html")

    centre.on(paths.EVENTS, web_page)
    stream = EventStream(signed_in, clock)
    with pytest.raises(NotOurServer):
        await stream.open()
    await stream.close()


async def test_a_server_that_was_replaced_by_an_older_one(centre, stream):
    centre.hello = msgspec.structs.replace(centre.words(), schema=0)
    await stream.open()
    with pytest.raises(ServerTooOld):
        await stream.next()


async def test_stop_ends_a_waiting_next_with_its_reason(centre, stream):
    class Enough(Exception):
        pass

    async def mute(line, request):
        await line.gone.wait()

    speak(centre, mute)
    await stream.open()
    await stream.next()
    asyncio.get_running_loop().call_later(0.01, stream.stop, Enough())
    with pytest.raises(Enough):
        await stream.next()
    with pytest.raises(Enough):
        await stream.next()


async def test_cancelling_a_waiting_next_is_a_cancellation(centre, stream, tasks):
    await stream.open()
    await items(stream, 2)
    centre.heartbeat = 10
    task = tasks.start(stream.next(), "next")
    await asyncio.sleep(0.08)
    task.cancel()
    done, _ = await asyncio.wait([task])
    assert done == {task}
    assert task.cancelled() or isinstance(task.result(), Ping)


async def test_any_bytes_at_all_end_in_an_item_or_a_known_error(centre, signed_in, clock):
    """Fuzz: whole pieces of protocol, torn and mixed with noise."""
    noise = random.Random(7)
    good = b"event: ping\ndata: " + msgspec.json.encode({"now": centre.now()}) + b"\n\n"
    known = (Unreadable, StreamGap, Unreachable, NotOurServer)
    for _ in range(60):
        pieces = [
            noise.choice(
                [good, good[: noise.randrange(len(good))], noise.randbytes(noise.randrange(1, 40)), b"\r", b"\n\n"]
            )
            for _ in range(8)
        ]

        async def babbles(line, request, pieces=pieces):
            for piece in pieces:
                await line.chunk(piece)
            await line.end_events()

        speak(centre, babbles)
        stream = EventStream(signed_in, clock, silence=5)
        await stream.open(START)
        with pytest.raises(known):
            while True:
                await stream.next()
        await stream.close()


@pytest.mark.parametrize("moment", ["unread", "between events", "with more to read", "while waiting", "at its end"])
async def test_leaving_early_leaves_no_generator_behind(centre, signed_in, clock, tasks, things, small_heap, moment):
    """On a loop without async-generator hooks (qasync) a half-read one is finished by nobody (design §4)."""
    hooks = sys.get_asyncgen_hooks()
    sys.set_asyncgen_hooks(None, None)
    try:
        for _ in range(5):

            async def burst(line, request):
                await line.event("snapshot", centre.snapshot, START)
                for number in (11, 12, 13):
                    await line.event("change", change(things, number))
                if moment == "at its end":
                    await line.end_events()
                else:
                    await line.gone.wait()

            speak(centre, burst)
            stream = EventStream(signed_in, clock)
            await stream.open()
            match moment:
                case "between events":
                    await items(stream, 5)
                case "with more to read":
                    await items(stream, 3)
                case "while waiting":
                    await items(stream, 5)
                    waiting = tasks.start(stream.next(), "next")
                    await asyncio.sleep(0.01)
                    waiting.cancel()
                    await asyncio.wait([waiting])
                    del waiting
                case "at its end":
                    await items(stream, 5)
                    with pytest.raises(LinkEnded):
                        await stream.next()
            await stream.close()
            await stream.close()
            del stream
            gc.collect()
            await asyncio.sleep(0)
        left = [one for one in gc.get_objects() if type(one).__name__ == "async_generator" and one.ag_frame is not None]
        assert [
            one.__qualname__
            for one in left
            if "httpx" in one.ag_code.co_filename or "httpcore" in one.ag_code.co_filename
        ] == []
    finally:
        sys.set_asyncgen_hooks(*hooks)


class TestSilenceWatch:
    @pytest.fixture
    def hands(self):
        class Hands:
            ticks = 100.0

            def __call__(self):
                return self.ticks

        return Hands()

    @pytest.fixture
    def verdicts(self):
        return []

    @pytest.fixture
    async def watch(self, hands, verdicts):
        made = SilenceWatch(ServerClock(hands), 7.0, verdicts.append, confirm=0.0)
        yield made
        made.stop()

    async def test_a_timer_that_fires_early_gives_no_verdict(self, watch, hands, verdicts):
        watch.start()
        hands.ticks += 6.9
        watch._look()
        watch._look()
        assert verdicts == []

    async def test_silence_is_confirmed_by_a_second_look(self, watch, hands, verdicts):
        watch.start()
        hands.ticks += 7.1
        watch._look()
        assert verdicts == []
        watch._look()
        assert verdicts == [pytest.approx(7.1)]

    async def test_what_was_in_the_socket_of_a_blocked_loop_is_heard_in_time(self, watch, hands, verdicts):
        watch.start()
        hands.ticks += 30
        watch._look()
        watch.heard()
        watch._look()
        assert verdicts == []

    async def test_silence_counts_from_the_last_event_and_not_from_the_look_after_it(self, watch, hands, verdicts):
        received = 0
        watch.start()
        watch.follow(lambda: received)
        hands.ticks += 1.0
        received += 100
        watch.heard()  # an event, read whole
        hands.ticks += 6.5
        watch._look()
        hands.ticks += 0.6
        watch._look()
        watch._look()
        assert verdicts == [pytest.approx(7.1)]

    async def test_bytes_of_an_unfinished_event_are_no_silence(self, watch, hands, verdicts):
        received = 0
        watch.start()
        watch.follow(lambda: received)
        for _ in range(5):
            hands.ticks += 7.1
            received += 1000
            watch._look()
            watch._look()
        assert verdicts == []
