"""Which command a contact takes in which state: the client enables by it, the server refuses by it."""

from __future__ import annotations

from enum import StrEnum

from agent_client.protocol.names import ContactState, Direction


class ContactAction(StrEnum):
    ANSWER = "answer"
    DECLINE = "decline"
    END = "end"
    WRAP_UP = "wrap_up"


def allowed(state: ContactState, direction: Direction, *, can_answer: bool) -> frozenset[ContactAction]:
    """An inbound call that rings may be declined; the agent's own outgoing one may be ended at any time."""
    match state:
        case ContactState.CONNECTING | ContactState.RINGING:
            refuse = ContactAction.DECLINE if direction is Direction.INBOUND else ContactAction.END
            answer = {ContactAction.ANSWER} if can_answer and state is ContactState.RINGING else set()
            return frozenset({refuse} | answer)
        case ContactState.CONNECTED:
            return frozenset({ContactAction.END})
        case ContactState.WRAP_UP:
            return frozenset({ContactAction.WRAP_UP})
        case _:
            return frozenset()
