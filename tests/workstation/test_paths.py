"""Where things are kept."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from agent_client.workstation.paths import paths, policy_file


def test_one_folder_can_hold_everything(tmp_path: Path) -> None:
    found = paths({"AGENT_CLIENT_HOME": str(tmp_path / "portable")}).make()
    folders = [found.config, found.state, found.logs, found.drafts, found.demo, found.cards]
    assert len(set(folders)) == 6
    assert all(folder.is_dir() and folder.parent == tmp_path / "portable" for folder in folders)
    found.make()


def test_without_a_word_the_systems_own_places_are_used() -> None:
    found = paths({})
    folders = [found.config, found.state, found.logs, found.drafts, found.demo, found.cards]
    assert len(set(folders)) == 6
    assert all(folder.is_absolute() and "agent-client" in folder.parts for folder in folders)
    assert paths({"AGENT_CLIENT_HOME": " "}) == found


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX permissions")
def test_nobody_else_looks_in(tmp_path: Path) -> None:
    found = paths({"AGENT_CLIENT_HOME": str(tmp_path / "portable")}).make()
    assert found.drafts.stat().st_mode & 0o077 == 0


def test_the_policy_lies_where_no_agent_writes() -> None:
    assert policy_file({}, "linux") == Path("/etc/agent-client/policy.json")
    assert policy_file({"PROGRAMDATA": "D:/Data"}, "win32") == Path("D:/Data/AgentClient/policy.json")
