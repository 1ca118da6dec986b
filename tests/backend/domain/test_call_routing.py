"""The rules of F5 against a plain re-reading of them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st
from msgspec import Struct

from agent_client.backend.domain.acd import Free, Waiting, chosen
from agent_client.backend.domain.call_routing import OF_THE_GROUP, tiers
from agent_client.protocol.names import AgentId, ContactId, QueueId, RouteCode

START = datetime(2026, 3, 2, 9, tzinfo=UTC)
GROUP, OTHER = QueueId(1), QueueId(2)
PHONES = ("201", "202", "203", "204", "205")


class Centre(Struct, frozen=True):
    """A call, the rules, and who is there. ``members``: the phones of the group, ``free`` of all; both by who has been
    available for longer."""

    number: str
    customer: tuple[str, ...]
    project: tuple[str, ...]
    everybody: tuple[str, ...]
    members: tuple[str, ...]
    free: tuple[str, ...]


_operators = st.lists(st.sampled_from(PHONES), max_size=3, unique=True).map(tuple)
_centres = st.builds(
    Centre,
    number=st.sampled_from(("", "+31201234567")),
    customer=_operators,
    project=_operators,
    everybody=_operators,
    members=_operators,
    free=st.permutations(PHONES).flatmap(lambda order: st.integers(0, 5).map(lambda most: tuple(order[:most]))),
)


def plainly(one: Centre) -> tuple[str, int] | None:
    """As the administrator reads it in the manual."""
    members = [phone for phone in one.free if phone in one.members]
    of_project = [phone for phone in one.project if phone in one.free] if one.project else members
    everybody = [phone for phone in one.everybody if phone in one.free]
    if one.number == "":
        return next(((phone, 8) for phone in [*everybody, *of_project]), None)
    for phone in one.customer:
        if phone in one.free:
            return phone, 1
    for phone in of_project:
        return phone, 2
    nothing_said = not one.customer and not one.project and not one.members
    for phone in everybody:
        return phone, 10 if nothing_said else 3
    return None


def decided(one: Centre) -> tuple[str, int] | None:
    free = [
        Free(
            AgentId(int(phone)),
            frozenset({GROUP if phone in one.members else OTHER}),
            START + timedelta(seconds=place),
            phone,
        )
        for place, phone in enumerate(one.free)
    ]
    ruled = tiers(
        one.number,
        customer=() if one.number == "" else one.customer,
        project=one.project,
        everybody=one.everybody,
        served=bool(one.members),
    )
    found = chosen(Waiting(ContactId(1), GROUP, START, tiers=ruled), free)
    return None if found is None else (found[0].phone, found[1].value)


@given(_centres)
def test_who_gets_the_call_and_with_which_code(one: Centre) -> None:
    assert decided(one) == plainly(one)


@given(_centres)
def test_whoever_is_free_and_named_leaves_no_call_waiting(one: Centre) -> None:
    named = {*one.project, *one.everybody, *(() if one.number == "" else one.customer)}
    named |= set() if one.project else set(one.members)
    assert (decided(one) is None) == (not named & set(one.free))


def test_a_centre_without_operators_shares_calls_out_as_ever() -> None:
    assert tiers("+31201234567") == OF_THE_GROUP


def test_nobody_at_all_is_to_be_tried() -> None:
    assert tiers("+31201234567", served=False) == ()


def test_the_codes_are_those_of_the_log() -> None:
    assert [code.value for code in RouteCode] == [1, 2, 3, 8, 9, 10]
