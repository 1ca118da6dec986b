"""Each kind of rules as fields: what stands in them for what is saved, and what is meant by what stands in them."""

from __future__ import annotations

from collections.abc import Collection

from msgspec.structs import replace

from agent_client.protocol import passwords
from agent_client.protocol.administration import (
    TEMPLATE_LIMIT,
    AgentRights,
    Callbacking,
    Group,
    ProjectRules,
    Routing,
    SaveTemplate,
)
from agent_client.protocol.agents import Rights
from agent_client.protocol.callbacks import CallbackPeriod, CallbackRules
from agent_client.protocol.centre import Template
from agent_client.protocol.names import GroupKind, PasswordRule, Period, QueueId, Unhandled
from agent_client.protocol.passwords import Security
from agent_client.protocol.sound import SoundRules
from agent_client.rules import local_times
from ui.text import tr

from .reading import Reading
from .sheets import Values

NUMBER = 40
NAME = 200
CAPACITY = (1, 100_000)
RINGS = (1, 300)
WRAPS_UP = (1, 7200)
RETRIES = (1, 86_400)
SHORTEST = (0, 3600)
ATTEMPTS = (1, 99)
WAITS = (5, 86_400)
ANNOUNCES = (10, 3600)
RECORDING_DAYS = (1, 36_500)
PASSWORD_DAYS, PASSWORD_HISTORY = passwords.DAYS, passwords.HISTORY
LOCK_OUT = passwords.LOCK_OUT
REAUTHENTICATE = passwords.REAUTHENTICATE_HOURS
CLOCK_LIMIT = passwords.CLOCK_LIMIT_SECONDS
KEYS = frozenset("0123456789*#")
_TICKS = (
    "combine",
    "answered_elsewhere",
    "answered_without_group",
    "attempts_by_non_members",
    "internal",
    "voicemail",
)
DEFAULT = Group(name="?")
"""What a new group begins with."""


def group_fields(group: Group) -> Values:
    rules = group.rules
    return {
        "name": group.name,
        "number": group.number,
        "kind": group.kind,
        "capacity": _written(group.capacity),
        "ring_seconds": str(group.ring_seconds),
        "wrap_up_seconds": str(group.wrap_up_seconds),
        "retry_seconds": str(group.retry_seconds),
        "callback_key": group.callback_key,
        "announce_seconds": _written(group.announce_seconds),
        "announces_place": group.announces_place,
        "records": group.records,
        **{name: getattr(rules, name) for name in _TICKS},
        "shortest_missed": str(rules.shortest_missed),
        "shortest_attempt": str(rules.shortest_attempt),
        "attempts": str(rules.attempts),
    }


def read_group(values: Values, over: Group, names: Collection[str]) -> tuple[Group, dict[str, str]]:
    """``names``: those of the other groups."""
    read = Reading(values)
    name = read.text("name", NAME, tr("A group needs a name."))
    if name.casefold() in {other.casefold() for other in names}:
        read.check("name", tr("Another group has this name."))
    rules = CallbackRules(
        **{tick: read.flag(tick) for tick in _TICKS},
        shortest_missed=read.whole("shortest_missed", *SHORTEST),
        shortest_attempt=read.whole("shortest_attempt", *SHORTEST),
        attempts=read.whole("attempts", *ATTEMPTS),
    )
    kind = read.one("kind", GroupKind, tr("Choose how the group shares its calls."), over.kind)
    group = replace(over, name=name, number=read.number("number"), kind=kind, rules=rules)
    return (_with_waiting(read, group) if kind is GroupKind.QUEUE else group), read.faults


def _with_waiting(read: Reading, group: Group) -> Group:
    """What there is only of a queue: the PBX rings the phones of other groups by its own rules."""
    key = read.text("callback_key", NUMBER)
    if key and key not in KEYS:
        read.check("callback_key", tr("One key: a digit, * or #."))
    return replace(
        group,
        capacity=read.whole_or_none("capacity", *CAPACITY),
        ring_seconds=read.whole("ring_seconds", *RINGS),
        wrap_up_seconds=read.whole("wrap_up_seconds", *WRAPS_UP),
        retry_seconds=read.whole("retry_seconds", *RETRIES),
        callback_key=key,
        announce_seconds=read.whole_or_none("announce_seconds", *ANNOUNCES),
        announces_place=read.flag("announces_place"),
        records=read.flag("records"),
    )


def project_fields(project: ProjectRules) -> Values:
    return {
        "name": project.name,
        "dnis": project.dnis,
        "queue": project.queue or None,
        "operators": project.operators,
    }


def read_project(
    values: Values, over: ProjectRules, names: Collection[str], numbers: Collection[str]
) -> tuple[ProjectRules, dict[str, str]]:
    """``names`` and ``numbers``: those of the other projects."""
    read = Reading(values)
    dnis = read.number("dnis", tr("Which number do customers dial?"))
    if dnis and dnis in numbers:
        read.check("dnis", tr("Another project has this number."))
    name = read.text("name", NAME, tr("A project needs a name."))
    if name.casefold() in {other.casefold() for other in names}:
        read.check("name", tr("Another project has this name."))
    queue = read.one("queue", int, tr("Choose where its calls wait."), over.queue)
    project = replace(over, name=name, dnis=dnis, queue=QueueId(queue), operators=read.numbers("operators"))
    return project, read.faults


