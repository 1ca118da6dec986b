"""No number and no name of a customer leaves in a support file, however it is written; what happened and when does."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent_client.protocol.customers import CustomerBrief, NewRecord
from agent_client.protocol.names import CustomerId
from agent_client.workstation.redaction import HIDDEN, redacted

WORDS = st.text(st.characters(whitelist_categories=["L", "Zs", "Po"], blacklist_characters="?=:0x"), max_size=30)
SEPARATORS = st.sampled_from(["", " ", "-", "/", ".", " (", ") ", "\u00a0", "\u2011", " - "])


@st.composite
def written_numbers(draw: st.DrawFn) -> str:
    """Six to fifteen digits, with whatever people put between them."""
    digits = draw(st.text("0123456789", min_size=6, max_size=15))
    spread = digits[0] + "".join(draw(SEPARATORS) + digit for digit in digits[1:])
    return draw(st.sampled_from(["", "+", "(", "00"])) + spread


def _digits(text: str) -> str:
    return "".join(character for character in text if character.isdecimal())


@given(WORDS, written_numbers(), WORDS)
def test_no_number_stays(before: str, number: str, after: str) -> None:
    assert _digits(redacted(f"{before} {number} {after}")) == ""


@given(written_numbers())
def test_but_the_time_does(number: str) -> None:
    line = f"2026-11-22T09:14:03.120Z INFO    agent_client.client  rang {number}, at 0x7f00deadbeef01"
    assert redacted(line) == f"2026-11-22T09:14:03.120Z INFO    agent_client.client  rang {HIDDEN}, at 0x7f00deadbeef01"


@given(
    st.text(st.characters(whitelist_categories=["Lu", "Ll"]), min_size=2, max_size=12),
    st.text(st.characters(whitelist_categories=["Lu", "Ll"]), min_size=2, max_size=12),
    st.sampled_from(["{0} {1} has called", "of {1}, {0}", "{0}'s card", "<{0}@{1}.example>", "«{1}»"]),
)
def test_no_name_stays(first: str, last: str, sentence: str) -> None:
    said = redacted(sentence.format(first, last), [f"{first} {last}"])
    assert HIDDEN in said
    for name in (first, last):
        assert name not in said.replace("has called", "").replace("card", "").replace("example", "").replace("of", "")


@pytest.mark.parametrize(
    ("text", "gone"),
    [
        ("jana nováková wrote", "nováková"),
        ("GET https://centre.example/api/v1/customers?query=nov%C3%A1k&limit=8 200", "nov"),
        (repr(CustomerBrief(CustomerId(1), "Ann Lee", "Lee & Sons")), "Lee"),
        (repr(NewRecord(text="She wants an offer")), "offer"),
        ('{"name":"Ann \\"Lee\\"","town":"Brno","version":3}', "Lee"),
        ("Record(operator=AgentBrief(id=2, name='Bram', phone='207'), text='x')", "Bram"),
        ("田中さくら called", "田中"),
        ("token=s3cr3t-hunter2", "s3cr3t"),
    ],
)
def test_what_our_messages_carry_of_people_goes(text: str, gone: str) -> None:
    assert gone not in redacted(text, ["Jana Nováková", "田中さくら"])


@pytest.mark.parametrize(
    "text",
    [
        "rang 18 s on 204, not answered",
        "HTTP 503 for /api/v1/hello",
        'File "ui/crash.py", line 98, in handle',
        "listening on 127.0.0.1:8080",
        "Agent Client 1.2.3, Python 3.11.7, Qt 6.11.3",
        "why? nobody knows",
    ],
)
def test_the_rest_stays(text: str) -> None:
    assert redacted(text, ["Jana Nováková"]) == text


def test_a_long_log_takes_no_time_to_speak_of() -> None:
    line = "2026-11-22T09:14:03.120Z INFO    agent_client.client  Letter 81f2 waits: the server was not reached\n"
    names = [f"Customer{number} Surname{number}" for number in range(5_000)]
    assert redacted(line * 2_000, names) == line * 2_000


def test_a_quotation_that_never_ends_takes_only_its_line() -> None:
    assert redacted('password: "open\nrang 18 s on 204\nname="Ann\n').splitlines()[1] == "rang 18 s on 204"
