"""One method a command, typed in and out, grouped by subject; those on contacts are in contacts.py, those on customers in
customers.py. How it gets there is wire.py's business."""

from __future__ import annotations

import httpx

from agent_client.protocol import paths
from agent_client.protocol.agents import ChangeState, Me
from agent_client.protocol.callbacks import Callback, CallbackHistory, Callbacks, Calling, NewAppointment
from agent_client.protocol.names import CallbackId, Section
from agent_client.protocol.refusals import ClientTooOld
from agent_client.protocol.sessions import (
    OLDEST_SERVER,
    SCHEMA,
    Alive,
    ChooseQueues,
    Hello,
    MoveSeat,
    Pulse,
    Renew,
    Renewed,
    SignedIn,
    SignIn,
)

from .administration import Administrating, RuleFiles
from .contacts import Assigned, CallControl
from .customers import CustomerLists, CustomerLocks, Customers
from .passwords import PasswordKeeping
from .recordings import Recordings
from .records import Records
from .supervising import Supervise
from .trouble import ServerTooOld
from .wire import Wire

PULSE_PATIENCE = 5.0
"""Seconds. A pulse that takes longer is given up for the next one, on a connection of its own: the server counts them."""


def check_schema(hello: Hello) -> None:
    """Raises `ServerTooOld` or `ClientTooOld`."""
    if hello.schema < OLDEST_SERVER:
        raise ServerTooOld(hello.schema, OLDEST_SERVER)
    if hello.oldest_client > SCHEMA:
        raise ClientTooOld(client=str(SCHEMA), needs=str(hello.oldest_client))


class _Sessions(Wire):
    epoch = ""
    account = ""
    """Whose letters are whose: the centre's epoch and the agent. Empty until signed in."""

    async def hello(self) -> Hello:
        sent = self._clock.monotonic()
        hello = await self.ask(paths.HELLO, Hello)
        self._clock.feed(sent, self._clock.monotonic(), hello.now)
        check_schema(hello)
        self.epoch = hello.epoch
        return hello

    async def sign_in(self, wish: SignIn) -> SignedIn:
        """Everything that follows is said in this session's name."""
        if not self.epoch:
            await self.hello()
        signed = await self.command("POST", paths.SESSIONS, SignedIn, wish)
        self._token = signed.token
        self.account = f"{self.epoch}/{signed.me.id}"
        return signed

    async def sign_out(self) -> None:
        await self.order("DELETE", paths.SESSION)
        self._token = ""

    def sign_out_now(self, seconds: float) -> bool:
        """`sign_out` without the event loop: whether the server has answered within ``seconds`` that it is so. Blocks."""
        return self.order_now("DELETE", paths.SESSION, seconds)

    async def pulse(self, *, hears: bool = True) -> Pulse:
        """Says that this client is alive, and whether the stream reaches it; feeds the clock."""
        sent = self._clock.monotonic()
        pulse = await self.command("POST", paths.PULSE, Pulse, Alive(hears=hears), patience=PULSE_PATIENCE)
        self._clock.feed(sent, self._clock.monotonic(), pulse.now)
        return pulse

    async def renew(self, password: str = "") -> Renewed:
        """Everything that follows is said with the new token."""
        renewed = await self.command("POST", paths.RENEWAL, Renewed, Renew(password=password))
        self._token = renewed.token
        return renewed

    async def move_seat(self, wish: MoveSeat, key: str | None = None) -> Me:
        return await self.command("POST", paths.SEAT, Me, wish, key)

    async def choose_queues(self, wish: ChooseQueues, key: str | None = None) -> Me:
        return await self.command("POST", paths.AGENT_QUEUES, Me, wish, key)

    async def events(self, last_event_id: str | None = None) -> httpx.Response:
        """For stream.py."""
        return await self.open_events(last_event_id)

    async def change_state(self, wish: ChangeState, key: str | None = None) -> Me:
        return await self.command("POST", paths.STATE, Me, wish, key)

    async def answer_sign_on(self, key: str | None = None) -> Me:
        return await self.command("POST", paths.SIGN_ON_ANSWER, Me, None, key)

    async def test_phone(self, key: str | None = None) -> Me:
        """Have the phone rung; what came of it the agent's own why says."""
        return await self.command("POST", paths.PHONE_TEST, Me, None, key)


class _Callbacks(Wire):
    async def callbacks(self, section: Section | None = None, before: str | None = None) -> Callbacks:
        """A page of one section, or of all. ``before`` is what the page before called ``older``."""
        wanted = {"section": section, "before": before}
        return await self.ask(paths.CALLBACKS, Callbacks, **{name: said for name, said in wanted.items() if said})

    async def callback_history(self, entry: CallbackId) -> CallbackHistory:
        return await self.ask(paths.CALLBACK_HISTORY.format(entry=entry), CallbackHistory)

    async def call_back(self, entry: CallbackId, key: str | None = None) -> Calling:
        return await self.command("POST", paths.CALLBACK_CALL.format(entry=entry), Calling, None, key)

    async def callback_done(self, entry: CallbackId, key: str | None = None) -> Callback:
        return await self.command("POST", paths.CALLBACK_DONE.format(entry=entry), Callback, None, key)

    async def callback_not_reached(self, entry: CallbackId, key: str | None = None) -> Callback:
        return await self.command("POST", paths.CALLBACK_NOT_REACHED.format(entry=entry), Callback, None, key)

    async def callback_reopen(self, entry: CallbackId, key: str | None = None) -> Callback:
        return await self.command("POST", paths.CALLBACK_REOPEN.format(entry=entry), Callback, None, key)

    async def appoint(self, wish: NewAppointment, key: str | None = None) -> Callback:
        return await self.command("POST", paths.APPOINTMENTS, Callback, wish, key)

    async def change_appointment(self, entry: CallbackId, wish: NewAppointment, key: str | None = None) -> Callback:
        return await self.command("PUT", paths.CALLBACK_APPOINTMENT.format(entry=entry), Callback, wish, key)

    async def cancel_appointment(self, entry: CallbackId, key: str | None = None) -> Callback:
        return await self.command("DELETE", paths.CALLBACK_APPOINTMENT.format(entry=entry), Callback, None, key)


class Api(
    _Sessions,
    Assigned,
    CallControl,
    _Callbacks,
    Customers,
    CustomerLocks,
    CustomerLists,
    Records,
    Recordings,
    Administrating,
    RuleFiles,
    PasswordKeeping,
    Supervise,
):
    """All that one server can be asked and told. Every command takes an idempotency key, and makes one where none is given."""
