"""A sentence is said in full where all its gaps can be filled, else in its bare form."""

from __future__ import annotations

import pytest

from ui.sentences import REFUSALS, WHYS, Said
from ui.text import gaps_of


def test_the_full_sentence_where_every_gap_can_be_filled() -> None:
    said = Said("{agent} is on {phone}", "Somebody is on a phone")
    assert said.fill({"agent": "Bram", "phone": "204", "more": "x"}) == "Bram is on 204"
    assert said.fill({"agent": "Bram"}) == "Somebody is on a phone"


def test_without_a_bare_form_a_general_one_is_said() -> None:
    assert Said("{agent} is here").fill({}) == "This happened by itself."


@pytest.mark.parametrize("table", [REFUSALS, WHYS], ids=["refusals", "whys"])
def test_what_lacks_a_gap_has_a_bare_form(table: dict[str, Said]) -> None:
    bare = {code for code, said in table.items() if gaps_of(said.full) - {"time"} and not said.bare}
    assert bare == set()
