"""A shift in which the program is killed at random moments, and started again: no note lost, none doubled, no seat stuck.

``python -m tests.soak.kills --kills 200``. Several agents work at once, each in processes of their own, one after the other.

A note counts as **written** once the program has it on its own disk, as a draft or as a letter; it is so a fraction of a
second after it was typed or sent. A written note is **lost** if it is not at the server in the end, **doubled** if it is
there more than once. What was typed but not yet kept when the program died is told as seconds of typing.
"""

from __future__ import annotations

import argparse
import json
import queue
import random
import re
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable
from contextlib import closing
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any

import httpx
import msgspec

from agent_client.protocol.paths import API
from tests.end_to_end.centre import PASSWORD, Centre, Team, write
from tests.soak.environment import environment

STARTING = 0.15
"""Of so many lives the death comes before the agent is signed in."""
MOST_STEPS = 110
"""A life ends after so many things at most that its program told: keys typed, drafts kept, notes sent. Two notes or three."""
LONGEST_LIFE = 25.0
"""Seconds after signing in."""
TAG = re.compile(r"\[(\w+\.\d+\.\d+)\]")


def now() -> float:
    return time.time()  # noqa: TID251 - as the program's process and the server tell it


@dataclass
class Note:
    """``kept``: the longest text that was on the disk; ``as_letter``: a text that was there for the server."""

    typed: dict[int, float] = field(default_factory=dict)
    kept: str = ""
    as_letter: str = ""


@dataclass
class Life:
    """What one process told."""

    born: float
    signed_in: float | None = None
    killed: float = 0.0
    told: list[dict[str, Any]] = field(default_factory=list)


class Line:
    """One agent, who dies again and again."""

    def __init__(self, team: Team, centre: Centre, folder: Path, seed: int) -> None:
        self._team = team
        self._who = team.anna
        self._centre = centre
        self._home = folder / f"home-{team.number}"
        self._log = (folder / f"errors-{team.number}.txt").open("a")
        self._chance = random.Random(seed)
        self._http = httpx.Client(base_url=f"{centre.url}{API}/simulator/", trust_env=False)
        self._post(f"phones/{self._who.phone}", answers_test_after=0.01, desktop=True)
        self.lives: list[Life] = []
        self.noticed: list[float] = []
        """Seconds until the server knew that the program was gone."""
        self.unsent: list[str] = []
        self.trouble: list[str] = []

    def work(self, kills: int) -> None:
        for _ in range(kills):
            self._live_and_die()

    def seat_free_after(self, grace: float) -> bool:
        """The last process died without a word, too."""
        query = "SELECT count(*) FROM sessions WHERE ended_at IS NULL AND seat = ?"
        end = now() + grace + 10
        while self._centre.rows(query, self._seat) != [(0,)]:
            if now() > end:
                return False
            time.sleep(0.1)
        return True

    @property
    def _seat(self) -> str:
        return f"WS-{self._team.number}"

    def _start(self, task: str) -> tuple[subprocess.Popen[bytes], queue.SimpleQueue[dict[str, Any] | None]]:
        who, tag = self._who, f"{self._team.number}.{len(self.lives)}"
        arguments = [self._centre.url, who.user, PASSWORD, who.phone, tag, str(self._chance.randrange(10**6)), task]
        child = subprocess.Popen(
            [sys.executable, "-m", "tests.soak.killed_program", *arguments],
            env=environment(self._home, self._seat),
            stdout=subprocess.PIPE,
            stderr=self._log,
        )
        lines: queue.SimpleQueue[dict[str, Any] | None] = queue.SimpleQueue()

        def read() -> None:
            assert child.stdout is not None
            for line in child.stdout:
                if line.endswith(b"\n"):  # else it was about to be told
                    lines.put(json.loads(line))
            lines.put(None)

        threading.Thread(target=read, daemon=True).start()
        return child, lines

    def _live_and_die(self) -> None:
        child, lines = self._start("work")
        life = Life(born=now())
        self.lives.append(life)
        in_the_door, steps = self._chance.random() < STARTING, self._chance.randint(1, MOST_STEPS)
        death = life.born + (self._chance.uniform(0, 2.5) if in_the_door else 90)
        while (left := death - now()) > 0:
            try:
                told = lines.get(timeout=left)
            except queue.Empty:
                break
            if told is None:
                lines.put(None)
                self.trouble.append("a program ended by itself")
                break
            self._take(life, told)
            steps -= life.signed_in is not None
            if told["kind"] == "signed in" and not in_the_door:
                death = now() + LONGEST_LIFE
            if steps <= 0 and not in_the_door:
                death = min(death, now() + self._chance.uniform(0, 0.2))
        else:
            if not in_the_door and life.signed_in is None:
                self.trouble.append("not signed in within a minute and a half")
        child.send_signal(signal.SIGKILL)
        life.killed = now()
        child.wait()
        while (told := lines.get(timeout=60)) is not None:
            self._take(life, told)
        self._close(child)
        if life.signed_in is not None:
            self._until_noticed(life.killed)

    def finish(self) -> None:
        """Started once more; what was left is sent, and then it dies for good."""
        child, lines = self._start("finish")
        life = Life(born=now())
        self.lives.append(life)
        try:
            while (told := lines.get(timeout=120)) is not None:
                self._take(life, told)
                if told["kind"] == "finished":
                    self.unsent = told["unsent"]
                    break
            else:
                why = next((one["what"] for one in reversed(life.told) if one["kind"] == "late"), "")
                self.trouble.append(f"the last program ended before all was sent: {why}")
        except queue.Empty:
            self.trouble.append("the last program did not get everything sent")
        child.send_signal(signal.SIGKILL)
        child.wait()
        self._close(child)
        self._http.close()
        self._log.close()

    def _close(self, child: subprocess.Popen[bytes]) -> None:
        assert child.stdout is not None
        child.stdout.close()

    def _take(self, life: Life, told: dict[str, Any]) -> None:
        life.told.append(told)
        match told["kind"]:
            case "signed in":
                life.signed_in = told["at"]
            case "wish":
                self._post("calls", ani=self._team.known, dnis=self._team.main)
            case "refused":
                self.trouble.append(f"refused: {told['said']}")

    def _until_noticed(self, killed: float) -> None:
        query = "SELECT link_lost_at FROM sessions WHERE seat = ? ORDER BY id DESC LIMIT 1"
        end = now() + 15
        while now() < end:
            [(lost,)] = self._centre.rows(query, self._seat)
            if lost is not None:
                self.noticed.append(max(0.0, lost / 1000 - killed))
                return
            time.sleep(0.01)
        self.trouble.append("the server did not notice a dead program")

    def _post(self, path: str, **body: object) -> None:
        self._http.post(path, content=msgspec.json.encode(body)).raise_for_status()


