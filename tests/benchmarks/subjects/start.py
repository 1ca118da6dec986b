"""Start → usable: from the spawning of the process to a painted sign-in window whose fields take what is typed."""

from __future__ import annotations

from dataclasses import dataclass, field

from children import HERE, Bench, Child
from report import Result

LIMIT = 1.6
MILLION = 1e6


@dataclass
class Readings:
    wall: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)

    def add(self, child: Child, said: list[str]) -> None:
        when, cpu = map(int, said)
        self.wall.append((when - child.spawned) / MILLION)
        self.cpu.append(cpu / MILLION)


def measure(bench: Bench) -> list[Result]:
    return [result for platform in bench.platforms for result in _measure(bench, platform)]


def _measure(bench: Bench, platform: str) -> list[Result]:
    environment = bench.environment(platform)
    usable, listens, floor = Readings(), Readings(), Readings()
    for at in range(bench.rounds(15, 5) + 1):
        if at == 1:  # the first round warmed the disk's cache and made the bytecode
            usable, listens, floor = Readings(), Readings(), Readings()
        with Child(environment, HERE / "ours/window.py") as child:
            usable.add(child, child.hear("typed"))
            listens.add(child, child.hear("listens"))
        with Child(environment, HERE / "floors/window.py") as child:
            floor.add(child, child.hear("painted"))
    name, bare = f"start, {platform}", "bare PySide6 window, painted"
    what = "process spawned → sign-in window painted and a typed letter in its field"
    button = "process spawned → its button joined with a session, httpx loaded"
    return [
        Result(name, what, bare, "ms", usable.wall, floor.wall, LIMIT),
        Result(f"{name}, CPU", "the same, CPU of the process", bare, "ms", usable.cpu, floor.cpu),
        Result(f"{name}, button", button, bare, "ms", listens.wall, floor.wall),
    ]
