"""The callback list as a file for a spreadsheet: what is shown, with headings, a row each. No widgets here."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable
from datetime import datetime

from agent_client.client.store.state import State
from agent_client.protocol.names import Section
from agent_client.rules.dial_numbers import shown
from agent_client.rules.local_times import wall, zone
from ui import wording
from ui.models.callback_lines import Line
from ui.text import tr

from .appointment_words import centre_zone
from .callback_words import origin_text
from .naming import queue_name

_BEGINNINGS = ("=", "+", "-", "@", "\t", "\r", "\n")
"""A spreadsheet would take for a formula what begins with one of them."""
_NUMBER = re.compile(r"\+\d{1,3}(?: \d[\d -]*)+")
"""Written with spaces a number is text to a spreadsheet, and keeps its plus."""


def csv_bytes(lines: Iterable[Line], state: State) -> bytes:
    """RFC 4180, in UTF-8 with the mark by which Excel knows it."""
    made = io.StringIO(newline="")
    writer = csv.writer(made)
    writer.writerow([harmless(heading) for heading, _ in _columns(None, state)])
    writer.writerows([harmless(cell) for _, cell in _columns(line, state)] for line in lines)
    return made.getvalue().encode("utf-8-sig")


def harmless(cell: str) -> str:
    """What a spreadsheet would reckon with begins with an apostrophe; numbers to call stay as people write them."""
    return f"'{cell}" if cell.startswith(_BEGINNINGS) and not _NUMBER.fullmatch(cell) else cell


def file_name(section: Section, now: datetime, state: State) -> str:
    day = wall(now, zone(centre_zone(state)))
    return re.sub(r'[\\/:*?"<>|]', "", f"{tr('Callbacks')} {wording.section(section)} {day:%Y-%m-%d}.csv")


def _columns(line: Line | None, state: State) -> list[tuple[str, str]]:
    """Each heading with what stands below it. Times are by the centre's clock."""
    entry = None if line is None else line.entry
    customer = None if entry is None else entry.customer
    appointment = None if entry is None else entry.appointment

    def at(instant: datetime | None) -> str:
        return "" if instant is None else f"{wall(instant, zone(centre_zone(state))):%Y-%m-%d %H:%M:%S}"

    name = "" if entry is None else (customer.name if customer is not None else entry.name)
    return [
        (tr("Section"), "" if entry is None else wording.section(entry.section)),
        (tr("Called at"), "" if line is None else at(line.at)),
        (tr("Name"), name),
        (tr("Company"), "" if customer is None else customer.company),
        (tr("Number"), "" if entry is None or not entry.number else shown(entry.number)),
        (tr("Queue"), "" if entry is None else queue_name(entry.queue, state)),
        (tr("Calls"), "" if entry is None else str(entry.calls)),
        (tr("First call"), "" if entry is None else at(entry.first_at)),
        (tr("Attempts"), "" if entry is None else str(entry.attempts)),
        (tr("Last attempt"), "" if entry is None else at(entry.tried_at)),
        (tr("Asked by"), "" if entry is None else origin_text(entry)[0]),
        (tr("Appointment"), "" if appointment is None else at(appointment.at)),
        (tr("Appointment for"), "" if appointment is None or appointment.agent is None else appointment.agent.name),
        (tr("Remark"), "" if appointment is None else appointment.remark),
        (tr("Closed at"), "" if entry is None else at(entry.closed_at)),
        (tr("Closed by"), "" if entry is None or entry.closed_by is None else entry.closed_by.name),
    ]
