"""Byte code of the program and its tests, and the constants that hypothesis finds in them, written once: else each worker of a
first run does all of it for itself.

``python tests/byte_code.py PART PARTS`` sees to every so manieth file. Asserts in tests are rewritten by pytest's own hand.
"""

from __future__ import annotations

import py_compile
import sys
from pathlib import Path
from types import ModuleType, SimpleNamespace

from _pytest.assertion import rewrite
from hypothesis.internal.constants_ast import constants_from_module

ROOT = Path(__file__).resolve().parent.parent
TREES = ("agent_client", "ui", "resources", "tests")


def is_rewritten(file: Path) -> bool:
    """As pytest decides it by the name."""
    return file.name == "conftest.py" or file.name.startswith("test_")


def write(file: Path) -> None:
    """Unless it is there already."""
    tail = rewrite.PYC_TAIL if is_rewritten(file) else f".{sys.implementation.cache_tag}.pyc"
    kept = file.parent / "__pycache__" / f"{file.stem}{tail}"
    if kept.exists() and kept.stat().st_mtime > file.stat().st_mtime:
        return
    module = ModuleType(file.stem)
    module.__file__ = str(file)
    constants_from_module(module)  # which keeps them, by what the file says
    if not is_rewritten(file):
        py_compile.compile(str(file), str(kept), quiet=1)
        return
    kept.parent.mkdir(exist_ok=True)
    source, code = rewrite._rewrite_test(file, None)  # type: ignore[arg-type]
    rewrite._write_pyc(SimpleNamespace(trace=lambda _: None), code, source, kept)  # type: ignore[arg-type]


def main(part: int, parts: int) -> None:
    files = sorted(file for tree in TREES for file in (ROOT / tree).rglob("*.py"))
    for file in files[part::parts]:
        write(file)


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
