from __future__ import annotations

from msgspec import to_builtins
from sqlalchemy import delete, func, select, update

from agent_client.backend.persistence import contacts, tables, waiting
from agent_client.backend.persistence.centre import ShownVariable
from agent_client.backend.services import previews, routing, transfers
from agent_client.protocol.contacts import Target
from agent_client.protocol.names import AgentState, ContactState, RouteCode, TargetKind
from tests.backend.services import ruling

STRANGER = "+420224811111"


async def test_routing_again_changes_nothing(world, anna):
    who = await world.ready(anna)
    call = await world.calling()
    before, told = await world.contact(call), len(world.told)
    for _ in range(3):
        await world.write(lambda tx: routing.assign(tx, world.pbx))
    assert await world.contact(call) == before
    assert len(world.told) == told
    assert (await world.me(who)).state is AgentState.OFFERED


async def test_whoever_becomes_ready_gets_the_oldest_who_waits(world, anna):
    first, second = await world.calling(), await world.calling(ani=STRANGER)
    who = await world.ready(anna)
    assert (await world.contact(first)).agent == who.agent
    assert (await world.contact(second)).state is ContactState.QUEUED


async def test_the_popover_says_how_long_it_has_waited_and_leaves_out_what_is_unknown(world, anna):
    await world.calling(ani=STRANGER)
    await world.pass_(75)
    who = await world.ready(anna)
    shown = [(one.label, one.value) for one in (await world.in_hand(who)).variables]
    assert shown == [("Waited", "1:15"), ("Project", "Shop")]


async def test_numbers_in_the_popover_are_written_as_people_write_them(world, anna):
    def wanted(tx):
        shown = (ShownVariable("dnis", "Dialled"), ShownVariable("ani", "From"))
        tx.conn.execute(update(tables.queues).values(variables=to_builtins(shown)))

    await world.write(wanted)
    await world.calling(ani="+420724118305")
    shown = [(one.label, one.value) for one in (await world.in_hand(await world.ready(anna))).variables]
    assert shown == [("Dialled", "0800 100300"), ("From", "+420 724 118 305")]


async def test_each_ringing_has_a_name_of_its_own(world, anna):
    who = await world.ready(anna)
    call = await world.calling()
    legs = set()
    for _ in range(3):
        legs.add((await world.contact(call)).leg)
        await world.pass_(19)
        await world.wish(who, AgentState.READY)
        await world.settle()
    assert len(legs) == 3


# Operators (F5).


async def nobody_of_the_group(world):
    """Whoever gets a call now gets it as an operator."""
    await world.write(lambda tx: tx.conn.execute(delete(tables.agent_queues)))


async def rings_at(world, call):
    contact = await world.contact(call)
    return (contact.phone, contact.route_code) if contact.state is not ContactState.QUEUED else None


async def test_F5_the_customers_operators_are_tried_in_their_order(world, anna, bram, cleo):
    await world.ready(anna)
    await world.ready(bram)
    await ruling.customers_operators(world, "203", "202", "201")
    assert await rings_at(world, await world.calling()) == ("202", RouteCode.CUSTOMER), "203 is not signed in"
    assert await rings_at(world, await world.calling()) == ("201", RouteCode.CUSTOMER)
    waits = await world.calling()
    assert await rings_at(world, waits) is None
    await world.ready(cleo)
    assert await rings_at(world, waits) == ("203", RouteCode.CUSTOMER)


async def test_F5_then_the_projects_then_everybodys(world, anna, bram, cleo):
    for agent in (anna, bram, cleo):
        await world.ready(agent)
    await nobody_of_the_group(world)
    await ruling.customers_operators(world, "201")
    await ruling.project(world, operators=("202",))
    await ruling.routing(world, operators=("203",))
    found = [await rings_at(world, await world.calling()) for _ in range(4)]
    assert found == [("201", RouteCode.CUSTOMER), ("202", RouteCode.PROJECT), ("203", RouteCode.EVERYBODY), None]


async def test_F5_a_project_with_operators_of_its_own_is_theirs_alone(world, anna, bram):
    await world.ready(anna)
    await world.ready(bram)
    await ruling.project(world, operators=("202",))
    assert await rings_at(world, await world.calling(ani=STRANGER)) == ("202", RouteCode.PROJECT)
    assert await rings_at(world, await world.calling(ani=STRANGER)) is None, "Anna is free, and no operator of it"


async def test_F5_a_withheld_number_goes_to_everybodys_operators(world, anna, bram):
    await world.ready(anna)
    await world.ready(bram)
    await ruling.project(world, operators=("201",))
    await ruling.routing(world, operators=("202",))
    assert await rings_at(world, await world.calling(ani="")) == ("202", RouteCode.NO_NUMBER)
    assert await rings_at(world, await world.calling(ani="")) == ("201", RouteCode.NO_NUMBER)


async def test_F5_nothing_is_known_of_the_caller_nor_the_project(world, anna):
    await world.ready(anna)
    await nobody_of_the_group(world)
    await ruling.routing(world, operators=("201",))
    assert await rings_at(world, await world.calling(ani=STRANGER)) == ("201", RouteCode.NO_DATA)


async def test_F5_without_operators_the_group_takes_calls_as_ever(world, anna, bram):
    await world.ready(bram)
    await world.pass_(5)
    await world.ready(anna)
    assert await rings_at(world, await world.calling()) == ("202", RouteCode.PROJECT), "the longest available"


async def test_an_operator_who_does_not_answer_makes_room_for_the_next(world, anna, bram):
    await world.ready(anna)
    await world.ready(bram)
    await ruling.customers_operators(world, "201", "202")
    call = await world.calling()
    assert await rings_at(world, call) == ("201", RouteCode.CUSTOMER)
    await world.pass_(19)
    assert await rings_at(world, call) == ("202", RouteCode.CUSTOMER)


async def test_new_rules_hold_for_who_waits(world, anna):
    await world.ready(anna)
    await ruling.project(world, operators=("299",))
    call = await world.calling(ani=STRANGER)
    assert await rings_at(world, call) is None
    await ruling.routing(world, operators=("201",))
    await world.settle()
    assert await rings_at(world, call) == ("201", RouteCode.EVERYBODY)


async def test_a_customer_transferred_to_another_group_is_that_groups(world, anna, bram, cleo):
    who, other = await world.ready(anna), await world.ready(cleo)
    await ruling.project(world, operators=("201", "202"))
    call = await world.talking(who)
    version = (await world.contact(call)).version
    target = Target(kind=TargetKind.QUEUE, id=2)
    await world.write(lambda tx: transfers.transfer(tx, who, contacts.by_call(tx.conn, call).id, version, target))
    await world.settle()
    assert (await world.contact(call)).agent == other.agent


async def test_hundreds_of_waiting_previews_are_not_read(world, anna, monkeypatch):
    """As many as there are agents for them, not one more."""
    number = tables.contacts.c.id
    text = "\n".join(["number", *(f"+3120{line:07}" for line in range(300))])
    await world.write(lambda tx: previews.imported(tx, "Sales", text))
    read = []
    monkeypatch.setattr(waiting, "_one", lambda row, one=waiting._one: read.append(row) or one(row))
    await world.ready(anna)
    assert len(read) == 1
    assert (await world.read(lambda tx: tx.conn.scalar(select(func.min(number))))) == read[0].id


async def test_F7_a_dialled_group_takes_the_call(world, anna):
    await world.ready(anna)
    await ruling.group(world, number="610")
    contact = await world.contact(await world.calling(dnis="610"))
    assert (contact.phone, contact.project, contact.dnis) == ("201", None, "610")
