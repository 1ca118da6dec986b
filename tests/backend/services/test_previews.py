"""A campaign's preview calls: looked at, then dialled or skipped (D11)."""

from __future__ import annotations

import pytest
from sqlalchemy import insert, select, update

from agent_client.backend.persistence import contacts, tables, waiting
from agent_client.backend.ports.telephony import CallOut
from agent_client.backend.services import previews, requests
from agent_client.backend.services.previews import BadCampaign
from agent_client.backend.telephony.simulator import CustomerBehaviour
from agent_client.protocol.callbacks import CallbackRules
from agent_client.protocol.contacts import Variable
from agent_client.protocol.names import (
    AgentState,
    ContactId,
    ContactState,
    Direction,
    NotReadyReason,
    QueueId,
    WhyCode,
)
from agent_client.protocol.refusals import CallLimit, NotPossibleNow

SALES = QueueId(1)
STRANGER = "+420224811111"


@pytest.fixture
def campaign(world):
    async def add(number=STRANGER, name="Eva Horáková", **values):
        made = await world.write(lambda tx: previews.add(tx, queue=SALES, number=number, name=name, values=values))
        await world.settle()
        return made

    return add


async def row(world, contact):
    return await world.read(lambda tx: contacts.row(tx.conn, contact))


async def press(world, command, who, contact):
    answered = await world.write(lambda tx: command(tx, who, contact.id, contact.version))
    await world.settle()
    return answered


async def test_nobody_is_called_before_the_agent_wants_it(world, anna, campaign):
    who = await world.ready(anna)
    await campaign(Language="Czech")
    shown = await world.in_hand(who)
    assert (shown.direction, shown.state) == (Direction.PREVIEW, ContactState.CONNECTING)
    assert shown.customer.name == "Eva Horáková", "who was not known is a customer now"
    assert Variable("Language", "Czech") in shown.variables
    assert (shown.until - world.now).total_seconds() == 18
    await world.pass_(5)
    assert not [action for action in world.acted if isinstance(action, CallOut)]
    await press(world, requests.answer, who, shown)
    assert (await world.in_hand(who)).state is ContactState.RINGING
    world.pbx.pick_up(who.phone)
    await world.pass_(5)
    assert (await world.in_hand(who)).state is ContactState.CONNECTED
    assert (await world.me(who)).state is AgentState.ON_CONTACT


async def test_it_is_dialled_once(world, anna, campaign):
    who = await world.ready(anna)
    await campaign()
    shown = await world.in_hand(who)
    dialled = await world.write(lambda tx: requests.answer(tx, who, shown.id, shown.version))
    with pytest.raises(NotPossibleNow):
        await world.write(lambda tx: previews.dial(tx, who, shown.id, dialled.version))


async def test_skipped_it_goes_to_others_and_not_back(world, anna, bram, campaign):
    who = await world.ready(anna)
    made = await campaign()
    await press(world, requests.decline, who, await world.in_hand(who))
    assert (await row(world, made)).state is ContactState.QUEUED, "Anna is the only one, and has skipped it"
    assert (await world.me(who)).state is AgentState.READY, "skipping costs nothing"
    other = await world.ready(bram)
    assert (await row(world, made)).agent == other.agent


async def test_an_agent_who_does_not_decide_is_rona(world, anna, campaign):
    who = await world.ready(anna)
    made = await campaign()
    await world.pass_(18)
    me = await world.me(who)
    assert (me.not_ready, me.why.code) == (NotReadyReason.RONA, WhyCode.REQUEST_NOT_ACCEPTED)
    assert me.why.params == {"seconds": "18", "channel": "voice"}
    assert (await row(world, made)).state is ContactState.QUEUED


async def test_an_agents_phone_that_is_not_answered_is_rona_too(world, anna, campaign):
    who = await world.ready(anna)
    await campaign()
    await press(world, requests.answer, who, await world.in_hand(who))
    await world.pass_(19)
    me = await world.me(who)
    assert (me.not_ready, me.why.code) == (NotReadyReason.RONA, WhyCode.RANG_NOT_ANSWERED)


