"""Telling an administrator that the link to the PBX is lost, or there again: a command of theirs is run (F8).

One after the other. What the command is told stands in its environment: AGENT_CLIENT_EVENT (``pbx-lost``, ``pbx-back``) and
AGENT_CLIENT_SINCE.
"""

from __future__ import annotations

import asyncio
import logging

from . import programs
from .programs import BadCommand
from .services.pbx_link import LinkEvent, LinkNews
from .settings import LinkCommand

log = logging.getLogger(__name__)


class LinkCommands:
    def __init__(self, command: LinkCommand) -> None:
        self._command = command
        self._news: asyncio.Queue[LinkNews] = asyncio.Queue()

    def announce(self, news: LinkNews) -> None:
        """Never waits."""
        self._news.put_nowait(news)

    async def run(self) -> None:
        """Until cancelled; the command that runs then is ended."""
        while True:
            news = await self._news.get()
            line = self._command.on_lost if news.event is LinkEvent.LOST else self._command.on_back
            level = logging.ERROR if news.event is LinkEvent.LOST else logging.WARNING
            log.log(level, "the link to the PBX: %s, lost since %s", news.event.value, news.since.isoformat())
            if line:
                await self._run(line, news)

    async def _run(self, line: str, news: LinkNews) -> None:
        event, command = news.event.value, self._command
        told = {
            "AGENT_CLIENT_EVENT": event,
            "AGENT_CLIENT_SINCE": news.since.isoformat().replace("+00:00", "Z"),
        }
        try:
            ran = await programs.run(line, told, seconds=command.seconds, shell=command.shell)
        except (OSError, BadCommand) as error:
            log.error("the command for %s cannot be run: %s", event, error)
            return
        if ran.status is None:
            log.error("the command for %s was ended: it took longer than %g s", event, command.seconds)
        else:
            level = logging.WARNING if ran.status else logging.INFO
            log.log(level, "the command for %s ended with status %d", event, ran.status)
        if ran.said:
            log.info("the command for %s said: %s", event, ran.said)
