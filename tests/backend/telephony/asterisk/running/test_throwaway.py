"""The real one, started and ended. That it takes calls is what the contract suite proves."""

from __future__ import annotations

import os
import signal
import socket
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest

from agent_client.backend.telephony.asterisk.running import CannotStart, Throwaway, Unpacked, free_port, is_free
from agent_client.backend.telephony.asterisk.setting_up.configuration import Plan, PlannedPhone

PLAN = Plan(secret="s", phones=(PlannedPhone(phone="204", password="soft"),), rtp=(20_000, 21_999))

STANDS_IN = 'case "$*" in *waitfullybooted*) echo "Asterisk has fully booted.";; *) exec sleep 60;; esac'


def _program(path: Path, says: str) -> Unpacked:
    path.write_text(f"#!/bin/sh\n{says}\n")
    path.chmod(0o755)
    return Unpacked((str(path),))


@pytest.fixture
def programs(tmp_path: Path) -> Path:
    """That anybody may run."""
    for folder in (tmp_path, *tmp_path.parents[:3]):
        if folder.owner() == tmp_path.owner() and folder != Path("/tmp"):
            folder.chmod(folder.stat().st_mode | stat.S_IXOTH)
    return tmp_path


def test_what_it_is_told_and_who_may_read_it(programs: Path) -> None:
    pbx = Throwaway(_program(programs / "asterisk", "exit 1"), PLAN, changes={"rtp_timeout": "7"})
    phones = (pbx.folder / "etc/pjsip.conf").read_text()
    assert "rtp_timeout = 7\n" in phones and "rtp_timeout = 30" not in phones
    own = (pbx.folder / "etc/asterisk.conf").read_text()
    assert f"astrundir = {pbx.folder}/run\n" in own and "entityid = 02:" in own
    assert len(str(pbx.folder / "run/asterisk.ctl")) < 100
    if os.geteuid() == 0:
        assert (pbx.folder / "etc/pjsip.conf").owner() == "nobody"
    pbx.stop()
    assert not pbx.folder.exists()


def test_one_that_cannot_be_run_says_why(programs: Path) -> None:
    unpacked = _program(programs / "asterisk", "exit 0")
    (programs / "asterisk").chmod(0o600)
    pbx = Throwaway(unpacked, PLAN)
    with pytest.raises(CannotStart, match=r"asterisk cannot be run.*: Permission denied"):
        pbx.start()
    pbx.stop()


def test_one_that_ends_at_once_says_why(programs: Path) -> None:
    pbx = Throwaway(_program(programs / "asterisk", "echo no such library; exit 1"), PLAN)
    with pytest.raises(CannotStart, match="no such library"):
        pbx.start()
    assert (pbx.ended, pbx.last_words()) == (1, "no such library")
    pbx.stop()


def test_one_without_news_of_its_readiness_is_asked(programs: Path) -> None:
    pbx = Throwaway(_program(programs / "asterisk", STANDS_IN), PLAN)
    pbx.start()
    assert pbx.pid is not None
    pbx.stop()


START = """
import sys, time
from agent_client.backend.telephony.asterisk.running import Throwaway, Unpacked
from agent_client.backend.telephony.asterisk.setting_up.configuration import Plan
pbx = Throwaway(Unpacked((sys.argv[1],)), Plan(secret="s"))
pbx.start()
print(pbx.pid, pbx.folder, flush=True)
time.sleep(60)
"""


def test_one_whose_owner_is_killed_ends_too_and_leaves_nothing(programs: Path) -> None:
    unpacked = _program(programs / "asterisk", STANDS_IN)
    with subprocess.Popen([sys.executable, "-c", START, *unpacked.command], stdout=subprocess.PIPE, text=True) as owner:
        assert owner.stdout is not None
        pid, folder = owner.stdout.readline().split()
        os.kill(int(pid), 0)
        owner.kill()
    until = time.monotonic() + 30
    while (Path(folder).exists() or Path(f"/proc/{pid}").exists()) and time.monotonic() < until:
        time.sleep(0.01)
    assert not Path(folder).exists()
    assert not Path(f"/proc/{pid}").exists()


def test_the_real_one_starts_is_killed_and_starts_again(asterisk) -> None:
    own = asterisk.pbx
    assert "System uptime" in own.say("core show uptime")
    if os.geteuid() == 0:
        who = subprocess.run(["ps", "-o", "user=", "-p", str(own.pid)], capture_output=True, text=True, check=True)
        assert who.stdout.strip() == "nobody"
    assert own.ended is None
    own.kill()
    assert own.say("core show uptime") == ""
    assert own.ended == -signal.SIGKILL
    own.start()
    assert own.ended is None
    assert asterisk.channels() == []


@pytest.mark.parametrize("kind", [socket.SOCK_STREAM, socket.SOCK_DGRAM])
def test_a_port_is_free_until_somebody_has_it(kind: socket.SocketKind) -> None:
    port = free_port("127.0.0.1", kind)
    assert is_free("127.0.0.1", port, kind)
    with socket.socket(socket.AF_INET, kind) as one:
        one.bind(("127.0.0.1", port))
        if kind is socket.SOCK_STREAM:
            one.listen()
        assert not is_free("127.0.0.1", port, kind)
    with pytest.raises(OSError, match="assign"):
        is_free("192.0.2.1", port, kind)
