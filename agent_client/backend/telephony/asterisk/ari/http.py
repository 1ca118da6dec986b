"""Asterisk's REST interface by plain HTTP. Everything that asks goes this way: an answer of half a megabyte over the websocket
ends Asterisk 22.10. So does what is done without the websocket: the command line's work on phones."""

from __future__ import annotations

import ssl
from collections.abc import AsyncIterator, Mapping
from typing import Any

import httpx
import truststore
from msgspec import DecodeError, json

from agent_client.backend.telephony.asterisk.settings import AsteriskSettings

from .words import AriLost, AriRefused, Query

SECONDS = 10.0
LONGEST_REFUSAL = 500


class AriHttp:
    def __init__(self, settings: AsteriskSettings) -> None:
        self._settings = settings
        self._client: httpx.AsyncClient | None = None

    async def close(self) -> None:
        if self._client is not None:
            client, self._client = self._client, None
            await client.aclose()

    async def get(self, path: str, **query: Query) -> Any:
        """Raises `AriRefused`, `AriLost`."""
        request = self._opened().build_request("GET", path.lstrip("/"), params=written(query))
        return parsed((await self._sent(request, stream=False)).content)

    async def request(self, method: str, path: str, body: Mapping[str, object] | None = None) -> Any:
        """What it answers, parsed. Raises `AriRefused`, `AriLost`."""
        request = self._opened().build_request(method, path.lstrip("/"), json=body)
        return parsed((await self._sent(request, stream=False)).content)

    async def fetch(self, path: str) -> AsyncIterator[bytes]:
        """Raises `AriRefused`, `AriLost`; the latter also while it is read."""
        request = self._opened().build_request("GET", path.lstrip("/"))
        return _pieces(await self._sent(request, stream=True))

    async def _sent(self, request: httpx.Request, *, stream: bool) -> httpx.Response:
        try:
            answer = await self._opened().send(request, stream=stream)
            if answer.is_success:
                return answer
            text = (await answer.aread()).decode(errors="replace")
            await answer.aclose()
        except httpx.HTTPError as error:
            raise AriLost(f"{request.method} {request.url.path}: {type(error).__name__}") from None
        raise AriRefused(answer.status_code, refusal(text))

    def _opened(self) -> httpx.AsyncClient:
        if self._client is None:
            self._client = httpx.AsyncClient(
                base_url=f"{self._settings.url.rstrip('/')}/ari/",
                auth=(self._settings.user, self._settings.password),
                timeout=SECONDS,
                trust_env=False,
                verify=truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT),
            )
        return self._client


async def _pieces(answer: httpx.Response) -> AsyncIterator[bytes]:
    try:
        async for piece in answer.aiter_bytes():
            yield piece
    except httpx.HTTPError as error:
        raise AriLost(f"{answer.url.path}: {type(error).__name__}") from None
    finally:
        await answer.aclose()


def written(query: Mapping[str, Query]) -> dict[str, str]:
    return {name: str(value).lower() if isinstance(value, bool) else str(value) for name, value in query.items()}


def parsed(content: bytes | str) -> Any:
    """None where there is nothing, or nothing that can be read."""
    try:
        return json.decode(content) if content else None
    except DecodeError:
        return None


def refusal(text: str) -> str:
    """The words in it: Asterisk says ``{"message": …}`` or ``{"error": …}``."""
    said = parsed(text)
    if isinstance(said, dict):
        text = str(said.get("message") or said.get("error") or text)
    return " ".join(text.split())[:LONGEST_REFUSAL]
