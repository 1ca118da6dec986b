"""Presses that call a number: one that is shown, one that was typed (D11)."""

from __future__ import annotations

from agent_client.client.store.state import State
from agent_client.client.store.store import Store
from agent_client.protocol.callbacks import Calling
from agent_client.protocol.contacts import Outdial
from agent_client.protocol.names import QueueId
from agent_client.rules.dial_numbers import canonical
from ui.commands import Commands, Control
from ui.main_window.window import MainWindow


class DiallingJoin:
    def __init__(self, window: MainWindow, commands: Commands, store: Store) -> None:
        self._window = window
        self._box = window.dial.box
        self._commands = commands
        self._store = store
        self._box.called.connect(self._call_typed)
        window.customer.number_pressed.connect(self.call)
        window.results.number_pressed.connect(self.call)

    def call(self, number: str, control: Control | None, queue: QueueId | None = None) -> None:
        """In the name of the agent's first queue where none was chosen."""
        me = self._store.state.me
        version = 0 if me is None else me.version

        def seen(state: State, calling: Calling) -> bool:
            return calling.contact in state.contacts or state.me is None or state.me.version > version

        self._commands.press(
            "outdial",
            lambda api: api.outdial(Outdial(number=number, queue=queue)),
            what=number,
            control=control,
            seen=seen,
            done=lambda _: self._called(number),
        )

    def _call_typed(self, number: str, queue: QueueId | None) -> None:
        self.call(number, self._box, queue)

    def _called(self, number: str) -> None:
        centre = self._store.state.centre
        self._box.recent.add(canonical(number, "" if centre is None else centre.country))
        self._box.dismiss()
        self._window.results.dismiss()
