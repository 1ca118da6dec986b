"""What an administrator decides of the sound of all calls: for how long recordings are kept, and whether background noise is
removed (D8, D12)."""

from __future__ import annotations

from agent_client.backend.domain.caller import Caller
from agent_client.backend.persistence import centre, recordings
from agent_client.backend.ports.telephony import RemoveNoise
from agent_client.backend.ports.units import Tx
from agent_client.protocol.sound import Sound, SoundRules

from .administering import may_write


def everything(tx: Tx) -> Sound:
    standing = recordings.standing(tx.conn)
    return Sound(
        rules=_rules(tx),
        kept=standing.kept,
        bytes=standing.bytes,
        waiting=standing.waiting,
        waiting_since=standing.waiting_since,
        problem=standing.problem,
        lost=standing.lost,
        noise_possible=centre.settings_row(tx.conn).noise_possible,
    )


def save(tx: Tx, who: Caller, wish: SoundRules) -> SoundRules:
    """The last save stands. Raises `Forbidden`."""
    may_write(who)
    before = _rules(tx)
    centre.set_sound(tx.conn, recording_days=wish.recording_days, noise_removal=wish.noise_removal)
    if wish.noise_removal != before.noise_removal:
        tell_pbx(tx)
        centre.publish_centre(tx)
    return wish


def tell_pbx(tx: Tx) -> None:
    """At the server's start, when the PBX is there again, and with every change."""
    tx.act(RemoveNoise(centre.settings_row(tx.conn).noise_removal))


def follow_pbx(tx: Tx, *, possible: bool) -> None:
    """What the PBX is found to be able to."""
    if possible != centre.settings_row(tx.conn).noise_possible:
        centre.set_noise_possible(tx, possible)


def _rules(tx: Tx) -> SoundRules:
    row = centre.settings_row(tx.conn)
    return SoundRules(recording_days=row.recording_days, noise_removal=row.noise_removal)
