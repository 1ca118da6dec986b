"""What an administrator decides: groups, projects, routing, callback rules, templates, rights (E2 to E5, F3, F5 to F7).

Each thing carries the version that was seen; one that somebody saved meanwhile refuses with `refusals.RulesChanged`.
"""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct

from .agents import AgentBrief, Rights
from .callbacks import CallbackPeriod, CallbackRules
from .centre import Template
from .customers import CustomerBrief, Number
from .names import AgentId, GroupKind, ProjectId, QueueId, RouteCode, TemplateId, Unhandled
from .passwords import Account, Security
from .remote import RemoteSignIn
from .sound import Sound
from .time import Instant

Version = Annotated[int, Meta(ge=0, le=2**53)]
Operators = Annotated[tuple[Number, ...], Meta(max_length=50)]
"""Agents' phone numbers, in the order in which they are tried."""
Name = Annotated[str, Meta(min_length=1, max_length=200)]
TEMPLATE_LIMIT = 10_000


class Group(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A queue with its number, the name that clients show, and its capacity (F7). ``id`` 0 makes a new one."""

    id: QueueId = QueueId(0)
    version: Version = 0
    name: Name
    number: Number = ""
    kind: GroupKind = GroupKind.QUEUE
    capacity: Annotated[int, Meta(ge=1, le=100_000)] | None = None
    """How many may wait; None: any number."""
    ring_seconds: Annotated[int, Meta(ge=1, le=300)] = 18
    wrap_up_seconds: Annotated[int, Meta(ge=1, le=7200)] = 120
    retry_seconds: Annotated[int, Meta(ge=1, le=86_400)] = 300
    """Until a customer who asked for a call and did not answer is tried again."""
    callback_key: Annotated[str, Meta(pattern="^[0-9*#]?$")] = ""
    """The key by which a waiting customer asks to be called back (E10); empty: none."""
    announce_seconds: Annotated[int, Meta(ge=10, le=3600)] | None = None
    """Who waits is spoken to after so long, and so often, and is offered the callback; None: never."""
    announces_place: bool = False
    """And is told their place in the queue."""
    records: bool = False
    """Its calls are recorded (D8), those that begin from now on."""
    rules: CallbackRules = CallbackRules()


class ProjectRules(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What customers dial, and who takes it (F5). Without operators those of the queue do."""

    id: ProjectId = ProjectId(0)
    version: Version = 0
    name: Name
    dnis: Annotated[str, Meta(min_length=1, max_length=40)]
    queue: QueueId
    operators: Operators = ()


class Routing(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What holds for all projects (F5, F7)."""

    version: Version = 0
    operators: Operators = ()
    """Everybody's: tried when those of the customer and of the project are busy."""
    fixed_target: Number = ""
    """Where a call goes while all are busy; used while ``fixed_target_active``."""
    fixed_target_active: bool = False
    unhandled: Unhandled = Unhandled.WAIT
    unhandled_agent: AgentId | None = None
    unhandled_seconds: Annotated[int, Meta(ge=5, le=86_400)] | None = None
    """A call that waited so long is unhandled, as is one for which the group has no room; None: however long."""


class Callbacking(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The callback rules of the whole centre."""

    version: Version = 0
    time_zone: Annotated[str, Meta(min_length=1, max_length=60)] = "UTC"
    period: CallbackPeriod = CallbackPeriod()


class SaveTemplate(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """``id`` 0 makes a new one. The last save stands."""

    id: TemplateId = TemplateId(0)
    name: Name
    text: Annotated[str, Meta(min_length=1, max_length=TEMPLATE_LIMIT)]
    queue: QueueId | None = None


class AgentRights(Struct, frozen=True, kw_only=True):
    agent: AgentBrief
    user: str
    rights: Rights


class Administration(Struct, frozen=True, kw_only=True):
    """All of it, as the administrator's window shows it."""

    groups: tuple[Group, ...]
    projects: tuple[ProjectRules, ...]
    routing: Routing
    callbacking: Callbacking
    templates: tuple[Template, ...] = ()
    agents: tuple[AgentRights, ...] = ()
    remote: RemoteSignIn = RemoteSignIn()
    security: Security = Security()
    accounts: tuple[Account, ...] = ()
    sound: Sound = Sound()


class WouldGet(Struct, frozen=True, forbid_unknown_fields=True):
    """Who would get a call from ``number`` to ``dnis``? Both as typed; an empty number is a withheld one."""

    number: Annotated[str, Meta(max_length=40)]
    dnis: Annotated[str, Meta(min_length=1, max_length=40)]


class Considered(Struct, frozen=True, kw_only=True):
    """One operator on the way to the answer."""

    code: RouteCode
    """As whose operator: the customer's (1), the project's (2), everybody's (3)."""
    phone: str
    agent: AgentBrief | None = None
    """None: nobody is signed in with this phone."""
    free: bool = False


class Route(Struct, frozen=True, kw_only=True):
    """The answer: ``phone`` and ``agent`` get the call, or with ``target`` the fixed number; with neither it waits in the
    queue, is shown to ``agent`` as unhandled, or is ended, as ``unhandled`` says."""

    code: RouteCode
    phone: str = ""
    agent: AgentBrief | None = None
    target: str = ""
    queue: QueueId
    customer: CustomerBrief | None = None
    considered: tuple[Considered, ...] = ()
    unhandled: Unhandled | None = None


class RulesFile(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The text of an export, to be read in again (F6). ``dry``: only say what would be done."""

    text: Annotated[str, Meta(max_length=200_000_000)]
    dry: bool = False


class RulesRead(Struct, frozen=True, kw_only=True):
    """What was read in, or would be: all of it or nothing."""

    projects: int = 0
    customers_added: int = 0
    customers_changed: int = 0
    records: int = 0


class CallLogCleared(Struct, frozen=True):
    lines: int


class CallLine(Struct, frozen=True, kw_only=True):
    """One call of the log (F5). ``operator``: the phone that took it; empty: nobody did."""

    at: Instant
    project: str
    caller: str
    operator: str
    code: RouteCode
    customer: int | None = None
