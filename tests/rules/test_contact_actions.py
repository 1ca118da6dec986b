"""What may be pressed on a contact, in every state and direction."""

from __future__ import annotations

from itertools import product

import pytest

from agent_client.protocol.names import ContactState, Direction
from agent_client.rules.contact_actions import ContactAction, allowed

A = ContactAction


@pytest.mark.parametrize(
    ("state", "direction", "can_answer", "actions"),
    [
        (ContactState.CONNECTING, Direction.INBOUND, True, {A.DECLINE}),
        (ContactState.RINGING, Direction.INBOUND, True, {A.DECLINE, A.ANSWER}),
        (ContactState.RINGING, Direction.INBOUND, False, {A.DECLINE}),
        (ContactState.RINGING, Direction.CALLBACK, True, {A.END, A.ANSWER}),
        (ContactState.CONNECTED, Direction.INBOUND, True, {A.END}),
        (ContactState.WRAP_UP, Direction.OUTDIAL, False, {A.WRAP_UP}),
        (ContactState.QUEUED, Direction.INBOUND, True, set()),
        (ContactState.ENDED, Direction.INBOUND, True, set()),
    ],
)
def test_the_table(state: ContactState, direction: Direction, can_answer: bool, actions: set[ContactAction]) -> None:
    assert allowed(state, direction, can_answer=can_answer) == actions


def test_nothing_is_answered_that_the_phone_cannot_answer() -> None:
    for state, direction in product(ContactState, Direction):
        assert A.ANSWER not in allowed(state, direction, can_answer=False)
