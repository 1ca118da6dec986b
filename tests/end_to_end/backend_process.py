"""The backend's own command line, at a password cost that is next to nothing: in these tests somebody signs in every second,
and what a password costs has tests of its own."""

from __future__ import annotations

import sys

from agent_client.backend import settings
from agent_client.backend.__main__ import main

CHEAP = settings.PasswordCost(memory_kib=8, passes=1, lanes=1)


class Settings(settings.Settings, frozen=True, kw_only=True):
    password_cost: settings.PasswordCost = CHEAP


if __name__ == "__main__":
    settings.Settings = Settings  # before the other modules are loaded
    sys.exit(main())
