"""What is said of a number while it is typed, and why an agent cannot call now."""

from __future__ import annotations

from types import ModuleType

import pytest
from msgspec.structs import replace

from agent_client.client.store.state import EMPTY
from agent_client.protocol.names import AgentState, NotReadyReason
from agent_client.rules.dial_numbers import DialFault
from ui import dialling


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "3 to 18 digits"),
        ("12", "too short"),
        ("1" * 19, "Too long"),
        ("call", "digits"),
        ("1+23", "before the whole number"),
        ("0800 100200", "This is the entry point Support."),
        ("020 624 1180", "Dialled as +31 20 624 1180"),
        ("204", "Dialled as it is typed"),
    ],
)
def test_D2_D4_a_number_is_commented_while_it_is_typed(typed: str, said: str, seen: ModuleType) -> None:
    assert said in dialling.about_number(typed, seen.WAITING.centre)


def test_every_fault_has_words_of_its_own() -> None:
    assert set(dialling.FAULTS) == set(DialFault)
    assert len(set(dialling.FAULTS.values())) == len(DialFault)


def test_D11_why_not_now(seen: ModuleType) -> None:
    def at(why: NotReadyReason) -> str:
        me = replace(seen.WAITING.me, state=AgentState.NOT_READY, not_ready=why)
        return dialling.why_not_now(replace(seen.WAITING, me=me))

    assert dialling.why_not_now(seen.WAITING) == ""
    assert at(NotReadyReason.PAUSE) == ""
    assert "you are back" in at(NotReadyReason.RONA)
    assert "answered" in at(NotReadyReason.SIGNING_ON)
    assert "contact" in dialling.why_not_now(seen.ON_CALL)
    assert "link" in dialling.why_not_now(seen.LINK_LOST)
    assert "link" in dialling.why_not_now(EMPTY)
