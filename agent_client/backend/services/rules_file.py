"""The rules written as a file, page by page (F6). `rules_reading` takes it in again."""

from __future__ import annotations

from collections.abc import AsyncIterator
from functools import partial

from msgspec import Struct

from agent_client.backend.domain import rules_text
from agent_client.backend.domain.caller import Caller
from agent_client.backend.domain.rules_text import (
    RuleCustomer,
    RuleGroup,
    RuleProject,
    RuleRecord,
    RuleRouting,
    Rules,
)
from agent_client.backend.persistence import administration as kept
from agent_client.backend.persistence import rules_file
from agent_client.backend.ports.units import Tx, Units
from agent_client.protocol.names import ProjectId

from .administering import may_read

PAGE = 500


class Wanted(Struct, frozen=True, kw_only=True):
    """``project``: its rules alone; None: those of all, and what holds for all of them."""

    history: bool = False
    project: ProjectId | None = None


def begin(tx: Tx, who: Caller, wish: Wanted) -> Rules:
    """The rules but for the customers'. Raises `Forbidden`, `NotFound`."""
    may_read(who)
    groups = {one.id: one for one in kept.groups(tx.conn)}
    projects = kept.project_rules(tx.conn)
    if wish.project is not None:
        projects = (kept.project(tx.conn, wish.project),)
        groups = {one.queue: groups[one.queue] for one in projects}
    return Rules(
        groups=[RuleGroup(group=one) for one in groups.values()],
        projects=[
            RuleProject(dnis=one.dnis, name=one.name, group=groups[one.queue].name, operators=one.operators)
            for one in projects
        ],
        routing=None if wish.project is not None else _routing(tx),
    )


def _routing(tx: Tx) -> RuleRouting:
    routing = kept.routing(tx.conn)
    user = {agent: user for user, agent in rules_file.users(tx.conn).items()}
    agent = "" if routing.unhandled_agent is None else user[routing.unhandled_agent]
    return RuleRouting(routing=routing, agent=agent)


async def exported(units: Units, rules: Rules, wish: Wanted) -> AsyncIterator[bytes]:
    """After `begin`. Customers of a project that was made meanwhile come with the next export."""
    yield (rules_text.HEAD + rules_text.written(rules)).encode()
    projects = {"", *(one.dnis for one in rules.projects)}
    after: int | None = 0
    while after is not None:
        customers, records, after = await units.read(partial(_page, after=after, wish=wish))
        known = [one for one in customers if one.project in projects]
        yield rules_text.written(Rules(customers=known, records=records)).encode()


def _page(tx: Tx, after: int, wish: Wanted) -> tuple[list[RuleCustomer], list[RuleRecord], int | None]:
    customers, ended = rules_file.page(tx.conn, after, PAGE, wish.project)
    records = rules_file.history(tx.conn, [int(one.key) for one in customers]) if wish.history else []
    return customers, records, ended
