"""Measures this program beside named floors, in the same run, in turn, and prints a table: ``python tests/benchmarks/run.py``.

It informs and judges nothing: its exit status is 0 even where a limit of design §6 is not held, which a line says. Not a test.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
import tempfile
import time
import traceback
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parent.parent.parent))

from children import Bench, display
from report import Result, table, verdict
from subjects import callback_list, command, customers, event, many_calls, memory, press, real_calls, rows, start

SUBJECTS = {
    "start": start.measure,
    "event": event.measure,
    "memory": memory.measure,
    "command": command.measure,
    "press": press.measure,
    "rows": rows.measure,
    "list": callback_list.measure,
    "customers": customers.measure,
    "real-calls": real_calls.measure,
    "many-calls": many_calls.measure,
}


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Agent Client beside its floors.")
    parser.add_argument("subjects", nargs="*", help=f"of {', '.join(SUBJECTS)}; all of them without any")
    parser.add_argument("--quick", action="store_true", help="fewer rounds")
    parser.add_argument("--json", type=Path, metavar="FILE", help="every single reading")
    options = parser.parse_args()
    if unknown := set(options.subjects) - set(SUBJECTS):
        parser.error(f"no such subject: {', '.join(sorted(unknown))}")
    return options


def main() -> None:
    options = _options()
    began, load = time.monotonic(), os.getloadavg()[0]
    results: list[Result] = []
    with tempfile.TemporaryDirectory(prefix="agent-client-bench-") as folder, display() as shown:
        platforms = ("offscreen", "xcb") if shown else ("offscreen",)
        bench = Bench(Path(folder), platforms, shown, options.quick)
        for name in options.subjects or SUBJECTS:
            sys.stderr.write(f"… {name}\n")
            try:
                results += SUBJECTS[name](bench)
            except Exception:  # the others still inform
                sys.stderr.write(f"{name} could not be measured:\n{traceback.format_exc()}")
    where = f"{platform.system()}, Python {platform.python_version()}, {os.cpu_count()} processors"
    print(table(results), end="\n\n")
    print(verdict(results))
    print(f"{where}; load {load:.1f} before and {os.getloadavg()[0]:.1f} after; {time.monotonic() - began:.0f} s.")
    if options.json is not None:
        options.json.write_text(json.dumps([result.as_dict() for result in results], indent=1) + "\n")


if __name__ == "__main__":
    main()
