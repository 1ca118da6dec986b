"""The folder of recordings: what is whole is kept, and nothing else; no path leads out of it."""

from __future__ import annotations

import errno
import hashlib
import io
import wave
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest

from agent_client.backend import recording_files
from agent_client.backend.recording_files import NoFolder, NotWhole, RecordingFiles, Sound, file_for

FILE = file_for(7, datetime(2026, 3, 2, 9, tzinfo=UTC))


def sound(seconds: float, rate: int = 8_000) -> bytes:
    made = io.BytesIO()
    with wave.open(made, "wb") as writer:
        writer.setnchannels(1)
        writer.setsampwidth(2)
        writer.setframerate(rate)
        writer.writeframes(b"\1\2" * round(seconds * rate))
    return made.getvalue()


def written(files: RecordingFiles, *pieces: bytes) -> Sound:
    part = files.begin(FILE)
    for piece in pieces:
        part.write(piece)
    return part.kept()


def test_D8_it_is_in_its_place_and_known_by_its_sum(tmp_path: Path) -> None:
    files, data = RecordingFiles(tmp_path / "recordings"), sound(1.5)
    kept = written(files, data[:100], data[100:])
    assert (kept.size, kept.milliseconds, kept.sha256) == (len(data), 1_500, hashlib.sha256(data).digest())
    assert FILE == "2026-03/7.wav"
    assert files.path(FILE).read_bytes() == data
    files.remove(FILE)
    files.remove(FILE)
    assert [one for one in tmp_path.rglob("*") if one.is_file()] == []


@pytest.mark.parametrize("data", [b"", b"<html>", sound(1)[:44], sound(0), sound(1)[:-2], b"RIFF" * 20])
def test_D8_what_is_no_whole_sound_never_gets_there(data: bytes, tmp_path: Path) -> None:
    files = RecordingFiles(tmp_path)
    part = files.begin(FILE)
    part.write(data)
    with pytest.raises(NotWhole):
        part.kept()
    part.dropped()
    part.dropped()
    assert list((tmp_path / "2026-03").iterdir()) == []


def test_D8_what_died_half_written_is_tidied_and_what_is_whole_stays(tmp_path: Path) -> None:
    files = RecordingFiles(tmp_path)
    written(files, sound(1))
    (tmp_path / "2026-03" / "8.wav.part").write_bytes(b"RIFF")
    (tmp_path / "2026-03" / "list.txt").write_text("somebody's")
    files.tidy()
    assert sorted(one.name for one in (tmp_path / "2026-03").iterdir()) == ["7.wav", "list.txt"]


@pytest.mark.parametrize(
    "file", ["", "../7.wav", "2026-03/../../7.wav", "/etc/passwd", "2026-03/7.wav\n", "2026-03/x.wav", "2026-03\\7.wav"]
)
def test_D8_no_other_path_leads_into_it(file: str, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="no path"):
        RecordingFiles(tmp_path).path(file)


def test_D8_the_last_room_on_the_disk_is_the_databases(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        recording_files.shutil, "disk_usage", lambda _: SimpleNamespace(free=recording_files.SPARED - 1)
    )
    with pytest.raises(OSError, match="too little room") as refused:
        RecordingFiles(tmp_path).begin(FILE)
    assert refused.value.errno == errno.ENOSPC
    assert list((tmp_path / "2026-03").iterdir()) == []


def test_D8_without_a_folder_nothing_is_kept() -> None:
    with pytest.raises(NoFolder):
        RecordingFiles(None).begin(FILE)
    RecordingFiles(None).tidy()
