from __future__ import annotations

import pytest
from msgspec.structs import replace

from agent_client.backend.persistence import administration as kept
from agent_client.backend.persistence import agents, centre, free_agents
from agent_client.backend.services import administration
from agent_client.protocol.administration import Callbacking, Group, ProjectRules
from agent_client.protocol.agents import Rights
from agent_client.protocol.callbacks import CallbackPeriod, CallbackRules
from agent_client.protocol.cursor import SUPERVISING
from agent_client.protocol.events import AgentStateChanged, CentreChanged, QueueChanged
from agent_client.protocol.names import AgentId, GroupKind, Period, ProjectId, QueueId, Unhandled
from agent_client.protocol.refusals import BadNumber, Forbidden, Invalid, NotFound, OwnNumber, RulesChanged
from tests.backend.services import ruling
from tests.backend.services.ruling import ADMIN

SALES = "+31800100300"


async def everything(world, who=ruling.SUPERVISOR):
    return await world.read(lambda tx: administration.everything(tx, who))


async def new_group(world, **fields):
    return await world.write(lambda tx: administration.save_group(tx, ADMIN, Group(**fields)))


def told(world, kind):
    """Once each: supervisors are told of every queue beside those who staff it."""
    return [event for stream, event in world.told if isinstance(event, kind) and stream != SUPERVISING]


async def test_all_of_it(world, anna):
    await world.sign_in(anna)
    found = await everything(world)
    assert [(one.id, one.name, one.version) for one in found.groups] == [(1, "Sales", 1), (2, "Support", 1)]
    assert [(one.name, one.dnis, one.queue) for one in found.projects] == [
        ("Help", "+31800100200", 2),
        ("Shop", SALES, 1),
    ]
    assert (found.routing.unhandled, found.callbacking.time_zone) == (Unhandled.WAIT, "UTC")
    assert [(one.user, one.agent.phone, one.rights) for one in found.agents] == [
        ("anna", "201", Rights()),
        ("bram", "", Rights()),
        ("cleo", "", Rights()),
    ]


async def test_agents_neither_read_nor_write_it_and_supervisors_do_not_write(world):
    saves = (
        (administration.save_group, Group(name="X")),
        (administration.save_project, ProjectRules(name="X", dnis="100", queue=QueueId(1))),
        (administration.save_routing, (await everything(world)).routing),
        (administration.save_callbacking, Callbacking(version=1)),
    )
    with pytest.raises(Forbidden):
        await everything(world, ruling.AGENT)
    for who in (ruling.AGENT, ruling.SUPERVISOR):
        for save, wish in saves:
            with pytest.raises(Forbidden):
                await world.write(lambda tx, save=save, wish=wish, who=who: save(tx, who, wish))


async def test_F7_a_group_is_changed_and_everybody_is_told(world):
    rules = CallbackRules(combine=False, attempts=5)
    saved = await ruling.group(
        world, name=" Sales  NL ", number="610", capacity=4, ring_seconds=25, callback_key="5", rules=rules
    )
    assert (saved.version, saved.name, saved.number, saved.capacity, saved.rules) == (2, "Sales NL", "610", 4, rules)
    assert [(one.queue.name, one.queue.combine) for one in told(world, QueueChanged)] == [("Sales NL", False)]
    (changed,) = told(world, CentreChanged)
    assert (changed.centre.version, [queue.name for queue in changed.centre.queues]) == (2, ["Sales NL", "Support"])
    row = await world.read(lambda tx: centre.queue_row(tx.conn, QueueId(1)))
    assert (row.ring_seconds, row.callback_key, row.rules.attempts) == (25, "5", 5)


async def test_a_new_group_is_served_by_everybody(world, anna, bram):
    who = await world.sign_in(anna)
    world.told.clear()
    saved = await new_group(world, name="Night", number="620")
    assert (saved.id, saved.version) == (3, 1)
    assert await world.read(lambda tx: free_agents.serve(tx.conn, QueueId(3))) == [1, 2, 3]
    assert [event.me.queues for event in told(world, AgentStateChanged)] == [(1, 2, 3)], "of those who are signed in"
    row = await world.read(lambda tx: centre.queue_row(tx.conn, QueueId(3)))
    assert [one.key for one in row.variables] == ["waited", "Language", "project"]
    assert (await world.me(who)).queues == (1, 2, 3)


