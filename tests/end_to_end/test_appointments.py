"""Appointments with customers and callbacks that customers ask for, through real windows (E9, E10). The centre is in Prague,
its agents' computers in whatever zone the tests run in."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from html.parser import HTMLParser

import httpx
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from agent_client.client.api import system_ssl
from agent_client.client.clock import ServerClock
from agent_client.client.store.views import current_contact, requests
from agent_client.protocol import paths
from agent_client.protocol.callbacks import NewAppointment
from agent_client.protocol.names import CallbackOrigin, Direction, Phase, Section
from agent_client.rules.local_times import wall, zone
from tests.end_to_end.centre import Centre
from ui.text import date_text

PRAGUE = zone("Europe/Prague")
KEY = "1"


@pytest.fixture(scope="module")
def in_prague(template, tmp_path_factory):
    database = shutil.copyfile(template, tmp_path_factory.mktemp("prague") / "centre.db")
    with closing(sqlite3.connect(database)) as conn:
        conn.execute("UPDATE centre SET time_zone = 'Europe/Prague'")
        conn.execute("UPDATE queues SET callback_key = ? WHERE name LIKE 'Main %'", (KEY,))
        conn.commit()
    running = Centre(database).start()
    yield running
    running.stop()


@pytest.fixture
def centre(in_prague):
    return in_prague


@pytest.fixture
async def paused(sit_down, team):
    """Anna in pause."""
    anna = await sit_down(team.anna).sign_in()
    await anna.until_phase(Phase.PAUSE)
    return anna


def now():
    return datetime.now(UTC)  # noqa: TID251


def box_of(agent):
    return agent.window.appointment.box


async def opened(agent):
    """By its key."""
    await agent.press("F7")
    box = box_of(agent)
    await agent.until(lambda: box.isVisible() and box.when.field.hasFocus(), "the box for an appointment")
    return box


def typed(box, text):
    box.when.field.selectAll()
    QTest.keyClicks(box.when.field, text)


async def made(agent, box, number):
    """Enter, and the entry as everybody sees it from then on."""
    QTest.keyClick(box.when.field, Qt.Key.Key_Return)
    await agent.until(lambda: not box.isVisible() or box.refusal.text(), "an answer")
    assert not box.isVisible(), box.refusal.text()
    return await agent.until_listed(number, Section.OPEN)


async def appointed(agent, number, *, mine, seconds=1.0, remark=""):
    """An appointment that is due in a moment: no clock that is typed knows seconds."""
    session = agent.program.online().session
    wish = NewAppointment(
        at=now() + timedelta(seconds=seconds),
        agent=agent.state.me.id if mine else None,
        queue=agent.state.me.queues[0],
        number=number,
        remark=remark,
    )
    entry = await session.api.appoint(wish)
    await agent.until(lambda: entry.id in agent.state.callbacks, "the entry")
    return entry.id


def row_text(agent, entry):
    panel = agent.window.callbacks
    place = panel.rows.place_of(entry)
    assert place is not None
    return str(panel.rows.index(place).data(Qt.ItemDataRole.AccessibleTextRole))


def said(agent):
    return [notice.text for notice in agent.desk.notices.current()]


async def test_E9_agreed_in_wrap_up_by_keys_alone_it_is_in_everybodys_list(anna, colleague, centre, team):
    bram = await colleague(team.bram).sign_in()
    call, _ = await anna.talk_to(team.known, team.main)
    await centre.hang_up(call)
    await anna.until_phase(Phase.WRAP_UP)
    box = await opened(anna)
    assert "Jana" in box.whom.whole()
    typed(box, "tomorrow 9:00")
    tomorrow = wall(now(), PRAGUE).date() + timedelta(days=1)
    assert date_text(tomorrow) in box.when.meant.text()
    assert "Europe/Prague" in box.when.clock.text()
    box.details.remark.setText("The price list")
    entry = await made(anna, box, team.known)
    nine = datetime(tomorrow.year, tomorrow.month, tomorrow.day, 9, tzinfo=PRAGUE)
    assert (entry.appointment.at, entry.appointment.remark) == (nine.astimezone(UTC), "The price list")
    assert (entry.appointment.agent.name, entry.origin) == (team.anna.name, CallbackOrigin.AGENT)
    await anna.until(lambda: any("for you" in text for text in said(anna)), "the words that it is made")
    await anna.until(lambda: entry.id in bram.state.callbacks, "the colleague to see it")
    assert bram.state.callbacks[entry.id].appointment == entry.appointment
    assert "Tomorrow 09:00" in row_text(anna, entry.id)


async def test_E9_during_the_call_by_the_mouse_for_any_of_the_queue(anna, centre, team):
    _, contact = await anna.talk_to(team.stranger, team.main)
    await anna.hands.click(anna.window.contact.call.bar.later)
    box = box_of(anna)
    await anna.hands.click(box.when.quick.buttons[1])
    await anna.hands.click(box.details.anyone)
    before = now()
    await anna.hands.click(box.submit)
    entry = await anna.until_listed(team.stranger, Section.OPEN)
    assert entry.appointment.agent is None
    assert timedelta(minutes=58) < entry.appointment.at - before < timedelta(minutes=62)
    assert current_contact(anna.state).id == contact.id, "the call goes on"


async def test_E9_from_the_customers_card(paused, team):
    await paused.press("Ctrl+K")
    paused.hands.type(paused.window.header.search, team.customer("Jana"))
    results = paused.window.results
    await paused.until(lambda: results.isVisible() and results.view.model().rowCount(), "what was found")
    await paused.press("Return")
    card = paused.window.customer.card
    await paused.hands.click(card.later)
    box = box_of(paused)
    await paused.until(box.isVisible, "the box")
    typed(box, "in 3 h")
    entry = await made(paused, box, team.known)
    assert entry.customer.name == team.customer("Jana")
    assert entry.appointment.agent.name == team.anna.name


async def test_E9_what_is_for_me_waits_while_i_am_in_pause_overdue_and_goes_to_nobody_else(
    paused, colleague, centre, team
):
    bram = await colleague(team.bram).ready()
    await centre.pbx(f"phones/{team.anna.phone}", answers_test_after=0.01, desktop=True)
    await centre.pbx(f"customers/{team.stranger}", after=0.2)
    entry = await appointed(paused, team.stranger, mine=True, remark="The price list")
    await paused.until(lambda: paused.state.callbacks[entry].appointment.delivered_at, "it to be due")
    await paused.until(lambda: "Due now" in row_text(paused, entry), "the row to say so")
    await paused.until_phase(Phase.PAUSE)
    assert not requests(paused.state)
    assert not requests(bram.state), "it is not the colleague's"

    await paused.hands.click(paused.window.contact.states.available)
    popover = await paused.popover()
    assert not requests(bram.state)
    [contact] = requests(paused.state)
    assert (contact.direction, contact.callback) == (Direction.CALLBACK, entry)
    assert paused.state.callbacks[entry].claim.agent.name == team.anna.name
    await paused.hands.click(popover.answer)
    await paused.until_phase(Phase.CALL)
    done = await paused.until_listed(team.stranger, Section.DONE)
    assert done.id == entry


async def test_E9_for_any_of_the_queue_it_comes_to_whoever_is_free(paused, colleague, centre, team):
    bram = await colleague(team.bram).ready()
    entry = await appointed(paused, team.stranger, mine=False)
    contact = await bram.until_request()
    assert (contact.callback, contact.origin) == (entry, CallbackOrigin.AGENT)
    claim = await paused.until(lambda: paused.state.callbacks[entry].claim, "the claim to be seen by others")
    assert claim.agent.name == team.bram.name


def last_sunday(year, month):
    day = date(year, month + 1, 1) - timedelta(days=1)
    return day - timedelta(days=(day.weekday() + 1) % 7)


def coming_sunday(month):
    """On which the clocks in Prague are changed next."""
    this = last_sunday(now().year, month)
    return this if this > now().date() + timedelta(days=2) else last_sunday(now().year + 1, month)


async def test_E9_the_hour_that_daylight_saving_removes_and_the_one_that_comes_twice(paused, centre, team):
    paused.window.customer.open_customer(
        centre.rows("SELECT id FROM customers WHERE name = ?", team.customer("Jana"))[0][0]
    )
    await paused.until(lambda: paused.window.customer.customer(), "the card")
    spring, autumn = coming_sunday(3), coming_sunday(10)
    box = await opened(paused)
    typed(box, f"{spring.isoformat()} 2:30")
    assert "goes from 02:00 straight to 03:00" in box.when.fault.text()
    QTest.keyClick(box.when.field, Qt.Key.Key_Return)
    assert box.isVisible(), "nothing is sent"
    await paused.hands.click(box.when.offers.buttons[1])
    entry = await made(paused, box, team.known)
    assert entry.appointment.at == datetime(spring.year, spring.month, spring.day, 1, 30, tzinfo=UTC)

    panel = paused.window.callbacks
    await paused.hands.click_row(panel.list, panel.rows.place_of(entry.id))
    panel.take_focus()
    box = await opened(paused)
    assert box.title.text() == "Change the appointment"
    typed(box, f"{autumn.isoformat()} 2:30")
    assert "comes twice" in box.when.fault.text()
    await paused.hands.click(box.when.offers.buttons[1])
    QTest.keyClick(box.when.field, Qt.Key.Key_Return)
    second = datetime(autumn.year, autumn.month, autumn.day, 1, 30, tzinfo=UTC)
    await paused.until(lambda: paused.state.callbacks[entry.id].appointment.at == second, "the other time")


async def test_E9_the_past_is_refused_by_the_servers_clock_whatever_this_computer_says(sit_down, team):
    """CallPro's fault: a clock that is an hour slow had appointments called at once."""

    def slow():
        return now() - timedelta(hours=1)

    anna = await sit_down(team.anna, clock=ServerClock(wall=slow)).sign_in()
    await anna.until_phase(Phase.PAUSE)
    entry = await appointed(anna, team.stranger, mine=True, seconds=3600)
    panel = anna.window.callbacks
    await anna.until(lambda: panel.rows.place_of(entry) is not None, "the row")
    await anna.hands.click_row(panel.list, panel.rows.place_of(entry))
    panel.take_focus()
    box = await opened(anna)
    gone = wall(now() - timedelta(minutes=10), PRAGUE)
    typed(box, f"{gone:%Y-%m-%d %H:%M}")
    assert "has gone by" in box.when.fault.text()
    assert not box.submit.isEnabled()
    typed(box, "in 30 min")
    QTest.keyClick(box.when.field, Qt.Key.Key_Return)
    await anna.until(lambda: not box.isVisible(), "the change")
    wanted = now() + timedelta(minutes=30)
    assert abs(anna.state.callbacks[entry].appointment.at - wanted) < timedelta(minutes=2)


