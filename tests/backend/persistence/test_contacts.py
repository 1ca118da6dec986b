from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Connection

from agent_client.backend.persistence import agents, centre, contact_limits, contact_view, contacts, customers
from agent_client.backend.persistence.contacts import Before, ContactRow
from agent_client.backend.ports.telephony import CallId, LegId
from agent_client.protocol.contacts import Variable
from agent_client.protocol.customers import CustomerFields
from agent_client.protocol.names import AgentId, AgentState, ContactState, Direction, NotReadyReason, WhyCode
from agent_client.protocol.refusals import ContactChanged, NotFound
from agent_client.protocol.why import Why

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def anna(conn: Connection) -> AgentId:
    centre.set_up(conn, name="Test", country="NL")
    centre.create_queue(conn, "Sales", variables=())
    return agents.create(conn, NOW, user="anna", name="Anna", password_hash="-")


def _add(conn: Connection, call: str, state: ContactState = ContactState.QUEUED, **more: Any) -> ContactRow:
    values = {"now": NOW, "ani": "+31201234567", "dnis": "100", "customer": None, "project": None, **more}
    queue = centre.queue_ids(conn)[0]
    return contacts.add(conn, direction=Direction.INBOUND, state=state, queue=queue, call=CallId(call), **values)


def test_everything_written_is_read_again(conn: Connection, anna: AgentId) -> None:
    why = Why(code=WhyCode.CALL_LOST, at=NOW, params={"a": "b"})
    before = Before(AgentState.NOT_READY, NotReadyReason.PAUSE)
    written = _add(
        conn,
        "call",
        ContactState.RINGING,
        agent=anna,
        leg=LegId("leg"),
        phone="204",
        can_answer=True,
        variables=(Variable("Language", "Dutch"),),
        before=before,
        why=why,
        ringing_at=NOW,
        until=NOW + timedelta(seconds=18),
    )
    read = contacts.row(conn, written.id)
    assert (read.agent, read.leg, read.phone, read.can_answer) == (anna, "leg", "204", True)
    assert (read.variables, read.before, read.why) == ((Variable("Language", "Dutch"),), before, why)
    assert read.until == NOW + timedelta(seconds=18)
    assert contact_view.shown(conn, read).why == why


def test_a_change_raises_the_version_and_an_older_one_is_refused(conn: Connection) -> None:
    first = _add(conn, "call")
    second = contacts.change(conn, first, phone="204")
    assert (second.version, second.phone) == (first.version + 1, "204")
    with pytest.raises(ContactChanged):
        contacts.change(conn, first, phone="205")
    assert contacts.row(conn, first.id) == second


def test_found_by_call_and_by_leg_the_latest_first(conn: Connection) -> None:
    _add(conn, "call", ContactState.ENDED)
    latest = _add(conn, "call", leg=LegId("leg"))
    assert contacts.by_call(conn, CallId("call")) == latest
    assert contacts.by_leg(conn, LegId("leg")) == latest
    assert contacts.by_call(conn, CallId("other")) is None
    assert contacts.by_leg(conn, LegId("other")) is None
    with pytest.raises(NotFound):
        contacts.row(conn, type(latest.id)(99))


def test_who_waits_comes_in_the_order_of_arrival(conn: Connection) -> None:
    later = _add(conn, "later", now=NOW + timedelta(seconds=1))
    earlier = _add(conn, "earlier")
    _add(conn, "talking", ContactState.CONNECTED)
    assert [one.id for one in contacts.waiting_callers(conn)] == [earlier.id, later.id]


def test_what_an_agent_has_in_hand(conn: Connection, anna: AgentId) -> None:
    for state in ContactState:
        if state is not ContactState.UNKNOWN:
            _add(conn, state.value, state, agent=anna)
    in_hand = [one.state for one in contact_view.of_agent(conn, anna)]
    assert in_hand == [*contacts.WITH_CALL, ContactState.WRAP_UP]
    assert [one.state for one in contacts.with_call(conn)] == list(contacts.WITH_CALL)


def test_what_is_due_and_what_comes_next(conn: Connection) -> None:
    assert contact_limits.next_due(conn) is None
    past = _add(conn, "past", until=NOW)
    _add(conn, "future", until=NOW + timedelta(seconds=9))
    assert [one.id for one in contact_limits.due(conn, NOW)] == [past.id]
    assert contact_limits.next_due(conn) == NOW


def test_whose_contact_it_is_is_shown_by_name(conn: Connection) -> None:
    customer = customers.create(conn, CustomerFields(name="Jan"))
    contact = _add(conn, "call")
    contacts.set_customer(conn, contact.id, customer)
    shown = contact_view.shown(conn, contacts.row(conn, contact.id))
    assert shown.customer is not None
    assert (shown.customer.id, shown.customer.name) == (customer, "Jan")
