"""Customers: their cards edited in place, locked, merged, found by hand, in lists, imported and exported (F1 to F4)."""

from __future__ import annotations

import asyncio
import itertools

import pytest
from PySide6.QtWidgets import QFileDialog
from shiboken6 import isValid

from agent_client.client.api import Unreachable
from agent_client.client.api.customers import CustomerLists
from agent_client.client.cards import Part
from agent_client.client.customer_exchange.importing import Stage
from agent_client.client.store.views import current_contact
from agent_client.protocol.agents import Rights
from agent_client.protocol.customers import CustomerFields, ImportRow, ImportRows
from agent_client.protocol.names import CustomerList
from agent_client.protocol.refusals import CustomerChanged, InUse, NotFound
from agent_client.protocol.supervising import Unlock
from tests.end_to_end.centre import Centre, Team, write
from ui.customers.window import DUPLICATES, CustomersWindow

OTHERS = 24
"""The number of a team whose people no test needs."""


@pytest.fixture(scope="module")
def own_centre(tmp_path_factory):
    """What is imported here is in the central list of everybody: the other tests have another centre."""
    database = tmp_path_factory.mktemp("customers") / "centre.db"
    write(database, teams=OTHERS)
    running = Centre(database).start()
    yield running
    running.stop()


@pytest.fixture(scope="module")
def numbers():
    return itertools.count(1)


@pytest.fixture
def team(numbers):
    number = next(numbers)
    assert number < OTHERS, "more tests than teams"
    return Team(number)


@pytest.fixture
def centre(own_centre):
    return own_centre


@pytest.fixture
async def seated(sit_down, team):
    """An agent who has signed in, and needs no phone."""
    return await sit_down(team.anna).sign_in()


async def open_card(agent, name):
    """Found by hand."""
    window = agent.window
    await agent.press("Ctrl+K")
    agent.hands.type(window.header.search, name)
    await agent.until(lambda: window.results.view.model().rowCount() == 1, "the only one of this name")
    await agent.press("Return")
    await agent.until(lambda: window.customer.customer() is not None, "the card")
    return window.customer


async def start_editing(agent, name):
    panel = await open_card(agent, name)
    await agent.press("F2")
    await agent.until(panel.place.shows_form, "the form")
    return panel


def retype(agent, field, text):
    field.setFocus()
    field.selectAll()
    agent.hands.type(field, text)


def stored(centre, customer):
    [row] = centre.rows("SELECT name, street, town, version FROM customers WHERE id = ?", customer)
    return row


# The card


async def test_F1_a_customer_is_edited_in_place(seated, centre, team):
    panel = await start_editing(seated, team.customer("Jana"))
    lines = panel.place.form.lines
    assert panel.place.form.isAncestorOf(seated.window.focusWidget())
    retype(seated, lines.texts[Part.NAME], "Jana Dvořáková")
    retype(seated, lines.numbers.fields[1], "call me")
    assert not panel.place.form.save.isEnabled(), "no number"
    retype(seated, lines.numbers.fields[1], "020 624 1180")
    retype(seated, lines.texts[Part.STREET], "Lidická 41")
    await seated.press("Ctrl+S")
    await seated.until(lambda: not panel.place.shows_form(), "the form to close")
    await seated.until(lambda: panel.card.name.whole() == "Jana Dvořáková", "the new name on the card")
    customer = panel.customer()
    assert customer.numbers == (team.known, "+31206241180")
    assert stored(centre, customer.id)[:2] == ("Jana Dvořáková", "Lidická 41")
    assert centre.rows("SELECT count(*) FROM customer_locks WHERE customer_id = ?", customer.id) == [(0,)]


async def test_F1_an_unknown_caller_gets_a_whole_card(anna, centre, team):
    await anna.talk_to(team.stranger, team.main)
    panel = anna.window.customer
    await anna.until(panel.unknown.isVisible, "the unknown caller")
    await anna.press("F2")
    await anna.until(panel.place.shows_form, "the form")
    lines = panel.place.form.lines
    assert lines.numbers.texts() == (panel.unknown.number.whole(),), "the caller's number stands there already"
    anna.hands.type(lines.texts[Part.NAME], "Nora van Veen")
    anna.hands.type(lines.texts[Part.TOWN], "Utrecht")
    await anna.press("Return")
    await anna.until(lambda: (current_contact(anna.state).customer or None) is not None, "the call to be theirs")
    contact = current_contact(anna.state)
    assert contact.customer.name == "Nora van Veen"
    await anna.until(lambda: panel.customer() is not None, "the card")
    assert panel.customer().numbers == (team.stranger,)


