"""What the target picker asks the server for: the directory, and everything anew (D2)."""

from __future__ import annotations

from agent_client.client.api import ServerTrouble
from agent_client.client.session import Session
from agent_client.client.tasks import TaskOwner
from agent_client.protocol.refusals import Refusal
from ui import wording
from ui.panels.target_picker import TargetPicker

_TASK = "directory"


class TargetJoin:
    """The last question typed is the one answered."""

    def __init__(self, picker: TargetPicker, session: Session, tasks: TaskOwner) -> None:
        self._picker = picker
        self._session = session
        self._tasks = tasks
        picker.directory_wanted.connect(self._ask)
        picker.refresh_wanted.connect(session.refresh)
        picker.cancelled.connect(lambda: tasks.cancel(_TASK))

    def _ask(self, text: str) -> None:
        self._tasks.start(self._find(text), _TASK, replacing=_TASK)

    async def _find(self, text: str) -> None:
        try:
            self._picker.show_directory(await self._session.api.directory(text))
        except Refusal as refusal:
            self._picker.show_directory_failed(wording.refusal(refusal))
        except ServerTrouble as trouble:
            self._picker.show_directory_failed(wording.trouble(trouble))
