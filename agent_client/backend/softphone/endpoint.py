"""One UDP socket that speaks SIP: requests that are asked again until they are answered, and answers that are said again when
the question comes twice (RFC 3261, 17)."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Callable
from typing import Any

from msgspec.structs import replace

from .messages import Address, BadMessage, Request, Response, datagram, parameter, parse

FIRST_REPEAT, LONGEST_PAUSE, GIVEN_UP_AFTER = 0.5, 4.0, 32.0
KEPT_ANSWERS = 2_000
log = logging.getLogger(__name__)


class Endpoint(asyncio.DatagramProtocol):
    """``handle`` gets each new request, but CANCEL's and ACK's repeats. ``unplugged``: nothing comes in, nothing goes out."""

    def __init__(self, handle: Callable[[Request, Address], None]) -> None:
        self._handle = handle
        self._asked: dict[tuple[str, str], asyncio.Queue[Response]] = {}
        self._said: dict[tuple[str, str, str], bytes] = {}
        self._thanked: dict[tuple[str, int], tuple[Request, Address]] = {}
        self.unplugged = False
        self.address: Address = ("", 0)

    async def open(self, host: str, port: int = 0) -> None:
        transport, _ = await asyncio.get_running_loop().create_datagram_endpoint(lambda: self, local_addr=(host, port))
        self._transport = transport
        self.address = transport.get_extra_info("sockname")[:2]

    def close(self) -> None:
        if self.address[1]:
            self._transport.close()

    def send(self, message: Request | Response, to: Address) -> None:
        if not self.unplugged and not self._transport.is_closing():
            self._transport.sendto(datagram(message), to)

    async def ask(self, request: Request, to: Address, meanwhile: Callable[[Response], None] | None = None) -> Response:
        """The final answer. A refused INVITE is acknowledged. Raises `TimeoutError`."""
        key = (request.branch, request.method)
        answers = self._asked[key] = asyncio.Queue()
        pause: float | None = FIRST_REPEAT
        until = asyncio.get_running_loop().time() + GIVEN_UP_AFTER
        self.send(request, to)
        try:
            while True:
                try:
                    answer = await asyncio.wait_for(answers.get(), pause)
                except TimeoutError:
                    if pause is None or asyncio.get_running_loop().time() > until:
                        raise
                    self.send(request, to)
                    pause = min(2 * pause, LONGEST_PAUSE)
                    continue
                if answer.status >= 200:
                    break
                if request.method == "INVITE":
                    pause = None  # it rings, for as long as it likes
                if meanwhile is not None:
                    meanwhile(answer)
        finally:
            del self._asked[key]
        if request.method == "INVITE" and answer.status >= 300:
            self.send(_acknowledged(request, answer), to)
        return answer

    def reply(self, to: Request, answer: Response, address: Address) -> None:
        if len(self._said) > KEPT_ANSWERS:
            del self._said[next(iter(self._said))]
        self._said[_question(to)] = datagram(answer)
        self.send(answer, address)

    def thank(self, acknowledgement: Request, to: Address) -> None:
        """For a call that was answered; again when the answer is repeated."""
        self._thanked[(acknowledgement.call_id, acknowledgement.cseq)] = (acknowledgement, to)
        self.send(acknowledgement, to)

    def forget(self, call_id: str) -> None:
        for key in [key for key in self._thanked if key[0] == call_id]:
            del self._thanked[key]

    def datagram_received(self, data: bytes, addr: tuple[str | Any, int]) -> None:
        if self.unplugged or not data.strip():
            return
        try:
            message = parse(data)
        except (BadMessage, ValueError, IndexError):
            log.warning("what came from %s is no SIP message", addr[0])
            return
        if isinstance(message, Response):
            self._answered(message)
        elif (said := self._said.get(_question(message))) is not None:
            self._transport.sendto(said, addr)
        else:
            self._handle(message, (addr[0], addr[1]))

    def error_received(self, exc: Exception) -> None:
        log.debug("the other side's port is closed: %s", exc)

    def _answered(self, answer: Response) -> None:
        waiting = self._asked.get((answer.branch, answer.cseq_method))
        if waiting is not None:
            waiting.put_nowait(answer)
        elif answer.status < 300 and answer.cseq_method == "INVITE":
            with contextlib.suppress(KeyError):
                self.send(*self._thanked[(answer.call_id, answer.cseq)])


def _question(request: Request) -> tuple[str, str, str]:
    return request.call_id, request.branch, request.get("CSeq")


def _acknowledged(invite: Request, refusal: Response) -> Request:
    """Of the same transaction: the same branch, and whom the refusal names."""
    kept = {"via", "from", "call-id", "max-forwards"}
    headers = tuple((name, value) for name, value in invite.headers if name.lower() in kept)
    assert parameter(invite.get("Via"), "branch")
    headers += (("To", refusal.get("To")), ("CSeq", f"{invite.cseq} ACK"))
    return replace(invite, method="ACK", headers=headers, body="")