@dataclass
class Outcome:
    kills: int
    written: int
    at_the_server: int
    lost: list[str]
    doubled: list[str]
    cut_short: list[str]
    """Written, and at the server with fewer words than were on the disk."""
    noticed: list[float]
    untyped: list[float]
    """Of the notes that were being typed: seconds of typing that the next life did not have."""
    back_after: list[float]
    stuck: list[str]
    trouble: Counter[str]
    in_call: int

    def said(self) -> list[str]:
        return [
            f"notes written {self.written}, notes at the server {self.at_the_server}, lost {len(self.lost)}, "
            f"doubled {len(self.doubled)}; link loss noticed in {_spread(self.noticed)}",
            f"{self.kills} kills, {self.in_call} of them with a contact in hand; cut short {len(self.cut_short)}; "
            f"seats stuck longer than the grace {len(self.stuck)}",
            f"of what was being typed the next start lacked {_spread(self.untyped)} of typing",
            f"started, signed in and back at the call after {_spread(self.back_after)}",
            *(f"  {count} × {what}" for what, count in self.trouble.most_common()),
        ]

    def good(self) -> bool:
        return not (self.lost or self.doubled or self.cut_short or self.stuck or self.trouble)


def _spread(seconds: list[float]) -> str:
    return f"{median(seconds):.2f} s (median, worst {max(seconds):.2f} s)" if seconds else "no case"


