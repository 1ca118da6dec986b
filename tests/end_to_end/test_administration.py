"""The administrator's window at the real server: what is saved there holds at once for everybody (E2 to E5, F3, F5 to F7)."""

from __future__ import annotations

import itertools
import re

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit

from agent_client.protocol.agents import ChangeState
from agent_client.protocol.customers import CustomerFields
from agent_client.protocol.names import AgentState, GroupKind, Period, Phase, Section, Unhandled
from agent_client.protocol.refusals import Forbidden, Refusal
from tests.end_to_end.centre import Centre, Team, write
from ui.administration.window import AdministrationWindow
from ui.top_levels import top_levels

OTHERS = 12
"""The number of a team whose people nobody else's test needs."""


@pytest.fixture(scope="module")
def own_centre(tmp_path_factory):
    """What is decided here holds for a whole centre: the other tests have another one."""
    database = tmp_path_factory.mktemp("administration") / "centre.db"
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
    """An administrator at work: the window and the hands in it."""

    def __init__(self, agent):
        self.agent = agent
        self.window = None

    async def open(self, page):
        if self.window is None:
            await self.agent.press("Ctrl+,")
            self.window = await self.agent.new_window(AdministrationWindow)
        window = self.window
        await self.agent.until(
            lambda: window.page() is not None or window.empty.sentence.text(), "the rules, or why there are none"
        )
        assert window.page() is not None, window.empty.sentence.text()
        names = [thing.key for thing in window.list.things()]
        await self.agent.hands.click_row(window.list, names.index(page))
        await self.agent.until(lambda: page == window.page().NAME, f"the page of {page}")
        return window.page()

    async def choose(self, page, name):
        """In the page's list, by typing its name into the field that finds."""
        page.search.setFocus()
        page.search.selectAll()
        QTest.keyClicks(page.search, name)
        named = await self.agent.until(
            lambda: next((at for at, thing in enumerate(page.list.things()) if thing.name == name), None) is not None,
            name,
        )
        assert named
        at = next(at for at, thing in enumerate(page.list.things()) if thing.name == name)
        await self.agent.hands.click_row(page.list, at)
        await self.agent.until(lambda: page.name_of(page.current) == name, f"{name} in the form")

    def field(self, page, name):
        return page.editor.form.rows[name].entry.target()

    def write(self, page, name, text):
        field = self.field(page, name)
        assert isinstance(field, QLineEdit)
        field.setFocus()
        field.selectAll()
        QTest.keyClick(field, Qt.Key.Key_Backspace)
        self.agent.hands.type(field, text)

    async def tick(self, page, name):
        page.editor.show_field(name)
        await self.press(self.field(page, name))

    async def press(self, box):
        """On its words: a tick or a choice is as wide as the page."""
        QTest.mouseClick(box, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(30, 10))

    async def to_file(self, button, file):
        await self.agent.hands.click(button)
        await self._choose_file(file)

    async def from_file(self, button, file):
        await self.to_file(button, file)

    async def _choose_file(self, file):
        """In the system's window, which knows no hands of ours."""
        chooser = await self.agent.until(
            lambda: next((one for one in self.window.findChildren(QFileDialog) if one.isVisible()), None), "the chooser"
        )
        chooser.fileSelected.emit(str(file))
        chooser.close()

    async def save(self, page):
        button = page.editor.save
        await self.agent.until(lambda: button.isEnabled() or button.why_not, "Save, or why not")
        assert button.isEnabled(), button.why_not
        await self.agent.hands.click(button)
        await self.saved(page)

    async def saved(self, page):
        sheet = page.book[page.current]
        await self.agent.until(lambda: not sheet.requested and (sheet.stored or sheet.refusal), "the answer")
        assert not sheet.refusal, sheet.refusal


@pytest.fixture
async def chief(sit_down, team):
    agent = await sit_down(team.chief).sign_in()
    return Chief(agent)


