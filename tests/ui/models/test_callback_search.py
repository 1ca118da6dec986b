"""Whom a typed text means, against names as people have them and numbers as people write them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from msgspec.structs import replace

from agent_client.protocol.callbacks import Callback
from agent_client.protocol.customers import CustomerBrief
from agent_client.protocol.names import CallbackId, CustomerId, QueueId, Section
from ui.models.callback_search import SearchTexts, query

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
DVORAK = Callback(
    id=CallbackId(1),
    version=1,
    queue=QueueId(1),
    section=Section.OPEN,
    number="+420724118305",
    dnis="",
    customer=CustomerBrief(CustomerId(1), "Tomáš Dvořák", "Thermo 4 & Søn"),
    first_at=NOON,
    last_at=NOON,
)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("dvo", True),
        ("TOMAS dvorak", True),
        ("dvořák tom", True),
        ("vorak", False),
        ("dvorak jana", False),
        ("sön", True),
        ("thermo 4", True),
        ("+420 724 118 305", True),
        ("00420724", True),
        ("724-118", True),
        ("0724118305", True),
        ("118 306", False),
        ("dvorak 305", True),
        ("dvorak 306", False),
        ("", True),
        ("  ", True),
    ],
)
def test_a_typed_text_means_them_or_not(typed: str, found: bool) -> None:
    wanted = query(typed)
    assert (not wanted or SearchTexts().matches(DVORAK, wanted)) is found


def test_who_gave_only_a_name_or_only_a_number_is_found_too() -> None:
    texts = SearchTexts()
    asked = replace(DVORAK, id=CallbackId(2), customer=None, name="Frau Keller")
    withheld = replace(DVORAK, id=CallbackId(3), customer=None, number="")
    assert texts.matches(asked, query("keller"))
    assert not texts.matches(withheld, query("keller"))
    assert not texts.matches(withheld, query("42"))


def test_an_entry_that_changed_is_read_anew_once_it_is_forgotten() -> None:
    texts = SearchTexts()
    texts.prepare(DVORAK)
    changed = replace(DVORAK, customer=CustomerBrief(CustomerId(1), "Jana Nováková"))
    texts.forget(DVORAK.id)
    assert texts.matches(changed, query("nova"))
    assert not texts.matches(changed, query("dvo"))


def test_names_sort_before_bare_numbers() -> None:
    texts = SearchTexts()
    anonymous = replace(DVORAK, id=CallbackId(2), customer=None)
    zoe = replace(DVORAK, id=CallbackId(3), customer=CustomerBrief(CustomerId(3), "Zoë Žižka"))
    entries = sorted((anonymous, zoe, DVORAK), key=texts.name)
    assert [entry.id for entry in entries] == [1, 3, 2]
