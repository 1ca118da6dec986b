"""One Asterisk in a folder of its own, from its start to its end. Several at once do not meet."""

from __future__ import annotations

import contextlib
import errno
import os
import random
import re
import secrets
import select
import shutil
import signal
import socket
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType

from msgspec.structs import replace

from agent_client.backend.telephony.asterisk.setting_up.configuration import Plan, new

from .fetching import Unpacked

READY_SECONDS, END_SECONDS = 30.0, 5.0
SOMEBODY = "nobody"
"""Who runs it, where we are root."""
PORTS = range(10_000, 20_000)
"""From which the system gives none away by itself: who seeks a port of its own that nobody listens on finds itself, in time."""
RTP_PORTS = range(20_000, 60_000, 2_000)
"""A stretch for each, chosen by chance."""
GUARD = 'read -r _; [ "$(readlink "/proc/$1/cwd")" = "$2" ] && kill -KILL "$1"; rm -rf "$2"'
"""Waits by a pipe, which goes with whoever started Asterisk, also when they are killed; ends it then, and throws it away."""
LOG, CONSOLE = "log/messages.log", "console.log"
FOLDERS = ("etc", "lib", "spool/recording", "run", "log", "cache", "music")


class CannotStart(Exception):
    """What Asterisk said before it ended, or that it took too long."""


