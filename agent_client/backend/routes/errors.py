"""Every answer that is not 2xx has one shape: a `RefusalBody`. What went wrong inside is for the log alone."""

from __future__ import annotations

import logging
import re

from litestar import Response
from litestar.exceptions import HTTPException, ValidationException
from litestar.openapi import ResponseSpec
from litestar.types import ExceptionHandlersMap

from agent_client.protocol.refusals import Invalid, NotFound, Refusal, RefusalBody, TooLarge, TooManyAttempts

from .parts import HttpRequest

log = logging.getLogger(__name__)

_MEANINGS = {
    400: "The request itself is wrong; params.field says where.",
    401: "No session, or one that has ended.",
    403: "Not for this agent, or not for anybody.",
    404: "Nothing of that number.",
    405: "Not this method.",
    409: "Understood, but not possible now; the code says why.",
    413: "Too large.",
    416: "The part that was asked for is not there.",
    426: "The client is too old for this server.",
    429: "Too many attempts; params.seconds says how long to wait.",
    500: "The server failed; its log says why.",
    507: "The server cannot store anything now. Nothing was stored.",
}


def refusals(*statuses: int) -> dict[int, ResponseSpec]:
    """For the document: the ways in which a route says no, beside those in which every route may."""
    return {
        status: ResponseSpec(data_container=RefusalBody, description=_MEANINGS[status], generate_examples=False)
        for status in sorted({*statuses, 400, 413, 500, 507})
    }


_LEFT = "client disconnected prematurely"
"""Litestar's word for it, which it calls a failure of the server's."""
COMMAND = refusals(401, 403, 404, 409, 426)
"""What a command of a signed-in agent may meet."""


def _answer(status: int, body: RefusalBody, headers: dict[str, str] | None = None) -> Response[RefusalBody]:
    return Response(body, status_code=status, headers=headers, media_type="application/json")


def on_refusal(_: HttpRequest, error: Refusal) -> Response[RefusalBody]:
    headers: dict[str, str] = {}
    if error.status == 401:
        headers["WWW-Authenticate"] = "Bearer"
    if isinstance(error, TooManyAttempts):
        headers["Retry-After"] = error.params.get("seconds", "1")
    return _answer(error.status, error.body(), headers)


def on_http_error(request: HttpRequest, error: HTTPException) -> Response[RefusalBody]:
    """What the framework found: bad bytes, an unknown path, a wrong method."""
    headers = {name: value for name, value in (error.headers or {}).items() if name.lower() == "allow"}
    status = error.status_code
    if error.detail == _LEFT:
        log.info("%s %s: the client was gone before it had said what it wanted", request.method, request.url.path)
        return _answer(400, Invalid().body())  # that nobody hears
    if status >= 500:
        return on_crash(request, error)
    if isinstance(error, ValidationException) or status == 400:
        found = _invalid(error)
        return _answer(found.status, found.body())
    code = {404: NotFound.code, 413: TooLarge.code}.get(status, Invalid.code)
    return _answer(status, RefusalBody(code=code, detail=error.detail), headers)


_AT = re.compile(r" - at `\$\.?(.*)`$")
_NAMED = re.compile(r"(?:missing required|contains unknown) field `(\w+)`")


def _invalid(error: HTTPException) -> Invalid:
    """With the path of the field, such as ``numbers[0]``, in so far as one can be named. Values are never repeated."""
    found = error.extra[0] if isinstance(error.extra, list) and error.extra else {}
    message = str(found.get("message", error.detail)) if isinstance(found, dict) else error.detail
    key = str(found.get("key", "")) if isinstance(found, dict) else ""
    where = _NAMED.search(message) or _AT.search(message)
    field = where[1] if where else "" if key == "data" else key
    return Invalid(_AT.sub("", message), **({"field": field} if field else {}))


def on_crash(request: HttpRequest, error: Exception) -> Response[RefusalBody]:
    log.error("%s %s failed", request.method, request.url.path, exc_info=error)
    return _answer(500, RefusalBody(code="failed"))


HANDLERS: ExceptionHandlersMap = {Refusal: on_refusal, HTTPException: on_http_error, Exception: on_crash}
