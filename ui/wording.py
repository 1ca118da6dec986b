"""The agent's words for what the protocol names: every code, every reason, every state is worded here.

The sentences of codes stand in `ui.sentences`.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from agent_client.protocol.agents import Me, Presence
from agent_client.protocol.centre import Centre
from agent_client.protocol.interactions import Moment
from agent_client.protocol.names import (
    AgentState,
    Channel,
    ContactState,
    Direction,
    EndedBy,
    MomentKind,
    NotReadyReason,
    Phase,
    Role,
    Section,
    TargetKind,
)
from agent_client.protocol.refusals import Refusal
from agent_client.protocol.why import Why
from agent_client.rules.parties import Hindrance
from agent_client.workstation.seat import NoSeat, SeatRefused
from agent_client.workstation.settings import SettingsTrouble

from .sentences import GENERAL_REFUSAL, GENERAL_WHY, REFUSALS, WHYS, Said
from .text import clock_time, day_and_time, marked, tr

if TYPE_CHECKING:
    from agent_client.client.api import ServerTrouble

UNREACHABLE = {
    "refused": marked("No server answers at this address: check the address, or ask IT whether the server runs."),
    "dns": marked("There is no server of this name: check the address, and this computer's network."),
    "timeout": marked("The server did not answer in time: check this computer's network, then try again."),
    "proxy": marked("The proxy does not let this computer through to the server: tell IT."),
    "other": marked("The connection to the server broke: check this computer's network, then try again."),
}

PHASES: dict[Phase, str] = {
    Phase.PAUSE: marked("Pause"),
    Phase.SIGNING_ON: marked("Signing on"),
    Phase.WAITING: marked("Waiting"),
    Phase.SETUP: marked("Setup"),
    Phase.CALL: marked("Call"),
    Phase.WRAP_UP: marked("Wrap-up"),
    Phase.RONA: marked("RONA"),
    Phase.RECONNECTING: marked("Reconnecting"),
    Phase.UNKNOWN: marked("Other phase"),
}
AGENT_STATES: dict[AgentState, str] = {
    AgentState.SIGNED_OUT: marked("Signed out"),
    AgentState.NOT_READY: marked("Not ready"),
    AgentState.READY: marked("Available"),
    AgentState.OFFERED: marked("Being called"),
    AgentState.ON_CONTACT: marked("On contact"),
    AgentState.WRAP_UP: marked("Wrap-up"),
    AgentState.UNKNOWN: marked("Other state"),
}
NOT_READY: dict[NotReadyReason, str] = {
    NotReadyReason.PAUSE: marked("Pause"),
    NotReadyReason.IDLE: marked("Idle"),
    NotReadyReason.RONA: marked("RONA"),
    NotReadyReason.DECLINED: marked("Declined"),
    NotReadyReason.UNREACHABLE: marked("Phone unreachable"),
    NotReadyReason.SIGNING_ON: marked("Signing on"),
    NotReadyReason.UNKNOWN: marked("Not ready, other reason"),
}
SECTIONS: dict[Section, str] = {
    Section.OPEN: marked("Open"),
    Section.ATTEMPTED: marked("Attempts"),
    Section.DONE: marked("Done"),
    Section.NOT_REACHED: marked("Not reached"),
    Section.UNKNOWN: marked("Other section"),
}
CONTACT_STATES: dict[ContactState, str] = {
    ContactState.QUEUED: marked("In queue"),
    ContactState.CONNECTING: marked("Connecting"),
    ContactState.RINGING: marked("Ringing"),
    ContactState.CONNECTED: marked("Connected"),
    ContactState.HELD: marked("On hold"),
    ContactState.CONSULT_REQUESTED: marked("Consult requested"),
    ContactState.CONSULTING: marked("Consulting"),
    ContactState.CONFERENCE: marked("Conference"),
    ContactState.WRAP_UP: marked("Wrap-up"),
    ContactState.ENDED: marked("Ended"),
    ContactState.UNKNOWN: marked("Other contact state"),
}
DIRECTIONS: dict[Direction, str] = {
    Direction.INBOUND: marked("Inbound"),
    Direction.OUTDIAL: marked("Outdial"),
    Direction.CALLBACK: marked("Callback"),
    Direction.PREVIEW: marked("Preview call"),
    Direction.CONSULT: marked("Consult"),
    Direction.UNKNOWN: marked("Other direction"),
}
CHANNELS: dict[Channel, str] = {
    Channel.VOICE: marked("Call"),
    Channel.CHAT: marked("Chat"),
    Channel.EMAIL: marked("E-mail"),
    Channel.SOCIAL: marked("Social"),
    Channel.UNKNOWN: marked("Other channel"),
}
ENDINGS: dict[EndedBy, str] = {
    EndedBy.CUSTOMER: marked("The customer ended the call"),
    EndedBy.AGENT: marked("You ended the call"),
    EndedBy.NOT_ANSWERED: marked("The customer did not answer"),
    EndedBy.BUSY: marked("The customer's line was busy"),
    EndedBy.FAILED: marked("The call could not be made"),
    EndedBy.TRANSFERRED: marked("You transferred the call"),
    EndedBy.CANCELLED: marked("You cancelled the callback"),
    EndedBy.UNKNOWN: marked("The call ended"),
}
TARGET_KINDS: dict[TargetKind, str] = {
    TargetKind.AGENT: marked("Agent"),
    TargetKind.QUEUE: marked("Queue"),
    TargetKind.ENTRY_POINT: marked("Entry point"),
    TargetKind.NUMBER: marked("Number"),
    TargetKind.UNKNOWN: marked("Other target"),
}
HINDRANCES: dict[Hindrance, str] = {
    Hindrance.CUSTOMER_ON_HOLD: marked("The customer is on hold: resume first."),
    Hindrance.CONSULT_NOT_ACCEPTED: marked("The consult has not been accepted yet."),
    Hindrance.CONSULT_GOES_ON: marked("Not during a consult: end it first."),
    Hindrance.IN_CONFERENCE: marked("Not during a conference."),
    Hindrance.CONSULTED_ONLY: marked("Only the colleague who asked you can do this."),
    Hindrance.HELD_AT_PHONE: marked("On hold at your phone: take the call back there."),
    Hindrance.NOT_CONNECTED: marked("The call is not connected yet."),
    Hindrance.OVER: marked("The call is over."),
}
MOMENTS: dict[MomentKind, Said] = {
    MomentKind.QUEUED: Said(marked("In the queue {to}"), marked("In the queue")),
    MomentKind.OFFERED: Said(marked("Offered")),
    MomentKind.RANG: Said(marked("{agent}'s phone rang"), marked("The phone rang")),
    MomentKind.ANSWERED: Said(marked("Answered")),
    MomentKind.CONNECTED: Said(marked("Connected")),
    MomentKind.HELD: Said(marked("Customer on hold")),
    MomentKind.RESUMED: Said(marked("Customer back from hold")),
    MomentKind.HELD_AT_PHONE: Said(marked("On hold at {agent}'s phone"), marked("On hold at the phone")),
    MomentKind.RESUMED_AT_PHONE: Said(
        marked("Back from hold at {agent}'s phone"), marked("Back from hold at the phone")
    ),
    MomentKind.CONSULT_REQUESTED: Said(marked("Consult requested with {to}"), marked("Consult requested")),
    MomentKind.CONSULT_ACCEPTED: Said(marked("Consult accepted")),
    MomentKind.CONSULT_ENDED: Said(marked("Consult ended")),
    MomentKind.CONSULT_FAILED: Said(marked("Consult failed")),
    MomentKind.CONFERENCE_STARTED: Said(marked("Conference started")),
    MomentKind.TRANSFERRED: Said(marked("Transferred to {to}"), marked("Transferred")),
    MomentKind.TOOK_OVER: Said(marked("Took the customer over")),
    MomentKind.WITHDRAWN: Said(marked("Withdrawn")),
    MomentKind.RECORDING_STARTED: Said(marked("Recording started")),
    MomentKind.RECORDING_PAUSED: Said(marked("Recording paused")),
    MomentKind.RECORDING_RESUMED: Said(marked("Recording resumed")),
    MomentKind.ENDED: Said(marked("The call ended")),
    MomentKind.WRAP_UP_EXTENDED: Said(marked("Wrap-up extended")),
    MomentKind.WRAPPED_UP: Said(marked("Wrapped up: {to}"), marked("Wrapped up")),
    MomentKind.UNKNOWN: Said(marked("Something else")),
}
ROLES: dict[Role, str] = {
    Role.AGENT: marked("Agent"),
    Role.SUPERVISOR: marked("Supervisor"),
    Role.ADMINISTRATOR: marked("Administrator"),
    Role.UNKNOWN: marked("Other role"),
}
NO_SEATS: dict[NoSeat, Said] = {
    NoSeat.CONSOLE_SESSION: Said(
        marked(
            "This is the console of a terminal server, which is no seat: sign in to the server from your own workstation."
        )
    ),
    NoSeat.NO_CLIENT_NAME: Said(
        marked("This terminal session does not say which seat it is: ask IT to set CLIENTNAME, then start again.")
    ),
    NoSeat.BAD_NAME: Said(
        marked("“{name}” cannot be the name of a seat: ask IT to set CLIENTNAME to a shorter, plain name.")
    ),
}
SETTINGS_TROUBLES: dict[SettingsTrouble, str] = {
    SettingsTrouble.SET_ASIDE: marked(
        "Your settings could not be read: they were set aside, and everything starts as new."
    ),
    SettingsTrouble.NOT_SAVED: marked("Your settings could not be saved: is there room on the disk?"),
    SettingsTrouble.POLICY: marked("A setting that IT gave this computer cannot be used: tell IT, the log says which."),
}


def refusal(refused: Refusal) -> str:
    """One sentence: what was refused, and what to do."""
    said = REFUSALS.get(refused.code, GENERAL_REFUSAL)
    return said.fill(_readable(refused.params))


def of_failure(problem: Refusal | ServerTrouble) -> str:
    """One sentence for a question that was refused or not answered."""
    return refusal(problem) if isinstance(problem, Refusal) else trouble(problem)


def trouble(problem: ServerTrouble) -> str:
    """One sentence for an answer that did not come."""
    from agent_client.client import api  # brings httpx, which nobody shall wait for before the first window

    match problem:
        case api.Unreachable(cause=cause):
            return tr(UNREACHABLE[cause])
        case api.TlsRefused(certificate=True, fault="expired"):
            return tr(
                "The server's certificate is not valid today: check the date on this computer's clock; if it is right, tell IT."
            )
        case api.TlsRefused(certificate=True, fault="host"):
            return tr("The server's certificate is for another address: check the address; if it is right, tell IT.")
        case api.TlsRefused(certificate=True):
            return tr("This computer does not trust the server's certificate: do not sign in, and tell IT.")
        case api.TlsRefused():
            return tr("No encrypted connection to the server could be made: tell IT.")
        case api.NotOurServer():
            return tr("Something else than a contact centre answers at this address: check the address.")
        case api.ServerFailed():
            return tr("The server failed ({status}): try again, and tell IT if it stays so.", status=problem.status)
        case api.ServerTooOld():
            return tr("The server is too old for this program: tell IT, or choose another server.")
        case _:
            return tr("The server could not be asked: try again, and tell IT if it stays so.")


def why(reason: Why, *, timed: bool = True) -> str:
    """What happened by itself, with the time of this computer's zone: "Rang 18 s on 204, not answered → RONA, 14:02".
    Not ``timed`` where it stands beside its time already.
    """
    time = clock_time(reason.at)
    gaps = _readable(reason.params) | _reason(reason.params) | {"time": time}
    said = WHYS.get(reason.code, GENERAL_WHY).fill(gaps)
    return said if timed else said.replace(f", {time}", "", 1)


def phase(value: Phase) -> str:
    return tr(PHASES[value])


def agent_state(agent: Me | Presence, centre: Centre | None) -> str:
    """The state as the switch shows it; an idle reason by the administrator's own name for it."""
    if agent.state is not AgentState.NOT_READY or agent.not_ready is None:
        return tr(AGENT_STATES[agent.state])
    if agent.not_ready is NotReadyReason.IDLE and centre is not None:
        for reason in centre.idle_reasons:
            if reason.id == agent.idle_reason:
                return reason.name
    return tr(NOT_READY[agent.not_ready])


