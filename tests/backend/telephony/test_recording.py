"""The port's contract: what is in a recording, and what is not (D8)."""

from __future__ import annotations

import io
import wave

import pytest

from agent_client.backend.ports.telephony import (
    CallEnded,
    EndCall,
    HandOver,
    Hear,
    LegId,
    MuteLeg,
    NoSuchRecording,
    PauseRecording,
    PbxLost,
    Record,
    RecordingMade,
    ResumeRecording,
    StopRinging,
)
from agent_client.backend.telephony.simulator import PhoneBehaviour

OWNER, ASKED_LEG, LEG = "204", LegId("leg-asked"), LegId("leg-owner")
BOTH = frozenset({"customer", "owner"})
NAME = "interaction-1"


def about(seconds: float) -> object:
    """An engine whose time is real cuts a little early or late."""
    return pytest.approx(seconds, abs=0.48)


async def _recorded(engine):
    call = await engine.talking()
    assert len(await engine.hears(call)) == 2
    await engine.act(Record(call, NAME))
    await engine.pass_(2)
    return call


async def test_the_paused_part_is_absent(engine) -> None:
    call = await _recorded(engine)
    await engine.act(PauseRecording(NAME))
    await engine.pass_(3)
    await engine.act(ResumeRecording(NAME))
    await engine.pass_(1)
    await engine.customer_hangs_up(call)
    await engine.told(CallEnded(call))
    await engine.pass_(2)
    assert await engine.recording(call, NAME) == [(BOTH, about(2)), (BOTH, about(1))]


async def test_a_pause_goes_on_over_hold_and_resume(engine) -> None:
    call = await _recorded(engine)
    await engine.act(PauseRecording(NAME), Hear(call, customer=False))
    await engine.pass_(1)
    await engine.act(Hear(call, customer=True))
    await engine.pass_(1)
    assert await engine.recording(call, NAME) == [(BOTH, about(2))]


async def test_nothing_is_recorded_of_a_customer_on_hold_nor_of_a_consult(engine) -> None:
    call = await _recorded(engine)
    await engine.act(Hear(call, customer=False))
    await engine.pass_(5)
    await engine.act(Hear(call, customer=True))
    await engine.pass_(1)
    assert await engine.recording(call, NAME) == [(BOTH, about(2)), (BOTH, about(1))]


async def test_a_consult_is_heard_by_no_recording(engine) -> None:
    call = await engine.consulting()
    await engine.act(Record(call, NAME))
    await engine.pass_(3)
    await engine.act(HandOver(call, ASKED_LEG))
    await engine.pass_(1)
    assert await engine.recording(call, NAME) == [(BOTH, about(1))], "it goes on with whoever took over"


async def test_in_a_conference_everybody_is_heard_unless_it_is_paused(engine) -> None:
    call = await engine.conference()
    assert len(await engine.hears(call)) == 6, "each of three hears two"
    await engine.act(Record(call, NAME))
    await engine.pass_(1)
    await engine.act(PauseRecording(NAME))
    await engine.pass_(1)
    assert await engine.recording(call, NAME) == [(BOTH | {"consulted"}, about(1))]


async def test_a_muted_phone_is_not_in_it(engine) -> None:
    await engine.phone(OWNER, PhoneBehaviour(mutes=True))
    call = await _recorded(engine)
    await engine.act(MuteLeg(LEG, True))
    await engine.pass_(1)
    assert await engine.recording(call, NAME) == [(BOTH, about(2)), (frozenset({"customer"}), about(1))]


async def test_a_customer_who_waits_again_is_not_recorded(engine) -> None:
    call = await _recorded(engine)
    await engine.act(StopRinging(LEG))
    await engine.pass_(4)
    assert await engine.recording(call, NAME) == [(BOTH, about(2))]


async def test_recording_twice_under_one_name_is_one_recording(engine) -> None:
    call = await _recorded(engine)
    await engine.act(Record(call, NAME))
    await engine.pass_(1)
    assert await engine.recording(call, NAME) == [(BOTH, about(3))]


async def test_what_is_ordered_of_a_recording_that_is_over_does_nothing(engine) -> None:
    call = await _recorded(engine)
    await engine.customer_hangs_up(call)
    await engine.told(CallEnded(call))
    await engine.act(PauseRecording(NAME), ResumeRecording(NAME), ResumeRecording("nobody's"))
    await engine.pass_(1)
    assert await engine.recording(call, NAME) == [(BOTH, about(2))]


async def _over(engine) -> None:
    """Two seconds are recorded, then the customer hangs up."""
    call = await _recorded(engine)
    await engine.customer_hangs_up(call)
    await engine.told(CallEnded(call), RecordingMade(NAME, about(2)), within=2)


async def _fetched(engine, name: str = NAME) -> bytes:
    return b"".join([piece async for piece in await engine.pbx.fetch(name)])


async def test_D8_a_recording_that_is_over_is_told_and_can_be_fetched(engine) -> None:
    await _over(engine)
    with wave.open(io.BytesIO(await _fetched(engine))) as sound:
        assert (sound.getnchannels(), sound.getsampwidth()) == (1, 2)
        assert sound.getnframes() / sound.getframerate() == about(engine.seconds(2))
        assert any(sound.readframes(sound.getnframes())), "there is sound in it"


async def test_D8_what_is_deleted_or_goes_on_or_never_was_cannot_be_fetched(engine) -> None:
    call = await _recorded(engine)
    for name in (NAME, "nobody's"):
        with pytest.raises(NoSuchRecording):
            await _fetched(engine, name)
    await engine.act(EndCall(call))
    await engine.told(CallEnded(call, by_agent=True), RecordingMade(NAME, about(2)), within=2)
    await engine.pbx.delete(NAME)
    await engine.pbx.delete(NAME)
    with pytest.raises(NoSuchRecording):
        await _fetched(engine)


async def test_D8_after_a_restart_it_is_told_again_until_somebody_deletes_it(engine) -> None:
    await _over(engine)
    await engine.restarted(())
    await engine.told(RecordingMade(NAME, about(2)), within=2)
    await engine.pbx.delete(NAME)
    await engine.restarted(())
    assert NAME not in await engine.recordings_told()


async def test_D8_while_the_link_is_lost_none_can_be_fetched(engine) -> None:
    await _over(engine)
    await engine.loses_link()
    await engine.told(PbxLost(), within=30)
    with pytest.raises(OSError):
        await _fetched(engine)
    with pytest.raises(OSError):
        await engine.pbx.delete(NAME)
