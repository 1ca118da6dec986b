"""The rules of a centre as a text that is written and read again without loss (F6): its groups, projects, routing and the
customers who have rules, and what was said with them.

Each line is one of these, told by its first field. A record belongs to the customer with that ID above or below it, a
correction to the record right before it. Times are UTC.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from typing import Any

import msgspec
from msgspec import Struct, field
from msgspec.structs import asdict, replace

from agent_client.protocol.administration import Group, Routing
from agent_client.protocol.callbacks import CallbackRules
from agent_client.protocol.customers import NOTE_LIMIT, CustomerFields
from agent_client.protocol.names import GroupKind, Unhandled
from agent_client.protocol.refusals import BadLine, BadNumber, Invalid
from agent_client.rules.dial_numbers import canonical

from . import rule_lines
from .customer_fields import checked
from .rule_lines import BadText

FORMAT = "1"
NOTE = "#"
LONGEST_NUMBER = 40
_RULES = CallbackRules.__struct_fields__
_GROUP = ("name", "number", "kind", "capacity", "ring_seconds", "wrap_up_seconds", "retry_seconds", "callback_key")
_LATER = ("announce_seconds", "announces_place", "records")
"""Behind the rest: files of before have none of it, and say nothing about it."""
_ROUTING = ("operators", "fixed_target", "fixed_target_active", "unhandled", "agent", "unhandled_seconds")
_AS_WRITTEN = ("company_id", "company", "name", "street", "town", "postcode", "note")
"""What a file said of a customer it says again, with every blank."""
_CUSTOMER = ("company_id", "company", "name", "street", "town", "postcode", "country", "note")


class RuleProject(Struct, frozen=True, kw_only=True):
    """``group``: its name."""

    line: int = 0
    dnis: str
    name: str
    group: str
    operators: tuple[str, ...] = ()


class RuleRouting(Struct, frozen=True, kw_only=True):
    """``agent``: the user ID of who gets what nobody handles."""

    line: int = 0
    routing: Routing
    agent: str = ""


class RuleGroup(Struct, frozen=True, kw_only=True):
    """``whole``: whether it says what files of before do not: what waiting customers hear, and whether it records."""

    line: int = 0
    group: Group
    whole: bool = True


class RuleCustomer(Struct, frozen=True, kw_only=True):
    """``key``: the ID that they had, by which their records name them. ``project``: its number; empty: of none."""

    line: int = 0
    key: str
    fields: CustomerFields
    project: str = ""
    variables: dict[str, str] = {}


class RuleCorrection(Struct, frozen=True, kw_only=True):
    line: int = 0
    at: datetime
    user: str
    text: str


class RuleRecord(Struct, frozen=True, kw_only=True):
    """``text``: as it was written first."""

    line: int = 0
    customer: str
    saved_at: datetime
    call_at: datetime | None = None
    user: str
    phone: str = ""
    number: str = ""
    text: str
    corrections: tuple[RuleCorrection, ...] = ()


class Rules(Struct):
    """What a file holds."""

    groups: list[RuleGroup] = field(default_factory=list)
    projects: list[RuleProject] = field(default_factory=list)
    routing: RuleRouting | None = None
    customers: list[RuleCustomer] = field(default_factory=list)
    records: list[RuleRecord] = field(default_factory=list)


# Writing.

HEAD = "".join(
    line + rule_lines.END
    for line in (
        f"format;{FORMAT}",
        f"{NOTE} group;{';'.join((*_GROUP, *_RULES, *_LATER))}",
        f"{NOTE} project;number;name;group;operators",
        f"{NOTE} routing;{';'.join(_ROUTING)}",
        f"{NOTE} customer;ID;project;number 1;number 2;number 3;operators;{';'.join(_CUSTOMER)};variables",
        f"{NOTE} record;customer ID;saved at;call at;user;phone;number;text",
        f"{NOTE} correction;at;user;text",
    )
)


def written(rules: Rules) -> str:
    """Without `HEAD`, which comes once."""
    return "".join(rule_lines.written(fields) + rule_lines.END for fields in _lines(rules))


def _lines(rules: Rules) -> Iterator[list[str]]:
    for group in rules.groups:
        values = asdict(group.group) | asdict(group.group.rules)
        yield ["group", *(_word(values[name]) for name in (*_GROUP, *_RULES, *_LATER))]
    for project in rules.projects:
        yield ["project", project.dnis, project.name, project.group, _list(project.operators)]
    if rules.routing is not None:
        one = asdict(rules.routing.routing) | {"agent": rules.routing.agent}
        yield ["routing", _list(one["operators"]), *(_word(one[name]) for name in _ROUTING[1:])]
    for customer in rules.customers:
        yield _customer_line(customer)
    for record in rules.records:
        call = "" if record.call_at is None else _time(record.call_at)
        known = [record.customer, _time(record.saved_at), call, record.user, record.phone, record.number]
        yield ["record", *known, record.text]
        for correction in record.corrections:
            yield ["correction", _time(correction.at), correction.user, correction.text]


def _customer_line(customer: RuleCustomer) -> list[str]:
    fields = customer.fields
    texts = [getattr(fields, name) for name in _CUSTOMER]
    numbers = [*fields.numbers, "", "", ""][:3]
    variables = msgspec.json.encode(customer.variables).decode() if customer.variables else ""
    return ["customer", customer.key, customer.project, *numbers, _list(fields.operators), *texts, variables]


def _word(value: Any) -> str:
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)


def _list(numbers: Iterable[str]) -> str:
    return ",".join(numbers)


def _time(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


# Reading.


def read(text: str, country: str) -> Rules:
    """``country``: how national numbers are read. Raises `BadLine` for the first line that cannot be."""
    rules = Rules()
    seen: dict[tuple[str, str], int] = {}
    for number, line in enumerate(text.removeprefix("\ufeff").split("\n"), 1):
        line = line.removesuffix("\r")
        if not line or line.startswith(NOTE):
            continue
        try:
            kind, *fields = [
                field.replace("\0", "") for field in rule_lines.read(line)
            ]  # which PostgreSQL does not keep
        except BadText as error:
            raise bad(number, "text", str(error)) from None
        reader = _READERS.get(kind)
        if reader is None:
            raise bad(number, "kind", kind)
        reader(_Line(number, fields, rules, seen, country))
    return rules


def bad(line: int, reason: str, value: str) -> BadLine:
    return BadLine(f"line {line}: {reason}", line=str(line), reason=reason, value=value[:100])


class _Line:
    """One that is being read, and the rules that it goes into."""

    def __init__(
        self, number: int, fields: list[str], rules: Rules, seen: dict[tuple[str, str], int], country: str
    ) -> None:
        self.number = number
        self.fields = fields
        self.rules = rules
        self.country = country
        self._seen = seen

    def columns(self, count: int, more: int = 0) -> list[str]:
        """So many, or ``more`` of them."""
        if len(self.fields) not in (count, count + more):
            raise bad(self.number, "columns", str(len(self.fields)))
        return self.fields

    def once(self, kind: str, key: str) -> None:
        """Raises `BadLine` for the second of a kind that is there but once."""
        if self._seen.setdefault((kind, key), self.number) != self.number:
            raise bad(self.number, "duplicate", key)

    def time(self, text: str) -> datetime:
        try:
            at = datetime.fromisoformat(text)
        except ValueError:
            raise bad(self.number, "time", text) from None
        if at.tzinfo is None or not 1900 < at.year < 9999:
            raise bad(self.number, "time", text)
        return at.astimezone(UTC)

    def text(self, text: str, longest: int) -> str:
        if not text or len(text) > longest:
            raise bad(self.number, "text", text)
        return text

    def phone(self, text: str) -> str:
        if len(text) > LONGEST_NUMBER:
            raise bad(self.number, "number", text)
        return text

    def dnis(self, text: str) -> str:
        number = canonical(text, self.country)
        if not number:
            raise bad(self.number, "number", text)
        return self.phone(number)

    def whole(self, values: dict[str, str], kind: type[Any]) -> Any:
        """Raises `BadLine` with the field that does not fit."""
        try:
            return msgspec.convert({name: value for name, value in values.items() if value}, kind, strict=False)
        except msgspec.ValidationError as error:
            at = str(error).rpartition("$.")[2].rstrip("`").partition("[")[0]
            raise bad(self.number, "value", values.get(at, "")) from None


def _format(line: _Line) -> None:
    (version,) = line.columns(1)
    if version != FORMAT:
        raise bad(line.number, "kind", f"format;{version}")


def _group(line: _Line) -> None:
    values = line.columns(len(_GROUP) + len(_RULES), len(_LATER))
    line.once("group", values[0])
    last = len(_GROUP) + len(_RULES)
    named = dict(zip(_GROUP, values, strict=False)) | dict(zip(_LATER, values[last:], strict=False))
    rules = line.whole(dict(zip(_RULES, values[len(_GROUP) : last], strict=True)), CallbackRules)
    group: Group = replace(line.whole(named, Group), rules=rules)
    if group.kind is GroupKind.UNKNOWN:
        raise bad(line.number, "value", named["kind"])
    line.rules.groups.append(RuleGroup(line=line.number, group=group, whole=len(values) > last))


def _project(line: _Line) -> None:
    typed, name, group, operators = line.columns(4)
    dnis = line.dnis(typed)
    line.once("project", dnis)
    line.rules.projects.append(
        RuleProject(line=line.number, dnis=dnis, name=name, group=group, operators=_listed(operators))
    )


def _routing(line: _Line) -> None:
    values = dict(zip(_ROUTING, line.columns(len(_ROUTING)), strict=True))
    line.once("routing", "routing")
    operators, agent = _listed(values.pop("operators")), values.pop("agent")
    routing: Routing = replace(line.whole(values, Routing), operators=operators)
    if routing.unhandled is Unhandled.UNKNOWN:
        raise bad(line.number, "value", values["unhandled"])
    line.rules.routing = RuleRouting(line=line.number, routing=routing, agent=agent)


def _customer(line: _Line) -> None:
    key, project, *rest = line.columns(7 + len(_CUSTOMER))
    if key:
        line.once("customer", key)
    project = line.dnis(project) if project else ""
    numbers = tuple(number for number in rest[:3] if number)
    texts = dict(zip(_CUSTOMER, rest[4:-1], strict=True))
    wish: CustomerFields = replace(line.whole(texts, CustomerFields), numbers=numbers, operators=_listed(rest[3]))
    try:
        fields = replace(checked(wish, line.country), **{name: getattr(wish, name) for name in _AS_WRITTEN})
    except BadNumber as refusal:
        raise bad(line.number, "number", refusal.params["number"]) from None
    except Invalid as refusal:
        raise bad(line.number, "value", texts.get(refusal.params["field"], "")) from None
    for number in (*fields.numbers, *fields.operators):
        line.phone(number)
    line.rules.customers.append(
        RuleCustomer(line=line.number, key=key, fields=fields, project=project, variables=_variables(line, rest[-1]))
    )


def _variables(line: _Line, text: str) -> dict[str, str]:
    try:
        return msgspec.json.decode(text, type=dict[str, str]) if text else {}
    except msgspec.MsgspecError:
        raise bad(line.number, "value", text) from None


def _record(line: _Line) -> None:
    customer, saved_at, call_at, user, phone, number, text = line.columns(7)
    line.rules.records.append(
        RuleRecord(
            line=line.number,
            customer=customer,
            saved_at=line.time(saved_at),
            call_at=line.time(call_at) if call_at else None,
            user=user,
            phone=line.phone(phone),
            number=line.phone(number),
            text=line.text(text, NOTE_LIMIT),
        )
    )


def _correction(line: _Line) -> None:
    at, user, text = line.columns(3)
    if not line.rules.records:
        raise bad(line.number, "kind", "correction")
    made = RuleCorrection(line=line.number, at=line.time(at), user=user, text=line.text(text, NOTE_LIMIT))
    record = line.rules.records[-1]
    line.rules.records[-1] = replace(record, corrections=(*record.corrections, made))


def _listed(text: str) -> tuple[str, ...]:
    return tuple(number.strip() for number in text.split(",") if number.strip())


_READERS: dict[str, Callable[[_Line], None]] = {
    "format": _format,
    "group": _group,
    "project": _project,
    "routing": _routing,
    "customer": _customer,
    "record": _record,
    "correction": _correction,
}
