"""A refusal is the same type at both ends; a code this client does not know is still a refusal."""

from __future__ import annotations

import pytest

from agent_client.protocol.refusals import REFUSALS, AlreadyClaimed, Refusal, RefusalBody, read_refusal


@pytest.mark.parametrize("kind", REFUSALS.values())
def test_it_arrives_as_what_it_was(kind: type[Refusal]) -> None:
    arrived = read_refusal(kind("because", agent="Anna").body())
    assert type(arrived) is kind
    assert arrived.params == {"agent": "Anna"}
    assert arrived.detail == "because"


def test_codes_are_unique_and_statuses_are_errors() -> None:
    assert len({kind.code for kind in REFUSALS.values()}) == len(REFUSALS)
    assert all(400 <= kind.status < 600 for kind in REFUSALS.values())


def test_an_unknown_code_becomes_the_general_type() -> None:
    arrived = read_refusal(RefusalBody(code="moon_in_wrong_phase", detail="wait", params={"days": "3"}))
    assert type(arrived) is Refusal
    assert arrived.params == {"days": "3"}


def test_it_reads_as_itself() -> None:
    assert str(AlreadyClaimed(agent="Bram")) == "already_claimed"
