"""Which phase of the status bar (B1) a state of the agent is."""

from __future__ import annotations

from agent_client.protocol.agents import Me
from agent_client.protocol.names import AgentState, NotReadyReason, Phase, WhyCode

_PHASES = {
    AgentState.READY: Phase.WAITING,
    AgentState.OFFERED: Phase.SETUP,
    AgentState.ON_CONTACT: Phase.CALL,
    AgentState.WRAP_UP: Phase.WRAP_UP,
}
_NOT_READY = {
    NotReadyReason.SIGNING_ON: Phase.SIGNING_ON,
    NotReadyReason.RONA: Phase.RONA,
    NotReadyReason.UNREACHABLE: Phase.RONA,
}


def phase_of(state: AgentState, not_ready: NotReadyReason | None) -> Phase:
    if state is AgentState.NOT_READY and not_ready is not None:
        return _NOT_READY.get(not_ready, Phase.PAUSE)
    return _PHASES.get(state, Phase.PAUSE)


def must_choose(me: Me) -> bool:
    """After RONA the agent must choose Available or Idle (B2)."""
    missed = me.state is AgentState.NOT_READY and phase_of(me.state, me.not_ready) is Phase.RONA
    return missed and not waits_for_phone(me)


def waits_for_phone(me: Me) -> bool:
    """They were available when their phone went, and are again once it is back."""
    lost = me.why is not None and me.why.code is WhyCode.PHONE_LOST
    return lost and me.not_ready is NotReadyReason.UNREACHABLE
