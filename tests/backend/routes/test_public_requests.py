"""E10 over HTTP: the form as a browser gets it, without a script and without anything from elsewhere; and the API."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from typing import Any

import httpx
import pytest
from msgspec.structs import replace

from agent_client.backend.persistence import contacts
from agent_client.backend.routes.request_words import LANGUAGES, wanted
from agent_client.backend.settings import PublicThrottle, Settings
from agent_client.protocol import paths
from agent_client.protocol.names import QueueId

SALES, SUPPORT = QueueId(1), QueueId(2)
MOBILE = "+31612884410"
VOID = {"meta", "link", "input", "br"}


class Page(HTMLParser):
    """What stands in a page: its elements, and its text. A page that does not nest is no page."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.text = ""
        self.style = ""
        self._open: list[str] = []
        self.feed(source)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in VOID:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "style" in self._open:
            self.style += data
        else:
            self.text += data

    def all(self, tag: str) -> list[dict[str, str]]:
        return [attributes for name, attributes in self.elements if name == tag]

    def field(self, name: str) -> dict[str, str]:
        [found] = [one for one in self.all("input") if one.get("name") == name]
        return found


@pytest.fixture
def settings(settings: Settings) -> Settings:
    return replace(settings, public_throttle=PublicThrottle(free_per_number=2, free_per_address=20))


@pytest.fixture
def waits(centre: Any) -> Callable[..., Any]:
    def find(number: str = MOBILE, queue: QueueId = SALES) -> Any:
        return centre.read(lambda tx: contacts.asked_for(tx.conn, number, queue))

    return find


@pytest.fixture
def get(client: httpx.Client) -> Iterator[Callable[..., Page]]:
    def read(language: str = "en", **params: str) -> Page:
        answer = client.get(paths.CALLBACK_FORM, params=params, headers={"Accept-Language": language})
        assert answer.status_code == 200
        return Page(answer.text)

    yield read


def send(
    client: httpx.Client, *, language: str = "en", link: str = paths.CALLBACK_FORM, **fields: str
) -> httpx.Response:
    return client.post(link, data=fields, headers={"Accept-Language": language})


def test_E10_the_form_is_filled_in_and_sent(client: httpx.Client, get: Callable[..., Page], waits: Any) -> None:
    page = get()
    [form] = page.all("form")
    answer = send(client, link=form["action"], name="Eva <b>Horáková</b>", number="06 1288 4410", website="")
    assert answer.status_code == 200
    thanks = Page(answer.text)
    assert "We call you back on" in thanks.text
    assert "06 12884410" in thanks.text.replace("\u00a0", " ")
    assert thanks.all("form") == []
    contact = waits()
    assert contact.origin == "web"


def test_E10_the_link_says_which_of_the_centres_numbers_is_meant(
    client: httpx.Client, get: Callable[..., Page], waits: Any
) -> None:
    [form] = get(dnis="+31800100200", lang="de").all("form")
    thanks = Page(send(client, link=form["action"], name="", number=MOBILE).text)
    assert "Vielen Dank" in thanks.text
    assert waits() is None
    assert waits(queue=SUPPORT) is not None


@pytest.mark.parametrize("code", LANGUAGES)
def test_E10_in_each_language_everything_is_labelled_and_nothing_comes_from_elsewhere(
    code: str, client: httpx.Client
) -> None:
    answer = client.get(paths.CALLBACK_FORM, headers={"Accept-Language": f"{code}-XX, en;q=0.4"})
    page = Page(answer.text)
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert page.all("html") == [{"lang": code}]
    assert answer.headers["content-language"] == code
    assert LANGUAGES[code].title in page.text
    assert "Test centre" in page.text
    ids = [attributes["id"] for _, attributes in page.elements if "id" in attributes]
    assert len(ids) == len(set(ids))
    labelled = {label["for"] for label in page.all("label")}
    assert labelled == {field["id"] for field in page.all("input")}
    assert set(page.field("number")["aria-describedby"].split()) <= set(ids)
    assert (page.all("script"), page.all("img")) == ([], [])
    assert not re.search(r"https?://|//\w|url\(|@import", answer.text)
    assert not any(name.startswith("on") for _, attributes in page.elements for name in attributes)


