"""The seat of whoever is signed in: a colleague asks for it (A5), and it changes with the device that the session is taken up
from (A4)."""

from __future__ import annotations

from collections.abc import Callable

from agent_client.client.api import ServerTrouble
from agent_client.client.session import Session
from agent_client.client.store.state import Changed, Link, State
from agent_client.client.store.store import Store
from agent_client.client.tasks import TaskOwner
from agent_client.protocol.events import Event, SeatAsked
from agent_client.protocol.refusals import NotSignedIn, Refusal, SeatTaken
from agent_client.workstation.seat import Seat, SeatRefused
from ui import wording
from ui.notices import Level, Notice, Notices
from ui.text import clock_time, tr

_MOVE = "move to another seat"
_MOVED = "seat"


class SeatJoin:
    """``sign_out``: what the agent may do for a colleague who asks."""

    def __init__(
        self, session: Session, store: Store, tasks: TaskOwner, notices: Notices, sign_out: Callable[[], None]
    ) -> None:
        self._session = session
        self._store = store
        self._tasks = tasks
        self._notices = notices
        self._sign_out = sign_out
        self._wanted: Seat | None = None
        self._leave = (store.on_event(self._on_event), store.watch(Changed.LINK, self._on_link))

    def leave(self) -> None:
        for leave in self._leave:
            leave()
        self._notices.withdraw(_MOVED)
        for asker in [notice.key for notice in self._notices.current() if notice.key.startswith("seat asked")]:
            self._notices.withdraw(asker)

    def move(self, found: Seat | SeatRefused) -> None:
        """The session was taken up from another device: this is the seat now."""
        self._wanted = None if isinstance(found, SeatRefused) else found
        if isinstance(found, SeatRefused):
            words = tr("You stay signed in where you were. {why}", why=wording.no_seat(found))
            self._notices.post(Notice(Level.WARNING, words, stays=True, key=_MOVED))
        else:
            self._tasks.start(self._move(found), _MOVE, replacing=_MOVE)

    async def _move(self, seat: Seat) -> None:
        me = self._store.state.me
        before = "" if me is None else me.seat
        if before == seat.name:
            self._notices.withdraw(_MOVED)
            return
        try:
            await self._session.move(seat.name, seat.host)
        except NotSignedIn:
            return
        except SeatTaken as taken:
            self._wanted = None
            words = tr(
                "This device is seat {seat}, where {agent} is signed in: you stay signed in at seat {before}.",
                seat=seat.name,
                agent=taken.params.get("agent", ""),
                before=before,
            )
        except (Refusal, ServerTrouble) as problem:
            said = wording.of_failure(problem)
            words = tr("You stay signed in at seat {before}. {why}", before=before, why=said)
        else:
            self._wanted = None
            words = tr("You sit at seat {seat} now.", seat=seat.name)
            self._notices.post(Notice(Level.INFORMATION, words, key=_MOVED))
            return
        again = tr("Try again")
        self._notices.post(
            Notice(Level.WARNING, words, stays=True, key=_MOVED, action=again, act=lambda: self.move(seat))
        )

    def _on_link(self, state: State, _: Changed) -> None:
        """What could not be said while the server was out of reach."""
        if state.link is Link.UP and self._wanted is not None:
            self.move(self._wanted)

    def _on_event(self, event: Event) -> None:
        if not isinstance(event, SeatAsked):
            return
        agent, time = event.by.name, clock_time(event.at)
        if event.phone:
            words = tr(
                "{agent} would like to take calls on your phone {phone} ({time}): sign out when you can.",
                agent=agent,
                phone=event.phone,
                time=time,
            )
        else:
            words = tr(
                "{agent} would like to sit at your seat {seat} ({time}): sign out when you can.",
                agent=agent,
                seat=event.seat,
                time=time,
            )
        key = f"seat asked {event.by.id}"
        self._notices.post(Notice(Level.WARNING, words, stays=True, key=key, action=tr("Sign out"), act=self._sign_out))
