"""Placeholders: filled once, never by accident, unknown ones left in sight, the cursor where it was asked for."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent_client.rules.templates import CURSOR, Filled, Placeholder, escaped, filled, placeholders

VALUES = {"customer": "Jana Nováková", "company": "", "case": "SR-40", "number": "+420 724"}
names = st.from_regex(re.compile(r"[a-z][a-z0-9_. -]{0,12}[a-z0-9]"), fullmatch=True)
texts = st.text(max_size=60)
plain = texts.filter(lambda text: "{" not in text and "}" not in text)


@pytest.mark.parametrize(
    ("template", "text", "cursor"),
    [
        ("", "", 0),
        ("Called.", "Called.", 7),
        ("{customer} called.", "Jana Nováková called.", 21),
        ("{Customer} / { CASE }", "Jana Nováková / SR-40", 21),
        ("Company: {company}|", "Company: |", 10),
        ("Case {case}: {cursor}. Done.", "Case SR-40: . Done.", 12),
        ("{cursor}a{cursor}b", "ab", 0),
        ("{colour} stays", "{colour} stays", 14),
        ("{{customer}} is {customer}", "{customer} is Jana Nováková", 27),
        ("{{{case}}}", "{SR-40}", 7),
        ("{}", "{}", 2),
        ("{ }", "{ }", 3),
        ("a { b } c", "a { b } c", 9),
        ("{unclosed", "{unclosed", 9),
        ("{two\nlines}", "{two\nlines}", 11),
        ("}{case}{", "}SR-40{", 7),
    ],
)
def test_filled(template: str, text: str, cursor: int) -> None:
    assert filled(template, VALUES) == Filled(text, cursor)


def test_the_names_are_those_that_every_template_may_ask_for() -> None:
    assert [word.value for word in Placeholder] == [
        "customer",
        "company",
        "number",
        "agent",
        "queue",
        "project",
        "date",
        "time",
    ]
    assert CURSOR not in set(Placeholder)


def test_each_placeholder_is_named_once() -> None:
    assert placeholders("{customer}{{x}} { Case}{cursor}{customer}{}") == ["customer", "Case", "cursor"]


@given(texts, st.dictionaries(names, texts))
def test_what_is_escaped_says_just_itself(text: str, values: dict[str, str]) -> None:
    assert filled(escaped(text), values) == Filled(text, len(text))
    assert placeholders(escaped(text)) == []


@given(st.lists(st.tuples(plain, names), max_size=6), st.dictionaries(names, texts))
def test_against_a_plain_rereading(parts: list[tuple[str, str]], values: dict[str, str]) -> None:
    """Each name by itself: a value's own braces are filled with nothing more."""
    template = "".join(f"{text}{{{name}}}" for text, name in parts)
    spoken = "".join(text + ("" if name == CURSOR else values.get(name, f"{{{name}}}")) for text, name in parts)
    assert filled(template, values).text == spoken


@given(texts, texts, st.dictionaries(names, texts))
def test_the_cursor_stands_between_what_is_before_and_what_is_after(
    before: str, after: str, values: dict[str, str]
) -> None:
    made = filled(f"{escaped(before)}{{cursor}}{escaped(after)}", values)
    assert (made.text[: made.cursor], made.text[made.cursor :]) == (before, after)


@given(texts, st.dictionaries(names, texts))
def test_any_text_at_all_is_a_template(template: str, values: dict[str, str]) -> None:
    made = filled(template, values)
    assert 0 <= made.cursor <= len(made.text)
