"""The recording of a call (D8): begins with the conversation, pauses behind the privacy shield, ends with the call."""

from __future__ import annotations

from datetime import datetime

from agent_client.backend.persistence import centre, course, interactions
from agent_client.backend.persistence import recordings as kept
from agent_client.backend.persistence.contacts import ContactRow
from agent_client.backend.ports.telephony import PauseRecording, Record, ResumeRecording
from agent_client.backend.ports.units import Tx
from agent_client.protocol.names import InteractionId, MomentKind, RecordingState, WhyCode
from agent_client.protocol.time import after, seconds_between
from agent_client.protocol.why import Why

from . import kept_recordings, telling


def begin(tx: Tx, contact: ContactRow) -> None:
    """Where the queue's calls are recorded; once for each call, through all its transfers."""
    if not centre.queue_row(tx.conn, contact.queue).records:
        return
    if interactions.row(tx.conn, contact.interaction).recording_name is not None:
        return
    name = f"{centre.settings_row(tx.conn).epoch}-{contact.interaction}"
    interactions.set_recording(tx.conn, contact.interaction, RecordingState.RECORDING, since=tx.now, name=name)
    kept.add(tx.conn, name, contact.interaction, tx.now)
    course.add(tx, contact.interaction, MomentKind.RECORDING_STARTED)
    tx.act(Record(contact.call, name))


def end(tx: Tx, contact: ContactRow) -> None:
    """With the call; the PBX ends it by itself."""
    found = interactions.row(tx.conn, contact.interaction)
    if found.recording is not None:
        interactions.set_recording(tx.conn, contact.interaction, None, since=tx.now)
    if found.recording_name is not None:
        kept_recordings.ended(tx, found.recording_name)


def pause(tx: Tx, contact: ContactRow) -> None:
    found = interactions.row(tx.conn, contact.interaction)
    if found.recording is not RecordingState.RECORDING or found.recording_name is None:
        return
    shield = centre.settings_row(tx.conn).shield_seconds
    until = None if shield is None else after(tx.now, shield)
    interactions.set_recording(tx.conn, contact.interaction, RecordingState.PAUSED, since=tx.now, until=until)
    course.add(tx, contact.interaction, MomentKind.RECORDING_PAUSED, agent=contact.agent, phone=contact.phone)
    tx.act(PauseRecording(found.recording_name))
    if until is not None:
        tx.due(until)


def resume(tx: Tx, contact: ContactRow) -> None:
    _resume(tx, contact.interaction, contact)


def shield_over(tx: Tx, interaction: InteractionId) -> None:
    """The privacy shield's time has passed. Repeatable: a pause that ended meanwhile is left alone."""
    found = interactions.row(tx.conn, interaction)
    if found.recording_until is None or found.recording_until > tx.now:
        return
    _resume(tx, interaction, None, since=found.recording_since)
    telling.publish_interaction(tx, interaction)


def _resume(tx: Tx, interaction: InteractionId, by: ContactRow | None, *, since: datetime | None = None) -> None:
    found = interactions.row(tx.conn, interaction)
    if found.recording is not RecordingState.PAUSED or found.recording_name is None:
        return
    interactions.set_recording(tx.conn, interaction, RecordingState.RECORDING, since=tx.now)
    why = None
    if since is not None:
        seconds = str(round(seconds_between(since, tx.now)))
        why = Why(code=WhyCode.RECORDING_RESUMED, at=tx.now, params={"seconds": seconds})
    agent, phone = (None, "") if by is None else (by.agent, by.phone)
    course.add(tx, interaction, MomentKind.RECORDING_RESUMED, agent=agent, phone=phone, why=why)
    tx.act(ResumeRecording(found.recording_name))
