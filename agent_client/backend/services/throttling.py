"""Failed sign-ins, and requests of strangers, cost time, by whom they name and by address. A lock-out, which lets anyone lock
out anybody, is the centre's own choice (`lock_out`)."""

from __future__ import annotations

from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address, ip_network
from math import ceil

from agent_client.backend.persistence import failures
from agent_client.backend.persistence.failures import Failures
from agent_client.backend.ports.units import Tx
from agent_client.backend.settings import PublicThrottle, Throttle
from agent_client.protocol.names import AgentId
from agent_client.protocol.refusals import TooManyAttempts
from agent_client.protocol.time import seconds_between


def user_subject(user: str) -> str:
    return f"user/{user.casefold()}"[:160]


def address_subject(address: str) -> str:
    return f"address/{address}"[:160]


def own_subject(agent: AgentId) -> str:
    """Of one who is signed in and gives the password again."""
    return f"own/{agent}"


def asked_subjects(number: str, address: str) -> tuple[str, str]:
    """Of a callback request. Whoever has one IPv6 address has the whole network of it."""
    return f"asked-number/{number}"[:160], f"asked-address/{_network(address)}"[:160]


def after_failure(before: Failures | None, now: datetime, free: int, throttle: Throttle | PublicThrottle) -> Failures:
    """The first ``free`` cost nothing, then 1 s, 2 s, 4 s … up to the longest; forgotten after a quiet while."""
    forgotten = before is None or seconds_between(before.wait_until, now) > throttle.forgotten_after_seconds
    count = 1 if forgotten or before is None else before.count + 1
    beyond = count - free
    seconds = 0 if beyond <= 0 else min(2 ** min(beyond - 1, 30), throttle.longest_seconds)
    return Failures(count, now + timedelta(seconds=seconds))


def begin(tx: Tx, user: str, address: str, throttle: Throttle) -> None:
    """Before the password is looked at. The try counts for its user at once, so that many at the same time gain nothing.

    Raises `TooManyAttempts`.
    """
    begin_as(tx, user_subject(user), address, throttle)


def begin_as(tx: Tx, subject: str, address: str, throttle: Throttle) -> None:
    """As `begin`, for a name of their own."""
    found = _found(tx, (subject, address_subject(address)), "too many failed sign-ins")
    failures.put(tx.conn, subject, after_failure(found[0], tx.now, throttle.free_per_user, throttle))


def failed(tx: Tx, address: str, throttle: Throttle) -> None:
    """Colleagues may sign in from the same address meanwhile: only what really failed counts for it."""
    subject = address_subject(address)
    before = failures.of(tx.conn, subject)
    failures.put(tx.conn, subject, after_failure(before, tx.now, throttle.free_per_address, throttle))


def asked(tx: Tx, number: str, address: str, throttle: PublicThrottle) -> None:
    """Before a request is taken: it counts for its number and for its address. Raises `TooManyAttempts`."""
    subjects = asked_subjects(number, address)
    found = _found(tx, subjects, "too many requests")
    for subject, before, free in zip(
        subjects, found, (throttle.free_per_number, throttle.free_per_address), strict=True
    ):
        failures.put(tx.conn, subject, after_failure(before, tx.now, free, throttle))


def succeeded(tx: Tx, user: str) -> None:
    forget(tx, user_subject(user))


def forget(tx: Tx, subject: str) -> None:
    failures.forget(tx.conn, [subject])


def _found(tx: Tx, subjects: tuple[str, str], refusal: str) -> list[Failures | None]:
    found = [failures.of(tx.conn, subject) for subject in subjects]
    wait = max((seconds_between(tx.now, one.wait_until) for one in found if one is not None), default=0.0)
    if wait > 0:
        raise TooManyAttempts(refusal, seconds=str(ceil(wait)))
    return found


def _network(address: str) -> str:
    try:
        known = ip_address(address)
    except ValueError:
        return address
    if not isinstance(known, IPv6Address):
        return address
    return str(known.ipv4_mapped or ip_network((known, 64), strict=False))
