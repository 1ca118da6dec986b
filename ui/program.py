"""What happens from the first window to the last: sign in, work a shift, sign in again or quit; in the demo, with its server."""

from __future__ import annotations

import asyncio
import gc
import logging
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QWidget

from agent_client.client.clock import ServerClock
from agent_client.protocol.refusals import NotSignedIn
from agent_client.workstation.files import Held
from agent_client.workstation.instance import Start as Again
from agent_client.workstation.instance import socket_name
from agent_client.workstation.ownership import hold_first, numbered
from agent_client.workstation.seat import Seat, SeatRefused
from agent_client.workstation.settings import PHONE, REMEMBER_PASSWORD, SERVER_NAMES, USER
from agent_client.workstation.terminal import FollowedSeat

from . import crash, wording
from .desk import Desk
from .dialogs.sign_in import Entered, SignInWindow
from .embedded import START_ASTERISK_SECONDS, START_SECONDS, Embedded, EmbeddedFailed, demo_command
from .notices import Level, Notice
from .remembering import fixed, follow_queues, offered
from .seat_watch import SeatWatch
from .text import tr

if TYPE_CHECKING:  # httpx is loaded only after the first paint: it costs as much time as all of the window
    from .diagnostics.join import Diagnosing
    from .instance import Doorbell
    from .online import Online
    from .shift.shift import Shift
    from .signing_in import SigningIn

_log = logging.getLogger(__name__)

DEMO_USER, DEMO_PASSWORD, DEMO_PHONE = "anna", "demo", "204"


@dataclass(frozen=True)
class Start:
    """What the sign-in window begins with; ``at_once``: the demo signs in by itself."""

    server: str = ""
    title: str = ""
    said: str = ""
    at_once: bool = False


