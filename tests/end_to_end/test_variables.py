"""The values of a call at the desk and at the server: edited, saved, met by a colleague's, and the secure ones (D9)."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from agent_client.client.store.views import current_contact, wrap_up_contact
from agent_client.protocol.contacts import SaveVariables, VariableChange
from agent_client.protocol.names import ContactState, OnHold, Phase
from agent_client.rules.parties import ContactAction
from tests.end_to_end.centre import IBAN

S = ContactState


def pane(agent):
    """The one in sight: the call's, or the wrap-up's."""
    for page in (agent.window.contact.call, agent.window.contact.wrap_up):
        if page.isVisible():
            return page.variables
    raise AssertionError("no contact in sight")


def row(agent, key):
    return pane(agent).rows.rows()[key]


def contact(agent):
    found = current_contact(agent.state) or wrap_up_contact(agent.state)
    assert found is not None
    return found


def value(agent, key):
    return next(one for one in contact(agent).cad if one.key == key)


async def write(agent, key, text):
    """By the keyboard, over what stands there."""
    field = row(agent, key).field
    await agent.until(field.isVisible, f"the field of {key}")
    field.setFocus(Qt.FocusReason.TabFocusReason)
    field.selectAll()
    agent.hands.type(field, text)
    await agent.until(lambda: field.text() == text, f"{key} to be written")


async def save(agent):
    row(agent, "case").field.setFocus()
    await agent.press("Ctrl+S")


async def test_D9_edited_saved_and_reset_by_keys(anna, team):
    await anna.talk_to(team.known, team.main)
    assert row(anna, "contract").text.text() == f"Gold {team.number}"
    assert not row(anna, "contract").field.isVisible()
    await write(anna, "case", "C-4711")
    await write(anna, "callback", "24/11/2026 10:30")
    assert not value(anna, "case").filled, "nothing is sent by itself"
    await save(anna)
    await anna.until(lambda: value(anna, "case").value == "C-4711", "the save")
    assert value(anna, "callback").value.endswith("Z")
    await anna.until(lambda: row(anna, "callback").field.text() == "24 Nov 2026, 10:30", "the time as it is written")
    await anna.until(lambda: not pane(anna).save.isEnabled() and not pane(anna).save.requested, "nothing left to save")
    await write(anna, "case", "C-1")
    await anna.hands.click(pane(anna).reset)
    assert row(anna, "case").field.text() == "C-4711"
    await anna.hands.click(row(anna, "case").copy)
    assert QGuiApplication.clipboard().text() == "C-4711"


async def test_D9_what_is_typed_goes_on_into_wrap_up_and_is_saved_there(anna, team, centre):
    call, _ = await anna.talk_to(team.known, team.main)
    await write(anna, "case", "C-90")
    await centre.hang_up(call)
    await anna.until_phase(Phase.WRAP_UP)
    assert row(anna, "case").field.text() == "C-90"
    await save(anna)
    await anna.until(lambda: value(anna, "case").value == "C-90", "the save")
    await write(anna, "case", "C-91 too late")
    await anna.wrap_up()

    def told():
        return any("C-91 too late" in notice.text for notice in anna.desk.notices.current())

    await anna.until(told, "what was never saved")


async def test_D9_a_secure_value_is_shown_on_demand_and_every_showing_is_kept(anna, team, centre, caplog):
    await anna.talk_to(team.known, team.main)
    assert row(anna, "iban").masked.isVisible()
    number = contact(anna).interaction
    await anna.hands.click(row(anna, "iban").show_button)
    await anna.until(lambda: row(anna, "iban").value() == IBAN, "the value")
    await anna.hands.click(row(anna, "iban").hide_button)
    assert row(anna, "iban").masked.isVisible()
    await anna.hands.click(row(anna, "iban").show_button)
    await anna.until(lambda: row(anna, "iban").value() == IBAN, "the value again")
    kept = centre.rows(
        "SELECT key, agents.user_name FROM showings JOIN agents ON agents.id = agent_id WHERE interaction_id = ?",
        number,
    )
    assert kept == [("iban", team.anna.user)] * 2
    assert IBAN not in caplog.text
    assert IBAN not in str(centre.rows("SELECT data FROM events"))
    assert IBAN not in str(centre.rows("SELECT * FROM answers"))


async def test_D9_a_showing_that_fails_is_tried_again(anna, team, monkeypatch):
    await anna.talk_to(team.known, team.main)
    api = anna.program.online().session.api
    whole, broken = api.show_variable, True

    async def sometimes(*what, **more):
        # the real question, of a value that is not there
        return await whole(what[0], "nothing" if broken else what[1], *what[2:], **more)

    monkeypatch.setattr(api, "show_variable", sometimes)
    await anna.hands.click(row(anna, "iban").show_button)
    await anna.until(lambda: row(anna, "iban").show_button.text() == "Try again", "another try")
    assert row(anna, "iban").remark.isVisible()
    broken = False
    await anna.hands.click(row(anna, "iban").show_button)
    await anna.until(lambda: row(anna, "iban").value() == IBAN, "the value")
    assert not row(anna, "iban").remark.isVisible()


async def test_D9_the_owner_and_a_colleague_of_the_conference_save_the_same(anna, sit_down, team, centre):
    await anna.talk_to(team.known, team.main)
    bram = await sit_down(team.bram).signed_on()
    await with_colleague(anna, bram)
    await anna.hands.click(await offered(anna, ContactAction.CONFERENCE))
    await anna.until(lambda: contact(anna).state is S.CONFERENCE, "the conference")
    await bram.until(lambda: contact(bram).state is S.CONFERENCE, "the conference")
    await write(anna, "case", "Annas")
    await write(bram, "case", "Brams")
    await save(bram)
    await anna.until(lambda: row(anna, "case").conflict.isVisible(), "both side by side")
    box = row(anna, "case").conflict
    assert (box.who.text(), box.theirs.text(), box.mine.text()) == (f"{team.bram.name} saved", "Brams", "Annas")
    await anna.hands.click(box.keep)
    await save(anna)
    await bram.until(lambda: row(bram, "case").field.text() == "Annas", "the colleague to see it")
    mine = pane(anna).save
    await anna.until(lambda: not mine.requested and not mine.isEnabled(), "her own save to be done with")
    await write(bram, "case", "Brams again")
    await write(anna, "case", "Annas again")
    await save(anna)
    await bram.until(lambda: row(bram, "case").conflict.isVisible(), "both side by side")
    await bram.hands.click(row(bram, "case").conflict.take)
    assert row(bram, "case").field.text() == "Annas again"
    assert not pane(bram).save.isEnabled()


async def test_D9_after_a_transfer_both_may_save_and_a_late_save_is_refused(anna, sit_down, team, monkeypatch):
    await anna.talk_to(team.known, team.main)
    bram = await sit_down(team.bram).signed_on()
    await with_colleague(anna, bram)
    await anna.hands.click(await offered(anna, ContactAction.TRANSFER))
    await anna.until_phase(Phase.WRAP_UP)
    await bram.until(lambda: contact(bram).state is S.CONNECTED, "the customer")
    await write(bram, "case", "Brams")
    annas, brams = (agent.program.online().session.api for agent in (anna, bram))
    seen, whole = value(anna, "case").version, brams.save_variables

    async def a_moment_late(*what):
        monkeypatch.undo()
        await annas.save_variables(contact(anna).id, SaveVariables((VariableChange("case", "Annas", seen),)))
        return await whole(*what)

    monkeypatch.setattr(brams, "save_variables", a_moment_late)
    await save(bram)
    await bram.until(lambda: row(bram, "case").conflict.isVisible(), "both side by side")
    await bram.until(lambda: team.anna.name in pane(bram).save.refusal, "who was first")
    assert (row(bram, "case").conflict.theirs.text(), row(bram, "case").field.text()) == ("Annas", "Brams")
    await bram.hands.click(row(bram, "case").conflict.keep)
    await save(bram)
    await anna.until(lambda: row(anna, "case").field.text() == "Brams", "the later save")


async def with_colleague(anna, bram):
    """Anna consults Bram, who accepts."""
    await anna.press("F5")
    picker = anna.window.contact.call.picker
    await anna.until(picker.isVisible, "the picker")
    anna.hands.type(picker.field, bram.who.name)
    await anna.until(lambda: picker.view.model().rowCount() and picker.pick.isEnabled(), "the colleague to be found")
    await anna.press("Return")
    popover = await bram.popover()
    await bram.hands.click(popover.answer)
    for agent in (anna, bram):
        await agent.until(
            lambda agent=agent: (contact(agent).state, contact(agent).on_hold) == (S.CONSULTING, OnHold.CUSTOMER),
            "the consult",
        )


async def offered(agent, action):
    page = agent.window.contact.call

    def look():
        button = page.button(action)
        return button if button is not None and button.isVisible() and button.isEnabled() else None

    return await agent.until(look, f"a button for {action}")
