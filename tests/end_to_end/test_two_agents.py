"""Two agents at their desks and one customer: consult, conference, transfer, as each of them sees it (D2 to D7, B3)."""

from __future__ import annotations

import pytest

from agent_client.client.store.views import current_contact, wrap_up_contact
from agent_client.protocol.names import AgentState, ContactState, OnHold, Part, Phase
from agent_client.rules.parties import ContactAction, allowed
from ui import wording
from ui.popovers.rona_popover import RonaPopover
from ui.self_check.hands import NotSeen

S = ContactState
A = ContactAction
on_both = pytest.mark.parametrize("centre", ["simulator", "asterisk"], indirect=True)


class Pair:
    """Anna has the customer on the line; Bram is available."""

    def __init__(self, anna, bram, centre, team, call):
        self.anna, self.bram, self.centre, self.team, self.call = anna, bram, centre, team, call

    @staticmethod
    async def act(agent, action):
        """As by the mouse, on what stands for it now."""
        page = agent.window.contact.call

        def look():
            button = page.button(action)
            return button if button is not None and button.isVisible() and button.isEnabled() else None

        await agent.hands.click(await agent.until(look, f"a button for {action}"))

    @staticmethod
    async def until_state(agent, state, on_hold=None):
        """At the server, and on the agent's screen: what is pressed then is meant for that."""

        def look():
            contact = current_contact(agent.state)
            there = contact is not None and (contact.state, contact.on_hold) == (state, on_hold)
            return contact if there and agent.window.contact.contact() == contact else None

        try:
            return await agent.until(look, f"{state}, {on_hold}")
        except NotSeen as late:
            now, picker = current_contact(agent.state), agent.window.contact.call.picker
            seen = (now and now.state, now and now.on_hold, picker.isVisible(), picker.field.text())
            raise AssertionError(f"{late}: {seen}, “{picker.refusal.text()}”, {picker.pick.isEnabled()}") from late

    @staticmethod
    async def pick(agent, keys, text):
        """Whom, by the keyboard alone."""
        await agent.press(keys)
        picker = agent.window.contact.call.picker
        await agent.until(picker.isVisible, "the picker")
        agent.hands.type(picker.field, text)
        await agent.until(lambda: picker.view.model().rowCount() and picker.pick.isEnabled(), f"“{text}” to be found")
        await agent.press("Return")

    async def consult(self):
        await self.pick(self.anna, "F5", self.team.bram.name)

    async def accepted(self):
        await self.consult()
        popover = await self.bram.popover()
        await self.bram.answer(popover)
        await self.until_state(self.anna, S.CONSULTING, OnHold.CUSTOMER)
        await self.until_state(self.bram, S.CONSULTING, OnHold.CUSTOMER)

    async def talks(self):
        """Who hears whom at the PBX."""
        found = await self.centre.look(f"calls/{self.call}/hears")
        parts = {
            agent.who.phone: str(contact.part)
            for agent in (self.anna, self.bram)
            if (contact := current_contact(agent.state)) is not None
        }  # the real PBX knows phones only
        pairs = {tuple(parts.get(who, who) for who in one) for one in found["pairs"]}
        return {one for one in pairs if "music" not in one}


def everybody(*names):
    return {(one, other) for one in names for other in names if one != other}


@pytest.fixture
async def pair(anna, sit_down, centre, team):
    call, _ = await anna.talk_to(team.known, team.main)
    bram = await sit_down(team.bram).signed_on()
    return Pair(anna, bram, centre, team, call)


