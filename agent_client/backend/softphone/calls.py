"""One call of a soft phone, from either end: what becomes of it, and its sound."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Coroutine
from enum import StrEnum
from typing import Any

from .dialog import Dialog, Line
from .messages import Address, Headers, Request, Response, name_of, user_of
from .sessions import Direction, describe, read
from .sound import Sound


class CallState(StrEnum):
    BEGUN = "begun"
    RINGING = "ringing"
    UP = "up"
    ENDED = "ended"


class Call:
    """``number``: what was dialled. ``status``: how it was refused before anybody answered. ``changed`` is told of each state."""

    def __init__(self, line: Line, call_id: str, peer: Address, says: int, changed: Callable[[Call], None]) -> None:
        self.state = CallState.BEGUN
        self.status = 0
        self.number = ""
        self.caller, self.caller_name = "", ""
        """Whom the phone shows."""
        self.notified: list[str] = []
        """What became of a transfer, as the other side told it: ``SIP/2.0 200 OK``."""
        self.shown: Headers = ()
        """The headers of the last invitation, or of its answer."""
        self.sound = Sound(line.host, says, line.beat)
        self._line = line
        self._dialog = Dialog(line, call_id, peer)
        self._changed = changed
        self._turn = asyncio.Event()
        self._versions = 0
        self._invitation: tuple[Request, Address] | None = None
        self._given_up = False

    @property
    def id(self) -> str:
        return self._dialog.id

    async def until(self, *states: CallState) -> CallState:
        while self.state not in states:
            self._turn.clear()
            await self._turn.wait()
        return self.state

    def hang_up(self, status: int = 603) -> None:
        """Refuses with ``status`` what still rings here."""
        if self.state is CallState.UP:
            self._line.tasks.start(_heard_or_not(self._dialog.ask("BYE")), "soft phone hangs up")
            self._end()
        elif self._invitation is not None:
            self._refuse(status)
        elif self.state is not CallState.ENDED:
            self._given_up = True
            if self.state is CallState.RINGING:
                self._line.tasks.start(_heard_or_not(self._dialog.cancel()), "soft phone gives up")

    def vanish(self) -> None:
        """As if the cable were pulled: nobody is told."""
        self._end()

    async def hold(self, held: bool) -> int:
        """The hold key. The status of the answer."""
        self.sound.direction = Direction.SENDS if held else Direction.BOTH
        return (await self._dialog.ask("INVITE", self._describe())).status

    async def transfer(self, number: str, instead_of: Call | None = None) -> int:
        """The transfer key (REFER), with ``instead_of`` to whom the other call of this phone has already reached."""
        host, port = self._dialog.peer
        replaces = f"?Replaces={instead_of._dialog.replaces}" if instead_of is not None else ""
        to = ("Refer-To", f"<sip:{number}@{host}:{port}{replaces}>")
        return (await self._dialog.ask("REFER", more=(to, ("Referred-By", self._line.contact)))).status

    # The end that is called.

    def invited(self, invite: Request, sender: Address) -> None:
        self._invitation = (invite, sender)
        self._dialog.called(invite)
        self.number = user_of(invite.uri)
        self._take(invite)
        self._show(invite)

    def ring(self) -> None:
        if self.state is CallState.BEGUN and self._invitation is not None:
            self._dialog.answer(*self._invitation, 180)
            self._turned(CallState.RINGING)

    def answer(self) -> bool:
        """False when there is nothing to answer any more."""
        if self._invitation is None or self.state not in (CallState.BEGUN, CallState.RINGING):
            return False
        self._dialog.answer(*self._invitation, 200, self._describe())
        self._up()
        return True

    def _refuse(self, status: int) -> None:
        if self._invitation is not None and self.state in (CallState.BEGUN, CallState.RINGING):
            self._dialog.answer(*self._invitation, status)
            self.status = status
            self._end()

    # The end that calls.

    async def invite(self, uri: str, sender: str, more: Headers = ()) -> None:
        self._dialog.calls(uri, sender)
        self.number = user_of(uri)
        try:
            answer = await self._dialog.ask("INVITE", self._describe(), more, self._rings)
        except TimeoutError:
            self.status = 408
            self._end()
            return
        if answer.status >= 300:
            self.status = answer.status
            self._end()
            return
        self.shown = answer.headers
        self._take(answer)
        self._up()
        if self._given_up:
            self.hang_up()

    def _rings(self, answer: Response) -> None:
        if answer.status > 100 and self.state is CallState.BEGUN:
            self._turned(CallState.RINGING)
        if answer.body:
            self._take(answer)
            self._line.tasks.start(self.sound.open(), "soft phone hears early")
        if self._given_up:
            self._line.tasks.start(_heard_or_not(self._dialog.cancel()), "soft phone gives up")

    # What the other side says in the call.

    def told(self, request: Request, sender: Address) -> None:
        match request.method:
            case "ACK":
                return
            case "INVITE" | "UPDATE":
                self._take(request)
                self._show(request)
                self._dialog.answer(request, sender, 200, self._describe())
                return
            case "NOTIFY":
                self.notified.append(request.body.strip())
        self._dialog.answer(request, sender, 200)
        match request.method:
            case "CANCEL":
                self._refuse(487)
            case "BYE":
                self._end()
            case "NOTIFY" if request.get("Event").lower().startswith("talk"):
                self.answer()

    def _take(self, message: Request | Response) -> None:
        said = read(message.body)
        if said is None:
            return
        self.sound.to = said.to
        if isinstance(message, Request) and self.sound.direction is not Direction.SENDS:  # we hold, whatever they wish
            self.sound.direction = said.direction.reversed()

    def _show(self, request: Request) -> None:
        who = request.get("P-Asserted-Identity") or request.get("From")
        self.caller, self.caller_name = user_of(who), name_of(who)
        self.shown = request.headers

    def _describe(self) -> str:
        self._versions += 1
        return describe(self.sound.address, self.sound.direction, self._versions)

    def _up(self) -> None:
        self._line.tasks.start(self.sound.open(), "soft phone's sound")
        self._turned(CallState.UP)

    def _end(self) -> None:
        if self.state is not CallState.ENDED:
            self.sound.close()
            self._dialog.over()
            self._turned(CallState.ENDED)

    def _turned(self, state: CallState) -> None:
        self.state = state
        self._turn.set()
        self._changed(self)


async def _heard_or_not(saying: Coroutine[Any, Any, object]) -> None:
    with contextlib.suppress(TimeoutError):
        await saying
