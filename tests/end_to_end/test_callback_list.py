"""The callback list as each agent has it before them: sections, days, queues, orders, search, history, all of it (E1 to E8)."""

from __future__ import annotations

import csv
import io
import itertools
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog
from sqlalchemy import insert, select

from agent_client.backend.persistence.engine import open_sqlite
from agent_client.backend.persistence.tables import callback_moments, callbacks, queues
from agent_client.protocol.callbacks import CallbackPeriod, CallbackRules
from agent_client.protocol.names import Period, Phase, QueueId, Section
from agent_client.protocol.time import to_millis
from agent_client.rules.callback_actions import CallbackAction
from agent_client.workstation.settings import CallbackSort
from tests.end_to_end.centre import Centre, Team, write

TEAMS = 24
MANY = Team(TEAMS)
"""Whose list was not kept up for long."""
OPEN, DONE = 6_400, 2_300
"""Of theirs: more than a snapshot brings."""


def planted(database, queue_name, entries):
    """Entries as they would stand in the database, had they come so long ago: dicts of columns."""
    engine = open_sqlite(database)
    with engine.begin() as conn:
        queue = conn.scalar(select(queues.c.id).where(queues.c.name == queue_name))
        first = (conn.scalar(select(callbacks.c.id).order_by(callbacks.c.id.desc()).limit(1)) or 0) + 1
        rows, moments = [], []
        for number, one in enumerate(entries, start=first):
            at = one["last_at"]
            rows.append(
                {
                    "id": number,
                    "version": 1,
                    "queue_id": queue,
                    "section": Section.OPEN.value,
                    "dnis": "",
                    "calls": 1,
                    "attempts": 0,
                    "first_at": at,
                    "closed_at": None,
                    "listed": True,
                    "judged": 1,
                    "times": [to_millis(at)],
                    "name": "",
                    "remark": "",
                    **one,
                }
            )
            moment = {"callback_id": number, "at": at, "phone": "", "queue_id": queue, "seconds": 20}
            moments.append({**moment, "kind": "missed", "internal": False, "voicemail": False, "member": True})
        conn.execute(insert(callbacks), rows)
        conn.execute(insert(callback_moments), moments)
    engine.dispose()
    return QueueId(queue)


@pytest.fixture(scope="module")
def own_centre(tmp_path_factory):
    """The days that all see are changed here, and entries were there before: the other tests have another centre."""
    database = tmp_path_factory.mktemp("callback_list") / "centre.db"
    write(database, teams=TEAMS)
    now = datetime.now(UTC)  # noqa: TID251
    ago = [now - timedelta(seconds=30 * number) for number in range(1, OPEN + DONE + 1)]
    planted(
        database,
        f"Main {MANY.number}",
        [{"number": f"+3160{number:07}", "last_at": ago[number]} for number in range(OPEN)]
        + [
            {"number": f"+3170{n:07}", "last_at": at, "section": Section.DONE.value, "closed_at": at}
            for n in range(DONE)
            if (at := now - timedelta(days=30, seconds=30 * n))
        ],
    )
    running = Centre(database).start()
    yield running
    running.stop()


@pytest.fixture(scope="module")
def numbers():
    return itertools.count(1)


@pytest.fixture
def team(numbers):
    number = next(numbers)
    assert number < TEAMS, "more tests than teams"
    return Team(number)


@pytest.fixture
def centre(own_centre):
    return own_centre


@pytest.fixture
async def rules(colleague, team):
    """The administrator's saves, without windows."""
    api = (await colleague(team.chief).sign_in()).session.api

    class Rules:
        async def save(self, **changed):
            groups = (await api.administration()).groups
            group = next(one for one in groups if one.name == f"Main {team.number}")
            await api.save_group(replace(group, rules=CallbackRules(**changed)))

        async def days(self, **changed):
            now = (await api.administration()).callbacking
            await api.save_callbacking(replace(now, period=CallbackPeriod(**changed)))

    return Rules()


async def in_pause(agent):
    await agent.until_phase(Phase.PAUSE)
    return agent


@pytest.fixture
async def anna(sit_down, team):
    """In pause: nobody takes calls."""
    return await in_pause(await sit_down(team.anna).sign_in())


async def missed(agent, number, dnis=""):
    before = {one.id: one.calls for one in agent.listed(Section.OPEN)}
    call = await agent.centre.call(number, dnis or Team(int(agent.who.phone) % 1000).main)
    await agent.centre.hang_up(call)

    def news():
        return next((one for one in agent.listed(Section.OPEN) if one.calls != before.get(one.id)), None)

    return await agent.until(news, f"the missed call of {number}")


