"""What is typed about Asterisk, as it is typed."""

from __future__ import annotations

import asyncio
import os
import socket
import stat
from pathlib import Path

import pytest

from agent_client.backend.command_line import main
from agent_client.backend.softphone import Phone
from agent_client.backend.telephony.asterisk.setting_up import writing
from agent_client.backend.telephony.asterisk.settings import PASSWORD_VARIABLE
from tests.fakes.own_asterisk import HOST, PASSWORD, PHONES, OwnAsterisk

OWNER_ONLY = 0o600


@pytest.fixture(autouse=True)
def no_voice(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whether a machine speaks here is not this test's."""
    monkeypatch.setattr(writing, "program", lambda: None)
    monkeypatch.delenv(PASSWORD_VARIABLE, raising=False)


def mode(file: Path) -> int:
    return stat.S_IMODE(file.stat().st_mode)


def test_a_new_configuration_is_written_once(tmp_path: Path, capsys) -> None:
    folder = tmp_path / "new"
    assert (
        main(["asterisk-config", str(folder), "--phone", "204", "--phone", "205", "--carrier", "sip.example.org"]) == 0
    )
    assert "record the prompts listed in sounds/en/agent_client.txt" in capsys.readouterr().out
    secret = (folder / "agent-client.env").read_text().strip().partition("=")[2]
    assert f"password = {secret}" in (folder / "ari.conf").read_text()
    for name in ("ari.conf", "pjsip.conf", "websocket_client.conf", "agent-client.env"):
        assert mode(folder / name) == OWNER_ONLY
    pjsip = (folder / "pjsip.conf").read_text()
    assert "[204](agent-client-phone)" in pjsip
    assert "contact = sip:sip.example.org:5060" in pjsip
    before = {file: file.read_bytes() for file in folder.rglob("*") if file.is_file()}
    assert main(["asterisk-config", str(folder)]) == 2
    assert "nothing is overwritten" in capsys.readouterr().err
    assert {file: file.read_bytes() for file in folder.rglob("*") if file.is_file()} == before


def test_one_file_that_is_there_keeps_all_others_from_being_written(tmp_path: Path, capsys) -> None:
    (tmp_path / "rtp.conf").write_text("mine")
    assert main(["asterisk-config", str(tmp_path)]) == 2
    assert "rtp.conf is there already" in capsys.readouterr().err
    assert [file.name for file in tmp_path.iterdir()] == ["rtp.conf"]


def test_pieces_for_an_asterisk_that_is_there_say_where_they_belong(tmp_path: Path) -> None:
    folder = tmp_path / "pieces"
    assert main(["asterisk-config", str(folder), "--existing", "--server-connects", "--language", "de"]) == 0
    read_me = (folder / "READ-ME.txt").read_text()
    pieces = [file.name for file in folder.glob("*.conf")]
    assert pieces
    assert all(piece in read_me for piece in pieces)
    assert "extensions_custom.conf" in read_me
    assert "--asterisk-listen" not in read_me
    assert not (folder / "asterisk.conf").exists()
    assert (folder / "sounds/de/agent_client.txt").exists()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["asterisk-config", "x", "--rtp", "10000"], "write FIRST-LAST"),
        (["asterisk-config", "x", "--http", "8088"], "write HOST:PORT"),
        (["asterisk-config", "x", "--phone", "20 4"], "no name of a phone"),
        (["doctor"], PASSWORD_VARIABLE),
        (["phone", "list"], PASSWORD_VARIABLE),
        (["phone", "add", "301", "--phones", "PJSIP/x"], PASSWORD_VARIABLE),
    ],
)
def test_what_is_typed_wrongly_is_one_line(arguments, said, capsys) -> None:
    assert main(arguments) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert said in line


def test_doctor_where_nothing_answers(monkeypatch, capsys) -> None:
    monkeypatch.setenv(PASSWORD_VARIABLE, "x")
    assert main(["doctor", "--asterisk", "http://127.0.0.1:9"]) == 2
    assert "nothing answers at http://127.0.0.1:9: start Asterisk" in capsys.readouterr().err


