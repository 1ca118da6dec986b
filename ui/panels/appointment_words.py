"""What is said of an appointment: when it is, on whose clock, and why that cannot be. No widgets here."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, tzinfo

from agent_client.client.store.state import State
from agent_client.protocol.callbacks import Appointment
from agent_client.rules.local_times import clock_name, there, wall, zone
from ui.models.appointment_times import Fault, Judged, is_night, weekday
from ui.text import date_text, tr, trn

from .naming import joined

_DAY = 24 * 60


def centre_zone(state: State) -> str:
    return "UTC" if state.centre is None else state.centre.time_zone


def day_and_clock(at: datetime, in_zone: tzinfo) -> str:
    """``Tue 24 Nov 2026, 10:30``."""
    shown = wall(at, in_zone)
    text = tr("{day}, {time}", day=f"{weekday(shown.date())} {date_text(shown.date())}", time=_clock(shown))
    return text[:1].upper() + text[1:]


def ahead(now: datetime, at: datetime) -> str:
    """``in 12 min``, ``in 3 h 5 min``, ``in 2 days``. A minute that has begun counts."""
    minutes = max(0, -int((now - at).total_seconds() // 60))
    if minutes < 60:
        return tr("in {n} min", n=minutes)
    if minutes < _DAY and not minutes % 60:
        return tr("in {n} h", n=minutes // 60)
    if minutes < _DAY:
        return tr("in {hours} h {n} min", hours=minutes // 60, n=minutes % 60)
    return trn("in {n} day", "in {n} days", minutes // _DAY)


def clocks(at: datetime, zone_name: str) -> str:
    """By which clock that is, and what this computer shows then, where that differs."""
    ours = zone(zone_name)
    centre = tr("By the centre's clock ({clock}, {zone})", clock=clock_name(at, ours), zone=zone_name)
    local = at.astimezone().replace(tzinfo=None)
    here = "" if local == wall(at, ours) else tr("{time} on this computer", time=_beside(local, wall(at, ours)))
    return joined(centre, here)


def customers_clock(at: datetime, zone_name: str, customers: Iterable[str]) -> str:
    """``08:30 there``; empty where it is not known, or the same as at the centre."""
    ours = zone(zone_name)
    span = there(at, customers, ours)
    if span is None:
        return ""
    shown = wall(at, ours)
    first, last = _beside(span.earliest, shown), _beside(span.latest, shown)
    if span.earliest == span.latest:
        words = tr("{time} there", time=first)
        return joined(words, tr("at night")) if is_night(span.earliest) else words
    words = tr("between {first} and {last} there", first=first, last=last)
    return joined(words, tr("at night")) if is_night(span.earliest) and is_night(span.latest) else words


def fault_text(judged: Judged, now: datetime, in_zone: tzinfo) -> str:
    """Why there is no appointment in what was typed; empty where there is, or nothing was typed."""
    typed = judged.typed
    match judged.fault:
        case None:
            return ""
        case Fault.PAST:
            return tr("That has gone by: by the centre's clock it is {time}.", time=_clock(wall(now, in_zone)))
        case Fault.SKIPPED if typed is not None and judged.gap is not None:
            since, until = judged.gap
            return tr(
                "There is no {time} on {day}: the clock goes from {since} straight to {until}. Choose one:",
                time=_clock(typed),
                day=date_text(typed.date()),
                since=_beside(since, typed),
                until=_beside(until, typed),
            )
        case Fault.TWICE if typed is not None:
            return tr(
                "{time} comes twice on {day}, for the clock is put back. Choose one:",
                time=_clock(typed),
                day=date_text(typed.date()),
            )
        case Fault.FAR:
            return tr("That is more than two years ahead: look at the year.")
        case _:
            return tr("Type a day and a time, “tomorrow 9:00” for instance, or “in 2 h”.")


def made_text(appointment: Appointment, state: State) -> str:
    """Said once it is made: ``Appointment: Tue 24 Nov 2026, 10:30, for you``."""
    when = day_and_clock(appointment.at, zone(centre_zone(state)))
    if appointment.agent is None:
        return tr("Appointment: {when}, for any of the queue.", when=when)
    if state.me is not None and appointment.agent.id == state.me.id:
        return tr("Appointment: {when}, for you.", when=when)
    return tr("Appointment: {when}, for {agent}.", when=when, agent=appointment.agent.name)


def _clock(shown: datetime) -> str:
    return f"{shown:%H:%M}"


def _beside(shown: datetime, other: datetime) -> str:
    """With its weekday, where that is another day than the one beside it."""
    clock = _clock(shown)
    return clock if shown.date() == other.date() else f"{weekday(shown.date())} {clock}"
