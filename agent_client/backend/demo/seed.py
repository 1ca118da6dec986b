"""The demo's centre in an empty database: people, queues, customers with their histories, a callback list in use.

The same seed number and the same instant make the same centre.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from random import Random
from typing import Any

from msgspec import Struct

from agent_client.backend.domain.callbacks import Moment
from agent_client.backend.persistence import bulk, centre, tables
from agent_client.backend.persistence.centre import ShownVariable
from agent_client.backend.persistence.folding import searchable, sorting
from agent_client.backend.ports.units import Tx
from agent_client.backend.services import callback_judging
from agent_client.backend.services.directory import PlannedEntry
from agent_client.backend.services.setting_up import (
    Plan,
    PlannedAgent,
    PlannedQueue,
    PlannedTemplate,
    PlannedVariable,
    set_up,
)
from agent_client.protocol.callbacks import CallbackRules
from agent_client.protocol.names import (
    AgentId,
    CallbackMomentKind,
    CustomerId,
    QueueId,
    Role,
    Section,
    VariableKind,
    WhyCode,
)
from agent_client.protocol.why import Why
from agent_client.rules.dial_numbers import canonical

from .corrections import correct_some
from .notes import TEMPLATES
from .people import Person, people, stranger

COUNTRY = "NL"
CUSTOMERS = 2_200
SALES_DNIS, SUPPORT_DNIS, SECOND_LINE_DNIS = "800 100 300", "800 100 200", "800 100 400"
SERVICE_NUMBER = "800 100 500"
"""By which agents without a computer sign in and out."""
ATTEMPTS = 3
CALLBACK_KEY = "1"
"""By which a waiting customer asks to be called back."""
RECORDING_DAYS = 1
"""A demo that runs on fills no disk."""
TIME_ZONE = "Europe/Amsterdam"


class Somebody(Struct, frozen=True):
    user: str
    name: str
    phone: str
    queues: tuple[str, ...] = ("Sales", "Support")
    role: Role = Role.AGENT
    team: str = "Inside sales"


USER = Somebody("anna", "Anna de Vries", "204")
PASSWORD = "demo"
SUPERVISOR = Somebody("sonja", "Sonja Maas", "209", role=Role.SUPERVISOR, team="Service desk")
ADMINISTRATOR = Somebody("ada", "Ada Brandt", "219", role=Role.ADMINISTRATOR, team="Operations")
COLLEAGUES = (
    Somebody("bram", "Bram Willems", "205"),
    Somebody("cleo", "Cleo Hartmann", "206", ("Support",), team="Service desk"),
    Somebody("dieter", "Dieter Novák", "207", ("Sales",)),
    Somebody("eva", "Eva Lindström", "208", team="Service desk"),
    Somebody("mila", "Mila Janssens", "210", ("Second line",), team="Second line"),
    Somebody("farid", "Farid Özdemir", "211", ("Second line",), team="Second line"),
)
"""No customer dials the second line: somebody there can nearly always be asked."""
REMOTE = Somebody("gunnar", "Gunnar Lindqvist", "+31612000212", ("Support",), team="On call")
"""Who has no computer: the phone is registered."""
_KNOWN = (USER, SUPERVISOR, ADMINISTRATOR)
"""Whose password is known."""
_EVERYBODY = (*_KNOWN, *COLLEAGUES, REMOTE)
_ROLES = {Role.AGENT: "Agent", Role.SUPERVISOR: "Supervisor", Role.ADMINISTRATOR: "Administrator"}
EXPERTS = (
    PlannedEntry(name="Kim Bakker", number="220", role="Accounts receivable", department="Finance"),
    PlannedEntry(name="Joost van Leeuwen", number="221", role="Technician, boilers", department="Field service"),
    PlannedEntry(name="Zoë Lindqvist", number="222", role="Technician, heat pumps", department="Field service"),
    PlannedEntry(name="Tomáš Dvořák", number="223", role="Warehouse, returns", department="Logistics"),
    PlannedEntry(name="Ingrid Sæther", number="224", role="Data protection", department="Legal"),
    PlannedEntry(name="Reception", number="230", department="Head office"),
    PlannedEntry(name="Noorderlicht Transport", number="+31 20 796 0140", role="Carrier", department="Outside"),
    PlannedEntry(name="Helpdesk Praha", number="+420 226 004 110", role="Czech customers", department="Outside"),
)
_SHOWN = {
    "Sales": ("waited", "Language", "Last order", "Product", "project"),
    "Support": ("waited", "Language", "Case", "Product", "project"),
    "Second line": ("waited", "Language", "Case", "Product", "project"),
}
_LABELS = {"waited": "Waited", "project": "Project"}

CAD = (
    PlannedVariable(key="Case", label="Case"),
    PlannedVariable(key="Product", label="Product"),
    PlannedVariable(key="Last order", label="Last order", editable=False),
    PlannedVariable(key="Callback wanted", label="Callback wanted", kind=VariableKind.DATE_TIME),
    PlannedVariable(key="Reference", label="Customer's reference"),
    PlannedVariable(key="Date of birth", label="Date of birth", secure=True),
)


def plan() -> Plan:
    nobodys = secrets.token_urlsafe()
    return Plan(
        name="Demo centre",
        country=COUNTRY,
        queues=(
            _queue("Sales", "Web shop", SALES_DNIS),
            _queue("Support", "After-sales", SUPPORT_DNIS),
            _queue("Second line", "Technicians", SECOND_LINE_DNIS),
        ),
        agents=tuple(
            PlannedAgent(
                user=one.user,
                name=one.name,
                password=PASSWORD if one in _KNOWN else nobodys,
                role=one.role,
                queues=one.queues,
                team=one.team,
                phone_number=one.phone if one is REMOTE else "",
            )
            for one in _EVERYBODY
        ),
        idle_reasons=("Lunch", "Break", "Training", "Meeting"),
        wrap_up_reasons=(
            "Question answered",
            "Order taken",
            "Order changed",
            "Complaint",
            "Return or refund",
            "Technician arranged",
            "Callback agreed",
            "Passed on",
            "Wrong number",
            "Line broke off",
        ),
        cad=CAD,
        templates=tuple(PlannedTemplate(name=name, text=text, queue=queue) for name, text, queue in TEMPLATES),
        directory=_directory(),
        shield_seconds=30,
        time_zone=TIME_ZONE,
        service_number=SERVICE_NUMBER,
    )


def desk_phones() -> dict[str, str]:
    """Names by number: the agents' phones, as the PBX has them from the start."""
    return {one.phone: one.name for one in _EVERYBODY if not one.phone.startswith("+")}


