"""The processes that are measured: started alike on both sides, spoken with in lines, and a display for them."""

from __future__ import annotations

import contextlib
import os
import queue
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
PATIENCE = 60.0


class Silent(Exception):
    """A child ended, or did not say what was waited for."""


@dataclass(frozen=True)
class Bench:
    """``platforms`` are what Qt can draw on here: ``offscreen``, and ``xcb`` where there is a display of our own."""

    folder: Path
    platforms: tuple[str, ...]
    display: str
    quick: bool

    def rounds(self, full: int, quick: int) -> int:
        return quick if self.quick else full

    def environment(self, platform: str = "offscreen", home: str = "home") -> dict[str, str]:
        """Bytecode is kept as an installed program's is, in a folder of this run: both sides start warm."""
        unwanted = (
            "PYTHONDONTWRITEBYTECODE",
            "LC_ALL",
            "LC_MESSAGES",
            "LANGUAGE",
            "WAYLAND_DISPLAY",
            "DISPLAY",
            "PYTHONOPTIMIZE",
        )
        kept = {name: value for name, value in os.environ.items() if name not in unwanted}
        ours = {
            "LANG": "C.UTF-8",
            "PYTHONPATH": str(ROOT),
            "PYTHONPYCACHEPREFIX": str(self.folder / "bytecode"),
            "PYTHONUNBUFFERED": "1",
            "QT_QPA_PLATFORM": platform,
            "AGENT_CLIENT_HOME": str(self.folder / home),
            "CLIENTNAME": home,  # a seat of its own
        }
        return kept | ours | ({"DISPLAY": self.display} if platform == "xcb" else {})


class Child:
    """A process whose standard output is read line by line. `end` it, or leave it to `with`."""

    def __init__(self, environment: dict[str, str], *command: str | Path) -> None:
        scripts = [Path(part).name for part in command if str(part).endswith(".py")]
        self.name = scripts[0] if scripts else str(command[1])  # of `-m`
        self.spawned = time.monotonic_ns()
        self._process = subprocess.Popen(
            [sys.executable, *map(str, command)],
            env=environment,
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        self.pid = self._process.pid
        self._lines: queue.SimpleQueue[str] = queue.SimpleQueue()
        self._said: list[str] = []
        for pipe, take in ((self._process.stdout, self._lines.put), (self._process.stderr, self._said.append)):
            threading.Thread(target=self._read, args=(pipe, take), daemon=True).start()

    def __enter__(self) -> Child:
        return self

    def __exit__(self, *_: object) -> None:
        self.end()

    def _read(self, pipe: object, take: object) -> None:
        with contextlib.suppress(ValueError):  # closed meanwhile
            for line in pipe:  # type: ignore[attr-defined]
                take(line.rstrip("\n"))  # type: ignore[operator]
        if take == self._lines.put:
            self._lines.put("")

    def tell(self, line: str) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(line + "\n")
        self._process.stdin.flush()

    def hear(self, word: str, seconds: float = PATIENCE) -> list[str]:
        """The rest of the next line that begins with ``word``. Raises `Silent`."""
        until = time.monotonic() + seconds
        while True:
            try:
                line = self._lines.get(timeout=max(0.01, until - time.monotonic()))
            except queue.Empty:
                raise Silent(
                    f"{self.name}: no {word!r} within {seconds:.0f} s; it said: {self._last_words()}"
                ) from None
            if not line and self._process.poll() is not None:
                raise Silent(f"{self.name} ended before {word!r}: {self._last_words()}")
            first, *rest = line.split() or [""]
            if first == word:
                return rest

    def pause(self) -> None:
        self._process.send_signal(signal.SIGSTOP)

    def go_on(self) -> None:
        self._process.send_signal(signal.SIGCONT)

    def end(self) -> None:
        """Kindly, then not."""
        self.go_on()
        for insist in (self._process.terminate, self._process.kill):
            insist()
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(10)
                break
        for pipe in (self._process.stdin, self._process.stdout, self._process.stderr):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()

    def _last_words(self) -> str:
        return " / ".join(self._said[-6:])


@contextlib.contextmanager
def display() -> Iterator[str]:
    """A display of our own, without a window manager; empty where there is no Xvfb."""
    if shutil.which("Xvfb") is None:
        yield ""
        return
    command = ["Xvfb", "-displayfd", "1", "-screen", "0", "1600x1000x24", "-nolisten", "tcp"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    try:
        assert process.stdout is not None
        number = process.stdout.readline().strip()
        yield f":{number}" if number else ""
    finally:
        process.terminate()
        process.wait(10)