def test_E10_nothing_but_its_own_style_may_run(client: httpx.Client) -> None:
    answer = client.get(paths.CALLBACK_FORM)
    policy = dict(part.strip().split(" ", 1) for part in answer.headers["content-security-policy"].split(";"))
    digest = base64.b64encode(hashlib.sha256(Page(answer.text).style.encode()).digest()).decode()
    assert policy == {
        "default-src": "'none'",
        "style-src": f"'sha256-{digest}'",
        "img-src": "data:",
        "form-action": "'self'",
        "base-uri": "'none'",
        "frame-ancestors": "'none'",
    }
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["vary"] == "Accept-Language"
    assert "set-cookie" not in answer.headers


@pytest.mark.parametrize(
    ("number", "said"),
    [("", "Please enter your phone number."), ("112", "We cannot call “112”."), ('"><script>', '“"><script>”')],
)
def test_E10_what_is_wrong_is_said_beside_what_was_typed(
    number: str, said: str, client: httpx.Client, waits: Any
) -> None:
    answer = send(client, name='"Eva" & <Ivo>', number=number)
    page = Page(answer.text)
    assert answer.status_code == 400
    assert said in page.text
    assert page.field("name")["value"] == '"Eva" & <Ivo>'
    assert page.field("number")["value"] == number
    assert page.field("number")["aria-invalid"] == "true"
    assert page.all("script") == []
    assert waits() is None


def test_E10_who_asks_too_often_is_told_how_long_to_wait(client: httpx.Client) -> None:
    answers = [send(client, number=MOBILE) for _ in range(4)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert len({answer.text for answer in answers[:3]}) == 1, "asking again is answered alike"
    assert answers[3].headers["retry-after"] == "1"
    assert "try again in 1 min" in Page(answers[3].text).text
    over_api = client.post(paths.CALLBACK_REQUESTS, json={"number": MOBILE})
    assert (over_api.status_code, over_api.json()["code"]) == (429, "too_many_attempts")
    assert over_api.headers["retry-after"] == "1"


def test_E10_a_program_that_fills_in_everything_learns_nothing(client: httpx.Client, waits: Any) -> None:
    answer = send(client, name="Eva", number=MOBILE, website="https://example.com")
    assert (answer.status_code, "Thank you" in answer.text) == (200, True)
    assert waits() is None


@pytest.mark.parametrize(
    "body", [b"", b"\xff\xfe=%ff", b"number", b"&" * 900, b"number=%00%00", "number=１２３４５６７".encode()]
)
def test_E10_odd_bytes_are_no_crash(body: bytes, client: httpx.Client) -> None:
    answer = client.post(paths.CALLBACK_FORM, content=body)
    assert answer.status_code == 400
    assert Page(answer.text).all("form")


def test_E10_nobody_sends_a_book(client: httpx.Client) -> None:
    book = "x" * 100_000
    assert send(client, number=MOBILE, name=book).status_code == 413
    assert client.post(paths.CALLBACK_REQUESTS, json={"number": MOBILE, "name": book}).status_code == 413


def test_E10_over_the_api(client: httpx.Client, waits: Any) -> None:
    wish = {"number": "0031612884410", "name": "Eva\u0000", "dnis": "0800-100-200"}
    answer = client.post(paths.CALLBACK_REQUESTS, json=wish)
    assert (answer.status_code, answer.json()) == (202, {"number": MOBILE})
    assert client.post(paths.CALLBACK_REQUESTS, json=wish).json() == answer.json()
    assert waits(queue=SUPPORT) is not None
    for wrong, status, code in (
        ({"number": "112"}, 400, "bad_number"),
        ({"number": ""}, 400, "invalid"),
        ({"number": MOBILE, "website": "x"}, 400, "invalid"),
        ({}, 400, "invalid"),
    ):
        refused = client.post(paths.CALLBACK_REQUESTS, json=wrong)
        assert (refused.status_code, refused.json()["code"]) == (status, code)


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        ("", "en"),
        ("de", "de"),
        ("de-CH, fr;q=0.9", "de"),
        ("fr, cs;q=0.5, de;q=0.7", "de"),
        ("no", "nb"),
        ("nn-NO;q=0.9, en;q=0.8", "nb"),
        ("fr-FR, *;q=0.1", "en"),
        ("de;q=0, sv", "sv"),
        ("de;q=x, nl;q=0.2", "nl"),
        (";;;,,q=,", "en"),
    ],
)
def test_which_language_a_browser_wants(accepted: str, language: str) -> None:
    assert wanted(accepted) == language
