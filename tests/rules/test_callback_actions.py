"""E3, E7: what may be done with an entry."""

from __future__ import annotations

from agent_client.protocol.agents import AgentBrief
from agent_client.protocol.callbacks import Callback, Claim
from agent_client.protocol.names import AgentId, CallbackId, QueueId, Section
from agent_client.protocol.time import from_millis
from agent_client.rules.callback_actions import CallbackAction, allowed

AT = from_millis(1_770_000_000_000)
C = CallbackAction


def entry(section: Section, number: str = "+31206241180", claim: Claim | None = None) -> Callback:
    return Callback(
        id=CallbackId(1),
        version=1,
        queue=QueueId(1),
        section=section,
        number=number,
        dnis="800100300",
        first_at=AT,
        last_at=AT,
        claim=claim,
    )


def test_E3_open_and_attempted_entries_are_called_or_marked() -> None:
    for section in (Section.OPEN, Section.ATTEMPTED):
        assert allowed(entry(section)) == {C.CALL, C.DONE, C.NOT_REACHED}


def test_E3_closed_entries_come_back_or_are_called_again() -> None:
    for section in (Section.DONE, Section.NOT_REACHED):
        assert allowed(entry(section)) == {C.REOPEN, C.CALL}


def test_a_withheld_number_cannot_be_called() -> None:
    for section in Section:
        assert C.CALL not in allowed(entry(section, number=""))


def test_E7_a_claimed_entry_takes_nothing() -> None:
    claim = Claim(AgentBrief(AgentId(2), "Bram"), AT)
    for section in Section:
        assert not allowed(entry(section, claim=claim))
