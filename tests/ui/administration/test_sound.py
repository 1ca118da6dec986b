"""The administrator's page of recordings and sound (D8, D12)."""

from __future__ import annotations

from datetime import UTC, datetime
from types import ModuleType
from typing import Any

import pytest
from msgspec.structs import replace

from agent_client.protocol.names import RecordingProblem
from agent_client.protocol.sound import Sound, SoundRules
from ui.administration import things
from ui.administration.window import AdministrationWindow

RULES = SoundRules(recording_days=90, noise_removal=True)


@pytest.fixture
def page(window: AdministrationWindow, rules: ModuleType) -> Any:
    def show(sound: Sound) -> Any:
        window.show_known(replace(rules.RULES, sound=sound))
        window.open("sound")
        return window.page()

    return show


@pytest.mark.parametrize(("typed", "days"), [("30", 30), (" ", None), ("", None)])
def test_D8_for_how_long_they_are_kept(typed: str, days: int | None) -> None:
    rules, faults = things.read_sound({**things.sound_fields(RULES), "recording_days": typed})
    assert (rules, faults) == (SoundRules(recording_days=days), {})


@pytest.mark.parametrize("typed", ["0", "-3", "x", "99999"])
def test_D8_what_cannot_be_meant_is_said_at_its_field(typed: str) -> None:
    assert list(things.read_sound({**things.sound_fields(RULES), "recording_days": typed})[1]) == ["recording_days"]


def test_D12_noise_removal_is_saved(page: Any, window: Any) -> None:
    shown = page(Sound(rules=RULES))
    shown.editor.form.written.emit("noise_removal", False)
    shown.save()
    [(name, _, wish)] = window.saves
    assert (name, wish) == ("sound", replace(RULES, noise_removal=False))
    shown.give_up()


def test_D12_a_pbx_that_cannot_is_said(page: Any) -> None:
    assert page(Sound(rules=RULES)).noise.isHidden()
    assert page(Sound(rules=RULES, noise_possible=False)).noise.text().startswith("The PBX cannot")


def test_D8_how_they_stand_is_said(page: Any) -> None:
    shown = page(Sound())
    assert (shown.standing.text(), shown.trouble.isHidden()) == ("None is kept yet.", True)
    since = datetime(2026, 3, 2, 9, tzinfo=UTC)
    shown = page(
        Sound(
            kept=2,
            bytes=3_400_000,
            waiting=1,
            waiting_since=since,
            problem=RecordingProblem.FOLDER_FULL,
            lost=2,
        )
    )
    assert shown.standing.text() == "2 recordings are kept: 3 MB."
    waits, lost = shown.trouble.text().splitlines()
    assert waits.startswith("1 recording has waited at the PBX since 2 Mar 2026")
    assert waits.endswith("the server's disk for recordings is full: make room there.")
    assert lost.startswith("2 recordings have been lost")
