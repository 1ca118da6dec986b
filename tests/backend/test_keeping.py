"""D8: recordings taken over from a PBX that is away, answers by halves, or has none; into a folder that is full."""

from __future__ import annotations

import asyncio
import errno
import logging
from collections.abc import AsyncIterator, Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from agent_client.backend import keeping, recording_files
from agent_client.backend.keeping import Keeping
from agent_client.backend.persistence import interactions, recordings
from agent_client.backend.persistence.engine import SqliteUnits
from agent_client.backend.ports.clock import SystemClock
from agent_client.backend.ports.telephony import NoSuchRecording, RecordingMade
from agent_client.backend.recording_files import RecordingFiles
from agent_client.backend.services import kept_recordings, sound_rules
from agent_client.backend.settings import Settings
from agent_client.backend.tasks import TaskOwner
from agent_client.backend.telephony.simulator import Party, sounds
from agent_client.protocol.names import InteractionId, RecordingProblem, SoundState

WHOLE = [sounds.header(sounds.RATE), *sounds.samples(0, sounds.RATE, (Party.CUSTOMER,))]


class Store:
    """A PBX with recordings. ``fails`` is what the next tries meet, one after the other."""

    def __init__(self) -> None:
        self.there: set[str] = set()
        self.fails: list[Exception | list[bytes | Exception]] = []
        self.asked: list[str] = []

    async def fetch(self, name: str) -> AsyncIterator[bytes]:
        self.asked.append(name)
        met = self.fails.pop(0) if self.fails else WHOLE
        if isinstance(met, Exception):
            raise met
        return self._pieces(met)

    async def _pieces(self, pieces: Any) -> AsyncIterator[bytes]:
        for piece in pieces:
            if isinstance(piece, Exception):
                raise piece
            yield piece

    async def delete(self, name: str) -> None:
        self.there.discard(name)


class Kept:
    def __init__(self, units: SqliteUnits, store: Store, folder: Path) -> None:
        self.units, self.store, self.folder = units, store, folder
        self.keeping = Keeping(units, SystemClock(), store, RecordingFiles(folder))
        self.changed = asyncio.Event()

    async def made(self, name: str) -> InteractionId:
        def make(tx: Any) -> InteractionId:
            interaction = interactions.create(tx.conn)
            recordings.add(tx.conn, name, interaction, tx.now - timedelta(seconds=5))
            kept_recordings.made(tx, RecordingMade(name, 1.0))
            return interaction

        self.store.there.add(name)
        return await self.units.write(make)

    async def until(self, name: str, condition: Callable[[Any], bool]) -> Any:
        """The row, once it is so."""
        async with asyncio.timeout(60):
            while True:
                row = await self.units.read(lambda tx: recordings.named(tx.conn, name))
                if condition(row):
                    return row
                await asyncio.sleep(0.01)

    async def until_kept(self, name: str) -> Any:
        return await self.until(name, lambda row: row.state is SoundState.KEPT and row.due_at is None)

    def files(self) -> list[str]:
        return sorted(str(one.relative_to(self.folder)) for one in self.folder.rglob("*") if one.is_file())


@pytest.fixture
async def kept(
    settings: Settings, made_centre: Callable[[Settings], Settings], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Kept]:
    """Tries follow each other at once."""
    monkeypatch.setattr(kept_recordings, "PAUSES", (0,))
    monkeypatch.setattr(keeping, "RESTS", (0.01,))
    monkeypatch.setattr(keeping, "SAFETY_SECONDS", 0.05)
    database = made_centre(settings).database
    assert isinstance(database, Path)
    units = SqliteUnits(database, SystemClock(), lambda _: None)
    await units.start()
    made = Kept(units, Store(), tmp_path / "recordings")
    tasks = TaskOwner()
    tasks.start(made.keeping.run(), "recordings")
    yield made
    await tasks.close()
    await units.stop()


async def test_D8_it_is_kept_as_it_was_and_deleted_there(kept: Kept) -> None:
    interaction = await kept.made("one")
    kept.keeping.wake()
    row = await kept.until_kept("one")
    assert (row.milliseconds, row.problem) == (1_000, None)
    assert (kept.folder / row.file).read_bytes() == b"".join(WHOLE)
    assert kept.files() == [f"{row.began_at:%Y-%m}/{interaction}.wav"]
    assert kept.store.there == set()


@pytest.mark.parametrize(
    "met",
    [
        ConnectionRefusedError("away"),
        TimeoutError(),
        [WHOLE[0], ConnectionResetError("cut")],
        WHOLE[:1],
        [*WHOLE[:-1], WHOLE[-1][:-100]],
        [b"<html>sorry</html>"],
        NoSuchRecording("one"),
        RuntimeError("a PBX that nobody knows"),
    ],
)
async def test_D8_what_goes_wrong_once_is_tried_again(met: Any, kept: Kept) -> None:
    kept.store.fails = [met]
    await kept.made("one")
    row = await kept.until_kept("one")
    assert kept.store.asked == ["one", "one"]
    assert (kept.folder / row.file).read_bytes() == b"".join(WHOLE)
    assert len(kept.files()) == 1, "nothing half is left"


async def test_D8_while_the_disk_is_full_it_stays_at_the_pbx_and_that_is_said_once(
    kept: Kept, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING)

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "no space left")

    with monkeypatch.context() as patch:
        patch.setattr(recording_files.os, "fsync", full)
        await kept.made("one")
        await kept.until("one", lambda row: row.tries > 3)
        said = await kept.units.read(sound_rules.everything)
        assert (said.waiting, said.problem) == (1, RecordingProblem.FOLDER_FULL)
        assert kept.store.there == {"one"}
        assert not [file for file in kept.files() if not file.endswith(".part")], "the next try may be under way"
    await kept.until_kept("one")
    assert kept.store.there == set()
    assert len(kept.files()) == 1, "nothing half is left"
    await kept.made("two")
    await kept.until_kept("two")  # by then all is said of the first
    assert [record.getMessage() for record in caplog.records if "recordings" in record.getMessage()] == [
        "recordings stay at the PBX for now: folder_full",
        "recordings are taken over from the PBX again",
    ]


async def test_D8_a_folder_that_is_none_loses_nothing(kept: Kept) -> None:
    kept.folder.write_text("a file")
    await kept.made("one")
    await kept.until("one", lambda row: row.problem is RecordingProblem.FOLDER_UNUSABLE)
    kept.folder.unlink()
    await kept.until_kept("one")


async def test_D8_one_that_is_broken_for_good_holds_up_no_other(kept: Kept) -> None:
    kept.store.fails = [[b"no sound"]] * kept_recordings.MISSED_TRIES
    await kept.made("broken")
    await kept.until("broken", lambda row: row.state is SoundState.LOST)
    await kept.made("one")
    await kept.until_kept("one")
    assert kept.store.there == {"broken"}, "what there is of it is left at the PBX"


async def test_D8_its_time_over_the_file_is_deleted(kept: Kept) -> None:
    await kept.made("one")
    await kept.until_kept("one")

    def age(tx: Any) -> None:
        recordings.change(tx.conn, "one", began_at=tx.now - timedelta(days=31))
        tx.conn.exec_driver_sql("UPDATE centre SET recording_days = 30")

    await kept.units.write(age)
    await kept.until("one", lambda row: row.state is SoundState.DELETED)
    assert kept.files() == []
