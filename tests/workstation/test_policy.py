"""IT's file."""

from __future__ import annotations

from pathlib import Path

import pytest

from agent_client.workstation.policy import Policy, PolicyUnreadable, read_policy
from agent_client.workstation.seat import SeatRule
from agent_client.workstation.settings import SEAT_RULE, Settings


def test_no_policy_is_an_empty_one(tmp_path: Path) -> None:
    assert read_policy(tmp_path / "policy.json") == Policy()


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"], ids=["plain", "as Windows editors write it"])
def test_a_policy_reaches_the_settings(tmp_path: Path, mark: bytes) -> None:
    (tmp_path / "policy.json").write_bytes(mark + b'{"locked": {"seat.rule": "terminal_server"}}')
    settings = Settings(tmp_path / "settings.json", read_policy(tmp_path / "policy.json"))
    assert settings.get(SEAT_RULE) is SeatRule.TERMINAL_SERVER and settings.locked(SEAT_RULE)


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"lock": {}}', b'{"locked": []}', b"\xff\xfe\x00"])
def test_a_policy_that_cannot_be_read_is_not_taken_for_none(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "policy.json").write_bytes(content)
    with pytest.raises(PolicyUnreadable, match=r"policy\.json"):
        read_policy(tmp_path / "policy.json")


def test_a_folder_in_its_place_is_told_too(tmp_path: Path) -> None:
    (tmp_path / "policy.json").mkdir()
    with pytest.raises(PolicyUnreadable):
        read_policy(tmp_path / "policy.json")
