"""The life of a contact as one table: what happens in which state, and what follows for agent and callback list."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct

from agent_client.protocol.names import ContactState, Direction, EndedBy, WhyCode


class Happening(StrEnum):
    """What can befall a contact: told by the PBX, wished by the agent, or due by the clock."""

    OFFERED = "offered"
    RANG = "rang"
    ANSWERED = "answered"
    """The agent's phone was picked up."""
    NOT_ANSWERED = "not_answered"
    BUSY = "busy"
    UNREACHABLE = "unreachable"
    DECLINED = "declined"
    CUSTOMER_ANSWERED = "customer_answered"
    CUSTOMER_SILENT = "customer_silent"
    CUSTOMER_BUSY = "customer_busy"
    CUSTOMER_UNREACHABLE = "customer_unreachable"
    CUSTOMER_LEFT = "customer_left"
    AGENT_ENDED = "agent_ended"
    AGENT_GAVE_UP = "agent_gave_up"
    """Hung up after the customer's phone had rung long enough to count as an attempt (E3)."""
    CALL_LOST = "call_lost"
    SERVER_RESTARTED = "server_restarted"
    AGENT_LEFT = "agent_left"
    WRAPPED_UP = "wrapped_up"
    TIME_OVER = "time_over"


class Fate(StrEnum):
    """What it means for the agent."""

    STAYS = "stays"
    OFFERED = "offered"
    TALKS = "talks"
    WRAPS_UP = "wraps_up"
    RETURNS = "returns"
    """To the state before the contact."""
    RONA = "rona"
    UNREACHABLE = "unreachable"
    DECLINED = "declined"


class Listed(StrEnum):
    """What it means for the callback list."""

    NOTHING = "nothing"
    MISSED = "missed"
    ANSWERED = "answered"
    """Whatever was open for this number is done."""
    REACHED = "reached"
    ATTEMPTED = "attempted"
    RELEASED = "released"
    """The claim ends; nothing else changes."""
    REOPENED = "reopened"


class Turn(Struct, frozen=True, kw_only=True):
    """The next state and what follows from it."""

    to: ContactState
    agent: Fate = Fate.STAYS
    why: WhyCode | None = None
    listed: Listed = Listed.NOTHING
    ended_by: EndedBy | None = None


_S = ContactState
_H = Happening
_W = WhyCode

_REQUEUED = {
    _H.NOT_ANSWERED: Turn(to=_S.QUEUED, agent=Fate.RONA, why=_W.RANG_NOT_ANSWERED),
    _H.BUSY: Turn(to=_S.QUEUED, agent=Fate.UNREACHABLE, why=_W.PHONE_BUSY),
    _H.UNREACHABLE: Turn(to=_S.QUEUED, agent=Fate.UNREACHABLE, why=_W.PHONE_UNREACHABLE),
    _H.DECLINED: Turn(to=_S.QUEUED, agent=Fate.DECLINED, why=_W.DECLINED_BY_AGENT),
    _H.SERVER_RESTARTED: Turn(to=_S.QUEUED, agent=Fate.RETURNS, why=_W.SERVER_RESTARTED),
    _H.AGENT_LEFT: Turn(to=_S.QUEUED, agent=Fate.STAYS),
}
_missed_ringing = Turn(
    to=_S.ENDED,
    agent=Fate.RETURNS,
    why=_W.CALLER_HUNG_UP,
    listed=Listed.MISSED,
    ended_by=EndedBy.CUSTOMER,
)
_RINGING_IN = {
    **_REQUEUED,
    _H.RANG: Turn(to=_S.RINGING),
    _H.ANSWERED: Turn(to=_S.CONNECTED, agent=Fate.TALKS, listed=Listed.ANSWERED),
    _H.CUSTOMER_LEFT: _missed_ringing,
    _H.AGENT_ENDED: _missed_ringing,
    _H.CALL_LOST: Turn(
        to=_S.ENDED, agent=Fate.RETURNS, why=_W.CALL_LOST, listed=Listed.MISSED, ended_by=EndedBy.FAILED
    ),
}
_gave_up = Turn(to=_S.ENDED, why=_W.CALLER_GAVE_UP, listed=Listed.MISSED, ended_by=EndedBy.CUSTOMER)
_QUEUED = {
    _H.OFFERED: Turn(to=_S.CONNECTING, agent=Fate.OFFERED),
    _H.CUSTOMER_LEFT: _gave_up,
    _H.AGENT_ENDED: _gave_up,
    _H.CALL_LOST: Turn(to=_S.ENDED, why=_W.CALL_LOST, listed=Listed.MISSED, ended_by=EndedBy.FAILED),
}
_WRAP_UP = {
    _H.WRAPPED_UP: Turn(to=_S.ENDED, agent=Fate.RETURNS),
    _H.TIME_OVER: Turn(to=_S.ENDED, agent=Fate.RETURNS, why=_W.WRAP_UP_TIME_OVER),
    _H.AGENT_LEFT: Turn(to=_S.ENDED),
}


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


_RINGING_BACK = {
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
_ENDS_TALK = {
    _H.CUSTOMER_LEFT: (EndedBy.CUSTOMER, None),
    _H.AGENT_ENDED: (EndedBy.AGENT, None),
    _H.AGENT_GAVE_UP: (EndedBy.AGENT, None),
    _H.CALL_LOST: (EndedBy.FAILED, _W.CALL_LOST),
}


def _talking(listed: Listed) -> dict[Happening, Turn]:
    return {
        happening: Turn(to=_S.WRAP_UP, agent=Fate.WRAPS_UP, why=why, listed=listed, ended_by=by)
        for happening, (by, why) in _ENDS_TALK.items()
    }


_INBOUND: dict[ContactState, dict[Happening, Turn]] = {
    _S.QUEUED: _QUEUED,
    _S.CONNECTING: _RINGING_IN,
    _S.RINGING: _RINGING_IN,
    _S.CONNECTED: {**_talking(Listed.NOTHING), _H.AGENT_LEFT: Turn(to=_S.QUEUED)},
    _S.WRAP_UP: _WRAP_UP,
}
_CALLBACK: dict[ContactState, dict[Happening, Turn]] = {
    _S.CONNECTING: _RINGING_BACK,
    _S.RINGING: _RINGING_BACK,
    _S.CONNECTED: {
        **_talking(Listed.RELEASED),
        _H.AGENT_LEFT: Turn(to=_S.ENDED, why=_W.LINK_LOST, listed=Listed.REOPENED, ended_by=EndedBy.FAILED),
    },
    _S.WRAP_UP: _WRAP_UP,
}


def turn(state: ContactState, direction: Direction, happening: Happening) -> Turn | None:
    """None: nothing follows. What comes late or twice finds the contact elsewhere, and that is no fault."""
    table = _CALLBACK if direction is Direction.CALLBACK else _INBOUND
    found = table.get(state, {}).get(happening)
    if found is not None and happening is Happening.RANG and state is ContactState.RINGING:
        return None
    return found
