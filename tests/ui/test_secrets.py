"""Passwords in a store that may answer, refuse or hang. keyring's own classes; only the disk behind them is missing."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterator
from typing import Any

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.backends.fail import Keyring as NoKeyring
from keyring.errors import KeyringLocked, PasswordDeleteError

from agent_client.workstation.diagnostics import StoreState
from ui.notices import Notices
from ui.secrets import Secrets

Run = Callable[[Any], Any]
SERVER, USER = "https://centre.example", "ada"


class InMemory(KeyringBackend):
    """A store as the systems have it: threads are noted, and it can be told to hang or to refuse."""

    priority = 1.0

    def __init__(self) -> None:
        super().__init__()
        self.kept: dict[tuple[str, str], str] = {}
        self.threads: list[str] = []
        self.hangs: threading.Event | None = None
        self.refuses: Exception | None = None

    def _asked(self) -> None:
        self.threads.append(threading.current_thread().name)
        if self.hangs is not None:
            self.hangs.wait(60)
        if self.refuses is not None:
            raise self.refuses

    def get_password(self, service: str, username: str) -> str | None:
        self._asked()
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self._asked()
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        self._asked()
        if self.kept.pop((service, username), None) is None:
            raise PasswordDeleteError


@pytest.fixture
def store() -> Iterator[InMemory]:
    made = InMemory()
    yield made
    if made.hangs is not None:
        made.hangs.set()
    for thread in threading.enumerate():
        if thread.name == "keyring":
            thread.join(60)


@pytest.fixture
def notices() -> Notices:
    return Notices()


def test_a_password_is_there_in_the_next_session(store: InMemory, notices: Notices, run: Run) -> None:
    async def main() -> None:
        assert await Secrets(notices, backend=store).set(SERVER, USER, "päss")
        later = Secrets(notices, backend=store)
        assert await later.get(SERVER, USER) == "päss"
        assert await later.get("https://other.example", USER) is None
        assert await later.get(SERVER, "bram") is None
        assert later.usable

    run(main())
    assert notices.current() == ()
    assert set(store.threads) == {"keyring"}, "the thread that draws asked the store itself"


def test_a_forgotten_password_is_gone(store: InMemory, notices: Notices, run: Run) -> None:
    async def main() -> None:
        secrets = Secrets(notices, backend=store)
        await secrets.set(SERVER, USER, "sesame")
        await secrets.delete(SERVER, USER)
        await secrets.delete(SERVER, USER)
        assert await secrets.get(SERVER, USER) is None
        assert store.kept == {}

    run(main())
    assert notices.current() == ()


@pytest.mark.parametrize("refusal", [KeyringLocked("locked"), OSError("no bus"), RuntimeError("anything")])
def test_a_store_that_refuses_means_this_session_only_and_is_said_once(
    store: InMemory, notices: Notices, run: Run, refusal: Exception
) -> None:
    store.refuses = refusal

    async def main() -> None:
        secrets = Secrets(notices, backend=store)
        assert await secrets.get(SERVER, USER) is None
        assert not await secrets.set(SERVER, USER, "sesame")
        assert await secrets.get(SERVER, USER) == "sesame", "not even for this session"
        await secrets.delete(SERVER, USER)
        assert await secrets.get(SERVER, USER) is None
        assert not secrets.usable

    run(main())
    assert len(notices.current()) == 1 and "sesame" not in notices.current()[0].text
    assert len(store.threads) == 1, "a store that refused is asked again"


def test_no_store_at_all(notices: Notices, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keyring, "get_keyring", NoKeyring)

    async def main() -> None:
        secrets = Secrets(notices)
        assert not await secrets.set(SERVER, USER, "sesame")
        assert await secrets.get(SERVER, USER) == "sesame"

    run(main())
    assert len(notices.current()) == 1


def test_the_store_that_keyring_chooses_is_asked(
    store: InMemory, notices: Notices, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keyring, "get_keyring", lambda: store)
    assert run(Secrets(notices).set(SERVER, USER, "sesame"))
    assert list(store.kept.values()) == ["sesame"]


def test_a_store_that_hangs_is_given_up_with_one_thread(store: InMemory, notices: Notices, run: Run) -> None:
    store.hangs = threading.Event()

    async def main() -> None:
        secrets = Secrets(notices, limit=0.1, backend=store)
        assert await secrets.get(SERVER, USER) is None
        assert not await secrets.set(SERVER, USER, "sesame")
        assert await secrets.get(SERVER, USER) == "sesame"

    run(main())
    assert len(store.threads) == 1
    assert len(notices.current()) == 1


def test_a_cancelled_question_starts_no_second_thread_beside_it(store: InMemory, notices: Notices, run: Run) -> None:
    store.hangs = threading.Event()

    async def main() -> None:
        secrets = Secrets(notices, backend=store)
        asking = asyncio.get_running_loop().create_task(secrets.get(SERVER, USER))
        await asyncio.sleep(0.05)
        asking.cancel()
        await asyncio.wait([asking])
        assert await secrets.get(SERVER, USER) is None
        assert len(store.threads) == 1
        assert store.hangs is not None
        store.hangs.set()
        for thread in [thread for thread in threading.enumerate() if thread.name == "keyring"]:
            await asyncio.to_thread(thread.join)
        store.hangs = None
        assert secrets.usable and await secrets.set(SERVER, USER, "sesame"), "it answers again"

    run(main())


def test_questions_wait_for_each_other(store: InMemory, notices: Notices, run: Run) -> None:
    async def main() -> list[str | None]:
        secrets = Secrets(notices, backend=store)
        store.kept["Agent Client", f"{USER} {SERVER}"] = "sesame"
        return list(await asyncio.gather(*(secrets.get(SERVER, USER) for _ in range(5))))

    assert run(main()) == ["sesame"] * 5
    assert notices.current() == ()


def test_the_window_goes_on_while_the_store_hangs(store: InMemory, notices: Notices, run: Run) -> None:
    store.hangs = threading.Event()

    async def main() -> int:
        secrets = Secrets(notices, limit=0.2, backend=store)
        asking = asyncio.get_running_loop().create_task(secrets.get(SERVER, USER))
        ticks = 0
        while not asking.done():
            await asyncio.sleep(0.01)
            ticks += 1
        return ticks

    assert run(main()) > 2


def test_a_loop_that_closed_meanwhile_is_left_alone(store: InMemory, notices: Notices, run: Run) -> None:
    store.hangs = threading.Event()

    async def main() -> None:
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.05):
                await Secrets(notices, backend=store).get(SERVER, USER)

    run(main())  # the store fixture lets the thread go only after the loop has closed


def test_a_round_trip_tells_how_the_store_answers(store: InMemory, notices: Notices, run: Run) -> None:
    assert run(Secrets(notices, backend=store).round_trip()) == (StoreState.KEEPS, store.name)
    assert store.kept == {}, "the trial was left behind"
    store.refuses = KeyringLocked("still locked")
    assert run(Secrets(notices, backend=store).round_trip())[0] is StoreState.LOCKED
    assert run(Secrets(notices, backend=NoKeyring()).round_trip())[0] is StoreState.NONE
    store.hangs = threading.Event()
    assert run(Secrets(notices, limit=0.01, backend=store).round_trip())[0] is StoreState.LATE
    assert notices.current() == (), "a check is no failure"


def test_a_store_that_answers_again_is_used_again(store: InMemory, notices: Notices, run: Run) -> None:
    async def main() -> None:
        secrets = Secrets(notices, backend=store)
        store.refuses = KeyringLocked("locked")
        assert not await secrets.set(SERVER, USER, "one")
        store.refuses = None
        assert not await secrets.set(SERVER, USER, "two")
        await secrets.round_trip()
        assert await secrets.set(SERVER, USER, "three")

    run(main())
