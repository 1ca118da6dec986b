"""The floor of a press and of a stream of events: a button, httpx, httpx-sse and a label; no contact is shown, no rule asked.

argv: URL of the server, token. Says ``up`` with the snapshot. Told ``press``, it presses its button, which asks the server to
hold or resume; says ``requested ns`` when the button has been painted with its new word and ``confirmed ns`` when the label
shows the event. ``watch`` and ``busy`` as the real program.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time

import httpx
import httpx_sse
import qasync
from busy import Busy
from painted import Painted
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QApplication, QLabel, QMainWindow, QPushButton, QVBoxLayout, QWidget
from spoken_to import SpokenTo


class Said:
    """Says a word once what owes it has been painted."""

    def __init__(self, word: str) -> None:
        self.owed = False
        self._painted = Painted(lambda when, _: print(word, when - floor.since, flush=True))

    def paid(self) -> None:
        if self.owed:
            self.owed = False
            self._painted.arm()


class Button(QPushButton):
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        requested.paid()


class Label(QLabel):
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        confirmed.paid()


class Floor:
    def __init__(self, window: QMainWindow) -> None:
        self.since = 0
        self._label, self._button = Label("waiting"), Button("Hold")
        self._contact: dict[str, object] = {}
        self._waits = False
        self._wishes: asyncio.Queue[None] = asyncio.Queue()
        box = QWidget()
        layout = QVBoxLayout(box)
        layout.addWidget(self._label)
        layout.addWidget(self._button)
        window.setCentralWidget(box)
        self._button.clicked.connect(self._clicked)
        self._work = Busy()
        self._input = SpokenTo(lambda line: getattr(self, f"_{line}")())

    async def run(self, url: str, token: str) -> None:
        headers = {"Authorization": f"Bearer {token}", "Accept": "text/event-stream"}
        async with httpx.AsyncClient(base_url=url, headers=headers, timeout=None, trust_env=False) as http:
            await asyncio.gather(self._listen(http), self._ask(http))

    async def _listen(self, http: httpx.AsyncClient) -> None:
        async with httpx_sse.aconnect_sse(http, "GET", "/api/v1/events") as source:
            async for event in source.aiter_sse():
                if event.event == "snapshot":
                    print("up", flush=True)
                elif '"contact.' in event.data:
                    self._contact = json.loads(event.data)["body"]["contact"]
                    if self._waits:
                        self._waits, confirmed.owed = False, True
                        self._button.setText(self._contact["state"])
                    self._label.setText(event.data[:400])

    async def _ask(self, http: httpx.AsyncClient) -> None:
        while True:
            await self._wishes.get()
            done = "hold" if self._contact["state"] == "connected" else "resume"
            path = f"/api/v1/contacts/{self._contact['id']}/{done}"
            await http.post(path, json={"version": self._contact["version"]})

    def _press(self) -> None:
        self.since = time.monotonic_ns()
        self._button.click()

    def _clicked(self) -> None:
        self._waits = requested.owed = True
        self._button.setText("requested")
        self._wishes.put_nowait(None)

    def _watch(self) -> None:
        self._work.begin()

    def _busy(self) -> None:
        print("busy", self._work.per_cent(), flush=True)


app = QApplication(sys.argv[:1])
app.setStyle("Fusion")
requested, confirmed = Said("requested"), Said("confirmed")
window = QMainWindow()
floor = Floor(window)
window.resize(900, 600)
window.show()
qasync.run(floor.run(sys.argv[1], sys.argv[2]))
