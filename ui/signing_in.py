"""From the sign-in window to a live session: what is remembered, what is tried, and what is said when it fails (A1, A2)."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from contextlib import suppress
from typing import TypeVar

from agent_client.client.api import ServerTrouble, server_url
from agent_client.client.session import Session
from agent_client.protocol.refusals import PasswordExpired, Refusal, WeakPassword
from agent_client.workstation.seat import SeatRefused
from agent_client.workstation.settings import (
    LAST_SERVER,
    PHONE,
    REMEMBER_PASSWORD,
    SERVERS,
    USER,
    Setting,
    SettingLocked,
)

from . import wording
from .desk import Desk
from .dialogs.sign_in import Entered, SignInWindow
from .text import tr

T = TypeVar("T")

MOST_SERVERS = 8
_TRY = "sign in"


class SigningIn:
    """One window, open until somebody is signed in or closes it."""

    def __init__(self, desk: Desk, window: SignInWindow, session: Session) -> None:
        self._desk = desk
        self._window = window
        self._session = session
        self._remembered = ""
        self._done: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        window.sign_in_pressed.connect(self._on_pressed)
        window.close_wanted.connect(lambda: self._finish(False))

    async def until_signed_in(self) -> bool:
        """False when the window was closed instead."""
        try:
            return await self._done
        finally:
            self._desk.tasks.cancel(_TRY)

    def stop(self) -> None:
        self._finish(False)

    async def recall_password(self) -> None:
        """The remembered one, once the system's store gives it; never in the way of somebody already typing."""
        settings, window = self._desk.settings, self._window
        server, user = window.server.text().strip(), window.user.text().strip()
        if not (settings.get(REMEMBER_PASSWORD) and server and user):
            return
        password = await self._desk.secrets.get(server, user)
        untouched = (window.server.text().strip(), window.user.text().strip()) == (server, user)
        if password and untouched and not window.password.text():
            self._remembered = password
            window.password.setText(password)

    def _finish(self, signed_in: bool) -> None:
        if not self._done.done():
            self._done.set_result(signed_in)

    def _on_pressed(self, entered: Entered) -> None:
        self._window.set_requested(True)
        self._desk.tasks.start(self._try(entered), _TRY, replacing=_TRY)

    async def _try(self, entered: Entered) -> None:
        seat = self._desk.seat
        if isinstance(seat, SeatRefused):
            self._window.refuse(wording.no_seat(seat))
            return
        try:
            sentence = await _said(
                self._session.sign_in(
                    *(entered.server, entered.user, entered.password, entered.phone, seat.name, seat.host),
                    new_password=entered.new_password,
                )
            )
        except PasswordExpired as expired:
            self._window.ask_new_password(expired)
            return
        except WeakPassword as weak:
            self._window.refuse_new_password(weak)
            return
        if sentence:
            self._window.refuse(sentence)
            return
        if not self._desk.options.demo:  # whose server is gone with it
            self._remember(entered)
        self._finish(True)

    def _remember(self, entered: Entered) -> None:
        settings = self._desk.settings
        url = server_url(entered.server)
        remembered = settings.get(REMEMBER_PASSWORD)
        known = tuple(dict.fromkeys((url, *settings.get(SERVERS))))[:MOST_SERVERS]
        self._keep(SERVERS, known)
        self._keep(LAST_SERVER, url)
        self._keep(USER, entered.user)
        self._keep(PHONE, entered.phone)
        self._keep(REMEMBER_PASSWORD, entered.remember)
        settings.save()
        if entered.remember:
            password = entered.new_password or entered.password
            if password != self._remembered:
                self._desk.tasks.start(self._desk.secrets.set(url, entered.user, password), "keep password")
        elif remembered:
            self._desk.tasks.start(self._desk.secrets.delete(url, entered.user), "forget password")

    def _keep(self, setting: Setting[T], value: T) -> None:
        with suppress(SettingLocked):  # IT's choice stands
            self._desk.settings.set(setting, value)


async def _said(attempt: Awaitable[None]) -> str:
    """The sentence for what went wrong, or nothing."""
    try:
        await attempt
    except (PasswordExpired, WeakPassword):
        raise
    except Refusal as refusal:
        return wording.refusal(refusal)
    except ServerTrouble as trouble:
        return wording.trouble(trouble)
    except ValueError:
        return tr("That is not a server's address. Write it as IT gave it to you, like https://centre.example.com.")
    return ""
