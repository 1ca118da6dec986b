"""What holds for the whole suite: how seldom Python looks for garbage, and how patient hypothesis is.

Hundreds of test modules and half of Qt, SQLAlchemy and Litestar are alive from the first test to the last. Looking through
them again and again took a fifth of the suite's time.
"""

from __future__ import annotations

import gc

from hypothesis import HealthCheck, settings

pytest_plugins = ("tests.workers",)

NEW_OBJECTS = 200_000
"""Before the youngest are looked through; Python's own figure is 700."""

gc.disable()  # collecting the tests only adds
settings.register_profile("busy", deadline=None, suppress_health_check=[HealthCheck.too_slow])  # the other workers are
settings.load_profile("busy")


def pytest_collection_finish() -> None:
    gc.freeze()  # what is there now stays
    gc.set_threshold(NEW_OBJECTS, 10, 10)
    gc.enable()
