"""The question why, kept up with what it is about: from the press until it is done, left, or about nothing any more."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from agent_client.client.store.state import Link, State
from agent_client.protocol.names import AgentId, Intervention
from ui.models.supervised_agents import AgentLine
from ui.text import tr

from . import listening_words, target, words
from .intervention_form import InterventionForm
from .target import Target


class Asking(QObject):
    """``confirmed`` carries a `Target`, the reason, and whether a conversation is to be ended, too. ``ended``: the question
    has gone."""

    confirmed = Signal(object, str, bool)
    ended = Signal()

    def __init__(self, form: InterventionForm, line_of: Callable[[AgentId | None], AgentLine | None]) -> None:
        super().__init__(form)
        self._form = form
        self._line_of = line_of
        self._about: Target | None = None
        self._state = State()
        form.left.connect(self.leave)
        form.confirmed.connect(self._on_confirmed)

    def about(self) -> Target | None:
        """None: nothing is asked."""
        return self._about

    def ask(self, about: Target) -> None:
        self._about = about
        if about.how is not None:
            title, label = listening_words.title(about.how, about.name), listening_words.label(about.how)
        else:
            title, label = target.title(about), target.label(about)
        self._form.ask(title, label, words.reasons(about.kind))
        self.explain(self._state)

    def explain(self, state: State) -> None:
        """What it would mean now: the conversation may be another than when the question was asked."""
        self._state = state
        about = self._about
        if about is None:
            return
        offline = "" if state.link is Link.UP else tr("No link to the server")
        if about.kind is Intervention.UNLOCK_CUSTOMER:
            sentence = tr(
                "{agent} works on it now, and keeps what they typed; they read your reason.", agent=about.name
            )
            self._form.explain(sentence, talks=False, why_not=offline)
            return
        line = self._line_of(about.agent)
        if about.how is not None:
            gone = listening_words.outdated(about, line)
            sentence = "" if line is None or gone else listening_words.consequence(about.how, line, state)
            hinders = "" if line is None else listening_words.why_not(line, state)
            self._form.explain(sentence, talks=False, why_not=gone or hinders)
            return
        gone = target.outdated(about, line)
        sentence = "" if line is None or gone else words.consequence(about.kind, line, state)
        talks = line is not None and not gone and about.kind in target.ENDS and words.talks(line)
        self._form.explain(sentence, talks=talks, why_not=gone or offline)

    def done(self, about: Target) -> None:
        """It was carried out, or there is nothing to do any more."""
        if self._about == about:
            self.leave()

    def leave(self) -> None:
        if self._about is not None:
            self._about = None
            self._form.end()
            self.ended.emit()

    def _on_confirmed(self, reason: str, also: bool) -> None:
        if self._about is not None:
            self.confirmed.emit(self._about, reason, also)
