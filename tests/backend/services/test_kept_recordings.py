"""D8: what becomes of a recording, from the call's first word to its deletion; who may hear it, and that this is logged."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from agent_client.backend.domain.turns import Happening
from agent_client.backend.persistence import past_calls, recordings, tables
from agent_client.backend.ports.telephony import RecordingMade
from agent_client.backend.recording_files import Sound
from agent_client.backend.services import contact_turns, hearing, kept_recordings, sound_rules
from agent_client.backend.services.kept_recordings import MISSED_TRIES, UNTOLD_SECONDS
from agent_client.protocol.names import RecordingProblem, SoundState
from agent_client.protocol.refusals import Forbidden, NotFound, NotPossibleNow
from agent_client.protocol.sound import SoundRules
from tests.backend.services import ruling
from tests.backend.services.ruling import ADMIN, AGENT, SUPERVISOR

SOUND = Sound(16_044, 1_000, b"x" * 32)


@pytest.fixture
async def recorded(world, anna):
    """Anna has talked with a customer for 20 s."""
    await world.write(lambda tx: tx.conn.execute(update(tables.queues).values(records=True)))
    who = await world.ready(anna)
    call = await world.talking(who)
    await world.pass_(20)
    return Recorded(world, who, call, (await world.contact(call)).interaction)


class Recorded:
    def __init__(self, world, who, call, interaction):
        self.world, self.who, self.call, self.interaction = world, who, call, interaction

    async def row(self):
        return await self.world.read(lambda tx: recordings.of_interaction(tx.conn, self.interaction))

    async def over(self):
        assert self.world.pbx.hang_up(self.call)
        await self.world.settle()

    async def begun(self):
        task = await self.world.write(kept_recordings.begin)
        assert task is not None
        return task

    async def kept(self):
        await self.over()
        task = await self.begun()
        await self.world.write(lambda tx: kept_recordings.kept(tx, task, SOUND))
        return task

    async def hear(self, who, *, later_part=False):
        return await self.world.write(lambda tx: hearing.hear(tx, who, self.interaction, later_part=later_part))

    async def hearings(self):
        return await self.world.read(lambda tx: tx.conn.execute(select(tables.recording_hearings)).all())


async def test_D8_it_is_fetched_once_the_pbx_says_that_it_is_over(recorded):
    row = await recorded.row()
    assert (row.state, row.due_at) == (SoundState.COMING, None)
    assert await recorded.world.write(kept_recordings.begin) is None
    await recorded.over()
    task = await recorded.begun()
    assert (task.name, task.fetch, task.file) == (row.name, True, f"2026-03/{recorded.interaction}.wav")
    assert await recorded.world.write(kept_recordings.begin) is None, "not twice at once"


async def test_D8_though_nothing_is_told_it_is_asked_for(recorded):
    """The link was lost as the call ended."""
    world = recorded.world
    contact = await world.contact(recorded.call)
    await world.write(lambda tx: contact_turns.take(tx, contact, Happening.CALL_LOST))
    assert await world.write(kept_recordings.begin) is None
    world.now += timedelta(seconds=UNTOLD_SECONDS)
    assert (await recorded.begun()).fetch


async def test_D8_once_it_is_kept_it_is_deleted_at_the_pbx(recorded):
    await recorded.kept()
    row = await recorded.row()
    assert (row.state, row.size, row.milliseconds, row.sha256) == (SoundState.KEPT, 16_044, 1_000, b"x" * 32)
    recorded.world.now += timedelta(seconds=10)
    task = await recorded.begun()
    assert not task.fetch
    await recorded.world.write(lambda tx: kept_recordings.over(tx, task))
    assert (await recorded.row()).due_at is None
    assert "recording.kept" in recorded.world.names(f"agent/{recorded.who.agent}")


async def test_D8_told_again_of_what_is_kept_it_is_deleted_there_and_not_fetched_anew(recorded):
    task = await recorded.kept()
    await recorded.world.write(lambda tx: kept_recordings.over(tx, task))
    await recorded.world.tell(RecordingMade(task.name, 20.0))
    assert not (await recorded.begun()).fetch
    await recorded.world.tell(RecordingMade("another centre's", 20.0))


async def test_D8_tries_come_ever_later_and_full_folders_lose_nothing(recorded):
    await recorded.over()
    waits = []
    for _ in range(MISSED_TRIES + 2):
        task = await recorded.begun()
        assert not await recorded.world.write(
            lambda tx, task=task: kept_recordings.failed(tx, task, RecordingProblem.FOLDER_FULL)
        )
        due_at = (await recorded.row()).due_at
        waits.append((due_at - recorded.world.now).total_seconds())
        recorded.world.now = due_at
    assert waits == [5, 15, 60, 300, 900, 900, 900, 900]
    said = await recorded.world.read(lambda tx: sound_rules.everything(tx))
    assert (said.waiting, said.problem, said.lost, said.kept) == (1, RecordingProblem.FOLDER_FULL, 0, 0)


async def test_D8_what_the_pbx_has_not_is_given_up_and_said_to_be_lost(recorded):
    await recorded.over()
    for _ in range(MISSED_TRIES):
        task = await recorded.begun()
        await recorded.world.write(lambda tx, task=task: kept_recordings.failed(tx, task, RecordingProblem.MISSING))
        recorded.world.now += timedelta(seconds=900)
    assert await recorded.world.write(kept_recordings.begin) is None
    assert (await recorded.row()).state is SoundState.LOST
    assert (await recorded.world.read(sound_rules.everything)).lost == 1
    await recorded.world.tell(RecordingMade(task.name, 20.0))
    assert (await recorded.row()).state is SoundState.COMING, "it has come back after all"


async def test_D8_what_is_too_old_is_deleted_and_the_rest_is_not(recorded):
    world = recorded.world
    task = await recorded.kept()
    assert await world.read(kept_recordings.outdated) == ()
    await world.write(lambda tx: sound_rules.save(tx, ADMIN, SoundRules(recording_days=30)))
    world.now += timedelta(days=29)
    assert await world.read(kept_recordings.outdated) == ()
    world.now += timedelta(days=1)
    (old,) = await world.read(kept_recordings.outdated)
    assert (old.name, old.file) == (task.name, task.file)
    await world.write(lambda tx: kept_recordings.deleted(tx, old.name))
    assert await world.read(kept_recordings.outdated) == ()
    assert (await recorded.row()).state is SoundState.DELETED
    with pytest.raises(NotPossibleNow) as refused:
        await recorded.hear(SUPERVISOR)
    assert refused.value.params == {"state": "deleted"}


async def test_D8_agents_hear_their_own_calls_and_supervisors_all(recorded, bram):
    await recorded.kept()
    others = await recorded.world.sign_in(bram)
    with pytest.raises(Forbidden):
        await recorded.hear(others)
    assert await recorded.hearings() == []
    assert (await recorded.hear(recorded.who)).interaction == recorded.interaction
    await recorded.hear(SUPERVISOR)
    assert [(one.agent_id, one.at) for one in await recorded.hearings()] == [(1, recorded.world.now)] * 2


async def test_D8_each_hearing_is_logged_and_a_later_part_belongs_to_it(recorded):
    await recorded.kept()
    await recorded.hear(AGENT, later_part=True)
    await recorded.hear(AGENT, later_part=True)
    assert len(await recorded.hearings()) == 1, "who begins in the middle hears it, too"
    await recorded.hear(AGENT)
    assert len(await recorded.hearings()) == 2
    recorded.world.now += timedelta(hours=3)
    await recorded.hear(AGENT, later_part=True)
    assert len(await recorded.hearings()) == 3


async def test_D8_there_is_nothing_to_hear_of_a_call_that_goes_on_or_never_was(recorded):
    with pytest.raises(NotPossibleNow):
        await recorded.hear(recorded.who)
    recorded.interaction += 1
    with pytest.raises(NotFound):
        await recorded.hear(recorded.who)


async def test_D8_the_call_in_the_history_says_what_has_become_of_it(recorded):
    await recorded.kept()
    (call,) = await recorded.world.read(lambda tx: past_calls.read(tx.conn, {recorded.interaction}))
    assert call.recording is not None
    assert (call.recording.state, call.recording.seconds) == (SoundState.KEPT, 1.0)


async def test_D12_noise_removal_is_told_the_pbx_with_every_change(world):
    with pytest.raises(Forbidden):
        await world.write(lambda tx: sound_rules.save(tx, SUPERVISOR, SoundRules(noise_removal=False)))
    for wanted in (True, False, False, True):
        await world.write(lambda tx, wanted=wanted: sound_rules.save(tx, ADMIN, SoundRules(noise_removal=wanted)))
        assert (await world.read(sound_rules.everything)).rules.noise_removal is wanted
    assert [action.wanted for action in world.acted] == [False, True]
    assert "centre.changed" in world.names("centre")


async def test_D8_a_group_records_from_the_next_call_on(world, anna):
    who = await world.ready(anna)
    await ruling.group(world, records=True)
    call = await world.talking(who)
    interaction = (await world.contact(call)).interaction
    assert (await world.read(lambda tx: recordings.of_interaction(tx.conn, interaction))).state is SoundState.COMING
