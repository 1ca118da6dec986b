"""Calls that agents make of their own accord (D11)."""

from __future__ import annotations

from agent_client.backend.domain.caller import Caller
from agent_client.backend.persistence import agents, centre, customers, entry_points, projects
from agent_client.backend.ports.units import Tx
from agent_client.protocol.agents import Me
from agent_client.protocol.callbacks import Calling
from agent_client.protocol.contacts import Outdial
from agent_client.protocol.names import Direction, QueueId
from agent_client.protocol.refusals import BadNumber, NotFound, NotPossibleNow, NotToYourself, OwnNumber
from agent_client.rules.dial_numbers import canonical
from agent_client.rules.dialling import may_dial

from . import calling_out, targets


def call(tx: Tx, who: Caller, wish: Outdial) -> Calling:
    """Raises `BadNumber`, `OwnNumber`, `NotToYourself`, `NotPossibleNow`, `NotFound` for a queue not theirs, `CallLimit`."""
    number = _number(tx, who, wish.number)
    me = agents.me(tx.conn, who.agent)
    if not may_dial(me):
        raise NotPossibleNow("not in this state", state=me.state.value)
    queue = _queue(me, wish.queue)
    targets.within_limit(tx)
    project = projects.of_queue(tx.conn, queue)
    customer = customers.find_by_number(tx.conn, number, None if project is None else project.id)
    return calling_out.begin(
        tx,
        me,
        direction=Direction.OUTDIAL,
        queue=queue,
        project=project,
        number=number,
        dnis="" if project is None else project.dnis,
        customer=None if customer is None else customer.id,
    )


def _number(tx: Tx, who: Caller, typed: str) -> str:
    number = canonical(typed, centre.settings_row(tx.conn).country)
    if not number:
        raise BadNumber("not a dial number", number=typed)
    if number == who.phone:
        raise NotToYourself("that is your own phone")
    own = entry_points.by_number(tx.conn, number)
    if own is not None:
        raise OwnNumber("the call would come back to the centre", name=own.name)
    return number


def _queue(me: Me, wished: QueueId | None) -> QueueId:
    """In whose name the call is made."""
    if wished is None and me.queues:
        return me.queues[0]
    if wished is None or wished not in me.queues:
        raise NotFound("no such queue of yours")
    return wished