def _directory() -> tuple[PlannedEntry, ...]:
    """Everybody of the centre on their phone, and those who know more."""
    people = [
        PlannedEntry(name=one.name, number=one.phone, role=_ROLES[one.role], department=" and ".join(one.queues))
        for one in _EVERYBODY
    ]
    return (*people, *EXPERTS)


def _queue(name: str, project: str, dnis: str) -> PlannedQueue:
    return PlannedQueue(
        name=name,
        dnis=((project, dnis),),
        variables=tuple(ShownVariable(key, _LABELS.get(key, key)) for key in _SHOWN[name]),
        ring_seconds=18,
        wrap_up_seconds=60,
        rules=CallbackRules(attempts=ATTEMPTS),
        records=True,
        web_cancel=True,
        callback_key=CALLBACK_KEY,
        announce_seconds=30,
        announces_place=True,
        wrap_up_extensions=2,
        default_reason="Question answered",
    )


def seed(tx: Tx, hashed: Callable[[str], str], number: int = 1, customers: int = CUSTOMERS) -> None:
    """Raises `setting_up.AlreadySetUp`. ``hashed`` keeps passwords as `passwords.Passwords.hashed` does."""
    set_up(tx, plan(), hashed)
    centre.set_sound(tx.conn, recording_days=RECORDING_DAYS, noise_removal=True)
    random = Random(number)
    made = people(random, customers)
    users = bulk.agent_ids(tx.conn)
    bulk.add(tx.conn, tables.customers, [_customer(random, key, one) for key, one in enumerate(made, 1)])
    bulk.add(
        tx.conn,
        tables.customer_numbers,
        [
            {"customer_id": key, "position": position, "number": one}
            for key, person in enumerate(made, 1)
            for position, one in enumerate(person.numbers)
        ],
    )
    bulk.add(tx.conn, tables.records, list(_records(random, made, users, tx.now)))
    correct_some(tx, users[SUPERVISOR.user], number)
    _callbacks(tx, random, made, users)


def _customer(random: Random, key: int, person: Person) -> dict[str, Any]:
    return {
        "id": key,
        "version": 1,
        "company_id": person.company_id,
        "company": person.company,
        "name": person.name,
        "street": person.street,
        "town": person.town,
        "postcode": person.postcode,
        "country": person.country,
        "note": person.note,
        "operators": random.sample([one.phone for one in (USER, *COLLEAGUES)], random.randint(0, 2)),
        "project_id": None,
        "variables": person.variables,
        "search": searchable(person.name, person.company, person.company_id, person.town),
        "sorting": sorting(person.name, person.company),
    }


