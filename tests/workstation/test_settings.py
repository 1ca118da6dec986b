"""Settings on a real disk: typed, kept, shared by two sessions, and never in the way of a start."""

from __future__ import annotations

import errno
import json
from pathlib import Path
from typing import Any

import msgspec
import pytest

from agent_client.workstation import settings as workstation_settings
from agent_client.workstation.geometry import Place, Rect
from agent_client.workstation.policy import Policy
from agent_client.workstation.seat import SeatRule
from agent_client.workstation.settings import (
    COLUMNS,
    DECLARED,
    LAST_SERVER,
    LOG_LEVEL,
    PLACES,
    SEAT_RULE,
    SERVERS,
    TEXT_STEP,
    THEME,
    USER,
    Setting,
    SettingLocked,
    Settings,
    SettingsTrouble,
    Theme,
)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "settings.json"


def _policy(locked: dict[str, Any] | None = None, defaults: dict[str, Any] | None = None) -> Policy:
    written = msgspec.json.encode({"locked": locked or {}, "defaults": defaults or {}})
    return msgspec.json.decode(written, type=Policy)


def test_a_first_start_has_the_defaults_and_writes_nothing(file: Path) -> None:
    settings = Settings(file)
    assert {s.key: settings.get(s) for s in DECLARED} == {s.key: s.default for s in DECLARED}
    assert settings.save() and not file.exists() and settings.troubles == []


def test_what_was_set_is_there_at_the_next_start(file: Path) -> None:
    settings = Settings(file)
    settings.set(SERVERS, ("https://a.example", "https://b.example"))
    settings.set(THEME, Theme.DARK)
    settings.set(TEXT_STEP, 2)
    settings.set(COLUMNS, {"main": (300, 600, 400)})
    settings.set(PLACES, {"1920x1080+0+0": {"main": Place(Rect(1, 2, 3, 4), True, "A")}})
    assert settings.get(THEME) is Theme.DARK
    assert settings.save()
    again = Settings(file)
    assert again.get(SERVERS) == ("https://a.example", "https://b.example")
    assert (again.get(THEME), again.get(TEXT_STEP), again.get(COLUMNS)) == (Theme.DARK, 2, {"main": (300, 600, 400)})
    assert again.get(PLACES)["1920x1080+0+0"]["main"] == Place(Rect(1, 2, 3, 4), True, "A")


@pytest.mark.parametrize(("setting", "value"), [(TEXT_STEP, 99), (TEXT_STEP, "2"), (LOG_LEVEL, "LOUD"), (USER, None)])
def test_a_value_that_does_not_fit_is_not_taken(file: Path, setting: Setting[Any], value: object) -> None:
    settings = Settings(file)
    with pytest.raises(msgspec.ValidationError):
        settings.set(setting, value)
    assert settings.get(setting) == setting.default


def test_one_bad_value_costs_only_itself(file: Path) -> None:
    file.write_text('{"look.text_step": 99, "look.theme": "dark", "sign_in.user": null}')
    settings = Settings(file)
    assert (settings.get(TEXT_STEP), settings.get(THEME), settings.get(USER)) == (0, Theme.DARK, "")
    assert settings.troubles == []


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"\xff\xfe", b"null", b'{"a": 1', b"\x00" * 300])
def test_a_file_that_is_none_is_set_aside_and_told(file: Path, content: bytes) -> None:
    file.write_bytes(content)
    settings = Settings(file)
    assert settings.troubles == [SettingsTrouble.SET_ASIDE]
    assert settings.get(THEME) is Theme.SYSTEM
    assert (file.parent / "settings.json.unreadable-1").read_bytes() == content
    settings.set(USER, "ada")
    assert settings.save()
    assert Settings(file).get(USER) == "ada"


def test_keys_of_a_newer_version_stay(file: Path) -> None:
    file.write_text('{"future.thing": {"a": [1]}, "look.theme": "dark"}')
    settings = Settings(file)
    settings.set(USER, "ada")
    settings.save()
    assert json.loads(file.read_text()) == {"future.thing": {"a": [1]}, "look.theme": "dark", "sign_in.user": "ada"}


