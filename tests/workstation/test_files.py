"""Bytes that are whole or not there, on a real disk."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent_client.workstation import files
from agent_client.workstation.files import Folder, _name_of, _written, hold, set_aside, write_atomically


def test_a_file_is_replaced_as_a_whole(tmp_path: Path) -> None:
    file = tmp_path / "note"
    write_atomically(file, b"old")
    write_atomically(file, b"new and longer")
    assert file.read_bytes() == b"new and longer"
    assert list(tmp_path.iterdir()) == [file]


@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_a_full_disk_leaves_the_old_bytes_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    file = tmp_path / "note"
    write_atomically(file, b"old")

    def full(*_: Any) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os if step == "fsync" else Path, step, full)
    with pytest.raises(OSError, match="No space"):
        write_atomically(file, b"new")
    monkeypatch.undo()
    assert file.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [file]


def test_file_and_folder_are_told_to_reach_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    synced: list[str] = []
    real = os.fsync

    def fsync(number: int) -> None:
        synced.append("folder" if os.path.samestat(os.fstat(number), tmp_path.stat()) else "file")
        real(number)

    monkeypatch.setattr(os, "fsync", fsync)
    write_atomically(tmp_path / "note", b"text")
    assert synced == ["file", "folder"]


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX permissions")
def test_what_is_written_is_this_users_alone(tmp_path: Path) -> None:
    write_atomically(tmp_path / "note", b"text")
    assert (tmp_path / "note").stat().st_mode & 0o077 == 0


def test_a_folder_keeps_loads_and_drops(tmp_path: Path) -> None:
    folder = Folder(tmp_path / "drafts")
    folder.keep("contact/7", "Anrufer möchte …".encode())
    folder.keep("customer/7", b"")
    folder.keep("contact/7", b"second")
    assert Folder(tmp_path / "drafts").load() == {"contact/7": b"second", "customer/7": b""}
    folder.drop("contact/7")
    folder.drop("contact/7")
    assert folder.load() == {"customer/7": b""}


def test_no_name_leaves_the_folder(tmp_path: Path) -> None:
    folder = Folder(tmp_path / "drafts")
    names = ["../outside", "..", ".", "CON", "con", "a/b\\c:d*?", "Ä", "ä", "%41", "A", "a", " "]
    for name in names:
        folder.keep(name, name.encode())
    assert folder.load() == {name: name.encode() for name in names}
    assert [entry.name for entry in tmp_path.iterdir()] == ["drafts"]
    written = [entry.name for entry in (tmp_path / "drafts").iterdir()]
    assert len({name.casefold() for name in written}) == len(names), "a disk without capitals would mix them up"


@pytest.mark.parametrize("name", ["", "x" * 500])
def test_a_name_that_is_none_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(ValueError, match="not a name"):
        Folder(tmp_path).keep(name, b"")


@given(st.text(min_size=1, max_size=60))
def test_every_name_is_read_back(name: str) -> None:
    try:
        written = _written(name)
    except UnicodeEncodeError:  # lone surrogates: no text that anybody typed
        return
    assert _name_of(Path(f"{written}.kept")) == name
    assert written.isascii() and "/" not in written and "." not in written


def test_what_cannot_be_read_is_set_aside_once(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    folder = Folder(tmp_path)
    folder.keep("good", b"kept")
    (tmp_path / "Not Ours.kept").write_bytes(b"?")
    (tmp_path / "folder.kept").mkdir()
    assert folder.load() == {"good": b"kept"}
    assert len(caplog.records) == 2
    assert folder.load() == {"good": b"kept"}
    assert len(caplog.records) == 2
    assert (tmp_path / "Not Ours.kept.unreadable-1").read_bytes() == b"?"


def test_half_written_leftovers_are_not_loaded(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    (tmp_path / ".good.kept.abc.tmp").write_bytes(b"half")
    assert folder.load() == {}


def test_setting_aside_overwrites_nothing(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    for text in (b"one", b"two"):
        folder.keep("draft", text)
        folder.set_aside("draft")
    assert folder.load() == {}
    assert sorted(file.read_bytes() for file in tmp_path.iterdir()) == [b"one", b"two"]
    with pytest.raises(OSError, match="draft"):
        set_aside(tmp_path / "draft.kept")


@pytest.mark.skipif(sys.platform == "win32", reason="kill -9")
def test_a_process_killed_while_it_writes_leaves_a_whole_file(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from agent_client.workstation.files import write_atomically\n"
        "n = 0\n"
        "while True:\n"
        "    write_atomically(Path(sys.argv[1]), bytes([65 + n % 26]) * 200_000); n += 1\n"
        "    n == 3 and print('going', flush=True)\n"
    )
    file = tmp_path / "note"
    with subprocess.Popen([sys.executable, "-c", code, str(file)], stdout=subprocess.PIPE) as child:
        assert child.stdout is not None
        child.stdout.readline()
        child.kill()
    data = file.read_bytes()
    assert len(data) == 200_000 and len(set(data)) == 1


def test_a_held_file_is_nobody_elses_until_its_holder_dies(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from agent_client.workstation.files import hold\n"
        "held = hold(Path(sys.argv[1])); held.file.write(b'mine'); print('held', flush=True); sys.stdin.read()"
    )
    file = tmp_path / "mark"
    command = [sys.executable, "-c", code, str(file)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stdin=subprocess.PIPE) as child:
        assert child.stdout is not None
        child.stdout.readline()
        assert hold(file) is None
        child.kill()
    held = hold(file)
    assert held is not None
    held.file.seek(0)
    assert held.file.read() == b"mine"
    held.let_go()
    assert not file.exists()


def test_the_folder_is_settled_on_systems_that_can(tmp_path: Path) -> None:
    files._settle(tmp_path)
    if sys.platform != "win32":
        with pytest.raises(OSError, match="gone"):
            files._settle(tmp_path / "gone")


@pytest.mark.skipif(sys.platform == "win32", reason="nobody can take away a file that is open")
def test_a_lock_on_a_file_that_is_gone_is_no_lock(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its owner took it away between the opening and the locking: two would hold what has one name."""
    path, real, turns = tmp_path / "mark", files._lock, []

    def late(file: Any) -> None:
        real(file)
        if not turns:
            path.unlink()
        turns.append(file)

    monkeypatch.setattr(files, "_lock", late)
    held = hold(path)
    assert held is not None
    assert len(turns) == 2
    assert os.path.samestat(os.fstat(held.file.fileno()), path.stat())
    held.let_go()
