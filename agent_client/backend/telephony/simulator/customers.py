"""The customers of the simulated PBX: they wait, are dialled, talk, and hang up."""

from __future__ import annotations

from collections.abc import Callable

from agent_client.backend.ports.telephony import CallId, Cause, CustomerAnswered, CustomerFailed
from agent_client.backend.telephony.sides import Customer

from .behaviours import CustomerBehaviour, CustomerKind
from .lines import Call, Lines
from .news import News
from .timers import Timers

NOT_REACHED = {
    CustomerKind.BUSY: Cause.BUSY,
    CustomerKind.NO_ANSWER: Cause.NO_ANSWER,
    CustomerKind.UNREACHABLE: Cause.UNREACHABLE,
}


class Customers:
    """``leaves`` is told of one who hangs up by themselves, ``reached`` of one who has just answered."""

    def __init__(
        self,
        lines: Lines,
        timers: Timers,
        news: News,
        default: CustomerBehaviour,
        *,
        leaves: Callable[[CallId], object],
        reached: Callable[[Call], None],
    ) -> None:
        self.behaviours: dict[str, CustomerBehaviour] = {}
        self._lines = lines
        self._timers = timers
        self._news = news
        self._default = default
        self._leaves = leaves
        self._reached = reached

    def behaviour(self, number: str) -> CustomerBehaviour:
        return self.behaviours.get(number, self._default)

    def wait(self, call: Call) -> None:
        call.customer = Customer.WAITING
        call.hears_customer = False
        self._leaves_after(call, call.patience)

    def talk(self, call: Call) -> None:
        """With whoever has the call; the clock of their talking runs from the first such moment."""
        first = call.customer is not Customer.TALKING
        call.customer = Customer.TALKING
        call.hears_customer = True
        if first:
            self._leaves_after(call, call.talk)

    def _leaves_after(self, call: Call, seconds: float | None) -> None:
        call.calm()
        if seconds is not None:
            call.timer = self._timers.after(seconds, lambda: self._leaves(call.id))

    def listen(self, call: Call, seconds: float, then: Callable[[], object]) -> None:
        """To the centre itself, for so long."""
        call.customer = Customer.SPOKEN_TO
        call.calm()
        call.timer = self._timers.after(seconds, then)

    def later(self, seconds: float, act: Callable[[], None]) -> None:
        """Something they will do, should they still be there."""
        self._timers.after(seconds, act)

    def dial(self, call: Call) -> None:
        call.customer = Customer.RINGING
        behaviour = self.behaviour(call.ani)
        call.talk = behaviour.talk
        cause = NOT_REACHED.get(behaviour.kind)
        call.timer = self._timers.after(behaviour.after, lambda: self._dialled(call, cause))

    def _dialled(self, call: Call, cause: Cause | None) -> None:
        if cause is None:
            self._news.tell(CustomerAnswered(call.id))
            self.talk(call)
            self._reached(call)
        else:
            self._lines.forget(call)
            self._news.tell(CustomerFailed(call.id, cause))
