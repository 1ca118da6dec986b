from __future__ import annotations

import pytest

from agent_client.backend.persistence.postgres_errors import may_go_well_again, refusal, unavailable
from agent_client.protocol.refusals import ContactChanged, Invalid, StorageUnavailable


class Said(Exception):
    """As the driver tells what the database said."""

    def __init__(self, sqlstate: str) -> None:
        self.sqlstate = sqlstate


class InterfaceError(Exception):
    """The driver's own."""


class InternalClientError(Exception):
    """The driver's own, of its state."""


def wrapped(error: BaseException) -> Exception:
    try:
        raise RuntimeError("wrapped") from error
    except RuntimeError as outer:
        return outer


@pytest.mark.parametrize(
    ("error", "detail", "again"),
    [
        (Said("08006"), "connection", True),
        (Said("40001"), "too many", True),
        (Said("40P01"), "too many", True),
        (Said("57P01"), "stopping", True),
        (Said("57014"), "too long", False),
        (Said("0A000"), "schema", True),
        (Said("53100"), "disk is full", False),
        (Said("25006"), "read-only", False),
        (Said("55P03"), "another server", False),
        (Said("28P01"), "password", False),
        (ConnectionRefusedError(), "does not answer", True),
        (InterfaceError("the underlying connection is closed"), "does not answer", True),
        (
            InternalClientError("cannot switch to state 15; another operation (2) is in progress"),
            "does not answer",
            True,
        ),
        (TimeoutError(), "does not answer", False),
    ],
)
def test_what_the_storage_says(error: Exception, detail: str, again: bool) -> None:
    for one in (error, wrapped(error)):
        found = refusal(one)
        assert isinstance(found, StorageUnavailable)
        assert detail in found.detail
        assert may_go_well_again(one) is again


@pytest.mark.parametrize("error", [Said("22001"), Said("22021"), Said("22003")])
def test_what_the_request_got_wrong(error: Exception) -> None:
    assert isinstance(refusal(error), Invalid)
    assert unavailable(error) is None


@pytest.mark.parametrize(
    "error",
    [
        Said("23505"),
        Said("42703"),
        InterfaceError("bad argument"),
        InternalClientError("unknown"),
        ContactChanged("x"),
        ZeroDivisionError(),
    ],
)
def test_what_is_no_fault_of_the_storage(error: Exception) -> None:
    assert refusal(error) is None
    assert not may_go_well_again(error)