async def missed(agent, number, dnis):
    call = await agent.centre.call(number, dnis)
    await agent.centre.hang_up(call)
    return await agent.until_listed(number, Section.OPEN)


async def test_E4_a_rule_that_is_saved_holds_at_once_for_what_an_agent_sees(chief, sit_down, team):
    anna = await sit_down(team.anna).sign_in()
    await anna.until_phase(Phase.PAUSE)
    await missed(anna, team.known, team.main)
    page = await chief.open("groups")
    await chief.choose(page, f"Main {team.number}")
    chief.write(page, "shortest_missed", "600")
    await chief.save(page)
    await anna.until(lambda: not anna.listed(Section.OPEN), "the entry to go, whose customer waited too short a time")
    chief.write(page, "shortest_missed", "0")
    await chief.save(page)
    await anna.until_listed(team.known, Section.OPEN)


async def test_E4_kinds_of_groups_that_are_not_covered_are_not_listed(chief, sit_down, team):
    anna = await sit_down(team.anna).sign_in()
    await missed(anna, team.known, team.main)
    page = await chief.open("callbacks")
    box = page.editor.form.rows["kinds"].entry.boxes[GroupKind.QUEUE]
    await chief.press(box)
    await chief.save(page)
    await anna.until(lambda: not anna.listed(Section.OPEN), "the list without queues' calls")
    await chief.press(box)
    await chief.save(page)
    await anna.until_listed(team.known, Section.OPEN)


async def test_E5_the_period_and_the_time_zone_reach_everybody_at_once(chief, sit_down, team):
    anna = await sit_down(team.anna).sign_in()
    page = await chief.open("callbacks")
    chief.write(page, "time_zone", "Europe/Prague")
    period = chief.field(page, "period")
    for _ in range(3):
        QTest.keyClick(period, Qt.Key.Key_Up)
    await chief.tick(page, "without_sundays")
    await chief.save(page)
    await anna.until(lambda: anna.state.centre.time_zone == "Europe/Prague", "the zone")
    seen = anna.state.centre.period
    assert seen.period is Period.LAST_3_DAYS and seen.without_sundays
    chief.write(page, "time_zone", "UTC")
    QTest.keyClick(period, Qt.Key.Key_End)
    await chief.tick(page, "without_sundays")
    await chief.save(page)


async def test_F3_rights_that_are_taken_hold_at_once(chief, colleague, team):
    anna = await colleague(team.anna).sign_in()
    made = await anna.session.api.save_customer(None, CustomerFields(name="Before"))
    page = await chief.open("rights")
    await chief.choose(page, team.anna.name)
    await chief.tick(page, "edit_central")
    await chief.tick(page, "takes_contacts")
    await chief.save(page)
    await chief.agent.until(lambda: not anna.state.me.rights.takes_contacts, "the agent to be told")
    with pytest.raises(Forbidden):
        await anna.session.api.save_customer(made.id, CustomerFields(version=made.version, name="After"))
    with pytest.raises(Refusal):
        await anna.session.api.change_state(ChangeState(state=AgentState.READY))
    await chief.tick(page, "edit_central")
    await chief.tick(page, "takes_contacts")
    await chief.save(page)
    await anna.session.api.save_customer(made.id, CustomerFields(version=made.version, name="After"))


async def test_F3_an_agent_has_no_such_window(sit_down, team):
    anna = await sit_down(team.anna).sign_in()
    assert not anna.window.actions_["administration"].isVisible()
    await anna.press("Ctrl+,")
    assert not [top for top in top_levels() if isinstance(top, AdministrationWindow) and top.isVisible()]


