from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from agent_client.backend.domain.customer_import import Card, Outcome, Ready, combined, outcome, project_key, ready
from agent_client.protocol.customers import BadRow, CustomerFields, ImportRow
from agent_client.protocol.names import CustomerId, ProjectId

SHOP, HELP = ProjectId(1), ProjectId(2)
PROJECTS = {project_key("Shop"): SHOP, "+31800100300": SHOP, project_key("Help  Desk"): HELP}


def row(line: int = 2, **fields: object) -> ImportRow:
    return ImportRow(line=line, **fields)  # type: ignore[arg-type]


def card(number: int, in_use: str = "", **fields: object) -> Card:
    return Card(id=CustomerId(number), fields=CustomerFields(version=1, **fields), in_use=in_use)  # type: ignore[arg-type]


def done(cards: list[Card], *rows: ImportRow, update: bool = True) -> Outcome:
    return outcome(cards, ready(rows, "NL", PROJECTS), update=update)


def test_a_row_is_read_as_a_card_is() -> None:
    (made,) = ready(
        [
            row(
                name=" Jana  Nováková ",
                numbers=("224 811 111", "0031 20 1234567 ext. 5"),
                country="cz",
                project="help desk",
            )
        ],
        "NL",
        PROJECTS,
    )
    assert isinstance(made, Ready)
    assert (made.line, made.fields.name, made.fields.numbers) == (2, "Jana Nováková", ("+420224811111", "+31201234567"))
    assert (made.fields.country, made.fields.project) == ("CZ", HELP)


@pytest.mark.parametrize(
    ("fields", "field", "value"),
    [
        ({"name": "x", "numbers": ("ask him",)}, "numbers", "ask him"),
        ({"name": "x", "numbers": ("0201234567", "12")}, "numbers", "12"),
        ({"name": "x", "operators": ("desk",)}, "operators", "desk"),
        ({"name": "x", "country": "1"}, "country", "1"),
        ({"name": "x", "project": "Nowhere"}, "project", "Nowhere"),
        ({"town": "Brno"}, "name", ""),
    ],
)
def test_a_bad_row_is_named_by_line_field_and_value(fields: dict[str, object], field: str, value: str) -> None:
    result = done([], row(7, **fields), row(8, name="good"))
    assert result.bad == (BadRow(7, field, value),)
    assert result.rows_added == 1


@pytest.mark.parametrize("project", ["Shop", " shop ", "SHOP", "0800 100 300", "+31 800 100300"])
def test_a_project_by_name_or_number(project: str) -> None:
    (made,) = done([], row(name="x", project=project)).added
    assert made.project == SHOP


def test_known_by_company_id_before_a_number() -> None:
    cards = [card(1, name="by number", numbers=("204",)), card(2, name="by id", company_id="C1")]
    result = done(cards, row(company_id="C1", numbers=("204",), town="Brno"))
    (changed,) = result.changed
    assert (changed.id, changed.fields.town, result.rows_changed) == (2, "Brno", 1)


def test_known_by_a_number_however_it_is_written() -> None:
    result = done([card(1, name="Jan", numbers=("+31201234567",))], row(numbers=("020-123 45 67",), town="Brno"))
    assert [one.id for one in result.changed] == [1]


def test_another_company_id_tells_them_apart() -> None:
    """A switchboard's number is that of many."""
    result = done([card(1, company_id="C1", numbers=("204",))], row(company_id="C2", numbers=("204",), name="x"))
    assert (result.rows_added, result.rows_changed) == (1, 0)
    taken = done([card(1, name="Jan", numbers=("204",))], row(company_id="C2", numbers=("204",)))
    assert taken.changed[0].fields.company_id == "C2", "who had none gets it"


def test_another_project_tells_them_apart_and_the_same_one_comes_first() -> None:
    cards = [
        card(1, numbers=("204",), project=HELP),
        card(2, numbers=("204",)),
        card(3, numbers=("204",), project=SHOP),
    ]
    assert [one.id for one in done(cards, row(numbers=("204",), name="x", project="Shop")).changed] == [3]
    assert [one.id for one in done(cards, row(numbers=("204",), name="x")).changed] == [2]
    assert [one.id for one in done(cards[:2], row(numbers=("204",), name="x", project="Shop")).changed] == [2]
    assert done(cards[:1], row(numbers=("204",), name="x", project="Shop")).rows_added == 1


