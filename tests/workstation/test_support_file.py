"""The support file's text: headed parts, settings without what is the agent's own, nothing personal in what is looked through."""

from __future__ import annotations

from pathlib import Path

import msgspec

from agent_client.workstation.policy import Policy
from agent_client.workstation.settings import LANGUAGE, LAST_SERVER, PHONE, USER, Settings
from agent_client.workstation.support_file import Part, settings_text, support_text


def test_what_is_a_fact_stays_and_the_rest_is_looked_through() -> None:
    text = support_text(
        "Support file",
        [
            Part("Checks", "1920 × 1080 (100 %), 2560 × 1440 (125 %)", facts=True),
            Part("Log", "Jana Nováková of +420 724 118 305, in /home/anna/.local, token=s3cr3t"),
            Part("Policy", ""),
        ],
        ["Jana Nováková"],
        "/home/anna",
    )
    assert text == (
        "Support file\n\n== Checks ==\n1920 × 1080 (100 %), 2560 × 1440 (125 %)\n\n"
        "== Log ==\n••• ••• of •••, in ~/.local, token=•••\n\n== Policy ==\n-\n"
    )


def test_settings_say_what_is_set_and_by_whom(tmp_path: Path) -> None:
    policy = Policy(locked={LAST_SERVER.key: msgspec.Raw(b'"https://centre.example"')})
    settings = Settings(tmp_path / "settings.json", policy)
    settings.set(LANGUAGE, "cs")
    settings.set(USER, "anna")
    settings.set(PHONE, "+31 6 1234 5678")
    text = settings_text(settings)
    assert 'look.language = "cs"\n' in text
    assert 'server.last = "https://centre.example"  (policy)' in text
    assert "anna" not in text and "5678" not in text
    assert "sign_in.remember_password = false" in text
