"""The client against the real backend, in its own process: the same story as on the loopback centre, with nobody's fakes."""

from __future__ import annotations

import asyncio
import signal
import sys

import httpx
import pytest

from agent_client.client.outbox import ContactSubject, Empty, Outbox, Waiting
from agent_client.client.outbox import Pace as OutboxPace
from agent_client.client.session import Pace, Session, Standing
from agent_client.client.store import views
from agent_client.client.store.state import Changed, Link
from agent_client.client.store.store import Store
from agent_client.protocol.agents import ChangeState
from agent_client.protocol.names import AgentState, Phase, Section, WhyCode
from agent_client.protocol.refusals import BadCredentials, NotPossibleNow

SALES = "+31800100300"


class Backend:
    """The demo without callers and colleagues; its PBX does what it is told."""

    def __init__(self, database) -> None:
        self.database = database
        self.url = ""
        self._port = 0

    async def start(self) -> None:
        self._process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "agent_client.backend", "demo", "--quiet", "--until-stdin-closes"),
            *("--database", f"sqlite:///{self.database}", "--port", str(self._port)),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
        )
        ready = (await self._process.stdout.readline()).decode().split()
        assert ready[:1] == ["ready"]
        self.url = ready[1]
        self._port = httpx.URL(self.url).port

    async def kill(self) -> None:
        self._process.send_signal(signal.SIGKILL)
        await self._process.wait()

    async def stop(self) -> None:
        if self._process.returncode is None:
            self._process.stdin.close()
            await self._process.wait()

    async def pbx(self, path, **body):
        async with httpx.AsyncClient(base_url=self.url, trust_env=False) as http:
            answer = await http.post(f"/api/v1/simulator/{path}", json=body or None)
            assert answer.is_success, answer.text
            return answer.json()


@pytest.fixture
async def backend(tmp_path):
    made = Backend(tmp_path / "centre.db")
    await made.start()
    yield made
    await made.stop()


@pytest.fixture
def store():
    return Store()


@pytest.fixture
async def session(backend, store, clock):
    made = Session(store, clock, pace=Pace(first=0.02, longest=0.1))
    yield made
    await made.close()


@pytest.fixture
def outbox(session, drawer, tasks, clock):
    return Outbox(drawer, tasks, lambda: session.api, clock, pace=OutboxPace(first=0.02, longest=0.1))


@pytest.fixture
async def ready(session, backend, store, until):
    """Anna is signed in, has answered her phone, and waits."""
    await session.sign_in(backend.url, "anna", "demo", "204", "PC-1", "host-1")
    await until(lambda: store.state.link is Link.UP)
    assert views.phase(store.state) is Phase.PAUSE
    await backend.pbx("phones/204", answers_test_after=0.01, desktop=True)
    await session.api.change_state(ChangeState(state=AgentState.READY))
    await until(lambda: views.phase(store.state) is Phase.WAITING)
    return session


async def connected(session, backend, store, until):
    await backend.pbx("calls", ani="+31201230000", dnis=SALES)
    await until(lambda: [one for one in views.requests(store.state) if one.can_answer and one.ringing_at])
    [ringing] = views.requests(store.state)
    await session.api.answer(ringing.id, ringing.version)
    await until(lambda: views.current_contact(store.state) and views.phase(store.state) is Phase.CALL)
    return views.current_contact(store.state)


async def test_a_first_call(ready, backend, store, outbox, until):
    heard = []
    store.on_event(lambda event: heard.append(type(event).__name__))
    contact = await connected(ready, backend, store, until)
    with pytest.raises(NotPossibleNow):
        await ready.sign_out()
    assert ready.standing is Standing.LIVE

    note = ContactSubject(contact.id)
    outbox.write(note, "Wants an offer by Friday.")
    outbox.send(note, contact=contact.id)
    outbox.send(note, contact=contact.id)
    await until(lambda: "RecordAdded" in heard and outbox.status(note) == Empty())

    await until(lambda: views.current_contact(store.state).customer)  # the note made a customer of the caller
    contact = views.current_contact(store.state)
    await ready.api.end(contact.id, contact.version)
    await until(lambda: (wrapping := views.wrap_up_contact(store.state)) and wrapping.customer)
    wrapping = views.wrap_up_contact(store.state)
    page = await ready.api.customer(wrapping.customer.id)
    assert [record.text for record in page.records] == ["Wants an offer by Friday."]
    reason = store.state.centre.wrap_up_reasons[0].id
    await ready.api.wrap_up(wrapping.id, wrapping.version, reason)
    await until(lambda: not store.state.contacts and views.phase(store.state) is Phase.WAITING)
    assert {"ContactOffered", "ContactRinging", "ContactConnected", "ContactEnded", "ContactWrappedUp"} <= set(heard)
    await ready.sign_out()


async def test_the_server_is_killed_in_mid_call_and_nothing_is_lost(ready, backend, store, outbox, until):
    contact = await connected(ready, backend, store, until)
    links = []
    store.watch(Changed.LINK, lambda state, changed: links.append(state.link))
    note = ContactSubject(contact.id)
    await backend.kill()
    await until(lambda: store.state.link is Link.DOWN)
    assert views.phase(store.state) is Phase.RECONNECTING
    outbox.write(note, "Typed while the server was away.")
    outbox.send(note, contact=contact.id)
    await until(lambda: outbox.status(note) == Waiting())

    await backend.start()
    await until(lambda: store.state.link is Link.UP and outbox.status(note) == Empty())
    assert links == [Link.DOWN, Link.UP]
    assert store.state.me.name == "Anna de Vries"
    found = await ready.api.find_customers("+31201230000")
    page = await ready.api.customer(found.customers[0].id)
    assert [record.text for record in page.records] == ["Typed while the server was away."]


async def test_signing_in_elsewhere_ends_the_older_session_with_its_reason(ready, backend, store, clock, until):
    other = Session(Store(), clock)
    with pytest.raises(BadCredentials):
        await other.sign_in(backend.url, "anna", "wrong", "204", "PC-2", "host-2")
    await other.sign_in(backend.url, "anna", "demo", "204", "PC-2", "host-2")
    await until(lambda: ready.standing is Standing.ENDED)
    assert store.state.ended.code is WhyCode.SIGNED_IN_ELSEWHERE
    assert store.state.ended.params["seat"] == "PC-2"
    await other.sign_out()
    await other.close()


async def test_a_caller_who_gives_up_is_a_callback_that_is_counted(session, backend, store, until):
    await session.sign_in(backend.url, "anna", "demo", "204", "PC-1", "host-1")
    await until(lambda: store.state.link is Link.UP)
    before = store.state.sections[Section.OPEN]
    call = await backend.pbx("calls", ani="+31201239999", dnis=SALES)
    await backend.pbx(f"calls/{call['call']}/hang-up")
    await until(lambda: store.state.sections[Section.OPEN] == before + 1)
    newest = views.in_section(store.state, Section.OPEN)[0]
    assert newest.number == "+31201239999"
    await session.api.callback_done(newest.id)
    await until(lambda: store.state.sections[Section.OPEN] == before)
    fresh = store.state.sections
    session.refresh()
    await until(lambda: store.state.sections is not fresh)
    assert store.state.sections == fresh, "what the client counted is what the server counts"
