"""What Asterisk tells, passed on to whom it concerns. It may come twice, early or late: each is taken as what is so now."""

from __future__ import annotations

from agent_client.backend.ports.telephony import KeyPressed
from agent_client.backend.telephony.sides import Customer

from .exchange import Exchange
from .hand_calls import HandCalls
from .happenings import (
    Channel,
    ChannelDestroyed,
    ChannelDtmfReceived,
    ChannelHangupRequest,
    ChannelHold,
    ChannelStateChange,
    ChannelTransfer,
    ChannelUnhold,
    ContactStatusChange,
    Dial,
    EndpointStateChange,
    Happening,
    PeerStatusChange,
    PlaybackFinished,
    RecordingFailed,
    RecordingFinished,
    RecordingStarted,
    StasisEnd,
    StasisStart,
)
from .lines import ChannelId
from .listeners import PURPOSE as EAR
from .phone_keys import PhoneKeys
from .phone_states import PhoneStates
from .tapes import PURPOSE as TAPE

RINGING = ("Ringing", "RINGING")
FAILED = "Asterisk could not record it"


class Hearing:
    def __init__(self, exchange: Exchange, hand_calls: HandCalls, keys: PhoneKeys, states: PhoneStates) -> None:
        self._exchange = exchange
        self._hand_calls = hand_calls
        self._keys = keys
        self._states = states

    def take(self, happening: Happening) -> None:
        match happening:
            case StasisStart(channel, args):
                self._enters(channel, args)
            case StasisEnd(channel):
                self._gone(channel.id, 0)
                self._exchange.hanging_up.left(channel.id)
            case ChannelDestroyed(channel, cause):
                self._gone(channel.id, cause)
                self._exchange.hanging_up.over(channel.id)
            case ChannelHangupRequest(channel):
                self._hangs_up(channel.id)
            case ChannelStateChange(channel):
                self._rings(channel.id, channel.state)
            case Dial(peer, dialstatus):
                self._rings(peer.id, dialstatus)
            case ChannelDtmfReceived(channel, digit):
                self._key(channel.id, digit)
            case ChannelHold(channel):
                self._keys.hold(channel.id, held=True)
            case ChannelUnhold(channel):
                self._keys.hold(channel.id, held=False)
            case ChannelTransfer():
                self._keys.transfer(happening)
            case EndpointStateChange(endpoint) | PeerStatusChange(endpoint) | ContactStatusChange(endpoint):
                self._states.heard(endpoint)
            case _:
                self._of_sound(happening)

    def _of_sound(self, happening: Happening) -> None:
        tapes = self._exchange.tapes
        match happening:
            case PlaybackFinished(playback):
                self._exchange.said(playback.id)
            case RecordingStarted(recording):
                tapes.began(recording)
            case RecordingFinished(recording):
                tapes.over(recording)
            case RecordingFailed(recording):
                tapes.over(recording, recording.cause or FAILED)
            case _:
                pass

    def _enters(self, channel: Channel, args: tuple[str, ...]) -> None:
        exchange = self._exchange
        match args:
            case ("in", dnis, *rest):
                exchange.customers.arrives(channel, dnis, rest[0] if rest else "")
            case ("out", number, *_):
                self._hand_calls.begins(channel, number)
            case (kind, *_) if kind == TAPE:
                exchange.tapes.ready(channel.id)
            case (kind, *_) if kind == EAR:
                exchange.listeners.ready(channel.id)
            case _:
                self._answers(channel.id)

    def _answers(self, channel: ChannelId) -> None:
        exchange = self._exchange
        leg = exchange.lines.leg_on(channel)
        call = exchange.lines.call_on(channel)
        if leg is not None:
            exchange.ringing.picked_up(leg)
        elif call is not None:
            exchange.customers.answered(call)
        elif self._hand_calls.on(channel) is not None:
            self._hand_calls.answered(channel)
        else:  # given up in the moment in which it was answered
            exchange.board.hang_up(channel)

    def _rings(self, channel: ChannelId, state: str) -> None:
        leg = self._exchange.lines.leg_on(channel)
        if leg is None or state not in RINGING:
            return
        self._exchange.ringing.rings(leg)
        call = self._exchange.lines.call_of(leg)
        if call is not None:
            self._exchange.follow(call)

    def _key(self, channel: ChannelId, key: str) -> None:
        exchange = self._exchange
        call = exchange.lines.call_on(channel)
        leg = exchange.lines.leg_on(channel)
        if call is not None and call.customer is Customer.WAITING and not call.gone:
            exchange.news.tell(KeyPressed(call.id, key))
        elif leg is not None:
            exchange.ringing.key(leg, key)

    def _hangs_up(self, channel: ChannelId) -> None:
        """What is played there ends first, and then the channel."""
        call = self._exchange.lines.call_on(channel)
        if call is not None:
            call.leaves = True

    def _gone(self, channel: ChannelId, q850: int) -> None:
        """Told twice of most."""
        exchange = self._exchange
        exchange.board.forget(channel)
        call = exchange.lines.call_on(channel)
        leg = exchange.lines.leg_on(channel)
        if call is not None:
            exchange.customer_gone(call, q850)
        elif leg is not None:
            exchange.line_gone(leg, q850)
        elif not self._hand_calls.gone(channel):
            exchange.tapes.gone(channel)
            exchange.listeners.gone(channel)
