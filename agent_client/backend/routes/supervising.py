"""What supervisors see of the whole centre, and what they do about it (H1)."""

from __future__ import annotations

from typing import Annotated, TypeAlias

from litestar import get, post
from litestar.params import JSONBody, QueryParameter

from agent_client.backend.persistence.day_figures import Wanted
from agent_client.backend.services import intervening, listening, supervising
from agent_client.protocol import paths
from agent_client.protocol.agents import Me
from agent_client.protocol.customers import Customer
from agent_client.protocol.names import AgentId, CustomerId, QueueId, SessionId
from agent_client.protocol.supervising import (
    CleanUpSeat,
    EndSession,
    Intervened,
    InterventionLog,
    Listen,
    SetState,
    SupervisedCalls,
    Supervising,
    Unlock,
)

from .authentication import signed_in
from .errors import COMMAND, refusals
from .parts import Asking, Given, Number, Wired, template

Before: TypeAlias = Annotated[
    int | None, QueryParameter(ge=1, le=2**53, description="As the page before it said in ``older``.")
]
OfAgent: TypeAlias = Annotated[
    int | None, QueryParameter(name="agent", ge=1, le=2**53, description="Calls that they had, or were offered.")
]
OfQueue: TypeAlias = Annotated[int | None, QueryParameter(name="queue", ge=1, le=2**53)]
OfNumber: TypeAlias = Annotated[
    str, QueryParameter(name="number", max_length=40, description="Digits that stand in the customer's number.")
]
READS = refusals(400, 401, 403, 426)


@get(
    paths.SUPERVISING,
    guards=[signed_in],
    responses=refusals(401, 403, 426),
    operation_id="supervising",
    tags=["supervising"],
)
async def everything(caller: Asking, parts: Wired) -> Supervising:
    """Everybody and every queue now, and the day's figures; for supervisors and administrators."""
    return await parts.units.read(lambda tx: supervising.everything(tx, caller))


@get(
    paths.SUPERVISING_CALLS,
    guards=[signed_in],
    responses=READS,
    operation_id="supervising_calls",
    tags=["supervising"],
)
async def calls(
    caller: Asking,
    parts: Wired,
    of_agent: OfAgent = None,
    of_queue: OfQueue = None,
    of_number: OfNumber = "",
    before: Before = None,
) -> SupervisedCalls:
    """The day's calls page by page, the latest first. The day is the centre's own."""
    wanted = Wanted(
        agent=None if of_agent is None else AgentId(of_agent),
        queue=None if of_queue is None else QueueId(of_queue),
        digits="".join(figure for figure in of_number if figure.isdecimal()),
    )
    return await parts.units.read(lambda tx: supervising.calls(tx, caller, wanted, before))


@get(
    paths.SUPERVISING_LOG,
    guards=[signed_in],
    responses=READS,
    operation_id="supervising_log",
    tags=["supervising"],
)
async def log(caller: Asking, parts: Wired, before: Before = None) -> InterventionLog:
    """What supervisors did, and why, the latest first."""
    return await parts.units.read(lambda tx: supervising.log(tx, caller, before))


@post(
    template(paths.SUPERVISE_SESSION),
    guards=[signed_in],
    status_code=200,
    responses=COMMAND,
    operation_id="end_session",
    tags=["supervising"],
)
async def end_session(command: Given, parts: Wired, session: Number, data: JSONBody[EndSession]) -> Intervened:
    """Sign its agent out, or mark it as crashed. Their customer goes back to the queue, in their old place."""
    return await parts.commands.run(
        command, lambda tx: intervening.end_session(tx, command.who, SessionId(session), data), Intervened
    )


@post(
    paths.SUPERVISE_SEAT,
    guards=[signed_in],
    status_code=200,
    responses=COMMAND,
    operation_id="clean_up_seat",
    tags=["supervising"],
)
async def clean_up(command: Given, parts: Wired, data: JSONBody[CleanUpSeat]) -> Intervened:
    """End whatever sessions there are at a seat."""
    return await parts.commands.run(command, lambda tx: intervening.clean_up(tx, command.who, data), Intervened)


@post(
    template(paths.SUPERVISE_CUSTOMER),
    guards=[signed_in],
    status_code=200,
    responses=COMMAND,
    operation_id="unlock_customer",
    tags=["supervising"],
)
async def unlock_customer(command: Given, parts: Wired, customer: Number, data: JSONBody[Unlock]) -> Customer:
    """Take the card away from whoever works on it."""
    return await parts.commands.run(
        command,
        lambda tx: intervening.unlock_customer(tx, command.who, CustomerId(customer), data.reason),
        Customer,
    )


@post(
    template(paths.SUPERVISE_ACCOUNT),
    guards=[signed_in],
    status_code=200,
    responses=COMMAND,
    operation_id="unlock_account",
    tags=["supervising"],
)
async def unlock_account(command: Given, parts: Wired, agent: Number, data: JSONBody[Unlock]) -> Intervened:
    """Locked after too many failed sign-ins: the agent may sign in again."""
    return await parts.commands.run(
        command, lambda tx: intervening.unlock_account(tx, command.who, AgentId(agent), data.reason), Intervened
    )


@post(
    template(paths.SUPERVISE_STATE),
    guards=[signed_in],
    status_code=200,
    responses=COMMAND,
    operation_id="set_state",
    tags=["supervising"],
)
async def set_state(command: Given, parts: Wired, agent: Number, data: JSONBody[SetState]) -> Me:
    """What the agent forgot to choose."""
    return await parts.commands.run(
        command,
        lambda tx: intervening.set_state(tx, command.who, AgentId(agent), data, parts.phones_answer),
        Me,
    )


@post(
    paths.SUPERVISE_LISTENING,
    guards=[signed_in],
    status_code=200,
    responses=COMMAND,
    operation_id="listen",
    tags=["supervising"],
)
async def listen(command: Given, parts: Wired, data: JSONBody[Listen]) -> Me:
    """To the conversation that an agent has now: in silence, whispering to them, or joining in. The supervisor's own phone
    rings first. Of one that they listen to already, how changes."""
    return await parts.commands.run(command, lambda tx: listening.listen(tx, command.who, data), Me)


@post(
    paths.SUPERVISE_LISTENING_ANSWER,
    guards=[signed_in],
    status_code=200,
    responses=COMMAND,
    operation_id="answer_listening",
    tags=["supervising"],
)
async def answer_listening(command: Given, parts: Wired) -> Me:
    """The supervisor's own phone, where it can be answered from the desktop."""
    return await parts.commands.run(command, lambda tx: listening.answer(tx, command.who), Me)


@post(
    paths.SUPERVISE_LISTENING_END,
    guards=[signed_in],
    status_code=200,
    responses=COMMAND,
    operation_id="stop_listening",
    tags=["supervising"],
)
async def stop_listening(command: Given, parts: Wired) -> Me:
    return await parts.commands.run(command, lambda tx: listening.stop(tx, command.who), Me)


HANDLERS = [
    everything,
    calls,
    log,
    end_session,
    clean_up,
    unlock_customer,
    unlock_account,
    set_state,
    listen,
    answer_listening,
    stop_listening,
]
