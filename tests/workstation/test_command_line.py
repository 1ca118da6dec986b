"""What may be typed after the program's name."""

from __future__ import annotations

from pathlib import Path

import pytest

from agent_client.workstation.command_line import Options, parse


def test_nothing_typed_opens_the_sign_in_window() -> None:
    assert parse([]) == Options()


def test_the_demo_and_its_pace() -> None:
    assert parse(["--demo", "--pace", "20", "--fresh"]) == Options(demo=True, pace=20, fresh=True)


def test_the_demo_on_an_asterisk() -> None:
    assert parse(["--demo", "--asterisk", "pbx"]) == Options(demo=True, asterisk=Path("pbx"))


def test_the_self_check_and_its_pictures() -> None:
    assert parse(["--self-check", "--screenshots", "out"]) == Options(self_check=True, screenshots=Path("out"))


def test_levels_are_read_in_any_case() -> None:
    assert parse(["--log-level", "trace"]).log_level == "TRACE"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (["--screenshots", "out"], "goes with --self-check"),
        (["--demo", "--server", "https://centre.example"], "brings its own server"),
        (["--demo", "--pace", "fast"], "calls a minute"),
        (["--demo", "--pace", "-1"], "calls a minute"),
        (["--asterisk", "pbx"], "goes with --demo"),
        (["--log-level", "LOUD"], "--log-level"),
        (["--dem"], "--dem"),
    ],
)
def test_what_cannot_be_read_is_named(typed: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        parse(typed)
    assert ended.value.code == 2
    assert said in capsys.readouterr().err
