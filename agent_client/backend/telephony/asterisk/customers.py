"""The customers: they call, are dialled, wait, talk, and hang up."""

from __future__ import annotations

from collections.abc import Callable
from uuid import uuid4

from agent_client.backend.ports.telephony import CallArrived, CallId, Cause, CustomerAnswered, CustomerFailed
from agent_client.backend.tasks import TaskOwner
from agent_client.backend.telephony.sides import Customer

from .ari import Ari, AriLost, AriRefused, Reply
from .causes import cause
from .happenings import Channel
from .lines import Call, ChannelId, Lines
from .news import News
from .ringing import shown_number
from .settings import AsteriskSettings
from .wire import CALL, LEG, Wire, quoted

CUSTOMER = "customer"
LONGEST_ANI = 64
_PROHIBITED = ("prohib", "unavailable")


class Customers:
    """``follow`` brings everybody of a call to where they belong, ``forget`` a call that came to nothing."""

    def __init__(
        self,
        lines: Lines,
        ari: Ari,
        wire: Wire,
        news: News,
        tasks: TaskOwner,
        settings: AsteriskSettings,
        *,
        follow: Callable[[Call], None],
        forget: Callable[[Call], object],
    ) -> None:
        self._lines = lines
        self._ari = ari
        self._wire = wire
        self._news = news
        self._tasks = tasks
        self._settings = settings
        self._follow = follow
        self._forget = forget

    def arrives(self, channel: Channel, dnis: str, presentation: str) -> None:
        """``presentation``: of the number; empty when the dialplan does not say."""
        if self._lines.call_on(channel.id) is not None:
            return
        id_ = CallId(channel.channelvars.get(CALL) or uuid4().hex)
        call = Call(id_, channel.caller.number[:LONGEST_ANI], dnis, Customer.WAITING, ChannelId(channel.id))
        self._lines.calls[call.id] = call
        if presentation:
            self._arrived(call, presentation)
        else:
            self._tasks.start(self._ask(call), "whether a caller's number may be shown")
        self._wire.name(call.channel, {CALL: call.id, LEG: CUSTOMER})
        self._wire.answer(call.channel)
        self._follow(call)

    async def _ask(self, call: Call) -> None:
        try:
            found = await self._ari.get(f"channels/{quoted(call.channel)}/variable", variable="CALLERID(pres)")
        except (AriRefused, AriLost):
            found = {}
        self._arrived(call, str(found.get("value", "")))

    def _arrived(self, call: Call, presentation: str) -> None:
        if self._lines.calls.get(call.id) is not call:
            return
        if presentation.startswith(_PROHIBITED) or not any(one.isdigit() for one in call.ani):
            call.ani = ""
        self._news.tell(CallArrived(call.id, call.ani, call.dnis))

    def dial(self, call: Call) -> None:
        call.customer = Customer.RINGING
        call.channel = ChannelId(f"{call.id}.{CUSTOMER}")
        endpoint = self._settings.endpoint_of_number(call.ani)
        if not endpoint:
            self._came_to_nothing(call, Cause.UNREACHABLE)
            return

        def sent(reply: Reply) -> None:
            if not reply.done and self._lines.calls.get(call.id) is call:
                self._came_to_nothing(call, Cause.UNREACHABLE)

        names = {CALL: call.id, LEG: CUSTOMER}
        self._wire.originate(call.channel, endpoint, names, shows=shown_number(call.dnis), then=sent)

    def answered(self, call: Call) -> None:
        """Repeatable."""
        if call.customer is Customer.RINGING:
            self._news.tell(CustomerAnswered(call.id))
            self.talk(call)
            self._follow(call)

    def failed(self, call: Call, q850: int) -> None:
        """One who was dialled and did not answer."""
        self._came_to_nothing(call, cause(q850, rang=True, outside=True))

    def _came_to_nothing(self, call: Call, why: Cause) -> None:
        self._forget(call)
        self._news.tell(CustomerFailed(call.id, why))

    def talk(self, call: Call) -> None:
        """With whoever has the call."""
        call.customer, call.hears_customer, call.says = Customer.TALKING, True, ""

    def wait(self, call: Call) -> None:
        call.customer, call.hears_customer = Customer.WAITING, False
