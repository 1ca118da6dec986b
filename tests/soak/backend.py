"""The demo's centre, as its own process, at many times the pace of life. Run with DATABASE PACE; told on standard input to be
``quiet`` or ``busy``."""

from __future__ import annotations

import asyncio
import logging
import os
import sys
import threading
from pathlib import Path

from agent_client.backend.demo.running import Demo, Scene, prepare
from agent_client.backend.server import Server, listening, serve
from agent_client.backend.settings import PasswordCost, Settings

CALLERS_A_MINUTE = 6.0
"""At the pace of life, for the whole centre of seven."""


def told(demo: Demo, server: Server, loop: asyncio.AbstractEventLoop) -> None:
    """Reads commands until whoever started this process closes its end."""

    def watch() -> None:
        waiting = b""
        while data := os.read(0, 4096):
            *lines, waiting = (waiting + data).split(b"\n")
            for line in lines:
                do = {b"quiet": demo.hush, b"busy": demo.enliven}[line]
                asyncio.run_coroutine_threadsafe(do(), loop)
        server.end()

    threading.Thread(target=watch, name="stdin", daemon=True).start()


async def run(database: Path, pace: float) -> None:
    settings = Settings(database=database, password_cost=PasswordCost(memory_kib=8, passes=1, lanes=1))
    scene = Scene(pace=CALLERS_A_MINUTE * pace, tempo=1 / pace)
    demo, loop = prepare(settings, scene), asyncio.get_running_loop()
    await serve(demo, listening("127.0.0.1", 0), started=lambda server: told(demo, server, loop))


if __name__ == "__main__":
    logging.basicConfig(level="WARNING", format="%(asctime)s %(levelname)s %(name)s: %(message)s", stream=sys.stderr)
    asyncio.run(run(Path(sys.argv[1]), float(sys.argv[2])))
