from __future__ import annotations

import re

import pytest

from agent_client.backend.softphone import digest
from agent_client.backend.softphone.messages import Response


def _challenge(text: str, status: int = 401) -> Response:
    name = "WWW-Authenticate" if status == 401 else "Proxy-Authenticate"
    return Response(status=status, reason="-", headers=((name.lower(), text),))


def test_as_the_standard_itself_computes_it() -> None:
    """The example of RFC 2617, 3.5, without its quality of protection (RFC 2069)."""
    asked = _challenge('Digest realm="testrealm@host.com", nonce="dcd98b7102dd2f0e8b11d0f600bfb0c093", opaque="5ccc"')
    name, text = digest.answer(asked, "GET", "/dir/index.html", "Mufasa", "Circle Of Life") or ("", "")
    assert name == "Authorization"
    assert 'response="670fd8c2df070c60b045671b8b24ff02"' in text
    assert 'opaque="5ccc"' in text


def test_with_quality_of_protection(monkeypatch: pytest.MonkeyPatch) -> None:
    """The example of RFC 2617, 3.5."""
    monkeypatch.setattr(digest.secrets, "token_hex", lambda _: "0a4f113b")
    asked = _challenge('Digest realm="testrealm@host.com",qop="auth",nonce="dcd98b7102dd2f0e8b11d0f600bfb0c093"')
    _, text = digest.answer(asked, "GET", "/dir/index.html", "Mufasa", "Circle Of Life") or ("", "")
    assert 'response="6629fae49393a05397450978507c4ef1"' in text
    assert re.search(r"qop=auth, nc=00000001", text)


def test_the_newer_hash_and_a_proxy() -> None:
    asked = _challenge('Digest realm="a", nonce="b", algorithm=SHA-256', 407)
    name, text = digest.answer(asked, "INVITE", "sip:1@a", "204", "secret") or ("", "")
    assert name == "Proxy-Authorization"
    assert len(re.findall(r'response="([0-9a-f]{64})"', text)) == 1


@pytest.mark.parametrize("text", ["Basic realm=a", 'Digest realm="a", nonce="b", algorithm=NEVER-HEARD-OF'])
def test_what_we_cannot_do(text) -> None:
    assert digest.answer(_challenge(text), "GET", "/", "a", "b") is None
