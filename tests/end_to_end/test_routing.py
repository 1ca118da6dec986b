"""Who gets a call by the rules, as agents see it in their windows; the log of calls, the rules as a file, and a telephone
system that is lost (F5 to F8)."""

from __future__ import annotations

import itertools
import shlex
import sqlite3
import sys
from contextlib import closing
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from msgspec.structs import replace

from agent_client.client.store.views import requests
from agent_client.protocol.administration import RulesFile
from agent_client.protocol.contacts import Outdial
from agent_client.protocol.customers import CustomerFields
from agent_client.protocol.names import Phase, RouteCode, Section, Unhandled
from agent_client.protocol.refusals import PbxUnreachable
from tests.end_to_end.agent import Colleague
from tests.end_to_end.centre import Centre, Team, write

TEAMS = 14
TARGET = "+31207770000"
PRAGUE = ZoneInfo("Europe/Prague")


def noting(file):
    """A command that writes down which event it was run for."""
    program = "import os, sys; open(sys.argv[1], 'a').write(os.environ['AGENT_CLIENT_EVENT'] + '\\n')"
    return shlex.join([sys.executable, "-I", "-c", program, str(file)])


@pytest.fixture(scope="module")
def own_centre(tmp_path_factory):
    """What is decided here holds for a whole centre: the other tests have another one."""
    folder = tmp_path_factory.mktemp("routing")
    write(folder / "centre.db", teams=TEAMS)
    command = noting(folder / "told")
    running = Centre(folder / "centre.db", "--on-pbx-lost", command, "--on-pbx-back", command).start()
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


class Rules:
    """An administrator at work, without windows."""

    def __init__(self, api, team):
        self.api = api
        self.team = team

    async def routing(self, **changes):
        await self.api.save_routing(replace((await self.api.administration()).routing, **changes))

    async def project(self, *operators):
        """The main one's."""
        known = (await self.api.administration()).projects
        main = next(one for one in known if one.dnis == self.team.main)
        await self.api.save_project(replace(main, operators=operators))

    async def group(self, **changes):
        known = (await self.api.administration()).groups
        main = next(one for one in known if one.name == f"Main {self.team.number}")
        await self.api.save_group(replace(main, **changes))

    async def customer(self, *operators):
        """Jana's."""
        [found] = (await self.api.find_customers(self.team.known)).customers
        jana = (await self.api.customer(found.id)).customer
        fields = CustomerFields(
            version=jana.version, name=jana.name, company=jana.company, numbers=jana.numbers, operators=operators
        )
        await self.api.save_customer(jana.id, fields)
        return jana.id

    async def log(self):
        pieces = [piece async for piece in self.api.call_log("text", None, None, lambda _: None)]
        return b"".join(pieces).decode()


@pytest.fixture
async def rules(colleague, team):
    """What holds for all is as it was before, afterwards."""
    chief = await colleague(team.chief).sign_in()
    api = chief.session.api
    before = (await api.administration()).routing
    yield Rules(api, team)
    now = (await api.administration()).routing
    await api.save_routing(replace(before, version=now.version))


@pytest.fixture(autouse=True)
async def nobody_on_the_line(centre):
    """Whoever still waits would come to the next test's agents, who may be everybody's."""
    yield
    for call in (await centre.look("calls"))["calls"]:
        await centre.hang_up(call)


@pytest.fixture
async def bram(sit_down, anna, team):
    """He, too, waits for a call."""
    return await sit_down(team.bram).signed_on()


async def answer(agent):
    popover = await agent.popover()
    await agent.hands.click(popover.answer)
    await agent.until_phase(Phase.CALL)


def rings(agent):
    return [contact.ani for contact in requests(agent.state)]


