from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import update

from agent_client.backend.persistence import call_log as kept
from agent_client.backend.persistence import customers, tables
from agent_client.backend.persistence.call_log import Part
from agent_client.backend.services import call_log, transfers
from agent_client.backend.services.call_log import Format
from agent_client.backend.telephony.simulator import CustomerBehaviour
from agent_client.protocol.customers import CustomerFields
from agent_client.protocol.names import RouteCode, Unhandled
from agent_client.protocol.refusals import Forbidden
from tests.backend.services import ruling
from tests.backend.services.conftest import START
from tests.backend.services.talking import to

KNOWN, STRANGER, SALES = "+31201234567", "+420224811111", "+31800100300"


async def logged(world):
    lines, _ = await world.read(lambda tx: kept.lines(tx.conn, Part(), None, 100))
    return [(line.caller, line.operator, line.code, line.customer) for line in lines]


async def text(world, part=Part(), form=Format.TEXT):  # noqa: B008
    part, zone = await world.read(lambda tx: call_log.begin(tx, part))
    return b"".join([piece async for piece in call_log.exported(world, part, zone, form)]).decode()


async def test_F5_a_line_a_call_as_the_manual_has_it(world, anna):
    """Project 100, caller 115, operator 114, customer 12."""
    await ruling.project(world, dnis="100")
    await world.write(lambda tx: tx.conn.execute(update(tables.centre).values(time_zone="Europe/Prague")))
    for number in range(2, 13):
        fields = CustomerFields(name=f"Customer {number}", numbers=(f"{103 + number}",))
        await world.write(lambda tx, fields=fields: customers.create(tx.conn, fields))
    await ruling.customers_operators(world, "114", customer=12)
    who = await world.ready(anna, phone="114")
    await world.pass_(64.5)
    await world.talking(who, ani="115", dnis="100")
    assert await text(world) == "2.3.2026 10:01:04;100;115;114;1;12;\r\n"


async def test_F5_who_took_it_and_how_they_were_found(world, anna, bram):
    who = await world.ready(anna)
    await world.ready(bram)
    await ruling.customers_operators(world, "201")
    await ruling.routing(world, operators=("202",))
    await world.talking(who)
    withheld = await world.calling(ani="")
    assert world.pbx.pick_up("202")
    await world.settle()
    assert await logged(world) == [
        (KNOWN, "201", RouteCode.CUSTOMER, 1),
        ("", "202", RouteCode.NO_NUMBER, None),
    ]
    world.pbx.hang_up(withheld)
    await world.settle()
    assert len(await logged(world)) == 2, "a call has one line"


async def test_F5_nobody_took_it(world):
    call = await world.calling(ani=STRANGER)
    assert await logged(world) == [], "while it waits nobody knows what becomes of it"
    world.pbx.hang_up(call)
    await world.settle()
    assert await logged(world) == [(STRANGER, "", RouteCode.ALL_BUSY, None)]


async def test_who_hangs_up_while_it_rings_was_offered_to_somebody(world, anna):
    await world.ready(anna)
    world.pbx.hang_up(await world.calling(ani=STRANGER))
    await world.settle()
    assert await logged(world) == [(STRANGER, "", RouteCode.PROJECT, None)]


async def test_the_fixed_target_is_the_operator_of_what_it_took(world):
    target = "+31201112222"
    world.pbx.set_customer(target, CustomerBehaviour(after=2))
    await ruling.routing(world, fixed_target=target, fixed_target_active=True)
    await world.calling(ani=STRANGER)
    await world.pass_(5)
    assert await logged(world) == [(STRANGER, target, RouteCode.ALL_BUSY, None)]


async def test_what_was_ended_by_the_rules_is_in_it(world):
    await ruling.routing(world, unhandled=Unhandled.END, unhandled_seconds=10)
    await world.calling(ani=STRANGER)
    await world.pass_(11)
    assert await logged(world) == [(STRANGER, "", RouteCode.ALL_BUSY, None)]


async def test_whoever_it_is_passed_on_to_adds_no_line(bench):
    await bench.press(bench.anna, transfers.transfer, to(bench.bram))
    bench.world.pbx.pick_up(bench.bram.phone)
    await bench.world.settle()
    assert await logged(bench.world) == [(KNOWN, "201", RouteCode.PROJECT, 1)]


async def test_nor_does_a_customer_who_returns_to_the_queue(world, anna, bram):
    """Anna's seat is lost for good in the middle of the conversation, and Bram takes over."""
    who = await world.ready(anna)
    await world.talking(who)
    await world.write(lambda tx: tx.conn.execute(update(tables.sessions).values(link_lost_at=world.now)))
    await world.pass_(70)
    await world.ready(bram)
    world.pbx.pick_up("202")
    await world.settle()
    assert await logged(world) == [(KNOWN, "201", RouteCode.PROJECT, 1)]


async def three_calls(world):
    for ani in (KNOWN, STRANGER, ""):
        world.pbx.hang_up(await world.calling(ani=ani))
        await world.pass_(60)


async def test_a_part_of_it_by_the_time_of_the_call(world):
    await three_calls(world)
    part = Part(since=START + timedelta(seconds=60), until=START + timedelta(seconds=120))
    assert await text(world, part) == f"2.3.2026 9:01:00;{SALES};{STRANGER};;9;;\r\n"


async def test_as_csv(world):
    await three_calls(world)
    first, *lines, last = (await text(world, form=Format.CSV)).split("\r\n")
    assert (first, len(lines), last) == ("Time,Project,Caller,Operator,Code,Customer ID", 3, "")
    assert lines[0] == f"2026-03-02 09:00:00,{SALES},{KNOWN},,9,1"


@pytest.mark.parametrize("page", [1, 2, 3, 4])
async def test_pages_make_the_whole(world, monkeypatch, page):
    await three_calls(world)
    whole = await text(world)
    monkeypatch.setattr(call_log, "PAGE", page)
    assert (await text(world), whole.count("\n")) == (whole, 3)


async def test_cleared_is_what_was_exported(world):
    await three_calls(world)
    part, _ = await world.read(lambda tx: call_log.begin(tx, Part()))
    world.pbx.hang_up(await world.calling(ani="+3120777"))
    await world.settle()
    cleared = await world.write(lambda tx: call_log.clear(tx, ruling.ADMIN, part))
    assert cleared.lines == 3
    assert [caller for caller, *_ in await logged(world)] == ["+3120777"]


async def test_only_administrators_clear_it(world):
    for who in (ruling.SUPERVISOR, ruling.AGENT):
        with pytest.raises(Forbidden):
            await world.write(lambda tx, who=who: call_log.clear(tx, who, Part(last=1)))
