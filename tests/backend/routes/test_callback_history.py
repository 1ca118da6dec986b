"""The history of an entry over HTTP, and the list in pages (E8)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import msgspec
import pytest
from msgspec.structs import replace

from agent_client.backend.domain.callbacks import Moment
from agent_client.backend.ports.units import Tx
from agent_client.backend.services import callback_judging, callbacks
from agent_client.protocol import paths
from agent_client.protocol.callbacks import CallbackHistory, Callbacks
from agent_client.protocol.names import AgentId, CallbackMomentKind, QueueId, Section

SALES, SUPPORT = QueueId(1), QueueId(2)
K = CallbackMomentKind
ANNA = AgentId(1)


def _kept(tx: Tx, number: str, queue: QueueId, *more: Moment) -> int:
    moments = [Moment(kind=K.MISSED, at=tx.now - timedelta(seconds=int(number[-4:])), queue=queue, seconds=20), *more]
    return callback_judging.kept(tx, moments, queue=queue, number=number, dnis="1", customer=None)


@pytest.fixture
def entry(centre: Any, anna: Any) -> int:
    def keep(tx: Tx) -> int:
        tried = Moment(kind=K.TRIED, at=tx.now, agent=ANNA, phone="200", seconds=2)
        return _kept(tx, "+31201230001", SALES, tried, replace(tried, seconds=31))

    made: int = centre.write(keep)
    return made


def test_who_tried_when_and_how_long(anna: Any, entry: int) -> None:
    answer = anna.http.get(paths.CALLBACK_HISTORY.format(entry=entry))
    assert answer.status_code == 200
    history = msgspec.json.decode(answer.content, type=CallbackHistory)
    assert (history.entry.id, history.entry.section, history.entry.attempts) == (entry, Section.ATTEMPTED, 1)
    assert [
        (one.kind, one.agent and one.agent.name, one.phone, one.seconds, one.counts) for one in history.moments
    ] == [
        (K.MISSED, None, "", 20, True),
        (K.TRIED, "Anna Visser", "200", 2, False),
        (K.TRIED, "Anna Visser", "200", 31, True),
    ]


def test_nobody_reads_what_is_of_other_queues_or_is_not_there(
    centre: Any, entry: int, sign_in: Callable[..., Any], client: Any
) -> None:
    cleo = sign_in(centre, "cleo")
    assert cleo.http.get(paths.CALLBACK_HISTORY.format(entry=entry)).status_code == 404
    assert cleo.http.get(paths.CALLBACK_HISTORY.format(entry=99)).status_code == 404
    assert client.get(paths.CALLBACK_HISTORY.format(entry=entry)).status_code == 401


def test_E8_the_whole_list_comes_in_pages(centre: Any, anna: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(callbacks, "PAGE", 7)
    made = centre.write(lambda tx: [_kept(tx, f"+3120123{n:04}", SALES if n % 2 else SUPPORT) for n in range(20)])
    for section in ("", "&section=open"):
        found, before = list[int](), ""
        while True:
            answer = anna.http.get(f"{paths.CALLBACKS}?{before}{section}")
            page = msgspec.json.decode(answer.content, type=Callbacks)
            found += [one.id for one in page.entries]
            if page.older is None:
                break
            assert len(page.entries) == 7
            before = f"before={page.older}"
        assert found == made, "the latest call first"
    done = anna.http.get(f"{paths.CALLBACKS}?section=done")
    assert msgspec.json.decode(done.content, type=Callbacks) == Callbacks(())
    assert anna.http.get(f"{paths.CALLBACKS}?before=nonsense").status_code == 400