async def test_F5_the_customers_operators_get_their_calls_in_order(anna, bram, centre, team, rules):
    """Bram first, though Anna has waited for longer; and whoever else calls goes to her."""
    await rules.customer(team.bram.phone, team.anna.phone)
    await centre.call(team.known, team.main)
    await answer(bram)
    assert not rings(anna)
    assert bram.window.contact.contact().customer.name == team.customer("Jana")
    await centre.call(team.known, team.main)
    await answer(anna)
    await centre.call(team.known, team.main)
    main = next(queue.id for queue in anna.state.queues.values() if queue.name == f"Main {team.number}")
    await anna.until(lambda: anna.state.queues[main].waiting == 1, "the third to wait: both are busy")


async def test_F5_then_the_projects_then_everybodys(anna, bram, centre, team, rules):
    await rules.project(team.bram.phone)
    await rules.routing(operators=(team.anna.phone,))
    await centre.call(team.stranger, team.main)
    await answer(bram)
    await centre.call(team.stranger, team.main)
    await answer(anna)
    codes = centre.rows("SELECT route_code FROM contacts WHERE dnis = ? ORDER BY id", team.main)
    assert codes == [(RouteCode.PROJECT,), (RouteCode.EVERYBODY,)]


async def test_F5_a_withheld_number_goes_to_everybodys_operator(anna, bram, centre, team, rules):
    await rules.project(team.anna.phone)
    await rules.routing(operators=(team.bram.phone,))
    await centre.call("", team.main)
    await answer(bram)
    assert not rings(anna)


async def test_F5_while_all_are_busy_the_fixed_target_takes_the_call(anna, centre, team, rules):
    await centre.pbx(f"customers/{TARGET}", kind="answers", after=0.2)
    await rules.routing(fixed_target=TARGET, fixed_target_active=True)
    await centre.call(team.known, team.main)
    await answer(anna)
    await centre.call(team.stranger, team.main)

    def taken():
        return centre.rows(
            "SELECT state FROM contacts WHERE ani = ? AND dnis = ? AND ended_by = 'transferred'",
            team.stranger,
            team.main,
        )

    await anna.until(taken, "the fixed target to take it")
    assert not anna.listed(Section.OPEN), "somebody has answered"
    assert f";{team.main};{team.stranger};{TARGET};9;;\r\n" in await rules.log()


async def test_F5_the_log_has_the_documented_line_of_the_call(anna, centre, team, rules):
    callbacking = (await rules.api.administration()).callbacking
    await rules.api.save_callbacking(replace(callbacking, time_zone="Europe/Prague"))
    jana = await rules.customer(team.anna.phone)
    await centre.call(team.known, team.main)
    await answer(anna)
    [(millis,)] = centre.rows("SELECT queued_at FROM contacts WHERE ani = ? AND dnis = ?", team.known, team.main)
    at = datetime.fromtimestamp(millis / 1000, UTC).astimezone(PRAGUE)
    line = (
        f"{at.day}.{at.month}.{at.year} {at.hour}:{at:%M:%S};{team.main};{team.known};{team.anna.phone};1;{jana};\r\n"
    )
    assert line in await rules.log()


@pytest.fixture
def other(tmp_path):
    """Another centre, without customers."""
    write(tmp_path / "other.db", teams=TEAMS)
    with closing(sqlite3.connect(tmp_path / "other.db")) as raw, raw:
        for table in ("records", "customer_numbers", "customers"):
            raw.execute(f"DELETE FROM {table}")
    running = Centre(tmp_path / "other.db").start()
    yield running
    running.stop()


async def test_F6_the_rules_of_one_centre_serve_another_with_the_history(other, sit_down, team, rules):
    """There Jana's call comes to her operator, with all that was said before."""
    await rules.customer(team.bram.phone)
    text = b"".join([piece async for piece in rules.api.export_rules(history=True)]).decode()
    chief = await Colleague(team.chief, other).sign_in()
    try:
        done = await chief.session.api.read_rules(RulesFile(text=text))
    finally:
        await chief.session.close()
    assert done.customers_added == done.records > 2 * TEAMS, "of whom each has a project, or operators"
    bram = sit_down(team.bram)
    bram.centre, bram.server = other, other.url
    await bram.signed_on()
    await other.call(team.known, team.main)
    await answer(bram)
    assert bram.window.contact.contact().customer.name == team.customer("Jana")
    await bram.until_history_has("Jana asked for the price list.")


