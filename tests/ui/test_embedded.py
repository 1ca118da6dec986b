"""The backend's process: real ones, well-behaved and not."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from ui import embedded as ui_embedded
from ui.embedded import Embedded, EmbeddedFailed, NotStarted, demo_command

Run = Callable[[Any], Any]


@pytest.fixture
def script(qapp: object, tmp_path: Path) -> Iterator[Callable[[str], Embedded]]:
    """A process that runs some Python instead of the backend."""
    made: list[Embedded] = []

    def make(code: str) -> Embedded:
        made.append(Embedded(["-c", code], tmp_path))
        return made[-1]

    yield make
    for one in made:
        if one.running():
            one._process.kill()
            one._process.waitForFinished(5000)
        one.deleteLater()


WELL_BEHAVED = "import sys; print('warming up'); print('ready http://127.0.0.1:1234'); sys.stdin.read()"
STUBBORN = (
    "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN);"
    "print('ready http://127.0.0.1:1', flush=True); time.sleep(60)"
)


def test_the_url_is_what_its_ready_line_says(script: Callable[[str], Embedded], run: Run) -> None:
    async def main() -> tuple[str, bool, bool]:
        backend = script(WELL_BEHAVED)
        assert backend.url == ""
        url = await backend.start()
        assert backend.url == url
        during = backend.running()
        await backend.stop()
        return url, during, backend.running()

    assert run(main()) == ("http://127.0.0.1:1234", True, False)


def test_one_that_ends_at_once_says_why(script: Callable[[str], Embedded], run: Run, tmp_path: Path) -> None:
    async def main() -> None:
        await script(
            "import sys; print('x', file=sys.stderr); sys.exit('agent-client-backend: cannot write the database')"
        ).start()

    with pytest.raises(EmbeddedFailed) as failed:
        run(main())
    assert failed.value.code is NotStarted.ENDED
    assert failed.value.sentence().endswith("did not start: cannot write the database")
    assert (tmp_path / "backend.log").read_text().splitlines()[0] == "x"


def test_one_that_never_gets_ready_is_ended(script: Callable[[str], Embedded], run: Run) -> None:
    async def main() -> Embedded:
        backend = script("import sys; print('already'); sys.stdin.read()")
        with pytest.raises(EmbeddedFailed) as failed:
            await backend.start(limit=0.4)
        assert failed.value.code is NotStarted.NO_ANSWER
        assert failed.value.sentence()
        return backend

    assert not run(main()).running()


def test_a_stubborn_one_is_killed(script: Callable[[str], Embedded], run: Run) -> None:
    async def main() -> bool:
        backend = script(STUBBORN)
        await backend.start()
        await backend.stop(patience=0.1)
        return backend.running()

    assert run(main()) is False


def test_stopping_what_never_ran_is_nothing(script: Callable[[str], Embedded], run: Run) -> None:
    run(script(WELL_BEHAVED).stop())


def test_a_cancelled_start_leaves_no_process(script: Callable[[str], Embedded], run: Run) -> None:
    async def main() -> bool:
        backend = script("import time; time.sleep(60)")
        starting = asyncio.get_running_loop().create_task(backend.start())
        await asyncio.sleep(0.1)
        assert backend.pid
        starting.cancel()
        await asyncio.wait([starting])
        await backend.stop()
        return backend.running()

    assert run(main()) is False


def test_without_the_extra_the_agent_reads_what_to_install(
    script: Callable[[str], Embedded], run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ui_embedded, "_NEEDED", ("litestar", "surely_not_installed"))
    with pytest.raises(EmbeddedFailed, match="surely_not_installed") as failed:
        run(script(WELL_BEHAVED).start())
    assert "agent-client[backend]" in failed.value.sentence()


_PARENT = """
import asyncio, sys
from pathlib import Path
from PySide6.QtWidgets import QApplication
from ui.embedded import Embedded
from ui.loop import run
app = QApplication([])
backend = Embedded(sys.argv[2:], Path(sys.argv[1]))
async def main():
    print(await backend.start(), backend.pid, flush=True)
    await asyncio.sleep(60)
run(main, app)
"""


def _alive(pid: int) -> bool:
    try:
        return "Z" not in Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except OSError:
        return False


@pytest.mark.skipif(sys.platform == "win32", reason="looks into /proc")
def test_the_real_demonstration_dies_with_a_client_that_is_killed(tmp_path: Path) -> None:
    arguments = demo_command(tmp_path / "demo.sqlite", fresh=True, pace=0)
    with subprocess.Popen(
        [sys.executable, "-c", _PARENT, str(tmp_path), *arguments], stdout=subprocess.PIPE, text=True
    ) as client:
        assert client.stdout is not None
        url, pid = client.stdout.readline().split()
        with urllib.request.urlopen(f"{url}/api/v1/hello", timeout=60) as answer:
            assert answer.status == 200
        assert _alive(int(pid))
        client.kill()
    for _ in range(200):
        if not _alive(int(pid)):
            break
        time.sleep(0.05)
    assert not _alive(int(pid))


def test_the_demonstrations_command_is_one_that_the_backend_takes(tmp_path: Path) -> None:
    from agent_client.backend.command_line import _parser  # tests may look into both rooms

    command = demo_command(tmp_path / "demo.db", fresh=True, pace=2, asterisk=tmp_path / "asterisk")
    options = _parser().parse_args(command[2:])
    assert options.asterisk == tmp_path / "asterisk"
    assert _parser().parse_args(demo_command(tmp_path / "demo.db")[2:]).asterisk is None
    assert (options.command, options.fresh, options.pace, options.until_stdin_closes) == ("demo", True, 2.0, True)
    assert options.database == f"sqlite:///{tmp_path / 'demo.db'}"
