"""Small suites of their own, run by workers."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="processes cannot be copied here: tests run in one")
ROOT = Path(__file__).resolve().parent.parent
LASTS = """
import os, pathlib, pytest, time

@pytest.fixture(scope="session", autouse=True)
def lasting():
    started = pathlib.Path(f"{os.getpid()}.started")
    started.touch()
    yield
    time.sleep(0.2)
    started.rename(f"{os.getpid()}.ended")
"""


def begin(folder: Path, *options: str) -> subprocess.Popen[str]:
    (folder / "conftest.py").write_text(LASTS)
    (folder / "pytest.ini").write_text("[pytest]\n")
    command = [sys.executable, "-m", "pytest", "-p", "tests.workers", "--workers", "2", "-p", "no:cacheprovider"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    environment.pop("PYTEST_ADDOPTS", None)
    basetemp = f"--basetemp={folder.parent / 'temporary'}"
    return subprocess.Popen(
        [*command, "-rA", basetemp, *options],
        cwd=folder,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def until_two(folder: Path, names: str) -> None:
    until = time.monotonic() + 30
    while len(list(folder.glob(names))) < 2:
        assert time.monotonic() < until
        time.sleep(0.05)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "suite"
    made.mkdir()
    return made


def test_every_outcome_is_told_and_a_death_costs_one_test(folder: Path) -> None:
    (folder / "test_outcomes.py").write_text(
        """
import os, pytest

@pytest.fixture
def broken():
    raise RuntimeError("no such thing")

def test_right(tmp_path): print("said while right"); (tmp_path / "file").touch()
def test_wrong(): print("said before"); assert 1 == 2
def test_broken(broken): pass
def test_not_here(): pytest.skip("not here")
def test_deadly(): os._exit(3)
def test_after(): pass
def test_much_after(): pass
"""
    )
    together = folder / "tests" / "end_to_end"
    together.mkdir(parents=True)
    (together / "test_together.py").write_text(
        """
import os, pytest

@pytest.mark.parametrize("at", range(9))
def test_who(at): open("who", "a").write(f"{os.getpid()}\\n")
"""
    )
    process = begin(folder)
    said, _ = process.communicate(timeout=100)
    assert process.returncode == pytest.ExitCode.TESTS_FAILED
    assert "2 failed, 12 passed, 1 skipped, 1 error" in said
    assert "The worker ended in this test, with 3." in said
    assert "FAILED test_outcomes.py::test_deadly" in said and "said before" in said and "no such thing" in said
    who = (folder / "who").read_text().split()
    assert len(who) == 9 and len(set(who)) == 1 and int(who[0]) != process.pid
    left = [path.name for path in folder.glob("*.started")]
    assert len(left) == 1, "what a worker was given lasts until its end; one died"


def test_what_stops_the_tests_stops_the_workers_and_they_clear_up(folder: Path) -> None:
    tests = "import time\ndef test_a_wrong(): time.sleep(0.5); assert False\ndef test_b(): time.sleep(60)\ndef test_c(): pass"
    (folder / "test_long.py").write_text(tests)
    process = begin(folder, "-x")
    said, _ = process.communicate(timeout=30)
    assert process.returncode == pytest.ExitCode.TESTS_FAILED
    assert "stopping after 1 failures" in said and "passed" not in said.splitlines()[-1]
    assert len(list(folder.glob("*.ended"))) == 2 and not list(folder.glob("*.started"))


def test_the_keyboard_ends_them_all(folder: Path) -> None:
    (folder / "test_long.py").write_text("import time\ndef test_a(): time.sleep(60)\ndef test_b(): time.sleep(60)")
    process = begin(folder)
    until_two(folder, "*.started")
    process.send_signal(signal.SIGINT)
    said, _ = process.communicate(timeout=30)
    assert process.returncode == pytest.ExitCode.INTERRUPTED
    assert "KeyboardInterrupt" in said
    assert len(list(folder.glob("*.ended"))) == 2


def test_nobody_works_for_a_process_that_is_gone(folder: Path) -> None:
    (folder / "test_long.py").write_text("import time\ndef test_a(): time.sleep(1)\ndef test_b(): time.sleep(1)")
    process = begin(folder)
    until_two(folder, "*.started")
    process.kill()
    process.wait()
    until_two(folder, "*.ended")
    assert process.stdout is not None
    process.stdout.close()
