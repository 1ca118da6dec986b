"""Somebody leaves a call: who else hangs up then, who goes on, and what is told of it."""

from __future__ import annotations

from agent_client.backend.ports.telephony import CallEnded, CallId, LegEnded, LegId
from agent_client.backend.telephony.sides import Customer, LegKind

from .board import Board
from .customers import Customers
from .hanging_up import HangingUp
from .lines import NOWHERE, Call, Leg, Lines
from .listeners import Listeners
from .news import News
from .placement import Place, meant_to_talk
from .ringing import Ringing
from .tapes import Tapes
from .wire import Wire


class Leaving:
    """One face of the exchange, which makes what it needs."""

    lines: Lines
    news: News
    board: Board
    customers: Customers
    ringing: Ringing
    hanging_up: HangingUp
    tapes: Tapes
    listeners: Listeners
    _wire: Wire

    def follow(self, call: Call) -> None:
        raise NotImplementedError

    def release(self, leg: Leg) -> None:
        """Its phone is let go, and it is gone from everywhere."""
        self._let_go(leg)
        self.lines.drop(leg)

    def _let_go(self, leg: Leg) -> None:
        """A kept line stays."""
        if leg.line is None:
            self.hanging_up.hang_up(leg)
        else:
            self.board.settle({leg.channel: Place()})
            if leg.muted:
                self._wire.mute(leg.channel, muted=False)

    def _release_of(self, call: Call, leg_id: LegId | None) -> None:
        leg = None if leg_id is None else self.lines.legs.get(leg_id)
        if leg is not None:
            self.release(leg)

    def _without(self, leg: Leg) -> None:
        """The leg goes, the call stays if there is a customer: whom no agent has any more waits again."""
        call = self.lines.call_of(leg)
        owned = call is not None and call.owner == leg.id
        listened = call is not None and call.listener == leg.id
        self.lines.drop(leg)
        if call is None:
            return
        if not listened and (owned or call.owner is None):
            call.hears_consulted = False
            if call.customer is Customer.TALKING:
                self.customers.wait(call)
            elif call.customer in (Customer.NOT_DIALLED, Customer.RINGING):
                self.forget(call)
        self.follow(call)

    def line_gone(self, line: Leg, q850: int) -> None:
        """And what they talked in by it."""
        user = self.lines.user_of(line)
        self.leg_gone(line, q850)
        if user is not None:
            user.line, user.channel = None, NOWHERE
            self.leg_gone(user, q850)

    def customer_gone(self, call: Call, q850: int) -> None:
        if call.customer is Customer.RINGING:
            self.customers.failed(call, q850)
        else:
            self.end(call.id, by_agent=False)

    def leg_gone(self, leg: Leg, q850: int) -> None:
        """Its channel is no more, or will not be: whoever has this phone has hung up, or their network died."""
        call = self.lines.call_of(leg)
        if not leg.answered:
            self.ringing.gone(leg, q850)
        elif call is None or leg.leaves:
            self._without(leg)
            if leg.kind is LegKind.LINE:
                self.news.tell(LegEnded(leg.id))
        elif self._goes_on_without(call, leg):
            self.lines.drop(leg)
            self.news.tell(LegEnded(leg.id))
            self.follow(call)
        else:
            self.end(call.id, by_agent=True)

    def _goes_on_without(self, call: Call, leg: Leg) -> bool:
        """A call ends with its last agent; an owner may leave a conference, a listener whatever it is."""
        match call.place(leg.id):
            case "listener":
                return True
            case "consulted":
                return call.owner is not None
            case "owner":
                return len(meant_to_talk(self.lines, call)) > 2
            case _:
                return False

    def end(self, call_id: CallId, *, by_agent: bool) -> None:
        """Everybody hangs up."""
        call = self.lines.calls.get(call_id)
        if call is None:
            return
        left = call.gone
        self.forget(call, follow=False)
        if not left:
            self.news.tell(CallEnded(call_id, by_agent))
        self.tapes.follow(call)
        self.listeners.follow(call_id)

    def forget(self, call: Call, *, follow: bool = True) -> None:
        """The call, and every leg of it."""
        self.lines.calls.pop(call.id, None)
        for leg in self.lines.legs_of(call):
            self.lines.legs.pop(leg.id)
            self.release(leg)
        self.board.hang_up(call.channel)
        self.board.close(call.bridge)
        if follow:
            self.tapes.follow(call)
            self.listeners.follow(call.id)
