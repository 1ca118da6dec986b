from __future__ import annotations

import pytest

from agent_client.backend.services import would_get
from agent_client.protocol.administration import WouldGet
from agent_client.protocol.names import RouteCode, Unhandled
from agent_client.protocol.refusals import BadNumber, Forbidden, NotFound
from tests.backend.services import ruling

KNOWN, STRANGER, SALES = "+31201234567", "+420224811111", "+31800100300"


async def ask(world, number=KNOWN, dnis=SALES, who=ruling.SUPERVISOR):
    return await world.read(lambda tx: would_get.route(tx, who, WouldGet(number, dnis)))


def tried(route):
    return [(one.code, one.phone, "" if one.agent is None else one.agent.name, one.free) for one in route.considered]


async def test_F5_the_first_free_operator_and_everybody_who_was_considered(world, anna, bram):
    who = await world.ready(anna)
    await world.ready(bram)
    await ruling.customers_operators(world, "299", "201")
    await ruling.project(world, operators=("202",))
    await ruling.routing(world, operators=("203",))
    await world.talking(who)
    route = await ask(world, number="020 123 4567", dnis="0800 100 300")
    assert (route.code, route.phone, route.agent.name, route.customer.name) == (
        RouteCode.PROJECT,
        "202",
        "Bram",
        "Jan Jansen",
    )
    assert tried(route) == [
        (RouteCode.CUSTOMER, "299", "", False),
        (RouteCode.CUSTOMER, "201", "Anna", False),
        (RouteCode.PROJECT, "202", "Bram", True),
        (RouteCode.EVERYBODY, "203", "", False),
    ]


async def test_of_a_group_without_operators_the_longest_available(world, anna, bram):
    await world.ready(bram)
    await world.pass_(3)
    await world.ready(anna)
    route = await ask(world)
    assert (route.code, route.phone) == (RouteCode.PROJECT, "202")
    assert [one[1:] for one in tried(route)] == [("202", "Bram", True), ("201", "Anna", True)]


async def test_it_is_what_routing_does_then(world, anna, bram, cleo):
    for agent in (anna, bram, cleo):
        await world.ready(agent)
    await ruling.customers_operators(world, "202")
    await ruling.routing(world, operators=("203", "201"))
    for number in (KNOWN, STRANGER, "", KNOWN, ""):
        route = await ask(world, number=number)
        contact = await world.contact(await world.calling(ani=number))
        assert (route.phone, route.code) == (contact.phone, contact.route_code or RouteCode.ALL_BUSY), number


async def test_nothing_is_done(world, anna):
    await world.ready(anna)
    world.acted.clear()
    before = len(world.told)
    await ask(world)
    assert (world.acted, len(world.told)) == ([], before)


async def test_all_are_busy(world):
    route = await ask(world)
    assert (route.code, route.agent, route.target, route.unhandled, route.queue) == (
        RouteCode.ALL_BUSY,
        None,
        "",
        None,
        1,
    )


async def test_all_are_busy_and_there_is_a_fixed_target(world):
    await ruling.routing(world, fixed_target="0201112222", fixed_target_active=True)
    assert (await ask(world)).target == "+31201112222"


async def test_F7_all_are_busy_and_the_group_is_full(world, bram):
    await ruling.routing(world, unhandled=Unhandled.AGENT, unhandled_agent=bram)
    await ruling.group(world, capacity=1)
    assert (await ask(world)).unhandled is None
    await world.calling()
    route = await ask(world)
    assert (route.unhandled, route.agent.name) == (Unhandled.AGENT, "Bram")
    await ruling.routing(world, unhandled=Unhandled.END)
    route = await ask(world)
    assert (route.unhandled, route.agent) == (Unhandled.END, None)


async def test_what_cannot_be_answered(world):
    for more, refusal in (
        ({"dnis": "0900 1234"}, NotFound),
        ({"dnis": "nobody"}, BadNumber),
        ({"number": "nobody"}, BadNumber),
        ({"who": ruling.AGENT}, Forbidden),
    ):
        with pytest.raises(refusal):
            await ask(world, **more)