async def test_F1_what_is_typed_on_a_card_outlives_another_call_and_the_program(sit_down, centre, team, tmp_path):
    anna = await sit_down(team.anna, home=tmp_path / "home").signed_on()
    panel = await start_editing(anna, team.customer("Jana"))
    jana = panel.customer().id
    retype(anna, panel.place.form.lines.texts[Part.TOWN], "Haarlem")
    call, _ = await anna.talk_to(team.shared, team.main)
    await anna.until(lambda: not panel.place.shows_form(), "the caller's record")
    await anna.until(lambda: "Haarlem" not in str(stored(centre, jana)), "nothing saved")
    lock = "SELECT count(*) FROM customer_locks WHERE customer_id = ?"
    await anna.until(lambda: centre.rows(lock, jana) == [(0,)], "the card to be free for others")
    assert any("Town" in text for text in anna.window.notice_bar.lines())
    await centre.hang_up(call)
    await anna.leave()
    again = await sit_down(team.anna, home=tmp_path / "home", seat="WS-other").sign_in()
    await again.until(lambda: any("Town" in text for text in again.window.notice_bar.lines()), "what was left unsaved")
    notice = next(one for one in again.desk.notices.current() if one.action == "Go on")
    notice.act()
    panel = again.window.customer
    await again.until(panel.place.shows_form, "the form")
    assert panel.place.form.lines.texts[Part.TOWN].text() == "Haarlem"
    await again.press("Ctrl+S")
    await again.until(lambda: stored(centre, jana)[2] == "Haarlem", "the town to be saved")


async def test_F1_of_two_who_edit_at_once_nobody_overwrites_the_other(seated, colleague, centre, team):
    """A supervisor took the card away, a colleague saved it, and the first one saves after them."""
    bram, chief = await colleague(team.bram).sign_in(), await colleague(team.chief).sign_in()
    panel = await start_editing(seated, team.customer("Jana"))
    form, jana = panel.place.form, panel.customer()
    retype(seated, form.lines.texts[Part.TOWN], "Haarlem")
    retype(seated, form.lines.texts[Part.STREET], "Damrak 1")
    with pytest.raises(InUse):
        await bram.session.api.lock_customer(jana.id)
    await chief.session.api.unlock_customer(jana.id, Unlock(reason="Needed"))
    await seated.until(lambda: not form.head.banner.isHidden(), "the banner that the card is not held any more")
    assert form.head.words.text().startswith(f"{team.chief.name} unlocked the card: Needed."), form.head.words.text()
    theirs = CustomerFields(
        version=jana.version, name="Jana D.", company=jana.company, numbers=jana.numbers, town="Leiden"
    )
    await bram.session.api.save_customer(jana.id, theirs)
    box = form.lines.line(Part.TOWN).conflicts[Part.TOWN]
    await seated.until(box.isVisible, "both values side by side")
    assert (box.theirs.text(), box.mine.text()) == ("Leiden", "Haarlem")
    assert form.lines.texts[Part.NAME].text() == "Jana D.", "what only the colleague changed"
    assert not form.save.isEnabled()
    await seated.hands.click(box.keep)
    assert form.lines.texts[Part.STREET].text() == "Damrak 1", "nothing typed is lost"
    await seated.press("Ctrl+S")
    await seated.until(lambda: stored(centre, jana.id)[:3] == ("Jana D.", "Damrak 1", "Haarlem"), "all of both")
    with pytest.raises(CustomerChanged):
        await bram.session.api.save_customer(jana.id, theirs)


