"""What a new agent is handed: the user ID in one file and the first password in another, never both together (A8)."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

MODE = 0o600


class CannotHandOver(Exception):
    """A file that cannot be written; the text says which and why."""


@contextmanager
def apart(user_file: Path, password_file: Path, user: str, password: str) -> Iterator[None]:
    """Both are written, for their owner's eyes; they go again when what they are good for fails. Nothing that is there is
    overwritten. Raises `CannotHandOver`."""
    made: list[Path] = []
    try:
        for file, text in ((user_file, user), (password_file, password)):
            _write(file, text)
            made.append(file)
        yield
    except BaseException:
        for file in made:
            with suppress(OSError):
                file.unlink()
        raise


def _write(file: Path, text: str) -> None:
    try:
        opened = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, MODE)
    except FileExistsError:
        raise CannotHandOver(f"{file} is there already: name a new file, nothing is overwritten") from None
    except OSError as error:
        raise CannotHandOver(f"{file} cannot be written: {error.strerror}") from None
    try:
        with os.fdopen(opened, "w", encoding="utf-8") as stream:
            stream.write(f"{text}\n")
            stream.flush()
            os.fsync(stream.fileno())
    except OSError as error:
        with suppress(OSError):
            file.unlink()
        raise CannotHandOver(f"{file} cannot be written: {error.strerror}") from None
