"""Making a centre in an empty database, from a plan: what an administrator has decided, what a demo shows."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from msgspec import Struct
from msgspec.structs import replace

from agent_client.backend.persistence import (
    agents,
    centre,
    customers,
    passwords,
    projects,
    records,
    remote_agents,
    templates,
    variables,
)
from agent_client.backend.persistence.centre import ShownVariable
from agent_client.backend.ports.units import Tx
from agent_client.protocol.administration import SaveTemplate
from agent_client.protocol.callbacks import CallbackPeriod, CallbackRules
from agent_client.protocol.customers import CustomerFields
from agent_client.protocol.names import AgentId, GroupKind, ProjectId, QueueId, Role, VariableKind, WrapUpReasonId
from agent_client.protocol.passwords import MustChange, PasswordProblem
from agent_client.rules.dial_numbers import canonical
from agent_client.rules.local_times import zones_of_country
from agent_client.rules.passwords import unmet

from . import directory
from .directory import PlannedEntry

_PROBLEMS = {
    PasswordProblem.TOO_SHORT: "it is too short",
    PasswordProblem.NOT_BOTH: "it needs digits and letters both",
    PasswordProblem.REPEATED: "three letters or digits in a row come twice in it",
}


class AlreadySetUp(Exception):
    """The database holds a centre already."""


class CannotAdd(Exception):
    """The agent cannot be added as planned; the text says why."""


class PlannedQueue(Struct, frozen=True, kw_only=True):
    name: str
    dnis: tuple[tuple[str, str], ...] = ()
    """The projects that lead to it: name and dialled number."""
    variables: tuple[ShownVariable, ...] = ()
    ring_seconds: int = 18
    wrap_up_seconds: int = 120
    rules: CallbackRules = CallbackRules()
    number: str = ""
    kind: GroupKind = GroupKind.QUEUE
    capacity: int | None = None
    callback_key: str = ""
    announce_seconds: int | None = None
    announces_place: bool = False
    records: bool = False
    web_cancel: bool = False
    retry_seconds: int = 300
    wrap_up_extensions: int = 2
    wrap_up_extend_seconds: int = 60
    default_reason: str = ""
    """One of the plan's wrap-up reasons."""


class PlannedVariable(Struct, frozen=True, kw_only=True):
    """A value that calls have (D9). What a customer has under the same key comes with their call."""

    key: str
    label: str
    kind: VariableKind = VariableKind.TEXT
    editable: bool = True
    secure: bool = False


class PlannedAgent(Struct, frozen=True, kw_only=True):
    user: str
    name: str
    password: str
    role: Role = Role.AGENT
    queues: tuple[str, ...] = ()
    team: str = ""
    phone_number: str = ""
    """Registered for signing in by phone."""
    must_change: MustChange | None = None
    """Why the password is good for setting another one only."""


class PlannedRecord(Struct, frozen=True, kw_only=True):
    at: datetime
    user: str
    text: str
    phone: str = ""


class PlannedCustomer(Struct, frozen=True, kw_only=True):
    fields: CustomerFields
    variables: dict[str, str] = {}
    operators: tuple[str, ...] = ()
    project: str | None = None
    records: tuple[PlannedRecord, ...] = ()
    """The oldest first."""


class PlannedTemplate(Struct, frozen=True, kw_only=True):
    """``queue`` None: for all."""

    name: str
    text: str
    queue: str | None = None


class Plan(Struct, frozen=True, kw_only=True):
    name: str
    country: str
    queues: tuple[PlannedQueue, ...] = ()
    agents: tuple[PlannedAgent, ...] = ()
    idle_reasons: tuple[str, ...] = ()
    wrap_up_reasons: tuple[str, ...] = ()
    customers: tuple[PlannedCustomer, ...] = ()
    cad: tuple[PlannedVariable, ...] = ()
    """In the order in which they stand beside the call."""
    directory: tuple[PlannedEntry, ...] = ()
    templates: tuple[PlannedTemplate, ...] = ()
    sign_on_seconds: int = 20
    grace_seconds: int = 60
    most_calls: int | None = None
    most_digital: int = 5
    noise_removal: bool = True
    shield_seconds: int | None = 30
    time_zone: str = "UTC"
    period: CallbackPeriod = CallbackPeriod()
    service_number: str = ""


VARIABLES = (
    ShownVariable("queue", "Queue"),
    ShownVariable("dnis", "Dialled"),
    ShownVariable("waited", "Waited"),
    ShownVariable("contract", "Contract"),
)


def first_plan(name: str, country: str, administrator: PlannedAgent, dnis: str) -> Plan:
    """What a new centre starts with: one queue on one number, one administrator, the reasons that every centre has. Its days
    are those of the country's time zone, if it has but one."""
    zones = zones_of_country(country)
    return Plan(
        name=name,
        country=country,
        time_zone=zones[0] if len(zones) == 1 else "UTC",
        queues=(PlannedQueue(name="Service", dnis=(("Service", dnis),), variables=VARIABLES),),
        agents=(administrator,),
        idle_reasons=("Lunch", "Meeting", "Training", "Back office"),
        cad=(
            PlannedVariable(key="contract", label="Contract", editable=False),
            PlannedVariable(key="case", label="Case"),
            PlannedVariable(key="callback", label="Callback wanted", kind=VariableKind.DATE_TIME),
        ),
        wrap_up_reasons=("Answered", "Passed on", "Callback agreed", "Wrong number", "Nobody there"),
    )


