"""Whatever two agents, those whom a queue finds, somebody outside and the customer do: the parties' table of D5 holds at
both ends, and what the database says is what the PBX lets everybody hear.

2,000 sequences; ``AGENT_CLIENT_SEQUENCES`` says another number. They begin in the middle of things, so that a few steps lead far.
"""

from __future__ import annotations

import asyncio
import os
import random
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from agent_client.backend.persistence import contact_view
from agent_client.backend.services import agent_states, call_control, calls, consulting, transfers, wrapping_up
from agent_client.backend.telephony.simulator import CustomerBehaviour, CustomerKind, PhoneBehaviour
from agent_client.protocol.agents import ChangeState
from agent_client.protocol.contacts import Contact, Digits, Mute, Target, WrapUp
from agent_client.protocol.cursor import agent_stream
from agent_client.protocol.events import ContactEvent, ContactWithdrawn, ContactWrappedUp
from agent_client.protocol.names import (
    AgentId,
    AgentState,
    ContactState,
    OnHold,
    Part,
    RecordingState,
    TargetKind,
    WrapUpReasonId,
)
from agent_client.protocol.refusals import (
    AgentNotAvailable,
    ContactChanged,
    NotFound,
    NotPossibleNow,
    NotToYourself,
    Refusal,
)
from agent_client.rules.parties import TABLE, ContactAction, allowed

SEQUENCES = int(os.environ.get("AGENT_CLIENT_SEQUENCES", "2000"))
PARTS = 8
"""So that processors can share them."""
ANNA, BRAM, CLEO = AgentId(1), AgentId(2), AgentId(3)
EVERYBODY = (ANNA, BRAM, CLEO)
"""Cleo staffs one queue alone: she is whom a consult to that queue finds."""
STREAMS = {agent_stream(agent): agent for agent in EVERYBODY}
DESKTOP = PhoneBehaviour(desktop=True, mutes=True)
OUTSIDE = "+420224811111"
A, S = ContactAction, ContactState
TALKS = {S.CONNECTED, S.HELD, S.CONSULT_REQUESTED, S.CONSULTING, S.CONFERENCE}
HAND = {
    S.CONNECTING: AgentState.OFFERED,
    S.RINGING: AgentState.OFFERED,
    S.WRAP_UP: AgentState.WRAP_UP,
    **dict.fromkeys(TALKS, AgentState.ON_CONTACT),
}
CONSULT_STATES = {S.CONSULT_REQUESTED, S.CONSULTING, S.CONFERENCE}
TARGETS = (
    Target(kind=TargetKind.AGENT, id=BRAM),
    Target(kind=TargetKind.QUEUE, id=2),
    Target(kind=TargetKind.NUMBER, number=OUTSIDE),
    Target(kind=TargetKind.AGENT, id=CLEO),
    Target(kind=TargetKind.ENTRY_POINT, id=2),
    Target(kind=TargetKind.NUMBER, number="0800 100 200"),  # the entry point's own
    Target(kind=TargetKind.AGENT, id=ANNA),
    Target(kind=TargetKind.QUEUE, id=1),
)


def command(action: ContactAction, who: Any, seen: Contact, which: int) -> Callable[[Any], object] | None:
    """How the server is asked for it; None for what this test does not play."""
    target = None if seen.state in CONSULT_STATES else TARGETS[which % len(TARGETS)]
    key = (who, seen.id, seen.version)
    ways: dict[ContactAction, Callable[[Any], object]] = {
        A.ANSWER: lambda tx: calls.answer(tx, *key),
        A.DECLINE: lambda tx: calls.decline(tx, *key),
        A.END: lambda tx: calls.end(tx, *key),
        A.HOLD: lambda tx: call_control.hold(tx, *key),
        A.RESUME: lambda tx: call_control.resume(tx, *key),
        A.CONSULT: lambda tx: consulting.consult(tx, *key, TARGETS[which % len(TARGETS)]),
        A.END_CONSULT: lambda tx: consulting.end_consult(tx, *key),
        A.CONFERENCE: lambda tx: consulting.conference(tx, *key),
        A.TRANSFER: lambda tx: transfers.transfer(tx, *key, target),
        A.PAUSE_RECORDING: lambda tx: call_control.pause_recording(tx, *key),
        A.RESUME_RECORDING: lambda tx: call_control.resume_recording(tx, *key),
        A.DIGITS: lambda tx: call_control.send_digits(tx, who, seen.id, Digits(seen.version, "1")),
        A.MUTE: lambda tx: call_control.mute(tx, who, seen.id, Mute(seen.version, not seen.muted)),
        A.WRAP_UP: lambda tx: wrapping_up.wrap_up(tx, who, seen.id, WrapUp(seen.version, WrapUpReasonId(1))),
        A.EXTEND: lambda tx: wrapping_up.extend(tx, *key),
    }
    return ways.get(action)


