"""Asterisk behind the telephony port: implements `Telephony`, `RecordingStore` and `PhoneAccounts`.

Everything happens on one thread, the event loop's.
"""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Callable, Sequence
from http import HTTPStatus

from agent_client.backend.ports.telephony import (
    Alive,
    KnownCall,
    KnownLine,
    NoSuchRecording,
    PhoneAccount,
    PhoneAccounts,
    TelephonyAction,
    TelephonyEvent,
)
from agent_client.backend.tasks import TaskOwner

from .accounts import Accounts
from .actions import Actions
from .ari import Ari, AriLink, AriLost, AriRefused
from .exchange import Exchange
from .hand_calls import HandCalls
from .hearing import Hearing
from .linking import Linking
from .phone_keys import PhoneKeys
from .phone_states import PhoneStates
from .reconciling import Reconciling
from .ringing import public
from .settings import AsteriskSettings
from .wire import Wire


class Asterisk:
    def __init__(self, settings: AsteriskSettings, ari: Ari | None = None) -> None:
        self._ari: Ari = AriLink(settings) if ari is None else ari
        self._accounts: PhoneAccounts | None = (
            Accounts(self._ari.http, settings) if isinstance(self._ari, AriLink) else None
        )
        self._tasks = TaskOwner()
        wire = Wire(self._ari, settings.app, settings.sounds_language, self._tasks)
        self._exchange = exchange = Exchange(settings, self._ari, wire, self._tasks)
        trunk = settings.trunk.partition("/")[2].rpartition("@")[2]
        self._states = PhoneStates(exchange.news, trunk, settings.phone_at, exchange.ringing.unreachable)
        hand_calls = HandCalls(wire, exchange.board, exchange.news, self._states, settings, time.monotonic)
        keys = PhoneKeys(exchange.lines, wire, exchange.news, hand_calls, exchange.hanging_up, exchange.follow)
        hearing = Hearing(exchange, hand_calls, keys, self._states)
        self._actions = Actions(exchange, keys)
        self._linking = Linking(
            self._ari,
            settings.app,
            self._tasks,
            exchange,
            hearing,
            self._states,
            Reconciling(exchange, hand_calls, wire),
        )

    async def start(
        self, tell: Callable[[TelephonyEvent], None], known: Sequence[KnownCall], lines: Sequence[KnownLine] = ()
    ) -> Alive:
        self._exchange.news.listener = tell
        return await self._linking.start(known, lines)

    async def act(self, action: TelephonyAction) -> None:
        if not self._exchange.news.lost:
            self._actions.take(action)

    async def stop(self) -> None:
        self._exchange.news.listener = None
        await self._tasks.close()
        await self._ari.stop()

    # The phones.

    def can_answer(self, phone: str) -> bool:
        return self._exchange.ringing.can_answer(phone)

    def can_mute(self, phone: str) -> bool:
        """Asterisk does it, whatever the phone."""
        return True

    def online(self, phone: str) -> bool | None:
        if public(phone) or self._exchange.news.lost:
            return None
        return self._states.online(phone) is True

    async def all(self) -> Sequence[PhoneAccount]:
        return await self._of_accounts().all()

    async def set(self, phone: str, name: str, password: str) -> None:
        await self._of_accounts().set(phone, name, password)

    async def remove(self, phone: str) -> None:
        await self._of_accounts().remove(phone)

    def _of_accounts(self) -> PhoneAccounts:
        if self._accounts is None:
            raise OSError("the phones of this Asterisk cannot be changed from here")
        return self._accounts

    # The recordings.

    async def fetch(self, name: str) -> AsyncIterator[bytes]:
        if name in self._exchange.tapes:
            raise NoSuchRecording(name)
        try:
            return await self._ari.fetch(f"recordings/stored/{self._exchange.files.path(name)}/file")
        except AriRefused as error:
            if error.status == HTTPStatus.NOT_FOUND:
                raise NoSuchRecording(name) from None
            raise AriLost(str(error)) from None

    async def delete(self, name: str) -> None:
        reply = await self._ari.command("DELETE", f"recordings/stored/{self._exchange.files.path(name)}")
        if not reply.done and reply.status != HTTPStatus.NOT_FOUND:
            raise OSError(f"Asterisk did not delete a recording: {reply.status}")
