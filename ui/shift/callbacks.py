"""Presses on the callback list: call back, done, not reached, reopen; and the customer beside a chosen entry."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from agent_client.client.api import Api
from agent_client.client.store.state import State
from agent_client.client.store.store import Store
from agent_client.protocol.callbacks import Callback, Calling
from agent_client.protocol.names import CallbackId
from agent_client.rules.callback_actions import CallbackAction
from ui.commands import Commands
from ui.panels.callbacks import CallbacksPanel


class CallbackJoin:
    def __init__(self, panel: CallbacksPanel, commands: Commands, store: Store) -> None:
        self._panel = panel
        self._commands = commands
        self._store = store
        panel.call_pressed.connect(self._call)
        panel.done_pressed.connect(lambda entry: self._mark(CallbackAction.DONE, entry, Api.callback_done))
        panel.not_reached_pressed.connect(
            lambda entry: self._mark(CallbackAction.NOT_REACHED, entry, Api.callback_not_reached)
        )
        panel.reopen_pressed.connect(lambda entry: self._mark(CallbackAction.REOPEN, entry, Api.callback_reopen))

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

    def _mark(
        self, action: CallbackAction, entry: CallbackId, command: Callable[[Api, CallbackId], Awaitable[Callback]]
    ) -> None:
        def seen(state: State, marked: Callback) -> bool:
            now = state.callbacks.get(entry)
            return now is None or now.version >= marked.version

        self._commands.press(
            f"callback {entry}",
            lambda api: command(api, entry),
            what=action,
            control=self._panel.control(action, entry),
            seen=seen,
        )
