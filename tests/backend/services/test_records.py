"""Correcting a record: by whom, once each, told to everybody, and nothing of it lost (F2)."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from agent_client.backend.services import records
from agent_client.protocol.customers import CorrectRecord, NewRecord
from agent_client.protocol.events import RecordCorrected
from agent_client.protocol.names import CustomerId, RecordId, Role
from agent_client.protocol.refusals import Forbidden, Invalid, NotFound, RecordChanged

JAN = CustomerId(1)


async def written(world, who, text="Wnats a quote."):
    return await world.write(lambda tx: records.add(tx, who, NewRecord(text=text, customer=JAN)))


async def corrected(world, who, record, text, seen=0):
    wish = CorrectRecord(text, seen)
    return await world.write(lambda tx: records.correct(tx, who, record.id, wish))


async def test_what_it_said_stays_with_who_and_when(world, anna):
    who = await world.sign_in(anna)
    record = await written(world, who)
    await world.pass_(60)
    world.told.clear()
    after = await corrected(world, who, record, "Wants a quote.")
    assert (after.text, after.saved_at, after.operator) == ("Wants a quote.", record.saved_at, record.operator)
    [correction] = after.corrections
    assert (correction.before, correction.by.id, correction.at) == (record.text, anna, world.now)
    assert world.told == [("centre", RecordCorrected(after))]


async def test_the_second_who_saw_the_same_is_told_who_was_first(world, anna, bram):
    author = await world.sign_in(anna)
    boss = replace(await world.sign_in(bram), role=Role.SUPERVISOR)
    record = await written(world, author)
    await corrected(world, boss, record, "By the boss.")
    with pytest.raises(RecordChanged) as refused:
        await corrected(world, author, record, "By the author.")
    assert refused.value.params == {"by": "Bram"}
    after = await corrected(world, author, record, "By the author.", seen=1)
    assert [one.before for one in after.corrections] == [record.text, "By the boss."]


@pytest.mark.parametrize("role", [Role.SUPERVISOR, Role.ADMINISTRATOR])
async def test_only_its_author_and_supervisors(world, anna, bram, role):
    record = await written(world, await world.sign_in(anna))
    colleague = await world.sign_in(bram)
    with pytest.raises(Forbidden):
        await corrected(world, colleague, record, "Mine now.")
    after = await corrected(world, replace(colleague, role=role), record, "Better.")
    assert after.corrections[0].by.id == bram


async def test_nothing_is_told_of_what_stays_as_it_is(world, anna):
    who = await world.sign_in(anna)
    record = await written(world, who)
    world.told.clear()
    assert await corrected(world, who, record, record.text) == record
    assert world.told == []


async def test_what_is_no_correction(world, anna):
    who = await world.sign_in(anna)
    record = await written(world, who)
    with pytest.raises(Invalid):
        await corrected(world, who, record, " \n ")
    with pytest.raises(NotFound):
        await corrected(world, who, replace(record, id=RecordId(99)), "x")
    with pytest.raises(RecordChanged) as refused:
        await corrected(world, who, record, "x", seen=3)
    assert refused.value.params == {}
