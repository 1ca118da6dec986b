"""Hold, recording, tones and mute at the server (D1, D8), proved by who hears whom in the PBX."""

from __future__ import annotations

import pytest
from sqlalchemy import update

from agent_client.backend.persistence import contact_view, interactions
from agent_client.backend.persistence.tables import centre, queues
from agent_client.backend.services import call_control, calls, consulting, transfers
from agent_client.backend.telephony.simulator import CustomerBehaviour, PhoneBehaviour
from agent_client.protocol.contacts import Digits, Mute
from agent_client.protocol.names import ContactState, MomentKind, OnHold, RecordingState, WhyCode
from agent_client.protocol.refusals import ContactChanged, NotPossibleNow
from agent_client.rules.parties import ContactAction, allowed
from tests.backend.services.talking import ASK, CUS, OUTSIDE, OWN, Bench, pair, to

S = ContactState


async def test_D1_hold_and_resume(bench):
    before = await bench.annas()
    await bench.press(bench.anna, call_control.hold)
    held = await bench.annas()
    assert (held.state, held.on_hold, held.on_hold_since) == (S.HELD, OnHold.CUSTOMER, bench.world.now)
    assert held.connected_at == before.connected_at, "the call's own time goes on"
    assert bench.on_music() == {CUS}
    with pytest.raises(NotPossibleNow):
        await bench.press(bench.anna, calls.end)
    await bench.press(bench.anna, call_control.resume)
    back = await bench.annas()
    assert (back.state, back.on_hold, back.on_hold_since) == (S.CONNECTED, None, None)
    assert bench.talks() == pair(OWN, CUS)
    assert [one.kind for one in back.course][-2:] == [MomentKind.HELD, MomentKind.RESUMED]


async def test_D1_the_customer_hangs_up_on_hold(bench):
    await bench.press(bench.anna, call_control.hold)
    bench.world.pbx.hang_up(bench.call)
    await bench.world.settle()
    assert (await bench.annas()).state is S.WRAP_UP


async def test_D1_a_hold_survives_the_restart_of_the_server(bench):
    await bench.press(bench.anna, call_control.hold)
    await bench.world.restart()
    assert (await bench.annas()).state is S.HELD
    assert bench.on_music() == {CUS}


async def test_a_press_on_what_moved_on_does_nothing(bench):
    seen = await bench.annas()
    await bench.press(bench.anna, call_control.hold)
    with pytest.raises(ContactChanged):
        await bench.world.write(lambda tx: call_control.hold(tx, bench.anna, seen.id, seen.version))


# Recording.


@pytest.fixture
async def recorded(world, anna, bram):
    """On a queue whose calls are recorded, behind a privacy shield of 30 s."""
    await world.write(lambda tx: tx.conn.execute(update(queues).values(records=True)))
    who = await world.ready(anna)
    call = await world.talking(who)
    return Bench(world, who, await world.ready(bram), call)


def segments(bench):
    [(_, found)] = bench.world.pbx.recordings(bench.call).items()
    return [(one.start, one.end) for one in found]


async def test_D8_a_queue_that_does_not_record_shows_no_recording(bench):
    contact = await bench.annas()
    assert contact.recording is None
    assert not bench.world.pbx.recordings(bench.call)
    assert ContactAction.PAUSE_RECORDING not in allowed(contact)


async def test_D8_the_paused_part_is_absent(recorded):
    assert (await recorded.annas()).recording.state is RecordingState.RECORDING
    await recorded.world.pass_(10)
    await recorded.press(recorded.anna, call_control.pause_recording)
    assert (await recorded.annas()).recording.state is RecordingState.PAUSED
    await recorded.world.pass_(5)
    await recorded.press(recorded.anna, call_control.resume_recording)
    await recorded.world.pass_(10)
    assert segments(recorded) == [(0, 10), (15, 25)]


async def test_D8_the_privacy_shield_resumes_by_itself(recorded):
    await recorded.world.pass_(10)
    await recorded.press(recorded.anna, call_control.pause_recording)
    paused = (await recorded.annas()).recording
    assert (paused.until - paused.since).total_seconds() == 30
    await recorded.world.pass_(40)
    contact = await recorded.annas()
    assert contact.recording.state is RecordingState.RECORDING
    assert contact.course[-1].kind is MomentKind.RECORDING_RESUMED
    assert (contact.course[-1].why.code, contact.course[-1].why.params) == (
        WhyCode.RECORDING_RESUMED,
        {"seconds": "30"},
    )
    assert segments(recorded) == [(0, 10), (40, 50)]


