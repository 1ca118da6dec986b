"""The floor of memory: a bare window on one loop with httpx, its event stream open (argv: URL of the stream, token).

Says ``up`` with the snapshot.
"""

from __future__ import annotations

import sys

import httpx
import httpx_sse
import qasync
from PySide6.QtWidgets import QApplication, QLabel, QMainWindow


async def main(url: str, token: str, label: QLabel) -> None:
    headers = {"Authorization": f"Bearer {token}", "Accept": "text/event-stream"}
    async with (
        httpx.AsyncClient(headers=headers, timeout=None, trust_env=False) as client,
        httpx_sse.aconnect_sse(client, "GET", url) as source,
    ):
        async for event in source.aiter_sse():
            label.setText(event.event)
            if event.event == "snapshot":
                print("up", flush=True)


app = QApplication(sys.argv[:1])
app.setStyle("Fusion")
window = QMainWindow()
label = QLabel("A bare window")
window.setCentralWidget(label)
window.resize(900, 600)
window.show()
qasync.run(main(sys.argv[1], sys.argv[2], label))
