from __future__ import annotations

from pathlib import Path

import pytest

from agent_client.backend.ports.prompts import Prompt
from agent_client.backend.telephony.asterisk.setting_up import writing
from agent_client.backend.telephony.asterisk.setting_up.configuration import Plan
from agent_client.backend.telephony.asterisk.setting_up.prompts import NUMBERS, TEXTS

PROMPTS = {prompt.value for prompt in Prompt}
NUMBERED = {f"number_{number}" for number in NUMBERS}


@pytest.fixture
def voices(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str]]:
    """What the machine was told to say, by which voice."""
    said: list[tuple[str, str]] = []

    def spoken(text: str, voice: str) -> bytes:
        said.append((voice, text))
        return text.encode()

    monkeypatch.setattr(writing, "program", lambda: "espeak-ng")
    monkeypatch.setattr(writing, "spoken", spoken)
    return said


@pytest.mark.parametrize(
    ("language", "voice", "numbers"), [("en", "en", set()), ("de_AT", "de", NUMBERED), ("no", "nb", NUMBERED)]
)
def test_prompts_are_spoken_in_the_callers_language(
    tmp_path: Path, voices: list[tuple[str, str]], language: str, voice: str, numbers: set[str]
) -> None:
    (left,) = writing.write(tmp_path / "new", Plan(secret="x", language=language), into_existing=False, sounds="centre")
    assert "a machine speaks them now" in left
    folder = tmp_path / "new/sounds" / language
    assert {file.stem for file in (folder / "centre").iterdir()} == PROMPTS | numbers
    assert (folder / "centre/please_wait.wav").read_text() == TEXTS[voice][Prompt.PLEASE_WAIT]
    assert {one for one, _ in voices} == {voice}


def test_a_language_without_words_is_left_to_somebody(tmp_path: Path, voices: list[tuple[str, str]]) -> None:
    (left,) = writing.write(tmp_path / "new", Plan(secret="x", language="fr"), into_existing=False, sounds="centre")
    assert left == "record the prompts in fr: they are listed in sounds/fr/centre.txt"
    assert voices == []


@pytest.mark.usefixtures("voices")
def test_what_is_to_be_typed_names_the_language_and_the_application(tmp_path: Path) -> None:
    for language, app, told in (("en", "agent_client", ""), ("de", "centre", " --asterisk-app centre")):
        folder = tmp_path / language
        writing.write(folder, Plan(secret="x", language=language, app=app), into_existing=True, sounds="centre")
        read_me = (folder / writing.READ_ME).read_text()
        assert ("--sounds-language de" in read_me) is (language == "de")
        assert read_me.count(f"--asterisk-user agent_client{told} ") == 2
