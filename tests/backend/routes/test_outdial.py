"""Outdial over HTTP: once for a key, refused with its code, nobody's without a session."""

from __future__ import annotations

from typing import Any

import httpx

from agent_client.protocol import paths


def test_D11_a_retry_calls_once(anna: Any) -> None:
    first = anna.post(paths.OUTDIAL, {"number": "020 765 43 21"}, key="one press")
    again = anna.post(paths.OUTDIAL, {"number": "020 765 43 21"}, key="one press")
    assert first.status_code == 201
    assert again.json() == first.json()
    other = anna.post(paths.OUTDIAL, {"number": "020 765 43 21"}, key="another press")
    assert (other.status_code, other.json()["code"]) == (409, "not_possible_now")


def test_D11_what_cannot_be_called(anna: Any, client: httpx.Client) -> None:
    for number, code in (("12", "bad_number"), ("1" * 19, "bad_number"), ("200", "not_to_yourself"), ("", "invalid")):
        assert anna.post(paths.OUTDIAL, {"number": number}).json()["code"] == code
    assert anna.post(paths.OUTDIAL, {"number": "200300", "queue": 99}).status_code == 404
    assert client.post(paths.OUTDIAL, json={"number": "200300"}).status_code == 401
