"""Who listens to a conversation in the simulated PBX: rung, there, and gone with the owner whom they listen to."""

from __future__ import annotations

from collections.abc import Callable

from agent_client.backend.ports.telephony import CallId, KnownListener, LegEnded, LegId
from agent_client.backend.telephony.sides import LegKind
from agent_client.protocol.names import Listening

from .lines import Call, Leg, Lines
from .news import News
from .phones import Phones


class Listeners:
    """``heard`` is told that others hear them than before."""

    def __init__(self, lines: Lines, news: News, phones: Phones, *, heard: Callable[[], None]) -> None:
        self._heard = heard
        self._lines = lines
        self._news = news
        self._phones = phones
        self._beside: dict[LegId, LegId] = {}
        """Of each listener's leg the owner's."""

    def listen(self, leg_id: LegId, phone: str, call_id: CallId, how: Listening) -> None:
        known = self._lines.legs.get(leg_id)
        if known is not None:
            known.how = how
            self._heard()
            return
        call = self._lines.calls.get(call_id)
        owner = None if call is None or call.gone else self._lines.answered(call.owner)
        if call is None or owner is None or call.listener is not None:
            return
        self._put(call, owner.id, Leg(leg_id, phone, LegKind.LISTEN, call_id, how=how))

    def _put(self, call: Call, owner: LegId, leg: Leg) -> None:
        self._beside[leg.id] = owner
        self._phones.ring(leg)
        call.listener = leg.id

    def adopt(self, call: Call, known: KnownListener) -> None:
        """One who is there already."""
        if call.owner is None:
            return
        leg = Leg(known.leg, known.phone, LegKind.LISTEN, call.id, rings=True, answered=True, how=known.how)
        self._beside[leg.id] = call.owner
        self._lines.legs[leg.id] = leg
        call.listener = leg.id

    def follow(self) -> None:
        """Somebody left, or has become the owner."""
        for leg_id, owner in list(self._beside.items()):
            leg = self._lines.legs.get(leg_id)
            call = None if leg is None else self._lines.call_of(leg)
            if leg is not None and call is not None and not call.gone and call.owner == owner:
                continue
            del self._beside[leg_id]
            self._lines.drop(leg_id)
            if leg is not None and leg.answered:
                self._news.tell(LegEnded(leg_id))

    def stop(self) -> None:
        self._beside.clear()
