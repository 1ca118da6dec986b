"""Who sits where: taken seats and phones say by whom and until when, moving keeps what is in hand, asking reaches them."""

from __future__ import annotations

import pytest

from agent_client.backend.persistence import sessions
from agent_client.backend.services import links, seats
from agent_client.protocol.events import AgentStateChanged, SeatAsked
from agent_client.protocol.names import AgentState, ContactState
from agent_client.protocol.refusals import NotSignedIn, PhoneInUse, SeatTaken
from agent_client.protocol.sessions import MoveSeat


async def test_A4_a_session_moves_with_all_that_is_in_hand(world, anna) -> None:
    who = await world.ready(anna)
    call = await world.talking(who)
    world.told.clear()
    me = await world.write(lambda tx: seats.move(tx, who, MoveSeat(seat="TC-2", host="ts-1")))
    assert (me.seat, me.state) == ("TC-2", AgentState.ON_CONTACT)
    assert (await world.contact(call)).state is ContactState.CONNECTED
    [mine] = [event for stream, event in world.told if stream == f"agent/{anna}"]
    assert isinstance(mine, AgentStateChanged)
    assert mine.me == me
    live = await world.read(lambda tx: sessions.live(tx.conn, anna))
    assert (live.seat, live.host) == ("TC-2", "ts-1")
    world.told.clear()
    await world.write(lambda tx: seats.move(tx, who, MoveSeat(seat="TC-2", host="ts-1")))
    assert world.told == [], "it sits there already"


async def test_A4_a_seat_that_is_taken_is_not_moved_to(world, anna, bram) -> None:
    who = await world.sign_in(anna, seat="TC-1")
    await world.sign_in(bram, seat="TC-2")
    with pytest.raises(SeatTaken) as refused:
        await world.write(lambda tx: seats.move(tx, who, MoveSeat(seat="TC-2")))
    assert refused.value.params["seat"] == "TC-2"
    assert (await world.me(who)).seat == "TC-1"


async def test_A5_a_seat_in_capitals_is_the_same_seat(world, anna, bram) -> None:
    await world.sign_in(anna, seat="tc-1Ž")
    with pytest.raises(SeatTaken):
        await world.sign_in(bram, seat="TC-1Ž")


async def test_A6_an_older_session_moves_nowhere(world, anna) -> None:
    older = await world.sign_in(anna, seat="TC-1")
    newer = await world.sign_in(anna, seat="TC-2")
    with pytest.raises(NotSignedIn):
        await world.write(lambda tx: seats.move(tx, older, MoveSeat(seat="TC-3")))
    assert (await world.me(newer)).seat == "TC-2"


async def test_A5_a_disconnected_seat_says_when_it_is_free_and_is_free_then(world, anna, bram) -> None:
    who = await world.sign_in(anna, seat="TC-1")
    with pytest.raises(SeatTaken) as refused:
        await world.sign_in(bram, seat="TC-1")
    assert (refused.value.params["alive"], refused.value.params["until"]) == ("yes", "")
    await world.write(lambda tx: links.lost(tx, who))
    with pytest.raises(SeatTaken) as refused:
        await world.sign_in(bram, seat="TC-1")
    assert (refused.value.params["alive"], refused.value.params["until"]) == ("no", "2026-03-02T09:01:00Z")
    await world.pass_(61)
    assert (await world.me(await world.sign_in(bram, seat="TC-1"))).seat == "TC-1"


async def test_A5_asking_reaches_who_sits_there_and_nobody_else(world, anna, bram) -> None:
    await world.sign_in(anna, phone="204", seat="TC-1")
    world.told.clear()
    await world.write(lambda tx: seats.ask(tx, bram, "205", "TC-1"))
    await world.write(lambda tx: seats.ask(tx, bram, "204", "TC-9"))
    await world.write(lambda tx: seats.ask(tx, bram, "205", "TC-9"))
    asked = [(stream, event) for stream, event in world.told if isinstance(event, SeatAsked)]
    assert [stream for stream, _ in asked] == [f"agent/{anna}"] * 2
    assert [(event.seat, event.phone, event.by.id) for _, event in asked] == [("TC-1", "", bram), ("TC-1", "204", bram)]


async def test_A5_a_phone_in_use_says_as_much_as_a_seat(world, anna, bram) -> None:
    await world.sign_in(anna, phone="204", seat="TC-1")
    with pytest.raises(PhoneInUse) as refused:
        await world.sign_in(bram, phone="204", seat="TC-2")
    assert set(refused.value.params) == {"agent", "seat", "host", "since", "alive", "until", "asked", "phone"}
