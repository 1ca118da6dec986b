"""Customers: their cards edited in place, found by hand, in lists, imported and exported (F1 to F4)."""

from __future__ import annotations

import pytest

from ui.customers.window import CustomersWindow

pytestmark = pytest.mark.xdist_group("end to end: one centre")


async def open_card(agent, first):
    """Found by hand: the customer of the agent's own team."""
    window = agent.window
    await agent.press("Ctrl+K")
    agent.hands.type(window.header.search, agent.team.customer(first))
    await agent.until(lambda: window.results.view.model().rowCount() == 1, "the only one of this name")
    await agent.press("Return")
    await agent.until(lambda: window.customer.customer() is not None, "the card")
    return window.customer


async def start_editing(agent, first="Jana"):
    panel = await open_card(agent, first)
    await agent.press("F2")
    await agent.until(panel.place.shows_form, "the form")
    return panel


def retype(agent, field, text):
    field.setFocus()
    field.selectAll()
    agent.hands.type(field, text)


async def test_F1_a_customer_is_edited_in_place(anna, centre, team):
    anna.team = team
    panel = await start_editing(anna)
    lines = panel.form.lines
    assert panel.form.isAncestorOf(anna.window.focusWidget())
    retype(anna, lines.texts["name"], "Jana Dvořáková")
    retype(anna, lines.numbers.fields[1], "020 624 1180")
    retype(anna, lines.texts["street"], "Lidická 41")
    await anna.press("Ctrl+S")
    await anna.until(lambda: not panel.place.shows_form(), "the form to close")
    await anna.until(lambda: panel.card.name.whole() == "Jana Dvořáková", "the new name on the card")
    [row] = centre.rows("SELECT name, street FROM customers WHERE name = ? AND company = ?", "Jana Dvořáková", team.company)
    assert row == ("Jana Dvořáková", "Lidická 41")
    assert panel.customer().numbers == (team.known, "+31206241180")


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


async def test_F2_found_by_hand(anna, centre, team):
    """In the window's list, page by page, opened in the main window with Enter."""
    window = await open_window(anna)
    assert window.list.rows.total() > 500
    assert window.list.rows.rowCount() < 300, "never all of them"
    window.list.table.scrollToBottom()
    await anna.until(lambda: window.list.rows.rowCount() > 200, "further pages as one scrolls")
    await search_list(anna, window, team.customer("Marie"))
    assert window.list.rows.rowCount() == 1
    await anna.hands.press(window, "Return")
    panel = anna.window.customer
    await anna.until(lambda: panel.customer() is not None, "the record")
    assert panel.card.name.whole() == team.customer("Marie")
