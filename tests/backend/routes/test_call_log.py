"""The call log over HTTP: as text, as CSV, in part; and cleared as far as it was exported."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import pytest
from sqlalchemy import update

from agent_client.backend.persistence import call_log, tables
from agent_client.backend.ports.units import Tx
from agent_client.protocol import paths
from agent_client.protocol.administration import CallLine
from agent_client.protocol.names import ContactId, RouteCode

FIRST = datetime(2006, 2, 22, 15, 27, 56, tzinfo=UTC)


def _add(tx: Tx, contact: ContactId, line: CallLine) -> None:
    call_log.add(tx.conn, contact, line)


@pytest.fixture
def supervisor(centre: Any, sign_in: Callable[..., Any]) -> Any:
    return sign_in(centre, "sofie")


@pytest.fixture
def logged(centre: Any) -> Callable[[int], None]:
    """So many more calls, a minute apart."""
    count = 0

    def add(calls: int) -> None:
        nonlocal count
        for _ in range(calls):
            at = FIRST + timedelta(minutes=count)
            count += 1
            line = CallLine(at=at, project="100", caller="115", operator="114", code=RouteCode.CUSTOMER, customer=12)
            centre.write(partial(_add, contact=ContactId(count), line=line))

    return add


def test_F5_the_log_as_text(supervisor: Any, logged: Callable[[int], None]) -> None:
    logged(2)
    answer = supervisor.http.get(paths.CALL_LOG)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/plain; charset=utf-8")
    assert answer.content == b"22.2.2006 15:27:56;100;115;114;1;12;\r\n22.2.2006 15:28:56;100;115;114;1;12;\r\n"
    assert answer.headers["content-disposition"] == 'attachment; filename="calls.txt"'


def test_F5_the_log_as_csv(supervisor: Any, logged: Callable[[int], None]) -> None:
    logged(1)
    answer = supervisor.http.get(paths.CALL_LOG, params={"format": "csv"})
    assert answer.headers["content-type"].startswith("text/csv")
    assert answer.text == "Time,Project,Caller,Operator,Code,Customer ID\r\n2006-02-22 15:27:56,100,115,114,1,12\r\n"


def test_a_part_of_it(supervisor: Any, logged: Callable[[int], None]) -> None:
    logged(3)
    since, until = FIRST + timedelta(minutes=1), FIRST + timedelta(minutes=2)
    answer = supervisor.http.get(paths.CALL_LOG, params={"since": since.isoformat(), "until": until.isoformat()})
    assert answer.text == "22.2.2006 15:28:56;100;115;114;1;12;\r\n"


def test_what_was_exported_is_cleared_and_no_more(
    centre: Any, logged: Callable[[int], None], sign_in: Callable[..., Any]
) -> None:
    sofie = tables.agents.c.user_name == "sofie"
    centre.write(lambda tx: tx.conn.execute(update(tables.agents).where(sofie).values(role="administrator")))
    admin = sign_in(centre, "sofie")
    logged(2)
    last = admin.http.get(paths.CALL_LOG).headers[paths.LAST_HEADER]
    logged(1)
    answer = admin.http.delete(paths.CALL_LOG, params={"last": last})
    assert (answer.status_code, answer.json()) == (200, {"lines": 2})
    assert admin.http.get(paths.CALL_LOG).text == "22.2.2006 15:29:56;100;115;114;1;12;\r\n"
    assert admin.http.delete(paths.CALL_LOG).status_code == 400, "nobody clears what they have not seen"


def test_who_may(anna: Any, supervisor: Any) -> None:
    assert anna.http.get(paths.CALL_LOG).status_code == 403
    assert supervisor.http.get(paths.CALL_LOG).text == ""
    assert supervisor.http.delete(paths.CALL_LOG, params={"last": 1}).status_code == 403
