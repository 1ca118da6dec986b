"""What an administrator decides of signing in: what passwords must be, how long they are good, when an account is locked (A8)."""

from __future__ import annotations

from agent_client.backend.domain.caller import Caller
from agent_client.backend.persistence import agents, centre, passwords
from agent_client.backend.ports.units import Tx
from agent_client.protocol.names import PasswordRule
from agent_client.protocol.passwords import Security
from agent_client.protocol.refusals import Invalid, RulesChanged

from .administering import may_write


def save(tx: Tx, who: Caller, wish: Security) -> Security:
    """In force from the next sign-in, and for the next password. Raises `Forbidden`, `Invalid`, `RulesChanged`."""
    may_write(who)
    if wish.password_rule is PasswordRule.UNKNOWN:
        raise Invalid("no such rule", field="password_rule")
    if wish.password_rule is PasswordRule.STRICT and wish.password_history == 0:
        raise Invalid("with the strict rule nobody switches between two", field="password_history")
    before = passwords.security(tx.conn)
    if not passwords.change_security(tx.conn, wish):
        raise RulesChanged("somebody else saved these rules first")
    if _told(before) != _told(wish):
        centre.publish_centre(tx)
    if before.password_days != wish.password_days:
        for person in agents.all_presences(tx.conn):
            if agents.session_of(tx.conn, person.id) is not None:
                agents.changed(tx, person.id)  # theirs ends at another time
    return passwords.security(tx.conn)


def _told(decided: Security) -> tuple[object, ...]:
    """What every client knows of it."""
    return decided.password_rule, decided.password_history, decided.clock_limit_seconds