async def test_F5_operators_in_order_and_who_would_get_a_call_live(chief, sit_down, team):
    anna = await sit_down(team.anna).signed_on()
    projects = await chief.open("projects")
    await chief.choose(projects, f"Main {team.number}")
    for phone in ("7777", team.anna.phone):
        chief.agent.hands.type(projects.operators.typed, phone)
        QTest.keyClick(projects.operators.typed, Qt.Key.Key_Return)
    assert [one.who for one in projects.operators.list.operators()] == ["nobody is signed in with it", team.anna.name]
    await chief.save(projects)
    dry_run = (await chief.open("routing")).dry_run
    chief.agent.hands.type(dry_run.number, team.stranger)
    chief.agent.hands.type(dry_run.dnis, team.main)
    QTest.keyClick(QApplication.activePopupWidget(), Qt.Key.Key_Escape)  # what is offered
    gets = f"{team.anna.name} gets it, on {team.anna.phone}."
    await chief.agent.until(lambda: dry_run.answer.text() == gets, "the answer")
    assert dry_run.code.text() == "Code 2: Project's operator"
    await anna.choose_state("2")  # Pause
    await chief.agent.until(
        lambda: dry_run.answer.text() == f"It waits in Main {team.number}.", "the answer to follow who is free"
    )
    assert dry_run.code.text() == "Code 9: All busy"


async def test_F5_the_call_log_is_saved_in_the_documented_format_and_cleared(chief, sit_down, team, tmp_path):
    anna = await sit_down(team.anna).signed_on()
    await anna.talk_to(team.known, team.main)
    await anna.press("F8")
    await anna.wrap_up()
    pane = (await chief.open("exchange")).call_log
    file = tmp_path / "calls.txt"
    await chief.to_file(pane.save_and_clear, file)
    await chief.agent.until(pane.asking.isVisible, "the question whether to clear")
    lines = file.read_text().splitlines()
    [line] = [line for line in lines if f";{team.known.lstrip('+')}" in line.replace("+", "")]
    time, project, caller, operator, code, customer, end = line.split(";")
    assert re.fullmatch(r"\d{1,2}\.\d{1,2}\.\d{4} \d{1,2}:\d\d:\d\d", time)
    assert (project, caller, operator, code, end) == (team.main, team.known, team.anna.phone, "2", "")
    assert customer.isdecimal()
    await chief.agent.hands.click(pane.clear)
    await chief.agent.until(lambda: pane.status.text().startswith("Cleared"), "the log to be cleared")
    pane.csv.click()
    again = tmp_path / "calls.csv"
    await chief.to_file(pane.save, again)
    await chief.agent.until(again.exists, "the second file")
    await chief.agent.until(lambda: not pane.save.requested, "the end")
    assert len(again.read_text().splitlines()) == 1, "the headings alone"


def outlets(chief, team):
    return chief.agent.centre.rows("SELECT dnis FROM projects WHERE name = ?", f"Outlet {team.number}")


async def test_F6_rules_are_carried_out_and_in_and_a_bad_line_is_named(chief, team, tmp_path):
    page = await chief.open("exchange")
    file = tmp_path / "rules.txt"
    page.rules_out.history.click()
    await chief.to_file(page.rules_out.save, file)
    await chief.agent.until(file.exists, "the file")
    text = file.read_text()
    assert team.main in text and "asked for the price list." in text
    lines = text.splitlines()
    at = next(at for at, line in enumerate(lines) if line.startswith(f"project;{team.shop};"))

    bad = tmp_path / "bad.txt"
    bad.write_text("\n".join([*lines[:at], lines[at].replace(team.shop, "no number"), *lines[at + 1 :], ""]))
    pane = page.rules_in
    await chief.from_file(pane.choose, bad)
    await chief.agent.until(pane.line.isVisible, "the bad line")
    assert pane.line.number.text() == str(at + 1) and "no number" in pane.line.text.text()
    assert "Nothing was taken" in pane.status.text()

    good = tmp_path / "good.txt"
    renamed = lines[at].replace(f"Shop {team.number}", f"Outlet {team.number}")
    good.write_text("\n".join([*lines[:at], renamed, *lines[at + 1 :], ""]))
    await chief.from_file(pane.choose, good)
    await chief.agent.until(pane.read.isVisible, "the dry run")
    assert "project" in pane.result.text()
    assert not outlets(chief, team), "nothing was done yet"
    await chief.agent.hands.click(pane.read)
    await chief.agent.until(lambda: pane.status.text().startswith("Read in"), "the file to be read in", 60)
    assert outlets(chief, team) == [(team.shop,)]
    projects = await chief.open("projects")
    await chief.agent.until(
        lambda: f"Outlet {team.number}" in [thing.name for thing in projects.list.things()], "the project's new name"
    )


