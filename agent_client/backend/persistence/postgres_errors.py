"""What an error of PostgreSQL amounts to: a refusal, another try, or a fault of our own."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy.exc import TimeoutError as NoConnectionFree

from agent_client.protocol.refusals import Invalid, Refusal, StorageUnavailable

_REASONS = {
    "0A000": "the database's schema changed",
    "26000": "the database's schema changed",
    "08": "the connection to the database was lost",
    "25006": "the database is read-only",
    "25P03": "the database gave up waiting for this server",
    "28": "the database does not let this server in: check user and password",
    "3D": "no such database",
    "40": "too many servers change the same thing",
    "42501": "the database's user lacks a right",
    "53100": "the disk is full",
    "53200": "the database is out of memory",
    "53300": "the database has too many connections",
    "55P03": "another server holds the database",
    "57014": "the database gave up a statement that took too long",
    "57": "the database is stopping, or not yet up",
    "58": "the disk does not answer",
    "XX": "the database is damaged",
}
"""By SQLSTATE, or the class that it begins with."""

_PASSING = ("08", "25P03", "40", "57P01", "57P02", "57P03")
"""The connection was lost or this transaction chosen to give way: another try may go well."""

_OUTDATED = ("0A000", "26000")
"""A statement that was prepared before the schema changed: prepared anew it works."""


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def sqlstate(error: BaseException) -> str | None:
    """None when the server did not say anything: it cannot be reached, or the connection broke."""
    found = (getattr(one, "sqlstate", None) for one in _chain(error))
    return next((str(state) for state in found if state), None)


def _unreachable(error: BaseException) -> bool:
    return any(isinstance(one, OSError | EOFError) or says_closed(one) for one in _chain(error))


def says_closed(error: BaseException) -> bool:
    """asyncpg tells of a closed connection by its `InterfaceError`, which it raises for wrong use as well; of one that lay idle
    when the server ended it, and is closed in a moment, by an `InternalClientError`: it still reads the server's farewell."""
    kind, said = type(error).__name__, str(error)
    return (kind == "InterfaceError" and "clos" in said) or (kind == "InternalClientError" and "cannot switch" in said)


def refusal(error: BaseException) -> Refusal | None:
    """What to answer; None for a fault of our own."""
    state = sqlstate(error)
    if state is not None:
        for known, reason in _REASONS.items():
            if state.startswith(known):
                return StorageUnavailable(reason)
        if state.startswith("22"):  # only this database checks lengths, and has no character of number 0
            return Invalid("a value is too long, or cannot be stored")
        return None
    if any(isinstance(one, NoConnectionFree) for one in _chain(error)):
        return StorageUnavailable("all connections to the database are in use")
    return StorageUnavailable("the database does not answer") if _unreachable(error) else None


def unavailable(error: BaseException) -> StorageUnavailable | None:
    found = refusal(error)
    return found if isinstance(found, StorageUnavailable) else None


def may_go_well_again(error: BaseException) -> bool:
    """Of a transaction that was certainly not committed."""
    state = sqlstate(error)
    if state is not None:
        return state.startswith((*_PASSING, *_OUTDATED))
    return _unreachable(error) and not any(isinstance(one, TimeoutError) for one in _chain(error))
