"""The supervisors' window at the real server: who is there moves by itself, and what is done there reaches whom it concerns."""

from __future__ import annotations

import itertools
import sqlite3
from contextlib import closing

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from agent_client.client.store.state import Link
from agent_client.protocol.names import AgentState, Intervention, NotReadyReason, Phase
from agent_client.protocol.refusals import InUse, SeatTaken
from agent_client.protocol.sessions import ChooseQueues
from tests.end_to_end.centre import Centre, Team, write
from ui.dialogs.sign_in import SignInWindow
from ui.models.supervised_agents import Group
from ui.supervising.window import CALLS, CARDS, LOG, SupervisingWindow

OTHERS = 12


@pytest.fixture(scope="module")
def own_centre(tmp_path_factory):
    """Supervisors see the whole centre: that of the other tests is another one."""
    database = tmp_path_factory.mktemp("supervising") / "centre.db"
    write(database, teams=OTHERS)
    running = Centre(database).start()
    yield running
    running.stop()


@pytest.fixture(scope="module")
def numbers():
    return itertools.count(1)


@pytest.fixture
def team(numbers):
    return Team(next(numbers))


@pytest.fixture
def centre(own_centre):
    return own_centre


class Chief:
    """A supervisor at work: the window and the hands in it."""

    def __init__(self, agent):
        self.agent = agent
        self.window = None

    async def open(self):
        await self.agent.press("F11")
        self.window = await self.agent.new_window(SupervisingWindow)
        await self.until(lambda: self.page.rows.rowCount(), "the agents")
        return self

    @property
    def page(self):
        return self.window.page()

    @property
    def form(self):
        return self.window.aside.form

    async def until(self, look, what):
        return await self.agent.until(look, what)

    def line(self, agent):
        return next((line for line in self.window.agents.rows.lines() if line.presence.name == agent.name), None)

    async def until_line(self, agent, look, what):
        await self.until(lambda: (line := self.line(agent)) is not None and look(line), f"{agent.name} {what}")
        return self.line(agent)

    async def choose(self, agent):
        line = await self.until_line(agent, lambda line: line.known and line.known.session, "with a session")
        await self.until(lambda: self.window.agents.rows.row_of(line.id) >= 0, f"{agent.name} in the table")
        self.window.agents.choose(line.id)
        self.window.agents.table.setFocus(Qt.FocusReason.OtherFocusReason)
        assert self.window.aside.name.text() == agent.name
        return line

    async def keys(self, *keys):
        for key in keys:
            await self.agent.hands.press(self.window.focusWidget(), key)

    def facts(self):
        return {fact.label: fact.value for fact in self.window.aside.sheet.facts() if fact.label}

    async def until_listenable(self):
        button = self.window.aside.listening["listen"]
        await self.until(lambda: button.isVisible() and button.isEnabled(), "a conversation to listen to")

    async def until_done(self):
        await self.until(lambda: not self.form.asks(), "it to be done")


@pytest.fixture
async def chief(sit_down, team):
    return await Chief(await sit_down(team.chief).sign_in()).open()


async def said_at_the_end(agent):
    """What the sign-in window says of how the shift before ended."""
    form = await agent.new_window(SignInWindow)
    return await agent.until(lambda: form.said.isVisible() and form.said.words.text(), "why one is here again")


