"""Countries by letters and by name."""

from __future__ import annotations

import pytest

from agent_client.client.customer_files.countries import _CODES, _NAMES, code_of


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("CZ", "CZ"),
        (" nl ", "NL"),
        ("Česká republika", "CZ"),
        ("Österreich", "AT"),
        ("Großbritannien", "GB"),
        ("UK", "GB"),
        ("Sverige", "SE"),
        ("The Netherlands", "NL"),
        ("USA", "US"),
        ("D", "DE"),
        ("", ""),
        ("  ", ""),
        ("Atlantis", None),
        ("N1", None),
    ],
)
def test_a_country(text, code):
    assert code_of(text) == code


def test_no_name_means_two_countries():
    names = [name for all_names in _NAMES.values() for name in all_names.split("|")]
    assert sorted(names) == sorted(_CODES)
