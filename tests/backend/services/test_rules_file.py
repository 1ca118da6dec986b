"""The rules written to a text and read in again, in the same centre and in others (F6)."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy import delete, func, select, update

from agent_client.backend.persistence import customers, records, staffing, tables
from agent_client.backend.services import administration, rules_file, rules_reading
from agent_client.backend.services.rules_file import Wanted
from agent_client.protocol.administration import Group, RulesFile, RulesRead
from agent_client.protocol.callbacks import CallbackRules
from agent_client.protocol.customers import CustomerFields
from agent_client.protocol.events import CentreChanged, CustomersChanged
from agent_client.protocol.names import GroupKind, QueueId, Unhandled
from agent_client.protocol.refusals import BadLine, Forbidden, NotFound
from tests.backend.services import ruling
from tests.backend.services.conftest import START

HISTORY = Wanted(history=True)
NASTY = 'He said; "hello\\n", twice\r\nand\u2028left — žluťoučký 😀'


async def export(world, wish=HISTORY, who=ruling.SUPERVISOR):
    rules = await world.read(partial(rules_file.begin, who=who, wish=wish))
    return b"".join([piece async for piece in rules_file.exported(world, rules, wish)]).decode()


async def read_in(world, text, who=ruling.ADMIN, *, dry=False):
    file = await rules_reading.understood(world, who, RulesFile(text=text))
    if dry:
        return await rules_reading.tried(world, who, file)
    return await world.write(partial(rules_reading.read_in, who=who, file=file))


@pytest.fixture
async def furnished(world):
    """A centre with rules of every kind, and a history."""
    rules = CallbackRules(combine=False, attempts=7)
    await ruling.group(world, name="Sales; NL", number="610", capacity=9, callback_key="5", rules=rules)
    await world.write(partial(_group, wish=Group(name="Ring all", kind=GroupKind.RING_ALL, number="620")))
    await ruling.project(world, operators=("201", "202"))
    await ruling.routing(
        world,
        operators=("203",),
        fixed_target="+31201112222",
        unhandled=Unhandled.AGENT,
        unhandled_agent=2,
        unhandled_seconds=45,
    )
    await ruling.customers_operators(world, "202", "299")
    await world.write(_customers)
    return world


def _group(tx, wish):
    return administration.save_group(tx, ruling.ADMIN, wish)


def _customers(tx):
    """Beside Jan, who has an operator: one of a project with a history, one without rules, and somebody's own."""
    fields = CustomerFields(
        company_id="C;1",
        company='Řezníček "&" syn',
        name="Jana\nDvořáková",
        numbers=("+420224811111", "204"),
        note=NASTY,
        country="CZ",
        project=1,
    )
    jana = customers.create(tx.conn, fields, shown={"contract": 'Gold; "50%"'})
    customers.create(tx.conn, CustomerFields(name="Nobody's rule", numbers=("+31205556677",)))
    customers.create(tx.conn, CustomerFields(name="Anna's own", operators=("201",)), owner=1)
    for minute, (agent, text) in enumerate([(1, NASTY), (2, "Second."), (1, NASTY)]):
        made = records.add(
            tx.conn,
            customer=jana,
            contact=None,
            number="+420224811111",
            saved_at=START - timedelta(days=9, minutes=-minute, milliseconds=7),
            call_at=START - timedelta(days=9) if minute else None,
            agent=agent,
            phone="201",
            text=text,
        )
        for step in range(minute):
            records.correct(tx.conn, made, at=START + timedelta(seconds=step), agent=2, text=f"{NASTY} {step}")


async def rows(world, *names):
    """What the tables hold, without the numbers that a database gives by itself."""
    dropped = {"id", "version", "saved_by_id", "queue_id", "project_id", "customer_id", "record_id", "rules_version"}
    found = {}
    for name in names:
        table = tables.metadata.tables[name]
        kept = [column for column in table.c if column.name not in dropped]
        read = await world.read(lambda tx, kept=kept: tx.conn.execute(select(*kept)).all())
        found[name] = sorted(repr(tuple(row)) for row in read)
    return found


