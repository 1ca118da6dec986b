"""The keys of the phones themselves: hold, and transfer."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from uuid import uuid4

from agent_client.backend.ports.telephony import LegId, PhoneHeld, TransferAsked
from agent_client.backend.telephony.sides import LegKind

from .hand_calls import HandCall, HandCalls
from .hanging_up import HangingUp
from .happenings import ChannelTransfer, ReferTo
from .lines import Call, ChannelId, Leg, Lines
from .news import News
from .wire import CALL, LEG, Wire, quoted

REMEMBERED = 100
_TAKEN, _REFUSED = "channel_answered", "channel_declined"


def named(leg: LegId) -> str:
    """Of a channel that was not ours when it began: what it is called."""
    return f"is,{leg}"


class PhoneKeys:
    """``follow`` brings everybody of a call to where they belong."""

    def __init__(
        self,
        lines: Lines,
        wire: Wire,
        news: News,
        hand_calls: HandCalls,
        hanging_up: HangingUp,
        follow: Callable[[Call], None],
    ) -> None:
        self._lines = lines
        self._wire = wire
        self._news = news
        self._hand_calls = hand_calls
        self._hanging_up = hanging_up
        self._follow = follow
        self._asked: dict[LegId, tuple[LegId, HandCall] | None] = {}
        """Of those that wait to be told: with whom they have a second call."""
        self._pressed: deque[tuple[ChannelId, str]] = deque(maxlen=REMEMBERED)
        """Where a key was pressed, and when."""

    def hold(self, channel: ChannelId, *, held: bool) -> None:
        """Repeatable. A kept line is held beyond the call, and so is the next that comes by it."""
        line, leg = self._lines.leg_on(channel), self._agent_on(channel)
        if line is None or (leg is not None and leg.held is held):
            return
        line.held = held
        if leg is None:
            return
        leg.held = held
        self._news.tell(PhoneHeld(leg.id, held))
        call = self._lines.call_of(leg)
        if call is not None:
            self._follow(call)

    def _agent_on(self, channel: ChannelId) -> Leg | None:
        leg = self._lines.talks_on(channel)
        return None if leg is None or not leg.answered or leg.outside or leg.call is None else leg

    def transfer(self, event: ChannelTransfer) -> None:
        """Asterisk tells of it before it can take an answer, and dies of one that comes too early: so nothing is done about
        it, nor is it told, until Asterisk has done with the phone's request."""
        channel = event.referred_by.source_channel.id
        pressed = channel, event.timestamp
        if event.state:
            self._hanging_up.told(channel)
            return
        if pressed in self._pressed:
            return  # told once of the channel and once of its bridge
        self._pressed.append(pressed)
        self._wire.once_taken_in(channel, lambda: self._asks(channel, event.refer_to))

    def _asks(self, channel: ChannelId, to: ReferTo) -> None:
        leg = self._agent_on(channel)
        if leg is not None and leg.id in self._asked:
            return  # pressed again: one answer is for both
        call = None if leg is None else self._lines.call_of(leg)
        if leg is None or call is None or call.gone:
            self._answer(channel, _REFUSED)
            return
        second = to.destination_channel
        by_hand = None if second is None else self._hand_calls.on(second.id)
        if by_hand is None or by_hand.answered is None or call.consulted is not None:
            self._asked[leg.id] = None
            self._news.tell(TransferAsked(leg.id, to.requested_destination.destination))
            return
        other = Leg(LegId(uuid4().hex), by_hand.number, LegKind.CONSULT, call.id, by_hand.called)
        other.outside, other.rang, other.answered, other.elsewhere = not by_hand.internal, True, True, True
        self._lines.legs[other.id] = other
        call.consulted = other.id
        self._asked[leg.id] = other.id, by_hand
        self._news.tell(TransferAsked(leg.id, by_hand.number, other.id))

    def answer(self, leg_id: LegId, *, taken: bool) -> None:
        if leg_id not in self._asked:
            return
        second = self._asked.pop(leg_id)
        leg = self._lines.legs.get(leg_id)
        if leg is not None:
            leg.leaves = taken
            if taken:
                self._hanging_up.not_before_told(leg.channel)
            self._answer(leg.channel, _TAKEN if taken else _REFUSED)
        if second is not None:
            self._decided(*second, taken=taken)

    def _answer(self, channel: ChannelId, states: str) -> None:
        self._wire.send("POST", f"channels/{quoted(channel)}/transfer_progress", states=states)

    def _decided(self, other: LegId, by_hand: HandCall, *, taken: bool) -> None:
        leg = self._lines.legs.get(other)
        if leg is None:
            return
        if not taken:
            self._lines.drop(leg)
            return
        leg.elsewhere = False
        self._wire.name(leg.channel, {CALL: leg.call or "", LEG: named(leg.id)})
        self._hand_calls.take_over(by_hand)
        call = self._lines.call_of(leg)
        if call is not None:
            self._follow(call)
