from __future__ import annotations

import pytest

from agent_client.backend.softphone.tones import FRAME, SAMPLES, compressed, found, heard, level, tone

ALL = range(300, 3_400, 50)


@pytest.mark.parametrize("frequency", ALL)
def test_a_tone_is_found_where_it_is_and_nowhere_else(frequency) -> None:
    assert heard([tone(frequency)] * 3, ALL) == {frequency}


def test_several_at_once_are_told_apart_wherever_the_frame_begins() -> None:
    three = [sum(parts) for parts in zip(*(_samples(one) for one in (600, 650, 1_200)), strict=True)]
    for start in (0, 37, 101):
        assert found((three * 2)[start : start + FRAME], ALL) == {600, 650, 1_200}


def test_silence_and_what_is_faint_is_nothing() -> None:
    assert heard([b"\xff" * FRAME] * 3, ALL) == frozenset()
    assert found([sample // 20 for sample in _samples(700)], ALL) == frozenset()
    assert heard([], ALL) == frozenset()


def test_most_frames_decide() -> None:
    assert heard([tone(600)] * 3 + [tone(700)], ALL) == {600}


def test_the_loudness_is_measured() -> None:
    assert level(_samples(600), 600) == pytest.approx(6_000, rel=0.02)


def test_the_law_is_its_own_inverse_but_for_its_coarseness() -> None:
    for sample in (0, 8, -8, 1_000, -1_000, 32_000, -32_000):
        assert SAMPLES[compressed(sample)] == pytest.approx(sample, rel=0.04, abs=8)


def test_a_tone_that_does_not_fit_is_refused() -> None:
    with pytest.raises(ValueError, match="425"):
        tone(425)


def _samples(frequency: int) -> list[int]:
    return [SAMPLES[code] for code in tone(frequency)]
