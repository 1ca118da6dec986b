"""From the sign-in window to a live session: what is remembered, what is tried, and what is said when it fails (A1, A2)."""

from __future__ import annotations

import asyncio
from functools import partial

from agent_client.client.api import ServerTrouble, server_url
from agent_client.client.clock import ServerClock
from agent_client.client.session import Session
from agent_client.protocol.refusals import (
    PasswordExpired,
    PhoneInUse,
    QueueNotYours,
    Refusal,
    SeatTaken,
    WeakPassword,
)
from agent_client.workstation.seat import SeatRefused
from agent_client.workstation.settings import REMEMBER_PASSWORD, SERVER_NAMES

from . import remembering, wording
from .desk import Desk
from .dialogs.sign_in import Entered, SignInWindow
from .server_look import ServerLook, no_address

_TRY = "sign in"


class SigningIn:
    """One window, open until somebody is signed in or closes it."""

    def __init__(self, desk: Desk, window: SignInWindow, session: Session, clock: ServerClock) -> None:
        self._desk = desk
        self._window = window
        self._session = session
        self._clock = clock
        self._look = ServerLook(window.server, desk.tasks)
        self._remembered = ""
        self._done: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        window.sign_in_pressed.connect(self._on_pressed)
        window.ask_pressed.connect(partial(self._on_pressed, ask=True))
        window.who_changed.connect(self._on_who_changed)
        window.server.forget_wanted.connect(self._forget)
        window.close_wanted.connect(lambda: self._finish(False))

    async def until_signed_in(self) -> bool:
        """False when the window was closed instead."""
        try:
            return await self._done
        finally:
            self._desk.tasks.cancel(_TRY)
            self._look.stop()

    def stop(self) -> None:
        self._finish(False)

    async def recall_password(self) -> None:
        """The remembered one, once the system's store gives it; never in the way of somebody already typing."""
        settings, window = self._desk.settings, self._window
        server, user = window.server.text().strip(), window.user.text().strip()
        if not (settings.get(REMEMBER_PASSWORD) and server and user):
            return
        password = await self._desk.secrets.get(server, user)
        # The window may be gone. The question is not taken back when it goes: what is then kept stands behind it.
        if self._done.done():
            return
        untouched = (window.server.text().strip(), window.user.text().strip()) == (server, user)
        if password and untouched and not window.password.text():
            self._remembered = password
            window.password.setText(password)

    def _finish(self, signed_in: bool) -> None:
        if not self._done.done():
            self._done.set_result(signed_in)

    def look(self) -> None:
        """What is known of the server and of the agent in the fields."""
        self._on_who_changed()

    def _on_who_changed(self) -> None:
        server, user = self._window.server.address(), self._window.user.text().strip()
        if server and user:  # half typed it is nobody's yet
            known = remembering.known_queues(self._desk.settings, _url(server), user)
            self._window.queues.show_known(known)
        if not self._window.button.requested:
            self._look.look()

    def _forget(self, server: str) -> None:
        settings, window = self._desk.settings, self._window
        remembering.forget(settings, server)
        self._desk.tasks.start(self._desk.secrets.delete(server, window.user.text().strip()), "forget password")
        left, names = remembering.offered(settings), settings.get(SERVER_NAMES)
        window.server.offer(left, names)
        window.server.choose(left[0] if left else "")

    def _on_pressed(self, entered: Entered, *, ask: bool = False) -> None:
        self._window.set_requested(True)
        self._desk.tasks.start(self._try(entered, ask), _TRY, replacing=_TRY)

    async def _try(self, entered: Entered, ask: bool) -> None:
        window, seat = self._window, self._desk.seat
        if isinstance(seat, SeatRefused):
            window.show_no_seat(wording.no_seat(seat))
            return
        try:
            await self._session.sign_in(
                *(entered.server, entered.user, entered.password, entered.phone, seat.name, seat.host),
                new_password=entered.new_password,
                queues=entered.queues,
                ask=ask,
            )
        except PasswordExpired as expired:
            window.ask_new_password(expired)
        except WeakPassword as weak:
            window.refuse_new_password(weak)
        except (SeatTaken, PhoneInUse) as taken:
            window.show_taken(taken, self._clock.now)
        except Refusal as refusal:
            if isinstance(refusal, QueueNotYours):
                remembering.forget_queues(self._desk.settings, _url(entered.server), entered.user)
                self._on_who_changed()
            window.refuse(wording.refusal(refusal))
        except ServerTrouble as trouble:
            window.refuse(wording.trouble(trouble))
        except ValueError:
            window.refuse(no_address())
        else:
            if not self._desk.options.demo:  # whose server is gone with it
                self._remember(entered)
            self._finish(True)

    def _remember(self, entered: Entered) -> None:
        settings, secrets, tasks = self._desk.settings, self._desk.secrets, self._desk.tasks
        url = server_url(entered.server)
        remembered = settings.get(REMEMBER_PASSWORD)
        remembering.remember(settings, url, entered, self._look.names)
        if entered.remember:
            password = entered.new_password or entered.password
            if password != self._remembered:
                tasks.start(secrets.set(url, entered.user, password), "keep password")
        elif remembered:
            tasks.start(secrets.delete(url, entered.user), "forget password")


def _url(address: str) -> str:
    """As it is remembered; what is no address stays what it is."""
    try:
        return server_url(address)
    except ValueError:
        return address
