from __future__ import annotations

import pytest

from agent_client.backend.persistence import agents, customers
from agent_client.backend.services import calls, outdial, records
from agent_client.backend.services import customers as saving
from agent_client.protocol.agents import AgentBrief, Rights
from agent_client.protocol.contacts import Outdial
from agent_client.protocol.customers import CustomerFields, NewRecord
from agent_client.protocol.names import CustomerId, CustomerList
from agent_client.protocol.refusals import BadNumber, CustomerChanged, Forbidden, Invalid, NotFound

JAN = CustomerId(1)
STRANGER = "+420224811111"


@pytest.fixture
async def her(world, anna):
    return await world.sign_in(anna)


@pytest.fixture
async def him(world, bram):
    who = await world.sign_in(bram)
    world.told.clear()
    return who


async def add(world, who, *, own=False, **fields):
    which = CustomerList.OWN if own else CustomerList.CENTRAL
    return await world.write(lambda tx: saving.add(tx, who, CustomerFields(list=which, **fields)))


async def test_operators_and_project_are_saved(world, her) -> None:
    made = await add(world, her, name="Eva", operators=("201", "0201234567", "201"), project=1)
    assert (made.operators, made.project) == (("201", "+31201234567"), 1)
    with pytest.raises(Invalid) as refused:
        await add(world, her, name="Eva", project=99)
    assert refused.value.params == {"field": "project"}
    with pytest.raises(BadNumber) as bad:
        await add(world, her, name="Eva", operators=("desk one",))
    assert bad.value.params == {"number": "desk one"}


async def test_an_own_customer_is_its_owners_alone(world, her, him) -> None:
    made = await add(world, her, own=True, name="Own")
    assert made.owner == AgentBrief(her.agent, "Anna")
    assert [stream for stream, _ in world.told] == [f"agent/{her.agent}"], "nobody else is told"
    with pytest.raises(NotFound):
        await world.read(lambda tx: saving.existing(tx, made.id, him.agent))
    with pytest.raises(NotFound):
        await world.write(lambda tx: saving.change(tx, him, made.id, CustomerFields(version=1, name="his")))
    assert (await world.read(lambda tx: saving.find(tx, him, "own"))).customers == ()
    assert len((await world.read(lambda tx: saving.find(tx, her, "own"))).customers) == 1
    saved = await world.write(lambda tx: saving.change(tx, her, made.id, CustomerFields(version=1, name="Still own")))
    assert saved.owner == made.owner, "a saved one stays where it is, whatever its fields say"


@pytest.mark.parametrize(("own", "right"), [(False, "edit_central"), (True, "edit_own")])
async def test_without_the_right_nothing_is_saved(world, her, own, right) -> None:
    made = await add(world, her, own=own, name="Before")
    await world.write(lambda tx: agents.set_rights(tx, her.agent, Rights(**{right: False})))
    with pytest.raises(Forbidden) as refused:
        await add(world, her, own=own, name="New")
    assert refused.value.params == {"right": right}
    with pytest.raises(Forbidden):
        await world.write(lambda tx: saving.change(tx, her, made.id, CustomerFields(version=1, name="After")))
    other = await add(world, her, own=not own, name="The other list")
    assert other.name == "The other list"


async def test_a_list_of_a_newer_client_is_refused(world, her) -> None:
    with pytest.raises(Invalid):
        await world.write(lambda tx: saving.add(tx, her, CustomerFields(name="x", list=CustomerList.UNKNOWN)))


async def customer_of(world, call):
    return (await world.contact(call)).customer


async def test_a_stranger_is_known_to_whose_own_customer_they_are(world, anna, bram) -> None:
    her = await world.ready(anna)
    own = await add(world, her, own=True, name="Own", numbers=(STRANGER,))
    call = await world.calling(STRANGER)
    assert await customer_of(world, call) == own.id
    assert (await world.in_hand(her)).customer.name == "Own"
    him = await world.ready(bram)
    await world.pass_(19)
    await world.settle()
    contact = await world.contact(call)
    assert (contact.agent, contact.customer) == (bram, None), "to him it is a stranger"
    assert (await world.in_hand(him)).customer is None


async def test_the_central_list_goes_before_the_own(world, anna) -> None:
    her = await world.ready(anna)
    await add(world, her, own=True, name="Own", numbers=("+31201234567",))
    call = await world.calling("+31201234567")
    assert await customer_of(world, call) == JAN


async def test_waiting_again_they_are_nobodys(world, anna) -> None:
    her = await world.ready(anna)
    await add(world, her, own=True, name="Own", numbers=(STRANGER,))
    call = await world.calling(STRANGER)
    await world.pass_(19)
    assert await customer_of(world, call) is None
    world.pbx.hang_up(call)
    await world.settle()
    (entry,) = await world.entries()
    assert (entry.number, entry.customer) == (STRANGER, None)


async def test_an_agent_who_dials_an_own_customer_knows_them(world, anna) -> None:
    her = await world.ready(anna)
    own = await add(world, her, own=True, name="Own", numbers=(STRANGER,))
    await world.write(lambda tx: outdial.call(tx, her, Outdial(number=STRANGER)))
    assert (await world.in_hand(her)).customer.id == own.id


async def test_who_the_customer_is_can_be_said_of_whom_one_sees(world, anna, bram) -> None:
    him = await world.sign_in(bram)
    his = await add(world, him, own=True, name="His")
    her = await world.ready(anna)
    hers = await add(world, her, own=True, name="Hers")
    await world.talking(her, ani=STRANGER)
    contact = await world.in_hand(her)
    with pytest.raises(NotFound):
        await world.write(lambda tx: calls.choose_customer(tx, her, contact.id, his.id))
    chosen = await world.write(lambda tx: calls.choose_customer(tx, her, contact.id, hers.id))
    assert chosen.customer.name == "Hers"


async def test_a_note_on_an_own_customer_is_told_to_the_owner_alone(world, her, him) -> None:
    own = await add(world, her, own=True, name="Own")
    world.told.clear()
    await world.write(lambda tx: records.add(tx, her, NewRecord(text="Private.", customer=own.id)))
    assert {stream for stream, _ in world.told} == {f"agent/{her.agent}"}
    with pytest.raises(NotFound):
        await world.write(lambda tx: records.add(tx, him, NewRecord(text="His.", customer=own.id)))


async def test_a_card_that_became_part_of_another_is_not_changed_by_its_old_number(world, her) -> None:
    other = await add(world, her, name="Other")
    await world.write(
        lambda tx: tx.conn.execute(
            customers.customers.update().where(customers.customers.c.id == other.id).values(merged_into_id=JAN)
        )
    )
    assert (await world.read(lambda tx: saving.existing(tx, other.id))).id == JAN
    with pytest.raises(CustomerChanged):
        await world.write(lambda tx: saving.change(tx, her, other.id, CustomerFields(version=1, name="Other")))
