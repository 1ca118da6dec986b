from __future__ import annotations

import stat
from pathlib import Path

import pytest

from agent_client.backend.telephony.asterisk.running import CannotFetch, fetching
from agent_client.backend.telephony.asterisk.running.fetching import READY, VARIABLE, fetched, kept_folder


@pytest.fixture
def nothing_installed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Programs are looked for in an empty folder."""
    programs = tmp_path / "bin"
    programs.mkdir()
    monkeypatch.setenv("PATH", str(programs))
    return programs


def _program(path: Path, says: str) -> None:
    path.write_text(f"#!/bin/sh\n{says}\n")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)


def test_where_it_is_kept_can_be_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, "/somewhere/else")
    assert kept_folder() == Path("/somewhere/else")
    monkeypatch.delenv(VARIABLE)
    assert kept_folder().name == "asterisk"


def test_what_is_there_is_taken(tmp_path: Path, nothing_installed) -> None:
    libraries = tmp_path / "kept/usr/lib/some-linux-gnu"
    libraries.mkdir(parents=True)
    (libraries / "ld-linux-some.so.2").touch()
    (tmp_path / "kept" / READY).write_text(fetching._wanted())
    found = fetched(tmp_path / "kept")
    assert found.command[0].endswith("ld-linux-some.so.2")
    assert found.modules == libraries / "asterisk/modules"


def test_an_installed_one_is_taken_if_it_is_new_enough(tmp_path: Path, nothing_installed: Path) -> None:
    _program(nothing_installed / "asterisk", 'echo "Asterisk 22.4.0"')
    assert fetched(tmp_path / "none").command == (str(nothing_installed / "asterisk"),)
    _program(nothing_installed / "asterisk", 'echo "Asterisk 20.1.0"')
    with pytest.raises(CannotFetch, match="there is no apt-get here"):
        fetched(tmp_path / "none")


def test_an_archive_that_does_not_answer_is_said(tmp_path: Path, nothing_installed: Path, monkeypatch) -> None:
    for name in ("apt-cache", "dpkg-deb"):
        _program(nothing_installed / name, "exit 1")
    _program(nothing_installed / "apt-get", 'echo "E: Failed to fetch it" >&2; exit 100')
    monkeypatch.setattr(fetching, "_distribution", lambda: "debian")
    monkeypatch.setattr(fetching, "_archive", lambda: "http://archive.example/debian")
    with pytest.raises(CannotFetch, match=r"archive of debian: E: Failed to fetch it"):
        fetched(tmp_path / "none")
    assert not (tmp_path / "none").exists()


def test_a_folder_that_cannot_be_written_is_said(nothing_installed) -> None:
    with pytest.raises(CannotFetch, match="cannot be written"):
        fetched(Path("/proc/none/asterisk"))
