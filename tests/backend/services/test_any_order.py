"""Whatever people do, in whatever order: agents, contacts, callback list and PBX never contradict each other."""

from __future__ import annotations

import asyncio
import contextlib
from collections import Counter

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agent_client.backend.persistence import agents, callbacks, centre, contact_view, contacts, queue_standing, sign_on
from agent_client.backend.services import callbacks as callback_service
from agent_client.backend.services import calls, links, wrapping_up
from agent_client.backend.telephony.sides import Customer
from agent_client.backend.telephony.simulator import CustomerBehaviour, CustomerKind
from agent_client.protocol.contacts import WrapUp
from agent_client.protocol.names import AgentId, AgentState, ContactState, Direction, Section, WrapUpReasonId
from agent_client.protocol.refusals import Refusal

NUMBERS = ("+31201234567", "+420224811111", "")
HELD = {
    ContactState.CONNECTING: AgentState.OFFERED,
    ContactState.RINGING: AgentState.OFFERED,
    ContactState.CONNECTED: AgentState.ON_CONTACT,
    ContactState.WRAP_UP: AgentState.WRAP_UP,
}
ACTIONS = (
    *("call_in", "pick_up", "put_down", "hang_up", "ready", "pause", "idle", "decline", "end", "wrap_up", "call_back"),
    *("mark", "reopen", "lose_link", "find_link", "sign_in", "restart", "wait", "wait_long", "busy_customer"),
)
LIKELY = {
    AgentState.SIGNED_OUT: ("sign_in",),
    AgentState.NOT_READY: ("ready", "ready", "ready", "call_back"),
    AgentState.READY: ("call_in", "call_in", "call_in", "call_back", "call_back", "call_back", "lose_link", "idle"),
    AgentState.OFFERED: (
        *("pick_up", "pick_up", "pick_up", "hang_up", "wait_long", "decline", "end", "restart", "lose_link"),
        *("sign_in", "wait", "call_in", "busy_customer"),
    ),
    AgentState.ON_CONTACT: ("hang_up", "put_down", "end", "wait_long", "restart", "lose_link", "sign_in", "wait"),
    AgentState.WRAP_UP: ("wrap_up", "wrap_up", "wait_long", "restart", "sign_in", "lose_link", "call_in"),
}
"""What leads somewhere: two of three steps are drawn from these, else most steps would be refused."""
_step = st.tuples(
    st.integers(0, 2), st.integers(0, 10_000), st.sampled_from([AgentId(1), AgentId(2)]), st.integers(0, 3)
)


class Hands:
    """Does one thing in a world; what the centre refuses was simply not possible then."""

    def __init__(self, world) -> None:
        self.world = world
        self.sessions = {}
        self.calls = []

    async def do(self, likely: int, number: int, agent: AgentId, which: int) -> None:
        if agent not in self.sessions:
            self.sessions[agent] = await self.world.sign_in(agent)
        choice = LIKELY[(await self.world.me(self.sessions[agent])).state] if likely else ACTIONS
        action = choice[number % len(choice)]
        with contextlib.suppress(Refusal):
            await getattr(self, action)(self.sessions[agent], which)
        await self.world.settle()

    async def call_in(self, who, which):
        self.calls.append(await self.world.calling(ani=NUMBERS[which % 3], patience=90.0, talk=100.0))

    async def pick_up(self, who, which):
        self.world.pbx.pick_up(who.phone)

    async def put_down(self, who, which):
        self.world.pbx.put_down(who.phone)

    async def hang_up(self, who, which):
        if self.calls:
            self.world.pbx.hang_up(self.calls[-1 - which % len(self.calls)])

    async def ready(self, who, which):
        await self.world.wish(who, AgentState.READY)
        await self.world.settle()
        self.world.pbx.pick_up(who.phone)

    async def pause(self, who, which):
        await self.world.wish(who, AgentState.NOT_READY)

    async def idle(self, who, which):
        await self.world.wish(who, AgentState.NOT_READY, 1)

    async def _contact(self, who):
        found = await self.world.read(lambda tx: contact_view.of_agent(tx.conn, who.agent))
        return found[0] if found else None

    async def decline(self, who, which):
        seen = await self._contact(who)
        if seen is not None:
            await self.world.write(lambda tx: calls.decline(tx, who, seen.id, seen.version))

    async def end(self, who, which):
        seen = await self._contact(who)
        if seen is not None:
            await self.world.write(lambda tx: calls.end(tx, who, seen.id, seen.version))

    async def wrap_up(self, who, which):
        seen = await self._contact(who)
        if seen is not None:
            given_ = WrapUp(seen.version, WrapUpReasonId(1))
            await self.world.write(lambda tx: wrapping_up.wrap_up(tx, who, seen.id, given_))

    async def _entry(self, which):
        found = await self.world.entries()
        return found[which % len(found)].id if found else None

    async def call_back(self, who, which):
        entry = await self._entry(which)
        if entry is not None:
            await self.world.write(lambda tx: callback_service.call(tx, who, entry))

    async def mark(self, who, which):
        entry = await self._entry(which)
        mark = callback_service.mark_done if which % 2 else callback_service.mark_not_reached
        if entry is not None:
            await self.world.write(lambda tx: mark(tx, who, entry))

    async def reopen(self, who, which):
        entry = await self._entry(which)
        if entry is not None:
            await self.world.write(lambda tx: callback_service.reopen(tx, who, entry))

    async def lose_link(self, who, which):
        await self.world.write(lambda tx: links.lost(tx, who))

    async def find_link(self, who, which):
        await self.world.write(lambda tx: links.opened(tx, who))

    async def sign_in(self, who, which):
        self.sessions[who.agent] = await self.world.sign_in(who.agent)

    async def restart(self, who, which):
        await self.world.restart(same_pbx=which % 2 == 0)

    async def wait(self, who, which):
        await self.world.pass_(1.0 + 2 * which)

    async def wait_long(self, who, which):
        await self.world.pass_(20.0 + 15 * which)

    async def busy_customer(self, who, which):
        kind = tuple(CustomerKind)[which % 4]
        self.world.pbx.set_customer(NUMBERS[0], CustomerBehaviour(kind=kind, after=2, talk=80))


