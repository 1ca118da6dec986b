"""Agents' passwords as the database has them: the present one, those before it, why it must be changed, who is locked out."""

from __future__ import annotations

from datetime import datetime, timedelta

from msgspec import Struct
from sqlalchemy import Connection, delete, insert, select, update

from agent_client.protocol.agents import AgentBrief
from agent_client.protocol.names import AgentId
from agent_client.protocol.passwords import HISTORY, Account, MustChange, Security
from agent_client.protocol.refusals import NotFound

from . import centre as persistence_centre
from .tables import agents, password_history, sessions
from .tables import centre as centre_table


class PasswordRow(Struct, frozen=True, kw_only=True):
    agent: AgentId
    user: str
    hash: str
    set_at: datetime
    must_change: MustChange | None
    locked_at: datetime | None

    def __repr__(self) -> str:
        return f"PasswordRow({self.user!r})"


def row(conn: Connection, agent_id: AgentId) -> PasswordRow:
    found = conn.execute(select(agents).where(agents.c.id == agent_id)).one_or_none()
    if found is None:
        raise NotFound("no such agent")
    return PasswordRow(
        agent=AgentId(found.id),
        user=found.user_name,
        hash=found.password_hash,
        set_at=found.password_set_at,
        must_change=None if found.must_change is None else MustChange(found.must_change),
        locked_at=found.locked_at,
    )


def earlier(conn: Connection, agent_id: AgentId, most: int) -> list[str]:
    """The hashes of those before the present one, the latest first."""
    history = password_history
    found = select(history.c.password_hash).where(history.c.agent_id == agent_id).order_by(history.c.id.desc())
    return list(conn.scalars(found.limit(most)))


def put(
    conn: Connection, agent_id: AgentId, now: datetime, password_hash: str, must_change: MustChange | None = None
) -> None:
    """The one that was in force goes into the history, which keeps as many as any centre may ask for."""
    before = row(conn, agent_id)
    conn.execute(insert(password_history).values(agent_id=agent_id, password_hash=before.hash, set_at=before.set_at))
    kept = select(password_history.c.id).where(password_history.c.agent_id == agent_id)
    old = conn.scalars(kept.order_by(password_history.c.id.desc()).offset(HISTORY[1])).all()
    if old:
        conn.execute(delete(password_history).where(password_history.c.id.in_(old)))
    conn.execute(
        update(agents)
        .where(agents.c.id == agent_id)
        .values(
            password_hash=password_hash,
            password_set_at=now,
            must_change=None if must_change is None else must_change.value,
        )
    )


def ask_for_another(conn: Connection, agent_id: AgentId, why: MustChange) -> None:
    """The present password is good for setting a new one only."""
    conn.execute(update(agents).where(agents.c.id == agent_id).values(must_change=why.value))


def lock(conn: Connection, agent_id: AgentId, at: datetime) -> None:
    """Since when it is locked stays, where it is already."""
    conn.execute(update(agents).where(agents.c.id == agent_id, agents.c.locked_at.is_(None)).values(locked_at=at))


def unlock(conn: Connection, agent_id: AgentId) -> None:
    conn.execute(update(agents).where(agents.c.id == agent_id).values(locked_at=None))


def accounts(conn: Connection) -> tuple[Account, ...]:
    """Everybody's, by name."""
    days = persistence_centre.settings_row(conn).password_days
    live = agents.outerjoin(sessions, (sessions.c.agent_id == agents.c.id) & sessions.c.ended_at.is_(None))
    found = conn.execute(select(agents, sessions.c.phone).select_from(live).order_by(agents.c.name, agents.c.id))
    return tuple(
        Account(
            agent=AgentBrief(AgentId(one.id), one.name, one.phone or ""),
            user=one.user_name,
            password_set_at=one.password_set_at,
            must_change=None if one.must_change is None else MustChange(one.must_change),
            expires_at=None if days is None else one.password_set_at + timedelta(days=days),
            locked_since=one.locked_at,
        )
        for one in found
    )


def security(conn: Connection) -> Security:
    found = persistence_centre.settings_row(conn)
    return Security(
        version=found.security_version,
        password_rule=found.password_rule,
        password_days=found.password_days,
        password_history=found.password_history,
        lock_out_after=found.lock_out_after,
        reauthenticate_hours=found.reauthenticate_hours,
        clock_limit_seconds=found.clock_limit_seconds,
    )


def change_security(conn: Connection, wish: Security) -> bool:
    """Written only over the version that was seen; False: it came too late."""
    done = conn.execute(
        update(centre_table)
        .where(centre_table.c.security_version == wish.version)
        .values(
            security_version=wish.version + 1,
            password_rule=wish.password_rule.value,
            password_days=wish.password_days,
            password_history=wish.password_history,
            lock_out_after=wish.lock_out_after,
            reauthenticate_hours=wish.reauthenticate_hours,
            clock_limit_seconds=wish.clock_limit_seconds,
        )
    )
    return done.rowcount == 1