class Program:
    def __init__(self, desk: Desk, clock: ServerClock, stop: asyncio.Event) -> None:
        self._desk = desk
        self._clock = clock
        self._stop = stop
        self._online: Online | None = None
        self._demo: Embedded | None = None
        self._demo_url = ""
        self._demo_lock: Held | None = None
        self._diagnosing: Diagnosing | None = None
        self._told_of_death = False
        self._front: QWidget | None = None
        self._doorbell: Doorbell | None = None
        self._shift: Shift | None = None
        self._seats: SeatWatch | None = None
        if desk.following is not None:
            self.follow_seat(desk.following)

    def online(self) -> Online | None:
        """None until the first window has been painted."""
        return self._online

    def follow_seat(self, following: FollowedSeat) -> None:
        """It changes with the device from which the terminal session is taken up."""
        self._seats = SeatWatch(following, self._desk.app)
        self._seats.changed.connect(self._on_seat)

    async def run(self) -> int:
        """Exit status."""
        start = Start(self._desk.options.server, *self._said_first(), at_once=self._desk.options.demo)
        try:
            while not self._stop.is_set():
                if not await self._sign_in(start):
                    break
                said = await self._work()
                if said is None:
                    break
                start = Start(title=tr("You were signed out"), said=said) if said else Start()
        finally:
            await self._close()
        return 0

    async def _sign_in(self, start: Start) -> bool:
        window = self._front = self._window(start)
        self._desk.placement.remember(window, "sign_in")
        first_paint, early = FirstPaint(window), _Early(window)
        window.show()
        await first_paint.done
        from .online import Online  # see above
        from .signing_in import SigningIn

        _collect_from_now_on()
        self._listen()
        if self._online is None:
            self._online = await Online.ready(self._desk, self._clock)
        window.diagnostics_wanted.connect(lambda: self._diagnose(window.server.text()))
        signing_in = SigningIn(self._desk, window, self._online.session, self._clock)
        stopping = self._desk.tasks.start(self._when_stopped(signing_in), "stop signing in")
        if start.at_once:
            self._desk.tasks.start(self._enter_demo(window), "enter the demo")
        else:
            self._desk.tasks.start(signing_in.recall_password(), "recall the password")
        early.pass_on(signing_in.stop)
        signing_in.look()
        try:
            return await signing_in.until_signed_in()
        finally:
            stopping.cancel()
            self._desk.tasks.cancel("enter the demo")
            window.close_now()
            window.deleteLater()

    async def _work(self) -> str | None:
        """What the next sign-in window says; None: no further window."""
        from .shift.shift import Leaving, Shift  # see above

        assert self._online is not None
        online = self._online
        await online.take_over()
        parts = (online.session, online.store, self._clock, online.outbox, online.shelf)
        shift = Shift(self._desk, *parts, self._diagnose)
        self._front, self._shift = shift.window, shift
        if self._seats is not None:
            self._seats.look()  # while it was being signed in
        self._tell_of_death(online, shift)
        forget = self._remember_queues(online)
        try:
            why = await shift.work(self._stop)
        finally:
            self._shift = None
            forget()
        if why is Leaving.QUIT:
            return None
        ended = online.store.state.ended
        return wording.why(ended) if why is Leaving.ENDED and ended is not None else ""

    def _on_seat(self, found: Seat | SeatRefused) -> None:
        """The terminal session was taken up from another device."""
        self._desk.seat = found
        self._go_by(found)
        if self._shift is not None:
            self._shift.seats.move(found)
        elif isinstance(self._front, SignInWindow):
            _show_seat(self._front, found)

    def _go_by(self, found: Seat | SeatRefused) -> None:
        """A second start looks for the first one at the seat that it finds itself."""
        claim = self._desk.claim
        if claim is None or not claim.first or isinstance(found, SeatRefused):
            return
        try:
            moved = claim.move(found.name)
        except OSError as error:
            _log.warning("a second start will not find this one: %s", error)
            return
        if moved and self._doorbell is not None:
            self._doorbell.listen(socket_name(claim.name, os.environ, self._desk.paths.state, sys.platform))

    def _remember_queues(self, online: Online) -> Callable[[], None]:
        try:
            server = online.session.api.base_url
        except NotSignedIn:  # it has ended already
            server = ""
        if self._desk.options.demo or not server:
            return lambda: None
        return follow_queues(self._desk.settings, online.store, server)

    def _diagnose(self, server: str = "") -> None:
        """Opens the window of diagnostics. ``server``: what stands in the sign-in window."""
        if self._online is None:
            return
        if self._diagnosing is None:
            from .diagnostics.join import Diagnosing  # few ever open it

            self._diagnosing = Diagnosing(self._desk, self._clock, self._online.session, self._online.store)
        self._diagnosing.open(server)

    def _tell_of_death(self, online: Online, shift: Shift) -> None:
        """Once, to whoever signs in first after it."""
        if self._desk.died and not self._told_of_death:
            self._told_of_death = True
            cards = online.shelf.cards(online.account()).unsaved()
            restored = crash.Restored.of(online.outbox.unsent(), cards)
            crash.tell_of_death(self._desk.notices, restored, shift.window.actions_["unsent"].trigger)

    def _said_first(self) -> tuple[str, str]:
        """Title and sentence of the first sign-in window."""
        if self._desk.died and not any(self._not_alone()):
            words = tr("What you typed was kept; it is there when you have signed in.")
            return tr("Agent Client ended unexpectedly last time"), words
        return self._not_alone()

    def _not_alone(self) -> tuple[str, str]:
        """Of a first start that is stuck: this one does its work, with files of its own."""
        claim = self._desk.claim
        if claim is None or claim.first or not claim.certain:
            return "", ""
        words = tr("It does not answer: end it in the task manager, or work here.")
        return tr("Agent Client runs already on this seat"), words

    def _listen(self) -> None:
        """For further starts on this seat; not before the first paint, which Qt's network parts would hold up."""
        claim = self._desk.claim
        if self._doorbell is None and claim is not None and claim.first:
            from .instance import Doorbell

            self._doorbell = Doorbell(self._on_started_again)
            self._doorbell.listen(socket_name(claim.name, os.environ, self._desk.paths.state, sys.platform))

    def _on_started_again(self, again: Again) -> None:
        from .instance import bring_to_front

        window = self._front
        if window is None:
            return
        self._desk.placement.come_forward()
        bring_to_front(window, again.token)
        if not again.server:
            return
        if isinstance(window, SignInWindow):
            window.choose_server(again.server)
        else:
            words = tr("You are signed in already: sign out to sign in at {server}.", server=again.server)
            self._desk.notices.post(Notice(Level.INFORMATION, words, key="started again"))

    async def _when_stopped(self, signing_in: SigningIn) -> None:
        await self._stop.wait()
        signing_in.stop()

    async def _enter_demo(self, window: SignInWindow) -> None:
        options = self._desk.options
        number, self._demo_lock = hold_first(
            self._desk.paths.demo / "demo.lock"
        )  # one for each session of this account
        database = numbered(self._desk.paths.demo / "demo.sqlite", number)
        command = demo_command(database, fresh=options.fresh, pace=options.pace, asterisk=options.asterisk)
        window.set_requested(True)
        window.server.setPlaceholderText(tr("Starting the contact centre…"))
        if options.asterisk is not None:
            window.said.say(
                "", tr("Asterisk is started, and the first time fetched: that takes a while."), icon="clock"
            )
        self._demo = Embedded(command, self._desk.paths.logs)
        try:
            url = await self._demo.start(START_SECONDS if options.asterisk is None else START_ASTERISK_SECONDS)
        except EmbeddedFailed as failed:
            _log.error("the demo did not start: %s", failed)
            window.refuse(failed.sentence())
            return
        self._demo_url = url
        window.server.setText(url)
        window.sign_in_pressed.emit(Entered(url, DEMO_USER, DEMO_PASSWORD, DEMO_PHONE, remember=False))

    def _window(self, start: Start) -> SignInWindow:
        settings, seat = self._desk.settings, self._desk.seat
        window = SignInWindow()
        if self._desk.options.demo:
            window.fill(
                servers=[self._demo_url] if self._demo_url else [],
                user=DEMO_USER,
                phone=DEMO_PHONE,
                password=DEMO_PASSWORD,
            )
            window.allow_remembering(False)
        else:
            window.fill(
                servers=offered(settings, start.server),
                names=settings.get(SERVER_NAMES),
                user=settings.get(USER),
                phone=settings.get(PHONE),
                remember=settings.get(REMEMBER_PASSWORD),
            )
            if fixed(settings):
                window.server.fix()
        _show_seat(window, seat)
        if self._seats is not None:
            window.seat_wanted.connect(self._seats.look)
        if start.said and not isinstance(seat, SeatRefused):
            window.said.say(start.title, start.said)
        return window

    async def _close(self) -> None:
        if self._diagnosing is not None:
            await self._diagnosing.close()
        self._front = None
        if self._seats is not None:
            self._seats.close()
        if self._doorbell is not None:
            self._doorbell.close()
        if self._online is not None:
            await self._online.close()
        if self._demo is not None:
            await self._demo.stop()
        if self._demo_lock is not None:
            self._demo_lock.let_go()


