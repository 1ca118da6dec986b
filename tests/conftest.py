"""What holds for the whole suite: how seldom Python looks for garbage, and which tests stay together.

Hundreds of test modules and half of Qt, SQLAlchemy and Litestar are alive from the first test to the last. Looking through
them again and again took a fifth of the suite's time.
"""

from __future__ import annotations

import gc
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

NEW_OBJECTS = 20_000
"""Before the youngest are looked through; Python's own figure is 700."""
END_TO_END, INVARIANTS = (Path(__file__).with_name(name) for name in ("end_to_end", "invariants"))

gc.disable()  # collecting the tests only adds
settings.register_profile("busy", deadline=None, suppress_health_check=[HealthCheck.too_slow])  # the other workers are
settings.load_profile("busy")


@pytest.hookimpl(tryfirst=True)  # xdist reads the groups
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """End-to-end tests mostly wait, so all workers have some; those of one file stay together, for they may share a centre.
    One worker reads the source for all that is said of it."""
    for item in items:
        mark = item.get_closest_marker("xdist_group")
        if item.path.is_relative_to(INVARIANTS):
            item.add_marker(pytest.mark.xdist_group("invariants"))
        elif mark is not None and mark.args == ("end to end: one centre",) and item.path.is_relative_to(END_TO_END):
            item.add_marker(pytest.mark.xdist_group(f"end to end: {item.path.stem}"))


def pytest_collection_finish() -> None:
    gc.freeze()  # what is there now stays
    gc.set_threshold(NEW_OBJECTS, 10, 10)
    gc.enable()
