"""The dialog of one call (RFC 3261, 12): who writes to whom under which names, and what each request and answer carries."""

from __future__ import annotations

import random
import secrets
from collections.abc import Callable

from agent_client.backend.tasks import TaskOwner

from .digest import answer as proof
from .endpoint import Endpoint
from .messages import Address, Headers, Request, Response, new_branch, parameter, response, uri_of
from .sound import Beat

ALLOWED = "INVITE, ACK, BYE, CANCEL, OPTIONS, NOTIFY, REFER, UPDATE, INFO"
REASONS = {
    180: "Ringing",
    200: "OK",
    404: "Not Found",
    480: "Temporarily Unavailable",
    481: "Call Does Not Exist",
    486: "Busy Here",
    487: "Request Terminated",
    603: "Decline",
}


class Line:
    """What the calls of one phone share."""

    def __init__(self, endpoint: Endpoint, user: str, password: str, tasks: TaskOwner, beat: Beat) -> None:
        self.endpoint = endpoint
        self.user = user
        self.password = password
        self.tasks = tasks
        self.beat = beat

    @property
    def host(self) -> str:
        return self.endpoint.address[0]

    @property
    def contact(self) -> str:
        host, port = self.endpoint.address
        return f"<sip:{self.user}@{host}:{port}>"

    def via(self) -> str:
        host, port = self.endpoint.address
        return f"SIP/2.0/UDP {host}:{port};rport;branch={new_branch()}"


class Dialog:
    def __init__(self, line: Line, call_id: str, peer: Address) -> None:
        self.id = call_id
        self.peer = peer
        self._line = line
        self._tag = secrets.token_hex(6)
        self._cseq = random.randint(1, 9_999)
        self._local, self._remote, self._target = "", "", ""
        self._inviting: Request | None = None

    def called(self, invite: Request) -> None:
        """By the other side."""
        self._local = f"{invite.get('To')};tag={self._tag}"
        self._remote, self._target = invite.get("From"), uri_of(invite.get("Contact"))

    def calls(self, uri: str, sender: str) -> None:
        """The other side."""
        self._local, self._remote, self._target = f"{sender};tag={self._tag}", f"<{uri}>", uri

    @property
    def replaces(self) -> str:
        """As it is written into an address (RFC 3891)."""
        remote, local = parameter(self._remote, "tag"), parameter(self._local, "tag")
        return f"{self.id}%3Bto-tag%3D{remote}%3Bfrom-tag%3D{local}"

    async def ask(
        self,
        method: str,
        body: str = "",
        more: Headers = (),
        meanwhile: Callable[[Response], None] | None = None,
    ) -> Response:
        """The final answer; asked again with the password where that is wanted. Raises `TimeoutError`."""
        request = self._request(method, body, more)
        answer = await self._asked(request, meanwhile)
        if answer.status in (401, 407):
            proved = proof(answer, method, self._target, self._line.user, self._line.password)
            if proved is not None:
                answer = await self._asked(self._request(method, body, (*more, proved)), meanwhile)
        return answer

    async def _asked(self, request: Request, meanwhile: Callable[[Response], None] | None) -> Response:
        if request.method != "INVITE":
            return await self._line.endpoint.ask(request, self.peer, meanwhile)
        self._inviting = request
        answer = await self._line.endpoint.ask(request, self.peer, meanwhile)
        self._inviting = None
        if answer.status < 300:
            self._remote, self._target = answer.get("To"), uri_of(answer.get("Contact"))
            self._line.endpoint.thank(self._request("ACK", cseq=request.cseq), self.peer)
        return answer

    async def cancel(self) -> None:
        """Take back an invitation that is still open."""
        inviting, self._inviting = self._inviting, None
        if inviting is None:
            return
        kept = {"via", "from", "to", "call-id", "max-forwards"}
        headers = tuple(one for one in inviting.headers if one[0].lower() in kept)
        headers += (("CSeq", f"{inviting.cseq} CANCEL"),)
        await self._line.endpoint.ask(Request(method="CANCEL", uri=inviting.uri, headers=headers), self.peer)

    def answer(self, request: Request, sender: Address, status: int, body: str = "") -> None:
        more = [("Contact", self._line.contact), ("Allow", ALLOWED)]
        if body:
            more.append(("Content-Type", "application/sdp"))
        answer = response(request, status, REASONS.get(status, "-"), tag=self._tag, more=more, body=body)
        self._line.endpoint.reply(request, answer, sender)

    def over(self) -> None:
        self._line.endpoint.forget(self.id)

    def _request(self, method: str, body: str = "", more: Headers = (), cseq: int | None = None) -> Request:
        if cseq is None:
            self._cseq = cseq = self._cseq + 1
        headers: Headers = (
            ("Via", self._line.via()),
            ("Max-Forwards", "70"),
            ("From", self._local),
            ("To", self._remote),
            ("Call-ID", self.id),
            ("CSeq", f"{cseq} {method}"),
            ("Contact", self._line.contact),
            ("Allow", ALLOWED),
            *more,
        )
        if body:
            headers += (("Content-Type", "application/sdp"),)
        return Request(method=method, uri=self._target, headers=headers, body=body)