async def test_F1_duplicates_are_merged_and_taken_apart_again(seated, centre, team):
    api = seated.program.online().session.api
    names = ("Own Jana", "Own J.")
    for at, name in enumerate(names):
        fields = CustomerFields(name=name, numbers=(team.expert,), note=f"Note {at}", list=CustomerList.OWN)
        await api.save_customer(None, fields)
    await seated.press("F3")
    window = await seated.hands.window(CustomersWindow)
    window.duplicates.which.choose(CustomerList.OWN)
    window.open(DUPLICATES)
    view = window.duplicates.merging
    await seated.until(lambda: window.duplicates.groups.rowCount() == 1, "the group")
    assert {customer.name for customer in view.pair()} == set(names)
    kept = view.pair()[0]
    await seated.hands.click(view.merge)
    await seated.until(lambda: window.duplicates.groups.rowCount() == 0, "the list without it")
    assert (await api.customer(kept.id)).customer.note == "Note 0\nNote 1"
    found = await api.find_customers("own")
    assert [one.name for one in found.customers if one.name in names] == [kept.name]
    [line] = window.notice_bar.lines()
    assert kept.name in line
    notice = next(iter(window.notice_bar._notices.current()))
    notice.act()
    await seated.until(lambda: window.duplicates.groups.rowCount() == 1, "both again")
    assert (await api.customer(kept.id)).customer.note == "Note 0"


# Found by hand


async def open_window(agent):
    await agent.press("F3")
    window = await agent.hands.window(CustomersWindow)
    await agent.until(lambda: window.list.rows.rowCount() > 0, "the first page")
    return window


async def search_list(agent, window, text):
    head = window.list.head
    head.search.clear()
    agent.hands.type(head.search, text)
    await agent.until(lambda: head.text() == text and not window.list.rows.loading(), f"the list of “{text}”")


async def test_F2_found_by_hand(seated, centre, team):
    """In the list, read page by page, opened in the main window with Enter; and over the header's search."""
    api = seated.program.online().session.api
    rows = tuple(ImportRow(line=at + 1, name=f"Listed {at:03}", numbers=(f"+3160{at:07}",)) for at in range(450))
    await api.import_customers(ImportRows(rows=rows, last=True))
    window = await open_window(seated)
    await seated.until(lambda: window.list.rows.total() > 500, "all of them counted")
    assert window.list.rows.rowCount() < 300, "and not all of them here"
    await search_list(seated, window, "listed")
    assert (window.list.rows.total(), window.list.rows.rowCount()) == (450, 100)
    while window.list.rows.rowCount() < 450:
        before = window.list.rows.rowCount()
        window.list.table.scrollToBottom()
        await seated.until(lambda before=before: window.list.rows.rowCount() > before, "the next page")
    assert window.list.rows.customer(449).name == "Listed 449"
    await search_list(seated, window, team.customer("Marie"))
    assert window.list.rows.rowCount() == 1
    await seated.hands.press(window, "Return")
    panel = seated.window.customer
    await seated.until(lambda: panel.customer() is not None, "the record")
    assert panel.card.name.whole() == team.customer("Marie")
    jana = await open_card(seated, team.known[-9:])
    await seated.until(lambda: jana.card.name.whole() == team.customer("Jana"), "found by number, too")


# Rights


async def test_F3_the_central_list_is_changed_only_by_who_may(seated, colleague, centre, team):
    chief, bram = await colleague(team.chief).sign_in(), await colleague(team.bram).sign_in()
    panel = await open_card(seated, team.customer("Jana"))
    assert panel.card.edit.isEnabled()
    await chief.session.api.save_rights(seated.state.me.id, Rights(edit_central=False))
    await seated.until(lambda: not panel.card.edit.isEnabled(), "the button to know")
    assert panel.card.edit.why_not == "You may not change the central list: ask your supervisor."
    await seated.press("F2")
    assert not panel.place.shows_form()
    window = await open_window(seated)
    await seated.hands.press(window, "Ctrl+N")
    await seated.until(window.place.shows_form, "the form of a new one")
    assert not window.place.form.head.into.isVisible(), "there is one list to choose from"
    name = f"Mine alone {team.number}"
    seated.hands.type(window.place.form.lines.texts[Part.NAME], name)
    await seated.hands.press(window, "Ctrl+S")
    await seated.until(lambda: not window.place.shows_form(), "the form to close")
    window.open(CustomerList.OWN.value)
    await seated.until(lambda: window.list.rows.rowCount() == 1, "the own list")
    assert window.list.rows.customer(0).name == name
    assert (await bram.session.api.find_customers(name)).customers == ()
    with pytest.raises(NotFound):
        await bram.session.api.customer(window.list.rows.customer(0).id)


# Locks


