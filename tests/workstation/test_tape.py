"""A sound that is played while it still comes, from whatever pieces the network makes of it."""

from __future__ import annotations

import io
import struct
import wave

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent_client.workstation.tape import Form, NotASound, Tape

RATE = 8_000
SOUND = bytes(range(1, 251)) * 64  # a second of 16 bits


def wav(sound: bytes = SOUND, width: int = 2, channels: int = 1) -> bytes:
    made = io.BytesIO()
    with wave.open(made, "wb") as writer:
        writer.setnchannels(channels)
        writer.setsampwidth(width)
        writer.setframerate(RATE)
        writer.writeframes(sound)
    return made.getvalue()


@given(st.lists(st.integers(1, 4_000), max_size=12))
def test_whatever_pieces_it_comes_in_it_sounds_the_same(cuts: list[int]) -> None:
    tape, data = Tape(), wav()
    for size in cuts:
        piece, data = data[:size], data[size:]
        tape.add(piece)
    tape.add(data)
    tape.end()
    assert (tape.form, tape.seconds, tape.there) == (Form(RATE, 1, 2), 1.0, 1.0)
    assert b"".join(tape.play(1_000) for _ in range(8)) == SOUND
    assert tape.over


def test_what_has_not_come_is_silent_and_does_not_count_as_played() -> None:
    tape, data = Tape(), wav()
    assert tape.play(100) == b""
    tape.add(data[:1_044])
    assert (tape.there, tape.seconds) == (500 / RATE, 1.0)
    assert tape.play(600) == SOUND[:1_000] + bytes(200)
    assert tape.position == 500 / RATE
    assert not tape.over
    tape.add(data[1_044:])
    assert tape.play(500) == SOUND[1_000:2_000]


def test_one_seeks_to_what_is_there_and_to_what_is_not() -> None:
    tape, data = Tape(), wav()
    tape.seek(0.5)
    tape.add(data[:1_044])
    tape.seek(0.5)
    assert (tape.position, tape.play(2)) == (0.5, bytes(4))
    tape.add(data[1_044:])
    assert tape.play(2) == SOUND[8_000:8_004]
    tape.seek(-1)
    assert tape.position == 0.0
    tape.seek(99)
    tape.end()
    assert tape.over


def test_where_it_breaks_off_it_ends() -> None:
    tape = Tape()
    tape.add(wav()[:1_045])
    tape.end()
    assert (tape.seconds, tape.play(600)) == (500 / RATE, SOUND[:1_000] + bytes(200))
    assert tape.over


def test_the_silence_of_eight_bits_is_in_their_middle() -> None:
    tape = Tape()
    tape.add(wav(b"\x01\x02", width=1))
    assert tape.play(4) == b"\x01\x02\x80\x80"


@pytest.mark.parametrize(
    "data",
    [
        b"<html>" * 10,
        wav()[:12] + b"data" + wav()[40:],
        wav()[:20] + struct.pack("<H", 85) + wav()[22:],
        wav()[:24] + struct.pack("<I", 1) + wav()[28:],
        wav()[:12] + b"junk" + struct.pack("<I", 2**31) + bytes(100),
    ],
)
def test_what_is_no_such_sound_is_said_to_be_none(data: bytes) -> None:
    with pytest.raises(NotASound):
        Tape().add(data)


def test_what_ends_before_its_sound_is_none() -> None:
    tape = Tape()
    tape.add(wav()[:20])
    with pytest.raises(NotASound):
        tape.end()


def test_D8_hurried_it_is_over_sooner_and_goes_on_as_it_was_from_there() -> None:
    tape = Tape()
    tape.add(wav())
    tape.end()
    assert tape.hurries
    tape.hurry(2.0)
    for _ in range(3):
        assert len(tape.play(800)) == 1_600
    assert tape.position == pytest.approx(0.6, abs=0.05)
    tape.hurry(1.0)
    at = round(tape.position * RATE) * 2
    assert tape.play(100) == SOUND[at : at + 200]
    tape.hurry(2.0)
    for _ in range(4):
        tape.play(800)
    assert tape.over


def test_only_one_channel_of_sixteen_bits_is_hurried() -> None:
    for width, channels in ((1, 1), (2, 2)):
        tape = Tape()
        tape.add(wav(bytes(400), width, channels))
        tape.hurry(2.0)
        assert not tape.hurries
        tape.play(10)
        assert tape.position == pytest.approx(10 / RATE)
