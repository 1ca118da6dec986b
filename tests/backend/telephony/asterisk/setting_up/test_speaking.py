from __future__ import annotations

import ast
import io
import math
import os
import re
import wave
from array import array
from importlib.resources import files
from itertools import pairwise
from pathlib import Path

import pytest

from agent_client.backend.ports import prompts
from agent_client.backend.ports.prompts import Prompt
from agent_client.backend.telephony.asterisk.setting_up.prompts import TEXTS, known, to_be_recorded
from agent_client.backend.telephony.asterisk.setting_up.speaking import CannotSpeak, for_telephones, resampled, spoken

RATE = 22_050
TRANSLATIONS = {file.name.removesuffix(".json") for file in (files("resources") / "translations").iterdir()}


def tone(hertz: float, seconds: float = 0.2) -> array[int]:
    return array("h", [round(10_000 * math.sin(2 * math.pi * hertz * n / RATE)) for n in range(int(seconds * RATE))])


def wav(samples: array[int], rate: int = RATE, channels: int = 1) -> bytes:
    written = io.BytesIO()
    with wave.open(written, "wb") as file:
        file.setnchannels(channels)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(samples.tobytes())
    return written.getvalue()


def loudest(samples: array[int]) -> int:
    """Without its ends, where the filter begins."""
    return max(samples[100:-100])


def test_what_a_telephone_carries_stays_and_what_it_does_not_goes() -> None:
    for hertz in (300, 1_000, 3_000):
        assert 9_500 < loudest(resampled(tone(hertz), RATE, 8_000)) < 10_500
    for hertz in (4_600, 6_000, 9_000):
        assert loudest(resampled(tone(hertz), RATE, 8_000)) < 300


def test_a_sound_keeps_its_pitch_and_length() -> None:
    samples = resampled(tone(440, 1.0), RATE, 8_000)
    assert len(samples) == 8_000
    crossings = sum(1 for one, other in pairwise(samples) if one < 0 <= other)
    assert crossings in range(439, 442)


def test_the_file_is_one_that_asterisk_plays() -> None:
    with wave.open(io.BytesIO(for_telephones(wav(tone(440))))) as file:
        assert (file.getframerate(), file.getsampwidth(), file.getnchannels()) == (8_000, 2, 1)
        assert file.getnframes() == 1_600


@pytest.mark.parametrize("sound", [b"", b"no sound", wav(tone(440), channels=2)])
def test_what_is_no_such_sound_is_refused(sound) -> None:
    with pytest.raises(CannotSpeak):
        for_telephones(sound)


def test_the_program_is_told_the_words_and_its_failure_is_said(tmp_path: Path, monkeypatch) -> None:
    program = tmp_path / "espeak-ng"
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    (tmp_path / "sound.wav").write_bytes(wav(tone(440)))
    program.write_text(f'#!/bin/sh\ncat > "{tmp_path}/words"\ncat "{tmp_path}/sound.wav"\n')
    program.chmod(0o755)
    assert spoken("Please hold the line.", "en") == for_telephones(wav(tone(440)))
    assert (tmp_path / "words").read_text() == "Please hold the line."
    program.write_text("#!/bin/sh\necho no such voice >&2\nexit 1\n")
    with pytest.raises(CannotSpeak, match="no such voice"):
        spoken("Please hold the line.", "xx")


def test_the_words_are_those_that_stand_below_each_prompt() -> None:
    body = ast.parse(Path(prompts.__file__).read_text(encoding="utf-8")).body[-1]
    assert isinstance(body, ast.ClassDef)
    below: dict[str, str] = {}
    for statement, next_one in pairwise(body.body):
        if isinstance(statement, ast.Assign) and isinstance(next_one, ast.Expr):
            words = re.search(r"“(.*)”", str(ast.literal_eval(next_one.value)))
            below[str(ast.literal_eval(statement.value))] = words[1] if words else ""
    assert below == {prompt.value: text for prompt, text in TEXTS["en"].items()}


def test_every_language_of_the_client_has_words_for_every_prompt() -> None:
    assert set(TEXTS) == {"en", *TRANSLATIONS}
    for language, words in TEXTS.items():
        assert set(words) == set(Prompt), language
        for prompt, text in words.items():
            follows = TEXTS["en"][prompt].endswith(":")
            assert text.endswith(":" if follows else "."), (language, prompt)
            assert language == "en" or text != TEXTS["en"][prompt], (language, prompt)


@pytest.mark.parametrize(
    ("language", "words"), [("de", "de"), ("de_AT", "de"), ("en_GB", "en"), ("no", "nb"), ("fr", ""), ("", "")]
)
def test_languages_are_known_by_asterisks_names(language: str, words: str) -> None:
    assert known(language) == words


@pytest.mark.parametrize(("language", "words"), [("en", "en"), ("cs", "cs"), ("de_AT", "de"), ("fr", "en")])
def test_every_prompt_is_in_the_list_of_those_to_be_recorded(language: str, words: str) -> None:
    text = to_be_recorded("centre", language)
    for prompt in Prompt:
        assert f"centre/{prompt.value}.wav\n    {TEXTS[words][prompt]}\n" in text
