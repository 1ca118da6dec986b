"""Everything that the protocol can say has its own words. The lists of what there is come from the protocol itself."""

from __future__ import annotations

import re
import typing
from datetime import UTC, datetime
from enum import StrEnum

import pytest

from agent_client.client import api
from agent_client.protocol.agents import Presence
from agent_client.protocol.centre import Centre, IdleReason
from agent_client.protocol.interactions import Moment
from agent_client.protocol.names import (
    AgentId,
    AgentState,
    Channel,
    ContactState,
    Direction,
    EndedBy,
    IdleReasonId,
    MomentKind,
    NotReadyReason,
    Phase,
    Role,
    Section,
    TargetKind,
    WhyCode,
)
from agent_client.protocol.refusals import (
    REFUSALS,
    AlreadyClaimed,
    Refusal,
    RefusalBody,
    SeatTaken,
    TooManyAttempts,
    read_refusal,
)
from agent_client.protocol.why import Why
from agent_client.workstation.seat import NoSeat, SeatRefused
from agent_client.workstation.settings import SettingsTrouble
from ui import sentences, wording
from ui.text import gaps_of

AT = datetime(2026, 11, 21, 14, 2, 30, tzinfo=UTC)
PARAMS = {
    "field": "phone",
    "state": "ringing",
    "by": "Bram",
    "agent": "Bram",
    "phone": "204",
    "host": "TS01",
    "since": "2026-11-21T08:00:00+00:00",
    "alive": "yes",
    "number": "12",
    "client": "1",
    "needs": "2",
    "seconds": "18.4",
    "seat": "TC-114",
    "attempts": "3",
    "limit": "30",
    "name": "Sales",
    "target": "Dana",
}


@pytest.mark.parametrize("kind", REFUSALS.values(), ids=REFUSALS)
@pytest.mark.parametrize("params", [{}, PARAMS], ids=["bare", "full"])
def test_every_refusal_has_its_own_sentence(kind: type[Refusal], params: dict[str, str]) -> None:
    said = wording.refusal(kind("detail for the log", **params))
    assert said.endswith((".", "?")) and "{" not in said and "detail" not in said
    if kind is not Refusal:
        assert said != wording.refusal(Refusal())
        assert kind.code in sentences.REFUSALS


def test_no_two_refusals_say_the_same() -> None:
    assert len({wording.refusal(kind()) for kind in REFUSALS.values()}) == len(REFUSALS)


def test_an_unknown_refusal_says_the_general_sentence() -> None:
    class Newer(Refusal):
        code = "newer"

    try:
        assert wording.refusal(Newer()) == wording.refusal(Refusal())
    finally:
        REFUSALS.pop("newer", None)


def test_refusals_are_written_for_people() -> None:
    assert wording.refusal(AlreadyClaimed(agent="Bram")) == "Bram is calling this number back: take another entry."
    assert "wait 18 s" in wording.refusal(TooManyAttempts(seconds="18.4"))
    taken = wording.refusal(SeatTaken(**{name: PARAMS[name] for name in ("agent", "host", "since", "alive")}))
    assert re.search(r"Bram on TS01 since 21 Nov 2026, \d\d:\d\d \(still running\)", taken)
    odd = SeatTaken(agent="Bram", host="TS01", since="long ago", alive="no")
    assert "long ago (no longer connected)" in wording.refusal(odd)
    assert "wait a year" in wording.refusal(TooManyAttempts(seconds="a year"))
    assert wording.refusal(TooManyAttempts(seconds="inf"))


def test_what_a_server_sends_beside_the_gaps_does_no_harm() -> None:
    params = {"agent": "{0} {agent.__class__}", "source": "x", "self": "y", "detail": "z"}
    said = wording.refusal(read_refusal(RefusalBody(code=AlreadyClaimed.code, params=params)))
    assert said.startswith("{0} {agent.__class__} is calling")