async def test_H1_B4_everybody_is_seen_as_they_are_at_once(chief, sit_down, team, centre):
    await chief.agent.program.online().session.api.choose_queues(ChooseQueues(queues=()))
    await chief.until(lambda: chief.agent.state.me.queues == (), "no queue of the supervisor's own")
    anna = await sit_down(team.anna).signed_on()
    line = await chief.until_line(team.anna, lambda line: line.phase is Phase.WAITING, "available")
    assert line.signed_in
    counts = chief.window.agents.counts
    assert counts.count(Group.WAITING) >= 1
    name = f"Main {team.number}"

    def queue():
        return next(line for line in chief.window.queues.lines() if line.name == name)

    await chief.until(lambda: queue().staffing.ready == 1, "somebody available for the queue")
    call = await centre.call(team.known, team.main)
    await chief.until_line(team.anna, lambda line: line.phase is Phase.SETUP, "being called")
    popover = await anna.popover()
    await anna.hands.click(popover.answer)
    await chief.until_line(team.anna, lambda line: line.phase is Phase.CALL, "on contact")
    await centre.call(team.stranger, team.main)
    await chief.until(lambda: queue().waiting == 1, "who waits in a queue that is not the supervisor's own")
    await chief.until(lambda: queue().today.offered == 2, "the day's calls")
    await chief.until_line(team.anna, lambda line: line.today.handled == 1, "with one call")
    await centre.hang_up(call)
    await chief.until_line(team.anna, lambda line: line.phase is Phase.WRAP_UP, "in wrap-up")
    chief.window.open(CALLS)
    await chief.until(lambda: chief.page.rows.rowCount() >= 2, "the calls")
    shown = [chief.page.rows.data(chief.page.rows.index(row, 1)) for row in range(chief.page.rows.rowCount())]
    assert team.customer("Jana") in shown


async def test_A13_last_address_start_and_stop_are_kept(chief, sit_down, team):
    anna = await sit_down(team.anna).sign_in()
    await chief.choose(team.anna)
    await chief.until(lambda: "Last start" in chief.facts(), "what the server keeps")
    assert chief.facts()["Last address"] == "127.0.0.1"
    assert "Last stop" not in chief.facts(), "signed in means a start without a stop"
    assert chief.facts()["Seat"] == f"WS-{team.anna.user}"
    anna.window.actions_["sign_out"].trigger()
    await chief.until_line(team.anna, lambda line: not line.signed_in, "signed out")
    chief.window.agents.counts.open(Group.SIGNED_OUT)
    await chief.until(lambda: "Last stop" in chief.facts(), "when they stopped")
    assert "Last start" in chief.facts()


async def test_H1_signed_out_with_two_keys_and_told_by_whom_and_why(chief, sit_down, team):
    anna = await sit_down(team.anna).signed_on()
    await chief.choose(team.anna)
    await chief.keys("Del")
    assert chief.form.asks()
    assert chief.form.title.text() == f"Sign {team.anna.name} out"
    reason = chief.form.reason.text()
    assert reason
    await chief.keys("Return")
    await chief.until_line(team.anna, lambda line: not line.signed_in, "signed out")
    said = await said_at_the_end(anna)
    assert said.startswith(f"{team.chief.name} signed you out")
    assert reason in said
    await chief.until_done()
    chief.window.open(LOG)
    await chief.until(lambda: chief.page.rows.rowCount(), "the log")
    line = chief.page.rows.at(0)
    assert (line.kind, line.agent.name, line.reason) == (Intervention.SIGN_OUT, team.anna.name, reason)


async def test_H1_a_conversation_is_not_ended_by_accident(chief, sit_down, team, centre):
    anna = await sit_down(team.anna).signed_on()
    call, _ = await anna.talk_to(team.known, team.main)
    await chief.choose(team.anna)
    await chief.until_line(team.anna, lambda line: line.phase is Phase.CALL and line.known.contact, "on contact")
    await chief.keys("Del")
    assert chief.form.also.isVisible()
    assert f"the queue Main {team.number}, in their old place" in chief.form.sentence.text()
    await chief.keys("Return")
    assert chief.form.asks(), "not without the tick"
    assert anna.state.link is Link.UP
    assert chief.window.focusWidget() is chief.form.also
    QTest.keyClick(chief.form.also, Qt.Key.Key_Space)
    await chief.keys("Return")
    await chief.until_line(team.anna, lambda line: not line.signed_in, "signed out")
    [(state, agent)] = centre.rows("SELECT state, agent_id FROM contacts WHERE call_id = ?", call)
    assert (state, agent) == ("queued", None)
    await said_at_the_end(anna)


