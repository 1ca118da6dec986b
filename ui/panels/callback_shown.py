"""What an agent's choice of view, the centre's own and the time of day come to: which entries are shown, and how that is said."""

from __future__ import annotations

from datetime import datetime

from msgspec.structs import replace

from agent_client.client.store.state import State
from agent_client.protocol.callbacks import CallbackPeriod
from agent_client.protocol.names import Period, QueueId, Section
from agent_client.rules.local_times import zone
from agent_client.rules.periods import Spans, spans
from agent_client.workstation.settings import CallbackChoice, CallbackSort
from ui.models.callback_lines import Arrangement
from ui.models.callback_search import query
from ui.text import tr, trn

from .appointment_words import centre_zone
from .callback_filters import SHORT, combine_words, period_words, sort_words
from .naming import joined

_NAMED = 2
"""So many queues are named; of more it is said how many."""


def centres(state: State) -> CallbackPeriod:
    return state.centre.period if state.centre is not None else CallbackPeriod()


def own_queues(state: State) -> tuple[tuple[QueueId, str], ...]:
    mine = state.me.queues if state.me is not None else ()
    return tuple((queue, state.queues[queue].name) for queue in mine if queue in state.queues)


def days(choice: CallbackChoice, state: State) -> CallbackPeriod:
    """The centre's, but for what the agent has chosen."""
    usual = centres(state)
    return replace(
        usual,
        period=usual.period if choice.period is None else choice.period,
        without_saturdays=_or(choice.without_saturdays, usual.without_saturdays),
        without_sundays=_or(choice.without_sundays, usual.without_sundays),
    )


def span_of(choice: CallbackChoice, state: State, now: datetime | None) -> Spans | None:
    """None: every day; also of a period that a newer server has invented."""
    wanted = days(choice, state)
    if now is None or wanted.period not in period_words() or wanted.period is Period.ALL:
        return None
    return spans(
        wanted.period,
        now,
        zone(centre_zone(state)),
        without_saturdays=wanted.without_saturdays,
        without_sundays=wanted.without_sundays,
    )


def arrangement(
    choice: CallbackChoice, section: Section, typed: str, state: State, shown_days: Spans | None
) -> Arrangement:
    """Queues that the agent has left meanwhile are no longer chosen."""
    mine = {queue for queue, _ in own_queues(state)}
    chosen = None if choice.queues is None else frozenset(choice.queues) & mine
    return Arrangement(
        section=section,
        queues=chosen or None,
        spans=shown_days,
        query=query(typed),
        sort=choice.sort,
        combine=choice.combine,
        apart=frozenset(queue.id for queue in state.queues.values() if not queue.combine),
        me=state.me.id if state.me is not None else None,
    )


def summary(choice: CallbackChoice, state: State) -> tuple[str, str]:
    """What is left out, shortly; and all that was chosen, for whoever points at it."""
    own = own_queues(state)
    names = [name for queue, name in own if choice.queues is None or queue in choice.queues] or [
        name for _, name in own
    ]
    every = len(names) == len(own)
    queues = ", ".join(names) if len(names) <= _NAMED else trn("{n} queue", "{n} queues", len(names))
    if every and len(own) > _NAMED:
        queues = tr("All queues")
    wanted = days(choice, state)
    period = period_words().get(wanted.period, "") if wanted.period is not Period.ALL else ""
    short = joined(queues if not (every and period) and len(own) > 1 else "", period) or tr("All days")
    left_out = [
        words
        for words, on in (
            (tr("without Saturdays"), wanted.without_saturdays),
            (tr("without Sundays"), wanted.without_sundays),
        )
        if on and wanted.period in SHORT
    ]
    order = sort_words()[choice.sort] if choice.sort is not CallbackSort.LATEST else ""
    repeated = combine_words()[choice.combine] if choice.combine is not None else ""
    all_of_it = joined(queues, period or tr("All days"), *left_out, order, repeated)
    return short, tr("What the list shows: {choice}", choice=all_of_it)


def _or(own: bool | None, usual: bool) -> bool:
    return usual if own is None else own