async def _check(world) -> None:
    living = await world.read(lambda tx: contacts.with_call(tx.conn))
    for agent in (AgentId(1), AgentId(2), AgentId(3)):
        me = await world.read(lambda tx, agent=agent: agents.me(tx.conn, agent))
        in_hand = await world.read(lambda tx, agent=agent: contacts.rows_of_agent(tx.conn, agent))
        assert len(in_hand) <= 1
        if in_hand:
            assert (me.state, me.contact) == (HELD[in_hand[0].state], in_hand[0].id)
        else:
            assert me.state not in HELD.values()
            assert me.contact is None
    entries = await world.entries()
    claims = {entry.id: entry.claim.agent.id for entry in entries if entry.claim is not None}
    assert claims == {one.callback: one.agent for one in living if one.direction is Direction.CALLBACK}
    lines = world.pbx._exchange.lines
    assert {one.call for one in living} == set(lines.calls)
    for one in living:
        talking = lines.calls[one.call].customer is Customer.TALKING
        assert talking == (one.state is ContactState.CONNECTED)
    tests = {await world.read(lambda tx, agent=agent: sign_on.leg_of(tx.conn, agent)) for agent in (1, 2, 3)} - {None}
    assert {one.leg for one in living if one.leg is not None} | tests == set(lines.legs)
    for queue in await world.read(lambda tx: centre.queue_ids(tx.conn)):
        shown = await world.read(lambda tx, queue=queue: queue_standing.of(tx.conn, queue))
        assert shown.waiting == sum(one.state is ContactState.QUEUED and one.queue == queue for one in living)
    open_numbers = Counter(
        (entry.number, entry.queue) for entry in entries if entry.section in (Section.OPEN, Section.ATTEMPTED)
    )
    assert all(count == 1 for (number, _), count in open_numbers.items() if number), "unanswered calls combine"


async def _play(world, steps) -> None:
    await world.start()
    hands = Hands(world)
    for number in NUMBERS[:2]:
        world.pbx.hang_up(await world.calling(ani=number))
        await world.settle()
    for agent in (AgentId(1), AgentId(2)):
        hands.sessions[agent] = await world.ready(agent)
    await _check(world)
    for step in steps:
        await hands.do(*step)
        await _check(world)
    await world.pass_(400)
    await _check(world)
    assert not await world.read(lambda tx: contacts.with_call(tx.conn)), "nothing goes on for ever"
    counts = await world.read(lambda tx: callbacks.counts(tx.conn, centre.queue_ids(tx.conn)))
    assert sum(counts.values()) == len(await world.entries())


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(steps=st.lists(_step, min_size=8, max_size=30))
def test_nobody_contradicts_anybody(new_world, steps) -> None:
    world = new_world()
    try:
        asyncio.run(_play(world, steps))
    finally:
        world.close()