def test_what_a_row_leaves_empty_stays() -> None:
    known = CustomerFields(version=3, name="Jan", note="Calls on Mondays", numbers=("204", "205"), operators=("301",))
    said = CustomerFields(company="Bakker", numbers=("206",))
    both = combined(known, said)
    assert both == replace(known, company="Bakker", numbers=("206", "204", "205"))
    assert combined(both, CustomerFields(numbers=("207",))).numbers == ("207", "206", "204"), "as long as there is room"
    assert combined(known, CustomerFields(numbers=("205", "204"))) == known, "another order is no change"


def test_without_update_who_is_there_is_left_out() -> None:
    result = done([card(1, numbers=("204",))], row(numbers=("204",), name="x"), row(3, name="new"), update=False)
    assert (result.rows_added, result.rows_changed, result.left_out, result.changed) == (1, 0, 1, ())


def test_a_row_that_says_nothing_new_is_left_out() -> None:
    result = done([card(1, name="Jan", numbers=("204",))], row(name="Jan", numbers=("204",)))
    assert (result.rows_changed, result.left_out, result.changed) == (0, 1, ())


def test_a_card_that_a_colleague_works_on_is_not_changed() -> None:
    result = done([card(1, "Anna", name="Jan", numbers=("204",))], row(5, name="x", numbers=("204",)))
    assert result.bad == (BadRow(5, "in_use", "Anna"),)
    same = done([card(1, "Anna", name="Jan", numbers=("204",))], row(5, name="Jan", numbers=("204",)))
    assert (same.left_out, same.bad) == (1, ())


def test_rows_of_one_part_know_each_other() -> None:
    result = done(
        [],
        row(2, company_id="C1", name="Jan", numbers=("204",)),
        row(3, numbers=("204",), town="Brno"),
        row(4, company_id="C1", numbers=("205",)),
        row(5, numbers=("205",), note="n"),
    )
    assert (result.rows_added, result.rows_changed) == (1, 3)
    (added,) = result.added
    assert added == CustomerFields(company_id="C1", name="Jan", numbers=("205", "204"), town="Brno", note="n")


def test_who_got_a_company_id_is_known_by_it() -> None:
    cards = [card(1, name="Jan", numbers=("204",)), card(2, name="Piet", company_id="C9")]
    result = done(cards, row(2, company_id="C1", numbers=("204",)), row(3, company_id="C1", name="Jan", town="Brno"))
    assert [(one.id, one.fields.town) for one in result.changed] == [(1, "Brno")]


NUMBERS = st.lists(st.sampled_from(["201", "202", "203"]), max_size=3, unique=True).map(tuple)
FIELDS = st.builds(
    dict,
    company_id=st.sampled_from(["", "", "C1", "C2"]),
    name=st.sampled_from(["", "Jan", "Piet"]),
    numbers=NUMBERS,
    project=st.sampled_from(["", "Shop", "Help Desk", "Nowhere"]),
)


@given(st.lists(FIELDS, max_size=8), st.booleans())
def test_every_row_is_told_of_once_and_nothing_is_lost(files: list[dict[str, object]], update: bool) -> None:
    rows = [row(line, **fields) for line, fields in enumerate(files, start=2)]
    result = done([], *rows, update=update)
    assert result.rows_added + result.rows_changed + result.left_out + len(result.bad) == len(rows)
    assert len(result.added) == result.rows_added
    kept = {number for one in result.added for number in one.numbers}
    bad = {one.line for one in result.bad}
    for one in rows:
        if one.line not in bad and update and len(one.numbers) == 1:
            assert set(one.numbers) <= kept


@given(st.lists(FIELDS, min_size=1, max_size=8))
def test_the_same_file_again_changes_nothing(files: list[dict[str, object]]) -> None:
    """Once each of its customers is told apart: a file may say two things of one."""
    rows = [row(line, **fields) for line, fields in enumerate(files, start=2)]
    first = done([], *rows)
    if first.rows_changed:
        return
    cards = [
        Card(id=CustomerId(at), fields=replace(fields, version=1)) for at, fields in enumerate(first.added, start=1)
    ]
    again = done(cards, *rows)
    assert (again.rows_added, again.rows_changed, again.bad) == (_nameless(first), 0, first.bad)


def _nameless(first: Outcome) -> int:
    """Who has neither a company ID nor a number is known again by nobody."""
    return sum(not one.company_id and not one.numbers for one in first.added)
