"""Hearing a recording (D8): who may, and that they did stands in the log before the first sound is sent."""

from __future__ import annotations

from datetime import timedelta

from agent_client.backend.domain.caller import Caller
from agent_client.backend.persistence import past_calls, recordings
from agent_client.backend.persistence.recordings import RecordingRow
from agent_client.backend.ports.units import Tx
from agent_client.protocol.names import InteractionId, SoundState
from agent_client.protocol.refusals import Forbidden, NotFound, NotPossibleNow
from agent_client.rules.hearing import may_hear

GOES_ON = timedelta(hours=2)
"""Who asks for a later part of what they began to hear so lately goes on hearing it."""


def hear(tx: Tx, who: Caller, interaction: InteractionId, *, later_part: bool) -> RecordingRow:
    """Raises `NotFound`, `Forbidden`, and `NotPossibleNow` while there is no sound, or none any more."""
    calls = past_calls.read(tx.conn, {interaction})
    if not calls:
        raise NotFound("no such call")
    if not may_hear(who.role, who.agent, calls[0]):
        raise Forbidden("not a call of this agent")
    row = recordings.of_interaction(tx.conn, interaction)
    if row is None:
        raise NotFound("it was not recorded")
    if row.state is not SoundState.KEPT or row.size is None:
        raise NotPossibleNow("there is no sound", state=row.state.value)
    if not (later_part and recordings.heard_since(tx.conn, row.name, who.agent, tx.now - GOES_ON)):
        recordings.add_hearing(tx.conn, row.name, who.agent, tx.now)
    return row
