"""Signing in by phone (A15): the PBX is driven by the demo's control routes, and what comes of it is seen in the windows of a
colleague and of the administrator."""

from __future__ import annotations

import asyncio
import itertools
import json
import shlex
import sys

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from agent_client.client.store.state import Link
from agent_client.client.store.views import phase
from agent_client.protocol.names import AgentState, NotReadyReason, Phase, Section
from agent_client.protocol.remote import Registering, ServiceNumber
from tests.end_to_end.centre import Centre, Team, write
from ui.administration.window import AdministrationWindow
from ui.dialogs.sign_in import SignInWindow
from ui.panels.callback_words import claim_text
from ui.self_check.hands import Hands

TEAMS = 8
SERVICE = "+31857770100"
SENDS = (
    "import json, os, sys; open(sys.argv[1], 'a').write(json.dumps([os.environ['AGENT_CLIENT_TO'], "
    "os.environ['AGENT_CLIENT_TEXT']]) + '\\n')"
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("remote")


@pytest.fixture(scope="module")
def own_centre(folder):
    """The service number holds for a whole centre, and this one can send text messages."""
    write(folder / "centre.db", teams=TEAMS)
    command = shlex.join([sys.executable, "-I", "-c", SENDS, str(folder / "sent")])
    running = Centre(folder / "centre.db", "--message-command", command).start()
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


class ByPhone:
    """Bram, who has no computer, and his phone."""

    def __init__(self, centre, team):
        self.centre = centre
        self.team = team
        self.mobile = f"+3161200{team.number:04}"
        self.id = 0

    async def registered(self, colleague):
        """By an administrator's client: the main queue is preselected."""
        api = (await colleague(self.team.chief).sign_in()).session.api
        await api.save_service_number(ServiceNumber(number=SERVICE))
        found = (await api.administration()).remote.agents
        bram = next(one for one in found if one.agent.name == self.team.bram.name)
        self.id = bram.agent.id
        await api.save_phones(self.id, Registering(phone_number=self.mobile, preselected=bram.may_staff[:1]))
        return self

    async def dials(self, ani=None):
        """Calls the service number, listens and hangs up; what was said."""
        call = await self.centre.call(self.mobile if ani is None else ani, SERVICE)
        async with asyncio.timeout(60):
            while not (said := (await self.centre.look(f"calls/{call}/spoken"))["prompts"]):  # noqa: ASYNC110
                await asyncio.sleep(0.02)
        await self.centre.hang_up(call)
        return said

    async def seen(self, agent, **wanted):
        """As a colleague's client knows him."""

        def look():
            presence = agent.state.agents[self.id]
            return all(getattr(presence, name) == value for name, value in wanted.items())

        await Hands(None).until(look, f"{wanted}")


@pytest.fixture
async def by_phone(centre, team, colleague):
    return await ByPhone(centre, team).registered(colleague)


async def test_A15_an_administrator_registers_a_phone_which_signs_its_agent_in_and_out(sit_down, team, centre):
    chief = await sit_down(team.chief).sign_in()
    await chief.press("Ctrl+,")
    window = await chief.new_window(AdministrationWindow)
    await chief.until(lambda: window.page() is not None, "the rules")
    window.open("remote")
    page = window.page()

    async def write_and_save(**texts):
        for name, text in texts.items():
            field = page.editor.form.rows[name].entry.target()
            field.setFocus()
            field.selectAll()
            QTest.keyClick(field, Qt.Key.Key_Backspace)
            chief.hands.type(field, text)
        await chief.hands.click(page.editor.save)
        sheet = page.book[page.current]
        await chief.until(lambda: not sheet.requested and (sheet.stored or sheet.refusal), "the answer")
        assert not sheet.refusal, sheet.refusal

    if page.book[0].values()["number"] != SERVICE:
        await write_and_save(number="085 777 0100")
    at = next(at for at, thing in enumerate(page.list.things()) if thing.name == team.bram.name)
    await chief.hands.click_row(page.list, at)
    bram = ByPhone(centre, team)
    bram.id = page.current
    await write_and_save(phone_number=f"06 1200 {team.number:04}")
    for box in list(page.queues.boxes.values())[1:]:
        QTest.mouseClick(box, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(30, 10))
    await write_and_save()
    assert await bram.dials() == ["signed_in", "queues", 1]
    await bram.seen(chief, remote=True, state=AgentState.READY, phone=bram.mobile)
    window.wanted.emit()
    await chief.until(lambda: page.named(bram.id).beneath.endswith(" · signed in"), "who is signed in by phone")
    assert await bram.dials() == ["signed_out"]
    await bram.seen(chief, remote=False, state=AgentState.SIGNED_OUT)


async def test_A15_their_phone_rings_and_a_colleague_sees_that_they_are_on_the_phone(by_phone, sit_down, team):
    anna = await sit_down(team.anna).signed_on()
    await anna.talk_to(team.known, team.main)
    assert await by_phone.dials() == ["signed_in", "queues", 1]
    await by_phone.seen(anna, remote=True, state=AgentState.READY)
    await anna.press("F5")
    picker = anna.window.contact.call.picker
    await anna.until(picker.isVisible, "the picker")
    anna.hands.type(picker.field, team.bram.name)

    def found():
        row = picker.view.chosen()
        return row if row is not None and row.name == team.bram.name else None

    row = await anna.until(found, "Bram")
    assert row.beneath.endswith(" · by phone")
    assert row.possible
    await anna.press("Escape")
    await anna.centre.pbx(f"phones/{by_phone.mobile}", answers_after=0.01)
    call = await anna.centre.call(team.stranger, team.main)
    await by_phone.seen(anna, state=AgentState.ON_CONTACT)
    pairs = (await anna.centre.look(f"calls/{call}/hears"))["pairs"]
    assert ["customer", "owner"] in pairs
    await anna.centre.hang_up(call)
    await by_phone.seen(anna, state=AgentState.READY)  # wrap-up lasts a minute here, for those who have a screen


async def test_A15_who_declines_a_call_rests_and_stays_signed_in(by_phone, colleague, team):
    anna = await colleague(team.anna).sign_in()
    assert await by_phone.dials() == ["signed_in", "queues", 1]
    call = await anna.centre.call(team.stranger, team.main)
    await by_phone.seen(anna, state=AgentState.OFFERED)
    await anna.centre.pbx(f"phones/{by_phone.mobile}/put-down")
    await by_phone.seen(anna, state=AgentState.NOT_READY, not_ready=NotReadyReason.DECLINED)
    await anna.centre.hang_up(call)
    assert await by_phone.dials() == ["signed_out"]


async def test_A15_chats_and_campaigns_do_not_go_together_with_it(by_phone, centre, team):
    made = await centre.pbx("messages", channel="chat", **{"from": "Jo"}, text="Hello", dnis=team.main)
    assert made["contact"]
    assert await by_phone.dials() == ["not_with_chat"]


async def test_A15_a_campaign_does_not_go_together_with_it_and_strangers_are_not_registered(by_phone, centre, team):
    assert await by_phone.dials("") == ["not_registered", "number_withheld"]
    assert await by_phone.dials(team.stranger) == ["not_registered"]
    await centre.pbx("previews", number=team.known, dnis=team.main)
    assert await by_phone.dials() == ["not_with_campaigns"]


async def test_A15_who_asked_for_a_call_reaches_them_as_a_text_message(by_phone, sit_down, team, folder):
    anna = await sit_down(team.anna).sign_in()
    assert await by_phone.dials() == ["signed_in", "queues", 1]
    await anna.centre.pbx("callback-requests", number=team.known, name="Jo", dnis=team.main)
    entry = await anna.until_listed(team.known, Section.OPEN)

    def claimed():
        now = next(one for one in anna.listed(Section.OPEN) if one.id == entry.id)
        return now if now.claim is not None else None

    assert claim_text(await anna.until(claimed, "whose it is"), anna.state, None) == f"{team.bram.name} is calling"
    sent = folder / "sent"

    def mine():
        lines = [json.loads(line) for line in sent.read_text().splitlines()] if sent.exists() else []
        return [text for number, text in lines if number == by_phone.mobile]

    [text] = await anna.until(mine, "the message")
    assert text.startswith("Test centre: bel Jo terug op 030 300")


async def test_A15_signing_in_by_phone_ends_the_session_at_the_desk_which_says_so(by_phone, sit_down, team):
    bram = await sit_down(team.bram).sign_in()
    assert await by_phone.dials() == ["signed_in", "queues", 1]
    window = await bram.new_window(SignInWindow)
    said = window.said.words.text()
    assert said.startswith(f"Signed in by phone {by_phone.mobile}, "), said
    assert bram.state.link is Link.ENDED
    await bram.enter(window)  # and back at the desk


async def test_A15_it_survives_a_server_that_is_killed(by_phone, centre, team, colleague):
    anna = await colleague(team.anna).sign_in()
    assert await by_phone.dials() == ["signed_in", "queues", 1]
    await by_phone.seen(anna, state=AgentState.READY)
    centre.kill()
    centre.start()
    await Hands(None).until(lambda: anna.state.link is Link.UP and phase(anna.state) is Phase.PAUSE, "the link again")
    await by_phone.seen(anna, remote=True, state=AgentState.READY)
    call = await centre.call(team.stranger, team.main)
    await by_phone.seen(anna, state=AgentState.OFFERED)
    await centre.hang_up(call)
    assert await by_phone.dials() == ["signed_out"]
