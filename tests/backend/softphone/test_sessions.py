from __future__ import annotations

import pytest

from agent_client.backend.softphone.sessions import Description, Direction, describe, read


@pytest.mark.parametrize("direction", Direction)
def test_what_is_described_is_read_alike(direction) -> None:
    assert read(describe(("127.0.0.1", 4_000), direction, 1)) == Description(("127.0.0.1", 4_000), direction)


def test_the_answer_to_who_only_sends_is_to_receive() -> None:
    assert Direction.SENDS.reversed() is Direction.RECEIVES
    assert Direction.BOTH.reversed() is Direction.BOTH
    assert Direction.SENDS.sends and not Direction.NEITHER.sends


def test_a_body_without_sound_says_nothing() -> None:
    assert read("") is None
    assert read("v=0\r\nc=IN IP4 127.0.0.1\r\nm=video 4000 RTP/AVP 96\r\n") is None
