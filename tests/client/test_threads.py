"""Questions that block: answered, failed, given up, and never two threads for one that hangs."""

from __future__ import annotations

import threading

import pytest

from agent_client.client.threads import Threads


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
        thread.join(5)
    assert await threads.ask("keyring", lambda: 9, 5) == 9