async def test_F6_read_into_the_same_centre_it_changes_nothing(furnished):
    text = await export(furnished)
    tables_ = ("queues", "projects", "customers", "customer_numbers", "records", "record_corrections", "centre")
    before = await rows(furnished, *tables_)
    furnished.told.clear()
    assert await read_in(furnished, text) == RulesRead()
    assert await rows(furnished, *tables_) == before
    assert furnished.told == []


async def test_F6_read_into_an_empty_centre_nothing_is_lost(furnished, new_world):
    text = await export(furnished)
    other = new_world()
    try:
        await other.write(_emptied)
        done = await read_in(other, text)
        assert done == RulesRead(projects=2, customers_added=2, records=3)
        assert _without_ids(await export(other)) == _without_ids(text)
        for name in ("projects", "customers", "customer_numbers", "records", "record_corrections"):
            ours = (await rows(furnished, name))[name]
            assert (await rows(other, name))[name] == [
                row for row in ours if "Nobody" not in row and "own" not in row and "5556677" not in row
            ]
        again = await read_in(other, text)
        assert again == RulesRead(), "it is all there by now"
    finally:
        other.close()


def _emptied(tx):
    for name in ("customer_numbers", "customers", "projects", "agent_queues", "queues"):
        tx.conn.execute(delete(tables.metadata.tables[name]))


def _without_ids(text):
    lines = [line.split(";") for line in text.splitlines()]
    return sorted(
        ";".join(
            [
                "-" if kind in ("customer", "record") and place == 1 else field
                for place, field in enumerate([kind, *fields])
            ]
        )
        for kind, *fields in lines
    )


async def test_F6_without_the_history(furnished):
    text = await export(furnished, Wanted())
    assert not [line for line in text.splitlines() if line.startswith(("record", "correction"))]
    assert len([line for line in text.splitlines() if line.startswith("customer;")]) == 2, "those who have rules"


async def test_F6_the_rules_of_one_project(furnished):
    text = await export(furnished, Wanted(history=True, project=1))
    kinds = [line.partition(";")[0] for line in text.splitlines() if not line.startswith("#")]
    assert kinds == [
        "format",
        "group",
        "project",
        "customer",
        *["record"],
        "record",
        "correction",
        "record",
        *["correction"] * 2,
    ]
    with pytest.raises(NotFound):
        await export(furnished, Wanted(project=99))


async def test_F6_a_centre_that_has_some_of_them_gets_the_rest(furnished):
    text = await export(furnished)
    await furnished.write(lambda tx: tx.conn.execute(delete(tables.record_corrections)))
    second = select(func.max(tables.records.c.id)).scalar_subquery()
    await furnished.write(lambda tx: tx.conn.execute(delete(tables.records).where(tables.records.c.id == second)))
    changed = {"company": "Other", "note": "", "variables": {}}
    one = tables.customers.c.company_id == "C;1"
    await furnished.write(lambda tx: tx.conn.execute(update(tables.customers).where(one).values(changed)))
    await ruling.project(furnished, operators=())
    furnished.told.clear()
    assert await read_in(furnished, text) == RulesRead(projects=1, customers_changed=1, records=1)
    assert _without_ids(await export(furnished)) == _without_ids(text)
    told = [type(event) for _, event in furnished.told]
    assert (told.count(CustomersChanged), told.count(CentreChanged)) == (1, 1)


async def test_F6_tried_first_it_says_the_same_and_does_nothing(furnished, new_world):
    text = await export(furnished)
    other = new_world()
    try:
        await other.write(_emptied)
        before = await rows(other, *tables.metadata.tables)
        would = await read_in(other, text, dry=True)
        assert await rows(other, *tables.metadata.tables) == before
        assert other.told == []
        assert await read_in(other, text) == would
    finally:
        other.close()


