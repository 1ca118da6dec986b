"""Who may hear the recording of a call, and where in it nothing was recorded (D8)."""

from __future__ import annotations

from msgspec import Struct

from agent_client.protocol.interactions import PastCall
from agent_client.protocol.names import AgentId, MomentKind, Role
from agent_client.protocol.time import seconds_between

_ALL = frozenset({Role.SUPERVISOR, Role.ADMINISTRATOR})
_IN_CONVERSATION = frozenset(
    {MomentKind.ANSWERED, MomentKind.CONNECTED, MomentKind.TOOK_OVER, MomentKind.CONSULT_ACCEPTED}
)


class Gap(Struct, frozen=True):
    """In seconds since the recording began. ``end`` None: it lasted until the recording ended."""

    start: float
    end: float | None


def may_hear(role: Role, agent: AgentId, call: PastCall) -> bool:
    """Agents their own calls, also those in which they were only asked; who looks after them all."""
    if role in _ALL or any(one.id == agent for one in call.agents):
        return True
    return any(
        moment.agent is not None and moment.agent.id == agent
        for moment in call.moments
        if moment.kind in _IN_CONVERSATION
    )


def gaps(call: PastCall) -> tuple[Gap, ...]:
    """Where the recording was paused."""
    if call.recording is None:
        return ()
    found: list[Gap] = []
    since: float | None = None
    for moment in call.moments:
        at = seconds_between(call.recording.began_at, moment.at)
        if moment.kind is MomentKind.RECORDING_PAUSED and since is None:
            since = max(0.0, at)
        elif moment.kind is MomentKind.RECORDING_RESUMED and since is not None:
            found.append(Gap(since, at))
            since = None
    return (*found, Gap(since, None)) if since is not None else tuple(found)
