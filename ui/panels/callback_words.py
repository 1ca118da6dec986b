"""What is said of an entry of the callback list: who it is, how it stands, when it is due. No widgets here."""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct

from agent_client.client.store.state import EMPTY, State
from agent_client.protocol.callbacks import Appointment, Callback
from agent_client.protocol.names import CallbackOrigin, Section
from agent_client.protocol.time import seconds_between
from agent_client.rules.callback_actions import LISTED
from agent_client.rules.local_times import wall, zone, zones_of_number
from ui.models.appointment_times import weekday
from ui.models.callback_lines import Line
from ui.text import clock_time, date_text, day_and_time, tr, trn
from ui.widgets.times import clock_or_day, duration

from .appointment_words import centre_zone, customers_clock
from .naming import joined, number_text, party, queue_name

_THIS_WEEK = 6


class Looking(Struct, frozen=True):
    """Who looks, and when. ``show_group``: whether each row says which queue it is of (E6)."""

    state: State = EMPTY
    now: datetime | None = None
    show_group: bool = True


class Second(Struct, frozen=True):
    """A row's second line: a mark that goes before all, then ``text``. ``late``: its time has come; ``ours``: it is for
    whoever looks to see to it."""

    mark: str = ""
    late: bool = False
    ours: bool = True
    icon: str = ""
    text: str = ""
    tone: str = "dim"


def caller(entry: Callback, state: State) -> str:
    """The customer; else how they called themselves; else the number stands for them."""
    if entry.customer is not None and (entry.customer.name or entry.customer.company):
        return party(entry.customer, entry.number, state)
    return entry.name or number_text(entry.number, state)


def counter(line: Line) -> str:
    """How many calls the row stands for; of the oldest call that has a row of its own, how many were before."""
    if line.call is None:
        return f"×{line.entry.calls}" if line.entry.calls > 1 else ""
    return trn("{n} more before", "{n} more before", line.earlier) if line.earlier else ""


def when(line: Line, now: datetime | None) -> str:
    closed = line.entry.closed_at if line.entry.section not in LISTED else None
    return clock_or_day(closed or line.at, now)


def second(line: Line, looking: Looking) -> Second:
    """A running claim goes before all else."""
    entry, state, now = line.entry, looking.state, looking.now
    if entry.claim is not None:
        return Second(text=claim_text(entry, state, now), tone="call")
    named = caller(entry, state) != number_text(entry.number, state)
    rest = joined(
        _course(entry),
        number_text(entry.number, state) if named else "",
        local_time(entry, state, now) if entry.section in LISTED else "",
        queue_name(entry.queue, state) if looking.show_group else "",
    )
    if entry.appointment is not None and entry.section in LISTED and line.first:
        mark, late = appointment_mark(entry.appointment, state, now)
        whose = entry.appointment.agent
        ours = whose is None or (state.me is not None and whose.id == state.me.id)
        return Second(mark, late, ours, "calendar", rest)
    origin, icon = origin_text(entry)
    return Second(icon=icon, text=joined(origin, rest))


def claim_text(entry: Callback, state: State, now: datetime | None) -> str:
    claim = entry.claim
    if claim is None:
        return ""
    elapsed = "" if now is None else duration(seconds_between(claim.since, now))
    mine = state.me is not None and claim.agent.id == state.me.id
    who = tr("You are calling") if mine else tr("{name} is calling", name=claim.agent.name)
    return ", ".join(part for part in (who, elapsed) if part)


def appointment_mark(appointment: Appointment, state: State, now: datetime | None) -> tuple[str, bool]:
    """``Today 14:30 · for you``; ``Overdue 12 min``, and whether that is so."""
    mine = state.me is not None and appointment.agent is not None and appointment.agent.id == state.me.id
    whom = tr("for you") if mine else tr("for {name}", name=appointment.agent.name) if appointment.agent else ""
    if now is not None and appointment.at <= now:
        return joined(overdue(seconds_between(appointment.at, now)), whom), True
    return joined(time_ahead(appointment.at, now, centre_zone(state)), whom), False