def set_up(tx: Tx, plan: Plan, hashed: Callable[[str], str]) -> None:
    """Raises `AlreadySetUp`. ``hashed`` keeps passwords as `passwords.Passwords.hashed` does."""
    if centre.is_set_up(tx.conn):
        raise AlreadySetUp
    centre.set_up(
        tx.conn,
        name=plan.name,
        country=plan.country,
        sign_on_seconds=plan.sign_on_seconds,
        grace_seconds=plan.grace_seconds,
        most_calls=plan.most_calls,
        most_digital=plan.most_digital,
        noise_removal=plan.noise_removal,
        shield_seconds=plan.shield_seconds,
        time_zone=plan.time_zone,
        period=plan.period,
    )
    remote_agents.set_service_number(tx.conn, canonical(plan.service_number, plan.country))
    for reason in plan.idle_reasons:
        centre.create_idle_reason(tx.conn, reason)
    reasons = {reason: centre.create_wrap_up_reason(tx.conn, reason) for reason in plan.wrap_up_reasons}
    for variable in plan.cad:
        variables.define(
            tx.conn,
            variable.key,
            variable.label,
            variable.kind,
            editable=variable.editable,
            secure=variable.secure,
        )
    queues, made = _queues(tx, plan, reasons)
    people = {agent.user: _agent(tx, agent, queues, hashed) for agent in plan.agents}
    for customer in plan.customers:
        _customer(tx, plan.country, customer, made, people)
    directory.replace_all(tx, plan.directory)
    for one in plan.templates:
        queue = None if one.queue is None else queues[one.queue]
        templates.add(tx.conn, SaveTemplate(name=one.name, text=one.text, queue=queue))


def add_agent(tx: Tx, agent: PlannedAgent, hashed: Callable[[str], str]) -> AgentId:
    """To a centre that may be at work; without queues named, for all of them. Raises `CannotAdd`."""
    if not centre.is_set_up(tx.conn):
        raise CannotAdd("the database holds no centre yet: make one with init")
    queues = {(row := centre.queue_row(tx.conn, queue)).name: row.id for queue in centre.queue_ids(tx.conn)}
    if unknown := [name for name in agent.queues if name not in queues]:
        raise CannotAdd(f"there is no queue {unknown[0]!r}; there are: {', '.join(queues)}")
    if agents.account(tx.conn, agent.user) is not None:
        raise CannotAdd(f"there is an agent {agent.user!r} already")
    if problems := unmet(agent.password, centre.settings_row(tx.conn).password_rule):
        raise CannotAdd(f"the centre does not take this password: {_PROBLEMS[problems[0]]}")
    return _agent(tx, agent, queues, hashed)


def _agent(tx: Tx, agent: PlannedAgent, queues: dict[str, QueueId], hashed: Callable[[str], str]) -> AgentId:
    made = agents.create(
        tx.conn,
        tx.now,
        user=agent.user,
        name=agent.name,
        password_hash=hashed(agent.password),
        role=agent.role,
        queues=tuple(queues[name] for name in agent.queues) or tuple(queues.values()),
        team=agent.team,
    )
    if agent.must_change is not None:
        passwords.ask_for_another(tx.conn, made, agent.must_change)
    if agent.phone_number:
        number = canonical(agent.phone_number, centre.settings_row(tx.conn).country)
        remote_agents.set_numbers(tx.conn, made, number, "")
    return made


def _queues(tx: Tx, plan: Plan, reasons: dict[str, WrapUpReasonId]) -> tuple[dict[str, QueueId], dict[str, ProjectId]]:
    queues: dict[str, QueueId] = {}
    made: dict[str, ProjectId] = {}
    for queue in plan.queues:
        queues[queue.name] = centre.create_queue(
            tx.conn,
            queue.name,
            variables=queue.variables,
            ring_seconds=queue.ring_seconds,
            wrap_up_seconds=queue.wrap_up_seconds,
            rules=queue.rules,
            retry_seconds=queue.retry_seconds,
            records=queue.records,
            web_cancel=queue.web_cancel,
            wrap_up_extensions=queue.wrap_up_extensions,
            wrap_up_extend_seconds=queue.wrap_up_extend_seconds,
            default_reason=reasons[queue.default_reason] if queue.default_reason else None,
            number=queue.number,
            kind=queue.kind,
            capacity=queue.capacity,
            callback_key=queue.callback_key,
            announce_seconds=queue.announce_seconds,
            announces_place=queue.announces_place,
        )
        for name, dnis in queue.dnis:
            number = canonical(dnis, plan.country)
            made[name] = projects.create(tx.conn, name, number, queues[queue.name])
    return queues, made


def _customer(
    tx: Tx, country: str, planned: PlannedCustomer, made: dict[str, ProjectId], people: dict[str, AgentId]
) -> None:
    numbers = tuple(canonical(number, planned.fields.country or country) for number in planned.fields.numbers)
    customer = customers.create(
        tx.conn,
        replace(
            planned.fields,
            numbers=numbers,
            project=None if planned.project is None else made[planned.project],
            operators=planned.operators,
        ),
        shown=planned.variables,
    )
    for record in planned.records:
        records.add(
            tx.conn,
            customer=customer,
            contact=None,
            number=numbers[0] if numbers else "",
            saved_at=record.at,
            call_at=record.at,
            agent=people[record.user],
            phone=record.phone,
            text=record.text,
        )