@pytest.mark.parametrize(
    ("line", "reason", "value"),
    [
        ("customer;9;999;+31205550000;;;201;;;Jan;;;;;;", "project", "999"),
        ("project;300;Night;Nobody's group;", "group", "Nobody's group"),
        ("project;300;Help;Support;", "duplicate", "Help"),
        ("project;300;Night;Support;me", "number", "me"),
        ("record;1;2026-03-02T09:00:00Z;;nobody;;;Text.", "agent", "nobody"),
        ("record;77;2026-03-02T09:00:00Z;;anna;;;Text.", "value", "77"),
        (
            "record;1;2026-03-02T09:00:00Z;;anna;;;Text.\ncorrection;2026-03-02T09:00:00Z;nobody;Text.",
            "agent",
            "nobody",
        ),
        ("routing;;;false;agent;nobody;", "agent", "nobody"),
        ("routing;;;true;wait;;", "value", ""),
        ("routing;;+31800100300;true;wait;;", "duplicate", "Shop"),
        (
            "group;Night;+31800100200;queue;;18;120;300;;true;true;false;true;false;true;0;5;3",
            "duplicate",
            "+31800100200",
        ),
    ],
)
async def test_F6_a_bad_line_is_named_and_nothing_is_half_imported(world, line, reason, value):
    good = "group;New;630;queue;;18;120;300;;true;true;false;true;false;true;0;5;3\nproject;400;New;New;\n"
    person = "customer;1;;+31201234567;;;201;;;Jan Jansen;;;;NL;;\n"
    before = await rows(world, *tables.metadata.tables)
    for dry in (True, False):
        with pytest.raises(BadLine) as refused:
            await read_in(world, good + person + line, dry=dry)
        assert refused.value.params == {"line": str(4 + line.count("\n")), "reason": reason, "value": value}
    assert await rows(world, *tables.metadata.tables) == before
    assert world.told == []


async def test_who_may(world):
    with pytest.raises(Forbidden):
        await export(world, who=ruling.AGENT)
    for who in (ruling.AGENT, ruling.SUPERVISOR):
        for dry in (True, False):
            with pytest.raises(Forbidden):
                await read_in(world, "", who, dry=dry)


async def test_a_new_rule_holds_for_who_waits(world, anna):
    await world.ready(anna)
    await ruling.project(world, operators=("299",))
    call = await world.calling(ani="+420224811111")
    await read_in(world, "routing;201;;false;wait;;")
    await world.settle()
    assert (await world.contact(call)).agent == anna


@pytest.mark.parametrize("page", [1, 2, 3])
async def test_pages_make_the_whole(furnished, monkeypatch, page):
    whole = await export(furnished)
    monkeypatch.setattr(rules_file, "PAGE", page)
    assert sorted((await export(furnished)).splitlines()) == sorted(whole.splitlines())


async def test_a_group_by_its_name_is_changed_and_not_made_twice(world):
    text = "group;Sales;640;queue;3;18;120;300;;true;true;false;true;false;true;0;5;4\n"
    await read_in(world, text)
    found = await world.read(lambda tx: administration.everything(tx, ruling.ADMIN))
    assert [(one.name, one.number, one.capacity, one.rules.attempts) for one in found.groups] == [
        ("Sales", "640", 3, 4),
        ("Support", "", None, 3),
    ]
    assert (await world.read(lambda tx: staffing.staffed(tx.conn, 1))) == (QueueId(1), QueueId(2))


async def test_E10_a_file_of_before_leaves_what_waiting_customers_hear_as_it_is(world):
    await ruling.group(world, announce_seconds=45, announces_place=True, records=True)
    await read_in(world, "group;Sales;640;queue;3;18;120;300;;true;true;false;true;false;true;0;5;4\n")
    found = await world.read(lambda tx: administration.everything(tx, ruling.ADMIN))
    (sales,) = [one for one in found.groups if one.name == "Sales"]
    assert (sales.number, sales.announce_seconds, sales.announces_place, sales.records) == ("640", 45, True, True)
