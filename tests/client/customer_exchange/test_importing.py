"""An import: every row once, whatever happens to the link; stopped when wished; what is wrong told by line."""

from __future__ import annotations

import asyncio

import pytest

from agent_client.client.api import Unreachable
from agent_client.client.customer_exchange.importing import MOST_BYTES, Importing, Pace, Stage, Wish
from agent_client.client.customer_files.reading import examine
from agent_client.client.customer_files.records import FaultKind
from agent_client.protocol.customers import BadRow, ImportedRows
from agent_client.protocol.names import CustomerList
from agent_client.protocol.refusals import Forbidden, NotSignedIn, StorageUnavailable


class Server:
    """Does each part once, by its key; ``troubles`` are raised first, before or after the part was done."""

    def __init__(self):
        self.said = []
        self.parts = {}
        self.troubles = []
        self.answers_late = asyncio.Event()
        self.answers_late.set()
        self.bad = ()

    async def import_customers(self, rows, key):
        self.said.append(key)
        await self.answers_late.wait()
        trouble, done = self.troubles.pop(0) if self.troubles else (None, True)
        if done and key not in self.parts:
            self.parts[key] = rows
        if trouble is not None:
            raise trouble
        bad = tuple(one for one in self.bad if any(row.line == one.line for row in rows.rows))
        return ImportedRows(added=len(rows.rows) - len(bad), bad=bad)

    @property
    def rows(self):
        return [row for part in self.parts.values() for row in part.rows]


@pytest.fixture
def server():
    return Server()


@pytest.fixture
def file(tmp_path):
    def written(count, more=""):
        path = tmp_path / "customers.csv"
        lines = "".join(f"Jana {at};+420724{at:06}\r\n" for at in range(count))
        path.write_text("Name;Phone\r\n" + lines + more, encoding="utf-8")
        return path

    return written


def importing(server, path, told=lambda _: None, **wish):
    made = Wish(path=path, layout=examine(path), into=CustomerList.CENTRAL, **wish)
    return Importing(lambda: server, made, told, Pace(first=0.01, longest=0.02))


async def test_a_file_goes_in_parts_and_the_last_one_says_so(server, file):
    told = []
    job = importing(server, file(1234), told.append)
    done = await job.run()
    assert [len(part.rows) for part in server.parts.values()] == [500, 500, 234]
    assert [part.last for part in server.parts.values()] == [False, False, True]
    assert [row.line for row in server.rows] == list(range(2, 1236))
    assert (done.stage, done.read, done.done, done.added) == (Stage.DONE, 1234, 1234, 1234)
    steps = [one.done for one in told]
    assert steps == sorted(steps)
    assert {500, 1000, 1234} <= set(steps)


async def test_parts_stay_small_enough_whatever_is_written_in_them(server, tmp_path):
    path = tmp_path / "long.csv"
    path.write_text("Name;Note\n" + "".join(f"J{at};{'ř' * 1900}\n" for at in range(400)), encoding="utf-8")
    await importing(server, path).run()
    assert len(server.rows) == 400
    assert 2 < len(server.parts) < 10
    assert all(len(part.rows) * 3900 < MOST_BYTES + 4000 for part in server.parts.values())


async def test_the_server_is_asked_what_would_be_done(server, file):
    done = await importing(server, file(3), dry=True, update=False).run()
    [part] = server.parts.values()
    assert (part.dry, part.update, part.last, done.dry) == (True, False, True, True)


async def test_a_lost_link_loses_no_part_and_doubles_none(server, file):
    """The answer to the second one is lost after it was done, the third never arrives at first."""
    server.troubles = [(None, True), (Unreachable("other"), True), (None, True), (Unreachable("refused"), False)]
    stages = []
    done = await importing(server, file(1500), lambda now: stages.append(now.stage)).run()
    assert (done.stage, done.added, len(server.rows), len(server.said)) == (Stage.DONE, 1500, 1500, 5)
    assert len({row.line for row in server.rows}) == 1500
    assert len(set(server.said)) == 3
    assert Stage.WAITING in stages
    assert done.problem is None


async def test_a_full_disk_at_the_server_is_waited_for(server, file):
    server.troubles = [(StorageUnavailable(), False), (StorageUnavailable(), False)]
    assert (await importing(server, file(10)).run()).stage is Stage.DONE


async def test_when_the_link_is_back_nobody_waits_on(server, file):
    server.troubles = [(Unreachable("other"), False)]
    waiting = asyncio.Event()
    job = importing(server, file(10), lambda now: waiting.set() if now.stage is Stage.WAITING else None)
    job._pace = Pace(first=60, longest=60)
    running = asyncio.ensure_future(job.run())  # noqa: TID251 - a test's own
    await waiting.wait()
    await asyncio.sleep(0)
    job.wake()
    assert (await running).stage is Stage.DONE


@pytest.mark.parametrize("refusal", [NotSignedIn(), Forbidden()])
async def test_a_refusal_stops_it_and_says_how_far_it_came(server, file, refusal):
    server.troubles = [(None, True), (refusal, False)]
    done = await importing(server, file(1200)).run()
    assert (done.stage, done.done, done.problem) == (Stage.STOPPED, 500, refusal)


async def test_cancelled_it_says_how_much_was_imported_and_everybody_is_told(server, file):
    job = None

    def told(now):
        if now.done == 500:
            job.cancel()

    job = importing(server, file(5000), told)
    done = await job.run()
    assert done.stage is Stage.CANCELLED
    assert [(len(part.rows), part.last) for part in server.parts.values()] == [(500, False), (1, True)]
    assert done.done == len(server.rows) == 501


async def test_cancelled_while_the_server_is_away(server, file):
    server.troubles = [(Unreachable("other"), False)] * 100
    job = importing(server, file(10), lambda now: job.cancel() if now.stage is Stage.WAITING else None)
    done = await job.run()
    assert (done.stage, done.done, server.rows) == (Stage.CANCELLED, 0, [])


async def test_what_is_wrong_is_known_by_line_be_it_the_file_or_the_server_who_found_it(server, file):
    server.bad = (BadRow(3, "project", "Shop"), BadRow(4, "moon", "x"))
    done = await importing(server, file(4, "Karel;12\r\nEva\r\n")).run()
    assert [(fault.line, fault.kind) for fault in done.bad] == [
        (6, FaultKind.NUMBER),
        (7, FaultKind.FEW_COLUMNS),
        (3, FaultKind.PROJECT),
        (4, FaultKind.OTHER),
    ]
    assert (done.bad_rows, done.added, done.read, done.done) == (4, 2, 6, 4)


async def test_a_file_in_which_everything_is_wrong_sends_nothing(server, file):
    done = await importing(server, file(0, "Karel;12\r\n")).run()
    assert (done.stage, done.bad_rows, server.said) == (Stage.DONE, 1, [])


async def test_a_file_that_is_gone(server, file):
    path = file(3)
    job = importing(server, path)
    path.unlink()
    done = await job.run()
    assert done.stage is Stage.STOPPED
    assert isinstance(done.problem, FileNotFoundError)
