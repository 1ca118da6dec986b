"""Records and calls as entries of the time line: their order, their words, and which note belongs to which call."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from msgspec.structs import replace

from agent_client.protocol.agents import AgentBrief
from agent_client.protocol.customers import Correction, Record
from agent_client.protocol.interactions import Moment, PastCall, PastRecording
from agent_client.protocol.names import (
    AgentId,
    Channel,
    ContactId,
    CustomerId,
    Direction,
    EndedBy,
    InteractionId,
    MomentKind,
    RecordId,
    SoundState,
    WhyCode,
)
from agent_client.protocol.why import Why
from ui.panels.history import call_entry, entries_of, moment_line, record_entry

NOON = datetime(2026, 11, 18, 12, tzinfo=UTC)
ANNA, BRAM = AgentBrief(AgentId(1), "Anna", "204"), AgentBrief(AgentId(2), "Bram", "207")


def after(minutes: float) -> datetime:
    return NOON + timedelta(minutes=minutes)


def call(number: int, minutes: float, **more: object) -> PastCall:
    made = PastCall(
        interaction=InteractionId(number),
        contacts=(ContactId(number * 10), ContactId(number * 10 + 1)),
        direction=Direction.INBOUND,
        number="+3120",
        queue="Sales",
        started_at=after(minutes),
        connected_at=after(minutes + 1),
        ended_at=after(minutes + 4.5),
        ended_by=EndedBy.CUSTOMER,
        agents=(ANNA,),
    )
    return replace(made, **more)


def record(number: int, minutes: float, contact: int | None = None, by: AgentBrief = ANNA) -> Record:
    return Record(
        id=RecordId(number), customer=CustomerId(1), contact=None if contact is None else ContactId(contact), number="",
        saved_at=after(minutes), call_at=None if contact is None else after(minutes), operator=by, text=f"Note {number}",
    )  # fmt: skip


def test_notes_stand_with_their_call_and_the_newest_is_first() -> None:
    found = entries_of([record(3, 130), record(2, 4, 11, BRAM), record(1, 3, 10)], [call(1, 0), call(2, 60)])
    assert [entry.key for entry in found] == [3, ("call", 2), ("call", 1)]
    assert [(note.who, note.text) for note in found[2].notes] == [("", "Note 1"), ("Bram, 207", "Note 2")]
    assert found[1].notes == ()


def test_a_call_without_a_note_says_what_it_was() -> None:
    plain = call(1, 0, reasons=("Sold",), recorded=True, agents=(ANNA, BRAM))
    assert call_entry(plain).who == "Inbound · 3:30 · Anna, Bram · Sold · recorded"
    missed = call(1, 0, connected_at=None, agents=())
    assert call_entry(missed).who == "Inbound · nobody spoke"
    assert call_entry(call(1, 0, ended_at=None)).who == "Inbound · goes on · Anna"
    assert call_entry(call(1, 0, channel=Channel.CHAT)).who.startswith("Chat · ")


def test_the_call_that_goes_on_is_told_by_the_entry_of_now() -> None:
    found = entries_of([record(1, 1, 10)], [call(1, 0)], InteractionId(1))
    assert [entry.key for entry in found] == [1]


def test_a_note_written_much_later_says_when() -> None:
    late = replace(record(1, 3, 10), saved_at=after(40))
    assert call_entry(call(1, 0), [late]).notes[0].who.startswith("saved ")


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        (Moment(at=NOON, kind=MomentKind.HELD, agent=ANNA), "Customer on hold · Anna, 204"),
        (Moment(at=NOON, kind=MomentKind.TRANSFERRED, agent=ANNA, to="Bram"), "Transferred to Bram · Anna, 204"),
        (Moment(at=NOON, kind=MomentKind.ENDED, ended_by=EndedBy.CUSTOMER), "The customer ended the call"),
    ],
)
def test_a_moment_says_when_what_and_who(moment: Moment, said: str) -> None:
    assert moment_line(moment) == f"{NOON.astimezone():%H:%M:%S}  {said}"


def test_a_moment_says_why() -> None:
    why = Why(code=WhyCode.RANG_NOT_ANSWERED, at=NOON, params={"phone": "204", "seconds": "18"})
    line = moment_line(Moment(at=NOON, kind=MomentKind.WITHDRAWN, agent=ANNA, why=why))
    assert "Withdrawn · Anna, 204 · Rang 18 s on 204, not answered → RONA" in line


def test_a_corrected_record_says_by_whom_and_keeps_all_it_said() -> None:
    corrections = (Correction(after(123), ANNA, "Nte 1"), Correction(after(3000), BRAM, "Note 1"))
    said = replace(record(1, 0), text="Note one", corrections=corrections)
    for entry in (record_entry(said, True), call_entry(call(1, 0), [said], lambda _: True).notes[0]):
        assert (entry.record, entry.text, entry.may) == (1, "Note one", True)
        assert entry.corrected == f"corrected 20 Nov 2026, {after(3000).astimezone():%H:%M} by Bram"
        assert [(one.who.split(",")[0], one.text) for one in entry.earlier] == [("Anna", "Note 1"), ("Anna", "Nte 1")]
        assert f"{after(123).astimezone():%H:%M}" in entry.earlier[0].who
        assert f"{NOON.astimezone():%H:%M}" in entry.earlier[1].who
    same_day = record_entry(replace(said, corrections=corrections[:1]))
    assert same_day.corrected == f"corrected {after(123).astimezone():%H:%M} by Anna"
    assert (record_entry(record(1, 0)).corrected, record_entry(record(1, 0)).earlier) == ("", ())


@pytest.mark.parametrize(
    ("state", "seconds", "words"),
    [
        (SoundState.COMING, None, "recorded"),
        (SoundState.KEPT, 130.0, "recorded 2:10, paused 0:20 of it"),
        (SoundState.KEPT, 12.0, "recorded 0:12, paused 0:02 of it"),
        (SoundState.LOST, None, "recording lost"),
        (SoundState.DELETED, 130.0, "recording deleted"),
    ],
)
def test_D8_a_call_says_what_has_become_of_its_recording(state: SoundState, seconds: float | None, words: str) -> None:
    began = after(1)
    moments = (
        Moment(at=began + timedelta(seconds=10), kind=MomentKind.RECORDING_PAUSED),
        Moment(at=began + timedelta(seconds=30), kind=MomentKind.RECORDING_RESUMED),
    )
    sound = PastRecording(state=state, began_at=began, seconds=seconds)
    one = call(1, 0, recorded=True, recording=sound, moments=moments)
    assert call_entry(one).who.endswith(f" · {words}")
    assert call_entry(one, hears=True).sound == ("Play" if state is SoundState.KEPT else "")
    assert call_entry(one).sound == "", "it is not theirs"
