"""What an agent does with a conversation: hold, consult, conference, transfer, recording, tones, mute (D1 to D8)."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from litestar import post
from litestar.handlers import HTTPRouteHandler
from litestar.params import JSONBody

from agent_client.backend.domain.caller import Caller
from agent_client.backend.ports.units import Tx
from agent_client.backend.services import call_control, consulting, transfers
from agent_client.protocol import paths
from agent_client.protocol.contacts import Contact, ContactCommand, Digits, Mute, ToTarget
from agent_client.protocol.names import ContactId

from .authentication import signed_in
from .errors import COMMAND
from .parts import Given, Number, Wired, template

Unit: TypeAlias = Callable[[Tx, Caller, ContactId, int], Contact]


def _press(path: str, name: str, unit: Unit, words: str) -> HTTPRouteHandler:
    """A press that says nothing but what it is, bound to the version that was seen."""

    @post(
        template(path),
        guards=[signed_in],
        status_code=200,
        responses=COMMAND,
        operation_id=name,
        tags=["contacts"],
        description=words,
    )
    async def press(command: Given, parts: Wired, contact: Number, data: JSONBody[ContactCommand]) -> Contact:
        return await parts.commands.run(
            command, lambda tx: unit(tx, command.who, ContactId(contact), data.version), Contact
        )

    return press


@post(
    template(paths.CONTACT_CONSULT),
    guards=[signed_in],
    status_code=200,
    responses=COMMAND,
    operation_id="consult",
    tags=["contacts"],
)
async def consult(command: Given, parts: Wired, contact: Number, data: JSONBody[ToTarget]) -> Contact:
    """Ask an agent, a queue, an entry point or a number outside while the customer waits on hold."""
    return await parts.commands.run(
        command,
        lambda tx: consulting.consult(tx, command.who, ContactId(contact), data.version, data.target),
        Contact,
    )


@post(
    template(paths.CONTACT_TRANSFER),
    guards=[signed_in],
    status_code=200,
    responses=COMMAND,
    operation_id="transfer",
    tags=["contacts"],
)
async def transfer(command: Given, parts: Wired, contact: Number, data: JSONBody[ToTarget]) -> Contact:
    """Pass the customer on: blind, or without a target to the consulted party."""
    return await parts.commands.run(
        command,
        lambda tx: transfers.transfer(tx, command.who, ContactId(contact), data.version, data.target),
        Contact,
    )


@post(
    template(paths.CONTACT_DIGITS),
    guards=[signed_in],
    status_code=200,
    responses=COMMAND,
    operation_id="send_digits",
    tags=["contacts"],
)
async def send_digits(command: Given, parts: Wired, contact: Number, data: JSONBody[Digits]) -> Contact:
    """Send tones into the conversation."""
    return await parts.commands.run(
        command, lambda tx: call_control.send_digits(tx, command.who, ContactId(contact), data), Contact
    )


@post(
    template(paths.CONTACT_MUTE),
    guards=[signed_in],
    status_code=200,
    responses=COMMAND,
    operation_id="mute",
    tags=["contacts"],
)
async def mute(command: Given, parts: Wired, contact: Number, data: JSONBody[Mute]) -> Contact:
    """Have nobody hear the agent's phone, or everybody again, where the phone can."""
    return await parts.commands.run(
        command, lambda tx: call_control.mute(tx, command.who, ContactId(contact), data), Contact
    )


HANDLERS = [
    _press(paths.CONTACT_HOLD, "hold", call_control.hold, "The customer hears music."),
    _press(paths.CONTACT_RESUME, "resume", call_control.resume, "The customer is back in the conversation."),
    _press(paths.CONTACT_END_CONSULT, "end_consult", consulting.end_consult, "Without the consulted party again."),
    _press(paths.CONTACT_CONFERENCE, "conference", consulting.conference, "All three hear each other."),
    _press(
        paths.CONTACT_PAUSE_RECORDING,
        "pause_recording",
        call_control.pause_recording,
        "What is said from now on is not recorded, until it is resumed or the privacy shield's time is over.",
    ),
    _press(paths.CONTACT_RESUME_RECORDING, "resume_recording", call_control.resume_recording, "Record again."),
    consult,
    transfer,
    send_digits,
    mute,
]
