"""What an agent can have before them during a call, as constructed states: every situation of the parties' table.

Each is made of the tour's own call, which is handed in.
"""

from __future__ import annotations

from datetime import timedelta
from types import ModuleType

from msgspec.structs import replace

from agent_client.client.store.state import State
from agent_client.protocol.contacts import Consult, Contact, Listener, Recording
from agent_client.protocol.interactions import Moment
from agent_client.protocol.names import (
    AgentState,
    ContactId,
    ContactState,
    Direction,
    Listening,
    MomentKind,
    OnHold,
    Part,
    RecordingState,
    TargetKind,
    WhyCode,
)
from agent_client.protocol.why import Why


def call_scenes(seen: ModuleType) -> dict[str, State]:
    return {
        name: seen.with_contact(contact, AgentState.ON_CONTACT, 252)
        for name, contact in {**_owner(seen), **_consulted(seen)}.items()
    }


def _owner(seen: ModuleType) -> dict[str, Contact]:
    call: Contact = seen.CALL
    ago = seen.ago
    held = replace(
        call,
        version=4,
        state=ContactState.HELD,
        on_hold=OnHold.CUSTOMER,
        on_hold_since=ago(42),
        course=(*call.course, Moment(at=ago(42), kind=MomentKind.HELD, agent=seen.ANNA)),
    )
    paused = Recording(state=RecordingState.PAUSED, since=ago(36), until=seen.NOW + timedelta(seconds=24))
    asked = replace(
        held,
        version=5,
        state=ContactState.CONSULT_REQUESTED,
        consult=Consult(
            contact=ContactId(601),
            kind=TargetKind.AGENT,
            name="Bram de Wit",
            number="207",
            team="Technical",
            agent=seen.BRAM.id,
            state=ContactState.RINGING,
            since=ago(8),
            until=seen.NOW + timedelta(seconds=12),
        ),
        course=(
            *held.course,
            Moment(at=ago(8), kind=MomentKind.CONSULT_REQUESTED, agent=seen.ANNA, to="Bram de Wit"),
        ),
    )
    queued = replace(
        asked,
        consult=replace(
            asked.consult,
            kind=TargetKind.QUEUE,
            name="Sales",
            number="",
            team="",
            agent=None,
            state=ContactState.QUEUED,
        ),
    )
    accepted = replace(asked.consult, state=ContactState.CONSULTING, since=ago(65), connected_at=ago(65), until=None)
    consulting = replace(
        asked,
        version=6,
        state=ContactState.CONSULTING,
        on_hold_since=ago(80),
        consult=accepted,
        course=(
            *call.course,
            Moment(at=ago(80), kind=MomentKind.HELD, agent=seen.ANNA),
            Moment(at=ago(79), kind=MomentKind.CONSULT_REQUESTED, agent=seen.ANNA, to="Bram de Wit"),
            Moment(at=ago(65), kind=MomentKind.CONSULT_ACCEPTED, agent=seen.BRAM),
        ),
    )
    swapped = replace(consulting, version=7, on_hold=OnHold.CONSULTED, on_hold_since=ago(15))
    conference = replace(
        consulting,
        version=8,
        state=ContactState.CONFERENCE,
        on_hold=None,
        on_hold_since=None,
        consult=replace(accepted, state=ContactState.CONFERENCE, since=ago(31)),
        course=(*consulting.course, Moment(at=ago(31), kind=MomentKind.CONFERENCE_STARTED, agent=seen.ANNA)),
    )
    at_phone = (*call.course, Moment(at=ago(42), kind=MomentKind.HELD_AT_PHONE, agent=seen.ANNA))
    said = {"refusal": "agent_not_available", "agent": "Bram de Wit", "state": "wrap_up", "number": "207"}
    no = Why(code=WhyCode.KEY_TRANSFER_REFUSED, at=ago(3), params=said)
    missed = {"target": "Bram de Wit", "seconds": "20"}
    failed = Why(code=WhyCode.CONSULT_NOT_ANSWERED, at=ago(3), params=missed)
    return {
        "connected": call,
        "muted": replace(call, version=4, muted=True),
        "recording_paused": replace(call, version=4, recording=paused),
        "held": held,
        "held_at_phone": replace(call, version=4, held_at_phone_since=ago(42), course=at_phone),
        "key_transfer_refused": replace(call, version=5, held_at_phone_since=ago(42), course=at_phone, why=no),
        "consulting_held_at_phone": replace(consulting, version=7, held_at_phone_since=ago(15)),
        "consult_failed": replace(
            held,
            why=failed,
            course=(*asked.course, Moment(at=ago(3), kind=MomentKind.CONSULT_FAILED, to="Bram de Wit", why=failed)),
        ),
        "whispered": replace(call, version=4, listener=Listener(name="Sonja Maas", how=Listening.WHISPER)),
        "joined_in": replace(conference, version=9, listener=Listener(name="Sonja Maas", how=Listening.BARGE)),
        "consult_requested": asked,
        "consult_queued": queued,
        "consult_requested_resumed": replace(asked, on_hold=None, on_hold_since=None),
        "consulting": consulting,
        "consult_on_hold": swapped,
        "conference": conference,
    }


def _consulted(seen: ModuleType) -> dict[str, Contact]:
    ago = seen.ago
    asker = Consult(
        contact=ContactId(501),
        kind=TargetKind.AGENT,
        name="Bram de Wit",
        number="207",
        team="Technical",
        agent=seen.BRAM.id,
        state=ContactState.CONSULTING,
        since=ago(65),
        connected_at=ago(65),
    )
    mine = replace(
        seen.CALL,
        direction=Direction.CONSULT,
        part=Part.CONSULTED,
        state=ContactState.CONSULTING,
        consult=asker,
        recording=None,
        connected_at=ago(65),
        on_hold=OnHold.CUSTOMER,
        on_hold_since=ago(80),
        course=(),
    )
    return {
        "asked": mine,
        "asked_on_hold": replace(mine, on_hold=OnHold.CONSULTED, on_hold_since=ago(15)),
        "asked_held_at_phone": replace(mine, consult=replace(asker, held_at_phone_since=ago(15))),
        "asked_conference": replace(
            mine,
            state=ContactState.CONFERENCE,
            on_hold=None,
            on_hold_since=None,
            consult=replace(asker, state=ContactState.CONFERENCE, since=ago(31)),
        ),
    }
