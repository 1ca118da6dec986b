"""What the centre itself says to a customer: instead of a conversation (A15), or while they wait."""

from __future__ import annotations

from collections.abc import Callable
from uuid import uuid4

from agent_client.backend.ports.prompts import Prompt
from agent_client.backend.ports.telephony import CallId
from agent_client.backend.telephony.sides import Customer

from .board import Board
from .lines import Call, Lines
from .voice import Voice


class Announcements:
    """``end`` is told of a call to which all has been said."""

    def __init__(
        self,
        lines: Lines,
        board: Board,
        voice: Voice,
        *,
        follow: Callable[[Call], None],
        end: Callable[[CallId], None],
    ) -> None:
        self._lines = lines
        self._board = board
        self._voice = voice
        self._follow = follow
        self._end = end

    def speak(self, call_id: CallId, prompts: tuple[Prompt | int, ...]) -> None:
        call = self._waiting(call_id)
        if call is not None and call.owner is None and call.outside is None:
            call.customer = Customer.SPOKEN_TO
            self._say(call, prompts)

    def announce(self, call_id: CallId, prompts: tuple[Prompt | int, ...]) -> None:
        call = self._waiting(call_id)
        if call is not None and not call.says:
            self._say(call, prompts)

    def _waiting(self, call_id: CallId) -> Call | None:
        call = self._lines.calls.get(call_id)
        return call if call is not None and call.customer is Customer.WAITING else None

    def _say(self, call: Call, prompts: tuple[Prompt | int, ...]) -> None:
        media = self._voice.media(prompts)
        call.says = says = uuid4().hex
        self._follow(call)
        if media:
            self._board.say(call.channel, says, media, lambda: self.over(says))
        else:
            self.over(says)

    def over(self, says: str) -> None:
        call = next((call for call in self._lines.calls.values() if call.says == says), None)
        if call is None:
            return
        call.says = ""
        self._board.said(call.channel, says)
        if call.leaves:
            return  # it was ended by that, which is told by itself
        if call.customer is Customer.SPOKEN_TO:
            self._end(call.id)
        else:
            self._follow(call)
