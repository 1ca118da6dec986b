"""The agent's own state."""

from __future__ import annotations

from litestar import post
from litestar.params import JSONBody

from agent_client.backend.persistence import agents
from agent_client.backend.ports.units import Tx
from agent_client.backend.services import agent_states, staffed_queues
from agent_client.protocol import paths
from agent_client.protocol.agents import ChangeState, Me
from agent_client.protocol.sessions import ChooseQueues

from .authentication import signed_in
from .errors import COMMAND
from .parts import Given, Wired


@post(
    paths.STATE,
    guards=[signed_in],
    status_code=200,
    responses=COMMAND,
    operation_id="change_state",
    tags=["agent"],
)
async def change_state(command: Given, parts: Wired, data: JSONBody[ChangeState]) -> Me:
    """Become ready, or not. From pause the agent's phone is rung first."""
    return await parts.commands.run(
        command, lambda tx: agent_states.change(tx, command.who, data, parts.phones_answer), Me
    )


@post(
    paths.SIGN_ON_ANSWER,
    guards=[signed_in],
    status_code=200,
    responses=COMMAND,
    operation_id="answer_sign_on",
    tags=["agent"],
)
async def answer_sign_on(command: Given, parts: Wired) -> Me:
    """Answer the ringing of the sign-on test from the desktop, where the phone allows it."""

    def answer(tx: Tx) -> Me:
        agent_states.answer_sign_on(tx, command.who)
        return agents.me(tx.conn, command.who.agent)

    return await parts.commands.run(command, answer, Me)


@post(
    paths.PHONE_TEST,
    guards=[signed_in],
    status_code=200,
    responses=COMMAND,
    operation_id="test_phone",
    tags=["agent"],
)
async def test_phone(command: Given, parts: Wired) -> Me:
    """Ring the agent's phone, only to see whether it can be rung and is answered."""
    return await parts.commands.run(command, lambda tx: agent_states.try_phone(tx, command.who), Me)


@post(
    paths.AGENT_QUEUES,
    guards=[signed_in],
    status_code=200,
    responses=COMMAND,
    operation_id="choose_queues",
    tags=["agent"],
)
async def choose_queues(command: Given, parts: Wired, data: JSONBody[ChooseQueues]) -> Me:
    """Staff these queues from now on, and no others (A3)."""
    return await parts.commands.run(command, lambda tx: staffed_queues.choose(tx, command.who, data.queues), Me)


HANDLERS = [change_state, answer_sign_on, test_phone, choose_queues]
