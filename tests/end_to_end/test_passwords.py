"""Passwords at the desk (A8): the first one, one's own, the rule, the end, the lock; each through the windows."""

from __future__ import annotations

import itertools
import os
import sqlite3
from contextlib import closing

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog

from agent_client.client.store.state import Link
from agent_client.protocol.names import PasswordRule, Phase
from agent_client.protocol.passwords import PasswordProblem
from agent_client.protocol.refusals import BadCredentials
from agent_client.rules.passwords import unmet
from tests.end_to_end.agent import is_shown
from tests.end_to_end.centre import PASSWORD, Centre, Team, write
from ui.administration.window import AdministrationWindow
from ui.dialogs.forced_password import ForcedPasswordDialog
from ui.dialogs.password import ChangePasswordDialog
from ui.dialogs.sign_in import SignInWindow
from ui.main_window.window import MainWindow

NEW = "kolo 27 Praha"


@pytest.fixture(scope="module")
def own_centre(tmp_path_factory):
    """What is decided here holds for a whole centre."""
    database = tmp_path_factory.mktemp("passwords") / "centre.db"
    write(database, teams=5)
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
    """An administrator at work in their window."""

    def __init__(self, agent):
        self.agent = agent
        self.hands = agent.hands

    async def open(self, name):
        await self.agent.press("Ctrl+,")
        self.window = window = await self.agent.new_window(AdministrationWindow)
        await self.agent.until(window.page, "the rules")
        return await self.turn_to(name)

    async def turn_to(self, name):
        window = self.window
        names = [thing.key for thing in window.list.things()]
        await self.hands.click_row(window.list, names.index(name))
        await self.agent.until(lambda: name == window.page().NAME, f"the page of {name}")
        return window.page()

    def write(self, page, field, text):
        target = page.editor.form.rows[field].entry.target()
        target.setFocus()
        target.selectAll()
        QTest.keyClick(target, Qt.Key.Key_Backspace)
        self.hands.type(target, text)

    async def save(self, page):
        sheet = page.book[page.current]
        await self.hands.click(page.editor.save)
        await self.agent.until(lambda: not sheet.requested and (sheet.stored or sheet.refusal), "the answer")
        assert not sheet.refusal, sheet.refusal

    async def choose(self, page, who):
        names = [thing.name for thing in page.list.things()]
        await self.hands.click_row(page.list, names.index(who.name))
        await self.agent.until(lambda: page.sheet.name.text() == who.name, who.name)


@pytest.fixture
async def chief(sit_down, team):
    return Chief(await sit_down(team.chief).sign_in())


async def forced(agent, password):
    """The form filled in and refused: what asks for a new password."""
    window = await agent.new_window(SignInWindow)
    await agent.enter(window, password=password)
    await agent.until(lambda: window.forced.isVisible() or window.error.text(), "to be asked for a new password")
    assert window.forced.isVisible(), window.error.text()
    return window


async def set_new(agent, window, password):
    new = window.forced.new
    new.clear()
    agent.hands.type(new.first, password)
    agent.hands.type(new.second, password)
    await agent.hands.click(window.forced.button)


async def at_work(agent, window):
    await agent.until(lambda: not is_shown(window) or window.forced.error.text(), "to be signed in")
    assert not is_shown(window), window.forced.error.text()
    agent.window = await agent.new_window(MainWindow)
    await agent.until(lambda: agent.state.link is Link.UP, "the link")
    await agent.until_phase(Phase.PAUSE)


async def test_A8_a_first_password_is_handed_over_alone_and_changed_at_the_sign_in(
    chief, sit_down, colleague, team, tmp_path
):
    page = await chief.open("passwords")
    await chief.choose(page, team.anna)
    sheet, made = page.sheet, page.sheet.made
    chief.hands.type(sheet.reason, "Forgot it on holiday")
    await chief.hands.click(sheet.give)
    await chief.agent.until(lambda: made.isVisible() or sheet.help.status.text(), "the first password")
    first = made.password.text()
    assert unmet(first, PasswordRule.STRICT) == ()
    assert not sheet.facts.isVisible(), "the user ID and the password on one screen"
    await chief.hands.click(made.save)
    file = tmp_path / "letter.txt"
    chooser = await chief.agent.until(
        lambda: next((one for one in made.findChildren(QFileDialog) if one.isVisible()), None), "the chooser"
    )
    chooser.fileSelected.emit(str(file))
    chooser.close()
    await chief.agent.until(lambda: "letter.txt" in made.status.text(), "the file to be written")
    assert file.read_text() == f"{first}\n"
    if os.name == "posix":
        assert file.stat().st_mode & 0o777 == 0o600
    await chief.hands.click(made.done)
    assert made.password.text() == ""

    anna = sit_down(team.anna)
    window = await forced(anna, first)
    assert window.forced.reason.text().startswith("An administrator gave you this password.")
    await set_new(anna, window, "abc")
    assert window.forced.new.wrong.isVisible(), "too short, which is said before it is sent"
    await set_new(anna, window, PASSWORD)
    await anna.until(lambda: window.forced.new.before.refused, "the one before to be refused")
    await set_new(anna, window, NEW)
    await at_work(anna, window)
    assert await anna.leave() == 0
    with pytest.raises(BadCredentials):
        await colleague(team.anna).sign_in()
    assert chief.agent.centre.rows("SELECT kind, reason FROM interventions WHERE kind = 'reset_password'") == [
        ("reset_password", "Forgot it on holiday")
    ]


