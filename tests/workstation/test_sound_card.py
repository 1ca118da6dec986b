"""The way out of this computer: a real device of the library's that goes nowhere, and one that is not there."""

from __future__ import annotations

import threading

import pytest

from agent_client.workstation.sound_card import NoSound, SoundCard
from agent_client.workstation.tape import Form

FORM = Form(8_000, 1, 2)


def test_D8_it_asks_for_sound_until_it_is_stopped() -> None:
    card, enough, asked = SoundCard(mute=True), threading.Event(), []

    def play(frames: int) -> bytes:
        asked.append(frames)
        if sum(asked) >= 1_600:
            enough.set()
        return bytes(2 * frames)

    card.start(FORM, play)
    assert enough.wait(30)
    card.stop()
    before = len(asked)
    card.stop()
    assert len(asked) == before, "what was stopped asks no more"


def test_D8_it_starts_again_with_another_sound() -> None:
    card, heard = SoundCard(mute=True), threading.Event()
    card.start(FORM, lambda frames: bytes(2 * frames))

    def play(frames: int) -> bytes:
        heard.set()
        return bytes(frames)

    card.start(Form(16_000, 1, 1), play)
    assert heard.wait(30)
    card.stop()


@pytest.mark.parametrize(
    ("what", "instead", "said"),
    [
        ("get_enabled_backends", lambda: set(), "no way"),
        ("PlaybackDevice", lambda **_: 1 / 0, "division"),
    ],
)
def test_D8_without_any_it_says_so(monkeypatch: pytest.MonkeyPatch, what: str, instead: object, said: str) -> None:
    monkeypatch.setattr(f"miniaudio.{what}", instead)
    card = SoundCard()
    with pytest.raises(NoSound, match=said):
        card.start(FORM, lambda frames: bytes(2 * frames))
    card.stop()
