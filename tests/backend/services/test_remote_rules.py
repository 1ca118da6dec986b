"""What an administrator decides of signing in by phone (A15): numbers once each, queues that the agent may staff."""

from __future__ import annotations

import pytest

from agent_client.backend.persistence import agents, tables
from agent_client.backend.services import administration, digital, remote_rules
from agent_client.protocol.administration import Group, ProjectRules
from agent_client.protocol.names import AgentState, Channel, QueueId
from agent_client.protocol.refusals import BadNumber, Forbidden, Invalid, NotFound, NotPossibleNow
from agent_client.protocol.remote import Registering, ServiceNumber
from tests.backend.services import ruling
from tests.backend.services.conftest import SALES
from tests.backend.services.ruling import ADMIN

SERVICE, MOBILE, SHOWN = "+31857770100", "+31612345678", "+31207770000"


async def number(world, typed, who=ADMIN):
    return await world.write(lambda tx: remote_rules.save_number(tx, who, ServiceNumber(number=typed)))


async def phones(world, agent, who=ADMIN, **fields):
    return await world.write(lambda tx: remote_rules.save_agent(tx, who, agent, Registering(**fields)))


async def everything(world):
    return (await world.read(lambda tx: administration.everything(tx, ADMIN))).remote


async def test_A15_numbers_are_kept_as_they_are_dialled(world, anna):
    assert (await number(world, "085 777 0100")).number == SERVICE
    kept = await phones(world, anna, phone_number="06-12345678", alternate_number="020 777 0000", preselected=(2,))
    assert kept.registered == Registering(phone_number=MOBILE, alternate_number=SHOWN, preselected=(QueueId(2),))
    found = await everything(world)
    assert found.service_number.number == SERVICE
    assert [(one.user, one.registered.phone_number, one.may_staff) for one in found.agents] == [
        ("anna", MOBILE, (1, 2)),
        ("bram", "", (1, 2)),
        ("cleo", "", (2,)),
    ]


async def test_A15_an_alternate_number_that_is_the_same_is_none(world, anna):
    assert (await phones(world, anna, phone_number=MOBILE, alternate_number="0612345678")).registered == Registering(
        phone_number=MOBILE
    )


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"phone_number": "06 12345678"}, "phone_number"),
        ({"phone_number": "0699999999", "alternate_number": SHOWN}, "alternate_number"),
        ({"phone_number": SERVICE}, "phone_number"),
        ({"phone_number": SALES}, "phone_number"),
        ({"alternate_number": "0699999999"}, "phone_number"),
        ({"phone_number": "letters"}, "phone_number"),
        ({"preselected": (3,)}, "preselected"),
    ],
)
async def test_A15_what_cannot_be_is_refused(world, anna, bram, fields, field):
    await number(world, SERVICE)
    await phones(world, anna, phone_number=MOBILE, alternate_number=SHOWN)
    with pytest.raises((Invalid, BadNumber)) as refused:
        await phones(world, bram, **fields)
    assert refused.value.params["field"] == field


@pytest.mark.parametrize("typed", [SALES, MOBILE, "no number"])
async def test_A15_the_service_number_is_nobody_elses(world, anna, typed):
    await phones(world, anna, phone_number=MOBILE)
    with pytest.raises((Invalid, BadNumber)):
        await number(world, typed)


async def test_A15_nothing_that_customers_dial_becomes_it(world):
    await number(world, SERVICE)
    with pytest.raises(Invalid):
        await world.write(lambda tx: administration.save_group(tx, ADMIN, Group(name="New", number=SERVICE)))
    with pytest.raises(Invalid):
        await world.write(
            lambda tx: administration.save_project(tx, ADMIN, ProjectRules(name="New", dnis=SERVICE, queue=QueueId(1)))
        )


async def test_only_administrators_decide_it(world, anna):
    with pytest.raises(Forbidden):
        await number(world, SERVICE, ruling.SUPERVISOR)
    with pytest.raises(Forbidden):
        await phones(world, anna, ruling.SUPERVISOR, phone_number=MOBILE)
    with pytest.raises(NotFound):
        await phones(world, 99, phone_number=MOBILE)


async def test_A15_another_phone_signs_them_out_and_other_queues_hold_at_once(world, anna):
    await number(world, SERVICE)
    await phones(world, anna, phone_number=MOBILE, preselected=(1, 2))
    await world.calling(MOBILE, SERVICE)
    await world.pass_(10)
    await phones(world, anna, phone_number=MOBILE, preselected=(2,))
    assert (await world.read(lambda tx: agents.me(tx.conn, anna))).queues == (2,)
    await world.calling(dnis="0800 100 200")
    with pytest.raises(NotPossibleNow):
        await phones(world, anna, phone_number="0699999999")
    assert world.pbx.pick_up(MOBILE)
    await world.settle()
    assert world.pbx.put_down(MOBILE)
    await world.pass_(1)
    await phones(world, anna, phone_number="0699999999", preselected=(2,))
    assert (await world.read(lambda tx: agents.me(tx.conn, anna))).state is AgentState.SIGNED_OUT
    (message,) = await world.read(lambda tx: tx.conn.execute(tables.text_messages.select()).all())
    assert message.number == MOBILE, "on the phone that they know"


async def test_A15_it_shows_what_keeps_agents_from_signing_in_by_phone(world):
    await world.write(
        lambda tx: digital.arrived(tx, channel=Channel.CHAT, sender="Jo", name="Jo", text="Hi", queue=QueueId(2))
    )
    found = await everything(world)
    assert (found.written, found.campaigns) == ((QueueId(2),), ())
