"""What supervisors did, newest first, in their window (H1)."""

from __future__ import annotations

from agent_client.client.api import ServerTrouble
from agent_client.client.session import Session
from agent_client.client.tasks import TaskOwner
from agent_client.protocol.refusals import Refusal
from agent_client.protocol.supervising import LogLine
from ui.supervising.other_pages import LogPage
from ui.wording import of_failure

from .latest import Latest

_LOG = "supervising: log"


class SupervisedLogJoin:
    """Reads it as far as it is looked down."""

    def __init__(self, page: LogPage, session: Session, tasks: TaskOwner) -> None:
        self._page = page
        self._session = session
        self._tasks = tasks
        self._known: Latest[LogLine] = Latest(lambda line: line.id)
        self._left = False
        page.again_wanted.connect(self.read)
        page.more_wanted.connect(self._on_more_wanted)

    def read(self) -> None:
        self._tasks.start(self._read(), _LOG, replacing=_LOG)

    def rest(self) -> None:
        """Nobody looks."""
        if self._known.rest():
            self._page.show_lines(self._known.items)

    def leave(self) -> None:
        """An answer that comes now is nobody's."""
        self._left = True

    # -- inside

    def _on_more_wanted(self) -> None:
        if self._known.older is not None and _LOG not in self._tasks.names():
            self._tasks.start(self._read(self._known.older), _LOG)

    async def _read(self, before: int | None = None) -> None:
        try:
            found = await self._session.api.intervention_log(before)
        except (Refusal, ServerTrouble) as problem:
            if not self._left:
                self._page.failed(of_failure(problem))
            return
        if not self._left:
            self._known.add(found.lines, found.older, before)
            self._page.show_lines(self._known.items)
