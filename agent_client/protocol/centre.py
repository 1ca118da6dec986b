"""What the centre is made of, as far as an agent's screen needs it: queues, projects, reasons."""

from __future__ import annotations

from msgspec import Struct

from .callbacks import CallbackPeriod
from .names import AgentId, GroupKind, IdleReasonId, PasswordRule, ProjectId, QueueId, TemplateId, WrapUpReasonId
from .time import Instant


class Queue(Struct, frozen=True, kw_only=True):
    """A queue and who waits in it now."""

    id: QueueId
    name: str
    waiting: int = 0
    longest_since: Instant | None = None
    version: int
    kind: GroupKind = GroupKind.QUEUE
    combine: bool = True
    """Whether the callback list adds up calls of one number, for agents who have not chosen for themselves (E2)."""


class Project(Struct, frozen=True):
    """What customers dial (F5)."""

    id: ProjectId
    name: str
    dnis: str
    queue: QueueId


class IdleReason(Struct, frozen=True):
    id: IdleReasonId
    name: str


class WrapUpReason(Struct, frozen=True):
    id: WrapUpReasonId
    name: str


class QueueName(Struct, frozen=True):
    """A queue that contacts can be passed on to, the agent's own or not."""

    id: QueueId
    name: str


class DirectoryEntry(Struct, frozen=True, kw_only=True):
    """A line of the organisation's address book: somebody, or something, that can be dialled (D2)."""

    id: int
    name: str
    number: str
    role: str = ""
    department: str = ""
    agent: AgentId | None = None
    """The agent who has this number now: their state is known."""


class Directory(Struct, frozen=True):
    entries: tuple[DirectoryEntry, ...]
    more: bool = False


class Template(Struct, frozen=True, kw_only=True):
    """A text to begin a note with. Its placeholders are `rules.templates`'. ``queue`` None: for all."""

    id: TemplateId
    name: str
    text: str
    queue: QueueId | None = None


class Centre(Struct, frozen=True, kw_only=True):
    """What changes seldom. ``country`` (ISO 3166-1 alpha-2) is how national numbers are read."""

    version: int = 0

    name: str
    country: str
    projects: tuple[Project, ...]
    idle_reasons: tuple[IdleReason, ...]
    wrap_up_reasons: tuple[WrapUpReason, ...]
    queues: tuple[QueueName, ...] = ()
    """All of them: whoever passes a contact on sees more than their own."""
    time_zone: str = "UTC"
    """IANA name: the centre's own days, its working week, the hours that an agent types."""
    period: CallbackPeriod = CallbackPeriod()
    templates: tuple[Template, ...] = ()
    pbx_lost_since: Instant | None = None
    """The server has lost the PBX (F8): nobody can call or be called."""
    password_rule: PasswordRule = PasswordRule.STANDARD
    """What a new password must be (A8), so that it can be said while it is typed."""
    password_history: int = 0
    """So many passwords before the present one cannot be taken again."""
    clock_limit_seconds: int = 30
    """How far a workstation's clock may be off before its agent is warned (A10)."""
    noise_removal: bool = True
    """Background noise is removed from all calls (D12): the organisation's decision."""
