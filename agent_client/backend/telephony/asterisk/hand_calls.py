"""Calls that somebody dials by hand at a phone: connected as any PBX would, and told once they are over."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from uuid import uuid4

from agent_client.backend.ports.telephony import CallDetail, CallId

from .ari import Reply
from .board import Board
from .happenings import Channel
from .lines import ChannelId
from .news import News
from .phone_states import PhoneStates
from .placement import Place
from .ringing import shown_number
from .settings import AsteriskSettings
from .wire import CALL, LEG, Wire, quoted

CALLER, CALLED = "caller", "called"
NO_SUCH_NUMBER = 1


@dataclass
class HandCall:
    id: CallId
    phone: str
    number: str
    internal: bool
    caller: ChannelId
    called: ChannelId
    began: float
    answered: float | None = None
    taken_over: bool = False
    """Whom it was with is the consulted party of a call now."""


class HandCalls:
    def __init__(
        self,
        wire: Wire,
        board: Board,
        news: News,
        states: PhoneStates,
        settings: AsteriskSettings,
        now: Callable[[], float],
    ) -> None:
        self._wire = wire
        self._board = board
        self._news = news
        self._states = states
        self._settings = settings
        self._now = now
        self._calls: dict[CallId, HandCall] = {}

    def on(self, channel: ChannelId) -> HandCall | None:
        return next((one for one in self._calls.values() if channel in (one.caller, one.called)), None)

    def has(self, id_: str) -> bool:
        return id_ in self._calls

    def channels(self) -> set[ChannelId]:
        return {channel for one in self._calls.values() for channel in (one.caller, one.called)}

    def begins(self, channel: Channel, number: str) -> None:
        if self.on(channel.id) is not None:
            return
        internal = self._states.online(number) is not None
        endpoint = (self._settings.endpoint_of_phone if internal else self._settings.endpoint_of_number)(number)
        if not endpoint:
            self._wire.send("DELETE", f"channels/{quoted(channel.id)}", reason_code=NO_SUCH_NUMBER)
            return
        id_ = CallId(uuid4().hex)
        call = HandCall(
            id_, self.phone_of(channel), number, internal, channel.id, ChannelId(f"{id_}.{CALLED}"), self._now()
        )
        self._calls[id_] = call
        self._wire.name(call.caller, {CALL: id_, LEG: CALLER})
        self._board.settle({call.caller: Place(rings=True)})

        def sent(reply: Reply) -> None:
            if not reply.done:
                self.gone(call.called)

        shows = shown_number(call.phone) if internal else ""
        self._wire.originate(call.called, endpoint, {CALL: id_, LEG: CALLED}, shows=shows, then=sent)

    def adopt(self, id_: CallId, caller: Channel, called: Channel) -> None:
        """One that has gone on without us: since when is not known."""
        number = caller.dialplan.app_data.rpartition(",")[2]
        internal, now = self._states.online(number) is not None, self._now()
        self._calls[id_] = HandCall(id_, self.phone_of(caller), number, internal, caller.id, called.id, now, now)

    def phone_of(self, channel: Channel) -> str:
        """Of ``PJSIP/204-0000001a``; of an endpoint that is no phone of ours, its name."""
        resource = channel.name.partition("/")[2].rpartition("-")[0]
        return self._settings.phone_at(resource) or resource

    def answered(self, channel: ChannelId) -> None:
        """Repeatable."""
        call = self.on(channel)
        if call is None or call.answered is not None or channel != call.called:
            return
        call.answered = self._now()
        self._wire.answer(call.caller)
        self._board.settle({call.caller: Place(call.id), call.called: Place(call.id)})

    def take_over(self, call: HandCall) -> None:
        """Whom it was with belongs elsewhere now; the phone that dialled lets go."""
        call.taken_over = True
        self._calls.pop(call.id, None)
        self._board.hang_up(call.caller)

    def gone(self, channel: ChannelId) -> bool:
        """False: the channel is of no such call."""
        call = self.on(channel)
        if call is None:
            return False
        del self._calls[call.id]
        self._board.hang_up(call.called if channel == call.caller else call.caller)
        self._board.close(call.id)
        now = self._now()
        self._news.tell(
            CallDetail(
                call=call.id,
                number=call.number,
                dialled=call.number,
                outgoing=True,
                phone=call.phone,
                internal=call.internal,
                waited=(call.answered or now) - call.began,
                talked=None if call.answered is None else now - call.answered,
            )
        )
        return True