async def test_E9_cancelled_from_the_list_it_is_done_with(paused, team):
    entry = await appointed(paused, team.stranger, mine=True, seconds=7200)
    panel = paused.window.callbacks
    await paused.until(lambda: panel.rows.place_of(entry) is not None, "the row")
    await paused.hands.click_row(panel.list, panel.rows.place_of(entry))
    panel.take_focus()
    box = await opened(paused)
    await paused.hands.click(box.cancel)
    await paused.until(lambda: not box.isVisible(), "the answer")
    done = await paused.until_listed(team.stranger, Section.DONE)
    assert (done.id, done.appointment) == (entry, None)
    await paused.until(lambda: "The appointment is cancelled." in said(paused), "the words for it")


class Form(HTMLParser):
    def __init__(self, page):
        super().__init__()
        self.action, self.text = "", ""
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        if tag == "form":
            self.action = dict(attrs)["action"]

    def handle_data(self, data):
        self.text += data


async def test_E10_a_customer_asks_on_the_web_and_is_called(anna, centre, team):
    await centre.pbx(f"customers/{team.stranger}", after=0.2)
    async with httpx.AsyncClient(base_url=centre.url, verify=system_ssl(), trust_env=False) as browser:
        page = await browser.get(paths.CALLBACK_FORM, params={"dnis": team.main}, headers={"Accept-Language": "cs"})
        form = Form(page.text)
        assert "Zavoláme vám zpět" in form.text
        refused = await browser.post(form.action, data={"name": "Eva", "number": "112"})
        assert refused.status_code == 400
        answer = await browser.post(form.action, data={"name": "Eva Horáková", "number": team.stranger})
        assert answer.status_code == 200
    popover = await anna.popover()
    [contact] = requests(anna.state)
    assert (contact.direction, contact.origin, contact.ani) == (
        Direction.CALLBACK,
        CallbackOrigin.WEB,
        team.stranger,
    )
    entry = anna.state.callbacks[contact.callback]
    assert (entry.name, entry.origin) == ("Eva Horáková", CallbackOrigin.WEB)
    await anna.hands.click(popover.answer)
    await anna.until_phase(Phase.CALL)
    assert (await anna.until_listed(team.stranger, Section.DONE)).id == entry.id


