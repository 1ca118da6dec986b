"""A telephone on a desk: it registers with the PBX under a name and a password, and behaves as it was told to."""

from __future__ import annotations

import asyncio
import contextlib
import secrets

from msgspec.structs import replace

from agent_client.backend.tasks import TaskOwner

from .behaviours import Behaviour, Kind
from .calls import Call, CallState
from .dialog import ALLOWED, Line
from .digest import answer as proof
from .endpoint import Endpoint
from .messages import Address, Headers, Request, Response, response
from .sound import Beat

REFUSED = {Kind.BUSY: 486, Kind.DECLINES: 603, Kind.REFUSES: 404}
GAVE_UP = 480


class NotRegistered(OSError):
    """The PBX does not know this phone, or does not answer."""


class Station:
    """What a phone on a desk and the numbers behind a trunk have in common: an address, calls, and how they are answered."""

    def __init__(self, user: str, password: str = "") -> None:
        self.tasks = TaskOwner()
        self.beat = Beat()
        self.endpoint = Endpoint(self._asked)
        self.calls: list[Call] = []
        """Those that are not over."""
        self.line = Line(self.endpoint, user, password, self.tasks, self.beat)
        self.turn = asyncio.Event()
        """Set at each change of a call."""

    async def open(self, host: str, port: int = 0) -> None:
        await self.endpoint.open(host, port)

    async def close(self) -> None:
        for call in list(self.calls):
            call.vanish()
        self.endpoint.close()
        await self.beat.close()
        await self.tasks.close()

    def behaviour(self, number: str) -> Behaviour:
        raise NotImplementedError

    def tone(self, number: str) -> int:
        raise NotImplementedError

    def engaged(self, number: str) -> bool:
        """No further call to it rings."""
        raise NotImplementedError

    def dial(self, uri: str, peer: Address, sender: str, says: int, more: Headers = ()) -> Call:
        call = Call(self.line, secrets.token_hex(10), peer, says, self._changed)
        self.calls.append(call)
        self.tasks.start(call.invite(uri, sender, more), "soft phone calls")
        return call

    def _asked(self, request: Request, sender: Address) -> None:
        call = next((one for one in self.calls if one.id == request.call_id), None)
        if call is not None:
            call.told(request, sender)
        elif request.method == "INVITE":
            self._called(request, sender)
        elif request.method == "OPTIONS":
            self.endpoint.reply(request, response(request, 200, "OK", more=[("Allow", ALLOWED)]), sender)
        elif request.method != "ACK":
            self.endpoint.reply(request, response(request, 481, "Call Does Not Exist"), sender)

    def _called(self, invite: Request, sender: Address) -> None:
        number = invite.uri.partition(":")[2].partition("@")[0]
        behaviour, engaged = self.behaviour(number), self.engaged(number)
        if behaviour.kind is Kind.DEAD:
            return
        call = Call(self.line, invite.call_id, sender, self.tone(number), self._changed)
        self.calls.append(call)
        call.invited(invite, sender)
        if engaged:
            call.hang_up(REFUSED[Kind.BUSY])
        elif "answer-after=0" in invite.get("Call-Info") and behaviour.kind is Kind.RINGS:
            call.ring()
            call.answer()
        elif behaviour == Behaviour():
            call.ring()
        else:
            self.tasks.start(_behave(call, behaviour), "soft phone behaves")

    def _changed(self, call: Call) -> None:
        if call.state is CallState.ENDED:
            self.calls.remove(call)
        self.turn.set()


async def _behave(call: Call, behaviour: Behaviour) -> None:
    await asyncio.sleep(behaviour.after)
    if behaviour.kind in REFUSED:
        call.hang_up(REFUSED[behaviour.kind])
        return
    call.ring()
    patience = behaviour.gives_up_after
    if behaviour.answers_after is not None:
        await asyncio.sleep(behaviour.answers_after)
        call.answer()
    elif patience is not None:
        await asyncio.sleep(patience)
        if call.state is CallState.RINGING:
            call.hang_up(GAVE_UP)
    if await call.until(CallState.UP, CallState.ENDED) is CallState.ENDED:
        return
    if behaviour.presses_after is not None:
        await asyncio.sleep(behaviour.presses_after)
        call.sound.key("1")
    if behaviour.talks is not None:
        await asyncio.sleep(behaviour.talks)
        call.hang_up()


class Phone(Station):
    """``lines``: how many calls it takes at once; one more finds it busy."""

    def __init__(self, name: str, password: str, pbx: Address, *, says: int = 0, lines: int = 1) -> None:
        super().__init__(name, password)
        self.name = name
        self.says = says
        self.way = Behaviour()
        self._lines = lines
        self._pbx = pbx
        self._registration = secrets.token_hex(10)
        self._cseq = 0

    def behaviour(self, number: str) -> Behaviour:
        way = self.way
        if way.first_answered_after is not None:
            self.way = replace(way, first_answered_after=None)
            return replace(way, answers_after=way.first_answered_after, first_answered_after=None)
        return way

    def tone(self, number: str) -> int:
        return self.says

    def engaged(self, number: str) -> bool:
        return len(self.calls) >= self._lines

    async def register(self, seconds: int = 300) -> None:
        """0 seconds: takes itself off the PBX. Raises `NotRegistered`."""
        answer = await self._register(seconds, ())
        if answer.status == 401:
            proved = proof(answer, "REGISTER", self._registrar, self.name, self.line.password)
            answer = await self._register(seconds, (proved,) if proved else ())
        if answer.status != 200:
            raise NotRegistered(f"{self.name}: {answer.status} {answer.reason}")

    async def stay_registered(self, seconds: int = 300) -> None:
        """Until it is cancelled; the PBX may go and come back."""
        while True:
            try:
                await self.register(seconds)
                pause = seconds / 2
            except NotRegistered:
                pause = 5.0
            await asyncio.sleep(pause)

    def ringing(self) -> Call | None:
        return next((call for call in self.calls if call.state is CallState.RINGING), None)

    def pick_up(self) -> bool:
        call = self.ringing()
        return call is not None and call.answer()

    def call(self, number: str) -> Call:
        host, port = self._pbx
        return self.dial(f"sip:{number}@{host}:{port}", self._pbx, f"<sip:{self.name}@{host}>", self.says)

    def unplug(self) -> None:
        """Its cable is pulled: nothing goes out, nothing comes in, and nobody is told."""
        self.endpoint.unplugged = True
        for call in list(self.calls):
            call.vanish()

    def plug_in(self) -> None:
        self.endpoint.unplugged = False

    @property
    def _registrar(self) -> str:
        return f"sip:{self._pbx[0]}:{self._pbx[1]}"

    async def _register(self, seconds: int, more: Headers) -> Response:
        self._cseq += 1
        who = f"<sip:{self.name}@{self._pbx[0]}>"
        headers: Headers = (
            ("Via", self.line.via()),
            ("Max-Forwards", "70"),
            ("From", f"{who};tag={self._registration[:8]}"),
            ("To", who),
            ("Call-ID", self._registration),
            ("CSeq", f"{self._cseq} REGISTER"),
            ("Contact", self.line.contact),
            ("Expires", str(seconds)),
            *more,
        )
        request = Request(method="REGISTER", uri=self._registrar, headers=headers)
        with contextlib.suppress(TimeoutError):
            return await self.endpoint.ask(request, self._pbx)
        raise NotRegistered(f"{self.name}: no answer")
