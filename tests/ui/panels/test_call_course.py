"""The call's time line on its page."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from types import ModuleType

import pytest
from msgspec.structs import replace
from pytestqt.qtbot import QtBot

from agent_client.protocol.agents import AgentBrief
from agent_client.protocol.interactions import Moment
from agent_client.protocol.names import AgentId, MomentKind, WhyCode
from agent_client.protocol.why import Why
from ui.panels.call_course import NEWEST, Course, lines

AT = datetime(2026, 11, 24, 14, 2, 10, tzinfo=UTC)
ANNA, BRAM = AgentBrief(AgentId(1), "Anna de Vries", "204"), AgentBrief(AgentId(2), "Bram", "207")


@pytest.fixture
def course(qtbot: QtBot) -> Course:
    made = Course()
    qtbot.addWidget(made)
    made.show()
    return made


def test_the_newest_comes_first_with_who_and_why() -> None:
    why = Why(code=WhyCode.CONSULT_DECLINED, at=AT, params={"target": "Bram"})
    told = (
        Moment(at=AT, kind=MomentKind.HELD, agent=ANNA),
        Moment(at=AT + timedelta(seconds=5), kind=MomentKind.CONSULT_REQUESTED, agent=ANNA, to="Bram"),
        Moment(at=AT + timedelta(seconds=9), kind=MomentKind.CONSULT_FAILED, agent=BRAM, why=why),
    )
    failed, requested, held = lines(told, ANNA.id)
    assert held.words == "Customer on hold", "one's own doing needs no name"
    assert requested.words == "Consult requested with Bram"
    assert failed.words == "Bram declined the consult", "that is all of it, and its time stands before it"


def test_whose_phone_rang_is_part_of_the_sentence() -> None:
    told = (
        Moment(at=AT, kind=MomentKind.RANG, agent=ANNA),
        Moment(at=AT, kind=MomentKind.RANG, agent=BRAM),
        Moment(at=AT, kind=MomentKind.CONSULT_ACCEPTED, agent=BRAM),
    )
    assert [line.words for line in lines(told, ANNA.id)] == [
        "Consult accepted · Bram",
        "Bram's phone rang",
        "The phone rang",
    ]


def test_the_time_of_a_take_over_is_said_once() -> None:
    why = Why(code=WhyCode.TRANSFERRED_BY, at=AT, params={"agent": "Bram", "phone": "207"})
    (line,) = lines((Moment(at=AT, kind=MomentKind.TOOK_OVER, agent=ANNA, why=why),), ANNA.id)
    assert line.words.startswith("Took the customer over · ") and "Bram" in line.words
    assert f"{AT.astimezone():%H:%M}" not in line.words


def test_only_the_newest_until_all_are_wanted(course: Course, seen: ModuleType) -> None:
    many = tuple(Moment(at=AT + timedelta(seconds=at), kind=MomentKind.HELD) for at in range(NEWEST + 4))
    contact = replace(seen.CALL, course=many)
    course.show_contact(contact, seen.ON_CALL)
    assert len(course.shown()) == NEWEST and course.more.isVisible()
    course.more.click()
    assert len(course.shown()) == NEWEST + 4 and not course.more.isVisible()
    course.show_contact(replace(contact, id=777), seen.ON_CALL)
    assert len(course.shown()) == NEWEST, "of another call the newest again"


def test_lines_of_one_second_keep_their_order() -> None:
    told = (Moment(at=AT, kind=MomentKind.CONNECTED), Moment(at=AT, kind=MomentKind.RECORDING_STARTED))
    assert [line.words for line in lines(told, None)] == ["Recording started", "Connected"]


def test_a_call_without_a_past_shows_none(course: Course, seen: ModuleType) -> None:
    course.show_contact(seen.CALL, seen.ON_CALL)
    assert course.isVisible()
    course.show_contact(replace(seen.CALL, course=()), seen.ON_CALL)
    assert course.isHidden()
