"""What is typed over a call's values: an edit while it differs, never lost by what others do."""

from __future__ import annotations

from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from agent_client.protocol.contacts import CadVariable, Contact, SaveVariables, SecureValue, VariableChange
from agent_client.protocol.names import ContactId, VariableKind
from ui.models.variable_drafts import Drafts, Saved, entered

CASE = CadVariable(key="case", label="Case", value="C-1", editable=True, version=1)
WHEN = CadVariable(
    key="when",
    label="Callback wanted",
    kind=VariableKind.DATE_TIME,
    value="2026-11-24T10:30:45.5Z",
    editable=True,
    version=3,
)
IBAN = CadVariable(key="iban", label="IBAN", editable=True, secure=True, version=2)


@pytest.fixture
def contact(seen: ModuleType) -> Contact:
    return replace(seen.CALL, cad=(CASE, WHEN, IBAN))


def with_case(contact: Contact, value: str, version: int, by: str) -> Contact:
    return replace(contact, cad=(replace(CASE, value=value, version=version, by=by), *contact.cad[1:]))


def test_typed_back_it_is_no_edit(contact: Contact) -> None:
    drafts = Drafts()
    drafts.write(contact.id, CASE, "C-12")
    assert drafts.save(contact) == SaveVariables((VariableChange("case", "C-12", 1),))
    drafts.write(contact.id, CASE, " C-1 ")
    assert drafts.edits(contact.id) == {}
    assert drafts.save(contact) is None


def test_a_time_is_sent_as_an_instant_and_untouched_to_its_last_figure(contact: Contact) -> None:
    drafts = Drafts()
    drafts.write(contact.id, WHEN, "2026-12-01 08:00")
    wish = drafts.save(contact)
    assert wish is not None
    assert wish.changes[0].value == entered(WHEN, "1 Dec 2026, 08:00")
    assert wish.changes[0].value.endswith(":00Z")
    edit = entered(WHEN, "")
    assert edit == "", "nothing at all can be saved, too"
    assert entered(replace(WHEN, value="by word of mouth"), "by word of mouth") == "by word of mouth"


def test_what_cannot_be_saved_keeps_all_from_being_saved(contact: Contact) -> None:
    drafts = Drafts()
    drafts.write(contact.id, CASE, "C-2")
    drafts.write(contact.id, WHEN, "tomorrow")
    assert drafts.save(contact) is None
    assert [one.key for one in drafts.invalid(contact)] == ["when"]


def test_an_event_of_something_else_changes_no_edit(contact: Contact) -> None:
    drafts = Drafts()
    drafts.write(contact.id, CASE, "C-2")
    drafts.follow(replace(contact, version=99, cad=(CASE, replace(WHEN, version=4, value=""), IBAN)), "Anna")
    assert drafts.save(contact) == SaveVariables((VariableChange("case", "C-2", 1),))


def test_theirs_and_mine(contact: Contact) -> None:
    drafts = Drafts()
    drafts.write(contact.id, CASE, "mine")
    theirs = with_case(contact, "theirs", 2, "Bram")
    drafts.follow(theirs, "Anna")
    assert drafts.save(theirs) is None
    assert [one.key for one in drafts.undecided(theirs)] == ["case"]
    edit = drafts.edit(contact.id, "case")
    assert edit is not None
    assert (edit.text, edit.theirs) == ("mine", Saved("Bram", "theirs", 2))
    drafts.keep_mine(contact.id, "case")
    assert drafts.save(theirs) == SaveVariables((VariableChange("case", "mine", 2),))
    later = with_case(contact, "once more", 3, "Bram")
    drafts.follow(later, "Anna")
    assert drafts.undecided(later), "who saves again is met again"
    drafts.take_theirs(contact.id, "case")
    assert drafts.edits(contact.id) == {}


def test_the_same_words_are_no_conflict(contact: Contact) -> None:
    drafts = Drafts()
    drafts.write(contact.id, CASE, "C-2 ")
    drafts.follow(with_case(contact, "C-2", 2, "Bram"), "Anna")
    assert drafts.edits(contact.id) == {}


def test_a_refusal_that_overtakes_the_event(contact: Contact) -> None:
    drafts = Drafts()
    drafts.write(contact.id, CASE, "mine")
    drafts.learn(contact, "case", Saved("Bram", "theirs", 2), "Anna")
    assert drafts.undecided(contact)
    drafts.take_theirs(contact.id, "case")
    assert drafts.known(contact)[0].value == "theirs", "the old value does not come back for a moment"
    newer = with_case(contact, "newest", 3, "Bram")
    assert drafts.known(newer)[0].value == "newest"


