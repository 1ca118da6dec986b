"""Rules as fields and back: nothing is lost on the way, and what cannot be meant is said at its field."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from agent_client.protocol.administration import AgentRights, Callbacking, Group, ProjectRules, Routing
from agent_client.protocol.agents import AgentBrief, Rights
from agent_client.protocol.callbacks import CallbackPeriod, CallbackRules
from agent_client.protocol.centre import Template
from agent_client.protocol.names import AgentId, GroupKind, Period, ProjectId, QueueId, TemplateId, Unhandled
from ui.administration import things

GROUP = Group(
    id=QueueId(4),
    version=7,
    name="Sales",
    number="800",
    capacity=40,
    ring_seconds=20,
    callback_key="1",
    rules=CallbackRules(combine=False, internal=True, shortest_missed=9, attempts=5),
)
PROJECT = ProjectRules(
    id=ProjectId(2), version=3, name="Shop", dnis="+31201000001", queue=QueueId(4), operators=("204", "205")
)
ROUTING = Routing(
    version=5,
    operators=("204",),
    fixed_target="+31201234567",
    fixed_target_active=True,
    unhandled=Unhandled.AGENT,
    unhandled_agent=AgentId(9),
    unhandled_seconds=60,
)
CALLBACKING = Callbacking(
    version=2,
    time_zone="Europe/Prague",
    period=CallbackPeriod(kinds=(GroupKind.QUEUE,), period=Period.WEEK, without_saturdays=True),
)


def group(**written: object) -> tuple[Group, dict[str, str]]:
    return things.read_group({**things.group_fields(GROUP), **written}, GROUP, ["Support"])


def test_every_kind_comes_back_as_it_was() -> None:
    assert group() == (GROUP, {})
    assert things.read_project(things.project_fields(PROJECT), PROJECT, [], []) == (PROJECT, {})
    assert things.read_routing(things.routing_fields(ROUTING), ROUTING) == (ROUTING, {})
    assert things.read_callbacking(things.callbacking_fields(CALLBACKING), CALLBACKING) == (CALLBACKING, {})
    rights = Rights(edit_central=False, takes_contacts=False, keeps_line=True)
    agent = AgentRights(agent=AgentBrief(AgentId(1), "Anna"), user="anna", rights=rights)
    assert things.read_rights(things.rights_fields(agent)) == rights
    template = Template(id=TemplateId(3), name="Agreed", text="a {customer}", queue=QueueId(4))
    wish, faults = things.read_template(things.template_fields(template), template)
    assert (wish.id, wish.name, wish.text, wish.queue, faults) == (3, "Agreed", "a {customer}", 4, {})


@given(
    st.builds(
        CallbackRules,
        combine=st.booleans(),
        internal=st.booleans(),
        voicemail=st.booleans(),
        shortest_missed=st.integers(*things.SHORTEST),
        shortest_attempt=st.integers(*things.SHORTEST),
        attempts=st.integers(*things.ATTEMPTS),
    ),
    st.none() | st.integers(*things.CAPACITY),
)
def test_every_rule_comes_back_whatever_it_says(rules: CallbackRules, capacity: int | None) -> None:
    saved = replace(GROUP, rules=rules, capacity=capacity)
    assert things.read_group(things.group_fields(saved), saved, []) == (saved, {})


@pytest.mark.parametrize(
    ("kind", "name", "ours"),
    [
        (Group, "ring_seconds", things.RINGS),
        (Group, "wrap_up_seconds", things.WRAPS_UP),
        (Group, "retry_seconds", things.RETRIES),
        (CallbackRules, "shortest_missed", things.SHORTEST),
        (CallbackRules, "shortest_attempt", things.SHORTEST),
        (CallbackRules, "attempts", things.ATTEMPTS),
    ],
)
def test_the_fields_bounds_are_the_protocols(kind: Any, name: str, ours: tuple[int, int]) -> None:
    resolved = msgspec.inspect.type_info(kind)
    [field] = [field for field in resolved.fields if field.encode_name == name]  # type: ignore[union-attr]
    assert (field.type.ge, field.type.le) == ours  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("name", "  "),
        ("name", "support"),
        ("name", "x" * 201),
        ("number", "eight"),
        ("capacity", "0"),
        ("capacity", "many"),
        ("ring_seconds", "0"),
        ("ring_seconds", ""),
        ("ring_seconds", "²"),
        ("wrap_up_seconds", "7201"),
        ("callback_key", "12"),
        ("callback_key", "x"),
        ("shortest_missed", "-1"),
        ("attempts", "0"),
        ("attempts", "9" * 30),
    ],
)
def test_what_cannot_be_meant_is_said_at_its_field(name: str, written: str) -> None:
    _, faults = group(**{name: written})
    assert list(faults) == [name] and faults[name].endswith(".")


def test_a_group_that_the_pbx_rings_has_no_times_of_ours_to_be_wrong_about() -> None:
    read, faults = group(kind=GroupKind.RING_ALL, ring_seconds="never", capacity="?")
    assert faults == {} and (read.ring_seconds, read.capacity) == (GROUP.ring_seconds, GROUP.capacity)


def test_blanks_around_are_not_meant() -> None:
    assert group(name="  Orders ", ring_seconds=" 30 ")[0] == replace(GROUP, name="Orders", ring_seconds=30)


@pytest.mark.parametrize(
    ("name", "written"),
    [("dnis", ""), ("dnis", "abc"), ("dnis", "+31201000009"), ("name", ""), ("name", "line"), ("queue", None)],
)
def test_a_project_needs_its_number_a_name_and_a_group(name: str, written: object) -> None:
    values = {**things.project_fields(PROJECT), name: written}
    _, faults = things.read_project(values, PROJECT, ["Line"], ["+31201000009"])
    assert list(faults) == [name]


def test_a_target_that_is_used_needs_a_number_and_so_does_an_agent_who_gets_what_is_left() -> None:
    values = {**things.routing_fields(ROUTING), "fixed_target": "", "unhandled_agent": None}
    assert set(things.read_routing(values, ROUTING)[1]) == {"fixed_target", "unhandled_agent"}
    unused = {**values, "fixed_target_active": False, "unhandled": Unhandled.END}
    assert things.read_routing(unused, ROUTING)[1] == {}


@pytest.mark.parametrize("zone", ["", "Europe/Atlantis", "../etc/passwd"])
def test_a_time_zone_is_one_that_there_is(zone: str) -> None:
    values = {**things.callbacking_fields(CALLBACKING), "time_zone": zone}
    assert list(things.read_callbacking(values, CALLBACKING)[1]) == ["time_zone"]


@pytest.mark.parametrize(("name", "written"), [("name", ""), ("text", " \n "), ("text", "x" * 10_001)])
def test_a_template_has_a_name_and_a_text_of_some_length(name: str, written: str) -> None:
    template = Template(id=TemplateId(0), name="Agreed", text="a")
    assert list(things.read_template({**things.template_fields(template), name: written}, template)[1]) == [name]
