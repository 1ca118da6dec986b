"""The customers' side of the self-check: callers and phones of the simulated PBX, and who is in the centre's books."""

from __future__ import annotations

import httpx
from msgspec import json

from agent_client.client.api import Api
from agent_client.protocol.customers import Customer
from agent_client.protocol.paths import API
from agent_client.protocol.sessions import SignIn

_SUPERVISOR, _PASSWORD, _PHONE = "sonja", "demo", "209"
SUPPORT = "0800100200"


class Customers:
    """Drives the demo's simulator. Its routes need no session and exist in the demo alone."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._http = httpx.AsyncClient(base_url=url, timeout=10.0, trust_env=False)

    async def close(self) -> None:
        await self._http.aclose()

    async def somebody_known(self) -> Customer:
        """A customer with a history, looked up as a supervisor would."""
        api = Api(self._url)
        try:
            await api.sign_in(SignIn(user=_SUPERVISOR, password=_PASSWORD, phone=_PHONE, seat="self-check"))
            for found in (await api.find_customers("van")).customers:
                page = await api.customer(found.id)
                if page.customer.numbers and page.records:
                    return page.customer
            raise LookupError("nobody in the demo's books has both a number and a history")
        finally:
            await api.sign_out()
            await api.close()

    async def call(self, number: str, dnis: str = SUPPORT, patience: float | None = None) -> str:
        """Returns the call's name. ``patience``: hangs up after so many seconds in the queue."""
        return str((await self._post("calls", {"ani": number, "dnis": dnis, "patience": patience}))["call"])

    async def will_answer(self, number: str, *, after: float) -> None:
        """How a customer behaves who is called back."""
        await self._post(f"customers/{number}", {"after": after})

    async def hang_up(self, call: str) -> None:
        await self._post(f"calls/{call}/hang-up", None)

    async def _post(self, path: str, body: object) -> dict[str, object]:
        answer = await self._http.post(f"{API}/simulator/{path}", content=b"" if body is None else json.encode(body))
        answer.raise_for_status()
        return json.decode(answer.content, type=dict[str, object])