async def test_F7_a_call_that_nobody_handled_is_shown_to_the_designated_agent(anna, bram, centre, team, rules):
    """Bram is no operator of it, and Anna is in pause: he gets it for want of room, and reads so."""
    await rules.project(team.anna.phone)
    await anna.choose_state("2")
    await anna.until_phase(Phase.PAUSE)
    await rules.group(capacity=1)
    await rules.routing(unhandled=Unhandled.AGENT, unhandled_agent=bram.state.me.id)
    await centre.call(team.known, team.main)
    await anna.until(lambda: any(queue.waiting for queue in anna.state.queues.values()), "the first to wait")
    await centre.call(team.stranger, team.main)
    popover = await bram.popover()
    assert popover.title.whole() == f"Unhandled call · Main {team.number}"
    why = ("Why", f"Main {team.number} had no room for more than 1 who wait")
    assert popover.variables.shown()[0] == why
    await bram.hands.click(popover.answer)
    await bram.until_phase(Phase.CALL)
    assert not rings(anna)


async def test_F7_a_call_for_which_there_is_no_room_is_ended_and_listed(sit_down, centre, team, rules):
    anna = await sit_down(team.anna).sign_in()
    await rules.group(capacity=1)
    await rules.routing(unhandled=Unhandled.END)
    await centre.call(team.known, team.main)
    await anna.until(lambda: any(queue.waiting for queue in anna.state.queues.values()), "the first to wait")
    call = await centre.call(team.stranger, team.main)
    await anna.until_listed(team.stranger, Section.OPEN)
    assert call not in (await centre.look("calls"))["calls"], "hung up on"


async def test_F7_a_groups_own_number_leads_to_it(anna, centre, team, rules):
    await rules.group(number=f"61{team.number:02}")
    await centre.call(team.known, f"61{team.number:02}")
    await answer(anna)
    assert anna.window.contact.contact().project is None


async def test_F8_a_lost_telephone_system_is_shown_and_an_administrator_is_told(anna, centre, team, tmp_path):
    told = centre.database.with_name("told")

    def commands():
        return told.read_text().split() if told.exists() else []

    before = len(commands())
    await centre.pbx("link/lose")
    window = anna.window
    await anna.until(lambda: window.strip.isVisible() and "telephone system" in window._strip_words.text(), "the strip")
    assert "No telephone system since" in window.status_bar.phone.text()
    await anna.until(lambda: commands()[before:] == ["pbx-lost"], "the command to have run")
    await anna.press("Ctrl+D")
    box = window.dial.box
    await anna.until(box.isVisible, "the box for a number")
    anna.hands.type(box.field, team.stranger)
    sentence = "No connection to the telephone system: calling is possible when it is back."
    await anna.until(lambda: sentence in (box.about.text(), box.call.toolTip()), "why nobody can be called")
    with pytest.raises(PbxUnreachable):
        await anna.program.online().session.api.outdial(Outdial(number=team.stranger))
    await anna.press("Escape")
    call = await centre.call(team.known, team.main)
    await centre.pbx("link/restore")
    await anna.until(lambda: not window.strip.isVisible(), "the strip to go")
    assert window.status_bar.phone.text() == f"Phone {team.anna.phone}"
    await anna.until(lambda: commands()[before:] == ["pbx-lost", "pbx-back"], "the other command to have run")
    await answer(anna)
    await centre.hang_up(call)


async def test_F8_a_conversation_goes_on_while_the_telephone_system_is_lost(anna, centre, team):
    call, contact = await anna.talk_to(team.known, team.main)
    await centre.pbx("link/lose")
    await anna.until(anna.window.strip.isVisible, "the strip")
    await centre.pbx("link/restore")
    await anna.until(lambda: not anna.window.strip.isVisible(), "the strip to go")
    assert anna.window.contact.contact().id == contact.id
    await centre.hang_up(call)
    await anna.until_phase(Phase.WRAP_UP)
