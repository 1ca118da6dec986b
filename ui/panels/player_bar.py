"""Hearing a recording (D8): what is played, play and pause, where in it one is; or in one sentence why nothing is heard."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from ui.models.player import CLOSED, STEP, Player, Stage
from ui.text import marked, tr, trc
from ui.theme import Text
from ui.widgets.action_button import ActionButton, Kind
from ui.widgets.boxes import stand_on
from ui.widgets.labels import ElidedLabel, Label, rule
from ui.widgets.position_bar import PositionBar
from ui.widgets.times import duration

_SPEEDS = {1.0: marked("1×"), 1.5: marked("1.5×"), 2.0: marked("2×")}


class PlayerBar(QWidget):
    """``pressed``: the one button; ``sought`` carries seconds; ``hurried``: faster, or as it was; ``closed``: it is enough."""

    pressed = Signal()
    sought = Signal(float)
    hurried = Signal()
    closed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.player: Player = CLOSED
        self.setAccessibleName(trc("thing", "Recording"))
        self.title = ElidedLabel("", Text.SMALL, tone="dim")
        self.button = ActionButton("", Kind.PLAIN, icon="resume", hint=tr("Space"), small=True, sends=False)
        self.position = PositionBar(tr("Position"), STEP)
        self.time = Label("", Text.SMALL, tone="dim")
        self.speed = ActionButton("", Kind.LINK, hint="S", sends=False, name=tr("Speed"))
        self.problem = Label("", Text.SMALL, tone="alarm", wraps=True)
        self.close_button = ActionButton("", Kind.LINK, icon="close", hint="Esc", sends=False, name=tr("Close"))
        self._lay_out()
        self.button.clicked.connect(self.pressed)
        self.position.sought.connect(self.sought)
        self.speed.clicked.connect(self.hurried)
        self.close_button.clicked.connect(self.closed)
        self.hide()

    def show_player(self, player: Player) -> None:
        before, self.player = self.player, player
        self.setVisible(player.stage is not Stage.CLOSED)
        if before == player:
            return
        failed = player.stage is Stage.FAILED
        name, icon = _button(player.stage)
        self.button.set_label("", icon=icon)
        self.button.set_name(name)
        self.title.say(player.title)
        self.problem.say(player.problem if failed else "")
        self.position.setVisible(not failed)
        self.position.setEnabled(player.seconds > 0)
        self.speed.setVisible(player.hurries and not failed)
        self.speed.set_label(tr(_SPEEDS[player.speed]))
        ends = [(gap.start, player.seconds if gap.end is None else gap.end) for gap in player.gaps]
        self.position.show_position(player.position, player.seconds, player.there, tuple(ends))
        said = tr("{at} of {whole}", at=duration(player.position), whole=duration(player.seconds))
        self.time.say("" if failed else tr("Loading…") if player.stage is Stage.STARTING else said)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        elif event.key() == Qt.Key.Key_Space:
            self.pressed.emit()
        elif event.key() == Qt.Key.Key_S and self.speed.isVisible():
            self.hurried.emit()
        else:
            super().keyPressEvent(event)

    def _lay_out(self) -> None:
        self.time.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        stand_on(self, "surface")
        above = QHBoxLayout()
        above.setSpacing(8)
        above.addWidget(self.title, 1)
        above.addWidget(self.time)
        beneath = QHBoxLayout()
        beneath.setSpacing(8)
        beneath.addWidget(self.button)
        beneath.addWidget(self.position, 1)
        beneath.addWidget(self.problem, 1)
        beneath.addWidget(self.speed)
        beneath.addWidget(self.close_button)
        inside = QVBoxLayout()
        inside.setContentsMargins(16, 8, 16, 8)
        inside.setSpacing(4)
        inside.addLayout(above)
        inside.addLayout(beneath)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(rule())
        layout.addLayout(inside)


def _button(stage: Stage) -> tuple[str, str]:
    """What it does now, and its icon."""
    match stage:
        case Stage.STARTING | Stage.PLAYING:
            return trc("verb", "Pause"), "pause"
        case Stage.ENDED:
            return tr("Play again"), "retry"
        case Stage.FAILED:
            return tr("Try again"), "retry"
        case _:
            return tr("Play"), "resume"
