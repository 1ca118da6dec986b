from __future__ import annotations

from datetime import timedelta

from agent_client.backend.persistence import callbacks
from agent_client.backend.services import snapshots
from agent_client.backend.services.snapshots import followed, snapshot
from agent_client.protocol.names import ContactState, QueueId, Section


def test_whom_an_agent_listens_to() -> None:
    assert followed(7, (QueueId(1), QueueId(3))) == {"agent/7", "queue/1", "queue/3", "centre"}


async def test_all_that_concerns_the_agent(world, anna) -> None:
    who = await world.ready(anna)
    call = await world.talking(who)
    seen = await world.read(lambda tx: snapshot(tx, who))
    assert seen.now == world.now
    assert seen.me == await world.me(who)
    assert [(one.id, one.state) for one in seen.contacts] == [((await world.contact(call)).id, ContactState.CONNECTED)]
    assert {queue.id for queue in seen.queues} == set(seen.me.queues)
    assert anna in {agent.id for agent in seen.agents}
    assert set(seen.sections) == set(Section) - {Section.UNKNOWN}


async def test_the_callback_list_of_the_last_days_and_how_much_there_is_in_all(world, anna, monkeypatch) -> None:
    who = await world.sign_in(anna)
    queue = (await world.me(who)).queues[0]

    def fill(tx) -> None:
        for days in (1, 10):
            at = tx.now - timedelta(days=days)
            add = {"queue": queue, "dnis": "100", "customer": None, "at": at}
            callbacks.add(tx.conn, number=f"+31{days}", **add)
            callbacks.add(tx.conn, number=f"+32{days}", section=Section.DONE.value, closed_at=at, **add)

    await world.write(fill)
    seen = await world.read(lambda tx: snapshot(tx, who))
    assert [entry.number for entry in seen.callbacks] == ["+321", "+311", "+3110"]
    assert (seen.sections[Section.OPEN], seen.sections[Section.DONE]) == (2, 2)
    monkeypatch.setattr(snapshots, "MOST_CALLBACKS", 2)
    assert len((await world.read(lambda tx: snapshot(tx, who))).callbacks) == 2
