"""The consulted side of a contact: an agent, whoever a queue finds, or a number outside (D2 to D5, B3).

The consulted party never has the customer, and so has no wrap-up, until they take the contact over.
"""

from __future__ import annotations

from agent_client.protocol.names import ContactState, EndedBy, WhyCode

from .turns import Fate, Happening, Table, Turn, Turns

_S = ContactState
_H = Happening
_W = WhyCode


def _over(agent: Fate, why: WhyCode | None, other: Happening | None) -> Turn:
    return Turn(to=_S.ENDED, agent=agent, why=why, other=other)


_withdrawn = _over(Fate.RETURNS, _W.CONSULT_WITHDRAWN, None)
_left = _over(Fate.RETURNS, None, _H.CONSULT_LEFT)
_CALLED: Turns = {
    _H.RANG: Turn(to=_S.RINGING),
    _H.ANSWERED: Turn(to=_S.CONSULTING, agent=Fate.TALKS, other=_H.CONSULT_ACCEPTED),
    _H.OWNER_WENT: _withdrawn,
}
_CONSULTING: Turns = {
    _H.CONSULT_ENDED: _left,
    _H.AGENT_ENDED: _left,
    _H.LEG_ENDED: _left,
    _H.CALL_LOST: _over(Fate.RETURNS, _W.CALL_LOST, _H.CONSULT_LEFT),
    _H.AGENT_LEFT: _over(Fate.STAYS, None, _H.CONSULT_LEFT),
    _H.OWNER_WENT: _withdrawn,
    _H.CONFERENCE_STARTED: Turn(to=_S.CONFERENCE),
    _H.TOOK_OVER: Turn(to=_S.CONNECTED, agent=Fate.TALKS, why=_W.TRANSFERRED_BY),
}
_OFFERED: Turns = {
    _H.OFFERED: Turn(to=_S.CONNECTING, agent=Fate.OFFERED),
    _H.OWNER_WENT: _withdrawn,
    _H.SERVER_RESTARTED: _over(Fate.STAYS, None, _H.CONSULT_LOST),
}
_ASKED: Turns = {
    **_CALLED,
    _H.NOT_ANSWERED: _over(Fate.RONA, _W.RANG_NOT_ANSWERED, _H.CONSULT_NOT_ANSWERED),
    _H.BUSY: _over(Fate.UNREACHABLE, _W.PHONE_BUSY, _H.CONSULT_BUSY),
    _H.UNREACHABLE: _over(Fate.UNREACHABLE, _W.PHONE_UNREACHABLE, _H.CONSULT_UNREACHABLE),
    _H.DECLINED: _over(Fate.RETURNS, _W.DECLINED_BY_AGENT, _H.CONSULT_DECLINED),
    _H.AGENT_LEFT: _over(Fate.STAYS, None, _H.CONSULT_UNREACHABLE),
    _H.SERVER_RESTARTED: _over(Fate.RETURNS, _W.SERVER_RESTARTED, _H.CONSULT_LOST),
    _H.CALL_LOST: _over(Fate.RETURNS, _W.CALL_LOST, _H.CONSULT_LOST),
}
_IN_CONVERSATION: Table = {(_S.CONSULTING, None): _CONSULTING, (_S.CONFERENCE, None): _CONSULTING}
TO_AGENT: Table = {
    (_S.QUEUED, None): _OFFERED,
    (_S.CONNECTING, None): _ASKED,
    (_S.RINGING, None): _ASKED,
    **_IN_CONVERSATION,
}
_NEXT_ONE: Turns = {
    **_CALLED,
    _H.NOT_ANSWERED: Turn(to=_S.QUEUED, agent=Fate.RONA, why=_W.RANG_NOT_ANSWERED),
    _H.BUSY: Turn(to=_S.QUEUED, agent=Fate.UNREACHABLE, why=_W.PHONE_BUSY),
    _H.UNREACHABLE: Turn(to=_S.QUEUED, agent=Fate.UNREACHABLE, why=_W.PHONE_UNREACHABLE),
    _H.DECLINED: Turn(to=_S.QUEUED, agent=Fate.DECLINED, why=_W.DECLINED_BY_AGENT),
    _H.AGENT_LEFT: Turn(to=_S.QUEUED),
    _H.SERVER_RESTARTED: Turn(to=_S.QUEUED, agent=Fate.RETURNS, why=_W.SERVER_RESTARTED),
    _H.CALL_LOST: Turn(to=_S.QUEUED, agent=Fate.RETURNS, why=_W.CALL_LOST),
}
TO_QUEUE: Table = {
    (_S.QUEUED, None): {_H.OFFERED: _OFFERED[_H.OFFERED], _H.OWNER_WENT: _withdrawn},
    (_S.CONNECTING, None): _NEXT_ONE,
    (_S.RINGING, None): _NEXT_ONE,
    **_IN_CONVERSATION,
}
"""Who does not answer is passed over: the next one of the queue is asked."""
_OUTSIDE: Turns = {
    **_CONSULTING,
    _H.TOOK_OVER: Turn(to=_S.ENDED, ended_by=EndedBy.TRANSFERRED),
}
TO_NUMBER: Table = {
    (_S.CONNECTING, None): _ASKED,
    (_S.RINGING, None): _ASKED,
    (_S.CONSULTING, None): _OUTSIDE,
    (_S.CONFERENCE, None): _OUTSIDE,
}
