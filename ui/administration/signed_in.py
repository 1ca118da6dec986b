"""Whose phone a number is at the moment, and which numbers a typed name could mean. No widgets here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec import Struct

from agent_client.client.store.state import State
from agent_client.protocol.agents import Presence
from agent_client.protocol.names import AgentState
from agent_client.rules.dial_numbers import canonical
from agent_client.rules.folding import begins_words, folded_words
from agent_client.rules.phases import phase_of
from ui import theme, wording
from ui.text import tr
from ui.widgets.suggesting_field import Suggestion


class Operator(Struct, frozen=True):
    """``who``: whose phone it is now, or that it is nobody's; ``word`` their state, ``token`` its colour."""

    phone: str
    who: str = ""
    word: str = ""
    token: str = ""


class SignedIn:
    def __init__(self, state: State) -> None:
        self._state = state
        self._country = state.centre.country if state.centre is not None else ""
        self._agents = [
            agent for agent in state.agents.values() if agent.phone and agent.state is not AgentState.SIGNED_OUT
        ]

    def written(self, phone: str) -> str:
        """As it is stored."""
        return canonical(phone, self._country) or phone

    def whose(self, phone: str) -> Operator:
        for agent in self._agents:
            if self.same(agent.phone, phone):
                return Operator(phone, agent.name, self._word(agent), _token(agent))
        return Operator(phone, tr("nobody is signed in with it"))

    def meant(self, typed: str, besides: Iterable[str]) -> Sequence[Suggestion]:
        """Agents by name or number, but for those whose phones are among ``besides``."""
        words, listed = folded_words(typed), tuple(besides)

        def fits(agent: Presence) -> bool:
            asked = begins_words(words, agent.name) or (bool(typed) and agent.phone.startswith(typed))
            return asked and not any(self.same(agent.phone, phone) for phone in listed)

        found = sorted((agent for agent in self._agents if fits(agent)), key=lambda agent: agent.name)
        return [
            Suggestion(agent.phone, agent.name, f"{agent.phone} · {self._word(agent)}", _token(agent))
            for agent in found
        ]

    def same(self, one: str, other: str) -> bool:
        return one == other or self.written(one) == self.written(other)

    def _word(self, agent: Presence) -> str:
        return wording.agent_state(agent, self._state.centre)


def _token(agent: Presence) -> str:
    return theme.PHASE_TOKENS[phase_of(agent.state, agent.not_ready)]