async def test_H1_marked_as_crashed_the_caller_goes_on_and_the_agent_elsewhere(
    chief, sit_down, team, centre, colleague
):
    """Anna's computer dies while a customer rings; Bram gets the call at once, and she her seat elsewhere."""
    crashed = await colleague(team.anna).ready()
    await chief.until_line(team.anna, lambda line: line.phase is Phase.WAITING, "available")
    call = await centre.call(team.known, team.main)
    await crashed.until_request()
    bram = await sit_down(team.bram).signed_on()
    line = await chief.choose(team.anna)
    before = line.known.session.id
    await chief.keys("Shift+Del")
    assert "seat and phone are free" in chief.form.sentence.text()
    await chief.keys("Return")
    popover = await bram.popover()
    assert team.customer("Jana") in popover.accessibleName()
    [(waited,)] = centre.rows("SELECT count(*) FROM contacts WHERE call_id = ?", call)
    assert waited == 1, "the same contact, in its old place"
    again = await sit_down(team.anna, seat=f"ELSEWHERE-{team.number}").sign_in()
    assert again.state.me.seat == f"ELSEWHERE-{team.number}"
    await chief.until_line(team.anna, lambda line: line.known.session and line.known.session.id != before, "anew")
    await centre.hang_up(call)


async def test_A5_a_taken_seat_is_cleaned_up_for_a_colleague(chief, team, colleague):
    seat = f"DESK-{team.number}"
    await colleague(team.anna).sign_in(seat=seat)
    with pytest.raises(SeatTaken):
        await colleague(team.bram).sign_in(seat=seat)
    await chief.choose(team.anna)
    await chief.keys("Ctrl+Del")
    assert seat in chief.form.title.text()
    await chief.keys("Return")
    await chief.until_line(team.anna, lambda line: not line.signed_in, "signed out")
    assert chief.window.aside.name.text() == team.anna.name, "nobody else is chosen by that"
    assert (await colleague(team.bram).sign_in(seat=seat)).state.me.seat == seat


async def test_H1_who_left_just_before_is_said_to_have_left(chief, team, colleague):
    """The press meets a session that has ended: nothing is done to anybody, and nothing is claimed to be."""
    anna = await colleague(team.anna).sign_in()
    await chief.choose(team.anna)
    await chief.keys("Del")
    about = chief.window.asking.about()
    await anna.session.sign_out()
    chief.window.asking.confirmed.emit(about, "Gone home", False)
    await chief.until(lambda: chief.form.said.text() == f"{team.anna.name} has signed out meanwhile.", "what happened")
    assert not chief.form.act.isEnabled()
    chief.window.open(LOG)
    await chief.until(lambda: not chief.page.empty.isVisible() or chief.page.empty.title.text(), "the log")
    assert [line.reason for line in chief.page.rows.rows() if line.agent.name == team.anna.name] == []


async def test_H1_F4_a_card_is_unlocked_and_its_holder_told(chief, sit_down, team, colleague, centre):
    anna = await sit_down(team.anna).sign_in()
    bram = await colleague(team.bram).sign_in()
    [(jana,)] = centre.rows("SELECT id FROM customers WHERE name = ?", team.customer("Jana"))
    await anna.program.online().session.api.lock_customer(jana)
    with pytest.raises(InUse):
        await bram.session.api.lock_customer(jana)
    chief.window.open(CARDS)
    await chief.until(lambda: chief.page.rows.row_of(jana) >= 0, "the card")
    chief.page.table.choose(chief.page.rows.row_of(jana))
    chief.page.table.setFocus(Qt.FocusReason.OtherFocusReason)
    await chief.keys("Ctrl+U", "Return")
    await chief.until(lambda: chief.page.rows.row_of(jana) < 0, "the card to be free")
    assert (await bram.session.api.lock_customer(jana)).lock.agent.name == team.bram.name