def _records(random: Random, made: list[Person], users: dict[str, AgentId], now: datetime) -> Iterator[dict[str, Any]]:
    """In the order in which they were saved: a history is read by its numbers."""
    rows: list[tuple[datetime, dict[str, Any]]] = []
    for key, person in enumerate(made, 1):
        for text in person.talks:
            call_at = _office_hours(random, now)
            by = random.choice((USER, *COLLEAGUES))
            saved_at = call_at + timedelta(seconds=random.randint(60, 900))
            row = {
                "customer_id": key,
                "contact_id": None,
                "number": random.choice(person.numbers),
                "saved_at": saved_at,
                "call_at": call_at,
                "agent_id": users[by.user],
                "phone": by.phone,
                "text": text,
            }
            rows.append((saved_at, row))
    rows.sort(key=lambda one: one[0])
    return (row for _, row in rows)


def _office_hours(random: Random, now: datetime) -> datetime:
    """Some time in the last two years, more often lately, on a working day between 8 and 18."""
    day = now - timedelta(days=1 + 720 * random.random() ** 2)
    day -= timedelta(days=max(0, day.weekday() - 4))
    return day.replace(hour=random.randint(7, 16), minute=random.randint(0, 59), second=random.randint(0, 59))


def _callbacks(tx: Tx, random: Random, made: list[Person], users: dict[str, AgentId]) -> None:
    """A list in use: something in each of its sections, the latest of it minutes old."""
    queues = dict(zip(("Sales", "Support"), centre.queue_ids(tx.conn), strict=False))
    for section, count, oldest in (
        (Section.OPEN, 9, 4.0),
        (Section.ATTEMPTED, 5, 26.0),
        (Section.DONE, 8, 30.0),
        (Section.NOT_REACHED, 4, 48.0),
    ):
        for place in range(count):
            hours = oldest * (place + random.random()) / count
            _entry(tx, random, made, users, queues, section, tx.now - timedelta(hours=hours, minutes=3))


def _entry(
    tx: Tx,
    random: Random,
    made: list[Person],
    users: dict[str, AgentId],
    queues: dict[str, QueueId],
    section: Section,
    at: datetime,
) -> None:
    queue = random.choice(("Sales", "Support"))
    key = random.randrange(len(made)) if random.random() < 0.8 else None
    number = stranger(random) if key is None else made[key].numbers[0]
    callback_judging.kept(
        tx,
        list(_moments(random, users, queues[queue], section, at, tx.now)),
        queue=queues[queue],
        number=number,
        dnis=canonical(SALES_DNIS if queue == "Sales" else SUPPORT_DNIS, COUNTRY),
        customer=None if key is None else CustomerId(key + 1),
    )


def _moments(
    random: Random, users: dict[str, AgentId], queue: QueueId, section: Section, at: datetime, now: datetime
) -> Iterator[Moment]:
    """The customer called, the last time ``at``; then a colleague did what leads to the section."""
    calls = random.choices((1, 2, 3, 4), weights=(60, 25, 10, 5))[0]
    for call in range(calls - 1, -1, -1):
        called = at - timedelta(minutes=random.randint(4, 14) + 14 * (call - 1)) if call else at
        waited = random.randint(12, 190)
        why = Why(code=WhyCode.CALLER_GAVE_UP, at=called, params={"seconds": str(waited)})
        yield Moment(kind=CallbackMomentKind.MISSED, at=called, queue=queue, seconds=waited, why=why)
    tries = {Section.OPEN: 0, Section.DONE: 0, Section.NOT_REACHED: ATTEMPTS}
    done = min(now, at + timedelta(minutes=random.randint(5, 40)))
    by = random.choice((USER, *COLLEAGUES))
    who: dict[str, Any] = {"agent": users[by.user], "phone": by.phone}
    for one in range(tries.get(section, random.randint(1, ATTEMPTS - 1)), 0, -1):
        tried = done - (done - at) * (one - 1) / (ATTEMPTS + 1)
        rang = random.randint(14, 40)
        yield Moment(kind=CallbackMomentKind.TRIED, at=tried, queue=queue, seconds=rang, **who)
    if section is Section.DONE:
        yield Moment(kind=CallbackMomentKind.REACHED, at=done, queue=queue, seconds=random.randint(40, 400), **who)
