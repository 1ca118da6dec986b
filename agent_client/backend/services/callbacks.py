"""The team's callback list as its agents use it: read, call back, mark (E1, E3, E7)."""

from __future__ import annotations

from agent_client.backend.domain.caller import Caller
from agent_client.backend.persistence import agents, callbacks, projects, staffing
from agent_client.backend.ports.units import Tx
from agent_client.protocol.callbacks import Callback, Callbacks, Calling
from agent_client.protocol.names import CallbackId, Direction, Section
from agent_client.protocol.refusals import NotFound, NotPossibleNow
from agent_client.protocol.time import to_millis
from agent_client.rules.callback_actions import CallbackAction, allowed
from agent_client.rules.dialling import may_dial

from . import callback_claims, callback_list, calling_out, contact_turns, targets

PAGE = 2_000


def listed(tx: Tx, who: Caller, section: Section | None = None, before: str | None = None) -> Callbacks:
    """A page of the entries of the agent's queues, the latest call first. ``before``: what the page before called older."""
    cut = None if before is None else (int(before.split(".")[0]), int(before.split(".")[1]))
    found = callbacks.page(tx.conn, staffing.staffed(tx.conn, who.agent), section, cut, PAGE + 1)
    shown = found[:PAGE]
    older = f"{to_millis(shown[-1].last_at)}.{shown[-1].id}" if len(found) > PAGE else None
    return Callbacks(shown, older)


def call(tx: Tx, who: Caller, entry_id: CallbackId) -> Calling:
    """Claim the entry and ring the agent's phone, then the customer's. The claim ends with the call."""
    entry = _entry(tx, who, entry_id, CallbackAction.CALL)
    me = agents.me(tx.conn, who.agent)
    if not may_dial(me):
        raise NotPossibleNow("not in this state", state=me.state.value)
    targets.within_limit(tx)
    callback_claims.take(tx, entry_id, who.agent)
    contact_turns.withdraw_moot(tx, entry.number)
    return calling_out.begin(
        tx,
        me,
        direction=Direction.CALLBACK,
        queue=entry.queue,
        project=projects.by_dnis(tx.conn, entry.dnis),
        number=entry.number,
        dnis=entry.dnis,
        customer=None if entry.customer is None else entry.customer.id,
        callback=entry.id,
    )


def mark_done(tx: Tx, who: Caller, entry_id: CallbackId) -> Callback:
    return _mark(tx, who, entry_id, CallbackAction.DONE, Section.DONE)


def mark_not_reached(tx: Tx, who: Caller, entry_id: CallbackId) -> Callback:
    return _mark(tx, who, entry_id, CallbackAction.NOT_REACHED, Section.NOT_REACHED)


def reopen(tx: Tx, who: Caller, entry_id: CallbackId) -> Callback:
    """Not while a newer entry has the same customer on the list: `NotPossibleNow`."""
    other = callback_list.twin(tx, _entry(tx, who, entry_id, CallbackAction.REOPEN))
    if other is not None:
        raise NotPossibleNow("this customer is on the list already", state=other.section.value)
    callback_list.reopened(tx, entry_id, None, who.agent)
    return callbacks.entry(tx.conn, entry_id)


def _mark(tx: Tx, who: Caller, entry_id: CallbackId, action: CallbackAction, section: Section) -> Callback:
    entry = _entry(tx, who, entry_id, action)
    callback_list.marked(tx, entry, section, who.agent)
    contact_turns.withdraw_moot(tx, entry.number)
    return callbacks.entry(tx.conn, entry_id)


def _entry(tx: Tx, who: Caller, entry_id: CallbackId, action: CallbackAction) -> Callback:
    """The entry, if it is of the agent's queues and takes the action. Raises `NotFound`, `AlreadyClaimed`, `NotPossibleNow`."""
    entry = callbacks.entry(tx.conn, entry_id)
    if entry.queue not in staffing.staffed(tx.conn, who.agent):
        raise NotFound("no such entry of your queues")
    if entry.claim is not None:
        raise callback_claims.claimed(tx, entry)
    if action not in allowed(entry):
        raise NotPossibleNow(f"no {action} in this section", state=entry.section.value)
    return entry
