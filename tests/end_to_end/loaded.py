"""What a server of these tests has loaded before it begins: the backend as its command line loads it, with cheap passwords."""

from __future__ import annotations

import gc

gc.disable()  # loading only adds

from agent_client.backend import settings  # noqa: E402

from .servers import Settings  # noqa: E402

settings.Settings = Settings  # before the other modules are loaded

from agent_client.backend import command_line  # noqa: E402

__all__ = ["command_line"]

gc.freeze()  # copies share it as long as nobody looks through it
gc.enable()
