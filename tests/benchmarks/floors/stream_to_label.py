"""The floor of an event's way to the screen: bare httpx-sse and a QLabel, nothing decoded, nothing kept.

argv: URL of the stream, token. Says ``up`` with the snapshot, and ``painted monotonic_ns cpu_ns`` when the label shows a
``contact.offered``.
"""

from __future__ import annotations

import sys

import httpx
import httpx_sse
import qasync
from painted import Painted
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QApplication, QLabel


class Label(QLabel):
    owed = False

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.owed:
            self.owed = False
            painted.arm()


async def main(url: str, token: str, label: Label) -> None:
    headers = {"Authorization": f"Bearer {token}", "Accept": "text/event-stream"}
    async with (
        httpx.AsyncClient(headers=headers, timeout=None, trust_env=False) as client,
        httpx_sse.aconnect_sse(client, "GET", url) as source,
    ):
        async for event in source.aiter_sse():
            if event.event == "snapshot":
                print("up", flush=True)
            if '"contact.offered"' in event.data:
                label.owed = True
                label.setText(event.data[:400])


app = QApplication(sys.argv[:1])
app.setStyle("Fusion")
painted = Painted(lambda when, cpu: print("painted", when, cpu, flush=True))
label = Label("waiting")
label.resize(400, 240)
label.show()
qasync.run(main(sys.argv[1], sys.argv[2], label))
