"""The whole backend, put together by hand: what exists, who knows whom, in which order it starts and stops."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Protocol

from litestar import Litestar
from litestar.types import ControllerRouterHandler

from .hub import Hub
from .jobs import Jobs
from .keeping import Keeping
from .link_commands import LinkCommands
from .messengers import messenger
from .passwords import Passwords
from .persistence import centre, opening
from .ports.clock import Clock
from .ports.telephony import PhoneAccounts, RecordingStore, Telephony
from .ports.units import Storage
from .recording_files import RecordingFiles
from .routes.http import application
from .routes.parts import Parts
from .services import kept_lines, links, pbx_link, resuming
from .services.callers import Callers
from .services.commands import Commands
from .services.desk_phones import DeskPhoneKeeping
from .services.links import Links
from .services.outside import Outside
from .services.password_changing import PasswordChanging
from .services.password_checking import PasswordCheck
from .services.pbx_link import LinkEvent, LinkNews
from .services.pruning import prune
from .services.signing_in import SigningIn
from .settings import Settings
from .tasks import TaskOwner
from .texting import Texting

log = logging.getLogger(__name__)


class Pbx(Telephony, RecordingStore, Protocol):
    """What a centre is built over."""


class NotSetUp(Exception):
    """The database holds no centre yet."""


@dataclass(frozen=True, kw_only=True)
class Centre:
    """A contact centre that can be served. ``http`` answers once it has started."""

    settings: Settings
    http: Litestar
    units: Storage
    hub: Hub
    jobs: Jobs
    telephony: Telephony
    outside: Outside
    link_commands: LinkCommands
    texting: Texting
    keeping: Keeping
    passwords: Passwords
    tasks: TaskOwner = field(default_factory=TaskOwner)

    async def start(self) -> None:
        """Bring the database up to date, then take up every call that is still alive. Raises `NotSetUp`."""
        await asyncio.to_thread(bring_up_to_date, self.settings)
        standing = await self.units.start()
        try:
            if not await self.units.read(lambda tx: centre.is_set_up(tx.conn)):
                raise NotSetUp
            if standing.alone:
                await self.units.write(links.after_start)
            if standing.leads:
                await self._take_up_calls()
        except BaseException:
            await self.units.stop()
            raise
        if not standing.leads:
            log.warning("another server of this centre runs its telephony: agents of this one cannot take calls yet")
            self.outside.leave_telephony_to_another()
            return
        self.tasks.start(self.outside.act(), "what the PBX is to do")
        self.tasks.start(self.outside.listen(self.units), "what the PBX tells")
        self.tasks.start(self.jobs.run(), "what falls due")
        self.tasks.start(self.link_commands.run(), "what an administrator is told of the PBX")
        self.tasks.start(self.texting.run(), "text messages")
        self.tasks.start(self.keeping.run(), "recordings")

    async def _take_up_calls(self) -> None:
        known = await self.units.read(lambda tx: resuming.known(tx.conn))
        lines = await self.units.read(kept_lines.known)
        alive = await self.telephony.start(self.outside.tell, known, lines)
        await self.units.write(lambda tx: resuming.resume(tx, alive))
        lost_since = await self.units.write(pbx_link.there)
        if lost_since is not None:
            self.link_commands.announce(LinkNews(LinkEvent.BACK, lost_since))

    def end_streams(self) -> None:
        """Every open event stream ends with its end marker; new ones at once. On the event loop."""
        self.hub.close()

    async def stop(self) -> None:
        """After the last request: what was decided is stored before this returns."""
        self.end_streams()
        await self.telephony.stop()
        await self.tasks.close()
        await self.units.stop()
        self.passwords.close()


def bring_up_to_date(settings: Settings) -> None:
    """Migrate the database; a file is made if need be. Raises as `opening.bring_up_to_date` does."""
    opening.bring_up_to_date(settings.database)


def build(
    settings: Settings,
    clock: Clock,
    telephony: Pbx,
    more_routes: Sequence[ControllerRouterHandler] = (),
    accounts: PhoneAccounts | None = None,
) -> Centre:
    """``accounts``: where the PBX can be told of phones."""
    hub = Hub(settings.events_waiting)
    passwords = Passwords(settings.password_cost)
    units = opening.units_over(settings.database, clock, lambda done: outside.on_commit(done))  # which is made later
    check = PasswordCheck(units, passwords, settings.throttle)
    changing = PasswordChanging(units, passwords, check)
    callers = Callers(units, clock)
    jobs = Jobs(units, clock, telephony, partial(prune, settings=settings), texts=bool(settings.messages))
    texting = Texting(units, clock, messenger(settings.messages))
    link_commands = LinkCommands(settings.link_command)
    files = RecordingFiles(settings.recordings_folder)
    keeping = Keeping(units, clock, telephony, files)
    outside = Outside(
        hub, callers, telephony, jobs.wake, jobs.route, link_commands.announce, texting.wake, keeping.wake
    )
    parts = Parts(
        settings=settings,
        clock=clock,
        units=units,
        hub=hub,
        callers=callers,
        commands=Commands(units),
        links=Links(units, settings.pulse_silence_seconds),
        passwords=changing,
        signing_in=SigningIn(units, check, changing, settings, telephony.online),
        recordings=files,
        desk_phones=DeskPhoneKeeping(units, accounts),
        phones_answer=telephony.can_answer,
    )
    return Centre(
        settings=settings,
        http=application(parts, more_routes),
        units=units,
        hub=hub,
        jobs=jobs,
        telephony=telephony,
        outside=outside,
        link_commands=link_commands,
        texting=texting,
        keeping=keeping,
        passwords=passwords,
    )
