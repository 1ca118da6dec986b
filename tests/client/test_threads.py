"""Questions that block: answered, failed, given up, and never two threads for one that hangs."""

from __future__ import annotations

import threading

import pytest

from agent_client.client.threads import Shared, Threads


def _fails() -> None:
    raise ValueError("no")


async def test_an_answer_and_a_failure() -> None:
    threads = Threads()
    assert await threads.ask("disk", lambda: 7, 5) == 7
    with pytest.raises(ValueError, match="no"):
        await threads.ask("disk", _fails, 5)


async def test_one_that_hangs_is_given_up_and_not_asked_again_until_it_has_ended() -> None:
    threads, go_on = Threads(), threading.Event()
    with pytest.raises(TimeoutError):
        await threads.ask("keyring", go_on.wait, 0.01)
    with pytest.raises(TimeoutError, match="earlier"):
        await threads.ask("keyring", lambda: 7, 5)
    assert await threads.ask("disk", lambda: 8, 5) == 8, "the others go on"
    hanging = [thread for thread in threading.enumerate() if thread.name == "keyring"]
    go_on.set()
    for thread in hanging:
        thread.join(60)
    assert await threads.ask("keyring", lambda: 9, 5) == 9


def test_the_same_question_is_asked_once_until_it_is_answered() -> None:
    shared, go_on, asked = Shared(), threading.Event(), []

    def look_up(name: str) -> str:
        asked.append(name)
        go_on.wait(60)
        return name.upper()

    answers = [shared.ask(look_up, name) for name in ("a", "a", "b")]
    assert answers[0] is answers[1]
    go_on.set()
    assert [answer.result(20) for answer in answers] == ["A", "A", "B"]
    assert sorted(asked) == ["a", "b"]
    assert shared.ask(look_up, "a").result(20) == "A"
    assert asked.count("a") == 2, "an answer is not kept"
