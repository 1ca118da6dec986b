"""Why a phone or number came to nothing, read from what the network says (Q.850)."""

from __future__ import annotations

from agent_client.backend.ports.telephony import Cause

_BUSY, _NO_REPLY, _NO_ANSWER, _REJECTED, _NORMAL = 17, 18, 19, 21, 16
_SILENT = frozenset({_NO_REPLY, _NO_ANSWER, _NORMAL})


def cause(q850: int, *, rang: bool, outside: bool) -> Cause:
    """Most phones say that they are busy also when somebody declines; one that never rang was not reached, while of numbers
    outside not every network says that they ring."""
    if q850 == _BUSY:
        return Cause.DECLINED if rang and not outside else Cause.BUSY
    if q850 == _REJECTED:
        return Cause.DECLINED
    if q850 in _SILENT and (rang or outside):
        return Cause.NO_ANSWER
    return Cause.UNREACHABLE