@on_both
async def test_D3_two_panes_and_exactly_one_of_both_on_hold(pair):
    anna, page = pair.anna, pair.anna.window.contact.call
    await pair.consult()
    await pair.until_state(anna, S.CONSULT_REQUESTED, OnHold.CUSTOMER)
    assert not page.button(A.TRANSFER).isEnabled(), "not before it is accepted"
    assert not page.button(A.CONFERENCE).isEnabled()
    assert page.button(A.RESUME).isEnabled()
    popover = await pair.bram.popover()
    assert pair.team.anna.name in popover.accessibleName()
    await pair.bram.answer(popover)
    await pair.until_state(anna, S.CONSULTING, OnHold.CUSTOMER)
    await anna.until(lambda: page.parties.isVisible(), "the two panes")
    assert await pair.talks() == everybody("owner", "consulted")
    await pair.act(anna, A.RESUME)
    await pair.until_state(anna, S.CONSULTING, OnHold.CONSULTED)
    await pair.until_state(pair.bram, S.CONSULTING, OnHold.CONSULTED)
    assert await pair.talks() == everybody("owner", "customer")
    await pair.act(anna, A.HOLD)
    await pair.until_state(anna, S.CONSULTING, OnHold.CUSTOMER)
    await pair.act(anna, A.END_CONSULT)
    await pair.until_state(anna, S.CONNECTED)
    await pair.bram.until_phase(Phase.WAITING)
    assert await pair.talks() == everybody("owner", "customer")


async def test_D4_B3_a_consult_that_is_not_accepted_says_so_and_the_asked_agent_is_rona(pair):
    await pair.centre.pbx(f"phones/{pair.team.bram.phone}", gives_up_after=0.2)
    await pair.consult()
    held = await pair.until_state(pair.anna, S.HELD, OnHold.CUSTOMER)
    said = wording.why(held.why)
    assert said.startswith(pair.team.bram.name)
    await pair.anna.until(lambda: pair.anna.window.contact.call.outcome.text() == said, "the cause")
    await pair.bram.until_phase(Phase.RONA)
    rona = await pair.bram.rona()
    assert isinstance(rona, RonaPopover)
    await pair.act(pair.anna, A.RESUME)
    await pair.until_state(pair.anna, S.CONNECTED)


async def test_D5_what_the_consulted_agent_may_do_and_what_not(pair):
    await pair.accepted()
    bram = pair.bram
    contact = current_contact(bram.state)
    assert contact.part is Part.CONSULTED
    assert bram.window.customer.card.name.whole() == pair.team.customer("Jana"), "the record opens for both"
    for action in (A.END, A.RESUME, A.HOLD, A.TRANSFER, A.CONFERENCE):
        assert action not in allowed(contact)
        button = bram.window.contact.call.button(action)
        assert button is None or not button.isEnabled()
    await pair.act(bram, A.END_CONSULT)
    await bram.until_phase(Phase.WAITING)
    assert wrap_up_contact(bram.state) is None, "no wrap-up for who was asked"
    await pair.until_state(pair.anna, S.HELD, OnHold.CUSTOMER)


async def test_D5_the_customer_leaves_a_consult(pair):
    await pair.accepted()
    await pair.centre.hang_up(pair.call)
    await pair.anna.until_phase(Phase.WRAP_UP)
    await pair.bram.until_phase(Phase.WAITING)
    await pair.anna.wrap_up()


@on_both
async def test_D6_conference_of_all_three(pair):
    await pair.accepted()
    await pair.act(pair.anna, A.CONFERENCE)
    await pair.until_state(pair.anna, S.CONFERENCE)
    await pair.until_state(pair.bram, S.CONFERENCE)
    assert await pair.talks() == everybody("owner", "consulted", "customer")
    await pair.act(pair.anna, A.END)
    await pair.anna.until_phase(Phase.WRAP_UP)
    await pair.bram.until_phase(Phase.WAITING)