async def test_F4_a_card_in_use_says_by_whom_and_since_when(seated, colleague, centre, team):
    bram = await colleague(team.bram).sign_in()
    panel = await open_card(seated, team.customer("Jana"))
    jana = panel.customer().id
    await bram.session.api.lock_customer(jana)
    await seated.until(panel.card.lock.isVisible, "the quiet line")
    assert panel.card.lock.words.text().startswith(f"In use by {team.bram.name} since ")
    assert not panel.card.lock.unlock.isVisible(), "that is a supervisor's"
    assert team.bram.name in panel.card.edit.why_not
    note = f"A note can always be added, {team.number}."
    seated.hands.type(panel.editor.field, note)
    await seated.press("Ctrl+Return")
    await seated.until_history_has(note)
    await colleague(team.bram).sign_in(seat="PC-another")  # whose first computer died
    await seated.until(lambda: not panel.card.lock.isVisible(), "the card to be free again")
    await seated.press("F2")
    await seated.until(panel.place.shows_form, "the form")


async def test_F4_a_supervisor_unlocks(sit_down, colleague, centre, team):
    bram = await colleague(team.bram).sign_in()
    chief = await sit_down(team.chief).sign_in()
    panel = await open_card(chief, team.customer("Jana"))
    jana = panel.customer().id
    await bram.session.api.lock_customer(jana)
    await chief.until(panel.card.lock.isVisible, "the quiet line")
    await chief.hands.click(panel.card.lock.unlock)
    await chief.until(lambda: panel.card.edit.isEnabled(), "the card to be free")
    await chief.press("F2")
    await chief.until(panel.place.shows_form, "the form")
    with pytest.raises(InUse):
        await bram.session.api.lock_customer(jana)
    await chief.press("Escape")
    await chief.until(lambda: not panel.place.shows_form(), "the card")
    lock = "SELECT count(*) FROM customer_locks WHERE customer_id = ?"
    await chief.until(lambda: centre.rows(lock, jana) == [(0,)], "the card to be given back")


# Files


FILE = (
    "Jméno;Firma;Telefon;Město;Cosi\r\n"
    'Jiří Řehoř {n};"Pekařství ""U Řehoře""";+420 541 22{n:04};"Žďár\r\nnad Sázavou";x\r\n'
    "Bez čísla {n};;12;Brno;x\r\n"
    "Málo {n}\r\n"
    "{known};;{number};Praha;x\r\n"
)


async def choose(agent, window, path):
    """In the window in which files are chosen."""

    def chooser():
        return next((one for one in window.findChildren(QFileDialog) if one.isVisible()), None)

    dialog = await agent.until(chooser, "the window in which files are chosen")
    dialog.selectFile(str(path))
    dialog.accept()


async def test_F1_a_file_is_imported_after_it_was_looked_through(seated, centre, team, tmp_path):
    path = tmp_path / "zákazníci.csv"
    text = FILE.format(n=team.number, known=team.customer("Jana"), number=team.known)
    path.write_bytes(text.encode("cp1250"))
    window = await open_window(seated)
    await seated.hands.click(window.list.head.importing)
    page = window.importing
    await seated.hands.click(page.empty.action)
    await choose(seated, window, path)
    await seated.until(lambda: page.foot.check.isVisible() and page.foot.check.isEnabled(), "the file looked through")
    assert page.foot.words.text() == "2 customers in the file"
    assert page.foot.about.text() == "2 lines cannot be imported"
    assert [page.faults.index(at, 0).data() for at in range(2)] == ["4", "5"]
    assert page.preview.index(0, 1).data() == f"Jiří Řehoř {team.number}"
    before = centre.rows("SELECT count(*) FROM customers")
    await seated.hands.press(window, "Return")
    await seated.until(page.foot.start.isVisible, "what the server would do")
    assert page.foot.words.text() == "The server would do this: 1 new · 1 changed · 2 lines not imported"
    assert centre.rows("SELECT count(*) FROM customers") == before, "nothing was done yet"
    await seated.hands.press(window, "Return")
    await seated.until(page.foot.done.isVisible, "the end of the import")
    assert page.foot.words.text() == "Imported: 1 new · 1 changed · 2 lines not imported"
    [(name, town)] = centre.rows("SELECT name, town FROM customers WHERE name LIKE ?", f"Jiří Řehoř {team.number}")
    assert (name, town) == (f"Jiří Řehoř {team.number}", "Žďár nad Sázavou")
    assert centre.rows("SELECT town FROM customers WHERE name = ?", team.customer("Jana")) == [("Praha",)]
    await seated.hands.click(page.foot.save_bad)
    bad = tmp_path / "bad.csv"
    await choose(seated, window, bad)
    await seated.until(bad.exists, "the bad lines")
    await seated.until(lambda: len(bad.read_text("utf-8-sig").splitlines()) == 3, "all of them")
    assert bad.read_text("utf-8-sig").splitlines()[1].startswith("4;“12” is no number that can be called;Bez čísla")


