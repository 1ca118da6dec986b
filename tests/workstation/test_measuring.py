"""Folders and files as they are on this disk."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
from msgspec.structs import replace

from agent_client.workstation import measuring
from agent_client.workstation.paths import HOME, paths


def test_each_folder_is_tried_and_measured(tmp_path: Path) -> None:
    where = paths({HOME: str(tmp_path)}).make()
    (where.drafts / "one.kept").write_bytes(b"x" * 100)
    (where.cards / "below").mkdir()
    (where.cards / "below" / "two.kept").write_bytes(b"x" * 50)
    found = {facts.name: facts for facts in measuring.folders(where)}
    assert set(found) >= {"config", "state", "logs", "drafts", "cards"}
    assert all(facts.writable and facts.free for facts in found.values())
    assert (found["drafts"].size, found["cards"].size) == (100, 50)
    assert list(where.logs.iterdir()) == [], "the trial was left behind"


@pytest.mark.skipif(sys.platform != "linux", reason="a folder that nobody may write into, root neither")
def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    where = replace(paths({HOME: str(tmp_path)}).make(), drafts=Path("/proc/self/attr"))
    assert {facts.name for facts in measuring.folders(where) if not facts.writable} == {"drafts"}


def test_a_folder_that_is_gone_is_not_writable_and_fails_nothing(tmp_path: Path) -> None:
    where = paths({HOME: str(tmp_path)}).make()
    where.cards.rmdir()
    [gone] = [facts for facts in measuring.folders(where) if facts.name == "cards"]
    assert (gone.writable, gone.free, gone.size) == (False, None, 0)


def test_this_process_has_a_memory_and_this_system_a_name() -> None:
    taken = measuring.memory()
    assert taken is None or 1_000_000 < taken < 100_000_000_000
    assert measuring.system()


def test_the_end_of_a_file_begins_with_a_whole_line(tmp_path: Path) -> None:
    file = tmp_path / "a.log"
    file.write_text("one\ntwo\nthrée\n", encoding="utf-8")
    assert measuring.tail(file, 100) == "one\ntwo\nthrée\n"
    assert measuring.tail(file, 9) == "thrée\n"
    os.utime(file, (1, 1))
    (tmp_path / "b.log").write_text("", encoding="utf-8")
    assert [found.name for found in measuring.newest(tmp_path, "*.log")] == ["b.log", "a.log"]
