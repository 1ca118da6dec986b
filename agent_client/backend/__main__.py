"""Where the backend's process begins: its parts are loaded without looking for garbage among them, then and later."""

from __future__ import annotations

import gc
import sys


def main() -> int:
    """Exit status, as `command_line.main` describes it."""
    gc.disable()  # a fifth of the start, for nothing: loading only adds
    from .command_line import main as run

    gc.freeze()  # what is there stays for good; looking through it would hold up everybody, and the end
    gc.enable()
    return run()


if __name__ == "__main__":
    sys.exit(main())
