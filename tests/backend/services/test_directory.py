"""The directory: what a file may hold, what is found in it, and that a bad one changes nothing (D2)."""

from __future__ import annotations

import pytest

from agent_client.backend.services.directory import BadDirectory, PlannedEntry, read

JANA = PlannedEntry(name="Jana Nováková", number="+420 724 118 305", role="Lawyer", department="Legal")


@pytest.mark.parametrize(
    "text",
    [
        "Jana Nováková,+420 724 118 305,Lawyer,Legal\n",
        "Name,Number,Role,Department\nJana Nováková,+420 724 118 305,Lawyer,Legal",
        "name;number;role;department\r\nJana Nováková;+420 724 118 305;Lawyer;Legal\r\n\r\n",
        '"Jana Nováková", "+420 724 118 305" ,Lawyer , Legal\n,,,\n',
    ],
)
def test_D2_a_file_is_read_however_a_spreadsheet_writes_it(text: str) -> None:
    entries = read(text, "NL")
    assert [entry.name for entry in entries] == ["Jana Nováková"]
    assert entries[0].role == "Lawyer"
    assert entries[0].department == "Legal"


def test_D2_role_and_department_may_be_missing() -> None:
    assert read("Porter,200", "NL") == (PlannedEntry(name="Porter", number="200"),)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Porter,200\n,201\n", "line 2: no name"),
        ("name,number\nPorter,12\n", "line 2: '12' is not a number"),
        ("Porter\n", "line 1: 1 columns"),
        ("Porter,200,a,b,c\n", "line 1: 5 columns"),
        (f"{'x' * 201},200\n", "line 1: longer than 200"),
        ('"Two\nlines",12\n', "line 2: '12'"),
        ("\n".join("Porter,1" for _ in range(9)), "; and 4 more"),
    ],
)
def test_D2_a_bad_line_is_named_by_its_number(text: str, told: str) -> None:
    with pytest.raises(BadDirectory, match=told):
        read(text, "NL")