def rows(agent):
    """Number and how often, from the top."""
    return [(line.entry.number, line.number) for line in agent.window.callbacks.rows.lines()]


def shown(agent):
    return [line.entry.number for line in agent.window.callbacks.rows.lines()]


def said(agent, at=0):
    """All that a row says."""
    model = agent.window.callbacks.rows
    return model.data(model.index(at)) or ""


def counts(agent):
    return agent.window.callbacks.tabs.accessibleDescription()


async def choose(agent, entry):
    panel = agent.window.callbacks
    await agent.until(lambda: panel.rows.place_of(entry.id) is not None, "the row")
    await agent.hands.click_row(panel.list, panel.rows.place_of(entry.id))
    await agent.until(lambda: panel.chosen() is not None and panel.chosen().id == entry.id, "the chosen row")
    return panel


async def press(agent, entry, action):
    panel = await choose(agent, entry)
    await agent.hands.click(panel.list.chosen_actions.buttons[action])


async def open_section(agent, section):
    """By keys: from tab to tab."""
    tabs = agent.window.callbacks.tabs
    while tabs.open_section() != section.value:
        QTest.keyClick(tabs, Qt.Key.Key_Right)


async def filters(agent):
    await agent.press("Shift+F9")
    box = agent.window.callbacks.filters
    await agent.until(lambda: box.isVisible() and box.every.hasFocus(), "what can be chosen, by keys at once")
    return box


def pick(field, key):
    """A line of a field that drops down, by keys."""
    field.setFocus(Qt.FocusReason.OtherFocusReason)
    keys = [known for known, _ in field._choices]
    QTest.keyClick(field, Qt.Key.Key_Home)
    for _ in range(keys.index(key)):
        QTest.keyClick(field, Qt.Key.Key_Down)
    assert field.key() == key


