"""The administrator's window at the real server: what is saved there holds at once for everybody (E2 to E5, F3, F5 to F7)."""

from __future__ import annotations

import shutil

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from agent_client.protocol.names import Phase, Section
from tests.end_to_end.centre import Centre
from ui.administration.window import AdministrationWindow

pytestmark = pytest.mark.xdist_group("end to end: one centre")


@pytest.fixture(scope="module")
def own_centre(template):
    """What is decided here holds for a whole centre: the other tests have another one."""
    running = Centre(shutil.copyfile(template, template.with_name("administration.db"))).start()
    yield running
    running.stop()


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
        await self.agent.until(lambda: window.page().NAME == page, f"the page of {page}")
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
        box = self.field(page, name)
        page.editor.show_field(name)
        await self.agent.hands.click(box)

    async def save(self, page):
        await self.agent.hands.click(page.editor.save)
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
