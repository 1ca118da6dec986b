from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import Connection

from agent_client.backend.persistence import agents, centre, customers, tables
from agent_client.backend.persistence.customer_search import search
from agent_client.backend.persistence.projects import create as create_project
from agent_client.protocol.agents import AgentBrief
from agent_client.protocol.customers import CustomerFields
from agent_client.protocol.names import AgentId, CustomerId, ProjectId

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)


@pytest.fixture
def projects(conn: Connection) -> list[ProjectId]:
    centre.set_up(conn, name="x", country="NL")
    queue = centre.create_queue(conn, "Sales", variables=())
    return [create_project(conn, name, number, queue) for name, number in (("A", "100"), ("B", "200"))]


@pytest.fixture
def anna(conn: Connection) -> AgentId:
    return agents.create(conn, NOW, user="anna", name="Anna", password_hash="x")


@pytest.fixture
def bram(conn: Connection) -> AgentId:
    return agents.create(conn, NOW, user="bram", name="Bram", password_hash="x")


def add(
    conn: Connection, name: str = "", *numbers: str, project: ProjectId | None = None, owner: AgentId | None = None
) -> CustomerId:
    return customers.create(conn, CustomerFields(name=name, numbers=numbers, project=project), owner=owner)


def found(conn: Connection, text: str) -> list[str]:
    return [one.name or one.company for one in search(conn, text).customers]


def test_who_calls(conn: Connection, projects: list[ProjectId]) -> None:
    ours, theirs = projects
    add(conn, "of the other project", "+311", project=theirs)
    assert customers.find_by_number(conn, "+311", ours) is None
    general = add(conn, "of none", "+311")
    assert customers.find_by_number(conn, "+311", ours) == customers.brief(conn, general)
    own = add(conn, "of ours", "+312", "+311", project=ours)
    assert customers.find_by_number(conn, "+311", ours) == customers.brief(conn, own)
    assert customers.find_by_number(conn, "+311", None) == customers.brief(conn, general)
    assert customers.find_by_number(conn, "", ours) is None
    assert customers.find_by_number(conn, "+319", ours) is None


def test_a_customer_is_read_as_it_was_written(conn: Connection, projects: list[ProjectId]) -> None:
    fields = CustomerFields(
        company_id="C-1", company="De Vries", name="Anneke", numbers=("+311", "+312", "+313"), street="Gracht 1",
        town="Amsterdam", postcode="1011 AB", country="NL", note="Calls on Mondays", operators=("204", "201"),
        project=projects[0],
    )  # fmt: skip
    customer_id = customers.create(conn, fields, shown={"contract": "Gold"})
    read = customers.customer(conn, customer_id)
    assert read is not None
    assert (read.version, read.owner, read.lock) == (1, None, None)
    written = [name for name in fields.__struct_fields__ if name not in ("version", "list")]
    assert {name: getattr(read, name) for name in written} == {name: getattr(fields, name) for name in written}
    assert customers.variables(conn, customer_id) == {"contract": "Gold"}
    assert customers.variables(conn, CustomerId(99)) == {}


def test_only_the_version_that_was_read_can_be_changed(conn: Connection, anna: AgentId) -> None:
    customer_id = add(conn, "Anneke", "+311")
    assert customers.change(conn, customer_id, CustomerFields(version=1, name="Annie", numbers=("+312",)), anna)
    assert not customers.change(conn, customer_id, CustomerFields(version=1, name="Anne"), anna)
    read = customers.customer(conn, customer_id)
    assert read is not None
    assert (read.name, read.numbers, read.version) == ("Annie", ("+312",), 2)
    assert found(conn, "annie") == ["Annie"]
    assert customers.last_saved_by(conn, customer_id) == "Anna"


def test_who_calls_is_looked_for_in_one_list_at_a_time(conn: Connection, anna: AgentId, bram: AgentId) -> None:
    add(conn, "Bram's", "+311", owner=bram)
    assert customers.find_by_number(conn, "+311", None) is None
    assert customers.find_by_number(conn, "+311", None, anna) is None
    own = add(conn, "Anna's", "+311", owner=anna)
    assert customers.find_by_number(conn, "+311", None, anna) == customers.brief(conn, own)
    assert customers.owner_of(conn, own) == anna


def test_each_finds_the_central_list_and_their_own(conn: Connection, anna: AgentId, bram: AgentId) -> None:
    add(conn, "Jan of all")
    add(conn, "Jan of Anna", owner=anna)
    add(conn, "Jan of Bram", owner=bram)
    assert found(conn, "jan") == ["Jan of all"]
    assert [one.name for one in search(conn, "jan", anna).customers] == ["Jan of all", "Jan of Anna"]
    assert [one.name for one in search(conn, "jan", bram).customers] == ["Jan of all", "Jan of Bram"]


def test_the_owner_comes_with_the_customer(conn: Connection, anna: AgentId) -> None:
    read = customers.customer(conn, add(conn, "Jan", owner=anna))
    assert read is not None
    assert read.owner == AgentBrief(anna, "Anna")


def test_one_that_became_part_of_another_is_read_as_that_one(conn: Connection) -> None:
    first, second, third = (add(conn, name, f"+31{at}") for at, name in enumerate(("first", "second", "third")))
    for one, into in ((first, second), (second, third)):
        conn.execute(tables.customers.update().where(tables.customers.c.id == one).values(merged_into_id=into))
    read = customers.customer(conn, first)
    assert read is not None
    assert (read.id, read.name) == (third, "third")
    assert found(conn, "") == ["third"]
    assert customers.find_by_number(conn, "+310", None) is None
    assert customers.resolved(conn, second) == third
