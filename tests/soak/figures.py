"""What a process of the program holds at one moment, and by how much that has grown."""

from __future__ import annotations

import asyncio
import gc
import os
import threading
from pathlib import Path
from statistics import median

import shiboken6
from msgspec import Struct
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QWidget

from ui.loop import Loop
from ui.top_levels import top_levels

PAGE = os.sysconf("SC_PAGE_SIZE") if hasattr(os, "sysconf") else 4096


class Figures(Struct, frozen=True, kw_only=True):
    """``minute`` since the start. ``entries`` of the callback list are data, not a leak: told to explain the rest."""

    minute: float
    memory: float
    """MiB that lie in memory (RSS)."""
    tasks: int
    timers: int
    """Active Qt timers."""
    waits: int
    """Callbacks that wait on asyncio's loop."""
    windows: int
    widgets: int
    shells: int
    """Widgets that Qt has deleted long ago, and that something of ours still holds."""
    files: int
    threads: int
    entries: int

    def said(self) -> str:
        return (
            f"{self.minute:6.1f} min: memory {self.memory:6.1f} MiB, tasks {self.tasks}, timers {self.timers}, "
            f"waits {self.waits}, top-level widgets {self.windows}, widgets {self.widgets}, shells {self.shells}, "
            f"files {self.files}, threads {self.threads}; {self.entries} callbacks in the list"
        )


def taken(minute: float, entries: int) -> Figures:
    """Of this process. Rubbish is collected first: what counts is what is held."""
    gc.collect()
    app, loop = QApplication.instance(), asyncio.get_running_loop()
    assert isinstance(app, QApplication) and isinstance(loop, Loop)
    tops = top_levels()
    widgets = {shiboken6.getCppPointer(one)[0]: one for top in tops for one in (top, *top.findChildren(QWidget))}
    everything = [app, *widgets.values()]
    timers = {shiboken6.getCppPointer(timer)[0]: timer for one in everything for timer in one.findChildren(QTimer)}
    return Figures(
        minute=minute,
        memory=_memory(),
        tasks=len(asyncio.all_tasks()),
        timers=sum(timer.isActive() for timer in timers.values()),
        waits=loop.timers(),
        windows=len(tops),
        widgets=len(widgets),
        shells=sum(isinstance(one, QWidget) and not shiboken6.isValid(one) for one in gc.get_objects()),
        files=len(os.listdir("/proc/self/fd")) if Path("/proc/self/fd").exists() else 0,  # noqa: PTH208
        threads=threading.active_count(),
        entries=entries,
    )


def growth(taken: list[Figures], warm_up: float) -> float:
    """In percent: the last three readings against the first three after the warm-up, the middle of each."""
    warm = [one.memory for one in taken if one.minute >= warm_up]
    if len(warm) < 2:
        return 0.0
    some = min(3, len(warm) // 2)
    return (median(warm[-some:]) / median(warm[:some]) - 1) * 100


def _memory() -> float:
    """In MiB; 0 where the system has no such file."""
    try:
        resident = int(Path("/proc/self/statm").read_text().split()[1])
    except OSError:
        return 0.0
    return resident * PAGE / 2**20
