"""What holds for the whole suite: how seldom Python looks for garbage, which tests stay together, and in which order they go.

Hundreds of test modules and half of Qt, SQLAlchemy and Litestar are alive from the first test to the last. Looking through
them again and again took a fifth of the suite's time.
"""

from __future__ import annotations

import gc
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from xdist.scheduler import LoadScopeScheduling

from tests.turns import take_turns

NEW_OBJECTS = 200_000
"""Before the youngest are looked through; Python's own figure is 700."""
PLACED = {
    "calls, l to z": 0.0,
    "postgres": 0.0,
    "invariants": 0.0,
    "tests/soak/test_kills.py": 0.1,
    "tests/end_to_end/faults/test_in_a_consult.py": 0.25,
    "tests/soak/test_soak.py": 0.4,
    "calls, a to k": 0.45,
    "tests/end_to_end/test_self_check.py": 0.6,
}
"""Groups that take half a minute or more, and where they stand among the others: nothing shall wait for them in the end, and
of those that mostly wait never so many go at once that nobody computes."""
CALLS = "tests/backend/telephony/"
"""They talk, on both engines, and talking takes its time whatever the processors do."""
WAITING = ("tests/end_to_end/", "tests/soak/")
TALKING = (CALLS, *WAITING, "tests/backend/demo/", "tests/backend/softphone/")
"""Their sounds come every 20 ms."""
WITH_WINDOWS = ("tests/ui/", "tests/workstation/")

gc.disable()  # collecting the tests only adds
settings.register_profile("busy", deadline=None, suppress_health_check=[HealthCheck.too_slow])  # the other workers are
settings.load_profile("busy")


def group_of(test: str) -> str:
    """By the test's name. End-to-end tests mostly wait, so all workers have some; those of one file stay together, for they
    may share a centre. One worker reads the source for all that is said of it, one has the PostgreSQL, and never more than
    two make calls, while the others compute."""
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


class InGroups(LoadScopeScheduling):
    """Workers take the groups in the order in which the tests stand.

    By name: what a mark says of groups does not reach xdist 3.8 from pytest 9.2, whose tests have their names elsewhere.
    """

    def __init__(self, config: pytest.Config, log: Any = None) -> None:
        config.option.loadscopereorder = False
        super().__init__(config, log)

    def _split_scope(self, nodeid: str) -> str:
        return group_of(nodeid)

    def mark_test_complete(self, node: Any, item_index: int, duration: float = 0) -> None:
        """What a worker is through with is forgotten: after each test xdist counts all that it ever had."""
        test = self.registered_collections[node][item_index]
        work, group = self.assigned_work[node], group_of(test)
        work[group][test] = True
        if all(work[group].values()):
            del work[group]
        self._reschedule(node)


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> InGroups | None:
    return InGroups(config, log) if config.getvalue("dist") == "loadgroup" else None


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """For workers: what takes long in its place, and what waits between what computes, so that the processors are busy; the
    windows' tests, which are short, at the end."""
    if not hasattr(config, "workerinput"):
        return
    groups: dict[str, list[pytest.Item]] = {}
    for item in items:
        groups.setdefault(group_of(item.nodeid), []).append(item)
    placed = [(at, groups.pop(name)) for name, at in PLACED.items() if name in groups]
    last = [groups.pop(name) for name in list(groups) if name.startswith(WITH_WINDOWS)]
    waiting = [groups.pop(name) for name in list(groups) if name.startswith(WAITING)]
    computing = list(groups.values())
    between = [
        *placed,
        *(((at + 0.5) / len(waiting), group) for at, group in enumerate(waiting)),
        *((at / len(computing), group) for at, group in enumerate(computing)),
    ]
    between.sort(key=lambda placed: placed[0])
    items[:] = [item for group in (*(group for _, group in between), *last) for item in group]


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    if hasattr(item.config, "workerinput"):
        take_turns(long=not item.nodeid.startswith(TALKING))


def pytest_collection_finish() -> None:
    gc.freeze()  # what is there now stays
    gc.set_threshold(NEW_OBJECTS, 10, 10)
    gc.enable()
