"""What the agent is told, and for how long."""

from __future__ import annotations

import pytest

from ui import notices as ui_notices
from ui.notices import Level, Notice, Notices


@pytest.fixture
def changes() -> tuple[Notices, list[int]]:
    notices = Notices()
    seen: list[int] = []
    notices.changed.connect(lambda: seen.append(len(notices.current())))
    return notices, seen


def _say(text: str, **more: object) -> Notice:
    return Notice(Level.WARNING, text, **more)  # type: ignore[arg-type]


def test_what_is_posted_before_there_is_a_window_waits(changes: tuple[Notices, list[int]]) -> None:
    notices, seen = changes
    notices.post(_say("one"))
    notices.post(_say("two", stays=True))
    assert [notice.text for notice in notices.current()] == ["one", "two"]
    assert seen == [1, 2]


def test_the_same_key_is_one_notice(changes: tuple[Notices, list[int]]) -> None:
    notices, seen = changes
    notices.post(_say("3 s", key="clock"))
    notices.post(_say("other"))
    notices.post(_say("4 s", key="clock"))
    assert [notice.text for notice in notices.current()] == ["other", "4 s"]
    notices.post(_say("4 s", key="clock"))
    assert seen == [1, 2, 2], "the same again is no change"


def test_without_a_key_nothing_is_replaced(changes: tuple[Notices, list[int]]) -> None:
    notices, _ = changes
    notices.post(_say("one"))
    notices.post(_say("two"))
    notices.withdraw("")
    assert len(notices.current()) == 2


def test_withdrawn_by_key_and_dismissed_by_hand(changes: tuple[Notices, list[int]]) -> None:
    notices, seen = changes
    staying = _say("link lost", stays=True, key="link")
    passing = _say("refused")
    notices.post(staying)
    notices.post(passing)
    notices.withdraw("link")
    assert notices.current() == (passing,)
    notices.dismiss(passing)
    assert notices.current() == ()
    notices.dismiss(passing)
    notices.withdraw("link")
    assert seen == [1, 2, 1, 0]


def test_only_so_many_passing_ones_wait(changes: tuple[Notices, list[int]]) -> None:
    notices, _ = changes
    notices.post(_say("stays", stays=True))
    for number in range(ui_notices.KEPT + 5):
        notices.post(_say(f"passes {number}"))
    texts = [notice.text for notice in notices.current()]
    assert len(texts) == ui_notices.KEPT + 1
    assert texts[0] == "stays" and texts[1] == "passes 5"


def test_who_listens_may_post_and_withdraw(changes: tuple[Notices, list[int]]) -> None:
    notices, _ = changes
    notices.changed.connect(lambda: notices.withdraw("first"))
    notices.post(_say("first", key="first"))
    assert notices.current() == ()