def test_two_sessions_of_one_account_do_not_undo_each_other(file: Path) -> None:
    one, two = Settings(file), Settings(file)
    one.set(THEME, Theme.DARK)
    one.save()
    two.set(TEXT_STEP, 3)
    two.save()
    third = Settings(file)
    assert (third.get(THEME), third.get(TEXT_STEP)) == (Theme.DARK, 3)


def test_what_cannot_be_saved_is_told_once_and_tried_again(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    settings = Settings(file)
    settings.set(USER, "ada")
    monkeypatch.setattr(workstation_settings, "write_atomically", full)
    assert not settings.save() and not settings.save()
    assert settings.troubles == [SettingsTrouble.NOT_SAVED]
    monkeypatch.undo()
    assert settings.save()
    assert Settings(file).get(USER) == "ada"


def test_the_same_value_again_is_no_change(file: Path) -> None:
    settings = Settings(file)
    settings.set(USER, "ada")
    settings.save()
    before = file.stat().st_ino
    settings.set(USER, "ada")
    settings.save()
    assert file.stat().st_ino == before


def test_policy_locks_come_over_the_agents_own(file: Path) -> None:
    file.write_text('{"server.last": "https://own.example"}')
    settings = Settings(file, _policy(locked={"server.last": "https://centre.example", "seat.rule": "terminal_server"}))
    assert settings.get(LAST_SERVER) == "https://centre.example"
    assert settings.get(SEAT_RULE) is SeatRule.TERMINAL_SERVER
    assert settings.locked(LAST_SERVER) and not settings.locked(USER)
    with pytest.raises(SettingLocked):
        settings.set(LAST_SERVER, "https://elsewhere.example")


def test_policy_defaults_come_under_them(file: Path) -> None:
    policy = _policy(defaults={"server.last": "https://centre.example", "look.theme": "dark"})
    settings = Settings(file, policy)
    assert (settings.get(LAST_SERVER), settings.get(THEME)) == ("https://centre.example", Theme.DARK)
    settings.set(LAST_SERVER, "https://own.example")
    assert settings.get(LAST_SERVER) == "https://own.example"


@pytest.mark.parametrize(
    "policy",
    [
        {"locked": {"no.such.thing": 1}},
        {"locked": {"look.theme": "dark"}},  # the agent's own, not lockable
        {"locked": {"seat.rule": "whatever"}},
        {"defaults": {"look.text_step": 99}},
    ],
)
def test_a_policy_that_does_not_fit_is_told_and_left_out(file: Path, policy: dict[str, Any]) -> None:
    settings = Settings(file, _policy(**policy))
    assert settings.troubles == [SettingsTrouble.POLICY]
    assert {s.key: settings.get(s) for s in DECLARED} == {s.key: s.default for s in DECLARED}


def test_every_setting_is_declared_once_and_takes_its_own_default(file: Path) -> None:
    named = [value for value in vars(workstation_settings).values() if isinstance(value, Setting)]
    assert len({s.key for s in named}) == len(named)
    assert {s.key for s in named} == {s.key for s in DECLARED}
    settings = Settings(file)
    for setting in DECLARED:
        settings.set(setting, setting.default)
        assert msgspec.json.decode(msgspec.json.encode(setting.default), type=setting.kind) == setting.default


def test_A4_of_a_table_two_sessions_keep_both_their_lines(file: Path) -> None:
    def columns() -> dict[str, Any]:
        return Settings(file).get(COLUMNS)

    first = Settings(file)
    first.set(COLUMNS, {"main": (1,), "gone": (2,), "left": (3,)})
    assert first.save()
    one, two = Settings(file), Settings(file)
    one.set(COLUMNS, {"main": (10,), "left": (3,), "one": (4,)})
    two.set(COLUMNS, {"main": (1,), "gone": (2,), "left": (30,), "two": (5,)})
    assert one.save()
    assert two.save()
    assert columns() == {"main": (10,), "left": (30,), "one": (4,), "two": (5,)}, "gone stays gone"
    one.set(COLUMNS, {"main": (11,), "left": (3,)})
    assert one.save()
    assert columns() == {"main": (11,), "left": (30,), "two": (5,)}, "each knows what it took away itself"
