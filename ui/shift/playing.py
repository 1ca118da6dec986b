"""Recordings heard inside the program (D8): fetched as they are played, one at a time, wherever it was asked for."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from contextlib import suppress
from functools import partial

from PySide6.QtCore import QTimer

from agent_client.client.api import ServerTrouble
from agent_client.client.session import Session
from agent_client.client.store.state import State
from agent_client.client.tasks import TaskOwner
from agent_client.client.threads import Threads
from agent_client.protocol.interactions import PastCall
from agent_client.protocol.names import AgentState, SoundState
from agent_client.protocol.refusals import NotPossibleNow, Refusal
from agent_client.workstation.sound_card import NoSound, SoundCard
from agent_client.workstation.tape import NotASound, Tape
from ui import wording
from ui.models import player as steps
from ui.models.player import CLOSED, Player, Stage
from ui.panels.player_bar import PlayerBar
from ui.text import day_and_time, tr

log = logging.getLogger(__name__)

LOOK_MILLISECONDS = 200
CARD_SECONDS = 10.0
"""How long opening or closing the sound card may take."""
PAUSES = (0.5, 2.0, 5.0)
"""Seconds until an answer that broke off is asked for again, from where it did."""
_COMING, _SOUNDING = "recording on its way", "sound card"


class Playing:
    """``show``: which bar shows it, of those that there are; the others are put away."""

    def __init__(self, session: Session, tasks: TaskOwner, card: SoundCard) -> None:
        self._session = session
        self._tasks = tasks
        self._card = card
        self._threads = Threads()
        self._bars: list[PlayerBar] = []
        self._bar: PlayerBar | None = None
        self._call: PastCall | None = None
        self._tape = Tape()
        self._player: Player = CLOSED
        self._came = 0
        """Bytes, of the present tape."""
        self._turned = asyncio.Event()
        self._offered = False
        self._speed = 1.0
        """For the next one, too."""
        self._look = QTimer(interval=LOOK_MILLISECONDS)
        self._look.timeout.connect(self._on_look)
        self._tasks.start(self._follow(), _SOUNDING)

    @property
    def player(self) -> Player:
        return self._player

    def join(self, bar: PlayerBar) -> None:
        """It may be asked to play there."""
        self._bars.append(bar)
        bar.pressed.connect(self._on_pressed)
        bar.sought.connect(self._on_sought)
        bar.hurried.connect(self._on_hurried)
        bar.closed.connect(self.close)

    def part(self, bar: PlayerBar) -> None:
        self.put_away(bar)
        self._bars.remove(bar)

    def put_away(self, bar: PlayerBar) -> None:
        """It is out of sight: nothing is heard that cannot be stopped."""
        if bar is self._bar:
            self.close()
            self._bar = None

    def play(self, call: PastCall, bar: PlayerBar) -> None:
        """From the beginning; or, if it is played there already, as by the bar's button."""
        if self._player.call == call.interaction and bar is self._bar:
            self._on_pressed()
            return
        self._bar, self._call = bar, call
        self._fetch()
        self._become(steps.opened(call, _title(call), self._speed))

    def close(self) -> None:
        self._tasks.cancel(_COMING)
        self._tape = Tape()
        self._become(CLOSED)

    def hush(self, state: State) -> None:
        """Who is offered a contact hears that, and not what was."""
        me = state.me
        offered = me is not None and me.state in (AgentState.OFFERED, AgentState.ON_CONTACT)
        if offered and not self._offered and self._player.sounds:
            self._become(steps.pressed(self._player))
        self._offered = offered

    async def leave(self) -> None:
        """The sound card is given back."""
        self.close()
        self._look.stop()
        with suppress(TimeoutError):
            await self._asked(self._card.stop)

    # -- the bar

    def _on_pressed(self) -> None:
        before = self._player
        if before.stage is Stage.FAILED:
            self._fetch()
        elif before.stage is Stage.ENDED:
            self._tape.seek(0.0)
        self._become(steps.pressed(before))

    def _on_sought(self, seconds: float) -> None:
        self._tape.seek(seconds)
        self._become(steps.sought(self._player, seconds))

    def _on_hurried(self) -> None:
        player = steps.hurried(self._player)
        self._speed = player.speed
        self._tape.hurry(player.speed)
        self._become(player)

    def _become(self, player: Player) -> None:
        turned = player.sounds != self._player.sounds
        self._player = player
        for bar in self._bars:
            bar.show_player(player if bar is self._bar else CLOSED)
        if player.stage in (Stage.CLOSED, Stage.FAILED):
            self._look.stop()
        elif not self._look.isActive():
            self._look.start()
        if turned:
            self._turned.set()

    def _on_look(self) -> None:
        tape = self._tape
        moved = steps.moved(
            self._player,
            position=tape.position,
            seconds=tape.seconds,
            there=tape.there,
            over=tape.over,
            hurries=tape.hurries,
        )
        if moved != self._player:
            self._become(moved)

    # -- the sound on its way

    def _fetch(self) -> None:
        self._tape, self._came = Tape(), 0
        self._tape.hurry(self._speed)
        self._tasks.start(self._coming(self._tape), _COMING, replacing=_COMING)

    async def _coming(self, tape: Tape) -> None:
        for pause in (*PAUSES, None):
            try:
                await self._some(tape)
                tape.end()
            except Refusal as refusal:
                self._fail(tape, _why(refusal))
            except NotASound as error:
                log.warning("a recording cannot be played: %s", error)
                self._fail(tape, tr("This recording cannot be played: tell your administrator."))
            except ServerTrouble as trouble:
                if pause is not None and self._came:
                    await asyncio.sleep(pause)
                    continue
                self._fail(tape, wording.trouble(trouble))
            else:
                self._turned.set()
            return

    async def _some(self, tape: Tape) -> None:
        """From where an earlier answer broke off."""
        assert self._call is not None
        async for piece in self._session.api.recording(self._call.interaction, self._came):
            tape.add(piece)
            self._came += len(piece)
            if tape.form is not None:
                self._turned.set()

    def _fail(self, tape: Tape, sentence: str) -> None:
        if tape is self._tape:
            self._become(steps.failed(self._player, sentence))

    # -- the sound card

    async def _follow(self) -> None:
        """Opened while something is to be heard, closed while nothing is; one after the other."""
        sounding: Tape | None = None
        while True:
            await self._turned.wait()
            self._turned.clear()
            tape = self._tape
            wanted = tape if self._player.sounds and tape.form is not None else None
            if wanted is sounding:
                continue
            try:
                before, sounding = sounding, None
                if before is not None:
                    await self._asked(self._card.stop)
                if wanted is not None:
                    await self._asked(partial(_start, self._card, wanted))
                    sounding = wanted
            except NoSound as error:
                log.warning("no sound: %s", error)
                self._fail(tape, tr("This computer has no sound: connect a headset or a loudspeaker, and try again."))
            except TimeoutError:
                log.warning("the sound card does not answer")
                self._fail(tape, tr("The sound card does not answer: try again, or restart the computer."))
            self._turned.set()  # what was wanted may be something else by now

    async def _asked(self, what: Callable[[], None]) -> None:
        await self._threads.ask(_SOUNDING, what, CARD_SECONDS)


def _start(card: SoundCard, tape: Tape) -> None:
    if tape.form is not None:
        card.start(tape.form, tape.play)


def _title(call: PastCall) -> str:
    who = ", ".join(agent.name for agent in call.agents)
    return f"{day_and_time(call.started_at)} · {who}" if who else day_and_time(call.started_at)


def _why(refusal: Refusal) -> str:
    state = refusal.params.get("state", "") if isinstance(refusal, NotPossibleNow) else ""
    match state:
        case SoundState.COMING:
            return tr("The recording is not here yet: try again in a minute.")
        case SoundState.LOST:
            return tr("The recording has been lost: your administrator can tell why.")
        case SoundState.DELETED:
            return tr("The recording has been deleted, as all are after a time.")
        case _:
            return wording.refusal(refusal)
