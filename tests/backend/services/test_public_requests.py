"""E10: a stranger asks on the web; one place for a number however often it asks, and no word about others."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import delete

from agent_client.backend.persistence import callbacks, contacts, tables
from agent_client.backend.services import public_requests, throttling
from agent_client.backend.settings import PublicThrottle
from agent_client.protocol.callbacks import CallbackRequest, CallbackRequested
from agent_client.protocol.names import CallbackOrigin, QueueId
from agent_client.protocol.refusals import BadNumber, NotFound, TooManyAttempts

SALES, SUPPORT = QueueId(1), QueueId(2)
MOBILE, OTHER = "+31612884410", "+420724118305"
HOME = "192.0.2.7"
LIMITS = PublicThrottle(free_per_number=3, free_per_address=5, longest_seconds=600, forgotten_after_seconds=3600)


@pytest.fixture
def ask(world):
    async def make(number=MOBILE, name="Eva", dnis="", address=HOME, limits=LIMITS):
        wish = CallbackRequest(number=number, name=name, dnis=dnis)
        return await world.write(lambda tx: public_requests.ask(tx, wish, address, limits))

    return make


async def waiting(world):
    both = [(MOBILE, SALES), (OTHER, SUPPORT)]
    rows = await world.read(lambda tx: [contacts.asked_for(tx.conn, number, queue) for number, queue in both])
    return [row for row in rows if row is not None]


async def test_E10_it_waits_in_the_queue_of_the_number_that_was_meant(world, ask):
    assert await ask("06 1288 4410", "  Eva\u0000 \n Horáková ") == CallbackRequested(MOBILE)
    assert await ask(OTHER, dnis="0800 100 200") == CallbackRequested(OTHER)
    first, second = await waiting(world)
    assert (first.ani, first.queue, first.origin) == (MOBILE, SALES, CallbackOrigin.WEB.value)
    assert (second.ani, second.queue) == (OTHER, SUPPORT)
    entry = await world.read(lambda tx: callbacks.entry(tx.conn, first.callback))
    assert (entry.name, entry.origin, entry.number) == ("Eva Horáková", CallbackOrigin.WEB, MOBILE)


async def test_E10_who_asks_twice_keeps_the_place_and_hears_the_same(world, ask):
    first = await ask()
    [before] = await waiting(world)
    world.now += timedelta(minutes=5)
    assert await ask("0031 6 12884410", name="Somebody else") == first
    [after] = await waiting(world)
    assert (after.id, after.queued_at) == (before.id, before.queued_at)


@pytest.mark.parametrize("number", ["204", "112", "0900 1234", "0800 100 300", "gibberish"])
async def test_E10_what_is_not_called_costs_nothing(number, world, ask):
    for _ in range(10):
        with pytest.raises(BadNumber) as refusal:
            await ask(number)
    assert refusal.value.params == {"number": number}
    assert await waiting(world) == []
    assert await ask() == CallbackRequested(MOBILE)


async def test_E10_a_number_may_be_asked_for_so_often(world, ask):
    for at in range(4):
        await ask(address=f"192.0.2.{at}")
    with pytest.raises(TooManyAttempts) as refusal:
        await ask(address="198.51.100.1")
    assert refusal.value.params == {"seconds": "1"}
    world.now += timedelta(seconds=1)
    await ask(address="198.51.100.1")
    with pytest.raises(TooManyAttempts):
        await ask(address="198.51.100.2")
    assert await ask(OTHER) == CallbackRequested(OTHER), "others are not kept waiting"


async def test_E10_an_address_may_ask_so_often_for_whomever(world, ask):
    numbers = [f"+3161288441{at}" for at in range(8)]
    for number in numbers[:6]:
        await ask(number)
    with pytest.raises(TooManyAttempts):
        await ask(numbers[6])
    assert await ask(numbers[6], address="198.51.100.1") == CallbackRequested(numbers[6])
    world.now += timedelta(seconds=LIMITS.forgotten_after_seconds + 2)
    assert await ask(numbers[7]) == CallbackRequested(numbers[7])


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("2001:db8:1:2::5", "2001:db8:1:2:ffff::1", True),
        ("2001:db8:1:2::5", "2001:db8:1:3::5", False),
        ("::ffff:192.0.2.7", "192.0.2.7", True),
        ("192.0.2.7", "192.0.2.8", False),
        ("testclient", "testclient", True),
        ("", "", True),
    ],
)
def test_whoever_has_one_address_of_ipv6_has_its_network(one, other, same):
    subjects = [throttling.asked_subjects(MOBILE, address)[1] for address in (one, other)]
    assert (subjects[0] == subjects[1]) is same


async def test_E10_in_a_centre_that_nobody_can_call(world, ask):
    await world.write(lambda tx: tx.conn.execute(delete(tables.projects)))
    with pytest.raises(NotFound):
        await ask()
