"""What was: a call's time line, and the calls that stand in a customer's history (F2)."""

from __future__ import annotations

from msgspec import Struct

from .agents import AgentBrief
from .names import Channel, ContactId, Direction, EndedBy, InteractionId, MomentKind, SoundState
from .time import Instant
from .why import Why


class Moment(Struct, frozen=True, kw_only=True):
    """One line of a call's time line."""

    at: Instant
    kind: MomentKind
    agent: AgentBrief | None = None
    to: str = ""
    why: Why | None = None
    ended_by: EndedBy | None = None


class PastRecording(Struct, frozen=True, kw_only=True):
    """The recording of a call (D8): where it was paused, the call's moments say; there it is silent."""

    state: SoundState
    began_at: Instant
    seconds: float | None = None
    """None: not known yet."""


class PastCall(Struct, frozen=True, kw_only=True):
    """One matter of a customer, through all its contacts; also one that goes on still, and one that nobody answered."""

    interaction: InteractionId
    contacts: tuple[ContactId, ...]
    """Records (`customers.Record.contact`) that name one of these belong to it."""
    channel: Channel = Channel.VOICE
    direction: Direction
    number: str
    queue: str
    """The name of the one it came in by."""
    started_at: Instant
    connected_at: Instant | None = None
    """When customer and agent first spoke; None: they never did."""
    ended_at: Instant | None = None
    """None: it goes on."""
    ended_by: EndedBy | None = None
    agents: tuple[AgentBrief, ...] = ()
    """Who had the customer, in their order; not who was only asked."""
    reasons: tuple[str, ...] = ()
    recorded: bool = False
    recording: PastRecording | None = None
    moments: tuple[Moment, ...] = ()
