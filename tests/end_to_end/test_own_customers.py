"""An agent's own list: known when they call, and to nobody else (F3, C8)."""

from __future__ import annotations

from agent_client.client.store.views import current_contact
from agent_client.protocol.customers import CustomerFields
from agent_client.protocol.names import CustomerList, Section


async def test_F3_an_own_customer_who_calls_is_known_to_their_agent_and_a_stranger_to_others(
    anna, colleague, centre, team
):
    name = f"Own Novák{team.number:03}"
    fields = CustomerFields(name=name, numbers=(team.stranger,), list=CustomerList.OWN)
    await anna.program.online().session.api.save_customer(None, fields)
    call = await centre.call(team.stranger, team.main)
    await anna.popover()
    bram = await colleague(team.bram).ready()
    await anna.press("Ctrl+Shift+D")
    request = await bram.until_request()
    assert (request.ani, request.customer) == (team.stranger, None)
    await centre.hang_up(call)
    entry = await anna.until_listed(team.stranger, Section.OPEN)
    assert entry.customer is None, "the list is for all to see"
    assert (await bram.session.api.find_customers(name)).customers == ()


async def test_C8_the_own_card_opens_with_the_call(anna, centre, team):
    name = f"Mine Novák{team.number:03}"
    fields = CustomerFields(name=name, numbers=(f"0{team.stranger.removeprefix('+31')}",), list=CustomerList.OWN)
    made = await anna.program.online().session.api.save_customer(None, fields)
    await anna.talk_to(team.stranger, team.main)
    panel = anna.window.customer
    await anna.until(lambda: panel.customer() is not None, "the card")
    assert panel.customer().id == made.id
    assert current_contact(anna.state).customer.name == name
