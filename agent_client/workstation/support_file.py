"""The text that an agent may save and send to IT: put together from its parts, without anything that is nobody's business."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec
from msgspec import Struct

from .redaction import redacted, without_numbers
from .settings import DECLARED, PHONE, PLACES, QUEUES, TOLD_OF_EXPIRY, USER, Settings

LOG_BYTES = 600_000
"""Of the end of the logs."""
_NOT_OURS = (PLACES, USER, QUEUES, TOLD_OF_EXPIRY)
"""Of no use to IT, or the agent's own business."""


class Part(Struct, frozen=True):
    """``facts``: made by this program of nothing personal, and shown as it is; the rest is looked through."""

    title: str
    text: str
    facts: bool = False


def support_text(heading: str, parts: Sequence[Part], names: Iterable[str], home: str = "") -> str:
    """``names``: people's and companies', known to the client. ``home``: the agent's own folder, whose name may be theirs."""
    known = tuple(names)
    lines = [heading]
    for part in parts:
        text = part.text if part.facts else redacted(_without_home(part.text, home), known)
        lines += ["", f"== {part.title} ==", text.rstrip("\n") or "-"]
    return "\n".join([*lines, ""])


def settings_text(settings: Settings) -> str:
    """Facts: no setting is a secret, and an agent's phone may be their own."""
    lines = []
    for setting in DECLARED:
        if setting not in _NOT_OURS:
            value = msgspec.json.encode(settings.get(setting)).decode()
            value = without_numbers(value) if setting is PHONE else value
            lines.append(f"{setting.key} = {value}{'  (policy)' if settings.locked(setting) else ''}")
    return "\n".join(lines)


def _without_home(text: str, home: str) -> str:
    return text.replace(home, "~") if len(home) > 1 else text
