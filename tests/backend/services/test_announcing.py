"""E10: who waits is spoken to: that they are not forgotten, their place, and that they may ask to be called back."""

from __future__ import annotations

import pytest

from agent_client.backend.ports.prompts import Prompt
from agent_client.backend.ports.telephony import Announce
from tests.backend.services import ruling

MOBILE, OTHER = "+31612884410", "+31612884411"


def said(world, call):
    """Since the last asking, one announcement after the other."""
    found = [action.prompts for action in world.acted if isinstance(action, Announce) and action.call == call]
    world.acted.clear()
    return found


async def test_E10_after_so_long_and_so_often(world):
    await ruling.group(world, announce_seconds=30)
    call = await world.calling(MOBILE)
    await world.pass_(29)
    assert said(world, call) == []
    await world.pass_(2)
    assert said(world, call) == [(Prompt.PLEASE_WAIT,)]
    await world.pass_(60)
    assert said(world, call) == [(Prompt.PLEASE_WAIT,)] * 2


async def test_E10_the_place_is_that_of_the_moment(world):
    await ruling.group(world, announce_seconds=30, announces_place=True)
    first, call = await world.calling(OTHER), await world.calling(MOBILE)
    await world.pass_(31)
    assert said(world, call) == [(Prompt.PLEASE_WAIT, Prompt.PLACE_IN_QUEUE, 2)]
    world.pbx.hang_up(first)
    await world.pass_(30)
    assert said(world, call) == [(Prompt.PLEASE_WAIT, Prompt.PLACE_IN_QUEUE, 1)]


@pytest.mark.parametrize(
    ("ani", "key", "offered"),
    [
        (MOBILE, "5", (Prompt.CALLBACK_OFFER, 5)),
        (MOBILE, "", ()),
        (MOBILE, "*", ()),  # has no name that could be said
        ("", "5", ()),  # who withholds their number cannot be called
    ],
)
async def test_E10_the_callback_is_offered_to_who_can_have_it(ani, key, offered, world):
    await ruling.group(world, announce_seconds=30, callback_key=key)
    call = await world.calling(ani)
    await world.pass_(31)
    assert said(world, call) == [(Prompt.PLEASE_WAIT, *offered)]


async def test_E10_the_offer_is_taken_and_confirmed(world):
    await ruling.group(world, announce_seconds=30, callback_key="5")
    call = await world.calling(MOBILE)
    await world.pass_(31)
    assert world.pbx.press_key(call, "5")
    await world.pass_(5)
    assert world.pbx.spoken(call) == (Prompt.CALLBACK_NOTED,)
    assert world.pbx.calls() == ()


async def test_E10_nothing_is_said_to_who_talks_and_again_to_who_waits_again(world, anna, bram):
    await ruling.group(world, announce_seconds=30)
    await world.ready(anna)
    call = await world.calling(MOBILE)
    await world.pass_(17)
    assert said(world, call) == []
    await world.pass_(20)  # nobody picked up: they wait again
    assert said(world, call) == [(Prompt.PLEASE_WAIT,)]
    other = await world.ready(bram)
    await world.pass_(1)
    assert world.pbx.pick_up(other.phone)
    await world.pass_(90)
    assert said(world, call) == []


async def test_E10_new_rules_hold_for_those_who_wait(world):
    call = await world.calling(MOBILE)
    await world.pass_(100)
    await ruling.group(world, announce_seconds=20)
    await world.pass_(21)
    assert said(world, call) == [(Prompt.PLEASE_WAIT,)]
    await ruling.group(world, announce_seconds=None)
    await world.pass_(100)
    assert said(world, call) == []


async def test_E10_while_the_link_is_lost_nothing_is_said_and_then_again(world):
    await ruling.group(world, announce_seconds=30)
    call = await world.calling(MOBILE)
    assert world.pbx.lose_link()
    await world.pass_(61)
    assert said(world, call) == []
    assert world.pbx.restore_link()
    await world.pass_(31)
    assert (Prompt.PLEASE_WAIT,) in said(world, call)