class Throwaway:
    """``changes``: options by name, to be set so wherever they stand. All methods wait: call them in a thread where that
    matters."""

    def __init__(
        self,
        unpacked: Unpacked,
        plan: Plan,
        *,
        data: Path | None = None,
        music: Path | None = None,
        changes: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        """``data``: its sounds, where they are not those that came with it."""
        self.folder = Path(tempfile.mkdtemp(prefix="pbx-", dir=_short()))
        self._unpacked = unpacked
        self._process: subprocess.Popen[bytes] | None = None
        self._guard: subprocess.Popen[bytes] | None = None
        for name in FOLDERS:
            (self.folder / name).mkdir(parents=True)
        files = dict(new(replace(plan, music=str(music or self.folder / "music"))))
        files["asterisk.conf"] = self._places(data) + files["asterisk.conf"] + self._names()
        for name, text in files.items():
            (self.folder / "etc" / name).write_text(_changed(text, changes), encoding="utf-8")
        self._give_away()

    def _places(self, data: Path | None) -> str:
        places = {"astetcdir": "etc", "astvarlibdir": "lib", "astdbdir": "lib", "astkeydir": "lib", "astagidir": "lib"}
        places |= {"astspooldir": "spool", "astrundir": "run", "astlogdir": "log", "astcachedir": "cache"}
        lines = [f"{name} = {self.folder / place}" for name, place in places.items()]
        if self._unpacked.modules is not None:
            lines.append(f"astmoddir = {self._unpacked.modules}")
        if data or self._unpacked.data:
            lines.append(f"astdatadir = {data or self._unpacked.data}")
        return "\n".join(["[directories]", *lines, ""])

    def _names(self) -> str:
        """Else all of one computer have the same."""
        entity = ":".join(f"{byte:02x}" for byte in (2, *secrets.token_bytes(5)))
        return f"\nverbose = 0\nnocolor = yes\nsystemname = {self.folder.name[-6:]}\nentityid = {entity}\n"

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process is not None else None

    @property
    def ended(self) -> int | None:
        """How, as `subprocess.Popen.returncode` says it; None: it runs, or was never started."""
        return self._process.poll() if self._process is not None else None

    def last_words(self, lines: int = 20) -> str:
        """Of its log; of its console, if it did not come to write one."""
        logged = self.folder / LOG
        said = logged if logged.exists() else self.folder / CONSOLE
        return "\n".join(said.read_text(errors="replace").splitlines()[-lines:])

    def start(self) -> None:
        """Returns once it takes calls. Again after `kill`: it remembers who is registered. Raises `CannotStart`."""
        self._dismiss_guard()
        with _readiness(self.folder / "run/ready") as told, (self.folder / CONSOLE).open("ab") as console:
            who: dict[str, object] = {}
            if _root():
                who = {"user": SOMEBODY, "group": _group(), "extra_groups": []}
            try:
                self._process = subprocess.Popen(
                    [*self._unpacked.command, "-f", "-C", str(self.folder / "etc/asterisk.conf")],
                    stdin=subprocess.DEVNULL,
                    stdout=console,
                    stderr=subprocess.STDOUT,
                    cwd=self.folder,
                    env={"PATH": os.defpath, "HOME": str(self.folder), "NOTIFY_SOCKET": str(self.folder / "run/ready")},
                    **who,  # type: ignore[call-overload]
                )
            except OSError as error:
                by = f" by {SOMEBODY}, who must be able to read its folder" if _root() else ""
                raise CannotStart(f"{self._unpacked.command[0]} cannot be run{by}: {error.strerror}") from None
            self._guard = subprocess.Popen(
                ["sh", "-c", GUARD, "sh", str(self._process.pid), str(self.folder.resolve())],
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )
            self._until_ready(told)

    def _dismiss_guard(self) -> None:
        if self._guard is not None:
            self._guard.kill()
            self._guard.communicate()
            self._guard = None

    def _until_ready(self, told: socket.socket) -> None:
        assert self._process is not None
        pauses = 0
        while True:
            readable, _, _ = select.select([told], [], [], 0.2)
            if readable and b"READY=1" in told.recv(4_096):
                return
            if self._process.poll() is not None:
                said = (self.folder / CONSOLE).read_text(errors="replace")
                raise CannotStart(f"Asterisk ended at once: {said[-1_000:].strip()}")
            pauses += not readable
            if pauses > 5 and "fully booted" in self.say("core waitfullybooted"):  # one that was built without systemd
                return
            if pauses * 0.2 > READY_SECONDS:
                self.kill()
                raise CannotStart(f"Asterisk was not ready within {READY_SECONDS:.0f} s")

    def say(self, command: str) -> str:
        """Its answer to a line that is typed at its console; empty when it does not run."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            done = subprocess.run(
                [*self._unpacked.command, "-C", str(self.folder / "etc/asterisk.conf"), "-rx", command],
                capture_output=True,
                text=True,
                check=False,
                timeout=END_SECONDS,
            )
            return done.stdout
        return ""

    def kill(self) -> None:
        """As if the power failed."""
        self._dismiss_guard()
        if self._process is not None:
            self._process.kill()
            self._process.wait()

    def stop(self) -> None:
        """And throw it away."""
        self._dismiss_guard()
        if self._process is not None and self._process.poll() is None:
            self._process.send_signal(signal.SIGTERM)
            try:
                self._process.wait(END_SECONDS)
            except subprocess.TimeoutExpired:
                self.kill()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _give_away(self) -> None:
        if not _root():
            return
        self.folder.chmod(0o755)
        for path in (self.folder, *self.folder.rglob("*")):
            shutil.chown(path, SOMEBODY, _group())


@contextlib.contextmanager
def _readiness(path: Path) -> Iterator[socket.socket]:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as told:
        path.unlink(missing_ok=True)
        told.bind(str(path))
        path.chmod(0o666)
        yield told


def _changed(text: str, changes: Mapping[str, str]) -> str:
    for name, value in changes.items():
        text = re.sub(rf"^{re.escape(name)} *=.*$", f"{name} = {value}", text, flags=re.M)
    return text


def rtp_ports() -> tuple[int, int]:
    first = random.choice(RTP_PORTS)
    return first, first + RTP_PORTS.step - 1


def _root() -> bool:
    return os.geteuid() == 0


def _group() -> str:
    import grp
    import pwd

    return grp.getgrgid(pwd.getpwnam(SOMEBODY).pw_gid).gr_name


def _short() -> str | None:
    """The control socket's path has at most 107 characters, and others must be able to get there: None is the system's own."""
    usual = tempfile.gettempdir()
    return None if len(usual) < 60 else "/tmp"


def free_port(host: str, kind: socket.SocketKind = socket.SOCK_STREAM) -> int:
    while True:
        port = random.choice(PORTS)
        if is_free(host, port, kind):
            return port


def is_free(host: str, port: int, kind: socket.SocketKind = socket.SOCK_STREAM) -> bool:
    with socket.socket(socket.AF_INET, kind) as one:
        if kind is socket.SOCK_STREAM and os.name == "posix":  # a connection that is over holds it for a minute
            one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            one.bind((host, port))
        except OSError as error:
            if error.errno != errno.EADDRINUSE:
                raise
            return False
    return True
