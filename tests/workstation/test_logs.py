"""The log: its levels, its rotation, and what never gets into it."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from agent_client.protocol.customers import NewRecord
from agent_client.protocol.sessions import SignedIn, SignIn
from agent_client.workstation import logs
from agent_client.workstation.logs import LEVELS, TRACE, redacted, start

SECRET = "s3cr3t-hunter2"


@pytest.fixture(autouse=True)
def levels() -> Iterator[None]:
    names = ("agent_client", "ui", "httpx", "httpcore", "asyncio", "qasync")
    before = {name: logging.getLogger(name).level for name in names}
    yield
    for name, level in before.items():
        logging.getLogger(name).setLevel(level)


@pytest.mark.parametrize(
    "text",
    [
        f"Authorization: Bearer {SECRET}",
        f"authorization: Basic {SECRET}==",
        f"{{'Authorization': 'Bearer {SECRET}', 'Accept': '*/*'}}",
        f'[(b"authorization", b"Bearer {SECRET}")]',
        f"Headers([('authorization', 'Bearer {SECRET}')])",
        f'{{"user": "ada", "password": "{SECRET}"}}',
        f'{{"password":"a\\"{SECRET}"}}',
        f"password={SECRET}&user=ada",
        f"new_password: {SECRET}",
        f"the token is token={SECRET}, used twice",
        f'{{"access_token": "{SECRET}"}}',
        f"Bearer {SECRET}",
        f"https://ada:{SECRET}@proxy.example:8080/",
        f"Set-Cookie: {SECRET}; Path=/",
        f"api-key={SECRET}",
        repr(SignIn(user="ada", password=SECRET, phone="204", seat="PC-12")),
        repr(NewRecord(text=f"{SECRET} it's hers")),
        repr(NewRecord(text=f'{SECRET} it\'s "hers"')),
        f"Proxy-Authorization: Negotiate {SECRET}",
    ],
)
def test_no_secret_stays(text: str) -> None:
    assert SECRET in text
    assert SECRET not in redacted(text)


def test_a_token_in_a_struct_does_not_stay() -> None:
    kind = SignedIn.__struct_fields__
    assert "token" in kind
    assert SECRET not in redacted(f"SignedIn(token='{SECRET}', session=7)")


@pytest.mark.parametrize(
    "text", ["queue 3 has 14 waiting", "GET https://centre.example/api/v1/hello 200", "rang 18 s on 204", "a@b:c"]
)
def test_everything_else_does(text: str) -> None:
    assert redacted(text) == text


def test_lines_have_time_level_and_name_and_secrets_are_gone(tmp_path: Path) -> None:
    log = start(tmp_path, "INFO")
    try:
        mine = logging.getLogger("agent_client.some.room")
        mine.info("signing in %s", {"password": SECRET})
        mine.debug("not at this level")
        try:
            raise ValueError(f"token={SECRET}")
        except ValueError:
            mine.exception("it failed")
    finally:
        log.stop()
    text = (tmp_path / "agent-client.log").read_text(encoding="utf-8")
    first = text.splitlines()[0]
    assert re.match(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z INFO    agent_client\.some\.room  signing in", first)
    assert "ValueError" in text and "not at this level" not in text
    assert SECRET not in text


@pytest.mark.parametrize("level", LEVELS)
def test_each_level_says_what_it_promises(tmp_path: Path, level: str) -> None:
    log = start(tmp_path, level, name="levels")
    try:
        for name, number in LEVELS.items():
            logging.getLogger("ui.room").log(number, "at %s", name)
    finally:
        log.stop()
    said = {line.split()[1] for line in (tmp_path / "levels.log").read_text().splitlines()}
    assert said == {name for name, number in LEVELS.items() if number >= LEVELS[level]}


def test_the_level_changes_while_it_runs(tmp_path: Path) -> None:
    log = start(tmp_path, "ERROR")
    try:
        assert not logging.getLogger("ui").isEnabledFor(logging.INFO)
        log.set_level("TRACE")
        assert logging.getLogger("ui").isEnabledFor(TRACE)
    finally:
        log.stop()


def test_queries_with_customers_numbers_are_for_trace_only(tmp_path: Path) -> None:
    log = start(tmp_path, "DEBUG")
    try:
        assert not logging.getLogger("httpx").isEnabledFor(logging.INFO)
    finally:
        log.stop()


def test_it_never_fills_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(logs, "BYTES", 2000)
    log = start(tmp_path, "INFO")
    try:
        for number in range(500):
            logging.getLogger("ui").info("line %d %s", number, "x" * 60)
    finally:
        log.stop()
    written = list(tmp_path.iterdir())
    assert len(written) == logs.FILES
    assert all(file.stat().st_size <= 2000 for file in written)
    assert "line 499" in (tmp_path / "agent-client.log").read_text()


def test_a_folder_that_cannot_be_written_stops_nobody(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "file").write_text("in the way")
    log = start(tmp_path / "file", "INFO")
    try:
        assert log.file is None
        logging.getLogger("ui").error("token=%s", SECRET)
    finally:
        log.stop()
    said = capsys.readouterr().err
    assert "no log file" in said and SECRET not in said


def test_A4_two_sessions_of_one_account_write_a_log_each(tmp_path: Path) -> None:
    first, second = start(tmp_path, "INFO"), start(tmp_path, "INFO")
    assert [log.file.name for log in (first, second) if log.file] == ["agent-client.log", "agent-client-2.log"]
    first.stop()
    again = start(tmp_path, "INFO")
    assert again.file == first.file
    again.stop()
    second.stop()
    assert sorted(file.suffix for file in tmp_path.iterdir()) == [".log", ".log"]
