"""Forms begun and not saved: kept through everything, joined with what a colleague saved meanwhile."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from agent_client.client.cards import Card, Cards, Draft, Part, Typed, fields_of, fresh, typed_of
from agent_client.protocol.customers import Customer
from agent_client.protocol.names import ContactId, CustomerId, CustomerList

JANA = Customer(id=CustomerId(9), version=4, name="Jana", company="Elektro", town="Brno", numbers=("+420724118305",))
CARD = Card(customer=JANA.id)


@pytest.fixture
def cards():
    made = Cards(lambda card, draft: made.told.append((card, draft)))
    made.told = []
    made.begin(CARD, fresh(JANA, "CZ"))
    return made


def type_(cards, **parts):
    return cards.write(CARD, replace(cards.draft(CARD).typed, **parts))


def test_what_is_typed_is_there_again(cards):
    type_(cards, name="Jana Nováková")
    again = cards.begin(CARD, fresh(JANA, "CZ"))
    assert again.typed.name == "Jana Nováková"
    assert cards.unsaved() == {CARD: again}


def test_a_form_in_which_nothing_was_changed_is_nothing_unsaved(cards):
    type_(cards, name="J")
    type_(cards, name="Jana ")
    assert cards.unsaved() == {}
    assert cards.draft(CARD) is not None


def test_parts_that_the_agent_did_not_touch_follow_the_colleague(cards):
    type_(cards, name="Jana N.")
    draft = cards.meet(CARD, replace(JANA, version=5, town="Praha", numbers=("+420724118305", "+420541220117")), "Bram")
    assert (draft.typed.name, draft.typed.town, draft.undecided, draft.by) == ("Jana N.", "Praha", (), "Bram")
    assert draft.typed.numbers == ("724 118 305", "541 220 117")
    assert draft.changes() == {Part.NAME}
    assert fields_of(draft.typed, draft.base, "CZ", CustomerList.CENTRAL).version == 5


def test_of_a_part_that_both_changed_one_is_chosen(cards):
    type_(cards, name="Jana N.", town="Praha")
    draft = cards.meet(CARD, replace(JANA, version=5, name="Jana Dvořáková", town="Praha"))
    assert draft.undecided == (Part.NAME,), "both wrote the same town"
    assert draft.typed.name == "Jana N.", "nothing typed is lost"
    mine = cards.keep_mine(CARD, Part.NAME)
    assert (mine.undecided, mine.typed.name, mine.changes()) == ((), "Jana N.", {Part.NAME})
    cards.meet(CARD, replace(JANA, version=6, name="J. D."))
    theirs = cards.take_theirs(CARD, Part.NAME)
    assert (theirs.undecided, theirs.typed.name, theirs.changes()) == ((), "J. D.", frozenset())


def test_what_is_undecided_stays_so_over_a_third_save(cards):
    type_(cards, name="Mine")
    cards.meet(CARD, replace(JANA, version=5, name="Theirs"), "Bram")
    draft = cards.meet(CARD, replace(JANA, version=6, name="Theirs", town="Praha"))
    assert (draft.undecided, draft.typed.town, draft.by) == ((Part.NAME,), "Praha", "Bram")
    assert cards.meet(CARD, replace(JANA, version=7, name="Mine")).undecided == ()


def test_an_older_version_is_not_met(cards):
    type_(cards, name="Mine")
    draft = cards.draft(CARD)
    assert cards.meet(CARD, replace(JANA, version=4, name="Other")) == draft
    assert cards.meet(CARD, replace(JANA, version=3, name="Other")) == draft


def test_whoever_keeps_them_is_told_of_every_change(cards):
    draft = type_(cards, name="x")
    type_(cards, name="x")
    assert cards.drop(CARD) == draft
    cards.drop(CARD)
    assert cards.told == [(CARD, draft), (CARD, None)]
    cards.put_back(CARD, draft)
    assert cards.draft(CARD) == draft


def test_what_was_typed_on_while_it_was_saved_stays(cards):
    sent = type_(cards, name="Jana N.", town="Praha").typed
    type_(cards, town="Praha 4")
    now = replace(JANA, version=5, name="Jana N.", town="Praha")
    left = cards.saved(CARD, sent, now)
    assert (left.typed.name, left.typed.town, left.changes(), left.undecided) == ("Jana N.", "Praha 4", {Part.TOWN}, ())
    assert cards.saved(CARD, left.typed, replace(now, version=6, town="Praha 4")) is None
    assert cards.draft(CARD) is None


def test_a_new_one_that_was_typed_on_is_that_customers_card_from_then_on(cards):
    cards.begin(Card(), Draft(home="CZ"))
    sent = cards.write(Card(), Typed(name="Nora")).typed
    cards.write(Card(), Typed(name="Nora", town="Brno"))
    nora = Customer(id=CustomerId(10), version=1, name="Nora")
    assert cards.saved(Card(), sent, nora).changes() == {Part.TOWN}
    assert cards.draft(Card()) is None
    assert cards.draft(Card(customer=nora.id)).base == nora


def test_what_an_earlier_run_left_does_not_go_over_what_is_typed(cards):
    type_(cards, name="Now")
    cards.restore(CARD, Draft(base=JANA, typed=Typed(name="Earlier")))
    new = Card(contact=ContactId(5))
    cards.restore(new, Draft(typed=Typed(name="Nora")))
    assert cards.draft(CARD).typed.name == "Now"
    assert cards.begin(new, Draft(typed=Typed())).typed.name == "Nora"


def test_a_new_one_goes_into_the_list_that_was_chosen(cards):
    cards.begin(Card(), Draft(home="CZ"))
    assert cards.into(Card(), CustomerList.OWN).which is CustomerList.OWN


texts = st.sampled_from(["", "a", "b", "c"])
versions = st.builds(
    lambda name, company, town, note: replace(JANA, name=name, company=company, town=town, note=note),
    *[texts] * 4,
)


@given(before=versions, theirs=versions, mine=versions)
def test_nothing_typed_is_lost_and_nothing_saved_is_overwritten_unseen(before, theirs, mine):
    """Of each part: what only one side changed stands in the form; what both changed differently is asked about."""
    cards = Cards()
    cards.begin(CARD, fresh(before, "CZ"))
    cards.write(CARD, typed_of(mine, "CZ"))
    draft = cards.meet(CARD, replace(theirs, version=5))
    for part in (Part.NAME, Part.COMPANY, Part.TOWN, Part.NOTE):
        old, new, typed = (getattr(one, part.value) for one in (before, theirs, mine))
        stands = getattr(draft.typed, part.value)
        assert stands == (new if typed == old else typed), part
        assert (part in draft.undecided) is (typed != old and new not in (old, typed)), part
