"""Agent Client: the desktop program of call-centre agents, and the contact centre it talks to."""

import sys

__version__ = "0.5.0"

# httpx would load a command line of its own with all that it draws with: 6 MiB and 40 ms in each process. It does without.
vars(sys)["modules"].setdefault("httpx._main", None)
