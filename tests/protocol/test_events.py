"""A client that meets a newer server goes on; one that meets garbage says so."""

from __future__ import annotations

import msgspec
import pytest

from agent_client.protocol import events
from agent_client.protocol.names import ContactState, WhyCode
from agent_client.protocol.time import from_millis
from agent_client.protocol.why import Why

AT = from_millis(1_770_000_000_000)


def envelope(name: str, body: object) -> bytes:
    return msgspec.json.encode({"stream": "centre", "number": 1, "at": AT, "name": name, "body": body})


def test_every_event_type_has_one_name() -> None:
    assert len(events.NAMES) == len(events.EVENTS)
    families = {events.ContactEvent, events.CallbackEvent}
    leaves = {
        kind
        for family in (*families, *(set(events.EVENTS.values()) - families))
        for kind in (family.__subclasses__() if family in families else [family])
    }
    assert leaves == set(events.EVENTS.values())


_IRREGULAR = {"withdrawn", "done", "ringing", "wrapped_up", "not_reached", "held", "kept", "taken_over"}


def test_names_are_dotted_and_in_the_past_tense() -> None:
    for name in events.EVENTS:
        subject, _, happened = name.partition(".")
        assert subject and happened
        assert happened.endswith("ed") or happened in _IRREGULAR, name


def test_an_unknown_name_is_no_error() -> None:
    assert events.read_event(events.read_envelope(envelope("agent.teleported", {"to": "Mars"}))) is None


def test_an_unknown_field_is_passed_over() -> None:
    why = {"code": "signed_out", "at": AT, "params": {}, "mood": "good"}
    read = events.read_event(events.read_envelope(envelope("session.ended", {"why": why, "extra": [1, 2]})))
    assert read == events.SessionEnded(Why(code=WhyCode.SIGNED_OUT, at=AT))


def test_an_unknown_word_reads_as_unknown() -> None:
    why = {"code": "abducted", "at": AT}
    read = events.read_event(events.read_envelope(envelope("session.ended", {"why": why})))
    assert isinstance(read, events.SessionEnded)
    assert read.why.code is WhyCode.UNKNOWN
    assert msgspec.json.decode(b'"levitating"', type=ContactState) is ContactState.UNKNOWN


@pytest.mark.parametrize("data", [b"", b"<html>", b"[]", b'{"stream": 1}', b"\xff\xfe"])
def test_garbage_is_unreadable(data: bytes) -> None:
    with pytest.raises(events.Unreadable):
        events.read_envelope(data)


def test_a_known_name_with_a_foreign_body_is_unreadable() -> None:
    with pytest.raises(events.Unreadable, match="SessionEnded"):
        events.read_event(events.read_envelope(envelope("session.ended", {"why": 7})))
