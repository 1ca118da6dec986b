"""Rules as text: written and read again without loss; a line that cannot be read is named."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import Struct
from msgspec.structs import replace

from agent_client.backend.domain.rules_text import (
    HEAD,
    RuleCorrection,
    RuleCustomer,
    RuleGroup,
    RuleProject,
    RuleRecord,
    RuleRouting,
    Rules,
    read,
    written,
)
from agent_client.protocol.administration import Group, Routing
from agent_client.protocol.callbacks import CallbackRules
from agent_client.protocol.customers import CustomerFields
from agent_client.protocol.names import GroupKind, Unhandled
from agent_client.protocol.refusals import BadLine

_text = st.text(max_size=30).filter(lambda text: "\0" not in text)
_line = st.one_of(_text, st.sampled_from(["", 'a;b"c"', "één\r\ntwee\nThree", "Řezníček\u2028", "\\n", "#", "\ufeff"]))
_named = _line.filter(lambda text: text.strip() != "")
_numbers = st.sampled_from(["+31201234567", "+420224811111", "204", "205", "*210#", "100"])
_lists = st.lists(_numbers, max_size=3, unique=True).map(tuple)
_users = st.sampled_from(["anna", "bram", "čeněk;x"])
_times = st.integers(0, 4 * 10**12).map(lambda ms: datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=ms))
_countries = st.sampled_from(["", "NL", "CZ"])

_groups = st.builds(
    RuleGroup,
    group=st.builds(
        Group,
        name=_named,
        number=st.sampled_from(["", "610"]),
        kind=st.sampled_from([kind for kind in GroupKind if kind is not GroupKind.UNKNOWN]),
        capacity=st.none() | st.integers(1, 100_000),
        ring_seconds=st.integers(3, 300),
        callback_key=st.sampled_from(["", "5", "#", "*"]),
        rules=st.builds(
            CallbackRules,
            combine=st.booleans(),
            internal=st.booleans(),
            attempts=st.integers(1, 99),
            shortest_missed=st.integers(0, 3600),
        ),
    ),
)
_projects = st.builds(RuleProject, dnis=_numbers, name=_named, group=_named, operators=_lists)
_routing = st.builds(
    RuleRouting,
    routing=st.builds(
        Routing,
        operators=_lists,
        fixed_target=st.sampled_from(["", "+31201112222"]),
        fixed_target_active=st.booleans(),
        unhandled=st.sampled_from([Unhandled.WAIT, Unhandled.AGENT, Unhandled.END]),
        unhandled_seconds=st.none() | st.integers(5, 86_400),
    ),
    agent=st.sampled_from(["", "anna"]),
)
_customers = st.builds(
    RuleCustomer,
    key=st.just(""),
    fields=st.builds(
        CustomerFields,
        company_id=_line,
        company=_line,
        name=_named,
        numbers=_lists,
        street=_line,
        town=_line,
        postcode=_line,
        country=_countries,
        note=_line,
        operators=_lists,
    ),
    project=st.sampled_from(["", "100", "+31201234567"]),
    variables=st.dictionaries(_text, _text, max_size=2),
)
_corrections = st.lists(st.builds(RuleCorrection, at=_times, user=_users, text=_named), max_size=3).map(tuple)
_records = st.builds(
    RuleRecord,
    customer=st.sampled_from(["1", "2"]),
    saved_at=_times,
    call_at=st.none() | _times,
    user=_users,
    phone=st.sampled_from(["", "204"]),
    number=st.sampled_from(["", "+31201234567"]),
    text=_named,
    corrections=_corrections,
)


@st.composite
def _rules(draw: st.DrawFn) -> Rules:
    customers = draw(st.lists(_customers, max_size=4))
    return Rules(
        groups=draw(st.lists(_groups, max_size=3, unique_by=lambda one: one.group.name)),
        projects=draw(st.lists(_projects, max_size=3, unique_by=lambda one: one.dnis)),
        routing=draw(st.none() | _routing),
        customers=[replace(one, key=str(number)) for number, one in enumerate(customers, 1)],
        records=draw(st.lists(_records, max_size=4)),
    )


def without_lines(rules: Rules) -> object:
    def bare(one: Struct) -> Struct:
        plain = replace(one, line=0)
        if isinstance(plain, RuleRecord):
            return replace(plain, corrections=tuple(replace(later, line=0) for later in plain.corrections))
        return plain

    return [
        [bare(one) for one in these]
        for these in (
            rules.groups,
            rules.projects,
            [] if rules.routing is None else [rules.routing],
            rules.customers,
            rules.records,
        )
    ]


@given(_rules())
def test_F6_a_round_trip_loses_nothing(rules: Rules) -> None:
    assert without_lines(read(HEAD + written(rules), "NL")) == without_lines(rules)


@settings(max_examples=25)
@given(_rules())
def test_it_does_not_matter_how_lines_end(rules: Rules) -> None:
    text = HEAD + written(rules)
    assert read("\ufeff" + text.replace("\r\n", "\n"), "NL") == read(text, "NL")


GROUP = "group;Sales;610;queue;;18;120;300;;true;true;false;true;false;true;0;5;3"
CUSTOMER = "customer;1;100;+31201234567;;;204,205;C-1;Acme;Jan;Street 1;Town;1234 AB;NL;a note;"
RECORD = "record;1;2026-03-02T09:00:00.000Z;;anna;204;+31201234567;Said hello."


def test_by_hand() -> None:
    text = "\n".join(["# mine", "", "project;0800 100 300;Shop;Sales;204, 205", CUSTOMER, RECORD, ""])
    rules = read(text, "NL")
    assert [(one.dnis, one.operators, one.line) for one in rules.projects] == [("+31800100300", ("204", "205"), 3)]
    assert [(one.fields.company, one.fields.operators, one.line) for one in rules.customers] == [
        ("Acme", ("204", "205"), 4)
    ]


def test_numbers_are_read_as_people_write_them() -> None:
    line = CUSTOMER.replace("+31201234567", "Tel. 020-123 45 67")
    assert read(line, "NL").customers[0].fields.numbers == ("+31201234567",)


@pytest.mark.parametrize(
    ("line", "reason", "value"),
    [
        ("customers;1", "kind", "customers"),
        ("format;2", "kind", "format;2"),
        ("project;100;Shop;Sales", "columns", "3"),
        (CUSTOMER + ";", "columns", "16"),
        ("project;shop;Shop;Sales;", "number", "shop"),
        (CUSTOMER.replace("+31201234567", "nobody"), "number", "nobody"),
        (CUSTOMER.replace("204,205", "204,me"), "number", "me"),
        (CUSTOMER.replace(";NL;", ";Netherlands;"), "value", "Netherlands"),
        (CUSTOMER.replace(";NL;", ";1!;"), "value", "1!"),
        (CUSTOMER.replace("Jan", "J" * 201), "value", "J" * 100),
        (CUSTOMER + "{", "value", "{"),
        (RECORD.replace("2026-03-02T09", "2026-03-02T25"), "time", "2026-03-02T25:00:00.000Z"),
        (RECORD.replace("Z;", ";"), "time", "2026-03-02T09:00:00.000"),
        (RECORD.replace("Said hello.", ""), "text", ""),
        (RECORD + "\\", "text", "\\"),
        (RECORD.replace("204", "2" * 41), "number", "2" * 41),
        ("correction;2026-03-02T09:00:00Z;anna;Later.", "kind", "correction"),
        (GROUP.replace(";18;", ";0;"), "value", "0"),
        (GROUP.replace(";18;", ";soon;"), "value", "soon"),
        (GROUP.replace("queue", "crowd"), "value", "crowd"),
        (GROUP.replace("group;Sales", "group;"), "value", ""),
        ("routing;;;false;wait;;3", "value", "3"),
        ("routing;;;perhaps;wait;;", "value", "perhaps"),
    ],
)
def test_F6_a_bad_line_is_named_by_its_number(line: str, reason: str, value: str) -> None:
    text = HEAD + "# good so far\r\n" + line + "\r\n" + "project;200;Other;Sales;\r\n"
    with pytest.raises(BadLine) as refused:
        read(text, "NL")
    number = HEAD.count("\n") + 2
    assert refused.value.params == {"line": str(number), "reason": reason, "value": value}


@pytest.mark.parametrize("line", [GROUP, CUSTOMER, "project;100;Shop;Sales;", "routing;;;false;wait;;"])
def test_what_can_be_there_but_once(line: str) -> None:
    with pytest.raises(BadLine) as refused:
        read(f"{line}\n{line}\n", "NL")
    assert (refused.value.params["line"], refused.value.params["reason"]) == ("2", "duplicate")


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ("", (None, False, False, False)),
        (";45;true;true", (45, True, True, True)),
        (";;false;false", (None, False, False, True)),
    ],
)
def test_what_came_later_stands_behind_the_rest(more: str, said: tuple[object, ...]) -> None:
    """Files of before say nothing about it."""
    (one,) = read(GROUP + more, "NL").groups
    group = one.group
    assert (group.announce_seconds, group.announces_place, group.records, one.whole) == said
    assert read(HEAD + written(Rules(groups=[one])), "NL").groups[0].group == one.group