async def test_E10_a_waiting_customer_presses_the_key_hangs_up_and_keeps_the_place(paused, centre, team):
    first = await centre.call(team.known, team.main)
    later = await centre.call(team.stranger, team.main)
    await paused.until(lambda: paused.state.queues[paused.state.me.queues[0]].waiting == 2, "both to wait")
    await centre.pbx(f"calls/{first}/key", key=KEY)
    entry = await paused.until_listed(team.known, Section.OPEN)
    assert (entry.origin, entry.customer.name) == (CallbackOrigin.QUEUE, team.customer("Jana"))
    assert (await centre.look("calls"))["calls"][-1:] == [later], "they need not wait on the phone"
    assert "Asked by key" in row_text(paused, entry.id)

    await centre.pbx(f"phones/{team.anna.phone}", answers_test_after=0.01, desktop=True)
    await paused.hands.click(paused.window.contact.states.available)
    await paused.popover()
    [contact] = requests(paused.state)
    assert (contact.ani, contact.origin) == (team.known, CallbackOrigin.QUEUE), "before who came later"
    await centre.hang_up(later)


async def test_E10_another_key_and_a_withheld_number_ask_for_nothing(paused, centre, team):
    for number, key in ((team.known, "2"), ("", KEY)):
        call = await centre.call(number, team.main)
        await centre.pbx(f"calls/{call}/key", key=key)
        queue = paused.state.me.queues[0]
        await paused.until(lambda queue=queue: paused.state.queues[queue].waiting == 1, "the caller to wait on")
        assert call in (await centre.look("calls"))["calls"]
        await centre.hang_up(call)
        missed = await paused.until_listed(number, Section.OPEN)
        assert missed.origin is None
        await paused.until(lambda queue=queue: paused.state.queues[queue].waiting == 0, "nobody to wait")
