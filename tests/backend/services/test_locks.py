from __future__ import annotations

import pytest
from msgspec.structs import replace

from agent_client.backend.persistence import agents, customers
from agent_client.backend.services import customers as saving
from agent_client.backend.services import due, intervening, links, locks, records, signing_in
from agent_client.protocol.agents import AgentBrief, Rights
from agent_client.protocol.customers import CustomerFields, NewRecord
from agent_client.protocol.events import CustomerLockChanged
from agent_client.protocol.names import CustomerId, CustomerList, Role
from agent_client.protocol.refusals import CustomerChanged, Forbidden, InUse, NotFound
from agent_client.protocol.time import after

JAN = CustomerId(1)


@pytest.fixture
async def her(world, anna):
    return await world.sign_in(anna)


@pytest.fixture
async def him(world, bram):
    who = await world.sign_in(bram)
    world.told.clear()
    return who


async def take(world, who, customer=JAN):
    return await world.write(lambda tx: locks.take(tx, who, customer))


async def lock(world, customer=JAN):
    return (await world.read(lambda tx: customers.customer(tx.conn, customer))).lock


async def save(world, who, name, version=1):
    fields = CustomerFields(version=version, name=name)
    return await world.write(lambda tx: saving.change(tx, who, JAN, fields))


def told(world):
    return [(event.customer, event.lock) for _, event in world.told if isinstance(event, CustomerLockChanged)]


async def test_others_read_by_whom_and_since_when(world, her, him) -> None:
    card = await take(world, her)
    assert card.name == "Jan Jansen"
    assert (card.lock.agent, card.lock.since) == (AgentBrief(her.agent, "Anna", her.phone), world.now)
    assert told(world) == [(JAN, card.lock)]
    await world.pass_(5)
    with pytest.raises(InUse) as refused:
        await take(world, him)
    assert refused.value.params == {"agent": "Anna", "since": "2026-03-02T09:00:00Z"}
    assert await lock(world) == card.lock


async def test_taking_it_twice_is_taking_it_once(world, her) -> None:
    first = await take(world, her)
    world.told.clear()
    await world.pass_(5)
    assert await take(world, her) == first
    assert told(world) == []


async def test_given_back(world, her, him) -> None:
    await take(world, her)
    await world.write(lambda tx: locks.release(tx, him, JAN))
    assert await lock(world) is not None, "not his to give back"
    world.told.clear()
    await world.write(lambda tx: locks.release(tx, her, JAN))
    assert told(world) == [(JAN, None)]
    await world.write(lambda tx: locks.release(tx, her, JAN))
    assert told(world) == [(JAN, None)], "nothing happens twice"
    assert (await take(world, him)).lock.agent.name == "Bram"


async def test_saving_gives_it_back_and_others_must_not_save_meanwhile(world, her, him) -> None:
    await take(world, her)
    with pytest.raises(InUse):
        await save(world, him, "his")
    saved = await save(world, her, "hers")
    assert (saved.name, saved.lock) == ("hers", None)
    assert told(world)[-1] == (JAN, None)
    with pytest.raises(CustomerChanged) as refused:
        await save(world, him, "his")
    assert refused.value.params == {"by": "Anna"}
    assert (await save(world, him, "his", version=2)).name == "his", "without a lock the version alone counts"


async def test_a_note_can_be_added_all_the_same(world, her, him) -> None:
    await take(world, her)
    await world.write(lambda tx: records.add(tx, him, NewRecord(text="Called again.", customer=JAN)))


async def test_it_goes_on_for_as_long_as_its_session_is_there(world, her) -> None:
    await take(world, her)
    await world.pass_(3 * locks.LEASE_SECONDS + 5)
    assert await lock(world) is not None
    assert (await world.read(due.find)).next <= after(world.now, locks.LEASE_SECONDS)


async def test_it_goes_with_the_lease_of_a_client_that_died(world, her) -> None:
    await take(world, her)
    await world.pass_(locks.LEASE_SECONDS / 2)
    world.told.clear()
    await world.write(lambda tx: links.lost(tx, her))
    await world.pass_(locks.LEASE_SECONDS / 2 - 1)
    assert await lock(world) is not None
    await world.pass_(2)
    assert await lock(world) is None
    assert told(world) == [(JAN, None)]


async def test_back_in_time_the_card_is_still_theirs(world, her) -> None:
    await take(world, her)
    await world.write(lambda tx: links.lost(tx, her))
    await world.pass_(30)
    await world.write(lambda tx: links.opened(tx, her))
    await world.pass_(60)
    assert await lock(world) is not None


async def test_it_goes_when_they_sign_out(world, her) -> None:
    await take(world, her)
    await world.write(lambda tx: signing_in.sign_out(tx, her))
    assert await lock(world) is None
    assert told(world)[-1] == (JAN, None)


async def test_it_goes_when_they_sign_in_again(world, her) -> None:
    await take(world, her)
    again = await world.sign_in(her.agent, seat="elsewhere")
    assert again.session != her.session
    assert await lock(world) is None
    assert told(world)[-1] == (JAN, None)


async def test_their_newer_session_takes_it_over(world, her) -> None:
    await take(world, her)
    newer = replace(her, session=(await world.sign_in(her.agent)).session)
    await take(world, newer)
    await world.write(lambda tx: locks.release_of_session(tx, her.session))
    assert await lock(world) is not None


async def test_renewed_by_its_session(world, her) -> None:
    await take(world, her)
    await world.pass_(59)
    await world.write(lambda tx: locks.renew(tx, her.session))
    await world.write(lambda tx: links.lost(tx, her))
    await world.pass_(30)
    assert await lock(world) is not None


async def test_what_a_supervisor_unlocked_is_typed_on_and_loses_nothing(world, her, him) -> None:
    await take(world, her)
    supervisor = replace(him, role=Role.SUPERVISOR)
    unlocked = await world.write(lambda tx: intervening.unlock_customer(tx, supervisor, JAN, "Needed"))
    assert unlocked.lock is None
    assert await lock(world) is None
    assert told(world)[-1] == (JAN, None)
    with pytest.raises(CustomerChanged):  # hers is not lost: what she saves meets what others saved
        await save(world, him, "his")
        await save(world, her, "hers")


async def test_only_who_may_edit_takes_it(world, her) -> None:
    await world.write(lambda tx: agents.set_rights(tx, her.agent, Rights(edit_central=False)))
    with pytest.raises(Forbidden) as refused:
        await take(world, her)
    assert refused.value.params == {"right": "edit_central"}


async def test_of_an_own_customer_the_owner_alone_is_told(world, her, him) -> None:
    own = await world.write(lambda tx: saving.add(tx, her, CustomerFields(name="Own", list=CustomerList.OWN)))
    with pytest.raises(NotFound):
        await take(world, him, own.id)
    world.told.clear()
    await take(world, her, own.id)
    assert {stream for stream, _ in world.told} == {f"agent/{her.agent}"}
    assert world.names() == ["customer.lock_changed"]
