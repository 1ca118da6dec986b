from __future__ import annotations

import httpx
import pytest

from agent_client.client.api import server_url


@pytest.mark.parametrize(
    ("typed", "url"),
    [
        ("centre.example.com", "https://centre.example.com"),
        ("  Centre.Example.COM  ", "https://centre.example.com"),
        ("centre.example.com:8443", "https://centre.example.com:8443"),
        ("http://centre.example.com/", "http://centre.example.com"),
        ("https://centre.example.com///", "https://centre.example.com"),
        ("HTTPS://centre.example.com", "https://centre.example.com"),
        ("centre.example.com/agents/", "https://centre.example.com/agents"),
        ("centre.example.com/?x=1#y", "https://centre.example.com"),
        ("localhost:8000", "http://localhost:8000"),
        ("127.0.0.1:8000", "http://127.0.0.1:8000"),
        ("127.1.2.3", "http://127.1.2.3"),
        ("https://localhost", "https://localhost"),
        ("10.0.0.7", "https://10.0.0.7"),
        ("::1", "http://[::1]"),
        ("[::1]:8000", "http://[::1]:8000"),
        ("[2001:db8::7]", "https://[2001:db8::7]"),
        ("callcenter_1", "https://callcenter_1"),
        ("zentrale.müller.example", "https://zentrale.müller.example"),
    ],
)
def test_addresses_as_people_type_them(typed, url):
    assert server_url(typed) == url
    assert server_url(url) == url, "what was normalised stays as it is"
    httpx.URL(url)


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("", "Enter the server's address"),
        ("   ", "Enter the server's address"),
        ("our server", "is not a server's address"),
        ("https://", "is not a server's address"),
        ("centre,example", "is not a server's address"),
        ("[::1", "is not a server's address"),
        ("ftp://centre.example.com", "not with ftp://"),
        ("anna:secret@centre.example.com", "no password"),
        ("centre.example.com:99999", "between 1 and 65535"),
        ("centre.example.com:0", "between 1 and 65535"),
        ("centre.example.com:http", "between 1 and 65535"),
    ],
)
def test_what_is_no_address_is_refused_with_a_sentence(typed, says):
    with pytest.raises(ValueError, match=says) as refused:
        server_url(typed)
    assert str(refused.value).endswith(".")
    assert "secret" not in str(refused.value)
