"""A customer's history, page by page: the records and the calls, the newest first, or those of them that are wished for."""

from __future__ import annotations

from agent_client.backend.domain import history
from agent_client.backend.domain.caller import Caller
from agent_client.backend.persistence import past_calls, records
from agent_client.backend.ports.units import Tx
from agent_client.protocol.customers import CustomerPage
from agent_client.protocol.names import CustomerId
from agent_client.rules.record_filter import EVERYTHING, HistoryFilter, HistoryKind

from .customers import existing

HISTORY_PAGE = 30


def page(
    tx: Tx, who: Caller, customer_id: CustomerId, before: str | None, wish: HistoryFilter = EVERYTHING
) -> CustomerPage:
    """The customer and what comes before ``before``, as an earlier page of the same wish gave it. A page may be empty and
    still not be the last: then only a part of many records was looked through for it."""
    customer = existing(tx, customer_id, who.agent)
    cut = history.Cut.read(before)
    written = (
        records.page(tx.conn, customer.id, cut.record, HISTORY_PAGE, wish) if wish.records else records.Page((), None)
    )
    began, more_began = (
        past_calls.began(tx.conn, customer.id, cut.call, HISTORY_PAGE, wish) if wish.calls else ([], False)
    )
    part = history.share([record.saved_at for record in written.records], [at for at, _ in began], HISTORY_PAGE)
    shown, calls = written.records[: part.records], [call for _, call in began[: part.calls]]
    rest = len(shown) + len(calls) < len(written.records) + len(began)
    more = written.next is not None or more_began or rest
    last = written.next if written.next is not None and len(shown) == len(written.records) else None
    beside = past_calls.of_contacts(tx.conn, {record.contact for record in shown if record.contact is not None})
    return CustomerPage(
        customer=customer,
        records=shown,
        calls=past_calls.read(tx.conn, {*calls, *(beside if wish.kind is HistoryKind.ALL else ())}),
        older=cut.after(last or (shown[-1].id if shown else None), calls[-1] if calls else None) if more else None,
    )
