"""Records: page by page, the newest first, with what was corrected; and those of them that are looked for."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Connection, event, select

from agent_client.backend.persistence import agents, centre, customers, records, tables
from agent_client.protocol.customers import CustomerFields
from agent_client.protocol.names import AgentId, CustomerId, RecordId
from agent_client.rules.record_filter import HistoryFilter

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)


@pytest.fixture
def anna(conn: Connection) -> AgentId:
    centre.set_up(conn, name="x", country="NL")
    return agents.create(conn, NOW, user="anna", name="Anna", password_hash="x")


@pytest.fixture
def bram(conn: Connection, anna: AgentId) -> AgentId:
    return agents.create(conn, NOW, user="bram", name="Bram", password_hash="x")


@pytest.fixture
def customer(conn: Connection) -> CustomerId:
    return customers.create(conn, CustomerFields(name="Anneke"))


def add(conn: Connection, customer: CustomerId, agent: AgentId, text: str, *, after: float = 0) -> RecordId:
    return records.add(
        conn,
        customer=customer,
        contact=None,
        number="",
        saved_at=NOW + timedelta(minutes=after),
        call_at=None,
        agent=agent,
        phone="201",
        text=text,
    )


def texts(conn: Connection, customer: CustomerId, wish: HistoryFilter) -> list[str]:
    return [record.text for record in records.page(conn, customer, wish=wish).records]


def test_pages_newest_first(conn: Connection, customer: CustomerId, anna: AgentId) -> None:
    for index in range(65):
        add(conn, customer, anna, str(index))
    found: list[str] = []
    sizes = []
    before = None
    while True:
        page = records.page(conn, customer, before)
        found += [record.text for record in page.records]
        sizes.append(len(page.records))
        before = page.next
        if before is None:
            break
    assert found == [str(index) for index in reversed(range(65))]
    assert sizes == [30, 30, 5]


def test_exactly_a_page_has_no_next(conn: Connection, customer: CustomerId, anna: AgentId) -> None:
    for _ in range(records.PAGE):
        add(conn, customer, anna, "x")
    assert records.page(conn, customer).next is None


def test_a_corrected_record_says_what_it_said_and_who_changed_it(
    conn: Connection, customer: CustomerId, anna: AgentId, bram: AgentId
) -> None:
    made = add(conn, customer, anna, "Frist.")
    add(conn, customer, anna, "Another.")
    for at, agent, text in ((1, anna, "First."), (2, bram, "First, by phone.")):
        records.correct(conn, made, at=NOW + timedelta(minutes=at), agent=agent, text=text)
    record = records.record(conn, made)
    assert record is not None
    assert record == records.page(conn, customer).records[1]
    assert (record.text, record.operator.name, record.operator.phone) == ("First, by phone.", "Anna", "201")
    assert [(one.before, one.by.name, one.at) for one in record.corrections] == [
        ("Frist.", "Anna", NOW + timedelta(minutes=1)),
        ("First.", "Bram", NOW + timedelta(minutes=2)),
    ]
    kept = conn.scalar(select(tables.records.c.text).where(tables.records.c.id == made))
    assert kept == "Frist.", "what was written first is never touched"


def test_a_page_asks_as_often_with_corrections_as_without(
    conn: Connection, customer: CustomerId, anna: AgentId
) -> None:
    asked: list[str] = []
    event.listen(conn, "before_cursor_execute", lambda *what: asked.append(what[2]))
    for index in range(30):
        made = add(conn, customer, anna, str(index))
        for _ in range(index % 5):
            records.correct(conn, made, at=NOW, agent=anna, text="again")
    asked.clear()
    assert len(records.page(conn, customer).records) == 30
    assert len(asked) == 2


def test_words_are_found_as_names_are_and_in_what_was_said_before(
    conn: Connection, customer: CustomerId, anna: AgentId
) -> None:
    made = add(conn, customer, anna, "Kotel pí Dvořákové")
    add(conn, customer, anna, "Price list")
    records.correct(conn, made, at=NOW, agent=anna, text="Plynový kotel")
    assert texts(conn, customer, HistoryFilter(text="kot PLYN")) == ["Plynový kotel"]
    assert texts(conn, customer, HistoryFilter(text="dvorak")) == ["Plynový kotel"]
    assert texts(conn, customer, HistoryFilter(text="plyn dvorak")) == [], "never said in one text"
    assert texts(conn, customer, HistoryFilter(text="otel")) == []
    assert texts(conn, CustomerId(99), HistoryFilter(text="kotel")) == []


def test_by_whom_and_when(conn: Connection, customer: CustomerId, anna: AgentId, bram: AgentId) -> None:
    for at, (agent, text) in enumerate(((anna, "one"), (bram, "two"), (anna, "three"))):
        made = add(conn, customer, agent, text, after=at)
    records.correct(conn, made, at=NOW, agent=bram, text="three and a half")
    assert texts(conn, customer, HistoryFilter(agent=anna)) == ["three and a half", "one"]
    assert texts(conn, customer, HistoryFilter(agent=bram)) == ["three and a half", "two"]
    since, until = NOW + timedelta(minutes=1), NOW + timedelta(minutes=2)
    assert texts(conn, customer, HistoryFilter(since=since)) == ["three and a half", "two"]
    assert texts(conn, customer, HistoryFilter(until=until)) == ["two", "one"]
    assert texts(conn, customer, HistoryFilter(since=since, until=until, text="tw")) == ["two"]


def test_what_is_far_back_is_found_page_by_page(
    conn: Connection, customer: CustomerId, anna: AgentId, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(records, "_AT_ONCE", 10)
    monkeypatch.setattr(records, "MOST_SEARCHED", 40)
    wanted = {str(index) for index in range(5)}
    for index in range(100):
        add(conn, customer, anna, "needle" if str(index) in wanted else "hay")
    wish = HistoryFilter(text="needle")
    pages, before = [], None
    while True:
        page = records.page(conn, customer, before, 2, wish)
        pages.append([record.id for record in page.records])
        before = page.next
        if before is None:
            break
    assert [len(page) for page in pages] == [0, 0, 2, 2, 1]
    assert len({number for page in pages for number in page}) == 5