async def test_A8_who_is_signed_in_is_signed_out_by_a_reset_and_told_who_it_was(chief, sit_down, team):
    anna = await sit_down(team.anna).sign_in()
    page = await chief.open("passwords")
    await chief.choose(page, team.anna)
    chief.hands.type(page.sheet.reason, "Seen on a slip of paper")
    await chief.hands.click(page.sheet.give)
    form = await anna.new_window(SignInWindow)
    said = await anna.hands.until(lambda: form.said.isVisible() and form.said.words.text(), "why one is here again")
    assert said.startswith(f"{team.chief.name} gave you a new password")


async def test_A8_ones_own_password_is_changed_at_work(sit_down, colleague, team):
    anna = await sit_down(team.anna).sign_in()
    anna.window.actions_["password"].trigger()
    dialog = await anna.new_window(ChangePasswordDialog)
    for field, text in ((dialog.old, "not it"), (dialog.new.first, NEW), (dialog.new.second, NEW)):
        anna.hands.type(field, text)
    await anna.hands.click(dialog.button)
    await anna.until(dialog.wrong.isVisible, "the wrong one to be said")
    assert dialog.old.hasFocus()
    dialog.old.clear()
    anna.hands.type(dialog.old, PASSWORD)
    await anna.hands.click(dialog.button)
    await anna.until(lambda: "Your password is changed." in anna.window.notice_bar.lines(), "to be told")
    assert not is_shown(dialog)
    assert anna.state.link is Link.UP, "the session goes on"
    elsewhere = colleague(team.anna)
    with pytest.raises(BadCredentials):
        await elsewhere.sign_in()


async def test_A8_a_password_that_ends_with_its_session_is_changed_over_the_windows(sit_down, centre, team):
    anna = await sit_down(team.anna).sign_in()
    with closing(sqlite3.connect(centre.database)) as raw, raw:
        raw.execute("UPDATE agents SET must_change = 'first' WHERE name = ?", [team.anna.name])
    await centre.pbx(f"sessions/{team.anna.user}/expire")
    bar = anna.window.password
    await anna.until(bar.isVisible, "the bar")
    anna.hands.type(bar.field, PASSWORD)
    await anna.hands.click(bar.button)
    dialog = await anna.new_window(ForcedPasswordDialog)
    for field in (dialog.forced.new.first, dialog.forced.new.second):
        anna.hands.type(field, NEW)
    await anna.hands.click(dialog.forced.button)
    await anna.until(lambda: anna.state.link is Link.UP, "the link")
    assert not is_shown(dialog)
    assert is_shown(anna.window), "the same windows"
    await anna.until(bar.isHidden, "the bar to go")


async def test_A8_the_rule_the_end_and_the_lock_are_the_centres(chief, sit_down, centre, team):
    anna = await sit_down(team.anna).sign_in()
    page = await chief.open("security")
    strict = page.editor.form.rows["password_rule"].entry.buttons[PasswordRule.STRICT]
    QTest.mouseClick(strict, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(30, 10))
    chief.write(page, "password_days", "5")
    chief.write(page, "lock_out_after", "3")
    await chief.save(page)

    await anna.until(lambda: "Your password ends in 5 days." in anna.window.notice_bar.lines(), "to be told of the end")
    [notice] = [one for one in anna.desk.notices.current() if one.key == "password ends"]
    notice.act()
    dialog = await anna.new_window(ChangePasswordDialog)
    anna.hands.type(dialog.new.first, "abc12abc")
    assert not dialog.new.conditions[PasswordProblem.REPEATED].met
    dialog.close()

    bram = sit_down(team.bram)
    window = await bram.new_window(SignInWindow)
    for _ in range(3):
        await bram.enter(window, password="wrong")
        said = await bram.refused(window)
    assert said.startswith("This account is locked since ")
    assert said.endswith("ask your supervisor to lift it.")
    passwords = await chief.turn_to("passwords")
    await bram.until(lambda: any("locked" in one.beneath for one in passwords.list.things()), "the lock in the list")
    await chief.choose(passwords, team.bram)
    chief.hands.type(passwords.sheet.reason, "It was he")
    await chief.hands.click(passwords.sheet.unlock)
    await bram.until(
        lambda: passwords.sheet.help.status.text().startswith("The lock is lifted"), "the lock to be lifted"
    )

    with closing(sqlite3.connect(centre.database)) as raw, raw:
        raw.execute(
            "UPDATE agents SET password_set_at = password_set_at - 6 * 86400000 WHERE name = ?", [team.bram.name]
        )
    await bram.enter(window)
    await bram.until(window.forced.isVisible, "to be asked for a new password")
    assert window.forced.reason.text().startswith("Your password has been in use for as long as the centre allows.")
    await set_new(bram, window, NEW)
    await at_work(bram, window)
