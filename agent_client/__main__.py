"""The command line: the one module of this package that may open windows, and it does so last."""

from __future__ import annotations

import atexit
import gc
import os
import shutil
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from agent_client.workstation import command_line, display, heap


def main(argv: Sequence[str] | None = None) -> int:
    """Exit status: 0 all well, 1 a self-check that failed or a crash, 2 it could not start (said in one sentence)."""
    options = command_line.parse(sys.argv[1:] if argv is None else argv)
    problem = display.problem(os.environ, sys.platform)
    if problem is not None:
        if not options.self_check:
            print(problem, file=sys.stderr)
            return 2
        folder = tempfile.mkdtemp(prefix="agent-client-screen-")
        atexit.register(shutil.rmtree, folder, ignore_errors=True)
        os.environ["QT_QPA_PLATFORM"] = display.pretended(Path(folder))
    heap.give_large_pieces_back()
    gc.disable()  # a tenth of the start, for nothing: it only adds. ui/program.py enables it once a window has been painted
    try:
        from ui.app import run  # only now: Qt must not be loaded where it would abort
    except ImportError as missing:
        print(
            f"Agent Client is not installed completely ({missing}).\nREADME.md, “System libraries”, says what Qt needs.",
            file=sys.stderr,
        )
        return 2
    return run(options)


if __name__ == "__main__":
    sys.exit(main())
