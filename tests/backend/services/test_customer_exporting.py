from __future__ import annotations

import pytest

from agent_client.backend.persistence import customers, tables
from agent_client.backend.services import customer_exporting
from agent_client.backend.services.customer_exporting import Format
from agent_client.protocol.customers import CustomerFields
from agent_client.protocol.names import CustomerList, ProjectId
from agent_client.protocol.refusals import Invalid


@pytest.fixture
async def her(world, anna):
    return await world.sign_in(anna)


async def add(world, name, owner=None, project=None):
    fields = CustomerFields(name=name, project=project)
    return await world.write(lambda tx: customers.create(tx.conn, fields, owner=owner))


async def file(world, who, which=CustomerList.CENTRAL, form=Format.CSV):
    begun = await world.read(lambda tx: customer_exporting.begin(tx, who, which))
    return [part async for part in customer_exporting.exported(world, begun, form)]


def names(parts):
    lines = b"".join(parts).decode().split("\r\n")[1:-1]
    return [line.split(";")[2] for line in lines]


async def test_a_list_page_by_page(world, her, bram, monkeypatch) -> None:
    monkeypatch.setattr(customer_exporting, "PAGE", 2)
    for name in "abcd":
        await add(world, name)
    await add(world, "hers", owner=her.agent)
    await add(world, "his", owner=bram)
    await add(world, "e")
    parts = await file(world, her)
    assert names(parts) == ["Jan Jansen", "a", "b", "c", "d", "e"]
    assert len(parts) == 4, "the headings and three pages"
    assert names(await file(world, her, CustomerList.OWN)) == ["hers"]
    cards = b"".join(await file(world, her, form=Format.VCARD))
    assert cards.count(b"BEGIN:VCARD\r\n") == 6
    with pytest.raises(Invalid):
        await file(world, her, CustomerList.UNKNOWN)


async def test_what_changes_meanwhile_stands_there_once(world, her, monkeypatch) -> None:
    monkeypatch.setattr(customer_exporting, "PAGE", 2)
    ids = [await add(world, name) for name in "abcd"]
    begun = await world.read(lambda tx: customer_exporting.begin(tx, her, CustomerList.CENTRAL))
    coming = customer_exporting.exported(world, begun, Format.CSV)
    parts = [await anext(coming), await anext(coming)]
    table = customers.customers
    await world.write(
        lambda tx: tx.conn.execute(table.update().where(table.c.id == ids[0]).values(name="zz", sorting="zz"))
    )
    await world.write(
        lambda tx: tx.conn.execute(table.update().where(table.c.id == ids[1]).values(merged_into_id=ids[0]))
    )
    parts += [part async for part in coming]
    assert names(parts) == ["Jan Jansen", "a", "c", "d"]


async def test_a_project_is_called_as_an_import_finds_it(world, her) -> None:
    await add(world, "a", project=ProjectId(1))
    assert b";Shop\r\n" in b"".join(await file(world, her))
    projects = tables.projects
    await world.write(lambda tx: tx.conn.execute(projects.update().values(name="Same")))
    assert b";'+31800100300\r\n" in b"".join(await file(world, her))
    vcards = b"".join(await file(world, her, form=Format.VCARD))
    assert b"X-PROJECT:+31800100300\r\n" in vcards


async def test_an_empty_list_is_its_headings(world, her) -> None:
    assert len(await file(world, her, CustomerList.OWN)) == 1
    assert await file(world, her, CustomerList.OWN, Format.VCARD) == []
