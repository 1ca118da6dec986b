"""What a supervisor does while they listen to a colleague: answer their own phone, whisper, join, stop (H1)."""

from __future__ import annotations

from agent_client.client.store.store import Store
from agent_client.protocol.names import Listening
from agent_client.protocol.supervising import Listen
from ui.commands import Commands
from ui.supervising.listening_bar import ListeningBar
from ui.supervising.listening_words import present

_NAME = "listening"


class ListeningJoin:
    """How it begins is an intervention like the others, with its question why."""

    def __init__(self, bar: ListeningBar, store: Store, commands: Commands) -> None:
        self._bar = bar
        self._store = store
        self._commands = commands
        bar.how_wanted.connect(self._go_on)
        bar.answer_wanted.connect(self._answer)
        bar.stop_wanted.connect(self._stop)

    def _go_on(self, how: Listening) -> None:
        """Otherwise than until now."""
        heard = present(self._store.state)
        if heard is None:
            return
        wish = Listen(contact=heard.contact, how=how)
        self._commands.press(
            _NAME,
            lambda api: api.listen(wish),
            what=how.value,
            control=self._bar.buttons[how],
            seen=lambda state, _: (now := present(state)) is None or now.how is how,
        )

    def _answer(self) -> None:
        self._commands.press(
            _NAME,
            lambda api: api.answer_listening(),
            what="answer",
            control=self._bar.answer,
            seen=lambda state, _: (now := present(state)) is None or now.answered_at is not None,
        )

    def _stop(self) -> None:
        self._commands.press(
            _NAME,
            lambda api: api.stop_listening(),
            what="stop",
            control=self._bar.stop,
            seen=lambda state, _: present(state) is None,
        )