def section(value: Section) -> str:
    return tr(SECTIONS[value])


def contact_state(value: ContactState) -> str:
    return tr(CONTACT_STATES[value])


def direction(value: Direction) -> str:
    return tr(DIRECTIONS[value])


def channel(value: Channel) -> str:
    return tr(CHANNELS[value])


def ended_by(value: EndedBy) -> str:
    return tr(ENDINGS[value])


def hindrance(value: Hindrance) -> str:
    """Why a button is not possible at the moment."""
    return tr(HINDRANCES[value])


def moment(happened: Moment, agent: str = "") -> str:
    """A line of the time line without its time and its why; with its ``agent`` where that belongs into the sentence."""
    if happened.kind is MomentKind.ENDED and happened.ended_by is not None:
        match happened.ended_by:
            case EndedBy.AGENT:
                return tr("The agent ended the call")
            case EndedBy.TRANSFERRED:
                return tr("The call was transferred")
            case EndedBy.CANCELLED:
                return tr("The callback was cancelled")
        return ended_by(happened.ended_by)
    gaps = {"to": happened.to, "agent": agent}
    return MOMENTS[happened.kind].fill({name: value for name, value in gaps.items() if value})


def target_kind(value: TargetKind) -> str:
    return tr(TARGET_KINDS[value])