def _show_seat(window: SignInWindow, seat: Seat | SeatRefused) -> None:
    if isinstance(seat, SeatRefused):
        window.show_no_seat(wording.no_seat(seat))
    else:
        window.show_seat(seat.name)


def _collect_from_now_on() -> None:
    """What the start made stays for good: it is looked through no more, which would hold up the windows for 20 ms at a time."""
    if not gc.isenabled():
        gc.freeze()
        gc.enable()


class _Early:
    """What was pressed in a window that shows already, before the client's parts were loaded to hear it."""

    def __init__(self, window: SignInWindow) -> None:
        self._window = window
        self._entered: Entered | None = None
        self._closed = False
        self._passed_on = False
        window.sign_in_pressed.connect(self._on_pressed)
        window.close_wanted.connect(self._on_close)

    def pass_on(self, close: Callable[[], None]) -> None:
        """Somebody listens now."""
        self._passed_on = True
        if self._closed:
            close()
        elif self._entered is not None:
            self._window.sign_in_pressed.emit(self._entered)

    def _on_pressed(self, entered: Entered) -> None:
        if not self._passed_on:
            self._window.set_requested(True)
            self._entered = entered

    def _on_close(self) -> None:
        self._closed = True


class FirstPaint(QObject):
    """``done`` once the window has been painted for the first time, or half a second has passed: it may be covered."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        loop = asyncio.get_running_loop()
        self._painted: asyncio.Future[None] = loop.create_future()
        self._late = loop.call_later(0.5, self._settle)
        window.installEventFilter(self)

    @property
    def done(self) -> asyncio.Future[None]:
        return self._painted

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Paint:
            watched.removeEventFilter(self)
            asyncio.get_running_loop().call_soon(self._settle)
        return False

    def _settle(self) -> None:
        self._late.cancel()
        if not self._painted.done():
            self._painted.set_result(None)
