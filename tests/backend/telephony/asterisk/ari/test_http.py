"""What is asked by plain HTTP."""

from __future__ import annotations

import pytest

from agent_client.backend.telephony.asterisk.ari import AriHttp, AriLost, AriRefused


@pytest.fixture
async def http(peer):
    there, settings = peer
    http = AriHttp(settings)
    yield there, http
    await http.close()


async def test_an_answer_is_parsed(http) -> None:
    there, asking = http
    there.answers["/ari/channels/a/variable?variable=CALLERID%28pres%29"] = (200, b'{"value": "prohib"}')
    assert await asking.get("/channels/a/variable", variable="CALLERID(pres)") == {"value": "prohib"}


async def test_a_name_with_a_slash_stays_one_name(http) -> None:
    there, asking = http
    there.answers["/ari/recordings/stored/a%2Fb"] = (200, b'{"name": "a/b"}')
    assert await asking.get("recordings/stored/a%2Fb") == {"name": "a/b"}


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b'{"message": "Channel not found"}', "404: Channel not found"),
        (b'{"error": "Allocation failed"}', "404: Allocation failed"),
        (b"<h1>Not here</h1>", "404: <h1>Not here</h1>"),
        (b"", "404"),
    ],
)
async def test_a_refusal_is_said_in_asterisks_words(http, body, said) -> None:
    there, asking = http
    there.answers["/ari/channels/x"] = (404, body)
    with pytest.raises(AriRefused) as refused:
        await asking.get("channels/x")
    assert str(refused.value) == said
    assert refused.value.status == 404


async def test_a_file_comes_in_pieces(http) -> None:
    there, asking = http
    sound = bytes(range(256)) * 2_000
    there.answers["/ari/recordings/stored/r/file"] = (200, sound)
    pieces = [piece async for piece in await asking.fetch("recordings/stored/r/file")]
    assert b"".join(pieces) == sound


async def test_a_file_that_is_not_there_is_refused_before_it_is_read(http) -> None:
    _there, asking = http
    with pytest.raises(AriRefused, match="Not found"):
        await asking.fetch("recordings/stored/none/file")


async def test_asterisk_that_is_not_there(listening) -> None:
    asking = AriHttp(listening)
    with pytest.raises(AriLost, match="ConnectError"):
        await asking.get("channels")
    await asking.close()
