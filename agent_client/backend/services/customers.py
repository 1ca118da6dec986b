"""Finding, reading and saving customers (F1, F2)."""

from __future__ import annotations

from msgspec.structs import replace

from agent_client.backend.domain import history
from agent_client.backend.domain.caller import Caller
from agent_client.backend.persistence import centre, customers, past_calls, records
from agent_client.backend.ports.units import Tx
from agent_client.protocol.cursor import CENTRE
from agent_client.protocol.customers import Customer, CustomerFields, CustomerPage, FoundCustomers
from agent_client.protocol.events import CustomerSaved
from agent_client.protocol.names import CustomerId
from agent_client.protocol.refusals import BadNumber, CustomerChanged, Invalid, NotFound
from agent_client.rules.dial_numbers import canonical

HISTORY_PAGE = 30


def find(tx: Tx, text: str) -> FoundCustomers:
    return customers.search(tx.conn, text)


def page(tx: Tx, customer_id: CustomerId, before: str | None) -> CustomerPage:
    """The customer and a page of the history: what comes before ``before``, as an earlier page gave it."""
    cut = history.Cut.read(before)
    written, more_written = records.page(tx.conn, customer_id, cut.record, HISTORY_PAGE)
    began, more_began = past_calls.began(tx.conn, customer_id, cut.call, HISTORY_PAGE)
    part = history.share([record.saved_at for record in written], [at for at, _ in began], HISTORY_PAGE)
    shown, calls = written[: part.records], [call for _, call in began[: part.calls]]
    more = more_written is not None or more_began or len(shown) + len(calls) < len(written) + len(began)
    beside = past_calls.of_contacts(tx.conn, {record.contact for record in shown if record.contact is not None})
    return CustomerPage(
        customer=existing(tx, customer_id),
        records=shown,
        calls=past_calls.read(tx.conn, {*calls, *beside}),
        older=cut.after([record.id for record in shown], calls) if more else None,
    )


def existing(tx: Tx, customer_id: CustomerId) -> Customer:
    found = customers.customer(tx.conn, customer_id)
    if found is None:
        raise NotFound("no such customer")
    return found


def add(tx: Tx, who: Caller, fields: CustomerFields) -> Customer:
    if fields.version != 0:
        raise Invalid("a new customer has version 0", field="version")
    customer_id = customers.create(tx.conn, _checked(tx, fields), by=who.agent)
    return _saved(tx, customer_id)


def change(tx: Tx, who: Caller, customer_id: CustomerId, fields: CustomerFields) -> Customer:
    """Raises `CustomerChanged` when somebody saved since ``fields.version`` was read."""
    existing(tx, customer_id)
    if not customers.change(tx.conn, customer_id, _checked(tx, fields), who.agent):
        raise CustomerChanged("somebody else saved first", by=customers.last_saved_by(tx.conn, customer_id))
    return _saved(tx, customer_id)


def _saved(tx: Tx, customer_id: CustomerId) -> Customer:
    saved = existing(tx, customer_id)
    tx.emit(CENTRE, CustomerSaved(saved))
    return saved


def _checked(tx: Tx, fields: CustomerFields) -> CustomerFields:
    """With canonical numbers, each once. Raises `BadNumber`, or `Invalid` for a customer whom nothing names."""
    country = centre.settings_row(tx.conn).country
    numbers: list[str] = []
    for typed in fields.numbers:
        number = canonical(typed, fields.country or country)
        if not number:
            raise BadNumber("not a number that can be called", number=typed)
        if number not in numbers:
            numbers.append(number)
    if not (fields.name.strip() or fields.company.strip() or numbers):
        raise Invalid("a customer needs a name, a company or a number", field="name")
    if fields.country and not (len(fields.country) == 2 and fields.country.isascii() and fields.country.isalpha()):
        raise Invalid("a country is two letters, such as NL", field="country")
    return replace(fields, numbers=tuple(numbers), country=fields.country.upper())