def test_ones_own_save_is_no_conflict_even_while_one_types_on(contact: Contact) -> None:
    drafts = Drafts()
    drafts.write(contact.id, CASE, "C-2")
    wish = drafts.save(contact)
    assert wish is not None
    drafts.sending(contact.id, wish)
    drafts.write(contact.id, CASE, "C-23")
    saved = with_case(contact, "C-2", 2, "Anna")
    drafts.follow(saved, "Anna")
    assert drafts.save(saved) == SaveVariables((VariableChange("case", "C-23", 2),))


def test_a_secure_value_of_ones_own_and_of_a_colleague(contact: Contact) -> None:
    drafts = Drafts()
    secret = SecureValue("iban", "NL91", 2)
    drafts.write(contact.id, IBAN, "NL92", secret)
    wish = drafts.save(contact)
    assert wish == SaveVariables((VariableChange("iban", "NL92", 2),))
    drafts.sending(contact.id, wish)
    mine = replace(contact, cad=(CASE, WHEN, replace(IBAN, version=3, by="Anna")))
    theirs = replace(contact, cad=(CASE, WHEN, replace(IBAN, version=3, by="Bram")))
    drafts.follow(theirs, "Anna")
    assert drafts.undecided(theirs)
    drafts.reset(contact.id)
    drafts.write(contact.id, IBAN, "NL92", secret)
    drafts.sending(contact.id, wish)
    drafts.follow(mine, "Anna")
    assert drafts.edits(contact.id) == {}
    drafts.write(contact.id, IBAN, "NL91", secret)
    assert drafts.edits(contact.id) == {}, "typed back to what was shown"


def test_what_was_never_saved_is_told_once(contact: Contact) -> None:
    drafts = Drafts()
    drafts.write(contact.id, CASE, "C-2")
    assert drafts.lost({contact.id}) == []
    (gone,) = drafts.lost({ContactId(1)})
    assert (gone.label, gone.text, gone.secure) == ("Case", "C-2", False)
    assert drafts.lost({ContactId(1)}) == []


steps = st.lists(
    st.one_of(
        st.tuples(st.just("type"), st.sampled_from(["", "a", "b", "C-1"])),
        st.tuples(st.just("save"), st.just("")),
        st.tuples(st.just("answer"), st.just("")),
        st.tuples(st.just("event"), st.just("")),
        st.tuples(st.just("bram"), st.sampled_from(["a", "b", "c"])),
        st.tuples(st.sampled_from(["theirs", "mine"]), st.just("")),
    ),
    max_size=25,
)


@given(story=steps)
def test_whatever_happens_what_was_typed_stands_until_the_agent_decides(
    story: list[tuple[str, str]], seen: ModuleType
) -> None:
    """One value, this agent and a colleague; the server as it is: the first save stands."""
    drafts, contact = Drafts(), replace(seen.CALL, cad=(CASE,))
    server, shown, sent, typed = CASE, CASE, [], None
    for step, text in story:
        here = replace(contact, cad=(shown,))
        match step:
            case "type":
                typed = text
                drafts.write(contact.id, drafts.known(here)[0], text)
            case "save" if not sent and (wish := drafts.save(here)):
                drafts.sending(contact.id, wish)
                sent.append(wish.changes[0])
            case "answer" if sent:
                change = sent.pop()
                if change.version == server.version:
                    server = replace(server, value=change.value, version=server.version + 1, by="Anna")
                else:
                    drafts.learn(here, "case", Saved(server.by, server.value, server.version), "Anna")
            case "bram":
                server = replace(server, value=text, version=server.version + 1, by="Bram")
            case "event":
                shown = server
                drafts.follow(replace(contact, cad=(shown,)), "Anna")
            case "theirs" if (edit := drafts.edit(contact.id, "case")) and edit.theirs:
                drafts.take_theirs(contact.id, "case")
                typed = None
            case "mine":
                drafts.keep_mine(contact.id, "case")
        edit = drafts.edit(contact.id, "case")
        known = drafts.known(replace(contact, cad=(shown,)))[0]
        assert edit is None or edit.text == typed
        if edit is None and typed is not None:
            assert typed == known.value, "it is lost"
            typed = None
        if edit is not None and edit.theirs is not None:
            assert edit.theirs.version > edit.version
