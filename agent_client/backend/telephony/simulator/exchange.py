"""The inside of the simulated PBX: what happens to a call when somebody answers, hangs up, or is passed on.

The rooms beside it know one thing each: `phones`, `customers`, `listeners`, `announcements`, `audio`, `recordings`; `lines`
holds what there is.
"""

from __future__ import annotations

from agent_client.backend.ports.telephony import CallEnded, CallId, Cause, LegEnded, LegId
from agent_client.backend.telephony.sides import Customer, LegKind

from . import audio
from .announcements import Announcements
from .audio import Party
from .behaviours import CustomerBehaviour, PhoneBehaviour
from .customers import Customers
from .keypad import Keypad
from .keys import Keys
from .lines import Call, Leg, Lines
from .listeners import Listeners
from .news import News
from .phones import Phones
from .recordings import Recordings
from .timers import Timers


class Exchange:
    def __init__(self, timers: Timers, phone: PhoneBehaviour, customer: CustomerBehaviour) -> None:
        self.lines = Lines()
        self.news = News(timers)
        self.recordings = Recordings(self.lines, lambda: timers.now, self.news.tell)
        self.customers = Customers(
            self.lines,
            timers,
            self.news,
            customer,
            leaves=lambda call: self.end(call, by_agent=False),
            reached=lambda _: self._follow(),
        )
        self.phones = Phones(
            self.lines,
            timers,
            self.news,
            self.customers,
            phone,
            answered=self._answered,
            failed=self._gone,
            hangs_up=self.hang_up,
        )
        self.listeners = Listeners(self.lines, self.news, self.phones, heard=self._follow)
        self.keypad = Keypad(self.lines, self.news, self.customers)
        self.keys = Keys(self.lines, timers, self.news, follow=self._follow, hangs_up=self.hang_up)
        self.announcements = Announcements(
            self.lines, timers, self.customers, lambda call: self.end(call, by_agent=True)
        )

    def stop(self) -> None:
        self.keys.stop()
        self.listeners.stop()
        self.lines.clear()
        self._follow()
        self.news.stop()

    def _follow(self) -> None:
        """Somebody came, left, or hears somebody else."""
        self.listeners.follow()
        self.recordings.follow()

    # Somebody answers.

    def _answered(self, leg: Leg) -> None:
        call = self.lines.call_of(leg)
        match leg.kind:
            case LegKind.FOR_CALL if call is not None:
                self.customers.talk(call)
            case LegKind.CALL_OUT if call is not None:
                self.customers.dial(call)
            case LegKind.CONSULT if call is not None:
                call.hears_consulted = not call.hears_customer
            case LegKind.TRANSFER if call is not None:
                call.gone = True
                self.customers.talk(call)
            case LegKind.LISTEN if call is not None:
                pass
            case LegKind.LINE:
                pass
            case _:
                self.lines.drop(leg.id)
        self.keys.connected(leg)
        self._follow()

    # What the centre orders.

    def ring_for_call(self, leg: Leg) -> None:
        call = self.lines.call_of(leg)
        if call is None or call.customer is not Customer.WAITING or call.owner is not None or call.outside is not None:
            return
        self.phones.ring(leg)
        call.owner = leg.id

    def call_out(self, leg: Leg, call: Call) -> None:
        self.lines.calls[call.id] = call
        self.phones.ring(leg)
        call.owner = leg.id

    def consult(self, leg: Leg, *, outside: bool) -> None:
        """Whoever was consulted before is let go."""
        call = self.lines.call_of(leg)
        if call is None or call.gone or self.lines.answered(call.owner) is None:
            return
        self.lines.drop(call.consulted)
        if outside:
            self.phones.dial(leg)
        else:
            self.phones.ring(leg)
        call.consulted, call.hears_consulted = leg.id, False

    def hear(self, call: Call, *, customer: bool, consulted: bool) -> None:
        if self.lines.answered(call.consulted) is not None:
            call.hears_consulted = consulted
        if call.customer is Customer.TALKING:
            call.hears_customer = customer
        self._follow()

    def hand_over(self, call: Call, leg_id: LegId) -> None:
        leg = self.lines.legs.get(leg_id)
        if leg is None:
            self.end(call.id, by_agent=True)
            return
        if not leg.answered or call.consulted != leg_id:
            return
        self.lines.drop(call.owner)
        call.consulted, call.hears_consulted, call.gone = None, False, leg.outside
        if leg.outside:
            call.outside = leg_id
        else:
            call.owner = leg_id
        self.customers.talk(call)
        self._follow()

    def transfer_out(self, leg: Leg) -> None:
        """Whoever of the centre is still in the call is let go."""
        call = self.lines.call_of(leg)
        if call is None or call.gone or call.customer not in (Customer.WAITING, Customer.TALKING):
            return
        for one in (call.owner, call.consulted, call.outside):
            self.lines.drop(one)
        if call.customer is Customer.TALKING:
            self.customers.wait(call)
        self.phones.dial(leg)
        call.outside = leg.id
        self._follow()

    def decline(self, leg_id: LegId) -> None:
        if self.lines.answered(leg_id) is None:
            self.phones.fail(leg_id, Cause.DECLINED)
        else:
            self.take_back(leg_id)

    def take_back(self, leg_id: LegId) -> None:
        """Nothing is told."""
        leg = self.lines.legs.get(leg_id)
        if leg is None:
            return
        self._gone(leg)
        if leg.kind is LegKind.LINE:
            self._all_end(leg.phone, Cause.DECLINED)

    def _all_end(self, phone: str, cause: Cause) -> None:
        """What went on there by a line that was kept."""
        for leg in self.lines.on(phone):
            self._end(leg, cause)

    def _gone(self, leg: Leg) -> None:
        """The leg goes, the call stays if there is a customer: whom no agent has any more waits again."""
        call = self.lines.call_of(leg)
        owned = call is not None and call.owner == leg.id
        self.lines.drop(leg.id)
        if call is not None and (owned or call.owner is None):
            call.hears_consulted = False
            if call.customer is Customer.TALKING:
                self.customers.wait(call)
            elif call.customer is not Customer.WAITING:
                self.lines.forget(call)
        self._follow()

    def mute(self, leg: Leg, *, muted: bool) -> None:
        if self.phones.behaviour(leg.phone).mutes and not leg.outside:
            leg.muted = muted
            self._follow()

    # Somebody hangs up.

    def end(self, call_id: CallId, *, by_agent: bool) -> bool:
        """False when there is no such call any more."""
        call = self.lines.calls.get(call_id)
        if call is None:
            return False
        self.lines.forget(call)
        if not call.gone:
            self.news.tell(CallEnded(call_id, by_agent))
        self._follow()
        return True

    def hang_up(self, leg: Leg, cause: Cause = Cause.DECLINED) -> None:
        """Whoever has this phone does, or its network dies; ``cause``: what that is if it only rang."""
        if self.lines.legs.get(leg.id) is not leg:
            return
        if not leg.outside and self.phones.lose_line(leg.phone):
            self._all_end(leg.phone, cause)
        else:
            self._end(leg, cause)

    def _end(self, leg: Leg, cause: Cause) -> None:
        call = self.lines.call_of(leg)
        if not leg.answered:
            self.phones.fail(leg.id, cause)
        elif call is None:
            self.lines.drop(leg.id)
        elif self._go_on_without(call, leg):
            self.lines.drop(leg.id)
            self.news.tell(LegEnded(leg.id))
            self._follow()
        else:
            self.end(call.id, by_agent=True)

    def _go_on_without(self, call: Call, leg: Leg) -> bool:
        """A call ends with its last agent; an owner may leave a conference, a listener whatever it is."""
        if leg.id == call.listener:
            return True
        if leg.id == call.consulted:
            return call.owner is not None
        return leg.id == call.owner and audio.meant(self.lines, call) >= {Party.CUSTOMER, Party.CONSULTED}
