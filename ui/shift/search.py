"""Customers found by hand, by name, company or number (F2, Ctrl+K): the last question typed is the one answered."""

from __future__ import annotations

from agent_client.client.api import ServerTrouble
from agent_client.client.session import Session
from agent_client.client.tasks import TaskOwner
from agent_client.protocol.refusals import Refusal
from ui import wording
from ui.main_window.window import MainWindow

_TASK = "search"


class SearchJoin:
    def __init__(self, window: MainWindow, session: Session, tasks: TaskOwner) -> None:
        self._window = window
        self._session = session
        self._tasks = tasks
        window.header.search_typed.connect(self._on_typed)

    def _on_typed(self, text: str) -> None:
        self._tasks.cancel(_TASK)
        if text:
            self._window.show_searching()
            self._tasks.start(self._find(text), _TASK)

    async def _find(self, text: str) -> None:
        try:
            self._window.show_found(await self._session.api.find_customers(text))
        except Refusal as refusal:
            self._window.show_search_failed(wording.refusal(refusal))
        except ServerTrouble as trouble:
            self._window.show_search_failed(wording.trouble(trouble))
