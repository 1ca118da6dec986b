from __future__ import annotations

from datetime import timedelta

import pytest

from agent_client.backend.persistence import centre, sessions
from agent_client.backend.services import due, session_life
from agent_client.protocol.events import SessionEnded
from agent_client.protocol.names import AgentState, ContactState, WhyCode
from agent_client.protocol.refusals import NotSignedIn, PasswordNeeded

MINUTES = 60
HOURS = 14


@pytest.fixture
def world(world):
    world.sessions_end = True
    return world


async def renew(world, who, used="", *, with_password=False):
    return await world.write(lambda tx: session_life.renew(tx, who, used, MINUTES, with_password=with_password))


async def lives(world, who):
    return await world.read(lambda tx: sessions.live(tx.conn, who.agent)) is not None


async def behind(world, token):
    return await world.read(lambda tx: sessions.caller(tx.conn, session_life.token_hash(token), tx.now))


async def test_a_session_whose_token_is_not_renewed_ends_and_says_why(world, anna):
    who = await world.sign_in(anna)
    world.now += timedelta(minutes=MINUTES) - timedelta(seconds=1)
    await world.write(due.run)
    assert await lives(world, who)
    world.now += timedelta(seconds=1)
    await world.write(due.run)
    assert not await lives(world, who)
    (ended,) = [event for _, event in world.told if isinstance(event, SessionEnded)]
    assert ended.why.code is WhyCode.SESSION_EXPIRED


async def test_renewed_it_goes_on_until_the_password_is_needed(world, anna):
    who = await world.sign_in(anna)
    start = world.now
    for _ in range(2 * HOURS - 1):
        world.now += timedelta(minutes=MINUTES / 2)
        renewed = await renew(world, who)
    assert renewed.password_by == start + timedelta(hours=HOURS)
    assert renewed.expires_at == renewed.password_by, "no token outlives the word for it"
    world.now = renewed.password_by
    with pytest.raises(PasswordNeeded):
        await renew(world, who)
    again = await renew(world, who, with_password=True)
    assert again.password_by == world.now + timedelta(hours=HOURS)
    await world.write(due.run)
    assert await lives(world, who)


async def test_the_token_before_is_good_for_a_minute(world, anna):
    who = await world.sign_in(anna)
    first = (await renew(world, who, "before")).token
    second = (await renew(world, who, first)).token
    world.now += timedelta(seconds=session_life.PREVIOUS_SECONDS)
    for token in (first, second):
        assert (await behind(world, token))[0].session == who.session
    world.now += timedelta(seconds=1)
    assert await behind(world, first) is None
    assert (await behind(world, second))[0].session == who.session


async def test_an_answer_that_was_lost_costs_nothing(world, anna):
    """The client asks again with the token that it has."""
    who = await world.sign_in(anna)
    token = (await renew(world, who)).token
    await renew(world, who, token)  # whose answer never came
    again = (await renew(world, who, token)).token
    for known in (token, again):
        assert await behind(world, known) is not None


async def test_nobody_is_signed_out_with_a_customer_on_the_line(world, anna):
    who = await world.ready(anna)
    call = await world.talking(who)
    world.now += timedelta(minutes=MINUTES)
    await world.write(due.run)
    assert await lives(world, who)
    assert (await world.contact(call)).state is ContactState.CONNECTED
    world.pbx.hang_up(call)
    await world.settle()
    await world.write(due.run)
    assert (await world.me(who)).state is AgentState.WRAP_UP
    assert await lives(world, who), "nor while they write down what was said"
    world.now += timedelta(minutes=5)
    await world.write(due.run)
    await world.write(due.run)
    assert not await lives(world, who)


async def test_it_is_looked_again_soon_while_an_expired_session_is_kept(world, anna):
    who = await world.ready(anna)
    await world.talking(who)
    world.now += timedelta(minutes=MINUTES)
    assert await world.read(session_life.next_over) == world.now + timedelta(seconds=session_life.LOOK_AGAIN_SECONDS)


async def test_a_session_that_ended_is_not_renewed(world, anna):
    who = await world.sign_in(anna)
    world.now += timedelta(minutes=MINUTES)
    await world.write(due.run)
    with pytest.raises(NotSignedIn):
        await renew(world, who)


async def test_the_centre_says_how_long_the_password_lasts(world, anna):
    who = await world.sign_in(anna)
    hours = (await world.read(lambda tx: centre.settings_row(tx.conn))).reauthenticate_hours
    pulse = await world.read(lambda tx: session_life.pulse(tx, who))
    assert pulse.password_by == world.now + timedelta(hours=hours)
    assert pulse.expires_at == world.now + timedelta(minutes=MINUTES)
