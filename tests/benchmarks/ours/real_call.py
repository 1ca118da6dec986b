"""The real program, signed in by `driver`, whose argv it takes, with its popovers watched.

Says beside that ``called ns cpu_ns`` when both the phase "Call" and the button Hold, which is there in a call only, have been
painted.
"""

from __future__ import annotations

from driver import run
from popovers import watch_popovers

from agent_client.protocol.names import Phase
from agent_client.rules.parties import ContactAction
from ui.main_window.window import MainWindow

from painted import Painted  # isort: skip - what is ours is loaded first
from PySide6.QtCore import QEvent, QObject  # isort: skip
from ui.top_levels import top_levels


class CallShown(QObject):
    """Either may come first: the contact and the agent's state are told by an event each."""

    def __init__(self) -> None:
        super().__init__()
        window = next(one for one in top_levels() if isinstance(one, MainWindow))
        self._badge, self._hold = window.status_bar.badge, window.contact.call.bar.of(ContactAction.HOLD)
        self._shown: set[QObject] = set()
        self._said = False
        self._painted = Painted(lambda when, cpu: print("called", when, cpu, flush=True))
        for part in (self._badge, self._hold):
            part.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._hold and event.type() is QEvent.Type.Hide:
            self._shown.discard(watched)
        elif watched is self._badge and self._badge._phase is not Phase.CALL:
            self._shown.discard(watched)
            self._said = False
        elif event.type() is QEvent.Type.Paint:
            self._shown.add(watched)
            if len(self._shown) == 2 and not self._said:
                self._said = True
                self._painted.arm()
        return False


kept: list[CallShown] = []
watch_popovers()
run(lambda: kept.append(CallShown()))
