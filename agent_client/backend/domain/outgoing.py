"""Customers who are called: by an agent's own wish (E3, D11), because they asked for it (C5), or from a campaign (D11)."""

from __future__ import annotations

from msgspec.structs import replace

from agent_client.protocol.names import ContactState, EndedBy, WhyCode

from .talks import talk
from .turns import Fate, Happening, Listed, Table, Turn, Turns

_S = ContactState
_H = Happening
_W = WhyCode


def _released(agent: Fate, why: WhyCode | None, ended_by: EndedBy) -> Turn:
    """The agent's own phone came to nothing: no attempt was made on the customer."""
    return Turn(to=_S.ENDED, agent=agent, why=why, listed=Listed.RELEASED, ended_by=ended_by)


def _unreached(ended_by: EndedBy) -> Turn:
    return Turn(
        to=_S.ENDED,
        agent=Fate.RETURNS,
        why=_W.CUSTOMER_NOT_REACHED,
        listed=Listed.ATTEMPTED,
        ended_by=ended_by,
    )


_RINGING: Turns = {
    _H.RANG: Turn(to=_S.RINGING),
    _H.ANSWERED: Turn(to=_S.RINGING),
    _H.NOT_ANSWERED: _released(Fate.RONA, _W.RANG_NOT_ANSWERED, EndedBy.FAILED),
    _H.BUSY: _released(Fate.UNREACHABLE, _W.PHONE_BUSY, EndedBy.FAILED),
    _H.UNREACHABLE: _released(Fate.UNREACHABLE, _W.PHONE_UNREACHABLE, EndedBy.FAILED),
    _H.DECLINED: _released(Fate.RETURNS, None, EndedBy.AGENT),
    _H.AGENT_ENDED: _released(Fate.RETURNS, None, EndedBy.AGENT),
    _H.AGENT_GAVE_UP: _unreached(EndedBy.AGENT),
    _H.AGENT_LEFT: _released(Fate.STAYS, _W.CLAIM_EXPIRED, EndedBy.FAILED),
    _H.CALL_LOST: _released(Fate.RETURNS, _W.CALL_LOST, EndedBy.FAILED),
    _H.SERVER_RESTARTED: _released(Fate.RETURNS, _W.SERVER_RESTARTED, EndedBy.FAILED),
    _H.CUSTOMER_ANSWERED: Turn(to=_S.CONNECTED, agent=Fate.TALKS, listed=Listed.REACHED),
    _H.CUSTOMER_SILENT: _unreached(EndedBy.NOT_ANSWERED),
    _H.CUSTOMER_LEFT: _unreached(EndedBy.NOT_ANSWERED),
    _H.CUSTOMER_BUSY: _unreached(EndedBy.BUSY),
    _H.CUSTOMER_UNREACHABLE: _unreached(EndedBy.FAILED),
}
OUTGOING: Table = {
    (_S.CONNECTING, None): _RINGING,
    (_S.RINGING, None): _RINGING,
    **talk(
        Listed.RELEASED,
        Turn(to=_S.ENDED, why=_W.LINK_LOST, listed=Listed.REOPENED, ended_by=EndedBy.FAILED),
    ),
}

_again = Turn(to=_S.QUEUED, agent=Fate.RETURNS, why=_W.CUSTOMER_NOT_REACHED, listed=Listed.ATTEMPTED)


def _waits_on(agent: Fate, why: WhyCode | None = None) -> Turn:
    """Nobody has tried to reach the customer: the next agent does."""
    return Turn(to=_S.QUEUED, agent=agent, why=why, listed=Listed.RELEASED)


_ROUTED_RINGING: Turns = {
    _H.RANG: Turn(to=_S.RINGING),
    _H.ANSWERED: Turn(to=_S.RINGING),
    _H.NOT_ANSWERED: _waits_on(Fate.RONA, _W.RANG_NOT_ANSWERED),
    _H.BUSY: _waits_on(Fate.UNREACHABLE, _W.PHONE_BUSY),
    _H.UNREACHABLE: _waits_on(Fate.UNREACHABLE, _W.PHONE_UNREACHABLE),
    _H.DECLINED: _waits_on(Fate.DECLINED, _W.DECLINED_BY_AGENT),
    _H.CANCELLED: Turn(
        to=_S.WRAP_UP,
        agent=Fate.WRAPS_UP,
        why=_W.CALLBACK_CANCELLED,
        listed=Listed.CANCELLED,
        ended_by=EndedBy.CANCELLED,
    ),
    _H.MOOT: Turn(to=_S.ENDED, agent=Fate.RETURNS, listed=Listed.RELEASED, ended_by=EndedBy.CANCELLED),
    _H.CUSTOMER_ANSWERED: Turn(to=_S.CONNECTED, agent=Fate.TALKS, listed=Listed.REACHED),
    **dict.fromkeys(
        (
            _H.CUSTOMER_SILENT,
            _H.CUSTOMER_BUSY,
            _H.CUSTOMER_UNREACHABLE,
            _H.CUSTOMER_LEFT,
            _H.AGENT_ENDED,
            _H.AGENT_GAVE_UP,
        ),
        _again,
    ),
    _H.TRIES_USED: Turn(
        to=_S.ENDED,
        agent=Fate.RETURNS,
        why=_W.CUSTOMER_NOT_REACHED,
        listed=Listed.ATTEMPTED,
        ended_by=EndedBy.NOT_ANSWERED,
    ),
    _H.CALL_LOST: _waits_on(Fate.RETURNS, _W.CALL_LOST),
    _H.SERVER_RESTARTED: _waits_on(Fate.RETURNS, _W.SERVER_RESTARTED),
    _H.AGENT_LEFT: _waits_on(Fate.STAYS),
}
ASKED_FOR: Table = {
    (_S.QUEUED, None): {
        _H.OFFERED: Turn(to=_S.CONNECTING, agent=Fate.OFFERED, listed=Listed.CLAIMED),
        _H.MOOT: Turn(to=_S.ENDED, ended_by=EndedBy.CANCELLED),
    },
    (_S.CONNECTING, None): _ROUTED_RINGING,
    (_S.RINGING, None): _ROUTED_RINGING,
    **talk(
        Listed.RELEASED,
        Turn(to=_S.ENDED, why=_W.LINK_LOST, listed=Listed.REOPENED, ended_by=EndedBy.FAILED),
    ),
}
_PREVIEW_RINGING: Turns = {
    **_ROUTED_RINGING,
    _H.ACCEPTED: Turn(to=_S.CONNECTING),
    _H.NOT_ACCEPTED: Turn(to=_S.QUEUED, agent=Fate.RONA, why=_W.REQUEST_NOT_ACCEPTED),
    _H.DECLINED: Turn(to=_S.QUEUED, agent=Fate.RETURNS, why=_W.DECLINED_BY_AGENT),
    _H.TRIES_USED: replace(_ROUTED_RINGING[_H.TRIES_USED], listed=Listed.NOTHING),
}
PREVIEW: Table = {**ASKED_FOR, (_S.CONNECTING, None): _PREVIEW_RINGING, (_S.RINGING, None): _PREVIEW_RINGING}
"""Skipping one costs its agent nothing."""
