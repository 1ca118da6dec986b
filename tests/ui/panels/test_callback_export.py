"""The exported list: a file that spreadsheets read as it is meant, whatever customers call themselves."""

from __future__ import annotations

import csv
import io
from datetime import timedelta
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from agent_client.client.store.state import State
from agent_client.protocol.callbacks import Appointment
from agent_client.protocol.customers import CustomerBrief
from agent_client.protocol.names import CallbackId, CallbackOrigin, CustomerId, Section
from ui.models.callback_lines import Line
from ui.panels.callback_export import csv_bytes, file_name, harmless


@pytest.fixture
def state(seen: ModuleType) -> State:
    return replace(seen.WAITING, centre=replace(seen.CENTRE, time_zone="Europe/Amsterdam"))


def read(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def test_a_row_says_all_that_is_known(seen: ModuleType, state: State) -> None:
    entry = replace(
        state.callbacks[CallbackId(1)],
        customer=CustomerBrief(CustomerId(1), 'Nora "No" van Veen', "Bakkerij Van Dam; Zonen,\nAmsterdam"),
        attempts=1,
        tried_at=seen.ago(600),
        origin=CallbackOrigin.WEB,
        appointment=Appointment(at=seen.NOW + timedelta(hours=1), agent=seen.BRAM, by=seen.ANNA, remark="Offer"),
    )
    data = csv_bytes([Line(entry)], state)
    assert data.startswith(b"\xef\xbb\xbf")
    assert data.count(b"\r\n") == 2
    [row] = read(data)
    assert row == {
        "Section": "Open",
        "Called at": "2026-11-24 14:48:22",
        "Name": 'Nora "No" van Veen',
        "Company": "Bakkerij Van Dam; Zonen,\nAmsterdam",
        "Number": "+31 20 624 1180",
        "Queue": "Sales",
        "Calls": "3",
        "First call": "2026-11-24 14:33:22",
        "Attempts": "1",
        "Last attempt": "2026-11-24 14:56:22",
        "Asked by": "Web request",
        "Appointment": "2026-11-24 16:06:22",
        "Appointment for": "Bram",
        "Remark": "Offer",
        "Closed at": "",
        "Closed by": "",
    }


def test_every_call_has_its_row_where_calls_are_not_combined(seen: ModuleType, state: State) -> None:
    entry = replace(state.callbacks[CallbackId(1)], times=(seen.ago(60), seen.ago(3660)))
    rows = read(csv_bytes([Line(entry, 0), Line(entry, 1, False)], state))
    assert [row["Called at"] for row in rows] == ["2026-11-24 15:05:22", "2026-11-24 14:05:22"]


def test_an_empty_section_is_a_file_of_headings(state: State) -> None:
    assert csv_bytes([], state).decode("utf-8-sig").startswith("Section,Called at,Name,")


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ("=1+1", "'=1+1"),
        ("=cmd|' /C calc'!A0", "'=cmd|' /C calc'!A0"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("-2+3", "'-2+3"),
        ("+1-2", "'+1-2"),
        ("+31206241180", "'+31206241180"),
        ("+31 20 624 1180", "+31 20 624 1180"),
        ("+1 212-555-0123", "+1 212-555-0123"),
        ("+1 2+SUM(A1)", "'+1 2+SUM(A1)"),
        ("\t=1", "'\t=1"),
        ("\r=1", "'\r=1"),
        ("204", "204"),
        ("Anna = Bram", "Anna = Bram"),
        ("", ""),
    ],
)
def test_nothing_is_taken_for_a_formula_and_numbers_stay_readable(cell: str, written: str) -> None:
    assert harmless(cell) == written


@given(st.text(alphabet=st.sampled_from("=+-@\t\r 0123456789abcSUM(),:'\""), max_size=12))
def test_whatever_begins_like_a_formula_is_marked_or_a_spaced_number(cell: str) -> None:
    written = harmless(cell)
    assert written in (cell, f"'{cell}")
    if written == cell and cell[:1] in ("=", "+", "-", "@", "\t", "\r"):
        assert cell[0] == "+"
        assert " " in cell
        assert set(cell[1:]) <= set("0123456789 -")


def test_the_file_is_named_after_section_and_day(seen: ModuleType, state: State) -> None:
    assert file_name(Section.NOT_REACHED, seen.NOW, state) == "Callbacks Not reached 2026-11-24.csv"
