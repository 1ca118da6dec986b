"""The day's calls in the supervisors' window, as far as they were looked down (H1)."""

from __future__ import annotations

from agent_client.client.api import ServerTrouble
from agent_client.client.session import Session
from agent_client.client.tasks import TaskOwner
from agent_client.protocol.refusals import Refusal
from agent_client.protocol.supervising import SupervisedCall
from ui.supervising.calls_page import CallsPage
from ui.wording import of_failure

from .latest import PAGE, Latest
from .playing import Playing

_CALLS = "supervising: calls"


class SupervisedCallsJoin:
    """Reads them where they are looked at; the others are let go."""

    def __init__(self, page: CallsPage, session: Session, tasks: TaskOwner, playing: Playing) -> None:
        self._page = page
        self._session = session
        self._tasks = tasks
        self._playing = playing
        self._known: Latest[SupervisedCall] = Latest(lambda call: call.call.interaction)
        self._left = False
        playing.join(page.player)
        page.sound_wanted.connect(lambda call: playing.play(call, page.player))
        page.filtered.connect(self._on_filtered)
        page.again_wanted.connect(self._on_filtered)
        page.more_wanted.connect(self._on_more_wanted)

    def read(self) -> None:
        self._tasks.start(self._read(), _CALLS, replacing=_CALLS)

    def forget(self) -> None:
        """Another day has begun."""
        self._known.forget()

    def rest(self) -> None:
        """Nobody looks."""
        self._playing.put_away(self._page.player)
        if self._known.rest():
            self._show()

    def leave(self) -> None:
        """An answer that comes now is nobody's."""
        self._left = True
        self._playing.part(self._page.player)

    # -- inside

    def _on_filtered(self) -> None:
        self._known.forget()
        if self._page.isVisible():
            self.read()

    def _on_more_wanted(self) -> None:
        if self._known.older is not None and _CALLS not in self._tasks.names():
            self._tasks.start(self._read(self._known.older), _CALLS)

    async def _read(self, before: int | None = None) -> None:
        """A page. The first one comes before what is here already, and those that go on still are asked for again."""
        read = await self._read_page(before)
        if before is None:
            for start in self._going_on() if read else ():
                read = read and await self._read_page(start)
        if read:
            self._show()

    async def _read_page(self, before: int | None) -> bool:
        """False when it is of no use any more, or failed, which is said."""
        wanted = self._page.filter
        try:
            found = await self._session.api.supervised_calls(
                agent=wanted.agent, queue=wanted.queue, number=wanted.number, before=before
            )
        except (Refusal, ServerTrouble) as problem:
            if not self._left:
                self._page.failed(of_failure(problem))
            return False
        if self._left or wanted != self._page.filter:
            return False
        self._known.add(found.calls, found.older, before)
        return True

    def _show(self) -> None:
        self._page.show_calls(self._known.items, every=self._known.older is None)

    def _going_on(self) -> list[int]:
        """Where the pages begin, but for the first, on which there are calls that had not ended."""
        known = self._known.items
        pages = (known[at : at + PAGE] for at in range(PAGE, len(known), PAGE))
        return [page[0].call.interaction + 1 for page in pages if any(call.call.ended_at is None for call in page)]
