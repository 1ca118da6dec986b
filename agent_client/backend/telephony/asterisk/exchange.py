"""What happens to a call when somebody answers, hangs up, or is passed on.

The rooms beside it know one thing each: `lines` what there is, `placement` who belongs where, `board` where they were ordered
to be, and `ringing`, `customers`, `announcements`, `tapes`, `listeners` what their names say.
"""

from __future__ import annotations

from agent_client.backend.ports.telephony import Cause, LegId
from agent_client.backend.tasks import TaskOwner
from agent_client.backend.telephony.sides import Customer, LegKind

from .announcements import Announcements
from .ari import Ari
from .board import Board
from .customers import Customers
from .hanging_up import HangingUp
from .leaving import Leaving
from .lines import Call, ChannelId, Leg, Lines
from .listeners import Listeners
from .news import News
from .noise import Noise
from .placement import Place, conversation, placed
from .recorded_files import RecordedFiles
from .ringing import Ringing
from .settings import AsteriskSettings
from .tapes import Tapes
from .voice import Voice
from .wire import Wire


class Exchange(Leaving):
    def __init__(self, settings: AsteriskSettings, ari: Ari, wire: Wire, tasks: TaskOwner) -> None:
        self.lines = lines = Lines()
        self.news = news = News()
        self.voice = Voice(settings)
        self._wire = wire
        self.board = board = Board(wire, self._unsettled)
        self.noise = Noise(wire)
        self.files = files = RecordedFiles(ari, news, tasks, settings.recordings)
        self.tapes = Tapes(lines, wire, news, files)
        self.customers = Customers(lines, ari, wire, news, tasks, settings, follow=self.follow, forget=self.forget)
        self.hanging_up = HangingUp(board)
        self.ringing = Ringing(
            lines,
            wire,
            board,
            news,
            self.hanging_up,
            self.voice,
            settings,
            answered=self._answered,
            failed=self._without,
        )
        self.listeners = Listeners(lines, wire, board, news, ring=self.ringing.ring, release=self.release)
        self.announcements = Announcements(
            lines, board, self.voice, follow=self.follow, end=lambda call: self.end(call, by_agent=True)
        )

    async def find_out(self, ari: Ari) -> None:
        """What this Asterisk can do."""
        await self.voice.find_out(ari)
        await self.noise.find_out(ari)

    def follow(self, call: Call) -> None:
        """Bring everybody to where they belong."""
        if self.lines.calls.get(call.id) is call:
            self.board.settle(placed(self.lines, call))
        self.tapes.follow(call)
        self.listeners.follow(call.id)

    def _unsettled(self, channel: ChannelId) -> None:
        leg = self.lines.talks_on(channel)
        call = self.lines.call_on(channel) or (None if leg is None else self.lines.call_of(leg))
        if call is not None:
            self.follow(call)

    # Somebody answers.

    def _answered(self, leg: Leg) -> None:
        call = self.lines.call_of(leg)
        if leg.kind is not LegKind.TEST and not leg.outside:
            self.noise.of(leg.channel, kept=leg.line is not None)
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
                self._wire.name(leg.channel, {"cc_leg": "outside"})
            case LegKind.LISTEN if call is not None:
                pass
            case LegKind.LINE:
                self.board.settle({leg.channel: Place()})
            case _:
                self.release(leg)
        if call is not None:
            self.follow(call)

    def said(self, playback: str) -> None:
        """All of it, or it was ended."""
        for call in [call for call in self.lines.calls.values() if call.says == playback]:
            self.announcements.over(call.says)
        self.board.all_said(playback)

    # What the centre orders.

    def ring_for_call(self, leg: Leg) -> None:
        call = self.lines.call_of(leg)
        if call is None or call.customer is not Customer.WAITING or call.owner is not None or call.outside is not None:
            return
        call.owner = leg.id
        self.ringing.ring(leg, call.ani)

    def call_out(self, leg: Leg, call: Call) -> None:
        self.lines.calls[call.id] = call
        call.owner = leg.id
        self.ringing.ring(leg, call.ani)

    def consult(self, leg: Leg, dnis: str | None = None) -> None:
        """A number outside is dialled from ``dnis``. Whoever was consulted before is let go."""
        call = self.lines.call_of(leg)
        owner = None if call is None or call.gone else self.lines.answered(call.owner)
        if call is None or owner is None:
            return
        self._release_of(call, call.consulted)
        call.consulted, call.hears_consulted = leg.id, False
        if dnis is None:
            self.ringing.ring(leg, owner.phone)
        else:
            self.ringing.dial(leg, dnis)
        self.follow(call)

    def hear(self, call: Call, *, customer: bool, consulted: bool) -> None:
        if self.lines.answered(call.consulted) is not None:
            call.hears_consulted = consulted
        if call.customer is Customer.TALKING:
            call.hears_customer = customer
        self.follow(call)

    def hand_over(self, call: Call, leg_id: LegId) -> None:
        leg = self.lines.legs.get(leg_id)
        if leg is None:
            self.end(call.id, by_agent=True)
            return
        if not leg.answered or call.consulted != leg_id:
            return
        self._release_of(call, call.owner)
        call.consulted, call.hears_consulted, call.gone, leg.elsewhere = None, False, leg.outside, False
        if leg.outside:
            call.outside = leg_id
            self._wire.name(leg.channel, {"cc_leg": "outside"})
        else:
            call.owner = leg_id
        self.customers.talk(call)
        self.follow(call)

    def transfer_out(self, leg: Leg, dnis: str) -> None:
        """Whoever of the centre is still in the call is let go."""
        call = self.lines.call_of(leg)
        if call is None or call.gone or call.customer not in (Customer.WAITING, Customer.TALKING):
            return
        for one in (call.owner, call.consulted, call.outside):
            self._release_of(call, one)
        self.customers.wait(call)
        self.follow(call)
        call.outside = leg.id
        self.ringing.dial(leg, dnis)

    def decline(self, leg_id: LegId) -> None:
        leg = self.lines.legs.get(leg_id)
        if leg is not None and not leg.answered:
            self.hanging_up.hang_up(leg)
            self.ringing.fail(leg, Cause.DECLINED)
        else:
            self.take_back(leg_id)

    def take_back(self, leg_id: LegId) -> None:
        """Nothing is told of it."""
        leg = self.lines.legs.get(leg_id)
        if leg is None:
            return
        user = self.lines.user_of(leg)
        if user is not None:
            self.leg_gone(user, 0)
        self._let_go(leg)
        self._without(leg)

    def digits(self, leg: Leg, digits: str) -> None:
        """Tones are no voice: a muted phone sends them too."""
        call = self.lines.call_of(leg)
        talks = frozenset[ChannelId]() if call is None else conversation(self.lines, call)
        if leg.answered and leg.channel in talks:
            for channel in talks - {leg.channel}:
                self._wire.digits(channel, digits)

    def mute(self, leg: Leg, *, muted: bool) -> None:
        if leg.answered and not leg.outside and leg.muted is not muted:
            leg.muted = muted
            self._wire.mute(leg.channel, muted=muted)
            if leg.call is not None:
                self.listeners.follow(leg.call)
