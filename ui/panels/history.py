"""Records of a customer as entries of the time line (F2). Pure, but for the words."""

from __future__ import annotations

from agent_client.client.outbox import Letter
from agent_client.protocol.contacts import Contact
from agent_client.protocol.customers import Record
from agent_client.protocol.time import seconds_between
from ui import theme, wording
from ui.text import clock_time, day_and_time, tr
from ui.widgets.time_line import Entry

from .naming import joined, phase_of_contact

_SAVED_LATER = 90
"""Seconds between call and record from which both times are told."""


def record_entry(record: Record) -> Entry:
    called = record.call_at or record.saved_at
    saved = ""
    if record.call_at is not None and seconds_between(record.call_at, record.saved_at) >= _SAVED_LATER:
        same_day = record.call_at.astimezone().date() == record.saved_at.astimezone().date()
        saved = tr("saved {time}", time=clock_time(record.saved_at) if same_day else day_and_time(record.saved_at))
    elif record.call_at is None:
        saved = tr("without a call")
    operator = ", ".join(part for part in (record.operator.name, record.operator.phone) if part)
    return Entry(record.id, day_and_time(called), joined(operator, saved), record.text)


def letter_entry(letter: Letter, *, online: bool) -> Entry:
    """A note that the server has not confirmed yet stands among the records as what it is."""
    word = tr("Sending…") if online else tr("Waiting for the server")
    return Entry(letter.key, word, clock_time(letter.written_at), letter.text, token="setup")


def now_entry(contact: Contact, phone: str, status: str) -> Entry:
    who = ", ".join(part for part in (wording.channel(contact.channel), phone) if part)
    return Entry("now", tr("Now"), who, status, token=theme.PHASE_TOKENS[phase_of_contact(contact)], dim=True)
