"""The files of the centre's recordings, while Asterisk keeps them: how they are called there, and how long they are."""

from __future__ import annotations

from collections.abc import Container, Iterable

from agent_client.backend.ports.telephony import RecordingMade
from agent_client.backend.tasks import TaskOwner

from .ari import Ari, AriLost, AriRefused
from .news import News
from .wire import quoted

WAV_HEADER, WAV_SECOND = 44, 16_000
"""Bytes: 8 kHz, 16 bit, one channel."""
NOT_RECORDED = "Asterisk did not record it"


class RecordedFiles:
    """``folder``: within Asterisk's."""

    def __init__(self, ari: Ari, news: News, tasks: TaskOwner, folder: str) -> None:
        self._ari = ari
        self._news = news
        self._tasks = tasks
        self._folder = folder

    def full_name(self, name: str) -> str:
        return f"{self._folder}/{name}"

    def path(self, name: str) -> str:
        return quoted(self.full_name(name))

    def name(self, full_name: str) -> str:
        """Empty: it is none of the centre's."""
        folder, _, name = full_name.rpartition("/")
        return name if folder == self._folder else ""

    def tell(self, full_names: Iterable[str], running: Container[str]) -> None:
        """Of all that Asterisk has, the centre's that are over."""
        for name in map(self.name, full_names):
            if name and name not in running:
                self.made(name)

    def made(self, name: str, problem: str = "") -> None:
        """It is over: told with its length, of which Asterisk itself knows whole seconds only."""
        self._tasks.start(self._made(name, problem), f"the length of recording {name}")

    async def _made(self, name: str, problem: str) -> None:
        size = 0
        try:
            async for piece in await self._ari.fetch(f"recordings/stored/{self.path(name)}/file"):
                size += len(piece)
        except AriLost:
            return  # told when the link is there again
        except AriRefused:
            problem = problem or NOT_RECORDED
        self._news.tell(RecordingMade(name, max(0, size - WAV_HEADER) / WAV_SECOND, problem))
