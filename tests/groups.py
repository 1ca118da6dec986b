"""Which tests stay together, and in which order workers take them."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable

Group = list[int]
"""The places of tests among all that were collected; one worker runs them, one after another."""

PLACED = {
    "calls, l to z": 0.0,
    "postgres": 0.0,
    "invariants": 0.0,
    "tests/soak/test_kills.py": 0.1,
    "tests/end_to_end/faults/test_in_a_consult.py": 0.25,
    "calls, a to k": 0.35,
    "tests/soak/test_soak.py": 0.4,
    "tests/end_to_end/test_self_check.py": 0.6,
}
"""Groups that take half a minute or more, and where they stand among the others: nothing shall wait for them in the end, and
of those that mostly wait never so many go at once that nobody computes."""
CALLS = "tests/backend/telephony/"
"""They talk, on both engines, and talking takes its time whatever the processors do."""
WHOLE = ("tests/end_to_end/", "tests/soak/")
WAITING = (
    *WHOLE,
    "tests/ui/test_placement_screens.py",
    "tests/ui/test_placement_x11.py",
    "tests/workstation/test_instance.py",
)
"""They have processes of their own, and share a display or a centre."""
TALKING = (CALLS, *WHOLE, "tests/backend/demo/", "tests/backend/softphone/")
"""Their sounds come every 20 ms."""
WITH_WINDOWS = ("tests/ui/", "tests/workstation/")
BATCH = 16
"""So many tests that stand alone are handed over at once, and fewer towards the end."""


def group_of(test: str) -> str:
    """By the test's name. Tests that mostly wait are for all workers; those of one file stay together. One worker reads the
    source for all that is said of it, one has the PostgreSQL, and never more than two make calls, while the others compute.
    """
    file = test.partition("::")[0]
    if file.startswith("tests/invariants/"):
        return "invariants"
    if file.startswith(WAITING):
        return file
    if file.startswith(CALLS):
        return "calls, l to z" if file.removeprefix(CALLS) > "test_l" else "calls, a to k"
    if file.startswith("tests/backend/") and ("postgres" in test.lower() or "several_servers" in file):
        return "postgres"
    return test


def in_order(tests: Iterable[str]) -> deque[Group]:
    """What takes long in its place, and what waits between what computes, so that the processors are busy; the windows'
    tests, which are short, at the end."""
    groups: dict[str, Group] = {}
    for place, test in enumerate(tests):
        groups.setdefault(group_of(test), []).append(place)
    placed = [(at, groups.pop(name)) for name, at in PLACED.items() if name in groups]
    waiting = [groups.pop(name) for name in list(groups) if name.startswith(WAITING)]
    last = [groups.pop(name) for name in list(groups) if name.startswith(WITH_WINDOWS)]
    computing = list(groups.values())
    between = [
        *placed,
        *(((at + 0.5) / len(waiting), group) for at, group in enumerate(waiting)),
        *((at / len(computing), group) for at, group in enumerate(computing)),
    ]
    between.sort(key=lambda placed: placed[0])
    return deque([*(group for _, group in between), *last])


def deal(groups: deque[Group], workers: int) -> Group:
    """What one worker gets next, taken from ``groups``. Empty when nothing is left."""
    if not groups:
        return []
    dealt = list(groups.popleft())
    if len(dealt) == 1:
        most = min(BATCH, len(groups) // (workers * 8))
        while len(dealt) < most and len(groups[0]) == 1:
            dealt += groups.popleft()
    return dealt
