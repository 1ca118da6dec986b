"""Who saves a call's values and who sees them: every agent who has the call in hand, and nobody else (D9)."""

from __future__ import annotations

import logging

import pytest
from sqlalchemy import select, update

from agent_client.backend.persistence import customers, tables
from agent_client.backend.persistence import variables as stored
from agent_client.backend.services import calls, consulting, routing, transfers, variables
from agent_client.protocol.contacts import SaveVariables, VariableChange
from agent_client.protocol.names import ContactState, VariableKind
from agent_client.protocol.refusals import Forbidden, Invalid, NotFound, NotPossibleNow, VariableChanged
from tests.backend.services.talking import Bench


def define(tx):
    stored.define(tx.conn, "Language", "Language", VariableKind.TEXT, editable=False, secure=False)
    stored.define(tx.conn, "case", "Case", VariableKind.TEXT, editable=True, secure=False)
    stored.define(tx.conn, "when", "Callback wanted", VariableKind.DATE_TIME, editable=True, secure=False)
    stored.define(tx.conn, "iban", "IBAN", VariableKind.TEXT, editable=True, secure=True)


@pytest.fixture
async def desk(world, anna, bram):
    """Anna talks with Jan, whose IBAN came with the call; Bram is available."""
    await world.write(define)
    shown = {"Language": "Dutch", "iban": "NL91 ABNA"}
    await world.write(lambda tx: tx.conn.execute(update(tables.customers).values(variables=shown)))
    who = await world.ready(anna)
    call = await world.talking(who)
    other = await world.ready(bram)
    world.told.clear()
    return Bench(world, who, other, call)


def wish(*changes):
    return SaveVariables(tuple(VariableChange(*change) for change in changes))


async def save(desk, who, *changes):
    contact = await desk.world.in_hand(who)
    return await desk.world.write(lambda tx: variables.save(tx, who, contact.id, wish(*changes)))


async def show(desk, who, key):
    contact = await desk.world.in_hand(who)
    return await desk.world.write(lambda tx: variables.show(tx, who, contact.id, key))


async def cad(desk, who):
    return {one.key: one for one in (await desk.world.in_hand(who)).cad}


async def test_a_save_is_answered_and_told(desk):
    before = await desk.annas()
    answer = await save(desk, desk.anna, ("case", " C-1\n", 0), ("when", "2026-11-24T10:30:00Z", 0))
    assert [(one.key, one.value, one.by) for one in answer.cad if one.version] == [
        ("Language", "Dutch", ""),
        ("case", "C-1", "Anna"),
        ("when", "2026-11-24T10:30:00Z", "Anna"),
        ("iban", "", ""),
    ]
    assert answer.version > before.version
    assert desk.world.names("agent/1") == ["contact.updated"]
    assert await desk.annas() == answer


async def test_a_press_made_before_a_save_still_counts(desk):
    """The other buttons of the contact mean its state, not its values."""
    before = await desk.annas()
    await save(desk, desk.anna, ("case", "C-1", 0))
    await desk.world.write(lambda tx: calls.end(tx, desk.anna, before.id, before.version))
    assert (await desk.annas()).state is ContactState.WRAP_UP


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ([("Language", "Czech", 1)], Forbidden),
        ([("case", "C-1", 0), ("Language", "Czech", 1)], Forbidden),
        ([("when", "tomorrow", 0)], Invalid),
        ([("case", "C-1", 0), ("case", "C-2", 0)], Invalid),
        ([("nothing", "x", 0)], NotFound),
        ([("case", "C-1", 4)], VariableChanged),
    ],
)
async def test_what_is_refused_changes_nothing_and_is_told_to_nobody(desk, changes, refusal):
    before = await desk.annas()
    with pytest.raises(refusal):
        await save(desk, desk.anna, *changes)
    assert await desk.annas() == before
    assert desk.world.names("agent/1") == []


async def test_nobody_elses_call(desk):
    contact = await desk.annas()
    for press in (
        lambda tx: variables.save(tx, desk.bram, contact.id, wish(("case", "C-1", 0))),
        lambda tx: variables.show(tx, desk.bram, contact.id, "iban"),
    ):
        with pytest.raises(NotFound):
            await desk.world.write(press)


async def test_not_before_the_call_is_answered(desk, world, bram):
    await world.calling("+31201234567")
    with pytest.raises(NotPossibleNow):
        await save(desk, desk.bram, ("case", "C-1", 0))
    with pytest.raises(NotPossibleNow):
        await show(desk, desk.bram, "iban")


async def test_a_showing_is_kept_and_logged_without_the_value(desk, caplog):
    with caplog.at_level(logging.INFO):
        found = await show(desk, desk.anna, "iban")
    assert (found.value, found.version) == ("NL91 ABNA", 1)
    said = [record.getMessage() for record in caplog.records if record.name.endswith("services.variables")]
    contact = await desk.annas()
    assert said == [f"agent 1 is shown the secure value 'iban' of contact {contact.id}"]
    assert not any("NL91" in record.getMessage() for record in caplog.records)
    rows = await desk.world.read(lambda tx: tx.conn.execute(select(tables.showings)).all())
    assert [(row.interaction_id, row.key, row.agent_id, row.at) for row in rows] == [
        (contact.interaction, "iban", 1, desk.world.now)
    ]


async def test_only_secure_values_are_shown_so(desk):
    for key in ("case", "Language", "nothing"):
        with pytest.raises(NotFound):
            await show(desk, desk.anna, key)


async def test_the_consulted_agent_looks_and_the_parties_of_a_conference_edit(desk):
    await desk.accepted()
    assert (await show(desk, desk.bram, "iban")).value == "NL91 ABNA"
    with pytest.raises(NotPossibleNow):
        await save(desk, desk.bram, ("case", "C-1", 0))
    await desk.press(desk.anna, consulting.conference)
    desk.world.told.clear()
    await save(desk, desk.bram, ("case", "C-1", 0))
    assert desk.world.names("agent/1") == ["contact.updated"]
    with pytest.raises(VariableChanged) as refused:
        await save(desk, desk.anna, ("case", "C-2", 0))
    assert refused.value.params == {"key": "case", "by": "Bram", "value": "C-1", "version": "1"}
    assert (await cad(desk, desk.anna))["case"].value == "C-1"


async def test_the_one_who_transferred_and_the_one_who_has_it_now_see_each_others_saves(desk):
    await desk.accepted()
    await desk.press(desk.anna, transfers.transfer, None)
    assert (await desk.annas()).state is ContactState.WRAP_UP
    desk.world.told.clear()
    await save(desk, desk.anna, ("case", "C-1", 0))
    assert [name for name, _ in desk.world.told] == ["agent/1", "agent/2"]
    with pytest.raises(VariableChanged):
        await save(desk, desk.bram, ("case", "C-2", 0))
    await save(desk, desk.bram, ("case", "C-2", 1))
    assert (await cad(desk, desk.anna))["case"].by == "Bram"


async def test_a_popover_never_takes_a_secure_one_and_knows_what_was_saved(desk):
    shown = [{"key": key, "label": key} for key in ("iban", "case", "Language")]
    await desk.world.write(lambda tx: tx.conn.execute(update(tables.queues).values(variables=shown)))
    await save(desk, desk.anna, ("case", "C-1", 0))
    contact = await desk.world.contact(desk.call)
    told = await desk.world.read(lambda tx: routing.variables(tx, contact))
    assert [(one.label, one.value) for one in told] == [("case", "C-1"), ("Language", "Dutch")]
    assert "iban" in await desk.world.read(lambda tx: customers.variables(tx.conn, contact.customer))
