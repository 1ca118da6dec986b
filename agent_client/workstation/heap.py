"""How the C library keeps its heap: what an all-day program with pictures needs otherwise than glibc does by itself."""

from __future__ import annotations

import ctypes
import sys

M_TRIM_THRESHOLD, M_MMAP_THRESHOLD = -1, -3
"""mallopt(3)."""
LARGE = 256 * 1024
KEPT = 1024 * 1024
"""Bytes at the heap's end that are kept for what comes next."""


def give_large_pieces_back() -> bool:
    """Whether the system does so from now on; to be called before there is much of anything.

    glibc puts a picture of some megabytes among the small things once one of its size has been freed (mallopt(3), "dynamic
    mmap threshold"): each window that closes then leaves a hole, and in a shift the heap grows by holes.
    """
    if not sys.platform.startswith("linux"):
        return False
    try:
        mallopt = ctypes.CDLL(None).mallopt
    except (OSError, AttributeError):  # another C library
        return False
    return bool(mallopt(M_MMAP_THRESHOLD, LARGE)) and bool(mallopt(M_TRIM_THRESHOLD, KEPT))
