"""A conversation from its first word to the end of wrap-up, the same for all who have a customer (D1 to D7)."""

from __future__ import annotations

from msgspec.structs import replace

from agent_client.protocol.names import ContactState, EndedBy, OnHold, WhyCode

from .turns import Fate, Happening, Listed, Table, Turn, Turns

_S = ContactState
_H = Happening
_W = WhyCode

_ENDS = {
    _H.CUSTOMER_LEFT: (EndedBy.CUSTOMER, None),
    _H.AGENT_ENDED: (EndedBy.AGENT, None),
    _H.AGENT_GAVE_UP: (EndedBy.AGENT, None),
    _H.CALL_LOST: (EndedBy.FAILED, _W.CALL_LOST),
}
_FAILS = {
    _H.CONSULT_NOT_ANSWERED: _W.CONSULT_NOT_ANSWERED,
    _H.CONSULT_BUSY: _W.CONSULT_BUSY,
    _H.CONSULT_UNREACHABLE: _W.CONSULT_UNREACHABLE,
    _H.CONSULT_DECLINED: _W.CONSULT_DECLINED,
    _H.CONSULT_LEFT: _W.CONSULT_LEFT,
    _H.CONSULT_LOST: _W.SERVER_RESTARTED,
}
WRAP_UP: Turns = {
    _H.WRAPPED_UP: Turn(to=_S.ENDED, agent=Fate.RETURNS),
    _H.TIME_OVER: Turn(to=_S.ENDED, agent=Fate.RETURNS, why=_W.WRAP_UP_TIME_OVER),
    _H.AGENT_LEFT: Turn(to=_S.ENDED),
}


def talk(listed: Listed, left: Turn) -> Table:
    """``listed``: what the end is for the callback list. ``left``: what becomes of the customer when the agent is lost."""
    return {**_alone(listed, left), **_asking(listed, left), **_consulting(listed, left), (_S.WRAP_UP, None): WRAP_UP}


def _ends(listed: Listed, other: Happening | None) -> Turns:
    return {
        happening: Turn(to=_S.WRAP_UP, agent=Fate.WRAPS_UP, why=why, listed=listed, ended_by=by, other=other)
        for happening, (by, why) in _ENDS.items()
    }


def _transferred(listed: Listed, other: Happening | None) -> Turn:
    return Turn(to=_S.WRAP_UP, agent=Fate.WRAPS_UP, listed=listed, ended_by=EndedBy.TRANSFERRED, other=other)


_ASKS = Turn(to=_S.CONSULT_REQUESTED, on_hold=OnHold.CUSTOMER)
_BACK = Turn(to=_S.CONNECTED, other=_H.OWNER_WENT)


def _alone(listed: Listed, left: Turn) -> Table:
    both: Turns = {
        **_ends(listed, None),
        _H.AGENT_LEFT: left,
        _H.TRANSFERRED: _transferred(listed, None),
        _H.CONSULT_STARTED: _ASKS,
    }
    return {
        (_S.CONNECTED, None): {**both, _H.HELD: Turn(to=_S.HELD, on_hold=OnHold.CUSTOMER)},
        (_S.HELD, OnHold.CUSTOMER): {**both, _H.RESUMED: Turn(to=_S.CONNECTED)},
    }


def _asking(listed: Listed, left: Turn) -> Table:
    both = _with_other(listed, left)
    return {
        (_S.CONSULT_REQUESTED, OnHold.CUSTOMER): {
            **both,
            **_failed(_S.HELD, OnHold.CUSTOMER),
            _H.RESUMED: Turn(to=_S.CONSULT_REQUESTED),
            _H.CONSULT_ACCEPTED: Turn(to=_S.CONSULTING, on_hold=OnHold.CUSTOMER),
        },
        (_S.CONSULT_REQUESTED, None): {
            **both,
            **_failed(_S.CONNECTED, None),
            _H.HELD: _ASKS,
            _H.CONSULT_ACCEPTED: Turn(to=_S.CONSULTING, on_hold=OnHold.CONSULTED),
        },
    }


def _consulting(listed: Listed, left: Turn) -> Table:
    both: Turns = {
        **_with_other(listed, left),
        _H.TRANSFERRED: _transferred(listed, _H.TOOK_OVER),
        _H.CONFERENCE_STARTED: Turn(to=_S.CONFERENCE, other=_H.CONFERENCE_STARTED),
    }
    return {
        (_S.CONSULTING, OnHold.CUSTOMER): {
            **both,
            **_failed(_S.HELD, OnHold.CUSTOMER),
            _H.RESUMED: Turn(to=_S.CONSULTING, on_hold=OnHold.CONSULTED),
        },
        (_S.CONSULTING, OnHold.CONSULTED): {
            **both,
            **_failed(_S.CONNECTED, None),
            _H.HELD: Turn(to=_S.CONSULTING, on_hold=OnHold.CUSTOMER),
        },
        (_S.CONFERENCE, None): {
            **_with_other(listed, left),
            **_failed(_S.CONNECTED, None),
            _H.TRANSFERRED: _transferred(listed, _H.TOOK_OVER),
            _H.LEG_ENDED: _transferred(listed, _H.TOOK_OVER),
            _H.AGENT_LEFT: Turn(to=_S.ENDED, listed=listed, ended_by=EndedBy.TRANSFERRED, other=_H.TOOK_OVER),
        },
    }


def _with_other(listed: Listed, left: Turn) -> Turns:
    """Whatever ends it, the other side is told."""
    return {
        **_ends(listed, _H.OWNER_WENT),
        _H.AGENT_LEFT: replace(left, other=_H.OWNER_WENT),
        _H.CONSULT_ENDED: _BACK,
    }


def _failed(to: ContactState, on_hold: OnHold | None) -> Turns:
    """The consulted side came to nothing by itself: nobody is put through to the customer unasked."""
    return {happening: Turn(to=to, on_hold=on_hold, why=why) for happening, why in _FAILS.items()}