async def test_D8_without_a_shield_the_agent_resumes(recorded):
    await recorded.world.write(lambda tx: tx.conn.execute(update(centre).values(shield_seconds=None)))
    await recorded.press(recorded.anna, call_control.pause_recording)
    await recorded.world.pass_(60)
    assert (await recorded.annas()).recording.until is None
    assert (await recorded.annas()).recording.state is RecordingState.PAUSED


async def test_D8_not_during_consult_or_conference(recorded):
    await recorded.accepted()
    with pytest.raises(NotPossibleNow):
        await recorded.press(recorded.anna, call_control.pause_recording)
    await recorded.press(recorded.anna, consulting.conference)
    with pytest.raises(NotPossibleNow):
        await recorded.press(recorded.anna, call_control.pause_recording)


async def test_D8_a_pause_outlives_a_restart_and_ends_in_time(recorded):
    await recorded.press(recorded.anna, call_control.pause_recording)
    await recorded.world.restart()
    await recorded.world.pass_(31)
    assert (await recorded.annas()).recording.state is RecordingState.RECORDING


async def test_D8_one_recording_for_the_whole_call_through_a_transfer(recorded):
    await recorded.accepted()
    await recorded.press(recorded.anna, transfers.transfer, None)
    has = await recorded.brams()
    assert has.recording.state is RecordingState.RECORDING
    await recorded.press(recorded.bram, calls.end)
    row = await recorded.world.read(lambda tx: interactions.row(tx.conn, has.interaction))
    assert row.recording is None
    assert len(recorded.world.pbx.recordings(recorded.call)) == 1


@pytest.mark.parametrize("blind", [True, False])
async def test_D8_what_leaves_the_centre_is_recorded_no_more(recorded, blind):
    recorded.world.pbx.set_customer(OUTSIDE, CustomerBehaviour(after=3))
    interaction = (await recorded.annas()).interaction
    if blind:
        await recorded.press(recorded.anna, transfers.transfer, to(number=OUTSIDE))
    else:
        await recorded.press(recorded.anna, consulting.consult, to(number=OUTSIDE))
    await recorded.world.pass_(5)
    if not blind:
        await recorded.press(recorded.anna, transfers.transfer, None)
    row = await recorded.world.read(lambda tx: interactions.row(tx.conn, interaction))
    assert row.recording is None


# Tones and mute.


async def test_digits_reach_the_other_side(bench):
    await bench.press(bench.anna, _digits)
    assert bench.world.pbx.digits(bench.call) == {CUS: "12#"}
    await bench.press(bench.anna, call_control.hold)
    with pytest.raises(NotPossibleNow):
        await bench.press(bench.anna, _digits)


def _digits(tx, who, contact, version):
    return call_control.send_digits(tx, who, contact, Digits(version, "12#"))


def _mute(tx, who, contact, version):
    return call_control.mute(tx, who, contact, Mute(version, True))


async def test_mute_where_the_phone_can(world, anna, bram):
    world.pbx.set_phone(f"20{anna}", PhoneBehaviour(mutes=True))
    who = await world.ready(anna)
    bench = Bench(world, who, await world.ready(bram), await world.talking(who))
    await bench.press(who, _mute)
    assert (await bench.annas()).muted
    assert bench.talks() == {(OWN, CUS)}, "the agent hears, and is not heard"
    await bench.consult(to(bench.bram))
    bench.world.pbx.pick_up(bench.bram.phone)
    await bench.world.settle()
    assert bench.talks() == {(OWN, ASK)}


async def test_mute_where_the_phone_cannot_is_refused(bench):
    assert ContactAction.MUTE not in allowed(await bench.annas())
    with pytest.raises(NotPossibleNow):
        await bench.press(bench.anna, _mute)


async def test_what_travels_is_what_the_table_judges(bench):
    """Both ends decide by the same function over the same thing."""
    row = await bench.world.contact(bench.call)
    judged = await bench.world.read(lambda tx: contact_view.judged(tx.conn, row))
    assert allowed(judged) == allowed(await bench.annas()) != frozenset()
