"""Several sessions of one account over one folder: real processes, real locks, real deaths."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from agent_client.workstation import ownership
from agent_client.workstation.ownership import OwnFolder, hold_first, numbered, same_name

CHILD = """
import sys
from pathlib import Path
from agent_client.workstation.ownership import OwnFolder, hold_first
root, *pieces = sys.argv[1:]
own = OwnFolder(Path(root))
for piece in pieces:
    name, _, text = piece.partition("=")
    own.keep(name, text.encode())
number, log = hold_first(Path(root) / "log.lock")
print(own.path.name, number, flush=True)
sys.stdin.read()
"""


class Session:
    """Another session of the account, as a process."""

    def __init__(self, root: Path, *pieces: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", CHILD, str(root), *pieces], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        assert self.process.stdout is not None
        self.folder, self.log = self.process.stdout.readline().split()

    def die(self) -> None:
        self.process.send_signal(signal.SIGKILL)
        self.process.communicate(timeout=60)


@pytest.fixture
def session(tmp_path: Path) -> Iterator[type[Session]]:
    made: list[Session] = []

    def start(*pieces: str) -> Session:
        made.append(Session(tmp_path, *pieces))
        return made[-1]

    yield start
    for one in made:
        if one.process.poll() is None:
            one.die()


@pytest.fixture
def own(tmp_path: Path) -> Iterator[Callable[[], OwnFolder]]:
    made: list[OwnFolder] = []

    def start() -> OwnFolder:
        made.append(OwnFolder(tmp_path))
        return made[-1]

    yield start
    for one in made:
        one.close()


def test_A4_a_living_sessions_letters_stay_its_own_and_a_dead_ones_are_taken_over(tmp_path: Path, session, own) -> None:
    other = session("draft.1=theirs", "letter.a=on its way")
    mine = own()
    assert (other.folder, other.log, mine.path.name) == ("1", "1", "2")
    assert mine.load() == {}, "stolen from the living"
    mine.keep("draft.1", b"mine")
    number, log = hold_first(tmp_path / "log.lock")
    assert number == 2
    assert log is not None
    log.let_go()
    other.die()
    assert mine.load() == {"draft.1~2": b"theirs", "letter.a": b"on its way"}
    assert mine.load() == {}, "given out twice"
    mine.close()
    again = own()
    assert {same_name(name) for name in again.load()} == {"draft.1", "letter.a"}
    assert again.load() == {}


def test_a_start_after_a_death_finds_its_own_again(tmp_path: Path, session, own) -> None:
    session("draft.1=half a sen").die()
    mine = own()
    assert mine.path.name == "1"
    assert mine.load() == {"draft.1": b"half a sen"}
    later = own()
    assert later.load() == {}
    number, log = hold_first(tmp_path / "log.lock")
    assert number == 1
    assert log is not None
    log.let_go()


def test_what_an_older_version_left_in_the_folder_itself_is_taken_over(tmp_path: Path, own) -> None:
    ownership.Folder(tmp_path).keep("draft.1", b"from before")
    mine = own()
    assert mine.load() == {"draft.1": b"from before"}
    assert list(tmp_path.glob("*.kept")) == []


def test_the_same_text_twice_is_taken_over_once(tmp_path: Path, session, own) -> None:
    session("draft.1=the same").die()
    one, two = session("draft.2=x"), session("draft.1=the same")
    mine = own()
    one.die()
    two.die()
    assert mine.load() == {"draft.1": b"the same", "draft.2": b"x"}


def test_where_the_disk_knows_no_locks_all_share_one_folder(
    tmp_path: Path, own, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ownership, "hold", lambda path: None)
    one, two = own(), own()
    one.keep("draft.1", b"text")
    assert two.load() == {"draft.1": b"text"}
    assert hold_first(tmp_path / "log.lock") == (1, None)


def test_an_empty_folder_goes_with_its_owner(tmp_path: Path, own) -> None:
    mine = own()
    mine.close()
    mine.close()
    assert list(tmp_path.iterdir()) == []


def test_numbers(tmp_path: Path) -> None:
    assert [numbered(tmp_path / "log.txt", number).name for number in (1, 2)] == ["log.txt", "log-2.txt"]
    assert [same_name(name) for name in ("draft.5~2", "draft.5", "a~b")] == ["draft.5", "draft.5", "a~b"]