@on_both
async def test_D7_transfer_after_the_consult_leaves_wrap_up_here_and_the_customer_there(pair):
    await pair.accepted()
    asked = current_contact(pair.bram.state)
    note = f"Written while consulted, {pair.team.number}."
    pair.bram.hands.type(pair.bram.window.customer.editor.field, note)
    await pair.act(pair.anna, A.TRANSFER)
    await pair.anna.until_phase(Phase.WRAP_UP)
    has = await pair.until_state(pair.bram, S.CONNECTED)
    assert (has.id, has.part) == (asked.id, Part.OWNER)
    assert pair.bram.window.customer.editor.text() == note, "what was typed stays with the contact"
    assert await pair.talks() == everybody("owner", "customer")
    await pair.anna.wrap_up()
    await pair.anna.until_phase(Phase.WAITING)
    await pair.act(pair.bram, A.END)
    await pair.bram.wrap_up()


@on_both
async def test_D7_blind_transfer_to_an_agent(pair):
    await pair.pick(pair.anna, "F4", pair.team.bram.name)
    await pair.anna.until_phase(Phase.WRAP_UP)
    popover = await pair.bram.popover()
    await pair.bram.answer(popover)
    await pair.until_state(pair.bram, S.CONNECTED)
    assert await pair.talks() == everybody("owner", "customer")


async def test_D7_an_agent_in_wrap_up_is_not_offered(pair):
    other = await pair.centre.call(pair.team.stranger, pair.team.main)
    popover = await pair.bram.popover()
    await pair.bram.answer(popover)
    await pair.bram.until_phase(Phase.CALL)
    await pair.centre.hang_up(other)
    await pair.bram.until_phase(Phase.WRAP_UP)
    anna, picker = pair.anna, pair.anna.window.contact.call.picker
    asked = pair.bram.state.me.id
    await anna.until(lambda: anna.state.agents[asked].state is AgentState.WRAP_UP, "Anna to see it")
    await anna.press("F4")
    await anna.until(picker.isVisible, "the picker")
    anna.hands.type(picker.field, pair.team.bram.name)
    await anna.until(lambda: picker.view.model().rowCount() == 1, "Bram alone to be listed")
    assert not picker.pick.isEnabled()
    await anna.press("Return")
    assert not picker.pick.requested
    assert current_contact(anna.state).state is S.CONNECTED


@on_both
async def test_D3_D6_D7_the_whole_story_by_the_keyboard_alone(pair):
    anna, bram = pair.anna, pair.bram
    await anna.press("Ctrl+Shift+H")
    await pair.until_state(anna, S.HELD, OnHold.CUSTOMER)
    await anna.press("Ctrl+Shift+H")
    await pair.until_state(anna, S.CONNECTED)
    await pair.consult()
    await bram.popover()
    await bram.press("Ctrl+Shift+A")
    await pair.until_state(anna, S.CONSULTING, OnHold.CUSTOMER)
    await anna.press("Ctrl+Shift+H")
    await pair.until_state(anna, S.CONSULTING, OnHold.CONSULTED)
    await anna.press("Ctrl+Shift+J")
    await pair.until_state(anna, S.CONFERENCE)
    await anna.press("F4")
    await anna.until_phase(Phase.WRAP_UP)
    await pair.until_state(bram, S.CONNECTED)
    await anna.wrap_up()
    await bram.press("F8")
    await bram.wrap_up()
    await anna.until_phase(Phase.WAITING)
    await bram.until_phase(Phase.WAITING)


async def test_two_agents_press_at_the_same_moment_and_one_of_them_acts(pair):
    """The owner transfers while the consulted agent leaves: whoever was first decides, and nobody loses the customer."""
    await pair.accepted()
    owner, asked = current_contact(pair.anna.state), current_contact(pair.bram.state)
    pair.anna.window.contact.call.button(A.TRANSFER).press()
    pair.bram.window.contact.call.button(A.END_CONSULT).press()

    def settled():
        has = current_contact(pair.bram.state)
        took = wrap_up_contact(pair.anna.state) is not None and has is not None and has.part is Part.OWNER
        mine = current_contact(pair.anna.state)
        left = has is None and mine is not None and mine.state is S.HELD
        return took or left

    await pair.anna.until(settled, "one owner")
    assert owner.id != asked.id
