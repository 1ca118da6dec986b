"""The short form of the shift of two hundred deaths; and that its judge sees what it is to see."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from tests.soak.kills import Life, judged, shift


def line(*lives: Life) -> SimpleNamespace:
    return SimpleNamespace(lives=list(lives), noticed=[0.1], trouble=[])


def life(*told: tuple[str, float, str], killed: float = 10.0) -> Life:
    kinds = {"draft": "kept", "letter": "kept"}
    made = [{"kind": kinds.get(kind, kind), "what": kind, "at": at, "text": text} for kind, at, text in told]
    return Life(born=0.0, signed_in=1.0, killed=killed, told=made)


def test_what_is_lost_doubled_or_cut_short_is_seen():
    told = life(
        ("letter", 2, "[1.0.1] lost"),
        ("letter", 3, "[1.0.2] twice"),
        ("letter", 4, "[1.0.3] whole"),
        ("draft", 5, "[1.0.4] as far as it was kept"),
        ("letter", 6, "[1.0.5] well"),
    )
    there = ["[1.0.2] twice", "[1.0.2] twi", "[1.0.3] who", "[1.0.4] as far as it was kept and on", "[1.0.5] well"]
    outcome = judged([line(told)], there, 1, [])
    assert (outcome.written, outcome.at_the_server) == (5, 4)
    assert (outcome.lost, outcome.doubled, outcome.cut_short) == (["1.0.1"], ["1.0.2"], ["1.0.3"])
    assert not outcome.good()


def test_typing_that_the_next_life_did_not_have_is_measured():
    typed = [("typed", 9.0, "[1.0.1] a"), ("typed", 9.5, "[1.0.1] ab"), ("typed", 9.8, "[1.0.1] abc")]
    following = life(("restored", 12, "[1.0.1] a"))
    assert judged([line(life(*typed), following)], [], 1, []).untyped == [0.5]
    whole = life(("restored", 12, "[1.0.1] abc"))
    assert judged([line(life(*typed), whole)], [], 1, []).untyped == [0.0]
    sent = life(*typed, ("sent", 9.9, "[1.0.1] abc"))
    assert judged([line(sent, whole)], [], 1, []).untyped == []


@pytest.mark.timeout(300)  # many processes, on whatever machine
def test_A7_killed_at_random_moments_no_note_is_lost_and_none_doubled(tmp_path):
    outcome = shift(6, 2, 11, 30, tmp_path, last_grace=2)
    assert outcome.good(), "\n".join(outcome.said())
    assert outcome.written > 0
    assert outcome.noticed, "deaths with the agent signed in"
