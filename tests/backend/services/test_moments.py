"""The call's time line: every party, hold, transfer and automatic change, with its why and in its order."""

from __future__ import annotations

from agent_client.backend.persistence import course
from agent_client.backend.services import call_control, calls, consulting, transfers, wrapping_up
from agent_client.protocol.contacts import WrapUp
from tests.backend.services.talking import to


async def line(bench):
    """Each moment as one line of words."""
    contact = await bench.world.contact(bench.call)
    moments = await bench.world.read(lambda tx: course.newest(tx.conn, contact.interaction, 100))
    return [
        " ".join(
            part
            for part in (
                moment.kind.value,
                moment.agent.name if moment.agent is not None else "",
                f"to {moment.to}" if moment.to else "",
                moment.why.code.value if moment.why is not None else "",
                moment.ended_by.value if moment.ended_by is not None else "",
            )
            if part
        )
        for moment in moments
    ]


async def test_a_long_call(bench):
    await bench.press(bench.anna, call_control.hold)
    await bench.press(bench.anna, call_control.resume)
    await bench.accepted()
    await bench.press(bench.anna, consulting.conference)
    await bench.press(bench.anna, transfers.transfer, None)
    await bench.press(bench.anna, lambda tx, who, one, version: wrapping_up.wrap_up(tx, who, one, WrapUp(version, 1)))
    await bench.press(bench.bram, calls.end)
    assert await line(bench) == [
        "queued to Sales",
        "offered Anna",
        "rang Anna",
        "answered Anna",
        "held Anna",
        "resumed Anna",
        "consult_requested Anna to Bram",
        "rang Bram to Anna",
        "consult_accepted Anna to Bram",
        "conference_started Anna to Bram",
        "transferred Anna to Bram transferred",
        "took_over Bram to Anna transferred_by",
        "wrapped_up Anna to Sold",
        "ended Bram agent",
    ]


async def test_what_changes_by_itself_says_why(bench):
    await bench.consult()
    await bench.world.pass_(25)
    assert (await line(bench))[-1] == "consult_failed Anna to Bram consult_not_answered"
    await bench.press(bench.anna, transfers.transfer, to(queue=2))
    bench.world.pbx.hang_up(bench.call)
    await bench.world.settle()
    assert (await line(bench))[-3:] == [
        "transferred Anna to Support transferred",
        "queued to Support transferred_by",
        "ended caller_gave_up customer",
    ]
