"""Templates: placeholders at a press, what they become, and removing one only when that is meant."""

from __future__ import annotations

import pytest
from PySide6.QtTest import QTest

from agent_client.protocol.administration import SaveTemplate
from agent_client.protocol.centre import Template
from agent_client.protocol.names import QueueId, TemplateId
from agent_client.rules.templates import CURSOR, Placeholder, filled
from ui.administration import templates
from ui.administration.templates import TemplatesPage
from ui.administration.window import AdministrationWindow
from ui.widgets.action_button import ActionButton
from ui.widgets.select_field import SelectField


@pytest.fixture
def page(window: AdministrationWindow) -> TemplatesPage:
    window.open("templates")
    made = window.page()
    assert isinstance(made, TemplatesPage)
    return made


def test_every_placeholder_is_offered_and_has_an_example() -> None:
    assert set(templates._EXAMPLES) == {gap.value for gap in Placeholder}
    assert set(templates._WORDS) == {*templates._EXAMPLES, CURSOR}


def test_the_preview_shows_the_text_filled_and_where_one_types_on(page: TemplatesPage) -> None:
    assert page.preview.text().startswith("Jana Nováková called on 24. 11. 2026 at 14:06:")
    assert "\n▏\n" in page.preview.text() and "Anna de Vries" in page.preview.text()


def test_a_placeholder_is_inserted_where_one_types(page: TemplatesPage) -> None:
    page.text.field.selectAll()
    QTest.keyClicks(page.text.field, "For : yes")
    cursor = page.text.field.textCursor()
    cursor.setPosition(4)
    page.text.field.setTextCursor(cursor)
    [button] = [one for one in page.findChildren(ActionButton) if one.text() == "{company}"]
    assert button.accessibleName() == "Insert: their company"
    button.click()
    assert page.text.field.toPlainText() == "For {company}: yes"
    assert page.preview.text() == "For Elektro Svoboda s.r.o.: yes▏"
    assert page.book[page.current].edited() == {"text"}


def test_what_only_some_calls_have_is_told(page: TemplatesPage) -> None:
    page.open(page.list.things()[1].key)
    assert page.remark.isVisible() and page.remark.text().endswith(": product")


def test_it_is_saved_for_a_group_or_for_all(page: TemplatesPage, window: AdministrationWindow) -> None:
    queue = page.editor.form.rows["queue"].entry.target()
    assert isinstance(queue, SelectField) and queue.currentText() == "For all groups"
    QTest.keyClicks(queue, "Supp")
    page.editor.save.click()
    [(_, key, wish)] = window.saves
    assert isinstance(wish, SaveTemplate) and (wish.id, wish.queue) == (1, 2)
    page.kept(key, 1, Template(id=TemplateId(1), name=wish.name, text=wish.text, queue=QueueId(2)))
    assert page.list.things()[0].beneath == "Support" and not page.unsaved()


def test_removing_is_asked_about_in_place(page: TemplatesPage) -> None:
    wanted: list[int] = []
    page.remove_wanted.connect(wanted.append)
    page.editor.remove.click()
    assert page.editor.removing.isVisible() and "“Callback agreed”" in page.editor.removing.words.text()
    assert wanted == []
    page.editor.confirm.click()
    assert wanted == [1]
    page.removed(1)
    assert [thing.name for thing in page.list.things()] == ["Complaint"] and not page.editor.removing.isVisible()


def test_another_that_is_opened_is_not_the_one_to_be_removed(page: TemplatesPage) -> None:
    page.editor.remove.click()
    page.open(page.list.things()[1].key)
    assert not page.editor.removing.isVisible()


def test_a_new_one_cannot_be_removed(page: TemplatesPage) -> None:
    page.add.click()
    assert page.editor.remove.isHidden()


def test_the_preview_is_what_agents_get(page: TemplatesPage) -> None:
    text = page.text.field.toPlainText()
    made = filled(text, templates._EXAMPLES)
    assert page.preview.text().replace("▏", "", 1) == made.text
