"""What comes first when the computer shuts down, and what may be said against it (A12)."""

from __future__ import annotations

import pytest

from agent_client.workstation.ending import (
    GIVEN,
    SIGN_OUT_SECONDS,
    SPARE,
    InHand,
    Objection,
    last_things,
    objection,
    sign_out_seconds,
)


class Work:
    def __init__(self, spends: float = 0.0, fails: bool = False) -> None:
        self.now = 100.0
        self.spends = spends
        self.fails = fails
        self.did: list[str | float] = []

    def in_hand(self) -> InHand:
        return InHand()

    def keep(self) -> bool:
        self.did.append("keep")
        self.now += self.spends
        if self.fails:
            raise RuntimeError("a bug")
        return True

    def sign_out(self, seconds: float) -> bool:
        self.did.append(seconds)
        return True


@pytest.mark.parametrize(
    ("in_hand", "against"),
    [
        (InHand(), None),
        (InHand(contact=True), Objection.CONTACT),
        (InHand(unkept=True), Objection.UNKEPT),
        (InHand(contact=True, unkept=True), Objection.CONTACT),
    ],
)
def test_A12_only_who_is_asked_may_object(in_hand: InHand, against: Objection | None) -> None:
    assert objection(in_hand, may_object=True) is against
    assert objection(in_hand, may_object=False) is None


def test_A12_the_server_is_waited_for_four_seconds_or_for_what_is_left() -> None:
    assert sign_out_seconds(0) == SIGN_OUT_SECONDS
    assert sign_out_seconds(2) == GIVEN - SPARE - 2
    assert sign_out_seconds(60) == 0


def test_A12_what_was_typed_comes_before_the_server() -> None:
    work = Work()
    last_things(work, lambda: work.now)
    assert work.did == ["keep", SIGN_OUT_SECONDS]


def test_A12_a_disk_that_takes_long_leaves_the_server_less() -> None:
    slow, stuck = Work(spends=3.0), Work(spends=9.0)
    for work in (slow, stuck):
        last_things(work, lambda work=work: work.now)  # type: ignore[misc]
    assert slow.did == ["keep", GIVEN - SPARE - 3.0]
    assert stuck.did == ["keep"], "the system has ended us"


def test_A12_a_failure_to_keep_does_not_leave_the_agent_signed_in() -> None:
    work = Work(fails=True)
    with pytest.raises(RuntimeError):
        last_things(work, lambda: work.now)
    assert work.did == ["keep", SIGN_OUT_SECONDS]
