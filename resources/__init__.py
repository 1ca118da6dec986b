"""The files that the windows show and play, read by name: ``read("icons/phone.svg")``."""

from __future__ import annotations

from importlib.resources import files


def read(name: str) -> bytes:
    """The file's bytes. Raises FileNotFoundError for a name that is not there."""
    return files(__name__).joinpath(*name.split("/")).read_bytes()


def names(folder: str) -> list[str]:
    """The names of all files in a folder, sorted."""
    return sorted(entry.name for entry in files(__name__).joinpath(folder).iterdir() if entry.is_file())
