"""Templates: kept by supervisors and administrators, told to everybody at once with the centre (F2)."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from agent_client.backend.persistence import centre
from agent_client.backend.services import templates
from agent_client.protocol.administration import SaveTemplate
from agent_client.protocol.events import CentreChanged
from agent_client.protocol.names import QueueId, Role, TemplateId
from agent_client.protocol.refusals import Forbidden, Invalid, NotFound

SOLVED = SaveTemplate(name=" Solved ", text="{customer}: {cursor}", queue=QueueId(1))


@pytest.fixture
async def boss(world, anna):
    return replace(await world.sign_in(anna), role=Role.SUPERVISOR)


async def save(world, who, wish):
    return await world.write(lambda tx: templates.save(tx, who, wish))


async def remove(world, who, number):
    return await world.write(lambda tx: templates.remove(tx, who, TemplateId(number)))


async def known(world):
    return (await world.read(lambda tx: centre.centre(tx.conn))).templates


async def test_saved_changed_and_removed_for_everybody(world, boss):
    world.told.clear()
    made = await save(world, boss, SOLVED)
    assert (made.name, made.text, made.queue) == ("Solved", "{customer}: {cursor}", 1)
    [(stream, told)] = world.told
    assert (stream, type(told), told.centre.templates) == ("centre", CentreChanged, (made,))
    version = told.centre.version
    another = await save(world, boss, SaveTemplate(name="Answered", text="x"))
    assert await known(world) == (another, made), "by name"
    changed = await save(world, boss, SaveTemplate(id=made.id, name="A first", text="y"))
    assert (changed.id, changed.queue) == (made.id, None)
    assert await known(world) == (changed, another)
    assert await remove(world, boss, another.id) == another
    assert await known(world) == (changed,)
    assert world.told[-1][1].centre.version > version


@pytest.mark.parametrize(
    ("role", "allowed"), [(Role.AGENT, False), (Role.SUPERVISOR, True), (Role.ADMINISTRATOR, True)]
)
async def test_whose_they_are_to_change(world, anna, role, allowed):
    who = replace(await world.sign_in(anna), role=role)
    if allowed:
        made = await save(world, who, SOLVED)
        await remove(world, who, made.id)
        return
    with pytest.raises(Forbidden):
        await save(world, who, SOLVED)
    with pytest.raises(Forbidden):
        await remove(world, who, 1)


@pytest.mark.parametrize(
    ("wish", "field"),
    [
        (SaveTemplate(name="  ", text="x"), "name"),
        (SaveTemplate(name="x", text=" \n"), "text"),
        (SaveTemplate(name="x", text="x", queue=QueueId(99)), "queue"),
    ],
)
async def test_what_is_no_template(world, boss, wish, field):
    with pytest.raises(Invalid) as refused:
        await save(world, boss, wish)
    assert refused.value.params == {"field": field}
    assert await known(world) == ()


async def test_one_that_is_gone(world, boss):
    with pytest.raises(NotFound):
        await save(world, boss, replace(SOLVED, id=TemplateId(99)))
    with pytest.raises(NotFound):
        await remove(world, boss, 99)
