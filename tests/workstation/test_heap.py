"""Where the C library puts a piece of a megabyte after one of four was freed, in a process of its own."""

from __future__ import annotations

import subprocess
import sys

import pytest

from agent_client.workstation import heap

PROGRAM = """
import ctypes, sys
from agent_client.workstation import heap

libc = ctypes.CDLL(None)
libc.malloc.restype = ctypes.c_void_p
libc.malloc.argtypes = [ctypes.c_size_t]
libc.free.argtypes = [ctypes.c_void_p]


class Heap(ctypes.Structure):
    _fields_ = [(name, ctypes.c_size_t) for name in "arena ordblks smblks hblks hblkhd a b c d e".split()]


libc.mallinfo2.restype = Heap
if sys.argv[1] == "given back":
    assert heap.give_large_pieces_back()
libc.free(libc.malloc(4 << 20))
before = libc.mallinfo2()
libc.malloc(1 << 20)
after = libc.mallinfo2()
print(after.hblks - before.hblks)
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="of glibc")
@pytest.mark.parametrize(("how", "pieces"), [("as it is", 0), ("given back", 1)])
def test_a_large_piece_is_no_part_of_the_heap(how: str, pieces: int) -> None:
    said = subprocess.run([sys.executable, "-c", PROGRAM, how], capture_output=True, text=True, check=True, timeout=60)
    assert int(said.stdout) == pieces


def test_elsewhere_nothing_is_done(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    assert not heap.give_large_pieces_back()
