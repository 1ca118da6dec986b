"""A card as it stands typed: in national form, checked as one types, and saved as what was meant."""

from __future__ import annotations

import pytest

from agent_client.client.cards import Part, Typed, Wrong, WrongKind, changed, faults, fields_of, typed_of
from agent_client.protocol.customers import Customer
from agent_client.protocol.names import CustomerId, CustomerList, ProjectId
from agent_client.rules.dial_numbers import DialFault

JANA = Customer(
    id=CustomerId(9),
    version=4,
    name="Jana Nováková",
    numbers=("+420724118305", "+31206241180", "204"),
    country="CZ",
    operators=("204", "212"),
    project=ProjectId(3),
)


def saved(typed, base=JANA, home="CZ"):
    return fields_of(typed, base, home, CustomerList.CENTRAL)


def with_(**parts):
    return Typed(**{"name": "Jana", **parts})


def test_numbers_are_written_as_people_write_them_here():
    assert typed_of(JANA, "CZ").numbers == ("724 118 305", "+31 20 624 1180", "204")
    assert typed_of(JANA, "NL").numbers == ("+420 724 118 305", "020 624 1180", "204")


@pytest.mark.parametrize("home", ["CZ", "NL", "DE"])
def test_what_nobody_touched_is_saved_as_it_was(home):
    typed = typed_of(JANA, home)
    assert changed(typed, JANA, home) == frozenset()
    fields = saved(typed, home=home)
    assert (fields.version, fields.numbers, fields.operators, fields.project) == (4, JANA.numbers, ("204", "212"), 3)


def test_an_untouched_number_stays_what_it_was_when_the_country_is_changed():
    typed = typed_of(JANA, "CZ")
    abroad = Typed(name="J", numbers=(*typed.numbers[:1], "905 123 456"), country="sk")
    assert saved(abroad).numbers == ("+420724118305", "+421905123456")
    assert saved(abroad).country == "SK"


def test_a_typed_number_is_read_in_the_customers_country_else_in_the_centres():
    assert saved(with_(numbers=("020 624 1180",), country="NL"), None).numbers == ("+31206241180",)
    assert saved(with_(numbers=("724 118 305",)), None).numbers == ("+420724118305",)


def test_the_same_number_twice_is_one_and_empty_ones_are_none():
    typed = with_(numbers=("724 118 305", "", "+420 724118305", " 212 "))
    assert saved(typed, None).numbers == ("+420724118305", "212")


def test_what_is_no_number_is_sent_as_typed_and_refused_by_name():
    assert saved(with_(numbers=("call me",)), None).numbers == ("call me",)


def test_blanks_around_are_nobodys():
    assert saved(with_(name="  Jana ", note=" x\n")).name == "Jana"
    assert Part.NAME not in changed(with_(name=" Jana Nováková "), JANA, "CZ")


def test_what_differs():
    typed = typed_of(JANA, "CZ")
    assert changed(Typed(), None, "CZ") == frozenset()
    assert changed(Typed(name="x"), None, "CZ") == {Part.NAME}
    other = Typed(name=typed.name, numbers=("724 118 305",), country="CZ", operators=("212", "204"))
    assert changed(other, JANA, "CZ") == {Part.NUMBERS, Part.OPERATORS, Part.PROJECT}


def test_all_that_is_wrong_in_the_order_of_the_form():
    typed = Typed(numbers=("12", "no", "724 118 305"), note="x" * 2001, country="CZE", street="s" * 201, name="n" * 201)
    assert faults(typed) == [
        Wrong(Part.NAME, WrongKind.TOO_LONG, most=200),
        Wrong(Part.NUMBERS, WrongKind.NUMBER, 0, DialFault.TOO_SHORT),
        Wrong(Part.NUMBERS, WrongKind.NUMBER, 1, DialFault.CHARACTERS),
        Wrong(Part.STREET, WrongKind.TOO_LONG, most=200),
        Wrong(Part.COUNTRY, WrongKind.COUNTRY),
        Wrong(Part.NOTE, WrongKind.TOO_LONG, most=2000),
    ]


@pytest.mark.parametrize("text", ["", " ", "nl", "CZ", " de "])
def test_a_country_is_two_letters_or_none(text):
    assert faults(with_(country=text)) == []


def test_somebody_needs_a_name_a_company_or_a_number():
    assert faults(Typed(town="Brno", numbers=(" ",))) == [Wrong(Part.NAME, WrongKind.NAMELESS)]
    for parts in ({"name": "x"}, {"company": "x"}, {"numbers": ("204",)}):
        assert faults(Typed(**parts)) == []
