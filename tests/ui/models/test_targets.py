"""D2, D4, D7: who stands in the list for what, in which order, and why somebody cannot be chosen."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from msgspec.structs import replace

from agent_client.client.store.state import EMPTY, Link, State
from agent_client.protocol.agents import Me, Presence
from agent_client.protocol.centre import Centre, Directory, DirectoryEntry, Project, Queue, QueueName
from agent_client.protocol.contacts import Target
from agent_client.protocol.names import AgentId, AgentState, NotReadyReason, ProjectId, QueueId, Role, TargetKind
from ui.models import targets
from ui.models.targets import Purpose

NOW = datetime(2026, 11, 21, 14, 0, tzinfo=UTC)
S, N = AgentState, NotReadyReason


def presence(key: int, name: str, state: AgentState, why: NotReadyReason | None = None, team: str = "") -> Presence:
    since = NOW - timedelta(minutes=key)
    return Presence(
        id=AgentId(key), name=name, phone=f"2{key:02}", state=state, not_ready=why, since=since, version=1, team=team
    )


PEOPLE = (
    presence(1, "Ada", S.ON_CONTACT),
    presence(2, "Zoë", S.READY, team="Support"),
    presence(3, "Čeněk", S.READY),
    presence(4, "Dana", S.NOT_READY, N.PAUSE),
    presence(5, "Eva", S.WRAP_UP),
    presence(6, "Finn", S.NOT_READY, N.RONA),
    presence(7, "Gus", S.SIGNED_OUT),
)
STATE: State = replace(
    EMPTY,
    link=Link.UP,
    me=Me(
        id=AgentId(1),
        name="Ada",
        user="ada",
        role=Role.AGENT,
        phone="201",
        seat="TC",
        queues=(QueueId(1),),
        state=S.ON_CONTACT,
        since=NOW,
        version=1,
    ),
    centre=Centre(
        name="C",
        country="NL",
        projects=(Project(ProjectId(4), "Web shop", "+31800100300", QueueId(1)),),
        idle_reasons=(),
        wrap_up_reasons=(),
        queues=(QueueName(QueueId(2), "Støtte"), QueueName(QueueId(1), "Sales")),
    ),
    queues={QueueId(1): Queue(id=QueueId(1), name="Sales", waiting=2, longest_since=NOW, version=1)},
    agents={agent.id: agent for agent in PEOPLE},
)


def agents(purpose: Purpose, typed: str = "") -> list[tuple[str, bool]]:
    return [(row.name, row.possible) for row in targets.agent_rows(STATE, purpose, typed)]


def test_D2_for_a_consult_the_available_stand_first_and_pauses_can_be_asked() -> None:
    assert agents(Purpose.CONSULT) == [
        ("Čeněk", True),
        ("Zoë", True),
        ("Dana", True),
        ("Eva", False),
        ("Finn", False),
    ], "never oneself, never who is signed out"


def test_D7_a_transfer_is_to_the_available_alone_never_to_wrap_up() -> None:
    assert agents(Purpose.TRANSFER) == [
        ("Čeněk", True),
        ("Zoë", True),
        ("Dana", False),
        ("Eva", False),
        ("Finn", False),
    ]
    eva = next(row for row in targets.agent_rows(STATE, Purpose.TRANSFER, "") if row.name == "Eva")
    assert "Eva" in eva.why_not
    assert "Wrap-up" in eva.why_not


@pytest.mark.parametrize(
    ("typed", "found"),
    [("zoe", ["Zoë"]), ("CENEK", ["Čeněk"]), ("sup", ["Zoë"]), ("203", ["Čeněk"]), ("nek", []), ("zoe ev", [])],
)
def test_D2_the_list_is_filtered_without_accents_by_the_beginnings_of_words(typed: str, found: list[str]) -> None:
    assert [name for name, _ in agents(Purpose.CONSULT, typed)] == found


def test_D2_each_state_has_a_shape_of_its_own() -> None:
    shapes = {targets.state_icon(agent) for agent in PEOPLE if agent.state is not S.SIGNED_OUT}
    assert len({shape for shape, _ in shapes}) == len(shapes) == 5
    row = targets.agent_rows(STATE, Purpose.CONSULT, "zoe")[0]
    assert (row.word, row.since, row.target) == ("Available", PEOPLE[1].since, Target(kind=TargetKind.AGENT, id=2))


def test_D2_queues_with_who_waits_then_entry_points_with_their_number() -> None:
    rows = targets.queue_rows(STATE, "")
    assert [(row.name, row.target.kind, row.target.id) for row in rows] == [
        ("Sales", TargetKind.QUEUE, 1),
        ("Støtte", TargetKind.QUEUE, 2),
        ("Web shop", TargetKind.ENTRY_POINT, 4),
    ]
    assert (rows[0].word, rows[0].since, rows[1].word) == ("2 waiting", NOW, "")
    assert "0800 100300" in rows[2].beneath
    assert [row.name for row in targets.queue_rows(STATE, "stot")] == ["Støtte"]
    assert [row.name for row in targets.queue_rows(STATE, "0800 100 300")] == ["Web shop"]


@pytest.mark.parametrize("typed", ["0800 100300", "+31 800 100 300", "0031800100300"])
def test_D4_an_entry_points_own_number_is_that_entry_point(typed: str) -> None:
    row = targets.number_row(typed, STATE)
    assert row is not None
    assert (row.target.kind, row.target.id, row.name) == (TargetKind.ENTRY_POINT, 4, "Web shop")


def test_D2_a_number_is_offered_as_people_write_it() -> None:
    row = targets.number_row("00420 724118305", STATE)
    assert row is not None
    assert (row.name, row.target) == ("+420 724 118 305", Target(kind=TargetKind.NUMBER, number="+420724118305"))
    assert targets.number_row("12", STATE) is None
    assert targets.number_row("1" * 19, STATE) is None
    assert targets.number_row("anna", STATE) is None


def test_D2_numbers_lately_used_follow_what_is_typed_each_once() -> None:
    recent = ("+31206241180", "204")
    assert [row.name for row in targets.number_rows("", recent, STATE)] == ["020 624 1180", "204"]
    assert [row.name for row in targets.number_rows("020 624", recent, STATE)] == ["020624", "020 624 1180"]
    assert [row.name for row in targets.number_rows("204", ("+31206241180", "204"), STATE)] == ["204"]


def test_D2_a_number_can_be_typed_in_every_list() -> None:
    rows = targets.with_number(targets.agent_rows(STATE, Purpose.TRANSFER, ""), "030 1234567", STATE)
    kinds = [row.target.kind for row in rows]
    assert kinds.index(TargetKind.NUMBER) == 2, "after who can be chosen, before who cannot"
    found = targets.queue_rows(STATE, "0800 100300")
    assert targets.with_number(found, "0800 100300", STATE) == found, "it stands there already"


def test_D2_who_of_the_directory_is_an_agent_has_their_state() -> None:
    entries = (
        DirectoryEntry(id=1, name="Eva", number="205", agent=AgentId(5)),
        DirectoryEntry(id=2, name="Jana", number="+420724118305", role="Lawyer", department="Legal"),
        DirectoryEntry(id=3, name="Zoë", number="202", agent=AgentId(2)),
        DirectoryEntry(id=4, name="Ada", number="201", agent=AgentId(1)),
        DirectoryEntry(id=5, name="Gus", number="207", agent=AgentId(7)),
    )
    rows = targets.directory_rows(Directory(entries), STATE, Purpose.TRANSFER)
    assert [(row.name, row.possible) for row in rows] == [
        ("Jana", True),
        ("Zoë", True),
        ("Gus", True),
        ("Eva", False),
        ("Ada", False),
    ]
    jana, zoe, gus = rows[:3]
    assert jana.target == Target(kind=TargetKind.NUMBER, number="+420724118305")
    assert "Lawyer · Legal" in jana.beneath
    assert zoe.target == Target(kind=TargetKind.AGENT, id=2)
    assert gus.target.kind is TargetKind.NUMBER, "nobody is signed in there"
    late = targets.directory_rows(Directory(entries), STATE, Purpose.TRANSFER, "legal")
    assert [row.name for row in late] == ["Jana"], "an answer to other letters offers nobody else"
    assert [row.name for row in targets.directory_rows(Directory(entries), STATE, Purpose.TRANSFER, "205")] == ["Eva"]
    assert "you" in rows[4].why_not
