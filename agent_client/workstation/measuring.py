"""What can be measured of this computer: its folders and this process. Blocking: a home folder on a network may hang."""

from __future__ import annotations

import contextlib
import os
import platform
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import msgspec

from .diagnostics import FolderFacts
from .paths import Paths


def folders(where: Paths) -> tuple[FolderFacts, ...]:
    """All but the demo's, which is nobody's work."""
    named: dict[str, Path] = msgspec.structs.asdict(where)
    return tuple(_facts(name, folder) for name, folder in named.items() if name != "demo")


def memory() -> int | None:
    """Bytes of this process that lie in the computer's memory."""
    if sys.platform == "win32":
        return _windows_memory()
    try:
        with Path("/proc/self/statm").open(encoding="ascii") as file:
            return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError, IndexError):
        return None


def system() -> str:
    """Its name as people know it."""
    with contextlib.suppress(OSError, AttributeError):
        return platform.freedesktop_os_release()["PRETTY_NAME"]
    return f"{platform.system()} {platform.release()}"


def newest(folder: Path, pattern: str) -> Iterator[Path]:
    """The files of this pattern, the one written last first."""
    found: list[tuple[float, Path]] = []
    for file in folder.glob(pattern):
        with contextlib.suppress(OSError):
            found.append((file.stat().st_mtime, file))
    yield from (file for _, file in sorted(found, reverse=True))


def tail(file: Path, most: int) -> str:
    """The last ``most`` bytes, from the beginning of a line. Raises OSError."""
    with file.open("rb") as opened:
        size = opened.seek(0, os.SEEK_END)
        opened.seek(max(0, size - most))
        data = opened.read(most)
    if size > most:
        data = data.partition(b"\n")[2]
    return data.decode(errors="replace")


def _facts(name: str, folder: Path) -> FolderFacts:
    free: int | None = None
    with contextlib.suppress(OSError):
        free = shutil.disk_usage(folder).free
    return FolderFacts(name, _writable(folder), free, _size(folder))


def _writable(folder: Path) -> bool:
    """Tried, not asked: permissions alone do not tell of a full disk or a lost network."""
    try:
        with tempfile.TemporaryFile(dir=folder) as file:
            file.write(b"x" * 512)
            file.flush()
            os.fsync(file.fileno())
    except OSError:
        return False
    return True


def _size(folder: Path) -> int:
    total = 0
    for inside, _, files in os.walk(folder):
        for name in files:
            with contextlib.suppress(OSError):
                total += (Path(inside) / name).stat().st_size
    return total


def _windows_memory() -> int | None:
    import ctypes
    from ctypes import wintypes

    class Counters(ctypes.Structure):
        _fields_ = [
            ("size", wintypes.DWORD),
            ("faults", wintypes.DWORD),
            ("peak_working_set", ctypes.c_size_t),
            ("working_set", ctypes.c_size_t),
            *((f"other_{number}", ctypes.c_size_t) for number in range(6)),
        ]

    if sys.platform == "win32":
        counters = Counters()
        counters.size = ctypes.sizeof(counters)
        process = ctypes.windll.kernel32.GetCurrentProcess()
        if ctypes.windll.psapi.GetProcessMemoryInfo(wintypes.HANDLE(process), ctypes.byref(counters), counters.size):
            return int(counters.working_set)
    return None
