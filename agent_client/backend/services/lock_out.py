"""Too many failed sign-ins in a row lock an account, where the centre wants that (A8).

What nobody is called is locked alike: who tries names does not learn which there are. By default there is no lock-out, which
lets anyone lock out anybody; what a try costs then is time (`throttling`).
"""

from __future__ import annotations

from datetime import datetime, timedelta

from agent_client.backend.persistence import centre, failures, passwords
from agent_client.backend.persistence.agents import Account
from agent_client.backend.persistence.failures import Failures
from agent_client.backend.ports.units import Tx
from agent_client.protocol.names import AgentId
from agent_client.protocol.refusals import AccountLocked

from . import throttling

REMEMBERED = timedelta(days=60)
"""Between one failure and the next one in a row."""


def subject(user: str) -> str:
    return f"in-a-row/{user.casefold()}"[:160]


def refusal(since: datetime) -> AccountLocked:
    return AccountLocked("too many failed sign-ins in a row", since=since.isoformat().replace("+00:00", "Z"))


def begin(tx: Tx, user: str, account: Account | None) -> datetime | None:
    """Counts the try before its password is looked at, so that many at the same time gain nothing; since when the account is
    locked, where it is."""
    most = centre.settings_row(tx.conn).lock_out_after
    if account is not None and (locked_at := passwords.row(tx.conn, account.id).locked_at) is not None:
        return locked_at
    if most is None:
        return None
    counted = failures.of(tx.conn, subject(user))
    if counted is not None and counted.count >= most:
        return _lock(tx, account, counted)
    count = 1 if counted is None else counted.count + 1
    failures.put(tx.conn, subject(user), Failures(count, tx.now + REMEMBERED))
    return None


def failed(tx: Tx, user: str, account: Account | None) -> datetime | None:
    """The try came to nothing; since when the account is locked, if that was one too many."""
    most = centre.settings_row(tx.conn).lock_out_after
    counted = failures.of(tx.conn, subject(user))
    if most is None or counted is None or counted.count < most:
        return None
    return _lock(tx, account, counted)


def succeeded(tx: Tx, user: str) -> None:
    failures.forget(tx.conn, [subject(user)])


def lift(tx: Tx, agent: AgentId) -> None:
    """They can sign in again, at once."""
    user = passwords.row(tx.conn, agent).user
    passwords.unlock(tx.conn, agent)
    failures.forget(tx.conn, [subject(user), throttling.user_subject(user)])


def _lock(tx: Tx, account: Account | None, counted: Failures) -> datetime:
    """Since the last try that counted, also for a user there is not."""
    since = counted.wait_until - REMEMBERED
    if account is not None:
        passwords.lock(tx.conn, account.id, since)
    return since