async def test_F7_a_group_without_room_ends_the_call_and_nobody_is_forgotten(chief, sit_down, team):
    anna = await sit_down(team.anna).sign_in()
    groups = await chief.open("groups")
    await chief.choose(groups, f"Main {team.number}")
    chief.write(groups, "capacity", "1")
    await chief.save(groups)
    routing = await chief.open("routing")
    option = routing.editor.form.rows["unhandled"].entry.buttons[Unhandled.END]
    await chief.press(option)
    await chief.save(routing)
    first = await anna.centre.call(team.known, team.main)
    await anna.until(lambda: any(queue.waiting for queue in anna.state.queues.values()), "the first to wait")
    await anna.centre.call(team.stranger, team.main)
    await anna.until_listed(team.stranger, Section.OPEN)
    await anna.centre.hang_up(first)
    await chief.press(routing.editor.form.rows["unhandled"].entry.buttons[Unhandled.WAIT])
    await chief.save(routing)


async def test_of_two_who_change_the_same_rules_the_second_is_told_and_keeps_what_was_typed(chief, sit_down, team):
    other = Chief(await sit_down(Team(OTHERS).chief).sign_in())
    name = f"Main {team.number}"
    pages = []
    for each in (chief, other):
        pages.append(await each.open("groups"))
        await each.choose(pages[-1], name)
    other.write(pages[1], "attempts", "7")
    chief.write(pages[0], "attempts", "5")
    await chief.save(pages[0])
    editor = pages[1].editor
    await other.agent.until(editor.outdated.isVisible, "the other to be told")
    await other.agent.hands.click(editor.reload)
    assert other.field(pages[1], "attempts").text() == "7"
    assert editor.form.rows["attempts"].met.text() == "Saved meanwhile: 5"
    await other.save(pages[1])
    await chief.agent.until(lambda: chief.field(pages[0], "attempts").text() == "7", "the first to see it")
    assert not pages[0].unsaved()


async def test_nothing_typed_is_lost_by_quitting(chief, team):
    page = await chief.open("groups")
    await chief.choose(page, f"Main {team.number}")
    chief.write(page, "attempts", "9")
    chief.agent.window.close()
    window = chief.window
    await chief.agent.until(window.ending.isVisible, "the question")
    assert chief.agent.window.isVisible()
    await chief.agent.hands.click(window.ending.save_all)
    await chief.agent.until_ended()
    [(rules,)] = chief.agent.centre.rows("SELECT callback_rules FROM queues WHERE name = ?", f"Main {team.number}")
    assert '"attempts":9' in rules.replace(" ", "")


async def test_A7_what_was_typed_over_the_rules_outlives_the_program(sit_down, team, tmp_path):
    home = tmp_path / "kept"
    before = Chief(await sit_down(team.chief, home=home).sign_in())
    page = await before.open("groups")
    await before.choose(page, f"Main {team.number}")
    before.write(page, "attempts", "11")
    assert await before.agent.leave() == 0  # told to end: nobody is there to be asked
    after = Chief(await sit_down(team.chief, home=home).sign_in())
    page = await after.open("groups")
    await after.agent.until(page.unsaved, "what was typed to come back")
    await after.choose(page, f"Main {team.number}")
    assert after.field(page, "attempts").text() == "11"
    await after.save(page)
