"""The ways by which a text message leaves the server (A15): a command of whoever runs it, or an HTTP address of theirs.

A command is told AGENT_CLIENT_TO and AGENT_CLIENT_TEXT in its environment and ends with status 0 once the message is on its
way. An address gets a POST of ``{"to": …, "text": …}`` as JSON and answers with a status of 200 to 299; with a token it comes
as ``Authorization: Bearer``. The number, the text and the token stand in no log, nor does what a command says.
"""

from __future__ import annotations

import logging
import ssl
from typing import Protocol

import httpx
import truststore

from agent_client.protocol.remote import TextProblem

from . import programs
from .programs import BadCommand
from .settings import MessageWay

_CHATTY = ("httpx", "httpcore")
TO, TEXT = "AGENT_CLIENT_TO", "AGENT_CLIENT_TEXT"


class NotSent(Exception):
    """Why; its words are the log's, and name neither number nor text. ``for_good``: the next try would end alike."""

    def __init__(
        self, words: str, problem: TextProblem, figure: float | None = None, *, for_good: bool = False
    ) -> None:
        super().__init__(words)
        self.problem = problem
        self.figure = figure
        self.for_good = for_good


class Messenger(Protocol):
    async def send(self, number: str, text: str) -> None:
        """Raises `NotSent`."""
        ...


class NoMessenger:
    async def send(self, number: str, text: str) -> None:
        raise NotSent("no way to send text messages has been set up", TextProblem.NO_WAY, for_good=True)


class CommandMessenger:
    def __init__(self, way: MessageWay) -> None:
        self._way = way

    async def send(self, number: str, text: str) -> None:
        way = self._way
        try:
            ran = await programs.run(way.command, {TO: number, TEXT: text}, seconds=way.seconds, shell=way.shell)
        except (OSError, BadCommand) as error:
            raise NotSent(f"the command cannot be run: {_reason(error)}", TextProblem.COMMAND_UNUSABLE) from None
        if ran.status is None:
            raise NotSent(f"the command took longer than {way.seconds:g} s", TextProblem.COMMAND_SLOW, way.seconds)
        if ran.status:
            raise NotSent(f"the command ended with status {ran.status}", TextProblem.COMMAND_FAILED, ran.status)


class HookMessenger:
    """``tls``: whom to trust, for tests with a server of their own."""

    def __init__(self, way: MessageWay, tls: ssl.SSLContext | None = None) -> None:
        self._way = way
        self._tls = tls
        for chatty in _CHATTY:
            logging.getLogger(chatty).setLevel(
                logging.WARNING
            )  # they would write the whole address, and with it its key

    async def send(self, number: str, text: str) -> None:
        way = self._way
        headers = {"Authorization": f"Bearer {way.token}"} if way.token else {}
        tls = self._tls or truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        try:
            async with httpx.AsyncClient(timeout=way.seconds, verify=tls, follow_redirects=False) as client:
                answer = await client.post(way.url, json={"to": number, "text": text}, headers=headers)
        except httpx.TimeoutException:
            raise NotSent(f"no answer within {way.seconds:g} s", TextProblem.NO_ANSWER, way.seconds) from None
        except httpx.HTTPError as error:
            raise NotSent(f"the address cannot be reached: {type(error).__name__}", TextProblem.NOT_REACHED) from None
        if not answer.is_success:
            raise NotSent(
                f"the address answered with status {answer.status_code}", TextProblem.REFUSED, answer.status_code
            )


def _reason(error: OSError | BadCommand) -> str:
    return error.strerror or type(error).__name__ if isinstance(error, OSError) else "it is none"


def messenger(way: MessageWay) -> Messenger:
    if way.url:
        return HookMessenger(way)
    return CommandMessenger(way) if way.command else NoMessenger()