async def test_F1_an_import_goes_on_after_the_server_was_gone(sit_down, tmp_path):
    """Killed in the middle, with a part on its way: nobody is missing, and nobody is there twice."""
    database, team = tmp_path / "centre.db", Team(1)
    write(database, teams=1)
    centre = Centre(database).start()
    try:
        agent = sit_down(team.anna)
        agent.server, agent.centre = centre.url, centre
        await agent.sign_in()
        path = tmp_path / "many.csv"
        path.write_text("Name;Phone\n" + "".join(f"Many {at};+42072{at:07}\n" for at in range(2500)), "utf-8")
        window = await open_window(agent)
        window.open_import()
        window.file_dropped.emit(str(path))
        page = window.importing
        await agent.until(
            lambda: page.foot.check.isVisible() and page.foot.check.isEnabled(), "the file looked through"
        )
        await agent.hands.click(page.foot.check)
        await agent.until(page.foot.start.isVisible, "what the server would do")
        await agent.hands.click(page.foot.start)
        join = _import_of(window)
        await agent.until(lambda: join._job.progress.done >= 500, "a part of it")
        centre.kill()
        await agent.until(lambda: join._job.progress.stage is Stage.WAITING, "the import to wait")
        assert page.foot.cancel.isVisible()
        centre.start()
        await agent.until(page.foot.done.isVisible, "the end of the import")
        assert page.foot.words.text() == "Imported: 2,500 new · 0 changed"
        assert centre.rows("SELECT count(*), count(DISTINCT name) FROM customers WHERE name LIKE 'Many %'") == [
            (2500, 2500)
        ]
    finally:
        assert await agent.leave() == 0
        centre.stop()


async def test_what_comes_when_the_shift_is_over_is_not_shown_to_a_window_that_is_gone(seated, monkeypatch):
    window = await open_window(seated)
    asked, gone = [], asyncio.Event()
    window.destroyed.connect(gone.set)

    async def late(*said, **more):
        asked.append(said)
        await gone.wait()
        raise Unreachable("other", "signed out of this server")

    monkeypatch.setattr(CustomerLists, "customers", late)
    window.list.refresh()
    await seated.until(lambda: asked, "the list to be asked for")
    assert await seated.leave() == 0
    assert not isValid(window)


def _import_of(window):
    """Of this window: those of windows before it may not have been collected yet."""
    import gc

    from ui.shift.customer_imports import ImportJoin

    (join,) = [one for one in gc.get_objects() if isinstance(one, ImportJoin) and one._window is window]
    return join


async def test_F1_a_list_is_exported_as_csv_and_as_vcards(seated, centre, team, tmp_path):
    api = seated.program.online().session.api
    fields = CustomerFields(name='Zoë "Z" Řehoř', note="One\nTwo; three", numbers=(team.expert,), list=CustomerList.OWN)
    await api.save_customer(None, fields)
    window = await open_window(seated)
    window.open(CustomerList.OWN.value)
    await seated.until(lambda: window.list.rows.rowCount() == 1, "the own list")
    await seated.hands.click(window.list.head.exporting)
    page = window.exporting
    for form, button in page.forms.items():
        button.setChecked(True)
        target = tmp_path / f"own.{form.ending}"
        await seated.hands.click(page.save)
        await choose(seated, window, target)
        await seated.until(
            lambda target=target: page.status.text() == f"Saved to {target.name}: 1 customer.", "the file"
        )
    lines = (tmp_path / "own.csv").read_text("utf-8-sig")
    assert '"Zoë ""Z"" Řehoř"' in lines
    assert "FN:Zoë" in (tmp_path / "own.vcf").read_text("utf-8")
