"""The real panel with a very long callback list: how long until it shows something else, and how long nothing else happens.

argv: number of entries. Says ``first`` once those that a snapshot brings are painted, reads the others as the program does,
then does what it is told: ``queues`` (those of one queue), ``sort`` (by name), ``search``, ``cold`` (a search before which no
names were folded). Each time it says, in nanoseconds of CPU: until the new rows were painted, and the longest turn of the
event loop meanwhile; and how many rows there are.
"""

from __future__ import annotations

import gc
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from agent_client.client.clock import ServerClock
from agent_client.client.store.state import Link, State
from agent_client.client.store.store import Store
from agent_client.protocol.agents import Me
from agent_client.protocol.callbacks import Callback
from agent_client.protocol.centre import Centre, Queue
from agent_client.protocol.customers import CustomerBrief
from agent_client.protocol.names import AgentId, AgentState, CallbackId, CustomerId, QueueId, Role, Section
from agent_client.workstation.settings import CallbackChoice, CallbackSort
from ui.bridge import Bridge
from ui.models.callback_search import SearchTexts
from ui.panels.callbacks import CallbacksPanel
from ui.program import _collect_from_now_on
from ui.theme import Appearance, Theme

sys.path.append(str(Path(__file__).resolve().parent.parent))
from listed import QUEUES, SEARCHED, found, listed  # isort: skip
from msgspec.structs import replace  # isort: skip
from PySide6.QtWidgets import QApplication  # isort: skip - after ours, which loads Qt as the program does

MOST_TURNS = 100_000
NOW = datetime(2026, 11, 24, 14, 6, 22, tzinfo=UTC)


def state(count: int) -> State:
    me = Me(
        id=AgentId(1),
        name="Anna",
        user="anna",
        role=Role.AGENT,
        phone="204",
        seat="seat",
        queues=tuple(QueueId(number) for number in range(1, QUEUES + 1)),
        state=AgentState.READY,
        since=NOW,
        version=1,
    )
    entries = {
        CallbackId(number): Callback(
            id=CallbackId(number),
            version=1,
            queue=QueueId(queue),
            section=Section.OPEN,
            number=phone,
            dnis="+31800100200",
            customer=CustomerBrief(CustomerId(number), name, company),
            first_at=NOW - timedelta(seconds=before),
            last_at=NOW - timedelta(seconds=before),
            times=(NOW - timedelta(seconds=before),),
        )
        for number, (name, company, phone, queue, before) in enumerate(listed(count), start=1)
    }
    return State(
        link=Link.UP,
        me=me,
        centre=Centre(name="Centre", country="NL", projects=(), idle_reasons=(), wrap_up_reasons=()),
        queues={queue: Queue(id=queue, name=f"Queue {queue}", version=1) for queue in me.queues},
        callbacks=entries,
        sections={Section.OPEN: count},
    )


gc.disable()  # as the program does until its first window is painted
app = QApplication(["agent-client"])
appearance = Appearance(app, Theme.LIGHT)
_collect_from_now_on()
COUNT = int(sys.argv[1])
SNAPSHOT, PAGES = 5_000, 16_000
"""So many entries the server says at once; so many more the program puts into its list together."""
every = state(COUNT)
newest = sorted(every.callbacks.values(), key=lambda entry: entry.last_at, reverse=True)
store = Store(replace(every, callbacks={entry.id: entry for entry in newest[:SNAPSHOT]}))
panel = CallbacksPanel()
panel.resize(312, 700)


def measured(begin: Callable[[], object]) -> str:
    """Until nothing more is on its way and all is painted."""
    began = time.process_time_ns()
    begin()
    turn = time.process_time_ns()
    longest = turn - began
    for left in range(MOST_TURNS, 0, -1):
        if not panel.rows.busy and left < MOST_TURNS - 3:
            break
        app.processEvents()
        now = time.process_time_ns()
        longest, turn = max(longest, now - turn), now
    return f"{turn - began} {longest} {panel.rows.rowCount()}"


def first() -> None:
    bridge.attach(panel)
    panel.show()
    app.processEvents()


def search(*, cold: bool) -> None:
    if cold:
        panel.rows._index._texts = SearchTexts()
    panel.head.open_search(SEARCHED)


def again() -> None:
    """Back to all rows, unmeasured."""
    panel.head.close_search()
    panel.show_choice(CallbackChoice())
    while panel.rows.busy:
        app.processEvents()
    for _ in range(60):
        app.processEvents()


def rest() -> None:
    """All pages, as they are put into the list: each time all of it is arranged anew."""
    for start in range(SNAPSHOT, COUNT, PAGES):
        store.add_callbacks(newest[start : start + PAGES])
        bridge._rest.stop()
        for _ in range(MOST_TURNS):
            app.processEvents()
            if not panel.rows.busy and panel.rows.rowCount() == min(COUNT, start + PAGES):
                break


bridge = Bridge(store, ServerClock())
print("first", measured(first), flush=True)
rest()
assert panel.rows.rowCount() == COUNT
WISHES: dict[str, Callable[[], object]] = {
    "queues": lambda: panel.show_choice(CallbackChoice(queues=(QueueId(1),))),
    "sort": lambda: panel.show_choice(CallbackChoice(sort=CallbackSort.NAME)),
    "search": lambda: search(cold=False),
    "cold": lambda: search(cold=True),
}
TO_FIND = found(COUNT)
again()
for line in sys.stdin:
    wish = line.strip()
    said = measured(WISHES[wish])
    assert wish not in ("search", "cold") or panel.rows.rowCount() == TO_FIND, "not what is to be found"
    print("done", said, flush=True)
    again()
