"""The real store, bridge and callbacks panel with a very long list.

argv: number of rows. Told ``change`` (somebody claims a row that is to be seen), ``changes`` (ten of them, one after the
other; said is the mean of one) or ``add`` (a call was missed), it applies the event and says ``done`` with the CPU nanoseconds
of the event alone (store, model, what the view is told at once), with the repainting that it caused (for an addition once the
model's batch has been told to the view), and how often the whole list was filled anew.
"""

from __future__ import annotations

import sys
import time
from datetime import UTC, datetime, timedelta

from agent_client.client.clock import ServerClock
from agent_client.client.store.state import Link, State
from agent_client.client.store.store import Store
from agent_client.protocol.agents import AgentBrief, Me
from agent_client.protocol.callbacks import Callback, Claim
from agent_client.protocol.centre import Centre, Queue
from agent_client.protocol.customers import CustomerBrief
from agent_client.protocol.events import CallbackClaimed, CallbackOpened, CallbackReleased
from agent_client.protocol.names import AgentId, AgentState, CallbackId, CustomerId, QueueId, Role, Section
from ui.bridge import Bridge
from ui.panels.callbacks import CallbacksPanel
from ui.theme import Appearance, Theme

from msgspec.structs import replace  # isort: skip
from PySide6.QtWidgets import QApplication  # isort: skip - after ours, which loads Qt as the program does

NOW = datetime(2026, 11, 24, 14, 6, 22, tzinfo=UTC)
SUPPORT = QueueId(1)
COLLEAGUE = AgentBrief(AgentId(2), "Bram Willems", "205")


def entry(number: int, before: float) -> Callback:
    return Callback(
        id=CallbackId(number),
        version=1,
        queue=SUPPORT,
        section=Section.OPEN,
        number=f"+3120{number:07}",
        dnis="+31800100200",
        customer=CustomerBrief(CustomerId(number), f"Customer {number}"),
        first_at=NOW - timedelta(seconds=before),
        last_at=NOW - timedelta(seconds=before),
    )


def state(count: int) -> State:
    me = Me(
        id=AgentId(1),
        name="Anna",
        user="anna",
        role=Role.AGENT,
        phone="204",
        seat="seat",
        queues=(SUPPORT,),
        state=AgentState.READY,
        since=NOW,
        version=1,
    )
    return State(
        link=Link.UP,
        me=me,
        centre=Centre(name="Centre", country="NL", projects=(), idle_reasons=(), wrap_up_reasons=()),
        queues={SUPPORT: Queue(id=SUPPORT, name="Support", version=1)},
        callbacks={CallbackId(number): entry(number, 30.0 * number) for number in range(1, count + 1)},
        sections={Section.OPEN: count},
    )


class Changes:
    def __init__(self, store: Store, count: int) -> None:
        self._store = store
        self._next = count
        self._claimed: CallbackId | None = None

    def change(self) -> None:
        """A row in sight is claimed, and by the next change let go."""
        line = panel.rows.line(3)
        assert line is not None
        shown = line.entry if self._claimed is None else self._store.state.callbacks[self._claimed]
        claim = Claim(COLLEAGUE, NOW) if self._claimed is None else None
        self._claimed = shown.id if claim is not None else None
        new = replace(shown, version=shown.version + 1, claim=claim)
        self._store.apply(CallbackReleased(new) if claim is None else CallbackClaimed(new))

    def add(self) -> None:
        self._next += 1
        self._store.apply(CallbackOpened(entry(self._next, -float(self._next))))


count = int(sys.argv[1])
app = QApplication(["agent-client"])
appearance = Appearance(app, Theme.LIGHT)
store = Store(state(count))
panel = CallbacksPanel()
panel.resize(480, 700)
bridge = Bridge(store, ServerClock())
bridge.attach(panel)
panel.show()
changes = Changes(store, count)


def settle() -> None:
    """What one turn leaves to the next is part of what the event costs."""
    for _ in range(4):
        app.processEvents()


def no_storm() -> None:
    """As at people's pace: the bridge's rest between the redraws of a storm would put the painting outside of what is
    measured."""
    bridge._redrawn.clear()
    bridge._rest.stop()


panel.rows.finish()
for _ in range(5):
    settle()
print("up", flush=True)
for line in sys.stdin:
    wish = line.strip()
    times = 10 if wish == "changes" else 1
    resets: list[int] = []
    listening = panel.rows.modelReset.connect(lambda resets=resets: resets.append(1))
    no_storm()
    began = time.process_time_ns()
    for _ in range(times - 1):
        changes.change()
        settle()
        no_storm()
    {"change": changes.change, "changes": changes.change, "add": changes.add}[wish]()
    app.processEvents()
    alone = time.process_time_ns() - began
    if (
        wish == "add"
    ):  # what waits for the batch is told now instead: its timer's waiting costs nothing, and would take time
        panel.rows.settle()
    settle()
    cpu = time.process_time_ns() - began
    panel.rows.modelReset.disconnect(listening)
    print("done", alone // times, cpu // times, len(resets), flush=True)
