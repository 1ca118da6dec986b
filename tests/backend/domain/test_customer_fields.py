from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent_client.backend.domain.customer_fields import checked, tidied
from agent_client.protocol.customers import CustomerFields
from agent_client.protocol.refusals import BadNumber, Invalid


def test_numbers_are_read_in_the_customers_country_and_operators_in_the_centres() -> None:
    fields = CustomerFields(
        name="Jana", numbers=("224 811 111", "+420224811111", "0031 20 1234567"), operators=("204", "020 7654321", "204"),
        country="cz",
    )  # fmt: skip
    made = checked(fields, "NL")
    assert made.numbers == ("+420224811111", "+31201234567")
    assert made.operators == ("204", "+31207654321")
    assert made.country == "CZ"


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        (CustomerFields(), "name"),
        (CustomerFields(name=" ", company="\x00"), "name"),
        (CustomerFields(name="x", country="1"), "country"),
        (CustomerFields(name="x", country="Č"), "country"),
    ],
)
def test_what_is_no_customer(fields: CustomerFields, field: str) -> None:
    with pytest.raises(Invalid) as refused:
        checked(fields, "NL")
    assert refused.value.params == {"field": field}


def test_a_number_that_is_none_is_named() -> None:
    with pytest.raises(BadNumber) as refused:
        checked(CustomerFields(name="x", numbers=("0201234567", "ask him")), "NL")
    assert refused.value.params == {"number": "ask him"}
    with pytest.raises(BadNumber):
        checked(CustomerFields(name="x", operators=("desk 1",)), "NL")


def test_any_of_name_company_and_number_is_enough() -> None:
    for fields in (CustomerFields(name="x"), CustomerFields(company="x"), CustomerFields(numbers=("204",))):
        assert checked(fields, "NL") == fields


@given(st.text(max_size=40), st.text(max_size=40), st.lists(st.text("0123456789 +-()", max_size=20), max_size=3))
def test_checked_is_checked(name: str, note: str, numbers: list[str]) -> None:
    """Once it has passed it passes unchanged, and holds nothing that a database cannot keep."""
    try:
        once = checked(CustomerFields(name=name, note=note, numbers=tuple(numbers)), "NL")
    except (BadNumber, Invalid):
        return
    assert checked(once, "NL") == once
    assert "\x00" not in once.name + once.note


@given(st.text(max_size=40), st.text(max_size=40))
def test_tidied_is_tidied(name: str, note: str) -> None:
    once = tidied(CustomerFields(name=name, note=note))
    assert tidied(once) == once
    assert once.name == once.name.strip()
    assert "\r" not in once.note


def test_blanks_that_nobody_needs() -> None:
    once = tidied(CustomerFields(name="  Jan \t Jansen\n", note=" one\r\n\r\n two \n", street="Gracht\u00a01"))
    assert (once.name, once.note, once.street) == ("Jan Jansen", "one\n\n two", "Gracht 1")
