"""A second start on a seat (A5): it makes itself heard by the first, whose window comes to the front, and ends.

Which start is the second is decided by the lock of `workstation.instance`; here is only the way from one to the other.
"""

from __future__ import annotations

import asyncio
import logging
import os
import sys
from collections.abc import Callable, Mapping
from functools import partial

import msgspec
from PySide6.QtCore import QObject, Qt
from PySide6.QtNetwork import QLocalServer, QLocalSocket
from PySide6.QtWidgets import QApplication, QWidget

from agent_client.workstation.instance import Start

_log = logging.getLogger(__name__)

PATIENCE = 10.0
"""Seconds that a first start has to answer: its window may be on the way still, from a slow disk."""
_AGAIN = 0.1
_MOST = 16_384
"""Bytes of one message."""
_SHOWN = b"shown\n"
_TOKENS = ("XDG_ACTIVATION_TOKEN", "DESKTOP_STARTUP_ID")


class Doorbell(QObject):
    """Listens for further starts. ``started`` is called with what each has to say, before it is told that it was heard."""

    def __init__(self, started: Callable[[Start], None]) -> None:
        super().__init__()
        self._started = started
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._on_connection)

    def listen(self, name: str) -> bool:
        """Under this name and no other. What a killed program left there is taken away: the lock says that it is dead."""
        self._server.close()
        if self._server.listen(name):
            return True
        QLocalServer.removeServer(name)
        if self._server.listen(name):
            return True
        _log.warning("a second start will not be heard at %s: %s", name, self._server.errorString())
        return False

    def close(self) -> None:
        self._server.close()
        self.deleteLater()

    def _on_connection(self) -> None:
        while (socket := self._server.nextPendingConnection()) is not None:
            socket.disconnected.connect(socket.deleteLater)
            socket.readyRead.connect(partial(self._on_read, socket))
            self._on_read(socket)

    def _on_read(self, socket: QLocalSocket) -> None:
        if not socket.canReadLine():
            if socket.bytesAvailable() > _MOST:
                socket.abort()
            return
        try:
            start = msgspec.json.decode(socket.readLine(_MOST).data(), type=Start)
        except msgspec.MsgspecError as error:
            _log.warning("a second start said what cannot be understood: %s", error)
            start = Start()
        self._started(start)
        socket.write(_SHOWN)
        socket.flush()
        socket.disconnectFromServer()


async def ring(name: str, start: Start, patience: float, over: Callable[[], bool] = lambda: False) -> bool:
    """Whether the first start under this name has heard. ``over``: there is none any more, it was just ending."""
    loop = asyncio.get_running_loop()
    _let_it_come_forward()
    end = loop.time() + patience
    while True:
        if await _ring_once(name, start, max(end - loop.time(), _AGAIN)):
            return True
        if loop.time() + _AGAIN >= end or over():
            return False
        await asyncio.sleep(_AGAIN)


async def _ring_once(name: str, start: Start, patience: float) -> bool:
    heard: asyncio.Future[bool] = asyncio.get_running_loop().create_future()

    def settle(answer: bool) -> None:
        if not heard.done():
            heard.set_result(answer)

    socket = QLocalSocket()
    socket.connected.connect(lambda: socket.write(msgspec.json.encode(start) + b"\n"))
    socket.readyRead.connect(lambda: settle(True))
    socket.errorOccurred.connect(lambda _: settle(socket.bytesAvailable() > 0))
    try:
        socket.connectToServer(name)
        async with asyncio.timeout(patience):
            return await heard
    except TimeoutError:
        return False
    finally:
        socket.blockSignals(True)
        socket.abort()
        socket.deleteLater()


def activation_token(environ: Mapping[str, str]) -> str:
    """What the desktop gave this start, so that what it starts may come to the front."""
    return next((value for name in _TOKENS if (value := environ.get(name, ""))), "")


def bring_to_front(window: QWidget, token: str = "") -> None:
    """Visible, no longer minimised, and active as far as the window system lets; where it does not, its button blinks."""
    if token:
        os.environ[_TOKENS[0]] = token  # Qt reads it there, once, when a window wants to be active
    modal = QApplication.activeModalWidget()
    for one in (window, modal) if modal is not None and modal is not window else (window,):
        one.setWindowState(one.windowState() & ~Qt.WindowState.WindowMinimized)
        one.show()
        one.raise_()
        one.activateWindow()
    QApplication.alert(window)


def _let_it_come_forward() -> None:
    """Windows lets come forward whom the program permits that the user started last."""
    if sys.platform == "win32":
        import ctypes

        ctypes.windll.user32.AllowSetForegroundWindow(-1)  # any process
