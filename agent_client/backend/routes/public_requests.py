"""Asking to be called back without a session (E10): as a form for people, and as a call of the API for a site of one's own."""

from __future__ import annotations

from urllib.parse import parse_qsl

from litestar import MediaType, Response, get, post
from litestar.params import JSONBody

from agent_client.backend.persistence import centre
from agent_client.backend.persistence.centre import CentreRow
from agent_client.backend.services import public_requests
from agent_client.protocol import paths
from agent_client.protocol.callbacks import CallbackRequest, CallbackRequested
from agent_client.protocol.refusals import BadNumber, Refusal, TooManyAttempts
from agent_client.rules.dial_numbers import shown

from .errors import refusals
from .parts import HttpRequest, Parts, Wired
from .request_form import TRAP, Entered, form, headers, thanks, words_of
from .request_words import LANGUAGES, Words, wanted

MOST_BYTES = 4_000
_FIELDS = 20
_NAME, _NUMBER = 200, 40
Page = Response[str]


@post(
    paths.CALLBACK_REQUESTS,
    status_code=202,
    request_max_body_size=MOST_BYTES,
    responses=refusals(404, 429),
    operation_id="request_callback",
    tags=["public"],
)
async def request(request: HttpRequest, parts: Wired, data: JSONBody[CallbackRequest]) -> CallbackRequested:
    """Ask to be called back. Asking again keeps one's place, and is answered alike."""
    return await _ask(request, parts, data)


@get(paths.CALLBACK_FORM, media_type=MediaType.HTML, include_in_schema=False)
async def page(request: HttpRequest, parts: Wired) -> Page:
    settings = await _settings(parts)
    language, entered = _asked(request)
    return _html(language, form(language, settings.name, entered))


@post(
    paths.CALLBACK_FORM,
    media_type=MediaType.HTML,
    status_code=200,
    request_max_body_size=MOST_BYTES,
    include_in_schema=False,
)
async def submit(request: HttpRequest, parts: Wired) -> Page:
    settings = await _settings(parts)
    language, asked = _asked(request)
    fields = _fields(await request.body())
    entered = Entered(
        name=fields.get("name", "")[:_NAME],
        number=fields.get("number", "")[:_NUMBER].strip(),
        dnis=asked.dnis,
        chosen=asked.chosen,
    )
    if fields.get(TRAP):
        return _html(language, thanks(language, settings.name, entered, entered.number))
    if not entered.number:
        return _html(language, form(language, settings.name, entered, words_of(language).no_number), 400)
    try:
        wish = CallbackRequest(number=entered.number, name=entered.name, dnis=entered.dnis)
        done = await _ask(request, parts, wish)
    except Refusal as refusal:
        return _refused(language, settings, entered, refusal)
    return _html(language, thanks(language, settings.name, entered, shown(done.number, settings.country)))


async def _ask(request: HttpRequest, parts: Parts, wish: CallbackRequest) -> CallbackRequested:
    address = request.client.host if request.client is not None else ""
    throttle = parts.settings.public_throttle
    return await parts.units.write(lambda tx: public_requests.ask(tx, wish, address, throttle))


async def _settings(parts: Parts) -> CentreRow:
    return await parts.units.read(lambda tx: centre.settings_row(tx.conn))


def _asked(request: HttpRequest) -> tuple[str, Entered]:
    """The language, and what the link says."""
    chosen = request.query_params.get("lang", "")
    chosen = chosen if chosen in LANGUAGES else ""
    language = chosen or wanted(request.headers.get("accept-language", ""))
    return language, Entered(dnis=request.query_params.get("dnis", "")[:_NUMBER], chosen=chosen)


def _fields(body: bytes) -> dict[str, str]:
    try:
        return dict(parse_qsl(body.decode(errors="replace"), keep_blank_values=True, max_num_fields=_FIELDS))
    except ValueError:  # too many
        return {}


def _refused(language: str, settings: CentreRow, entered: Entered, refusal: Refusal) -> Page:
    answer = _html(language, form(language, settings.name, entered, _said(words_of(language), entered, refusal)))
    answer.status_code = refusal.status
    if isinstance(refusal, TooManyAttempts):
        answer.headers["Retry-After"] = refusal.params.get("seconds", "1")
    return answer


def _said(words: Words, entered: Entered, refusal: Refusal) -> str:
    if isinstance(refusal, BadNumber):
        return words.bad_number.format(number=entered.number)
    if isinstance(refusal, TooManyAttempts):
        minutes = -(-int(refusal.params.get("seconds", "1")) // 60)
        return words.too_many.format(minutes=minutes)
    return words.closed


def _html(language: str, page: str, status: int = 200) -> Page:
    return Response(page, media_type=MediaType.HTML, status_code=status, headers=headers(language))


HANDLERS = [request, page, submit]
