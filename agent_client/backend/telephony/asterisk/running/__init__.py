"""An Asterisk of one's own, for demonstrations and tests: fetched without being installed, started in a folder that is thrown
away, on ports that are free."""

from .fetching import CannotFetch, Unpacked, fetched, kept_folder
from .throwaway import CannotStart, Throwaway, free_port, is_free, rtp_ports

__all__ = [
    "CannotFetch",
    "CannotStart",
    "Throwaway",
    "Unpacked",
    "fetched",
    "free_port",
    "is_free",
    "kept_folder",
    "rtp_ports",
]
