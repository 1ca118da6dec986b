"""The session's own matters, joined with the windows: the password in time, the queues that are staffed, a computer that
sleeps."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from agent_client.client.api import ServerTrouble
from agent_client.client.session import Session, Standing
from agent_client.client.store.state import Link, State
from agent_client.client.store.store import Store
from agent_client.client.store.views import current_contact, wrap_up_contact
from agent_client.client.tasks import TaskOwner
from agent_client.protocol.names import QueueId, WhyCode
from agent_client.protocol.refusals import BadCredentials, PasswordExpired, Refusal
from agent_client.protocol.sessions import ChooseQueues
from agent_client.protocol.why import Why
from ui import wording
from ui.commands import Commands
from ui.main_window.window import MainWindow
from ui.surroundings import Surroundings
from ui.text import tr
from ui.widgets.times import clock_or_day

STAYS = frozenset({WhyCode.SESSION_EXPIRED})
"""Ends of a session after which the agent signs in again where they are: everything else closes the windows."""


class SessionJoin:
    """``leave`` signs out and ends the shift."""

    def __init__(
        self,
        window: MainWindow,
        session: Session,
        store: Store,
        commands: Commands,
        tasks: TaskOwner,
        leave: Callable[[], None],
    ) -> None:
        self._window = window
        self._session = session
        self._store = store
        self._commands = commands
        self._tasks = tasks
        self._now: datetime | None = None
        self.expired: Callable[[PasswordExpired, str], None] = lambda expired, _: window.password.refuse(
            wording.refusal(expired)
        )
        """Who asks for a new password where the one that was given is good for nothing else (A8)."""
        self._surroundings = Surroundings()
        self._surroundings.falls_asleep.connect(session.heartbeat.fall_asleep)
        self._surroundings.wakes.connect(session.reconnect_now)
        window.password.given.connect(self._on_given)
        window.password.sign_out_wanted.connect(leave)
        window.queues.box.chosen.connect(self._on_queues)
        window.actions_["queues"].triggered.connect(window.queues.toggle)

    def leave(self) -> None:
        self._surroundings.leave()

    def stays(self, why: Why | None) -> bool:
        """Whether the windows stay after this end of the session."""
        return why is not None and why.code in STAYS

    def tick(self, now: datetime) -> None:
        self._now = now
        self._show(self._store.state)

    def _show(self, state: State) -> None:
        bar, lasting = self._window.password, self._session.heartbeat.lasting
        if state.link is Link.ENDED and self.stays(state.ended):
            was_hidden = bar.isHidden()
            words = tr("Enter your password to go on where you were: nothing that you typed is lost.")
            bar.ask(words, tr("Sign in again"))
            if was_hidden:
                bar.take_focus()
        elif self._now is not None and lasting is not None and lasting.wants_password(self._now):
            time = clock_or_day(lasting.password_by, self._now)
            if self._now < lasting.password_by:
                words = tr("Enter your password by {time} to stay signed in.", time=time)
            elif current_contact(state) or wrap_up_contact(state):
                words = tr("Enter your password to stay signed in after this contact.")
            else:
                words = tr("Enter your password to stay signed in.")
            bar.ask(words, tr("Stay signed in"))
        elif not bar.isHidden():
            bar.dismiss()

    # -- the password

    def _on_given(self, password: str) -> None:
        self._window.password.set_requested(True)
        self._tasks.start(self._give(password), "give the password", replacing="give the password")

    async def _give(self, password: str) -> None:
        bar = self._window.password
        try:
            if self._session.standing is Standing.ENDED:
                await self._session.sign_in_again(password)
            else:
                await self._session.heartbeat.give_password(self._session.api, password)
        except PasswordExpired as expired:
            bar.set_requested(False)
            self.expired(expired, password)
        except BadCredentials:
            bar.refuse(tr("That is not your password: type it exactly as you do at sign-in."))
        except Refusal as refusal:
            bar.refuse(wording.refusal(refusal))
        except ServerTrouble as trouble:
            bar.refuse(wording.trouble(trouble))
        else:
            bar.set_requested(False)
            bar.dismiss()

    # -- the queues

    def _on_queues(self, queues: tuple[QueueId, ...]) -> None:
        box = self._window.queues.box
        self._commands.press(
            "choose_queues",
            lambda api: api.choose_queues(ChooseQueues(queues=queues)),
            control=box,
            seen=lambda state, me: state.me is not None and set(state.me.queues) == set(me.queues),
            done=lambda _: box.dismiss(),
        )
