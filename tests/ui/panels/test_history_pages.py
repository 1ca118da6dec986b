"""What is known of a history: pages that join, records that are new or read otherwise now, and only what is wished for."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from msgspec.structs import replace

from agent_client.protocol.agents import AgentBrief
from agent_client.protocol.customers import Correction, Customer, CustomerPage, Record
from agent_client.protocol.interactions import PastCall
from agent_client.protocol.names import AgentId, ContactId, CustomerId, Direction, InteractionId, RecordId
from agent_client.rules.record_filter import HistoryFilter, HistoryKind
from ui.panels.history_pages import History, HistoryPages

NOON = datetime(2026, 11, 18, 12, tzinfo=UTC)
ANNA, BRAM = AgentBrief(AgentId(1), "Anna", "204"), AgentBrief(AgentId(2), "Bram", "207")
CUSTOMER = Customer(id=CustomerId(1), version=1)


def record(number: int, text: str = "", by: AgentBrief = ANNA) -> Record:
    return Record(
        id=RecordId(number),
        customer=CUSTOMER.id,
        contact=None,
        number="",
        saved_at=NOON + timedelta(minutes=number),
        call_at=None,
        operator=by,
        text=text or f"Note {number}",
    )


def corrected(one: Record, text: str) -> Record:
    change = Correction(NOON + timedelta(days=1), BRAM, one.text)
    return replace(one, text=text, corrections=(*one.corrections, change))


def page(*numbers: int, older: str | None = None, calls: tuple[PastCall, ...] = ()) -> CustomerPage:
    return CustomerPage(
        customer=CUSTOMER, records=tuple(record(number) for number in numbers), calls=calls, older=older
    )


CALL = PastCall(
    interaction=InteractionId(1),
    contacts=(ContactId(1),),
    direction=Direction.INBOUND,
    number="",
    queue="",
    started_at=NOON,
    agents=(BRAM,),
)


def texts(pages: HistoryPages) -> list[str]:
    return [entry.text for entry in pages.entries(None, lambda _: False, key=0)]


def test_pages_join_and_what_came_twice_counts_once() -> None:
    pages = HistoryPages()
    pages.newest(page(9, 8, older="8.1"))
    pages.further(page(8, 7, older="7.1"))
    assert (texts(pages), pages.older) == (["Note 9", "Note 8", "Note 7"], "7.1")
    pages.newest(page(10, 9, older="9.1"))
    assert (texts(pages), pages.older) == (["Note 10", "Note 9", "Note 8", "Note 7"], "7.1"), "it goes on from there"
    pages.newest(page(90, 89, older="89.1"))
    assert (texts(pages), pages.older) == (["Note 90", "Note 89"], "89.1"), "something would be missing between"


def test_a_record_is_new_once_and_only_where_the_first_page_has_come() -> None:
    pages = HistoryPages()
    assert not pages.add(record(1))
    pages.newest(page(1))
    assert pages.add(record(2)) and not pages.add(record(2))
    assert texts(pages) == ["Note 2", "Note 1"]


def test_what_is_told_while_a_page_is_on_its_way_outlives_the_page() -> None:
    pages = HistoryPages()
    pages.add(record(3))
    pages.newest(page(2, 1))
    assert texts(pages) == ["Note 3", "Note 2", "Note 1"], "the page was read before that"
    pages.add(record(91))
    pages.newest(page(90, 89, older="89.1"))
    assert texts(pages) == ["Note 91", "Note 90", "Note 89"], "older ones would stand beyond a hole"
    empty = HistoryPages()
    empty.add(record(1))
    empty.newest(page())
    assert texts(empty) == ["Note 1"]


def test_the_newest_words_stand_whatever_comes_late() -> None:
    pages = HistoryPages()
    pages.newest(page(1))
    once = corrected(record(1), "Once.")
    twice = corrected(once, "Twice.")
    assert pages.correct(twice)
    assert not pages.correct(once), "told late"
    pages.newest(page(1))
    assert texts(pages) == ["Twice."], "the page was asked for earlier"
    assert not pages.correct(record(5)), "not known here"


def test_what_is_looked_for_grows_by_what_is_meant() -> None:
    history = History()
    history.whole.newest(page(1))
    history.wish(HistoryFilter(text="boil"))
    history.found.newest(page())
    history.add(record(2, "Boiler."))
    history.add(record(3, "Invoice."))
    assert texts(history.shown()) == ["Boiler."]
    assert history.correct(corrected(record(2, "Boiler."), "Kettle."))
    assert texts(history.shown()) == ["Kettle."], "it said so before"
    assert history.record(3).text == "Invoice."
    history.wish(HistoryFilter())
    assert texts(history.shown()) == ["Invoice.", "Kettle.", "Note 1"]


def test_records_alone_stand_without_their_calls() -> None:
    of_call = replace(record(4), contact=ContactId(1))
    found = CustomerPage(customer=CUSTOMER, records=(of_call,), calls=(CALL,))
    whole, alone = HistoryPages(), HistoryPages(HistoryFilter(kind=HistoryKind.RECORDS))
    whole.newest(found), alone.newest(found)
    assert [entry.key for entry in whole.entries(None, lambda _: False, key=0)] == [("call", 1)]
    assert [entry.key for entry in alone.entries(None, lambda _: False, key=0)] == [4]
    assert whole.knows_call_of(of_call)
    assert [agent.name for agent in whole.agents()] == ["Anna", "Bram"]


def test_nothing_is_made_anew_that_stays_the_same() -> None:
    pages = HistoryPages()
    pages.newest(page(*range(50, 0, -1)))
    first = pages.entries(None, lambda _: True, key=1)
    assert pages.entries(None, lambda _: True, key=1) is first
    pages.add(record(51))
    second = pages.entries(None, lambda _: True, key=1)
    assert all(one is other for one, other in zip(first, second[1:], strict=True))
    assert all(entry.may for entry in second)
    assert not any(entry.may for entry in pages.entries(None, lambda _: False, key=2))
