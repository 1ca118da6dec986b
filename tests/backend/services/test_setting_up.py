from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import Connection, Engine

from agent_client.backend.persistence import agents, centre, customers, interactions, records, staffing, variables
from agent_client.backend.persistence.engine import open_sqlite
from agent_client.backend.persistence.tables import metadata
from agent_client.backend.ports.units import Tx
from agent_client.backend.services.setting_up import (
    AlreadySetUp,
    Plan,
    PlannedAgent,
    PlannedCustomer,
    PlannedQueue,
    PlannedRecord,
    PlannedTemplate,
    PlannedVariable,
    first_plan,
    set_up,
)
from agent_client.protocol.customers import CustomerFields
from agent_client.protocol.names import CustomerId, Role, VariableKind

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
ADMIN = PlannedAgent(user="Admin", name="Administrator", password="geheim", role=Role.ADMINISTRATOR)


@pytest.fixture
def conn(tmp_path):
    engine: Engine = open_sqlite(tmp_path / "empty.db")
    metadata.create_all(engine)
    with engine.begin() as conn:
        yield conn
    engine.dispose()


def test_a_new_centre_can_take_calls(conn: Connection) -> None:
    set_up(Tx(conn, NOW), first_plan("Ours", "NL", ADMIN, "0800 100 300"), lambda password: f"hash of {password}")
    made = centre.centre(conn)
    assert [(one.name, one.dnis) for one in made.projects] == [("Service", "+31800100300")]
    assert made.idle_reasons
    assert made.wrap_up_reasons
    account = agents.account(conn, "admin")
    assert account is not None
    assert account.password_hash == "hash of geheim"
    me = agents.me(conn, account.id)
    assert (me.role, me.queues) == (Role.ADMINISTRATOR, (made.projects[0].queue,))
    assert 3 <= len(centre.queue_row(conn, me.queues[0]).variables) <= 6, "C4"


def test_the_values_of_calls_stand_in_the_plans_order_and_come_with_the_customer(conn: Connection) -> None:
    plan = Plan(
        name="Ours",
        country="NL",
        cad=(
            PlannedVariable(key="b", label="Second letter"),
            PlannedVariable(key="a", label="First letter", kind=VariableKind.DATE_TIME, editable=False),
            PlannedVariable(key="pin", label="PIN", secure=True),
        ),
    )
    set_up(Tx(conn, NOW), plan, str)
    call = interactions.create(conn)
    variables.start(conn, NOW, call, {"pin": "1234"})
    assert [
        (one.label, one.kind, one.editable, one.secure, one.filled) for one in variables.of_interaction(conn, call)
    ] == [
        ("Second letter", VariableKind.TEXT, True, False, False),
        ("First letter", VariableKind.DATE_TIME, False, False, False),
        ("PIN", VariableKind.TEXT, True, True, True),
    ]


def test_a_centre_is_set_up_once(conn: Connection) -> None:
    plan = first_plan("Ours", "NL", ADMIN, "100")
    set_up(Tx(conn, NOW), plan, str)
    with pytest.raises(AlreadySetUp):
        set_up(Tx(conn, NOW), plan, str)


def test_customers_with_their_history(conn: Connection) -> None:
    plan = Plan(
        name="x",
        country="NL",
        queues=(PlannedQueue(name="Sales", dnis=(("Sales", "100"),)), PlannedQueue(name="Support")),
        agents=(PlannedAgent(user="anna", name="Anna", password="x", queues=("Support",)),),
        templates=(PlannedTemplate(name="Note", text="{customer}", queue="Support"),),
        customers=(
            PlannedCustomer(
                fields=CustomerFields(name="Anneke", numbers=("020 123 45 67",)),
                variables={"contract": "Gold"},
                operators=("201",),
                project="Sales",
                records=(
                    PlannedRecord(at=NOW, user="anna", text="First."),
                    PlannedRecord(at=NOW, user="anna", text="2."),
                ),
            ),
        ),
    )
    set_up(Tx(conn, NOW), plan, str)
    customer = customers.customer(conn, CustomerId(1))
    assert customer is not None
    assert (customer.numbers, customer.operators, customer.project) == (("+31201234567",), ("201",), 1)
    assert [record.text for record in records.page(conn, customer.id).records] == ["2.", "First."]
    [template] = centre.centre(conn).templates
    assert (template.name, template.text, template.queue) == ("Note", "{customer}", 2)
    assert len(staffing.staffed(conn, agents.account(conn, "anna").id)) == 1  # type: ignore[union-attr]


def test_a_new_centre_lives_in_its_countrys_time_where_that_is_one() -> None:
    assert first_plan("Ours", "CZ", ADMIN, "100").time_zone == "Europe/Prague"
    assert first_plan("Ours", "US", ADMIN, "100").time_zone == "UTC"