async def test_H1_a_locked_account_is_unlocked(chief, team, centre, colleague):
    [(anna,)] = centre.rows("SELECT id FROM agents WHERE user_name = ?", team.anna.user)
    with closing(sqlite3.connect(centre.database)) as conn, conn:
        conn.execute("UPDATE agents SET locked_at = 1 WHERE id = ?", (anna,))
    chief.window.agents.counts.open(Group.TROUBLE)
    await chief.keys("F5")
    await chief.until(lambda: chief.window.agents.rows.row_of(anna) >= 0, "who cannot sign in")
    chief.window.agents.choose(anna)
    chief.window.agents.table.setFocus(Qt.FocusReason.OtherFocusReason)
    await chief.keys("Ctrl+U", "Return")
    await chief.until_line(team.anna, lambda line: not line.locked, "unlocked")
    assert (await colleague(team.anna).sign_in()).state.me.name == team.anna.name


async def test_H1_who_forgot_to_change_their_state(chief, sit_down, team):
    anna = await sit_down(team.anna).signed_on()
    await chief.choose(team.anna)
    await chief.keys("Ctrl+P", "Return")
    await anna.until_phase(Phase.PAUSE)
    assert (anna.state.me.state, anna.state.me.not_ready) == (AgentState.NOT_READY, NotReadyReason.PAUSE)
    assert anna.state.me.why.params["agent"] == team.chief.name


async def heard_in(centre, call):
    return {(one, other) for one, other in (await centre.look(f"calls/{call}/hears"))["pairs"]}


async def test_H1_listening_whispering_and_joining_by_keys(chief, sit_down, team, centre):
    """Who hears whom at each step; Anna sees whom she hears, and nothing of who merely listens."""
    anna = await sit_down(team.anna).signed_on()
    call, _ = await anna.talk_to(team.known, team.main)
    await chief.choose(team.anna)
    await chief.until_listenable()
    bar, mark = chief.window.listening, anna.window.contact.call.listener
    talk = {("customer", "owner"), ("owner", "customer")}
    listens = talk | {("listener", "customer"), ("listener", "owner")}

    await centre.pbx(f"phones/{team.chief.phone}", desktop=True)
    await chief.keys("Ctrl+L")
    assert chief.form.title.text() == f"Listen to {team.anna.name}"
    await chief.keys("Return")
    await chief.agent.hands.click(bar.answer)
    await chief.until(lambda: bar.said.whole() == f"Listening to {team.anna.name}", "to hear them")
    assert await heard_in(centre, call) == listens
    assert mark.isHidden()

    await chief.keys("Ctrl+Shift+L")
    await anna.until(mark.isVisible, "who whispers")
    assert mark.word.text().startswith(f"{team.chief.name} whispers")
    assert await heard_in(centre, call) == listens | {("owner", "listener")}

    await chief.keys("Ctrl+J")
    await anna.until(lambda: "has joined" in mark.word.text(), "who has joined")
    assert await heard_in(centre, call) == listens | {("owner", "listener"), ("customer", "listener")}

    await chief.until(lambda: not bar.buttons["barge"].requested, "the press to be over")
    await chief.keys("Ctrl+E")
    await anna.until(mark.isHidden, "nobody else in the call")
    await chief.until(bar.isHidden, "nothing to be listened to")
    assert await heard_in(centre, call) == talk
    await centre.hang_up(call)


async def test_H1_why_listening_ended_is_said(chief, sit_down, team, centre):
    anna = await sit_down(team.anna).signed_on()
    call, _ = await anna.talk_to(team.known, team.main)
    await chief.choose(team.anna)
    await chief.until_listenable()
    bar = chief.window.listening
    await chief.keys("Ctrl+L", "Return")
    await chief.until(lambda: team.chief.phone in bar.beneath.text(), "one's own phone to ring")
    await centre.hang_up(call)
    await chief.until(lambda: team.anna.name in bar.over.text(), "why it is over")
    assert not bar.stop.isVisible()
    await chief.agent.hands.click(bar.dismiss)
    assert bar.isHidden()
