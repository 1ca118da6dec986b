"""All that happened to an entry of the callback list, as its history shows it: who, when, how long, with which result."""

from __future__ import annotations

from agent_client.backend.domain import callbacks as decide
from agent_client.backend.domain.callbacks import Moment, Terms
from agent_client.backend.domain.caller import Caller
from agent_client.backend.persistence import callback_moments, callbacks, staffing
from agent_client.backend.ports.units import Tx
from agent_client.protocol.agents import AgentBrief
from agent_client.protocol.callbacks import CallbackHistory, CallbackMoment
from agent_client.protocol.names import CallbackId
from agent_client.protocol.refusals import NotFound

from .callback_judging import terms_of


def history(tx: Tx, who: Caller, entry_id: CallbackId) -> CallbackHistory:
    """Raises `NotFound`, also for an entry of other queues."""
    entry = callbacks.entry(tx.conn, entry_id)
    if entry.queue not in staffing.staffed(tx.conn, who.agent):
        raise NotFound("no such entry of your queues")
    by, _ = terms_of(tx, entry.queue)
    told = callback_moments.told(tx.conn, entry_id)
    return CallbackHistory(entry, tuple(_shown(moment, agent, by) for moment, agent in told))


def _shown(moment: Moment, agent: AgentBrief | None, by: Terms) -> CallbackMoment:
    return CallbackMoment(
        kind=moment.kind,
        at=moment.at,
        agent=agent,
        phone=moment.phone,
        queue=moment.queue,
        seconds=moment.seconds,
        until=moment.until,
        counts=decide.counts(moment, by),
        why=moment.why,
    )