async def test_whoever_saves_second_is_told_so(world):
    seen = await everything(world)
    await ruling.group(world, name="First")
    await ruling.project(world, 1, name="First")
    await ruling.routing(world, operators=("201",))
    await world.write(lambda tx: administration.save_callbacking(tx, ADMIN, seen.callbacking))
    for save, wish in (
        (administration.save_group, seen.groups[0]),
        (administration.save_project, next(one for one in seen.projects if one.id == 1)),
        (administration.save_routing, seen.routing),
        (administration.save_callbacking, seen.callbacking),
    ):
        with pytest.raises(RulesChanged):
            await world.write(lambda tx, save=save, wish=wish: save(tx, ADMIN, wish))
    after = await everything(world)
    assert (after.groups[0].name, after.routing.operators) == ("First", ("201",))


async def test_F5_a_project_is_made_and_changed(world):
    wish = ProjectRules(name="Night", dnis="0800 100 400", queue=QueueId(2), operators=("204", "020-1234567", "204"))
    made = await world.write(lambda tx: administration.save_project(tx, ADMIN, wish))
    assert (made.id, made.dnis, made.operators, made.version) == (3, "+31800100400", ("204", "+31201234567"), 1)
    (changed,) = told(world, CentreChanged)
    assert [project.name for project in changed.centre.projects] == ["Shop", "Help", "Night"]
    again = await ruling.project(world, 3, operators=(), queue=QueueId(1))
    assert (again.operators, again.queue, again.version) == ((), 1, 2)


async def test_what_is_not_there_cannot_be_changed(world):
    with pytest.raises(NotFound):
        await new_group(world, id=QueueId(99), name="X", version=1)
    wish = ProjectRules(id=ProjectId(99), version=1, name="X", dnis="100", queue=QueueId(1))
    with pytest.raises(NotFound):
        await world.write(lambda tx: administration.save_project(tx, ADMIN, wish))


@pytest.mark.parametrize(
    ("wish", "field"),
    [
        ({"name": "  "}, "name"),
        ({"name": "Support"}, "name"),
        ({"number": "630"}, "number"),
        ({"number": "0800 100 200"}, "number"),
        ({"kind": GroupKind.RING_ALL}, "kind"),
        ({"kind": GroupKind.UNKNOWN}, "kind"),
    ],
)
async def test_groups_that_cannot_be(world, wish, field):
    await new_group(world, name="Night", number="630")
    with pytest.raises(Invalid) as refused:
        await ruling.group(world, **wish)
    assert refused.value.params == {"field": field}


async def test_a_group_may_have_its_own_projects_number(world):
    assert (await ruling.group(world, number="0800 100 300")).number == SALES


@pytest.mark.parametrize(
    ("wish", "field"),
    [
        ({"name": "Help"}, "name"),
        ({"dnis": "0800 100 200"}, "dnis"),
        ({"dnis": "630"}, "dnis"),
        ({"queue": QueueId(99)}, "queue"),
        ({"queue": QueueId(4)}, "queue"),
    ],
)
async def test_projects_that_cannot_be(world, wish, field):
    await new_group(world, name="Night", number="630")
    await new_group(world, name="Ring all", kind=GroupKind.RING_ALL)
    with pytest.raises(Invalid) as refused:
        await ruling.project(world, **wish)
    assert refused.value.params == {"field": field}


async def test_numbers_that_are_none(world):
    for save, wish in (
        (ruling.group, {"number": "sales"}),
        (ruling.project, {"dnis": "shop"}),
        (ruling.project, {"operators": ("201", "two")}),
        (ruling.routing, {"operators": ("12",)}),
        (ruling.routing, {"fixed_target": "reception"}),
    ):
        with pytest.raises(BadNumber):
            await save(world, **wish)


