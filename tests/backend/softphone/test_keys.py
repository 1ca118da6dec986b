from __future__ import annotations

from agent_client.backend.softphone.keys import Ear, events


def _heard(*keys: tuple[int, str], lost: int = 0) -> str:
    ear = Ear()
    for timestamp, key in keys:
        for event in events(key)[lost:]:
            ear.hear(timestamp, event)
    return ear.text


def test_a_key_is_heard_once_however_many_packets_it_takes() -> None:
    assert _heard((100, "1"), (900, "1"), (1_700, "#")) == "11#"


def test_a_key_whose_first_packets_are_lost_is_heard() -> None:
    assert _heard((100, "*"), lost=5) == "*"


def test_what_is_no_key_is_nothing() -> None:
    ear = Ear()
    ear.hear(1, b"\x10\x00\x00\x00")
    ear.hear(2, b"\x01")
    assert ear.text == ""