def _families() -> list[type[api.ServerTrouble]]:
    def below(kind: type[api.ServerTrouble]) -> list[type[api.ServerTrouble]]:
        return [kind, *(deeper for child in kind.__subclasses__() for deeper in below(child))]

    return below(api.ServerTrouble)


def _troubles() -> list[api.ServerTrouble]:
    return [
        *(api.Unreachable(cause) for cause in typing.get_args(api.Cause)),
        api.TlsRefused("x", certificate=True),
        api.TlsRefused("x", certificate=True, fault="expired"),
        api.TlsRefused("x", certificate=True, fault="host"),
        api.TlsRefused("x", certificate=False),
        api.NotOurServer("x"),
        api.ServerFailed(500, "x"),
        api.ServerTooOld(0, 1),
    ]


def test_every_trouble_has_its_own_sentence() -> None:
    made = _troubles()
    families = {family for family in _families() if family.__module__.startswith(api.__name__)}
    assert {type(one) for one in made} == families - {api.ServerTrouble}
    said = [wording.trouble(one) for one in made]
    assert len(set(said)) == len(said)
    assert wording.trouble(api.ServerTrouble("x")) not in said
    assert all(sentence.endswith(".") and "{" not in sentence for sentence in said)
    assert set(wording.UNREACHABLE) == set(typing.get_args(api.Cause))


@pytest.mark.parametrize("code", WhyCode)
@pytest.mark.parametrize("params", [{}, PARAMS], ids=["bare", "full"])
def test_every_why_has_its_own_words(code: WhyCode, params: dict[str, str]) -> None:
    said = wording.why(Why(code=code, at=AT, params=params))
    assert said and "{" not in said
    if code is not WhyCode.UNKNOWN:
        assert said != wording.why(Why(code=WhyCode.UNKNOWN, at=AT))
        assert said != "This happened by itself."


def test_no_two_whys_say_the_same() -> None:
    for params in ({}, PARAMS):
        assert len({wording.why(Why(code=code, at=AT, params=params)) for code in WhyCode}) == len(WhyCode)


def test_a_transfer_refused_at_the_phone_says_what_stood_in_the_way() -> None:
    def said(**params: str) -> str:
        why = Why(code=WhyCode.KEY_TRANSFER_REFUSED, at=AT, params={"number": "205", **params})
        return wording.why(why, timed=False)

    start = "Your phone's transfer to 205 was refused. "
    assert said(refusal="not_to_yourself") == start + "That is you: choose somebody else."
    assert said(hindrance="consult_goes_on") == start + "Not during a consult: end it first."
    assert said(refusal="of a newer server") == start + wording.refusal(Refusal())
    assert said(hindrance="of a newer server") == said() != start


def test_the_why_of_rona_is_the_designs() -> None:
    said = wording.why(Why(code=WhyCode.RANG_NOT_ANSWERED, at=AT, params={"phone": "204", "seconds": "18"}))
    assert re.fullmatch(r"Rang 18 s on 204, not answered → RONA, \d\d:02", said)


@pytest.mark.parametrize("code", [WhyCode.SIGN_ON_NOT_ANSWERED, WhyCode.SIGN_ON_NEVER_RANG])
@pytest.mark.parametrize("params", [{}, {"phone": "204", "seconds": "20"}])
def test_a_failed_sign_on_names_both_causes_and_what_to_check(code: WhyCode, params: dict[str, str]) -> None:
    said = wording.why(Why(code=code, at=AT, params=params))
    assert "not answered" in said  # one cause
    assert "never rang" in said or "stayed silent" in said  # the other
    assert "right" in said and "call and be called" in said and "Retry" in said


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        (wording.PHASES, Phase),
        (wording.AGENT_STATES, AgentState),
        (wording.NOT_READY, NotReadyReason),
        (wording.SECTIONS, Section),
        (wording.CONTACT_STATES, ContactState),
        (wording.DIRECTIONS, Direction),
        (wording.CHANNELS, Channel),
        (wording.ENDINGS, EndedBy),
        (wording.TARGET_KINDS, TargetKind),
        (wording.ROLES, Role),
        (wording.SETTINGS_TROUBLES, SettingsTrouble),
        (wording.NO_SEATS, NoSeat),
        (sentences.WHYS, WhyCode),
    ],
    ids=lambda value: value.__name__ if isinstance(value, type) else "",
)
def test_every_word_of_a_vocabulary_is_worded_differently(words: dict[StrEnum, object], kind: type[StrEnum]) -> None:
    assert set(words) == set(kind)
    assert len({str(said) for said in words.values()}) == len(kind)


