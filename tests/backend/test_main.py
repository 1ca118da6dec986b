"""The command line, in this process: what it refuses, in one line that says what to do."""

from __future__ import annotations

import asyncio
import os
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from argon2 import PasswordHasher

from agent_client.backend.command_line import PASSWORD_VARIABLE, main
from agent_client.protocol.names import PasswordRule
from agent_client.rules.passwords import unmet


@pytest.fixture
def url(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv(PASSWORD_VARIABLE, "Geheim 1")
    return f"sqlite:///{tmp_path / 'centre.db'}"


def refusal(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert main(arguments) == 2
    out, err = capsys.readouterr()
    assert out == ""
    (line,) = err.splitlines()
    return line


def test_a_centre_is_made_once(url: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["init", "--database", url]) == 0
    assert "admin" in capsys.readouterr().out
    assert "already" in refusal(capsys, "init", "--database", url)


def test_agents_are_added_to_a_centre(url: str, capsys: pytest.CaptureFixture[str]) -> None:
    new = ("agent", "--database", url, "--name", "Bram Smit", "--user")
    assert "init" in refusal(capsys, *new, "bram")
    assert main(["init", "--database", url, "--name", "Ours"]) == 0
    assert main([*new, "bram", "--role", "supervisor"]) == 0
    assert "bram" in capsys.readouterr().out
    assert "already" in refusal(capsys, *new, "BRAM")
    assert "there is no queue 'Night'" in refusal(capsys, *new, "cleo", "--queue", "Night")
    with sqlite3.connect(url.removeprefix("sqlite:///")) as raw:
        assert raw.execute(
            "SELECT a.user_name, a.role, count(q.queue_id) FROM agents a JOIN agent_queues q ON q.agent_id = a.id"
            " WHERE a.name = 'Bram Smit'"
        ).fetchall() == [("bram", "supervisor", 1)]
    raw.close()


def rows(url: str, query: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as raw:
        return raw.execute(query).fetchall()


def test_user_id_and_first_password_are_written_apart(
    url: str, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture, tmp_path: Path
) -> None:
    assert main(["init", "--database", url]) == 0
    capsys.readouterr()
    user_file, password_file = tmp_path / "who.txt", tmp_path / "word.txt"
    new = ("agent", "--database", url, "--name", "Bram Smit", "--user", "bram")
    files = ("--user-file", str(user_file), "--password-file", str(password_file))
    assert "go together" in refusal(capsys, *new, *files[:2])
    assert "two files" in refusal(capsys, *new, *files[:3], f"{tmp_path}/./who.txt")
    password_file.write_text("another's")
    assert "nothing is overwritten" in refusal(capsys, *new, *files)
    assert not user_file.exists(), "neither without the other"
    assert password_file.read_text() == "another's"
    password_file.unlink()
    assert "no queue" in refusal(capsys, *new, "--queue", "Night", *files)
    assert not user_file.exists()
    assert not password_file.exists()
    assert rows(url, "SELECT * FROM agents WHERE user_name = 'bram'") == []

    caplog.set_level("DEBUG")
    assert main([*new, *files]) == 0
    said = "".join(capsys.readouterr()) + caplog.text
    password = password_file.read_text().removesuffix("\n")
    assert unmet(password, PasswordRule.STRICT) == ()
    assert user_file.read_text() == "bram\n"
    assert password not in said
    if os.name == "posix":
        assert {file.stat().st_mode & 0o777 for file in (user_file, password_file)} == {0o600}
    [(password_hash, must_change)] = rows(url, "SELECT password_hash, must_change FROM agents WHERE user_name = 'bram'")
    assert must_change == "first"
    assert PasswordHasher().verify(password_hash, password)


def test_a_password_that_the_centre_does_not_take(url: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["init", "--database", url]) == 0
    capsys.readouterr()
    with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as raw, raw:
        raw.execute("UPDATE centre SET password_rule = 'strict'")
    new = ("agent", "--database", url, "--name", "Bram Smit", "--user", "bram")
    os.environ[PASSWORD_VARIABLE] = "abc12abc"
    assert "come twice" in refusal(capsys, *new)
    os.environ[PASSWORD_VARIABLE] = "ab11ab12"
    assert main(new) == 0
    assert rows(url, "SELECT must_change FROM agents WHERE user_name = 'bram'") == [(None,)]


def test_a_campaign_is_read_from_a_file(url: str, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    file = tmp_path / "campaign.csv"
    file.write_text("number,name,contract\n020 123 4567,Eva Horáková,Gold\n", encoding="utf-8-sig")
    command = ("preview", "--database", url, "--queue")
    assert "init" in refusal(capsys, *command, "Service", str(file))
    assert main(["init", "--database", url]) == 0
    capsys.readouterr()
    assert "there is no queue 'Night'" in refusal(capsys, *command, "Night", str(file))
    assert "cannot be read" in refusal(capsys, *command, "Service", str(tmp_path / "none.csv"))
    assert main([*command, "Service", str(file)]) == 0
    assert "wait in Service" in capsys.readouterr().out
    file.write_text("number\nnobody\n")
    assert "line 2: 'nobody' cannot be called" in refusal(capsys, *command, "Service", str(file))
    with sqlite3.connect(url.removeprefix("sqlite:///")) as raw:
        query = (
            "SELECT c.direction, c.ani, p.name FROM contacts c JOIN customers p ON p.id = c.customer_id"
            " WHERE c.state = 'queued'"
        )
        assert raw.execute(query).fetchall() == [("preview", "+31201234567", "Eva Horáková")]
    raw.close()


def test_what_cannot_be_a_centre(
    url: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert "two letters" in refusal(capsys, "init", "--database", url, "--country", "Holland")
    assert "digits" in refusal(capsys, "init", "--database", url, "--dnis", "CALL-ME")
    assert "sqlite:///" in refusal(capsys, "init", "--database", "centre.db")
    monkeypatch.setenv(PASSWORD_VARIABLE, "abc")
    assert "4 characters" in refusal(capsys, "init", "--database", url)
    assert list(tmp_path.iterdir()) == []


def test_what_cannot_be_served(url: str, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert "init" in refusal(capsys, "serve", "--database", url, "--port", "0")
    sqlite3.connect(tmp_path / "centre.db").close()
    (tmp_path / "empty.db").touch()
    empty = f"sqlite:///{tmp_path / 'empty.db'}"
    assert "init" in refusal(capsys, "serve", "--database", empty, "--port", "0")
    (tmp_path / "text.db").write_text("This is no database, however long it is. " * 100)
    text = f"sqlite:///{tmp_path / 'text.db'}"
    assert "not a database" in refusal(capsys, "serve", "--database", text, "--port", "0")


def test_a_folder_that_is_not_there(tmp_path: Path, capsys: pytest.CaptureFixture[str], url: str) -> None:
    nowhere = f"sqlite:///{tmp_path / 'nowhere' / 'centre.db'}"
    assert "cannot be opened" in refusal(capsys, "init", "--database", nowhere)


def test_a_database_of_a_newer_version(url: str, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    main(["init", "--database", url])
    capsys.readouterr()
    conn = sqlite3.connect(tmp_path / "centre.db")
    conn.execute("UPDATE alembic_version SET version_num = '9999'")
    conn.commit()
    conn.close()
    assert "newer version" in refusal(capsys, "serve", "--database", url, "--port", "0")


def test_a_centre_on_postgresql(
    url: str, postgres_server: Any, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    empty = asyncio.run(postgres_server.fresh(schema=False)).url
    assert "init" in refusal(capsys, "serve", "--database", empty, "--port", "0")
    assert main(["init", "--database", empty]) == 0
    assert "admin" in capsys.readouterr().out
    assert "already" in refusal(capsys, "init", "--database", empty)
    assert "sqlite:///demo.db" in refusal(capsys, "demo", "--database", empty)
    nowhere = "postgresql://anna:geheim@127.0.0.1:1/centre"
    for command in ("init", "serve"):
        line = refusal(capsys, command, "--database", nowhere)
        assert "does not answer" in line
        assert "geheim" not in line


def test_D2_the_directory_is_replaced_whole_or_not_at_all(
    url: str, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    file = tmp_path / "people.csv"
    file.write_text(
        "\ufeffname;number;role;department\nJana Nováková;+420 724 118 305;Lawyer;Legal\n", encoding="utf-8"
    )
    command = ("directory", "--database", url, str(file))
    assert "init" in refusal(capsys, *command)
    assert main(["init", "--database", url]) == 0
    assert main(command) == 0
    assert "directory" in capsys.readouterr().out
    file.write_text("Porter,200\nNobody,12\n", encoding="utf-8")
    assert "line 2" in refusal(capsys, *command)
    file.write_bytes("Nováková,200".encode("latin-1"))
    assert "UTF-8" in refusal(capsys, *command)
    assert "cannot be read" in refusal(capsys, *command[:-1], str(tmp_path / "none.csv"))
    with sqlite3.connect(url.removeprefix("sqlite:///")) as raw:
        assert raw.execute("SELECT name, number FROM directory").fetchall() == [("Jana Nováková", "+420724118305")]
    raw.close()


def test_F8_commands_that_cannot_be_run_are_refused_at_once(url: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["init", "--database", url]) == 0
    capsys.readouterr()
    serve = ("serve", "--database", url, "--port", "0")
    assert "is no command" in refusal(capsys, *serve, "--on-pbx-lost", "mail 'admin")
    assert "is no command" in refusal(capsys, *serve, "--on-pbx-back", '"')
    assert "--command-seconds" in refusal(capsys, *serve, "--command-seconds", "0")


@pytest.mark.parametrize(
    "url_of_theirs",
    ["http://sms.example.org/send", "https://user:secret@example.org", "ftp://example.org", "example.org"],
)
def test_A15_text_messages_go_nowhere_unsafe(url: str, capsys: pytest.CaptureFixture[str], url_of_theirs: str) -> None:
    assert main(["init", "--database", url]) == 0
    capsys.readouterr()
    serve = ("serve", "--database", url, "--port", "0")
    said = refusal(capsys, *serve, "--message-url", url_of_theirs)
    assert "--message-url is an https address" in said
    assert "secret" not in said
    assert "is no command" in refusal(capsys, *serve, "--message-command", "sms '")