def counts(entry: Callback, before: datetime, now: datetime) -> bool:
    """Whether the second line says something else ``now``, within one and the same minute of the clock."""
    if entry.claim is not None:
        return True
    if entry.appointment is None:
        return False
    return seconds_between(entry.appointment.at, before) // 60 != seconds_between(entry.appointment.at, now) // 60


def overdue(seconds: float) -> str:
    minutes = int(seconds // 60)
    if minutes < 1:
        return tr("Due now")
    if minutes < 60:
        return tr("Overdue {n} min", n=minutes)
    if minutes < 24 * 60:
        return tr("Overdue {n} h", n=minutes // 60)
    return trn("Overdue {n} day", "Overdue {n} days", minutes // (24 * 60))


def time_ahead(at: datetime, now: datetime | None, zone_name: str) -> str:
    """On the centre's wall: ``Today 14:30``, ``Tomorrow 09:00``, ``Fri 09:00``, ``2 Dec 09:00``."""
    there = wall(at, zone(zone_name))
    clock = f"{there:%H:%M}"
    if now is None:
        return clock
    days = (there.date() - wall(now, zone(zone_name)).date()).days
    if days in (0, 1):
        return tr("{day} {time}", day=tr("Tomorrow") if days else tr("Today"), time=clock)
    if 0 < days <= _THIS_WEEK:
        return tr("{day} {time}", day=weekday(there.date()), time=clock)
    return tr("{day} {time}", day=date_text(there.date()).rpartition(" ")[0], time=clock)


def origin_text(entry: Callback) -> tuple[str, str]:
    """Who wished for the callback, and the icon of that; empty for a call that nobody took."""
    match entry.origin:
        case CallbackOrigin.WEB:
            return tr("Web request"), "web"
        case CallbackOrigin.QUEUE:
            return tr("Asked by key"), "keypad"
        case CallbackOrigin.AGENT:
            return tr("Appointment"), "calendar"
        case _:
            return "", ""


def local_time(entry: Callback, state: State, now: datetime | None) -> str:
    """``03:06 there``, where the customer's clock is not the centre's."""
    if now is None or not entry.number.startswith("+"):
        return ""
    return customers_clock(now, centre_zone(state), zones_of_number(entry.number))


def marked_text(entry: Callback, state: State) -> str:
    """What is said beside Undo."""
    name = caller(entry, state)
    if entry.section is Section.NOT_REACHED:
        return tr("Not reached: {name}", name=name)
    return tr("Done: {name}", name=name)


def _course(entry: Callback) -> str:
    if entry.section is Section.ATTEMPTED or (entry.section in LISTED and entry.attempts):
        tried = trn("{n} attempt", "{n} attempts", entry.attempts)
        return ", ".join(part for part in (tried, clock_time(entry.tried_at) if entry.tried_at else "") if part)
    return entry.closed_by.name if entry.section not in LISTED and entry.closed_by is not None else ""


def described(line: Line, looking: Looking) -> str:
    """The whole row in words: for those who cannot see it."""
    below = second(line, looking)
    return joined(caller(line.entry, looking.state), counter(line), when(line, looking.now), below.mark, below.text)


def tip(line: Line, looking: Looking) -> str:
    """What a row is too narrow for, a line each."""
    entry, state, now = line.entry, looking.state, looking.now
    company = entry.customer.company if entry.customer is not None and entry.customer.name else ""
    times = [tr("First call {time}", time=day_and_time(entry.first_at, now))] if entry.calls > 1 else []
    if entry.calls:
        times.append(tr("Last call {time}", time=day_and_time(entry.last_at, now)))
    if entry.tried_at is not None:
        tried = trn("{n} attempt", "{n} attempts", entry.attempts)
        times.append(joined(tried, tr("the last {time}", time=day_and_time(entry.tried_at, now))))
    remark = entry.appointment.remark if entry.appointment is not None else ""
    below = second(line, looking)
    found = (
        joined(caller(entry, state), company),
        joined(number_text(entry.number, state), local_time(entry, state, now)),
        queue_name(entry.queue, state),
        origin_text(entry)[0],
        below.mark,
        remark,
        *times,
        claim_text(entry, state, now),
    )
    return "\n".join(part for part in found if part)