def test_the_phases_are_the_requirements() -> None:
    assert [wording.phase(p) for p in (Phase.PAUSE, Phase.WAITING, Phase.SETUP, Phase.CALL, Phase.WRAP_UP)] == [
        "Pause",
        "Waiting",
        "Setup",
        "Call",
        "Wrap-up",
    ]


CENTRE = Centre(
    name="Centre",
    country="NL",
    projects=(),
    idle_reasons=(IdleReason(IdleReasonId(3), "Lunch"),),
    wrap_up_reasons=(),
)


def _presence(state: AgentState, not_ready: NotReadyReason | None = None, idle: int | None = None) -> Presence:
    return Presence(
        id=AgentId(1),
        name="Ada",
        phone="204",
        state=state,
        not_ready=not_ready,
        idle_reason=None if idle is None else IdleReasonId(idle),
        since=AT,
        version=1,
    )


def test_the_agents_state_in_words() -> None:
    assert wording.agent_state(_presence(AgentState.READY), CENTRE) == "Available"
    idle = _presence(AgentState.NOT_READY, NotReadyReason.IDLE, 3)
    assert wording.agent_state(idle, CENTRE) == "Lunch"
    assert wording.agent_state(idle, None) == "Idle"
    assert wording.agent_state(_presence(AgentState.NOT_READY, NotReadyReason.IDLE, 99), CENTRE) == "Idle"
    assert wording.agent_state(_presence(AgentState.NOT_READY, NotReadyReason.RONA), CENTRE) == "RONA"
    assert wording.agent_state(_presence(AgentState.NOT_READY), CENTRE) == "Not ready"


def test_the_rest_in_words() -> None:
    assert wording.section(Section.ATTEMPTED) == "Attempts"
    assert wording.contact_state(ContactState.HELD) == "On hold"
    assert wording.direction(Direction.CALLBACK) == "Callback"
    assert wording.channel(Channel.EMAIL) == "E-mail"
    assert wording.ended_by(EndedBy.BUSY)
    assert wording.role(Role.SUPERVISOR) == "Supervisor"
    assert wording.settings_trouble(SettingsTrouble.POLICY)


@pytest.mark.parametrize("code", NoSeat)
def test_a_refused_seat_says_why(code: NoSeat) -> None:
    said = wording.no_seat(SeatRefused(code, "bad\nname"))
    assert said.endswith(".") and "{" not in said


def test_all_gaps_are_plain_and_bare_sentences_have_none() -> None:
    for table in (sentences.REFUSALS, sentences.WHYS, wording.NO_SEATS):
        for said in table.values():
            gaps_of(said.full)
            assert gaps_of(said.bare) == set()


def test_every_moment_of_a_call_has_its_own_words() -> None:
    bare = {kind: wording.moment(Moment(at=AT, kind=kind)) for kind in MomentKind}
    assert all(bare.values()) and len(set(bare.values())) == len(MomentKind)
    assert wording.moment(Moment(at=AT, kind=MomentKind.TRANSFERRED, to="Support")) == "Transferred to Support"


def test_the_end_of_a_call_says_whose_it_was_to_whoever_reads_it() -> None:
    said = {wording.moment(Moment(at=AT, kind=MomentKind.ENDED, ended_by=by)) for by in EndedBy}
    assert len(said) == len(EndedBy)
    assert not any(words.startswith("You ") for words in said)
