"""A long answer becomes a file as a whole, or leaves everything as it was."""

from __future__ import annotations

import asyncio
import errno
import os
import stat
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from ui.shift import to_files
from ui.shift.to_files import to_file


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "folder"
    made.mkdir()
    return made


def names(folder: Path) -> list[str]:
    return [one.name for one in folder.iterdir()]


async def pieces(*parts: bytes, then: Exception | None = None) -> AsyncIterator[bytes]:
    for part in parts:
        await asyncio.sleep(0)
        yield part
    if then is not None:
        raise then


async def test_the_pieces_are_the_file(folder: Path) -> None:
    file = folder / "calls.txt"
    written = await to_file(pieces(b"one\ntw", b"o\n", b""), file)
    assert file.read_bytes() == b"one\ntwo\n" and (written.size, written.lines) == (8, 2)
    assert names(folder) == ["calls.txt"]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such rights")
async def test_it_has_the_rights_of_any_new_file(folder: Path) -> None:
    usual = folder / "usual.txt"
    usual.write_text("x")
    await to_file(pieces(b"x"), folder / "ours.txt")
    assert stat.S_IMODE((folder / "ours.txt").stat().st_mode) == stat.S_IMODE(usual.stat().st_mode)


async def test_an_answer_that_breaks_off_leaves_the_older_file(folder: Path) -> None:
    file = folder / "calls.txt"
    file.write_bytes(b"older")
    with pytest.raises(ConnectionError):
        await to_file(pieces(b"half", then=ConnectionError("cut")), file)
    assert file.read_bytes() == b"older" and names(folder) == ["calls.txt"]


async def test_a_full_disk_leaves_the_older_file(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = folder / "calls.txt"
    file.write_bytes(b"older")

    def full(part: to_files._Part, piece: bytes) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(to_files._Part, "write", full)
    with pytest.raises(OSError, match="No space"):
        await to_file(pieces(b"new"), file)
    assert file.read_bytes() == b"older" and names(folder) == ["calls.txt"]


async def test_a_task_that_is_cancelled_leaves_nothing(folder: Path) -> None:
    never = asyncio.Event()

    async def endless() -> AsyncIterator[bytes]:
        yield b"first"
        await never.wait()

    task = asyncio.ensure_future(to_file(endless(), folder / "calls.txt"))  # noqa: TID251
    await asyncio.sleep(0.05)
    assert names(folder), "it has begun"
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert names(folder) == []


async def test_a_folder_that_is_not_there_is_an_error(folder: Path) -> None:
    with pytest.raises(OSError):
        await to_file(pieces(b"x"), folder / "nowhere" / "calls.txt")
