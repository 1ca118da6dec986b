"""Two cards made into one: nothing lost where both have room, each part as the agent chose otherwise."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent_client.client.cards.merging import Part, Side, both, differs, merge, proposed
from agent_client.client.cards.typed import value_of
from agent_client.protocol.customers import Customer
from agent_client.protocol.names import CustomerId, ProjectId

JANA = Customer(
    id=CustomerId(9),
    version=4,
    name="Jana Nováková",
    numbers=("+420724118305",),
    town="Brno",
    note="Speaks Czech.",
    operators=("204",),
)
AGAIN = Customer(
    id=CustomerId(10),
    version=2,
    name="J. Novakova",
    company="Elektro",
    numbers=("+420724118305", "+420541220117"),
    town="Brno",
    note="VIP",
    operators=("212", "204"),
    project=ProjectId(3),
)


def test_what_is_proposed_loses_nothing_it_need_not():
    sides = proposed(JANA, AGAIN)
    wish = merge(JANA, AGAIN, sides)
    assert (wish.other, wish.other_version, wish.fields.version) == (10, 2, 4)
    assert wish.fields.name == "Jana Nováková"
    assert wish.fields.company == "Elektro"
    assert wish.fields.numbers == ("+420724118305", "+420541220117")
    assert wish.fields.note == "Speaks Czech.\nVIP"
    assert wish.fields.operators == ("204", "212")
    assert wish.fields.project == 3


def test_the_agents_choice_stands():
    wish = merge(JANA, AGAIN, {Part.NAME: Side.OTHER, Part.NOTE: Side.KEPT, Part.NUMBERS: Side.KEPT})
    assert (wish.fields.name, wish.fields.note, wish.fields.numbers) == (
        "J. Novakova",
        "Speaks Czech.",
        ("+420724118305",),
    )
    assert wish.fields.company == "", "of what was not chosen, that of the one who stays"


def test_both_only_where_both_have_room():
    def with_numbers(*numbers):
        return Customer(id=CustomerId(1), version=1, numbers=numbers)

    assert both(with_numbers("1", "2"), with_numbers("3"), Part.NUMBERS) == ("1", "2", "3")
    assert both(with_numbers("1", "2"), with_numbers("3", "4"), Part.NUMBERS) is None
    assert both(with_numbers("1", "2"), with_numbers("2"), Part.NUMBERS) is None, "that is one of them"
    long = Customer(id=CustomerId(1), version=1, note="x" * 1500)
    assert both(long, Customer(id=CustomerId(2), version=1, note="y" * 600), Part.NOTE) is None
    assert both(JANA, AGAIN, Part.NAME) is None


def test_what_differs():
    assert [part for part in Part if differs(JANA, AGAIN, part)] == [
        *(Part.NAME, Part.COMPANY, Part.NUMBERS, Part.NOTE, Part.OPERATORS, Part.PROJECT),
    ]


numbers = st.lists(st.sampled_from(["1", "2", "3", "4"]), max_size=3, unique=True).map(tuple)
customers = st.builds(
    lambda name, note, numbers: Customer(id=CustomerId(1), version=1, name=name, note=note, numbers=numbers),
    st.sampled_from(["", "a", "b"]),
    st.sampled_from(["", "x", "y"]),
    numbers,
)


@given(kept=customers, other=customers)
def test_every_proposal_fits_and_drops_only_what_has_no_room(kept, other):
    fields = merge(kept, other, proposed(kept, other)).fields
    assert len(fields.numbers) <= 3
    everything = {*kept.numbers, *other.numbers}
    if len(everything) <= 3:
        assert set(fields.numbers) == everything
    for part in (Part.NAME, Part.NOTE):
        assert bool(value_of(fields, part)) == bool(value_of(kept, part) or value_of(other, part))


@pytest.mark.parametrize("side", [Side.KEPT, Side.OTHER])
def test_one_side_whole_is_that_card(side):
    fields = merge(JANA, AGAIN, dict.fromkeys(Part, side)).fields
    whole = JANA if side is Side.KEPT else AGAIN
    assert all(value_of(fields, part) == value_of(whole, part) for part in Part)
