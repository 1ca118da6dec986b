"""A quiet look at the server in the sign-in window's field (A2): the centre's name if it answers, else why it does not."""

from __future__ import annotations

import asyncio

from agent_client.client.api import Api, Limits, ServerTrouble, server_url, system_ssl
from agent_client.client.tasks import TaskOwner
from agent_client.protocol.refusals import Refusal

from . import wording
from .dialogs.sign_in_server import ServerField
from .text import tr

AGAIN = 10.0
"""Seconds until a server that did not answer is looked at again."""
_LIMITS = Limits(connect=5.0, read=5.0, whole=8.0)
_LOOK = "look at the server"


def no_address() -> str:
    return tr("That is not a server's address. Write it as IT gave it to you, like https://centre.example.com.")


class ServerLook:
    """Nothing of what it finds keeps anybody from trying to sign in."""

    def __init__(self, field: ServerField, tasks: TaskOwner) -> None:
        self._field = field
        self._tasks = tasks
        self.names: dict[str, str] = {}
        """Of centres that answered, by address."""

    def look(self) -> None:
        """At the one in the field now."""
        self._tasks.start(self._look(self._field.address()), _LOOK, replacing=_LOOK)

    def stop(self) -> None:
        self._tasks.cancel(_LOOK)

    async def _look(self, address: str) -> None:
        if not address:
            return
        while True:
            words, good = await self._ask(address)
            if self._field.address() != address:
                return
            self._field.answer.say(words, good=good)
            if good:
                return
            await asyncio.sleep(AGAIN)

    async def _ask(self, address: str) -> tuple[str, bool]:
        try:
            url = server_url(address)
        except ValueError:
            return no_address(), False
        api = Api(url, system_ssl(), limits=_LIMITS)
        try:
            hello = await api.hello()
        except Refusal as refusal:
            return wording.refusal(refusal), False
        except ServerTrouble as trouble:
            return wording.trouble(trouble), False
        finally:
            await api.close()
        self.names[url] = hello.centre
        return hello.centre, True
