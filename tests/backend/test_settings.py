from __future__ import annotations

from pathlib import Path

import pytest

from agent_client.backend.settings import NotADatabase, database_path


def test_database_addresses() -> None:
    assert database_path("sqlite:///centre.db") == Path("centre.db")
    assert database_path("sqlite:////var/lib/centre.db") == Path("/var/lib/centre.db")


@pytest.mark.parametrize("url", ["centre.db", "sqlite://", "sqlite:///", "postgresql:///x", ""])
def test_what_is_none_says_what_to_write(url: str) -> None:
    with pytest.raises(NotADatabase, match=r"sqlite:///centre\.db"):
        database_path(url)
