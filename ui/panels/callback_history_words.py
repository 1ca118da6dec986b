"""The moments of a callback entry as lines of a time line, the newest first, and what else is known of the entry."""

from __future__ import annotations

from datetime import datetime

from agent_client.client.store.state import State
from agent_client.protocol.callbacks import Callback, CallbackHistory, CallbackMoment
from agent_client.protocol.names import CallbackMomentKind, WhyCode
from agent_client.rules.callback_actions import LISTED
from ui import wording
from ui.text import day_and_time, tr, trn
from ui.widgets.time_line import Entry
from ui.widgets.times import duration

from .appointment_words import centre_zone
from .callback_words import appointment_mark, claim_text, local_time, origin_text, time_ahead
from .naming import joined, number_text, queue_name

_K = CallbackMomentKind
_SAID = frozenset({WhyCode.ANSWERED_LATER, WhyCode.CUSTOMER_NOT_REACHED, WhyCode.CALLER_GAVE_UP})
"""What the moment's own words say already."""


def moment_entries(history: CallbackHistory, state: State, now: datetime | None) -> list[Entry]:
    """The newest first; what goes on now before all of them."""
    shown = [moment_entry(at, moment, state, now) for at, moment in enumerate(history.moments)]
    going_on = [] if history.entry.claim is None else [claim_entry(history.entry, state)]
    return [*going_on, *reversed(shown)]


def claim_entry(entry: Callback, state: State) -> Entry:
    return Entry("claim", tr("Now"), "", claim_text(entry, state, None), token="call")


def moment_entry(key: int, moment: CallbackMoment, state: State, now: datetime | None) -> Entry:
    by = moment.agent
    name = joined(by.name, moment.phone or by.phone) if by is not None else moment.phone
    return Entry(key, day_and_time(moment.at, now), name, told(moment, state, now), dim=not moment.counts)


def told(moment: CallbackMoment, state: State, now: datetime | None) -> str:
    """What happened, how long it took, and what that means for the list."""
    said = moment.why is not None and moment.why.code not in _SAID
    why = wording.why(moment.why, timed=False) if moment.why is not None and said else ""
    ignored = "" if moment.counts else tr("does not count by the rules")
    return joined(_what(moment, state, now), why, ignored)


def _what(moment: CallbackMoment, state: State, now: datetime | None) -> str:
    lasted = "" if moment.seconds is None else duration(moment.seconds)
    where = queue_name(moment.queue, state) if moment.queue is not None else ""
    match moment.kind:
        case _K.MISSED:
            return joined(tr("Called, nobody took it"), tr("waited {time}", time=lasted) if lasted else "", where)
        case _K.REQUESTED:
            return joined(tr("Asked for a call"), where)
        case _K.ANSWERED:
            return joined(tr("Called again and was answered"), lasted, where)
        case _K.TRIED:
            return joined(tr("Called back, not reached"), tr("rang {time}", time=lasted) if lasted else "")
        case _K.REACHED:
            return joined(tr("Called back and reached"), lasted)
        case _K.DONE:
            return tr("Marked Done")
        case _K.NOT_REACHED:
            return tr("Marked Not reached")
        case _K.REOPENED:
            return tr("Opened again")
        case _K.APPOINTED:
            at = "" if moment.until is None else time_ahead(moment.until, now, centre_zone(state))
            return joined(tr("Appointment made"), at)
        case _K.APPOINTMENT_CANCELLED:
            return tr("Appointment cancelled")
        case _K.DELIVERED:
            return joined(tr("Put in the queue"), where)
        case _K.RELEASED:
            told_elsewhere = moment.why is not None and moment.why.code is WhyCode.SENT_AS_TEXT
            return "" if told_elsewhere else tr("Given back without a try")  # nobody knows whether they tried
        case _:
            return tr("Something else")


def facts(entry: Callback, state: State, now: datetime | None) -> str:
    """Where and how often they called, by what clock they live, what was agreed."""
    named = entry.customer is not None or entry.name
    calls = trn("{n} call", "{n} calls", entry.calls) if entry.calls else ""
    tried = trn("{n} attempt", "{n} attempts", entry.attempts) if entry.attempts else ""
    agreed = ""
    if entry.appointment is not None and entry.section in LISTED:
        agreed = joined(appointment_mark(entry.appointment, state, now)[0], entry.appointment.remark)
    first = joined(number_text(entry.number, state) if named else "", local_time(entry, state, now))
    second = joined(queue_name(entry.queue, state), origin_text(entry)[0], calls, tried)
    return "\n".join(line for line in (first, second, agreed) if line)
