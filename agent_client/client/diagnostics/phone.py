"""What is known of the agent's phone, from what the server says of it; nothing is rung here."""

from __future__ import annotations

from datetime import datetime

from agent_client.client.store.state import Link, State
from agent_client.protocol.agents import Me
from agent_client.protocol.names import AgentState, NotReadyReason, WhyCode
from agent_client.rules.findings import Finding, Found, Grade

_TRIED = {
    WhyCode.PHONE_TESTED: (Grade.GOOD, Found.PHONE_ANSWERED),
    WhyCode.SIGN_ON_NOT_ANSWERED: (Grade.BAD, Found.PHONE_NOT_ANSWERED),
    WhyCode.SIGN_ON_NEVER_RANG: (Grade.BAD, Found.PHONE_NEVER_RANG),
}
_MAY_BE_TRIED = (
    NotReadyReason.PAUSE,
    NotReadyReason.IDLE,
    NotReadyReason.RONA,
    NotReadyReason.DECLINED,
    NotReadyReason.UNREACHABLE,
)


def phone(state: State) -> Finding:
    me = state.me
    if me is None or state.link is Link.ENDED:
        return Finding(Grade.UNKNOWN, Found.PHONE_SIGNED_OUT)
    words = {"phone": me.phone}
    if state.centre is not None and state.centre.pbx_lost_since is not None:
        return Finding(Grade.BAD, Found.PHONE_NO_PBX)
    if me.not_ready is NotReadyReason.SIGNING_ON:
        return Finding(Grade.UNKNOWN, Found.PHONE_RINGS, words)
    if me.phone_lost_since is not None:
        return Finding(Grade.BAD, Found.PHONE_LOST, words)
    if me.line_up_since is not None:
        return Finding(Grade.GOOD, Found.PHONE_LINE_UP, words | {"time": _instant(me.line_up_since)})
    if me.why is not None and me.why.code in _TRIED:
        grade, found = _TRIED[me.why.code]
        return Finding(grade, found, words | {"time": _instant(me.why.at)})
    return Finding(Grade.UNKNOWN, Found.PHONE_NOT_TRIED if may_be_tried(state) else Found.PHONE_BUSY, words)


def may_be_tried(state: State) -> bool:
    """Whether the phone can be rung now: as the server decides it."""
    return state.link is Link.UP and state.me is not None and _is_free(state.me)


def _is_free(me: Me) -> bool:
    return me.state is AgentState.NOT_READY and me.not_ready in _MAY_BE_TRIED and me.line_up_since is None


def _instant(at: datetime) -> str:
    return at.isoformat()
