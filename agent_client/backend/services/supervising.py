"""What supervisors look at: everybody and every queue now, the centre's day in figures, its calls, and the log (H1, B4, A13)."""

from __future__ import annotations

from datetime import datetime, timedelta

from agent_client.backend.domain.caller import Caller
from agent_client.backend.persistence import agents, centre, day_figures, interventions, queue_standing
from agent_client.backend.persistence import supervising as kept
from agent_client.backend.persistence.day_figures import Wanted
from agent_client.backend.ports.units import Tx
from agent_client.protocol.names import Period
from agent_client.protocol.supervising import (
    InterventionLog,
    QueueFigures,
    SupervisedCalls,
    SupervisedQueue,
    Supervising,
)
from agent_client.rules import local_times, periods

from .administering import may_read

PAGE = 50
_NO_FIGURES = QueueFigures()


def day_since(tx: Tx) -> datetime:
    """When the centre's own day began."""
    zone = local_times.zone(centre.settings_row(tx.conn).time_zone)
    return periods.spans(Period.TODAY, tx.now, zone).spans[0].since


def everything(tx: Tx, who: Caller) -> Supervising:
    """Raises `Forbidden`."""
    may_read(who)
    since = day_since(tx)
    grace = timedelta(seconds=centre.settings_row(tx.conn).grace_seconds)
    figures = day_figures.of_agents(tx.conn, since, tx.now)
    of_queues = day_figures.of_queues(tx.conn, since)
    return Supervising(
        now=tx.now,
        day_since=since,
        agents=kept.everybody(tx.conn, agents.all_presences(tx.conn), grace, figures),
        queues=tuple(
            SupervisedQueue(queue=queue, today=of_queues.get(queue.id, _NO_FIGURES))
            for queue in queue_standing.every(tx.conn)
        ),
        cards=kept.cards(tx.conn),
    )


def calls(tx: Tx, who: Caller, wanted: Wanted, before: int | None) -> SupervisedCalls:
    """A page of the day's. Raises `Forbidden`."""
    may_read(who)
    found, older = day_figures.calls(tx.conn, day_since(tx), wanted, before, PAGE)
    return SupervisedCalls(calls=found, older=older)


def log(tx: Tx, who: Caller, before: int | None) -> InterventionLog:
    """A page of it. Raises `Forbidden`."""
    may_read(who)
    lines, older = interventions.page(tx.conn, before, PAGE)
    return InterventionLog(lines=lines, older=older)
