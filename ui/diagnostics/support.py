"""What goes into the support file, gathered: the checks, versions, settings, policy, logs and reports of earlier faults."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path

from msgspec import Struct, structs

from agent_client.client.store.state import State
from agent_client.rules.findings import Check, Finding
from agent_client.workstation import measuring
from agent_client.workstation.paths import Paths, policy_file
from agent_client.workstation.redaction import without_numbers
from agent_client.workstation.support_file import LOG_BYTES, Part, settings_text, support_text
from ui.desk import Desk
from ui.text import tr

from . import words

LOGS = "agent-client*.log*"


class Gathered(Struct, frozen=True):
    """What is known where the windows are drawn; the rest is read by `written`, in a thread."""

    heading: str
    parts: tuple[Part, ...]
    names: tuple[str, ...]
    where: Paths


def gathered(desk: Desk, now: datetime, findings: Mapping[Check, Finding | None], state: State) -> Gathered:
    checks = "\n".join(_line(check, finding) for check, finding in findings.items())
    parts = [
        Part(tr("Checks"), checks, facts=True),
        Part(tr("Settings"), settings_text(desk.settings), facts=True),
        Part(tr("Earlier faults"), "\n\n".join(desk.died)),
    ]
    heading = tr("Agent Client, support file of {time}", time=f"{now:%Y-%m-%d %H:%M:%S} UTC")
    return Gathered(heading, tuple(parts), tuple(_names(state)), desk.paths)


def written(known: Gathered) -> str:
    """Blocking: reads logs and policy."""
    policy = Part(tr("Policy"), _read(policy_file(os.environ, sys.platform)))
    log = Part(tr("Log"), _logs(known.where.logs))
    return support_text(known.heading, (*known.parts, policy, log), known.names, str(Path.home()))


def _line(check: Check, finding: Finding | None) -> str:
    if finding is None:
        return f"[{tr('Checking…')}] {words.title(check)}"
    finding = structs.replace(finding, params=finding.params | _masked(finding.params))
    steps = words.steps(finding)
    said = " ".join(part for part in (words.sentence(finding), f"({steps})" if steps else "") if part)
    return f"[{words.grade(finding.grade)}] {words.title(check)}: {said} [{finding.found.value}]"


def _masked(params: Mapping[str, str]) -> dict[str, str]:
    """An agent's phone may be their own."""
    return {name: without_numbers(params[name]) for name in ("phone", "said") if name in params}


def _names(state: State) -> Iterator[str]:
    """Of every customer that the client knows of."""
    for contact in state.contacts.values():
        if contact.customer is not None:
            yield from (contact.customer.name, contact.customer.company)
    for entry in state.callbacks.values():
        if entry.customer is not None:
            yield from (entry.customer.name, entry.customer.company)


def _logs(folder: Path) -> str:
    """The end of what was written last, the oldest of it first."""
    left, found = LOG_BYTES, []
    for file in measuring.newest(folder, LOGS):
        if left <= 0:
            break
        with contextlib.suppress(OSError):
            text = measuring.tail(file, left)
            found.append(f"-- {file.name}\n{text}")
            left -= len(text)
    return "\n".join(reversed(found))


def _read(file: Path) -> str:
    try:
        return measuring.tail(file, LOG_BYTES)
    except FileNotFoundError:
        return ""
    except OSError as error:
        return str(error)
