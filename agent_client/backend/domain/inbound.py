"""A customer who called: waits, is offered, rings, talks (C1, C6); or is being put through to a number outside (D7)."""

from __future__ import annotations

from agent_client.protocol.names import ContactState, EndedBy, WhyCode

from .talks import talk
from .turns import Fate, Happening, Listed, Table, Turn, Turns

_S = ContactState
_H = Happening
_W = WhyCode

_gave_up = Turn(to=_S.ENDED, why=_W.CALLER_GAVE_UP, listed=Listed.MISSED, ended_by=EndedBy.CUSTOMER)
_lost = Turn(to=_S.ENDED, why=_W.CALL_LOST, listed=Listed.MISSED, ended_by=EndedBy.FAILED)


def _unhandled(why: WhyCode) -> Turn:
    return Turn(to=_S.ENDED, why=why, listed=Listed.MISSED, ended_by=EndedBy.NOT_ANSWERED)


_QUEUED: Turns = {
    _H.OFFERED: Turn(to=_S.CONNECTING, agent=Fate.OFFERED),
    _H.PUT_THROUGH: Turn(to=_S.CONNECTING),
    _H.GROUP_FULL: _unhandled(_W.GROUP_FULL),
    _H.WAITED_TOO_LONG: _unhandled(_W.WAITED_TOO_LONG),
    _H.CUSTOMER_LEFT: _gave_up,
    _H.ASKED_TO_BE_CALLED: Turn(to=_S.ENDED, why=_W.CALLBACK_ASKED, ended_by=EndedBy.CUSTOMER),
    _H.AGENT_ENDED: _gave_up,
    _H.CALL_LOST: _lost,
}
_missed_ringing = Turn(
    to=_S.ENDED,
    agent=Fate.RETURNS,
    why=_W.CALLER_HUNG_UP,
    listed=Listed.MISSED,
    ended_by=EndedBy.CUSTOMER,
)
_RINGING: Turns = {
    _H.RANG: Turn(to=_S.RINGING),
    _H.ANSWERED: Turn(to=_S.CONNECTED, agent=Fate.TALKS, listed=Listed.ANSWERED),
    _H.NOT_ANSWERED: Turn(to=_S.QUEUED, agent=Fate.RONA, why=_W.RANG_NOT_ANSWERED),
    _H.BUSY: Turn(to=_S.QUEUED, agent=Fate.UNREACHABLE, why=_W.PHONE_BUSY),
    _H.UNREACHABLE: Turn(to=_S.QUEUED, agent=Fate.UNREACHABLE, why=_W.PHONE_UNREACHABLE),
    _H.DECLINED: Turn(to=_S.QUEUED, agent=Fate.DECLINED, why=_W.DECLINED_BY_AGENT),
    _H.SERVER_RESTARTED: Turn(to=_S.QUEUED, agent=Fate.RETURNS, why=_W.SERVER_RESTARTED),
    _H.AGENT_LEFT: Turn(to=_S.QUEUED),
    _H.CUSTOMER_LEFT: _missed_ringing,
    _H.AGENT_ENDED: _missed_ringing,
    _H.CALL_LOST: Turn(
        to=_S.ENDED, agent=Fate.RETURNS, why=_W.CALL_LOST, listed=Listed.MISSED, ended_by=EndedBy.FAILED
    ),
}
INBOUND: Table = {
    (_S.QUEUED, None): _QUEUED,
    (_S.CONNECTING, None): _RINGING,
    (_S.RINGING, None): _RINGING,
    **talk(Listed.NOTHING, Turn(to=_S.QUEUED)),
}

_failed = Turn(to=_S.QUEUED, why=_W.TRANSFER_FAILED)
_DIALLED_FOR: Turns = {
    _H.RANG: Turn(to=_S.RINGING),
    _H.ANSWERED: Turn(to=_S.ENDED, ended_by=EndedBy.TRANSFERRED, listed=Listed.ANSWERED),
    **dict.fromkeys((_H.NOT_ANSWERED, _H.BUSY, _H.UNREACHABLE, _H.DECLINED, _H.SERVER_RESTARTED), _failed),
    _H.CUSTOMER_LEFT: _gave_up,
    _H.AGENT_ENDED: _gave_up,
    _H.CALL_LOST: _lost,
}
TRANSFERRED_OUT: Table = {(_S.CONNECTING, None): _DIALLED_FOR, (_S.RINGING, None): _DIALLED_FOR}
"""Who is not put through waits in the queue: no customer is lost by a transfer."""