async def tick(agent, box):
    """By the mouse, on its words."""
    await agent.until(box.isVisible, "the box to tick")
    QTest.mouseClick(box, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(8, box.height() // 2))


async def test_E1_four_sections_with_their_counts_and_rows(anna, team):
    open_, tried, done, given_up = [await missed(anna, f"+3150{team.number:03}{number:04}") for number in range(4)]
    await anna.centre.pbx(f"phones/{team.anna.phone}", answers_after=0)
    await anna.centre.pbx(f"customers/{tried.number}", kind="busy", after=0.05)
    await press(anna, done, CallbackAction.DONE)
    await press(anna, given_up, CallbackAction.NOT_REACHED)
    await press(anna, tried, CallbackAction.CALL)
    await anna.until_listed(tried.number, Section.ATTEMPTED)
    await anna.until(lambda: counts(anna) == "Open 1, Attempts 1, Done 1, Not reached 1", "the counts")
    for section, entry in (
        (Section.OPEN, open_),
        (Section.ATTEMPTED, tried),
        (Section.DONE, done),
        (Section.NOT_REACHED, given_up),
    ):
        await open_section(anna, section)
        await anna.until(lambda entry=entry: shown(anna) == [entry.number], f"the one of {section}")


async def test_E2_calls_of_one_number_are_a_row_with_a_counter_or_a_row_each(anna, sit_down, team, rules):
    await missed(anna, team.known)
    twice = await missed(anna, team.known)
    await anna.until(lambda: rows(anna) == [(team.known, 0)], "one row")
    assert twice.calls == 2
    await anna.until(lambda: "×2" in said(anna), "how often")
    bram = await in_pause(await sit_down(team.bram).sign_in())
    box = await filters(bram)
    pick(box.combine, False)
    await bram.until(lambda: rows(bram) == [(team.known, 2), (team.known, 1)], "a row each for Bram")
    box.close()
    assert rows(anna) == [(team.known, 0)], "what one agent chooses is not the others'"
    await rules.save(combine=False)
    await anna.until(lambda: rows(anna) == [(team.known, 2), (team.known, 1)], "the queue's own way, at once")
    await press(anna, twice, CallbackAction.DONE)
    await bram.until(lambda: rows(bram) == [], "done is done for all calls")


async def test_E3_a_mark_is_undone_below_the_list(anna, team):
    entry = await missed(anna, team.stranger)
    foot = anna.window.callbacks.foot
    for action, section in ((CallbackAction.DONE, Section.DONE), (CallbackAction.NOT_REACHED, Section.NOT_REACHED)):
        await press(anna, entry, action)
        await anna.until_listed(team.stranger, section)
        await anna.until(lambda: foot.undo.isVisible() and not foot.said.isHidden(), "the offer to undo it")
        QTest.keyClick(anna.window.callbacks.list, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        again = await anna.until_listed(team.stranger, Section.OPEN)
        assert (again.id, again.closed_at) == (entry.id, None)
        assert not foot.undo.isVisible()


async def test_E5_each_period_shows_its_days(centre, sit_down, team):
    now = datetime.now(UTC)  # noqa: TID251
    noon = now.replace(hour=12, minute=0, second=0, microsecond=0)  # the centre's days are UTC's
    days = {days: f"+3180{team.number:03}{days:04}" for days in range(9)}
    entries = [{"number": number, "last_at": min(now, noon - timedelta(days=n))} for n, number in days.items()]
    planted(centre.database, f"Main {team.number}", entries)
    anna = await in_pause(await sit_down(team.anna).sign_in())
    box = await filters(anna)
    week = noon.weekday() + 1
    for period, wanted in (
        (Period.TODAY, {0}),
        (Period.YESTERDAY, {1}),
        (Period.LAST_2_DAYS, {0, 1}),
        (Period.LAST_3_DAYS, {0, 1, 2}),
        (Period.WEEK, set(range(week))),
        (Period.LAST_7_DAYS, set(range(7))),
        (Period.ALL, set(range(9))),
    ):
        pick(box.period, period)
        await anna.until(lambda w=wanted: set(shown(anna)) == {days[day] for day in w}, f"the days of {period}")
        await anna.until(lambda w=wanted: counts(anna).startswith(f"Open {len(w)}"), "their count")
    box.close()


async def test_E5_saturdays_and_sundays_are_left_out_of_the_first_four(centre, sit_down, team):
    now = datetime.now(UTC)  # noqa: TID251
    noon = now.replace(hour=12, minute=0, second=0, microsecond=0)
    weekend = {5, 6}
    entries = [
        {"number": f"+3181{team.number:03}{days:04}", "last_at": min(now, noon - timedelta(days=days))}
        for days in range(8)
    ]
    planted(centre.database, f"Main {team.number}", entries)
    anna = await in_pause(await sit_down(team.anna).sign_in())
    box = await filters(anna)
    pick(box.period, Period.LAST_3_DAYS)
    for left_out in (box.saturdays, box.sundays):
        await tick(anna, left_out)
    working = [days for days in range(8) if (noon - timedelta(days=days)).weekday() not in weekend][:3]
    wanted = {entries[days]["number"] for days in working}
    await anna.until(lambda: set(shown(anna)) == wanted, "three working days")
    pick(box.period, Period.LAST_7_DAYS)
    await anna.until(lambda: len(shown(anna)) == 7, "seven days with their weekend")
    assert not box.saturdays.isEnabled()
    box.close()


async def test_E5_the_centres_period_is_there_for_all_who_have_not_chosen(anna, team, rules):
    await missed(anna, team.known)
    await anna.until(lambda: shown(anna) == [team.known], "the row of today")
    await rules.days(period=Period.YESTERDAY)
    await anna.until(lambda: shown(anna) == [], "nothing of yesterday")
    assert anna.window.callbacks.head.filter.text() != ""
    box = await filters(anna)
    assert box.period.key() is Period.YESTERDAY
    pick(box.period, Period.TODAY)
    await anna.until(lambda: shown(anna) == [team.known], "the agent's own choice")
    box.close()
    await rules.days(period=Period.ALL)


async def test_E6_the_view_is_each_agents_own_and_kept(anna, sit_down, tmp_path, team):
    main = await missed(anna, team.known)
    other = await missed(anna, team.stranger, team.quick)
    await anna.until(lambda: shown(anna) == [team.stranger, team.known], "both queues")
    box = await filters(anna)
    await tick(anna, box.queues[main.queue])
    await anna.until(lambda: shown(anna) == [team.known], "one queue")
    await tick(anna, box.queues[other.queue])
    pick(box.sort, CallbackSort.LONGEST)
    await anna.until(lambda: shown(anna) == [team.known, team.stranger], "both, the longest waiting first")
    await tick(anna, box.show_group)
    box.close()
    assert f"Main {team.number}" not in said(anna)
    await anna.leave()

    at_the_same_seat = await in_pause(await sit_down(team.anna, home=tmp_path / "home-0").sign_in())
    await at_the_same_seat.until(lambda: shown(at_the_same_seat) == [team.known, team.stranger], "as it was left")
    box = await filters(at_the_same_seat)
    assert set(box._choice.queues) == {main.queue, other.queue}
    assert (box.sort.key(), box.show_group.isChecked()) == (CallbackSort.LONGEST, False)
    await at_the_same_seat.hands.click(box.usual)
    await at_the_same_seat.until(lambda: shown(at_the_same_seat) == [team.stranger, team.known], "as usual")
    box.close()
    await at_the_same_seat.leave()

    bram = await in_pause(await sit_down(team.bram, home=tmp_path / "home-0").sign_in())
    await bram.until(lambda: shown(bram) == [team.stranger, team.known], "as usual for a colleague at that seat")
    assert bram.window.callbacks._choice.show_group


async def test_E6_larger_type_makes_larger_rows_in_light_and_dark(anna, team):
    await missed(anna, team.known)
    view = anna.window.callbacks.list
    await anna.until(lambda: shown(anna) == [team.known], "the row")
    before = view.rowHeight(0)
    await anna.press("Ctrl++")
    await anna.press("Ctrl++")
    assert view.rowHeight(0) > before
    await anna.press("Ctrl+0")
    assert view.rowHeight(0) == before


async def test_E6_the_list_is_searched_as_one_types(anna, team):
    await missed(anna, team.known)
    await missed(anna, team.stranger)
    panel = anna.window.callbacks
    await anna.until(lambda: len(shown(anna)) == 2, "both rows")
    await anna.press("F9")
    anna.hands.type(panel.list, "n")
    await anna.until(panel.head.field.hasFocus, "the search")
    anna.hands.type(panel.head.field, f"nov{'á'}k{team.number:03}"[1:])
    await anna.until(lambda: shown(anna) == [team.known], "Jana by her name")
    panel.head.field.clear()
    anna.hands.type(panel.head.field, f"0{team.stranger[3:]}")
    await anna.until(lambda: shown(anna) == [team.stranger], "the stranger by a number written at home")
    QTest.keyClick(panel.head.field, Qt.Key.Key_Down)
    await anna.until(lambda: panel.chosen() is not None and panel.list.hasFocus(), "the keyboard on the row")
    await anna.press("Ctrl+L")
    QTest.keyClick(panel.head.field, Qt.Key.Key_Escape)
    await anna.until(lambda: len(shown(anna)) == 2, "both again")


async def test_E7_whoever_calls_is_named_live_and_to_whoever_presses_call(anna, sit_down, centre, team):
    entry = await missed(anna, team.known)
    bram = await in_pause(await sit_down(team.bram).sign_in())
    await centre.pbx(f"phones/{team.anna.phone}", answers_after=0)
    await centre.pbx(f"customers/{team.known}", after=60)
    await press(anna, entry, CallbackAction.CALL)
    panel = bram.window.callbacks
    await bram.until(lambda: f"{team.anna.name} is calling, 0:0" in said(bram), "who is calling")
    counted = re.compile(f"{team.anna.name} is calling, 0:(0[2-9]|[1-5][0-9])")
    await bram.until(lambda: counted.search(said(bram)), "how it counts")
    assert "You are calling, 0:0" in said(anna)
    await choose(bram, entry)
    await bram.press("Return")
    refusal = panel.foot.refusal
    await bram.until(refusal.isVisible, "the refusal")
    assert refusal.text() == f"{team.anna.name} is calling this number back: take another entry."
    await bram.until_phase(Phase.PAUSE)


async def test_E7_the_claim_goes_with_its_agents_session(anna, sit_down, centre, team):
    entry = await missed(anna, team.known)
    bram = await in_pause(await sit_down(team.bram).sign_in())
    await centre.pbx(f"phones/{team.anna.phone}", answers_after=60)
    await press(anna, entry, CallbackAction.CALL)
    await bram.until(lambda: bram.state.callbacks[entry.id].claim, "the claim")
    await sit_down(team.anna, seat=f"WS-other-{team.number}").sign_in()  # which ends the session before
    await bram.until(lambda: bram.state.callbacks[entry.id].claim is None, "the claim to go")
    panel = await choose(bram, entry)
    await bram.until(panel.list.chosen_actions.buttons[CallbackAction.CALL].isVisible, "the entry to be free")


async def test_E8_the_history_says_who_tried_when_how_long_and_what_came_of_it(anna, centre, team):
    await missed(anna, team.stranger)
    entry = await missed(anna, team.stranger)
    await centre.pbx(f"phones/{team.anna.phone}", answers_after=0)
    await centre.pbx(f"customers/{team.stranger}", kind="busy", after=0.05)
    panel = await choose(anna, entry)
    QTest.keyClick(panel.list, Qt.Key.Key_Space)

    def told():
        return [one.text for one in panel.drawer.line.entries()]

    missed_it = f"Called, nobody took it · waited 0:00 · Main {team.number}"
    await anna.until(lambda: told() == [missed_it, missed_it], "both calls")
    await anna.hands.click(panel.list.chosen_actions.buttons[CallbackAction.CALL])
    tried = await anna.until_listed(team.stranger, Section.ATTEMPTED)
    await open_section(anna, Section.ATTEMPTED)
    await choose(anna, tried)
    await anna.until(lambda: len(told()) == 3 and told()[0].startswith("Called back, not reached"), "the try")
    assert panel.drawer.line.entries()[0].who.startswith(team.anna.name)
    await anna.until_phase(Phase.PAUSE)
    await press(anna, tried, CallbackAction.DONE)
    await open_section(anna, Section.DONE)
    await choose(anna, tried)
    await anna.until(lambda: told() and told()[0] == "Marked Done", "the mark")
    assert panel.drawer.title.whole()


async def test_E8_what_happens_reaches_every_window_by_itself(anna, sit_down, team):
    bram = await in_pause(await sit_down(team.bram).sign_in())
    entry = await missed(anna, team.known)
    await bram.until(lambda: shown(bram) == [team.known], "the row at the colleague's")
    await press(bram, entry, CallbackAction.DONE)
    await anna.until(lambda: shown(anna) == [] and counts(anna) == "Open, Attempts, Done 1, Not reached", "the change")


async def test_E8_a_list_longer_than_any_snapshot_comes_whole(sit_down):
    anna = await in_pause(await sit_down(MANY.anna).sign_in())
    panel = anna.window.callbacks
    await anna.until(lambda: counts(anna).startswith(f"Open {OPEN:,}"), "the count")
    await anna.until(lambda: panel.rows.rowCount() == OPEN, "all that is open")
    await anna.until(lambda: panel.foot.reading.isHidden(), "the end of the reading")
    assert len(set(shown(anna))) == OPEN
    await anna.press("Ctrl+L")
    anna.hands.type(panel.head.field, f"060{OPEN - 1:07}")
    await anna.until(lambda: shown(anna) == [f"+3160{OPEN - 1:07}"], "the oldest of them by its number")
    QTest.keyClick(panel.head.field, Qt.Key.Key_Escape)
    await open_section(anna, Section.DONE)
    await anna.until(lambda: panel.rows.rowCount() > 0, "what was done long ago")
    while panel.rows.rowCount() < DONE:
        before = panel.rows.rowCount()
        QTest.keyClick(panel.list, Qt.Key.Key_End)
        await anna.until(lambda b=before: panel.rows.rowCount() > b, "older ones")
    assert panel.rows.rowCount() == DONE


async def test_E8_the_section_is_exported_as_it_is_shown(anna, tmp_path, team):
    await missed(anna, team.known)
    await missed(anna, team.stranger)
    await anna.until(lambda: len(shown(anna)) == 2, "both rows")
    box = await filters(anna)
    pick(box.sort, CallbackSort.LONGEST)
    await anna.until(lambda: shown(anna) == [team.known, team.stranger], "the order")
    await anna.hands.click(box.export)
    chooser = await anna.until(lambda: anna.window.callbacks.findChild(QFileDialog), "the question where to")
    file = tmp_path / "list.csv"
    chooser.selectFile(str(file))
    chooser.accept()
    notices = anna.desk.notices
    await anna.until(
        lambda: "2 rows were written to “list.csv”." in [notice.text for notice in notices.current()], "that it is done"
    )
    exported = list(csv.DictReader(io.StringIO(_text(file))))
    assert [row["Name"] for row in exported] == [team.customer("Jana"), ""]
    assert [row["Number"].replace(" ", "") for row in exported] == [team.known, team.stranger]
    assert {row["Section"] for row in exported} == {"Open"}


def _text(file: Path) -> str:
    return file.read_text(encoding="utf-8-sig")
