from __future__ import annotations

from pathlib import Path

import pytest

from agent_client.backend.settings import NotADatabase, Postgres, database_at, database_path


def test_database_addresses() -> None:
    assert database_path("sqlite:///centre.db") == Path("centre.db")
    assert database_path("sqlite:////var/lib/centre.db") == Path("/var/lib/centre.db")


@pytest.mark.parametrize("url", ["centre.db", "sqlite://", "sqlite:///", "postgresql:///x", ""])
def test_what_is_none_says_what_to_write(url: str) -> None:
    with pytest.raises(NotADatabase, match=r"sqlite:///centre\.db"):
        database_path(url)


def test_either_database() -> None:
    assert database_at("sqlite:///centre.db") == Path("centre.db")
    for url in ("postgresql://centre@db.example/centre", "postgres:///centre?host=/run/postgresql"):
        assert database_at(url) == Postgres(url)


@pytest.mark.parametrize("url", ["centre.db", "mysql://root@host/x", "postgresql://", "postgresql:centre", ""])
def test_what_is_neither_says_what_to_write(url: str) -> None:
    with pytest.raises(NotADatabase, match=r"sqlite:///centre\.db or postgresql://user@host/name"):
        database_at(url)


def test_passwords_are_not_shown() -> None:
    for url in ("postgresql://anna:geh/ei@m@db:5432/centre", "postgresql://anna@db:5432/centre?password=geheim"):
        assert "geh" not in f"{Postgres(url)} {Postgres(url)!r}"
    assert str(Postgres("postgresql://anna:x@db:5432/centre")) == "postgresql://anna@db:5432/centre"
    with pytest.raises(NotADatabase) as error:
        database_at("mysql://anna:geheim@db/centre")
    assert "geheim" not in str(error.value)
