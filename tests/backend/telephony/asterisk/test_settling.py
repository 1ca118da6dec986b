"""Whatever was ordered before, after the steps everybody is where they belong, and nobody overhears anybody on the way."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from agent_client.backend.telephony.asterisk.lines import ChannelId
from agent_client.backend.telephony.asterisk.placement import Place
from agent_client.backend.telephony.asterisk.settling import (
    ANEW,
    Enter,
    Hush,
    Leave,
    Make,
    Step,
    after,
    steps,
)

CHANNELS = tuple(ChannelId(one) for one in ("customer", "owner", "asked"))
BRIDGES = ("call", "other")

_heard = st.sampled_from(["nothing", "music", "rings", "silence"])
_unsure = st.sampled_from([None, True, False])


@st.composite
def _wished(draw: st.DrawFn) -> Place:
    heard = draw(_heard)
    return Place(
        bridge=draw(st.sampled_from(["", "call"])),
        music=heard == "music",
        rings=heard == "rings",
        silence=heard == "silence",
    )


_seen = st.builds(
    Place,
    bridge=st.sampled_from(["", *BRIDGES]),
    music=_unsure,
    rings=_unsure,
    silence=_unsure,
    says=st.sampled_from(["", "please wait"]),
)


def taken(seen: dict[ChannelId, Place], ordered: Sequence[Step]) -> dict[ChannelId, Place]:
    found = dict(seen)
    for step in ordered:
        if not isinstance(step, Make):
            found[step.channel] = after(found.get(step.channel, ANEW), step)
    return found


@given(
    wished=st.dictionaries(st.sampled_from(CHANNELS), _wished()),
    seen=st.dictionaries(st.sampled_from(CHANNELS), _seen),
    bridges=st.frozensets(st.sampled_from(BRIDGES)),
)
def test_from_wherever_they_were(wished, seen, bridges) -> None:
    ordered = steps(wished, seen, bridges)
    found = taken(seen, ordered)
    for channel, place in wished.items():
        now = found.get(channel, ANEW)
        assert (now.bridge, now.music, now.rings, now.silence) == (
            place.bridge,
            place.music,
            place.rings,
            place.silence,
        )
    assert {step.bridge for step in ordered if isinstance(step, Enter)} <= bridges | {
        step.bridge for step in ordered if isinstance(step, Make)
    }, "nobody enters what is not there"
    assert steps(wished, found, bridges | {"call"}) == [], "there is nothing left to do"


@given(
    wished=st.dictionaries(st.sampled_from(CHANNELS), _wished()), seen=st.dictionaries(st.sampled_from(CHANNELS), _seen)
)
def test_whoever_must_go_has_left_before_anybody_comes(wished, seen) -> None:
    there = {channel: place.bridge for channel, place in seen.items()}
    for step in steps(wished, seen, frozenset(BRIDGES)):
        match step:
            case Leave(channel):
                there[channel] = ""
            case Enter(channel, bridge):
                overheard = {
                    other
                    for other, where in there.items()
                    if where == bridge and other in wished and wished[other].bridge != bridge
                }
                assert not overheard
                there[channel] = bridge
            case _:
                pass


@given(
    wished=st.dictionaries(st.sampled_from(CHANNELS), _wished()), seen=st.dictionaries(st.sampled_from(CHANNELS), _seen)
)
def test_nothing_is_ordered_where_something_is_still_played(wished, seen) -> None:
    """Asterisk would wait with it, and with every order after it, until all of it was said."""
    hushed = {channel for channel, place in seen.items() if not place.says}
    for step in steps(wished, seen, frozenset(BRIDGES)):
        if isinstance(step, Hush):
            hushed.add(step.channel)
        elif not isinstance(step, Make):
            assert step.channel in hushed or step.channel not in seen


def test_what_is_said_to_somebody_goes_on_while_nothing_else_changes_for_them() -> None:
    customer = CHANNELS[0]
    beep = Place("call", says="beep")
    assert steps({customer: Place("call")}, {customer: beep}, {"call"}) == []
