"""What IT laid down for this computer: values that agents start with, and values that they cannot change (J1)."""

from __future__ import annotations

from pathlib import Path

import msgspec
from msgspec import Raw, Struct


class Policy(Struct, frozen=True, forbid_unknown_fields=True):
    """Settings by key. ``locked`` ones come over the agent's own, ``defaults`` under them."""

    locked: dict[str, Raw] = {}
    defaults: dict[str, Raw] = {}


class PolicyUnreadable(Exception):
    """The policy is there and cannot be used: IT must hear of it."""


def read_policy(path: Path) -> Policy:
    """An empty one where there is no file. Raises `PolicyUnreadable`."""
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return Policy()
    except OSError as error:
        raise PolicyUnreadable(f"{path}: {error.strerror or error}") from error
    try:
        return msgspec.json.decode(data.removeprefix(b"\xef\xbb\xbf"), type=Policy)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise PolicyUnreadable(f"{path}: {error}") from error
