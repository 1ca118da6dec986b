"""What this computer has ready before anybody signs in; put together once, by `ui.app`, and handed to whoever needs it."""

from __future__ import annotations

from dataclasses import dataclass, field

from PySide6.QtWidgets import QApplication

from agent_client.client.tasks import TaskOwner
from agent_client.workstation.command_line import Options
from agent_client.workstation.instance import Claim
from agent_client.workstation.paths import Paths
from agent_client.workstation.seat import Seat, SeatRefused
from agent_client.workstation.settings import TEXT_STEP, THEME, Settings
from agent_client.workstation.settings import Theme as KeptTheme
from agent_client.workstation.sound_card import SoundCard
from agent_client.workstation.terminal import FollowedSeat

from .ending import Ending
from .notices import Notices
from .placement import Placement
from .secrets import Secrets
from .theme import Appearance


@dataclass
class Desk:
    """``seat`` alone changes: where the terminal session is taken up from another device."""

    app: QApplication
    options: Options
    paths: Paths
    settings: Settings
    seat: Seat | SeatRefused
    placement: Placement
    notices: Notices
    secrets: Secrets
    appearance: Appearance
    tasks: TaskOwner
    """For what outlives a shift: the password on its way to the store."""
    claim: Claim | None = None
    """That this is the one program of its seat and session; None in tests, which sit at several."""
    following: FollowedSeat | None = None
    """How the seat is read anew; None in tests that sit where they say."""
    died: tuple[str, ...] = ()
    """What earlier runs that died left behind, one each: the trace of a fault, or nothing."""
    ending: Ending | None = None
    """Who may tell the program to end; None in tests, which tell it themselves."""
    sound: SoundCard = field(default_factory=SoundCard)

    def keep_look(self) -> None:
        """The agent's choice of theme and text size, for the next start."""
        self.settings.set(THEME, KeptTheme(self.appearance.theme.value))
        self.settings.set(TEXT_STEP, self.appearance.step)
        self.settings.save()
