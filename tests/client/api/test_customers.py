"""Each command on customers goes where the protocol says; an export comes piece by piece, with its errors by name."""

from __future__ import annotations

import msgspec
import pytest

from agent_client.client.api import Unreachable
from agent_client.protocol import paths
from agent_client.protocol.customers import (
    Customer,
    CustomerFields,
    CustomersPage,
    Duplicates,
    ImportedRows,
    ImportRow,
    ImportRows,
    Merge,
    Merged,
)
from agent_client.protocol.names import CustomerId, CustomerList, MergeId
from agent_client.protocol.refusals import Forbidden

CUSTOMER = Customer(id=CustomerId(9), version=1, name="Karel")
MERGE = Merge(other=CustomerId(10), other_version=2, fields=CustomerFields(version=1, name="Karel"))
ROWS = ImportRows(rows=(ImportRow(line=2, name="Karel"),), dry=True)

CASES = {
    "lock": (lambda api: api.lock_customer(CustomerId(9)), "POST", "/api/v1/customers/9/lock", CUSTOMER),
    "release": (lambda api: api.release_customer(CustomerId(9)), "DELETE", "/api/v1/customers/9/lock", None),
    "list": (
        lambda api: api.customers(CustomerList.OWN, "Müller", "5:x"),
        "GET",
        "/api/v1/customer-list",
        CustomersPage((CUSTOMER,), None, 1),
    ),
    "duplicates": (
        lambda api: api.duplicates(CustomerList.CENTRAL),
        "GET",
        "/api/v1/customer-duplicates",
        Duplicates(()),
    ),
    "merge": (
        lambda api: api.merge_customers(CustomerId(9), MERGE),
        "POST",
        "/api/v1/customers/9/merge",
        Merged(MergeId(3), CUSTOMER),
    ),
    "undo": (lambda api: api.undo_merge(MergeId(3)), "POST", "/api/v1/merges/3/undo", CUSTOMER),
    "import": (lambda api: api.import_customers(ROWS, "k-1"), "POST", "/api/v1/customer-import", ImportedRows(added=1)),
}


@pytest.mark.parametrize("name", CASES)
async def test_command(centre, api, sign_in, name):
    call, method, path, answer = CASES[name]
    await api.sign_in(sign_in)

    async def agrees(request, line):
        await line.answer(200, answer)

    centre.on(path, agrees)
    assert await call(api) == answer
    [request] = centre.asked(path)
    assert request.method == method
    assert ("idempotency-key" in request.headers) == (method != "GET")
    match name:
        case "list":
            assert request.query == {"list": ["own"], "text": ["Müller"], "after": ["5:x"], "limit": ["100"]}
        case "duplicates":
            assert request.query == {"list": ["central"]}
        case "merge":
            assert msgspec.json.decode(request.body, type=Merge) == MERGE
        case "import":
            assert msgspec.json.decode(request.body, type=ImportRows) == ROWS
            assert request.headers["idempotency-key"] == "k-1"


async def test_an_export_comes_piece_by_piece(centre, api, sign_in):
    await api.sign_in(sign_in)

    async def streams(request, line):
        await line.start_events("text/csv")
        for piece in (b"Name\r\n", b"Jana\r\n"):
            await line.chunk(piece)
        await line.end_events()

    centre.on(paths.CUSTOMER_EXPORT, streams)
    pieces = [piece async for piece in api.export_customers(CustomerList.OWN, "csv")]
    assert b"".join(pieces) == b"Name\r\nJana\r\n"
    [request] = centre.asked(paths.CUSTOMER_EXPORT)
    assert request.query == {"list": ["own"], "format": ["csv"]}


async def test_an_export_that_is_refused_or_breaks_off(centre, api, sign_in):
    await api.sign_in(sign_in)

    async def refuses(request, line):
        await line.refuse(Forbidden())

    async def breaks(request, line):
        await line.start_events("text/csv")
        await line.chunk(b"Name\r\n")
        line.cut()

    centre.on(paths.CUSTOMER_EXPORT, refuses)
    with pytest.raises(Forbidden):
        [piece async for piece in api.export_customers(CustomerList.CENTRAL, "csv")]
    centre.on(paths.CUSTOMER_EXPORT, breaks)
    with pytest.raises(Unreachable):
        [piece async for piece in api.export_customers(CustomerList.CENTRAL, "csv")]
