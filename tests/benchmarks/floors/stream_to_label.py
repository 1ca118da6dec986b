"""The floor of an event's way to the screen: bare httpx-sse and a QLabel, nothing decoded, nothing kept.

argv: URL of the stream, token. Prints a line ``number monotonic_ns`` when the label has painted ``contact.offered``.
"""

from __future__ import annotations

import sys
import time

import httpx
import httpx_sse
import qasync
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QApplication, QLabel


class Label(QLabel):
    owed = 0

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.owed:
            print(self.owed, time.monotonic_ns(), flush=True)
            self.owed = 0


async def main(url: str, token: str, label: Label) -> None:
    headers = {"Authorization": f"Bearer {token}", "Accept": "text/event-stream"}
    count = 0
    async with (
        httpx.AsyncClient(headers=headers, timeout=None) as client,
        httpx_sse.aconnect_sse(client, "GET", url) as source,
    ):
        async for event in source.aiter_sse():
            if event.event == "snapshot":
                print("up", flush=True)
            if '"contact.offered"' in event.data:
                count += 1
                label.owed = count
                label.setText(event.data[:400])


app = QApplication(sys.argv[:1])
app.setStyle("Fusion")
label = Label("waiting")
label.resize(400, 240)
label.show()
qasync.run(main(sys.argv[1], sys.argv[2], label))
