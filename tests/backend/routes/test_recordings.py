"""D8 over HTTP: the sound of a call, whole or in part, to whom it concerns."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from agent_client.backend.persistence import contacts, recordings, tables
from agent_client.backend.recording_files import Sound, file_for
from agent_client.backend.services import kept_recordings
from agent_client.backend.services.kept_recordings import Task
from agent_client.protocol import paths
from agent_client.protocol.names import AgentId, ContactState, Direction, InteractionId, QueueId

DATA = bytes(range(256)) * 1_000
SIZE = len(DATA)


@pytest.fixture
def call(centre: Any) -> InteractionId:
    """Anna's, of just now; its sound is kept."""

    def make(tx: Any) -> tuple[InteractionId, str]:
        contact = contacts.add(
            tx.conn,
            now=tx.now,
            direction=Direction.INBOUND,
            state=ContactState.ENDED,
            queue=QueueId(1),
            project=None,
            ani="+31201234567",
            dnis="+31800100300",
            customer=None,
            call="gone",
            agent=AgentId(1),
            phone="201",
            connected_at=tx.now,
            ended_at=tx.now,
        )
        file = file_for(contact.interaction, tx.now)
        recordings.add(tx.conn, "r", contact.interaction, tx.now)
        task = Task("r", file, fetch=True, tries=1)
        kept_recordings.kept(tx, task, Sound(SIZE, 16_000, b"x" * 32))
        kept_recordings.over(tx, task)
        return contact.interaction, file

    interaction, file = centre.write(make)
    place = centre.settings.recordings_folder / file
    place.parent.mkdir(parents=True)
    place.write_bytes(DATA)
    return interaction


def url(call: InteractionId) -> str:
    return paths.RECORDING.format(interaction=call)


def hearings(centre: Any) -> list[int]:
    return centre.read(lambda tx: list(tx.conn.scalars(select(tables.recording_hearings.c.agent_id))))


def test_D8_the_whole_of_it(centre: Any, anna: Any, call: InteractionId) -> None:
    answer = anna.http.get(url(call))
    assert (answer.status_code, answer.content) == (200, DATA)
    headers = {name: answer.headers[name] for name in ("content-type", "accept-ranges", "cache-control")}
    assert headers == {"content-type": "audio/wav", "accept-ranges": "bytes", "cache-control": "no-store"}
    assert hearings(centre) == [1]


@pytest.mark.parametrize(
    ("wanted", "start", "end"),
    [
        ("bytes=0-99", 0, 100),
        ("bytes=100-", 100, SIZE),
        ("bytes=-10", SIZE - 10, SIZE),
        (f"bytes=-{SIZE * 2}", 0, SIZE),
        (f"bytes=5-{SIZE * 2}", 5, SIZE),
        (f"bytes={SIZE - 1}-", SIZE - 1, SIZE),
    ],
)
def test_D8_a_part_of_it(wanted: str, start: int, end: int, anna: Any, call: InteractionId) -> None:
    answer = anna.http.get(url(call), headers={"Range": wanted})
    assert (answer.status_code, answer.content) == (206, DATA[start:end])
    assert answer.headers["content-range"] == f"bytes {start}-{end - 1}/{SIZE}"
    assert answer.headers["content-length"] == str(end - start)


@pytest.mark.parametrize(
    "wanted", ["bytes=9-5", "lines=1-2", "bytes=", "bytes=-", "bytes=0-0,5-6", "bytes=x-", "nonsense"]
)
def test_D8_what_is_no_single_range_gets_all_of_it(wanted: str, anna: Any, call: InteractionId) -> None:
    answer = anna.http.get(url(call), headers={"Range": wanted})
    assert (answer.status_code, len(answer.content)) == (200, SIZE)


@pytest.mark.parametrize("wanted", [f"bytes={SIZE}-", "bytes=-0"])
def test_D8_what_lies_behind_the_end_is_refused(wanted: str, anna: Any, call: InteractionId) -> None:
    answer = anna.http.get(url(call), headers={"Range": wanted})
    assert (answer.status_code, answer.json()["code"]) == (416, "beyond_the_end")
    assert answer.json()["params"] == {"size": str(SIZE)}


def test_D8_whom_it_does_not_concern(
    centre: Any, client: Any, sign_in: Callable[..., Any], call: InteractionId
) -> None:
    assert client.get(url(call)).status_code == 401
    assert sign_in(centre, "bram").http.get(url(call)).status_code == 403
    supervisor = sign_in(centre, "sofie")
    assert supervisor.http.get(url(call)).content == DATA
    assert supervisor.http.get(url(InteractionId(call + 1))).status_code == 404
    assert hearings(centre) == [4]


def test_D8_a_file_that_has_gone_is_said_to_be(anna: Any, centre: Any, call: InteractionId) -> None:
    for file in centre.settings.recordings_folder.rglob("*.wav"):
        file.unlink()
    answer = anna.http.get(url(call))
    assert (answer.status_code, answer.json()["params"]) == (409, {"state": "lost"})