def role(value: Role) -> str:
    return tr(ROLES[value])


def no_seat(refused: SeatRefused) -> str:
    return NO_SEATS[refused.code].fill({"name": refused.name})


def settings_trouble(value: SettingsTrouble) -> str:
    return tr(SETTINGS_TROUBLES[value])


def _reason(params: Mapping[str, str]) -> dict[str, object]:
    """What stood in the way, where a why is one's "no": a refusal, or what the situation does not allow."""
    if "refusal" in params:
        return {"reason": REFUSALS.get(params["refusal"], GENERAL_REFUSAL).fill(_readable(params))}
    hindered = [tr(words) for key, words in HINDRANCES.items() if key == params.get("hindrance")]
    return {"reason": hindered[0]} if hindered else {}


def _readable(params: Mapping[str, str]) -> dict[str, object]:
    """The parameters as people read them: instants in this computer's zone, whole seconds, states by their words."""
    return {name: _one(name, value) for name, value in params.items() if value}


def _one(name: str, value: str) -> str:
    match name:
        case "since" | "at":
            try:
                return day_and_time(datetime.fromisoformat(value))
            except ValueError:
                return value
        case "seconds":
            try:
                return str(round(float(value)))
            except (ValueError, OverflowError):
                return value
        case "alive":
            return tr("still running") if value == "yes" else tr("no longer connected")
        case "state":
            return _state(value)
        case _:
            return value


def _state(value: str) -> str:
    """Whichever of the vocabularies the word belongs to."""
    for words in (CONTACT_STATES, AGENT_STATES, NOT_READY, PHASES):
        for key, source in words.items():
            if key == value:
                return tr(source)
    return value