def shift(kills: int, lines: int, seed: int, grace: int, folder: Path, *, last_grace: int | None = None) -> Outcome:
    """``last_grace``: of the deaths at the very end, whose seats are waited for."""
    database = folder / "centre.db"
    write(database, teams=lines)
    _set_grace(database, grace)
    centre = Centre(database).start()
    try:
        agents = [Line(Team(number), centre, folder, seed + number) for number in range(1, lines + 1)]
        shares = [kills // lines + (at < kills % lines) for at in range(lines)]
        _at_once(partial(one.work, share) for one, share in zip(agents, shares, strict=True))
        _set_grace(database, last_grace or grace)
        _at_once(one.finish for one in agents)
        stuck = [one._seat for one in agents if not one.seat_free_after(last_grace or grace)]
        records = [text for (text,) in centre.rows("SELECT text FROM records")]
    finally:
        centre.stop()
    return judged(agents, records, kills, stuck)


def _set_grace(database: Path, seconds: int) -> None:
    with closing(sqlite3.connect(database, timeout=60)) as conn, conn:
        conn.execute("UPDATE centre SET grace_seconds = ?", (seconds,))


def _at_once(works: Iterable[Callable[[], None]]) -> None:
    threads = [threading.Thread(target=work) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def judged(agents: list[Line], records: list[str], kills: int, stuck: list[str]) -> Outcome:
    notes: dict[str, Note] = {}
    untyped: list[float] = []
    for line in agents:
        for life, following in zip(line.lives, [*line.lives[1:], None], strict=True):
            _read(life, notes)
            untyped += _lacked(life, following)
    there = Counter(tag for text in records for tag in TAG.findall(text))
    written = {tag: note for tag, note in notes.items() if note.kept}
    cut_short = [
        tag
        for tag, note in written.items()
        if there[tag] == 1 and not any(tag in text and _has(text, note) for text in records)
    ]
    lives = [life for line in agents for life in line.lives]
    return Outcome(
        kills=kills,
        written=len(written),
        at_the_server=sum(there[tag] > 0 for tag in written),
        lost=[tag for tag in written if not there[tag]],
        doubled=[tag for tag, count in there.items() if count > 1],
        cut_short=cut_short,
        noticed=[seconds for line in agents for seconds in line.noticed],
        untyped=untyped,
        back_after=[life.signed_in - life.born for life in lives if life.signed_in is not None],
        stuck=stuck,
        trouble=Counter(trouble for line in agents for trouble in line.trouble),
        in_call=sum(any(one["kind"] == "typed" for one in life.told) for life in lives),
    )


def _read(life: Life, notes: dict[str, Note]) -> None:
    for told in life.told:
        if told["kind"] == "kept":
            for tag in TAG.findall(told["text"]):
                note = notes.setdefault(tag, Note())
                note.kept = told["text"]
                if told["what"] == "letter":
                    note.as_letter = told["text"]


def _has(text: str, note: Note) -> bool:
    """The letter word for word; of a draft at least what was kept."""
    return text == note.as_letter or (not note.as_letter and text.startswith(note.kept))


def _lacked(life: Life, following: Life | None) -> Iterable[float]:
    """What was being typed when this life ended, against what the next one found in the editor."""
    typed = [one for one in life.told if one["kind"] == "typed"]
    if (
        not typed
        or following is None
        or any(one["kind"] in ("sent", "late") and one["at"] >= typed[-1]["at"] for one in life.told)
    ):
        return []
    restored = next((one["text"] for one in following.told if one["kind"] == "restored"), None)
    if restored is None or TAG.findall(restored) != TAG.findall(typed[-1]["text"]):
        return []
    missing = [
        one["at"]
        for one in typed
        if len(one["text"]) > len(restored) and TAG.findall(one["text"]) == TAG.findall(restored)
    ]
    return [life.killed - min(missing) if missing else 0.0]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--lines", type=int, default=3, help="how many agents work, and die, at once")
    parser.add_argument("--seed", type=int, default=random.randrange(10**6))
    parser.add_argument("--grace", type=int, default=30, metavar="SECONDS", help="the centre's, for a lost link")
    options = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="kills-"))
    sys.stdout.write(f"seed {options.seed}; files in {folder}\n")
    sys.stdout.flush()
    outcome = shift(options.kills, options.lines, options.seed, options.grace, folder)
    for line in outcome.said():
        sys.stdout.write(f"{line}\n")
    for what, tags in (("lost", outcome.lost), ("doubled", outcome.doubled), ("cut short", outcome.cut_short)):
        if tags:
            sys.stdout.write(f"{what}: {', '.join(tags)}\n")
    return 0 if outcome.good() else 1


if __name__ == "__main__":
    sys.exit(main())
