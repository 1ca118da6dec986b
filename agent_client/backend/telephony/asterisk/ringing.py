"""How phones, and numbers outside, are rung: what they say while they ring, how they are picked up, or come to nothing."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from http import HTTPStatus
from types import MappingProxyType
from uuid import uuid4

from agent_client.backend.ports.prompts import Prompt
from agent_client.backend.ports.telephony import (
    TAKING_KEY,
    TAKING_SECONDS,
    Cause,
    LegAnswered,
    LegFailed,
    LegId,
    LegRinging,
    PhoneHeld,
)
from agent_client.backend.telephony.sides import LegKind

from .ari import Reply
from .board import Board
from .causes import cause
from .hanging_up import HangingUp
from .lines import ChannelId, Leg, Lines
from .news import News
from .settings import AsteriskSettings
from .voice import Voice
from .wire import CALL, LEG, Wire, quoted

SIGN_SECONDS = 3.0
"""After which a phone that neither rings nor fails is asked for."""
TOLD_TIMES = 3
"""So often whoever picks up a public number is told what it is about."""
SIGNING_ON = (LegKind.TEST, LegKind.LINE)
"""Rung without a call."""
ANSWERS: Mapping[str, str] = MappingProxyType(
    {
        "PJSIP_HEADER(add,Call-Info)": "<sip:agent-client>;answer-after=0",
        "PJSIP_HEADER(add,Alert-Info)": "info=alert-autoanswer",
    }
)
"""By which a phone answers by itself: makers agree on none, but each knows one of these."""
_LONGEST_NUMBER = 40


class Ringing:
    """``answered`` is told of a leg that has just been picked up, ``failed`` of one that came to nothing and is still there."""

    def __init__(
        self,
        lines: Lines,
        wire: Wire,
        board: Board,
        news: News,
        hanging_up: HangingUp,
        voice: Voice,
        settings: AsteriskSettings,
        *,
        answered: Callable[[Leg], None],
        failed: Callable[[Leg], None],
    ) -> None:
        self._lines = lines
        self._wire = wire
        self._board = board
        self._news = news
        self._hanging_up = hanging_up
        self._voice = voice
        self._settings = settings
        self._answered = answered
        self._failed = failed

    def endpoint(self, phone: str) -> str:
        """Empty: there is no way to ring that."""
        if public(phone):
            return self._settings.endpoint_of_number(phone)
        return self._settings.endpoint_of_phone(phone)

    def ring(self, leg: Leg, shows: str = "") -> None:
        """A phone of the centre; ``shows``: whose number it shows."""
        line = self._lines.kept(leg.phone) if leg.kind not in SIGNING_ON else None
        busy = self._lines.busy(leg.phone) if line is None else self._lines.user_of(line) is not None
        self._lines.legs[leg.id] = leg
        if busy:
            self.fail(leg, Cause.BUSY)
        elif line is not None:
            self._take_line(leg, line, shows)
        else:
            leg.asks_key = public(leg.phone)
            self._originate(leg, self.endpoint(leg.phone), shows)

    def dial(self, leg: Leg, dnis: str) -> None:
        """A number outside the centre."""
        leg.outside = True
        self._lines.legs[leg.id] = leg
        self._originate(leg, self._settings.endpoint_of_number(leg.phone), dnis)

    def _originate(self, leg: Leg, endpoint: str, shows: str) -> None:
        if not endpoint:
            self.fail(leg, Cause.UNREACHABLE)
            return
        leg.channel = ChannelId(leg.id)
        self._invite(leg, endpoint, shows, {CALL: leg.call or "", LEG: leg.kind.name.lower()})

    def can_answer(self, phone: str) -> bool:
        """From the desktop."""
        return not public(phone) and bool(self._settings.answering & {phone, "*"})

    def answer(self, leg: Leg, shows: str) -> None:
        """Ring anew, and have the phone answer that."""
        if (
            leg.answered
            or leg.outside
            or not leg.rang
            or not self.can_answer(leg.phone)
            or leg.channel != ChannelId(leg.id)
        ):
            return
        self._hanging_up.hang_up(leg)
        leg.channel = answered_from_desktop(leg.id)
        names = {CALL: leg.call or "", LEG: leg.kind.name.lower(), **ANSWERS}
        self._invite(leg, self.endpoint(leg.phone), shows, names)

    def _invite(self, leg: Leg, endpoint: str, shows: str, names: Mapping[str, str]) -> None:
        channel = leg.channel

        def sent(reply: Reply) -> None:
            if not reply.done and leg.channel == channel:
                self.fail(leg, Cause.UNREACHABLE)
            elif reply.done:
                asyncio.get_running_loop().call_later(SIGN_SECONDS, self._without_a_sign, leg, channel)

        def order() -> None:
            if self._there(leg) and leg.channel == channel:
                self._wire.originate(channel, endpoint, names, shows=shown_number(shows), then=sent)

        self._hanging_up.after(leg.phone, order)

    def _without_a_sign(self, leg: Leg, channel: ChannelId) -> None:
        """A channel whose phone vanished in the same moment may come to nothing without a word: it is asked for by an order
        that does nothing."""

        def there(reply: Reply) -> None:
            if reply.status == HTTPStatus.NOT_FOUND and leg.channel == channel:
                self.fail(leg, Cause.UNREACHABLE)

        if self._there(leg) and not leg.rang and not leg.answered and leg.channel == channel:
            self._wire.send("DELETE", f"channels/{quoted(channel)}/ring", then=there)

    def _take_line(self, leg: Leg, line: Leg, shows: str) -> None:
        leg.line, leg.channel = line.id, line.channel
        self._board.hush(leg.channel)
        self._wire.name(leg.channel, {"CONNECTEDLINE(num,i)": shown_number(shows), "CONNECTEDLINE(name)": ""})
        self.rings(leg)
        leg.held = line.held
        self._take(leg)
        if leg.held:
            self._news.tell(PhoneHeld(leg.id, held=True))
        if leg.id in self._lines.legs:
            self._board.say(leg.channel, uuid4().hex, ("sound:beep",), lambda: None)

    def rings(self, leg: Leg) -> None:
        """Repeatable."""
        if not leg.rang and not leg.answered:
            leg.rang = True
            self._news.tell(LegRinging(leg.id))

    def picked_up(self, leg: Leg) -> None:
        """Repeatable. At a public number it is taken by a key."""
        if leg.answered or leg.says:
            return
        if not leg.asks_key:
            self._take(leg)
            return
        asyncio.get_running_loop().call_later(TAKING_SECONDS, self._no_key, leg)
        leg.says = uuid4().hex
        about = Prompt.SIGN_ON if leg.kind in SIGNING_ON else Prompt.CALL_FOR_YOU
        media = self._voice.media((about,) * TOLD_TIMES)
        if media:
            self._board.say(leg.channel, leg.says, media, lambda: None)

    def key(self, leg: Leg, key: str) -> None:
        if leg.says and not leg.answered and key == TAKING_KEY:
            self._board.hush(leg.channel)
            self._take(leg)

    def _no_key(self, leg: Leg) -> None:
        if self._there(leg) and not leg.answered:
            self._hanging_up.hang_up(leg)
            self.fail(leg, Cause.NO_ANSWER)

    def _take(self, leg: Leg) -> None:
        leg.answered, leg.says = True, ""
        self._news.tell(LegAnswered(leg.id))
        self._answered(leg)

    def gone(self, leg: Leg, q850: int) -> None:
        """A leg that was not answered."""
        if leg.says:
            self.fail(leg, Cause.NO_ANSWER)
        else:
            self.fail(leg, cause(q850, rang=leg.rang, outside=leg.outside or leg.asks_key))

    def unreachable(self, phone: str) -> None:
        """The phone itself is gone, and what rang there with it."""
        for leg in [leg for leg in self._lines.legs.values() if leg.phone == phone and not leg.answered]:
            if not leg.outside:
                self._hanging_up.hang_up(leg)
                self.fail(leg, Cause.UNREACHABLE)

    def fail(self, leg: Leg, why: Cause) -> None:
        if self._there(leg) and not leg.answered:
            self._board.forget(leg.channel)
            self._failed(leg)
            self._news.tell(LegFailed(leg.id, why))

    def _there(self, leg: Leg) -> bool:
        return self._lines.legs.get(leg.id) is leg


def public(phone: str) -> bool:
    """A number of the public network, where a voicemail may answer."""
    return phone.startswith("+")


def answered_from_desktop(leg: LegId) -> ChannelId:
    return ChannelId(f"{leg}.answered")


def shown_number(number: str) -> str:
    """As a phone may show it: what is no number is not shown."""
    return "".join(one for one in number if one.isascii() and (one.isalnum() or one in "+*#"))[:_LONGEST_NUMBER]