def test_serve_goes_to_asterisk_where_one_is_named(tmp_path: Path, monkeypatch, capsys) -> None:
    database = ["--database", f"sqlite:///{tmp_path / 'centre.db'}"]
    monkeypatch.setenv("AGENT_CLIENT_PASSWORD", "Geheim 12345")
    assert main(["init", *database]) == 0
    serve = ["serve", *database, "--port", "0", "--asterisk", "http://127.0.0.1:9"]
    assert main(serve) == 2
    assert PASSWORD_VARIABLE in capsys.readouterr().err
    monkeypatch.setenv(PASSWORD_VARIABLE, "x")
    with socket.create_server(("127.0.0.1", 0)) as taken:
        place = f"127.0.0.1:{taken.getsockname()[1]}"
        assert main([*serve, "--asterisk-listen", place]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert f"cannot listen at {place}" in line


# With a real one.


@pytest.fixture
def at(asterisk: OwnAsterisk, monkeypatch) -> list[str]:
    monkeypatch.setenv(PASSWORD_VARIABLE, PASSWORD)
    return ["--asterisk", f"http://{asterisk.http[0]}:{asterisk.http[1]}"]


def test_doctor_looks_over_a_real_one_and_leaves_nothing_behind(at, asterisk, capsys) -> None:
    listening = ["--asterisk-listen", f"{HOST}:{asterisk.cable_port}"]
    status = main(["doctor", *at, *listening, "--number", "+31201234567", "--number", "x"])
    lines = capsys.readouterr().out.splitlines()
    assert "ok    it can record" in lines
    assert "ok    the application agent_client is registered" in lines
    assert "ok    the server finds its calls again after a restart" in lines
    assert "ok    the dialplan has +31201234567@agent-client" in lines
    assert (
        "wrong the dialplan has no x@agent-client: see extensions.conf, or name the number that the carrier sends"
        in lines
    )
    assert [line for line in lines if f"of {len(PHONES)} phones are not registered: " in line]
    assert "ok    its prompts have their sounds" in lines
    assert status == 1
    assert asterisk.channels() == []
    assert asterisk.ask("GET", "recordings/stored") == []
    assert [one for one in asterisk.ask("GET", "bridges") if one["id"].startswith("doctor")] == []


def test_doctor_with_a_wrong_password(at, monkeypatch, capsys) -> None:
    monkeypatch.setenv(PASSWORD_VARIABLE, "guessed")
    assert main(["doctor", *at]) == 2
    assert "does not take agent_client with this password" in capsys.readouterr().err


def test_a_phone_comes_and_goes(at, asterisk, tmp_path: Path, capsys) -> None:
    letter = tmp_path / "letter"
    assert main(["phone", "add", "302", "--name", "Sonja", "--password-file", str(letter), *at]) == 0
    password = letter.read_text().strip()
    assert password not in capsys.readouterr().out
    assert mode(letter) == OWNER_ONLY
    asyncio.run(register("302", password, asterisk))
    assert main(["phone", "list", *at]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line for line in lines if line.startswith("302\tSonja\t")]
    assert f"{PHONES[0]}\t-\tnot registered\tin Asterisk's own files" in lines
    assert main(["phone", "remove", "302", *at]) == 0
    assert main(["phone", "list", *at]) == 0
    assert "302" not in capsys.readouterr().out.replace("302 may", "")


async def register(name: str, password: str, asterisk: OwnAsterisk) -> None:
    phone = Phone(name, password, asterisk.sip)
    await phone.open(HOST)
    try:
        await phone.register()
    finally:
        await phone.close()


def test_a_password_that_is_shown_is_shown_once(at, capsys) -> None:
    assert main(["phone", "add", "303", *at]) == 0
    assert "which is not shown again" in capsys.readouterr().out
    assert main(["phone", "remove", "303", *at]) == 0


def test_a_file_that_is_there_keeps_its_password_and_the_phone_out(at, tmp_path: Path, capsys) -> None:
    letter = tmp_path / "letter"
    letter.write_text("mine")
    assert main(["phone", "add", "304", "--password-file", str(letter), *at]) == 2
    assert letter.read_text() == "mine"
    assert main(["phone", "list", *at]) == 0
    assert "304" not in capsys.readouterr().out


def test_no_password_is_left_behind_for_a_phone_that_is_refused(at, tmp_path: Path, capsys) -> None:
    letter = tmp_path / "letter"
    assert main(["phone", "add", PHONES[0], "--password-file", str(letter), *at]) == 2
    assert "own configuration" in capsys.readouterr().err
    assert not letter.exists()


def test_rights_are_those_of_the_owner_whatever_the_mask(tmp_path: Path) -> None:
    old = os.umask(0)
    try:
        assert main(["asterisk-config", str(tmp_path / "open")]) == 0
    finally:
        os.umask(old)
    assert mode(tmp_path / "open/ari.conf") == OWNER_ONLY
