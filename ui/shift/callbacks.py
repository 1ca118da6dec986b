"""Presses on the callback list: call back, done, not reached, reopen; its history; and how each agent has it shown."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from agent_client.client.api import Api, ServerTrouble
from agent_client.client.session import Session
from agent_client.client.store.state import State
from agent_client.client.store.store import Store
from agent_client.client.tasks import TaskOwner
from agent_client.protocol.callbacks import Callback, Calling
from agent_client.protocol.names import CallbackId
from agent_client.protocol.refusals import Refusal
from agent_client.rules.callback_actions import CallbackAction
from agent_client.workstation.settings import CALLBACKS, CallbackChoice, CallbackChoices, Settings
from ui import wording
from ui.commands import Commands
from ui.panels.callback_words import marked_text
from ui.panels.callbacks import CallbacksPanel

_MARKS: dict[CallbackAction, Callable[[Api, CallbackId], Awaitable[Callback]]] = {
    CallbackAction.DONE: Api.callback_done,
    CallbackAction.NOT_REACHED: Api.callback_not_reached,
    CallbackAction.REOPEN: Api.callback_reopen,
}


class CallbackJoin:
    def __init__(
        self,
        panel: CallbacksPanel,
        commands: Commands,
        session: Session,
        store: Store,
        tasks: TaskOwner,
        settings: Settings,
    ) -> None:
        self._panel = panel
        self._commands = commands
        self._session = session
        self._store = store
        self._tasks = tasks
        self._settings = settings
        panel.pressed.connect(self._on_pressed)
        panel.drawer.wanted.connect(self._fetch_history)
        panel.choice_made.connect(self._keep)
        panel.show_choice(settings.get(CALLBACKS).get(session.api.account, CallbackChoice()))

    def _on_pressed(self, entry: CallbackId, action: str) -> None:
        if action == CallbackAction.CALL:
            self._call(entry)
        else:
            self._mark(CallbackAction(action), entry)

    def _call(self, entry: CallbackId) -> None:
        before = self._store.state.callbacks.get(entry)
        version = 0 if before is None else before.version

        def seen(state: State, calling: Calling) -> bool:
            now = state.callbacks.get(entry)
            return calling.contact in state.contacts or now is None or now.version > version

        self._commands.press(
            f"callback {entry}",
            lambda api: api.call_back(entry),
            what=CallbackAction.CALL,
            control=self._panel.control(CallbackAction.CALL, entry),
            seen=seen,
        )

    def _mark(self, action: CallbackAction, entry: CallbackId) -> None:
        """What was marked can be undone below the list."""

        def seen(state: State, marked: Callback) -> bool:
            now = state.callbacks.get(entry)
            return now is None or now.version >= marked.version

        def done(marked: Callback) -> None:
            if action is not CallbackAction.REOPEN:
                self._panel.foot.offer_undo(entry, marked_text(marked, self._store.state))

        self._commands.press(
            f"callback {entry}",
            lambda api: _MARKS[action](api, entry),
            what=action,
            control=self._panel.control(action, entry),
            seen=seen,
            done=done,
        )

    # -- what happened to an entry

    def _fetch_history(self, entry: CallbackId) -> None:
        self._tasks.start(self._history(entry), "history of an entry", replacing="history of an entry")

    async def _history(self, entry: CallbackId) -> None:
        try:
            self._panel.drawer.show_history(await self._session.api.callback_history(entry))
        except Refusal as refusal:
            self._panel.drawer.show_failed(entry, wording.refusal(refusal))
        except ServerTrouble as trouble:
            self._panel.drawer.show_failed(entry, wording.trouble(trouble))

    # -- how it is shown

    def _keep(self, choice: CallbackChoice) -> None:
        kept: CallbackChoices = self._settings.get(CALLBACKS)
        others = {account: shown for account, shown in kept.items() if account != self._session.api.account}
        self._settings.set(CALLBACKS, {**others, self._session.api.account: choice})
        self._settings.save()
