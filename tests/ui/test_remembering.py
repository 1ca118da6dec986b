"""What a sign-in leaves for the next: servers, their names, who, which queues; and what IT has fixed."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from msgspec.structs import replace

from agent_client.client.store.store import Store
from agent_client.protocol.centre import QueueName
from agent_client.protocol.events import AgentStateChanged
from agent_client.protocol.names import QueueId
from agent_client.workstation.policy import Policy
from agent_client.workstation.settings import LAST_SERVER, QUEUES, SERVER_NAMES, KnownQueues, Settings
from ui import remembering
from ui.dialogs.sign_in import Entered
from ui.remembering import MOST_ACCOUNTS, MOST_SERVERS, fixed, follow_queues, forget, known_queues, offered, remember

ONE, TWO, THREE = (f"https://{name}.example.com" for name in ("one", "two", "three"))
ANNA = Entered(ONE, "anna", "secret", "204", remember=False)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(tmp_path / "settings.json")


def locked(tmp_path: Path, **values: object) -> Settings:
    raw = {key.replace("_", "."): msgspec.Raw(msgspec.json.encode(value)) for key, value in values.items()}
    return Settings(tmp_path / "settings.json", Policy(locked=raw))


def test_A2_the_last_server_comes_first_and_the_command_lines_before_it(settings: Settings) -> None:
    remember(settings, ONE, ANNA, {})
    remember(settings, TWO, ANNA, {TWO: "Two", THREE: "not signed in to"})
    assert offered(settings) == (TWO, ONE)
    assert offered(settings, THREE) == (THREE, TWO, ONE)
    assert settings.get(SERVER_NAMES) == {TWO: "Two"}
    for number in range(MOST_SERVERS + 3):
        remember(settings, f"https://{number}.example.com", ANNA, {})
    assert len(offered(settings)) == MOST_SERVERS
    assert settings.get(SERVER_NAMES) == {}, "of a server that is remembered no more"


def test_A2_a_server_is_forgotten_with_all_that_was_known_of_it(settings: Settings) -> None:
    known = KnownQueues(queues=((QueueId(1), "Sales"),), staffed=())
    remember(settings, ONE, ANNA, {})
    remember(settings, TWO, ANNA, {TWO: "Two"})
    settings.set(QUEUES, {f"{ONE} anna": known, f"{TWO} anna": known})
    forget(settings, TWO)
    assert (offered(settings), settings.get(LAST_SERVER), settings.get(SERVER_NAMES)) == ((ONE,), "", {})
    assert list(settings.get(QUEUES)) == [f"{ONE} anna"]


def test_A2_ITs_servers_are_the_only_ones(tmp_path: Path) -> None:
    one = locked(tmp_path, server_last=ONE)
    assert (fixed(one), offered(one, TWO)) == (True, (ONE,))
    some = locked(tmp_path, server_known=[ONE, TWO])
    assert (fixed(some), offered(some, THREE), offered(some, TWO)) == (True, (ONE, TWO), (TWO, ONE))
    remember(some, TWO, ANNA, {})
    assert offered(some) == (TWO, ONE)


def test_A3_the_queues_of_the_last_time_are_known_the_next_time(settings: Settings, seen) -> None:
    store = Store(replace(seen.WAITING, centre=replace(seen.CENTRE, queues=QUEUE_NAMES)))
    leave = follow_queues(settings, store, ONE)
    known = known_queues(settings, ONE, "anna")
    assert known == KnownQueues(queues=((QueueId(1), "Sales"), (QueueId(2), "Support")), staffed=(1, 2))
    store.apply(
        AgentStateChanged(replace(seen.ME, version=99, queues=(QueueId(2),), may_staff=(QueueId(1), QueueId(2))))
    )
    leave()
    known = known_queues(settings, ONE, "anna")
    assert known is not None
    assert (known.staffed, len(known.queues)) == ((QueueId(2),), 2)
    assert known_queues(settings, ONE, "bram") is None
    assert known_queues(settings, TWO, "anna") is None
    remembering.forget_queues(settings, ONE, "anna")
    assert known_queues(settings, ONE, "anna") is None


QUEUE_NAMES = (QueueName(QueueId(1), "Sales"), QueueName(QueueId(2), "Support"))


def test_on_a_shared_workstation_the_oldest_are_forgotten(settings: Settings, seen) -> None:
    for number in range(MOST_ACCOUNTS + 5):
        me = replace(seen.ME, user=f"agent{number}")
        store = Store(replace(seen.WAITING, me=me, centre=replace(seen.CENTRE, queues=QUEUE_NAMES)))
        follow_queues(settings, store, ONE)()
    kept = settings.get(QUEUES)
    assert len(kept) == MOST_ACCOUNTS
    assert f"{ONE} agent0" not in kept
    assert f"{ONE} agent{MOST_ACCOUNTS + 4}" in kept
