"""The recordings of the time line: which of them is played, and that one can be heard now (D8)."""

from __future__ import annotations

from agent_client.client.store.state import Changed
from agent_client.client.store.store import Store
from agent_client.protocol.events import Event, RecordingKept
from agent_client.protocol.names import InteractionId
from ui.panels.customer_history import CustomerHistory

from .playing import Playing


class SoundJoin:
    def __init__(self, history: CustomerHistory, playing: Playing, store: Store) -> None:
        self._history = history
        self._playing = playing
        playing.join(history.player)
        history.line.sound_wanted.connect(self._play)
        self._leave = (
            store.on_event(self._on_event),
            store.watch(Changed.ME, lambda state, _: playing.hush(state)),
        )

    def leave(self) -> None:
        for leave in self._leave:
            leave()

    def _play(self, key: object) -> None:
        """``key``: an entry's of the time line; those of calls name their call."""
        match key:
            case ("call", int(number)):
                call = self._history.known.call(InteractionId(number))
                if call is not None:
                    self._playing.play(call, self._history.player)

    def _on_event(self, event: Event) -> None:
        if isinstance(event, RecordingKept):
            self._history.show_recording(event.interaction, event.recording)