async def test_a_customer_who_does_not_answer_is_tried_as_often_as_the_queue_says(world, anna, campaign):
    who = await world.ready(anna)
    world.pbx.set_customer(STRANGER, CustomerBehaviour(kind="busy", after=1))
    values = {"retry_seconds": 60, "callback_rules": CallbackRules(attempts=2)}
    await world.write(lambda tx: tx.conn.execute(update(tables.queues).values(values)))
    made = await campaign()
    for tried in (1, 2):
        await press(world, requests.answer, who, await world.in_hand(who))
        world.pbx.pick_up(who.phone)
        await world.pass_(2)
        assert (await row(world, made)).tries == tried
        await world.pass_(60)
    assert (await row(world, made)).state is ContactState.ENDED
    assert await world.entries() == (), "nobody of a campaign asked for a call"


async def test_callers_come_before_a_campaign_however_old(world, anna, campaign):
    made = await campaign()
    await world.pass_(600)
    await world.calling()
    who = await world.ready(anna)
    assert (await world.in_hand(who)).direction is Direction.INBOUND
    assert (await row(world, made)).state is ContactState.QUEUED


async def test_past_the_limit_of_calls_the_agent_reads_why(world, anna, campaign):
    who = await world.ready(anna)
    await campaign()
    await world.write(lambda tx: tx.conn.execute(update(tables.centre).values(most_calls=0)))
    shown = await world.in_hand(who)
    with pytest.raises(CallLimit):
        await world.write(lambda tx: requests.answer(tx, who, shown.id, shown.version))


async def test_who_is_only_to_be_called_is_no_call_yet(world, campaign):
    await campaign()
    assert await world.read(lambda tx: contacts.calls_count(tx.conn)) == 0


# The file.


def read(world, text, queue="Sales"):
    return world.write(lambda tx: previews.imported(tx, queue, text))


async def test_a_file_of_customers(world, anna):
    text = "name, number ,Language\nEva Horáková,+420 224 811 111,Czech\nJan,020 123 4567,\n"
    assert await read(world, text) == 2
    first, second = [await row(world, ContactId(number)) for number in (1, 2)]
    assert (first.ani, second.ani) == (STRANGER, "+31201234567")
    assert second.customer == 1, "Jan Jansen was known by his number"
    who = await world.ready(anna)
    assert Variable("Language", "Czech") in (await world.in_hand(who)).variables


async def test_a_secure_variable_is_kept_and_not_shown(world, anna):
    define = insert(tables.cad_variables).values(
        key="Language", label="Language", kind="text", editable=False, secure=True, position=1
    )
    await world.write(lambda tx: tx.conn.execute(define))
    await read(world, f"number,Language\n{STRANGER},Czech\n")
    who = await world.ready(anna)
    shown = await world.in_hand(who)
    assert "Czech" not in str(shown)
    assert shown.cad[0].filled
    assert await world.read(lambda tx: tx.conn.scalar(select(tables.interaction_values.c.value))) == "Czech"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("phone\n+31201234567\n", "no column 'number'"),
        ("", "no column 'number'"),
        ("number,a,a\n1,2,3\n", "a column twice"),
        ("number,\n+31201234567,x\n", "characters"),
        ("number\n+31201234567,surplus\n", "line 2 has more fields"),
        ("number\n+31201234567\nnobody\n", "line 3: 'nobody' cannot be called"),
    ],
)
async def test_a_file_that_cannot_be_used_changes_nothing(world, text, says):
    with pytest.raises(BadCampaign, match=says):
        await read(world, text)
    assert await world.read(lambda tx: waiting.campaign(tx.conn, world.now, QueueId(1), 9)) == []


async def test_a_queue_that_is_not_there(world):
    with pytest.raises(BadCampaign, match="there is no queue 'Night'; there are: Sales, Support"):
        await read(world, f"number\n{STRANGER}\n", "Night")
