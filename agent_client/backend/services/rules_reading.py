"""A file of rules read in: as a whole, or not at all (F6).

The text is made certain in itself outside every transaction; what is new in it is then stored in one. What is there
already, by name, by number or by ID, is changed where it differs, and nothing is ever removed.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Sequence
from functools import partial

from msgspec import Struct

from agent_client.backend.domain import rules_text
from agent_client.backend.domain.caller import Caller
from agent_client.backend.domain.rule_matching import Known, matched, same
from agent_client.backend.domain.rules_text import RuleCorrection, RuleRecord, Rules, bad
from agent_client.backend.persistence import centre, projects, rules_file
from agent_client.backend.persistence.rules_file import Stored
from agent_client.backend.ports.units import Tx, Units
from agent_client.protocol.administration import RulesFile, RulesRead
from agent_client.protocol.cursor import CENTRE
from agent_client.protocol.events import CustomersChanged
from agent_client.protocol.names import CustomerId

from . import rules_saving
from .administering import may_write


class _Tried(Exception):
    """Everything went well; nothing is kept of it."""

    def __init__(self, projects: int) -> None:
        super().__init__()
        self.projects = projects


class _Plan(Struct, frozen=True, kw_only=True):
    """``meant``: for each customer of the file the one who is there. Records are of the file's customers by their place."""

    meant: Sequence[Known | None]
    changed: Sequence[int]
    records: Sequence[tuple[int, RuleRecord]]
    corrections: Sequence[tuple[int, Sequence[RuleCorrection]]]
    """Later texts of records that are there."""

    def read(self, projects: int) -> RulesRead:
        added = sum(one is None for one in self.meant)
        return RulesRead(
            projects=projects, customers_added=added, customers_changed=len(self.changed), records=len(self.records)
        )


class Understood(Struct, frozen=True):
    """``customers``: those of the rules, in their order, as they are stored."""

    rules: Rules
    customers: Sequence[Stored]


async def understood(units: Units, who: Caller, file: RulesFile) -> Understood:
    """Raises `Forbidden`, `BadLine`."""
    may_write(who)
    country = await units.read(lambda tx: centre.settings_row(tx.conn).country)
    return await asyncio.to_thread(_understood, file.text, country)


def _understood(text: str, country: str) -> Understood:
    rules = rules_text.read(text, country)
    return Understood(rules, [rules_file.stored(one) for one in rules.customers])


async def tried(units: Units, who: Caller, file: Understood) -> RulesRead:
    """What `read_in` would do. Raises `Forbidden`, `BadLine`."""
    projects = 0
    try:
        await units.write(partial(_try, who=who, rules=file.rules))
    except _Tried as went_well:
        projects = went_well.projects
    plan = await units.read(partial(_planned, rules=file.rules))
    return plan.read(projects)


def _try(tx: Tx, who: Caller, rules: Rules) -> None:
    raise _Tried(rules_saving.save(tx, who, rules))


def read_in(tx: Tx, who: Caller, file: Understood) -> RulesRead:
    """Raises `Forbidden`, `BadLine`."""
    may_write(who)
    projects = rules_saving.save(tx, who, file.rules)
    plan = _planned(tx, file.rules)
    _store(tx, who, file, plan)
    done = plan.read(projects)
    if done.customers_added or done.customers_changed or done.records or plan.corrections:
        tx.emit(CENTRE, CustomersChanged())
        tx.route()
    return done


def _planned(tx: Tx, rules: Rules) -> _Plan:
    _check_names(tx, rules)
    meant = matched(rules.customers, rules_file.who_could_be(tx.conn, rules.customers))
    places = {one.key: place for place, one in enumerate(rules.customers) if one.key}
    by_place: dict[int, list[RuleRecord]] = defaultdict(list)
    for record in rules.records:
        place = places.get(record.customer)
        if place is None:
            raise bad(record.line, "value", record.customer)
        by_place[place].append(record)
    new, corrections = _new_records(tx, meant, by_place)
    return _Plan(
        meant=meant,
        changed=[
            place
            for place, (wanted, known) in enumerate(zip(rules.customers, meant, strict=True))
            if known is not None and not same(wanted, known)
        ],
        records=new,
        corrections=corrections,
    )


def _check_names(tx: Tx, rules: Rules) -> None:
    """Of projects and agents. Raises `BadLine`."""
    known = {one.dnis for one in projects.every(tx.conn)} | {one.dnis for one in rules.projects} | {""}
    for customer in rules.customers:
        if customer.project not in known:
            raise bad(customer.line, "project", customer.project)
    people = rules_file.users(tx.conn)
    for record in rules.records:
        authors = [(record.line, record.user), *((one.line, one.user) for one in record.corrections)]
        for line, user in authors:
            if user not in people:
                raise bad(line, "agent", user)


def _new_records(
    tx: Tx, meant: Sequence[Known | None], by_place: dict[int, list[RuleRecord]]
) -> tuple[list[tuple[int, RuleRecord]], list[tuple[int, Sequence[RuleCorrection]]]]:
    """Which records are not there yet; and which later texts of those that are."""
    who = {known.id: place for place, known in enumerate(meant) if known is not None and place in by_place}
    there: dict[tuple[object, ...], list[tuple[int, RuleRecord]]] = defaultdict(list)
    for number, record in rules_file.known_records(tx.conn, who):
        there[who[CustomerId(int(record.customer))], *_identity(record)].append((number, record))
    new: list[tuple[int, RuleRecord]] = []
    corrections: list[tuple[int, Sequence[RuleCorrection]]] = []
    for place, records in sorted(by_place.items()):
        for record in records:
            known = there.get((place, *_identity(record)))
            if not known:
                new.append((place, record))
                continue
            number, old = known.pop(0)
            have = {_said(one) for one in old.corrections}
            if later := [one for one in record.corrections if _said(one) not in have]:
                corrections.append((number, later))
    return new, corrections


def _identity(record: RuleRecord) -> tuple[object, ...]:
    return record.saved_at, record.call_at, record.user, record.phone, record.number, record.text


def _said(correction: RuleCorrection) -> tuple[object, ...]:
    return correction.at, correction.user, correction.text


def _store(tx: Tx, who: Caller, file: Understood, plan: _Plan) -> None:
    numbered = {one.dnis: one.id for one in projects.every(tx.conn)}
    people = rules_file.users(tx.conn)
    new = [place for place, known in enumerate(plan.meant) if known is None]
    made = rules_file.add(tx.conn, [file.customers[place] for place in new], numbered, who.agent)
    ids = {place: known.id for place, known in enumerate(plan.meant) if known is not None}
    changed = [(ids[place], file.customers[place]) for place in plan.changed]
    rules_file.change(tx.conn, changed, numbered, who.agent)
    ids |= dict(zip(new, made, strict=True))
    rules_file.add_records(tx.conn, [(ids[place], record) for place, record in plan.records], people)
    rules_file.add_corrections(tx.conn, plan.corrections, people)