PLAYED = tuple(sorted(set(ContactAction) - {A.CANCEL, A.EDIT_VARIABLES, A.SHOW_SECURE}))


class Play:
    """One story on the stage. ``screens`` is what the agents' clients show, kept up by the events alone."""

    def __init__(self, stage: Any, sessions: dict[AgentId, Any]) -> None:
        self.stage = stage
        self.sessions = sessions
        self.screens: dict[AgentId, dict[int, Contact]] = {agent: {} for agent in EVERYBODY}
        self.stale: dict[AgentId, dict[int, Contact]] = {}
        self.settled = True

    async def begin(self, moment: Any, screens: dict[AgentId, Contact]) -> None:
        await self.stage.back(moment)
        for who in self.sessions.values():
            self.stage.pbx.set_phone(who.phone, DESKTOP)
        for agent, contact in screens.items():
            self.screens[agent][contact.id] = contact

    def seen(self, agent: AgentId) -> Contact | None:
        return next(iter(self.screens[agent].values()), None)

    def follow(self) -> None:
        """Every screen, from what was told."""
        self.stale = {agent: dict(shown) for agent, shown in self.screens.items()}
        for stream, event in self.stage.told:
            if isinstance(event, ContactEvent):
                shown = self.screens[STREAMS[stream]]
                contact = event.contact
                leaves = isinstance(event, ContactWithdrawn | ContactWrappedUp) or contact.state is S.QUEUED
                if leaves or contact.state is S.ENDED:
                    shown.pop(contact.id, None)
                else:
                    shown[contact.id] = contact
        self.stage.told.clear()

    # One step.

    async def step(self, mood: int, agent: AgentId, which: int) -> None:
        seen = self.seen(agent)
        if mood < 6 and seen is not None:
            possible = sorted(set(PLAYED) & allowed(seen))
            if possible:
                await self.press(agent, seen, possible[which % len(possible)], which // 8)
        elif mood == 6 and seen is not None:
            await self.press(agent, seen, PLAYED[which % len(PLAYED)], which // 8)
        elif mood == 7 and self.stale.get(agent):
            await self.press_late(agent, which)
        else:
            await self.world(agent, which)
        self.settled = mood != 3
        if self.settled:
            await self.stage.settle()
        self.follow()

    async def press(self, agent: AgentId, seen: Contact, action: ContactAction, which: int) -> None:
        """The client enables by the same rule by which the server refuses."""
        unit = command(action, self.sessions[agent], seen, which)
        assert unit is not None
        refusal: Refusal | None = None
        try:
            await self.stage.write(unit)
        except Refusal as refused:
            refusal = refused
        if action in allowed(seen):
            assert refusal is None or isinstance(refusal, AgentNotAvailable | NotToYourself), (action, seen, refusal)
        else:
            assert isinstance(refusal, NotPossibleNow), (action, seen.state, seen.on_hold, refusal)

    async def press_late(self, agent: AgentId, which: int) -> None:
        """On what the screen showed before: it acts on nothing else, whatever has happened since."""
        seen = next(iter(self.stale[agent].values()))
        unit = command(PLAYED[which % len(PLAYED)], self.sessions[agent], seen, which // 8)
        assert unit is not None
        now = self.screens[agent].get(seen.id)
        turned = now is not None and now.part is Part.OWNER and now.on_hold is not seen.on_hold
        moved = now is None or turned or now.state is not seen.state  # who is asked talks with the owner alone
        try:
            await self.stage.write(unit)
        except (ContactChanged, NotPossibleNow, NotFound, AgentNotAvailable, NotToYourself):
            return
        assert not moved, (which, seen.state, seen.on_hold)

    async def world(self, agent: AgentId, which: int) -> None:
        """What is not a button: phones, the customer, somebody outside, the clock, the server itself."""
        pbx, phone = self.stage.pbx, self.sessions[agent].phone
        match which % 14:
            case 0 | 1 | 2:
                if not pbx.pick_up(phone):
                    pbx.pick_up(OUTSIDE)
            case 3:
                pbx.put_down(phone)
            case 4:
                pbx.kill_phone(phone)
                pbx.set_phone(phone, DESKTOP)
            case 5:
                for call in pbx.calls()[:1]:
                    pbx.hang_up(call)
            case 6:
                pbx.put_down(OUTSIDE)
            case 7:
                await self.stage.pass_((1.0, 6.0, 19.0)[which % 3])
            case 8:
                await self.stage.calling(talk=None)
            case 9:
                state = (AgentState.READY, AgentState.NOT_READY)[which // 12 % 2]
                await self._wish(agent, ChangeState(state=state))
            case 10:
                kind = tuple(CustomerKind)[which // 12 % 4]
                pbx.set_customer(OUTSIDE, CustomerBehaviour(kind=kind, after=1.0))
            case 11:
                pbx.keys.hold(phone) or pbx.keys.hold(phone, held=False)
            case 12:
                there = (*(who.phone for who in self.sessions.values()), OUTSIDE, "0800 100 200", "2")
                pbx.keys.transfer(phone, there[which // 14 % len(there)], talked=which % 3 == 0)
            case _:
                await self.stage.restart()
                for who in self.sessions.values():
                    self.stage.pbx.set_phone(who.phone, DESKTOP)

    async def _wish(self, agent: AgentId, wish: ChangeState) -> None:
        who = self.sessions[agent]
        try:
            await self.stage.write(lambda tx: agent_states.change(tx, who, wish, self.stage.pbx))
        except NotPossibleNow:
            return
        await self.stage.settle()
        self.stage.pbx.pick_up(who.phone)

    async def end(self) -> None:
        """Everybody hangs up and wraps up; nobody and nothing may be left over."""
        await self.stage.settle()
        self.follow()
        self.check()
        for agent in {row[1] for row in self.living() if row[1] is not None}:
            found = await self.stage.read(lambda tx, agent=agent: contact_view.of_agent(tx.conn, agent))
            told = [replace(one, course=()) for one in self.screens[agent].values()]
            assert told == [replace(one, course=()) for one in found], "the events have told all of it"
        for call in self.stage.pbx.calls():
            self.stage.pbx.hang_up(call)
        self.stage.pbx.put_down(OUTSIDE)
        await self.stage.settle()
        self.follow()
        for agent in EVERYBODY:
            seen = self.seen(agent)
            if seen is not None:
                assert seen.state is S.WRAP_UP, "a conversation without a call"
                await self.press(agent, seen, A.WRAP_UP, 0)
        await self.stage.pass_(30 if any(row[3] for row in self.agents().values()) else 0)
        lines = self.stage.pbx._exchange.lines
        assert (lines.calls, lines.legs) == ({}, {})
        assert not self.living()
        assert not {row[1] for row in self.agents().values()} & set(HAND.values())

    # What must hold.

    def living(self) -> list[tuple[Any, ...]]:
        return self.stage.raw.execute(
            "SELECT c.id, c.agent_id, c.state, c.on_hold, c.direction, c.call_id, c.consult_of_id, c.leg_id, c.muted,"
            " c.version, c.target_kind, i.recording, c.held_at_phone_since"
            " FROM contacts c JOIN interactions i ON i.id = c.interaction_id"
            " WHERE c.state != 'ended'"
        ).fetchall()

    def agents(self) -> dict[int, tuple[Any, ...]]:
        rows = self.stage.raw.execute("SELECT id, state, contact_id, leg_id FROM agents").fetchall()
        return {row[0]: row for row in rows}

    def check(self) -> None:
        living = self.living()
        self._agents(living)
        self._screens(living)
        if self.settled:
            self._calls(living)

    def _agents(self, living: list[tuple[Any, ...]]) -> None:
        """No agent is stuck: each has one contact or none, and the state that goes with it."""
        hands: dict[int, tuple[Any, ...]] = {}
        for row in living:
            if row[1] is not None:
                assert row[1] not in hands, "two contacts in one hand"
                hands[row[1]] = row
        for agent, state, contact, _ in self.agents().values():
            if agent in hands:
                assert (state, contact) == (HAND[S(hands[agent][2])], hands[agent][0])
            else:
                assert state not in HAND.values()
                assert contact is None

    def _screens(self, living: list[tuple[Any, ...]]) -> None:
        """Each agent was told all there is, and it stands in the table."""
        shown = {(agent, one.id, one.version) for agent, screen in self.screens.items() for one in screen.values()}
        assert shown == {(row[1], row[0], row[9]) for row in living if row[1] is not None}
        for screen in self.screens.values():
            for one in screen.values():
                assert (one.state, one.on_hold) in TABLE[one.part], (one.part, one.state, one.on_hold)
                if one.state is S.CONSULTING:
                    assert one.on_hold in (OnHold.CUSTOMER, OnHold.CONSULTED), "exactly one of both is on hold"
                if one.part is Part.CONSULTED:
                    assert one.recording is None

    def _calls(self, living: list[tuple[Any, ...]]) -> None:
        """Every live call has one owner, waits, or is being put through; and everybody hears what their state says."""
        pbx = self.stage.pbx
        owners = [row for row in living if row[4] != "consult" and row[2] != "wrap_up"]
        assert sorted(row[5] for row in owners) == sorted(pbx.calls())
        lines = pbx._exchange.lines
        tests = {row[3] for row in self.agents().values() if row[3]}
        assert set(lines.legs) - {leg.id for leg in lines.legs.values() if leg.call not in pbx.calls()} == {
            row[7] for row in living if row[7] is not None and row[2] != "wrap_up"
        }
        assert tests == {leg.id for leg in lines.legs.values() if leg.call is None}
        asked = {row[6]: row for row in living if row[6] is not None}
        for row in owners:
            assert pbx.hears(row[5]) == expected(row, asked.get(row[0])), (row, asked.get(row[0]))
            running = [one for one in pbx._exchange.recordings._running if one.call == row[5]]
            assert [one.paused for one in running] == ([row[11] == RecordingState.PAUSED] if row[11] else [])


def expected(row: tuple[Any, ...], asked: tuple[Any, ...] | None) -> set[tuple[str, str]]:
    """Who hears whom, from the states in the database alone."""
    state, on_hold = S(row[2]), row[3]
    if state not in TALKS:
        return {("customer", "music")}
    talks = {"owner"}
    talks |= {"customer"} if on_hold != "customer" else set()
    there = {"owner", "customer"}
    if asked is not None and S(asked[2]) in (S.CONSULTING, S.CONFERENCE):
        there.add("consulted")
        talks |= {"consulted"} if on_hold != "consulted" else set()
    muted = {"owner"} if row[8] else set()
    muted |= {"consulted"} if asked is not None and asked[8] else set()
    holds = {"owner"} if row[12] else set()
    holds |= {"consulted"} if asked is not None and asked[12] else set()
    if talks & holds:
        talks = talks - holds if len(talks - holds) > 1 else set()
    pairs = {(one, other) for one in talks for other in talks - muted if one != other}
    return pairs | {(one, "music") for one in there - talks - holds}


class Theatre:
    """The moments at which the stories begin: reached once, through the services, and returned to."""

    def __init__(self, stage: Any) -> None:
        self.stage = stage
        self.sessions: dict[AgentId, Any] = {}
        self.moments: dict[str, Any] = {}

    async def prepare(self) -> None:
        stage = self.stage
        await stage.start()
        for agent in EVERYBODY:
            self.sessions[agent] = await stage.ready(agent)
        await self._keep("ready")
        for name, way in (
            ("connected", ()),
            ("held", (A.HOLD,)),
            ("consulting", (A.CONSULT,)),
            ("consult on hold", (A.CONSULT, A.RESUME)),
            ("conference", (A.CONSULT, A.CONFERENCE)),
            ("outside", (A.CONSULT,)),
        ):
            await self._reach(which=2 if name == "outside" else 0, way=way)
            await self._keep(name)
        await self._reach(which=0, way=(A.END,))
        await self._keep("wrap-up")

    async def _keep(self, name: str) -> None:
        screens: dict[AgentId, Contact] = {}
        for agent in EVERYBODY:
            found = await self.stage.read(lambda tx, agent=agent: contact_view.of_agent(tx.conn, agent))
            if found:
                screens[agent] = found[0]
        self.moments[name] = (await self.stage.moment(), screens)

    async def _reach(self, *, which: int, way: tuple[ContactAction, ...]) -> None:
        play = Play(self.stage, self.sessions)
        await play.begin(*self.moments["ready"])
        await self.stage.calling()
        assert self.stage.pbx.pick_up(self.sessions[ANNA].phone)
        await self.stage.settle()
        for action in way:
            play.follow()
            seen = play.seen(ANNA)
            assert seen is not None
            await play.press(ANNA, seen, action, which)
            await self.stage.settle()
            asked = OUTSIDE if which else self.sessions[BRAM].phone
            self.stage.pbx.pick_up(asked)
            await self.stage.settle()


@pytest.fixture(scope="module")
def theatre(stage: Any) -> Theatre:
    made = Theatre(stage)
    asyncio.run(made.prepare())
    return made


MOMENTS = ("ready", "connected", "held", "consulting", "consult on hold", "conference", "outside", "wrap-up")
_steps = st.lists(st.tuples(st.integers(0, 9), st.sampled_from(EVERYBODY), st.integers(0, 255)), min_size=3, max_size=8)


@pytest.mark.parametrize("part", range(PARTS))
def test_nobody_leaves_the_table(theatre: Theatre, part: int) -> None:
    @seed(random.randrange(1 << 30))
    @settings(
        max_examples=SEQUENCES // PARTS,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
        report_multiple_bugs=False,
    )
    @given(moment=st.sampled_from(MOMENTS), steps=_steps)
    def play(moment: str, steps: list[tuple[int, AgentId, int]]) -> None:
        try:
            asyncio.run(_play(theatre, moment, steps))
        except BaseException as error:
            error.add_note(f"the story: {moment!r}, {steps!r}")
            raise

    play()


async def _play(theatre: Theatre, moment: str, steps: list[tuple[int, AgentId, int]]) -> None:
    play = Play(theatre.stage, theatre.sessions)
    await play.begin(*theatre.moments[moment])
    for step in steps:
        await play.step(*step)
        play.check()
    await play.end()


@settings(max_examples=20, deadline=None, database=None, suppress_health_check=list(HealthCheck))
@given(steps=_steps)
@pytest.mark.parametrize("moment", MOMENTS[1:-1])
def test_the_customer_may_leave_at_any_moment(theatre: Theatre, moment: str, steps: list[Any]) -> None:
    """Whoever has them wraps up, whoever is consulted does not, nobody is left behind."""
    asyncio.run(_left(theatre, moment, steps))


async def _left(theatre: Theatre, moment: str, steps: list[tuple[int, AgentId, int]]) -> None:
    play = Play(theatre.stage, theatre.sessions)
    await play.begin(*theatre.moments[moment])
    for step in steps:
        await play.step(*step)
    await theatre.stage.settle()
    play.follow()
    before = play.living()
    for call in theatre.stage.pbx.calls():
        assert theatre.stage.pbx.hang_up(call)
    await theatre.stage.settle()
    play.follow()
    play.check()
    after = {row[0]: row for row in play.living()}
    for row in before:
        talked = S(row[2]) in TALKS and row[4] != "consult"
        wraps_up = row[2] == "wrap_up" or talked
        assert (row[0] in after) == wraps_up, row
        if wraps_up:
            assert after[row[0]][2] == "wrap_up"
            assert after[row[0]][1] == row[1]
    await play.end()