def routing_fields(routing: Routing) -> Values:
    return {
        "operators": routing.operators,
        "fixed_target": routing.fixed_target,
        "fixed_target_active": routing.fixed_target_active,
        "unhandled": routing.unhandled,
        "unhandled_agent": routing.unhandled_agent,
        "unhandled_seconds": _written(routing.unhandled_seconds),
    }


def read_routing(values: Values, over: Routing) -> tuple[Routing, dict[str, str]]:
    read = Reading(values)
    active = read.flag("fixed_target_active")
    unhandled = read.one("unhandled", Unhandled, tr("Choose what becomes of them."), over.unhandled)
    agent = values["unhandled_agent"]
    if unhandled is Unhandled.AGENT and agent is None:
        read.check("unhandled_agent", tr("Choose who gets them."))
    routing = replace(
        over,
        operators=read.numbers("operators"),
        fixed_target=read.number("fixed_target", tr("To which number do they go?") if active else ""),
        fixed_target_active=active,
        unhandled=unhandled,
        unhandled_agent=agent,
        unhandled_seconds=read.whole_or_none("unhandled_seconds", *WAITS),
    )
    return routing, read.faults


def callbacking_fields(rules: Callbacking) -> Values:
    return {
        "time_zone": rules.time_zone,
        "period": rules.period.period,
        "without_saturdays": rules.period.without_saturdays,
        "without_sundays": rules.period.without_sundays,
        "kinds": tuple(kind for kind in (*GroupKind,) if kind in rules.period.kinds),
    }


def read_callbacking(values: Values, over: Callbacking) -> tuple[Callbacking, dict[str, str]]:
    read = Reading(values)
    zone = read.text("time_zone", 60, tr("In which time zone does the centre work?"))
    if zone and not local_times.known(zone) and zone != over.time_zone:
        read.check("time_zone", tr("There is no such time zone: write it like Europe/Prague."))
    kinds = values["kinds"]
    period = CallbackPeriod(
        kinds=tuple(kind for kind in GroupKind if kind in kinds) if isinstance(kinds, tuple) else (),
        period=read.one("period", Period, tr("Choose a period."), over.period.period),
        without_saturdays=read.flag("without_saturdays"),
        without_sundays=read.flag("without_sundays"),
    )
    return replace(over, time_zone=zone, period=period), read.faults


def template_fields(template: Template) -> Values:
    return {"name": template.name, "text": template.text, "queue": template.queue}


def read_template(values: Values, over: Template) -> tuple[SaveTemplate, dict[str, str]]:
    read = Reading(values)
    text = str(values["text"])
    if not text.strip():
        read.check("text", tr("A template needs a text."))
    elif len(text) > TEMPLATE_LIMIT:
        read.check("text", tr("At most {most} characters, this has {n}.", most=TEMPLATE_LIMIT, n=len(text)))
    queue = values["queue"]
    wish = SaveTemplate(
        id=over.id,
        name=read.text("name", NAME, tr("A template needs a name.")),
        text=text,
        queue=QueueId(queue) if isinstance(queue, int) else None,
    )
    return wish, read.faults


def security_fields(security: Security) -> Values:
    return {
        "password_rule": security.password_rule,
        "password_days": _written(security.password_days),
        "password_history": str(security.password_history),
        "lock_out_after": _written(security.lock_out_after),
        "reauthenticate_hours": str(security.reauthenticate_hours),
        "clock_limit_seconds": str(security.clock_limit_seconds),
    }


def read_security(values: Values, over: Security) -> tuple[Security, dict[str, str]]:
    read = Reading(values)
    rule = read.one("password_rule", PasswordRule, tr("Choose a rule."), over.password_rule)
    history = read.whole("password_history", *PASSWORD_HISTORY)
    if rule is PasswordRule.STRICT and history == 0:
        read.check("password_history", tr("With the strict rule at least 1: nobody switches between two."))
    security = replace(
        over,
        password_rule=rule,
        password_days=read.whole_or_none("password_days", *PASSWORD_DAYS),
        password_history=history,
        lock_out_after=read.whole_or_none("lock_out_after", *LOCK_OUT),
        reauthenticate_hours=read.whole("reauthenticate_hours", *REAUTHENTICATE),
        clock_limit_seconds=read.whole("clock_limit_seconds", *CLOCK_LIMIT),
    )
    return security, read.faults


def sound_fields(rules: SoundRules) -> Values:
    return {"recording_days": _written(rules.recording_days), "noise_removal": rules.noise_removal}


def read_sound(values: Values) -> tuple[SoundRules, dict[str, str]]:
    read = Reading(values)
    rules = SoundRules(
        recording_days=read.whole_or_none("recording_days", *RECORDING_DAYS), noise_removal=read.flag("noise_removal")
    )
    return rules, read.faults


def rights_fields(agent: AgentRights) -> Values:
    rights = agent.rights
    return {
        "edit_central": rights.edit_central,
        "edit_own": rights.edit_own,
        "takes_contacts": rights.takes_contacts,
        "keeps_line": rights.keeps_line,
    }


def read_rights(values: Values) -> Rights:
    read = Reading(values)
    return Rights(
        edit_central=read.flag("edit_central"),
        edit_own=read.flag("edit_own"),
        takes_contacts=read.flag("takes_contacts"),
        keeps_line=read.flag("keeps_line"),
    )


def _written(number: int | None) -> str:
    return "" if number is None else str(number)