async def test_F5_routing_is_saved(world, bram):
    saved = await ruling.routing(
        world,
        operators=("203", "201"),
        fixed_target="020 111 2222",
        fixed_target_active=True,
        unhandled=Unhandled.AGENT,
        unhandled_agent=bram,
        unhandled_seconds=90,
    )
    assert (saved.version, saved.operators, saved.fixed_target) == (2, ("203", "201"), "+31201112222")
    assert (await everything(world)).routing == saved


@pytest.mark.parametrize(
    ("wish", "field"),
    [
        ({"fixed_target_active": True}, "fixed_target"),
        ({"unhandled": Unhandled.UNKNOWN}, "unhandled"),
        ({"unhandled": Unhandled.AGENT}, "unhandled_agent"),
        ({"unhandled_agent": AgentId(99)}, "unhandled_agent"),
        ({"unhandled_agent": AgentId(3)}, "unhandled_agent"),
    ],
)
async def test_routing_that_cannot_be(world, cleo, wish, field):
    await world.write(lambda tx: agents.set_rights(tx, cleo, Rights(takes_contacts=False)))
    with pytest.raises(Invalid) as refused:
        await ruling.routing(world, **wish)
    assert refused.value.params == {"field": field}


async def test_a_fixed_target_that_would_come_back_for_ever(world):
    await ruling.group(world, 2, number="620")
    for number, name in (("0800 100 300", "Shop"), ("620", "Support")):
        with pytest.raises(OwnNumber) as refused:
            await ruling.routing(world, fixed_target=number)
        assert refused.value.params == {"name": name}


async def test_E5_the_callback_rules_of_the_whole_centre(world):
    period = CallbackPeriod(
        kinds=(GroupKind.RING_ALL, GroupKind.QUEUE), period=Period.LAST_3_DAYS, without_sundays=True
    )
    wish = Callbacking(version=1, time_zone="Europe/Prague", period=period)
    saved = await world.write(lambda tx: administration.save_callbacking(tx, ADMIN, wish))
    assert (saved.version, saved.time_zone) == (2, "Europe/Prague")
    assert saved.period == replace(period, kinds=(GroupKind.QUEUE, GroupKind.RING_ALL))
    (changed,) = told(world, CentreChanged)
    assert (changed.centre.time_zone, changed.centre.period) == ("Europe/Prague", saved.period)


@pytest.mark.parametrize(
    ("wish", "field"),
    [
        ({"time_zone": "Europe/Nowhere"}, "time_zone"),
        ({"time_zone": "../../etc/passwd"}, "time_zone"),
        ({"period": CallbackPeriod(period=Period.UNKNOWN)}, "period.period"),
        ({"period": CallbackPeriod(kinds=(GroupKind.UNKNOWN,))}, "period.kinds"),
    ],
)
async def test_callback_rules_that_cannot_be(world, wish, field):
    with pytest.raises(Invalid) as refused:
        await world.write(lambda tx: administration.save_callbacking(tx, ADMIN, Callbacking(version=1, **wish)))
    assert refused.value.params == {"field": field}


async def test_E4_saved_rules_hold_at_once_for_what_is_listed(world):
    world.pbx.hang_up(await world.calling())
    await world.pass_(1)
    assert [entry.listed for entry in await world.entries()] == [True]
    await ruling.group(world, rules=CallbackRules(shortest_missed=30))
    await world.pass_(1)
    assert await world.entries() == ()
    await ruling.group(world, rules=CallbackRules(shortest_missed=0))
    await world.pass_(1)
    assert [entry.listed for entry in await world.entries()] == [True]


async def test_E4_a_group_of_a_kind_that_is_not_covered_is_not_listed(world):
    world.pbx.hang_up(await world.calling())
    await world.pass_(1)
    wish = Callbacking(version=1, period=CallbackPeriod(kinds=(GroupKind.RING_ALL,)))
    await world.write(lambda tx: administration.save_callbacking(tx, ADMIN, wish))
    await world.pass_(1)
    assert await world.entries() == ()


async def test_what_is_refused_leaves_everything_as_it_was(world):
    before = await everything(world)
    with pytest.raises(Invalid):
        await ruling.group(world, name="Support", capacity=3)
    assert await everything(world) == before
    assert await world.read(lambda tx: kept.group(tx.conn, QueueId(1))) == before.groups[0]
