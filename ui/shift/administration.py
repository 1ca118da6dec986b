"""The administrator's window: opened from the menu, kept up with the rules at the server, its presses sent (E2 to E5, F3, F5)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

from shiboken6 import isValid

from agent_client.client.api import Api, ServerTrouble
from agent_client.client.clock import ServerClock
from agent_client.client.session import Session
from agent_client.client.store.state import Changed, Link, State
from agent_client.client.store.store import Store
from agent_client.client.tasks import TaskOwner
from agent_client.protocol.administration import WouldGet
from agent_client.protocol.names import AgentId, TemplateId
from agent_client.protocol.refusals import BadNumber, Invalid, NotFound, OwnNumber, Refusal, RulesChanged
from agent_client.protocol.remote import Registering
from agent_client.workstation.ownership import OwnFolder
from ui import wording
from ui.administration.desk_phones import DeskPhonesPage
from ui.administration.dry_run import DryRun
from ui.administration.exchange import ExchangePage
from ui.administration.page import BookPage, Page
from ui.administration.passwords import PasswordsPage
from ui.administration.routing import RoutingPage
from ui.administration.templates import TemplatesPage
from ui.administration.window import AdministrationWindow
from ui.bridge import Bridge
from ui.commands import Commands
from ui.desk import Desk
from ui.text import tr

from .desk_phones import DeskPhonesJoin
from .first_passwords import FirstPasswordJoin
from .rule_drafts import RuleDrafts
from .rule_files import RuleFileJoin

_READ = "rules"
_WOULD_GET = "would get"

_SAVES: dict[str, Callable[[Api, int, Any], Awaitable[Any]]] = {
    "groups": lambda api, key, wish: api.save_group(wish),
    "projects": lambda api, key, wish: api.save_project(wish),
    "routing": lambda api, key, wish: api.save_routing(wish),
    "callbacks": lambda api, key, wish: api.save_callbacking(wish),
    "templates": lambda api, key, wish: api.save_template(wish),
    "rights": lambda api, key, wish: api.save_rights(AgentId(key), wish),
    "remote": lambda api, key, wish: (
        api.save_phones(AgentId(key), wish) if isinstance(wish, Registering) else api.save_service_number(wish)
    ),
    "security": lambda api, key, wish: api.save_security(wish),
    "sound": lambda api, key, wish: api.save_sound_rules(wish),
}


class AdministrationJoin:
    """The window is made when it is first wanted."""

    def __init__(
        self,
        desk: Desk,
        session: Session,
        store: Store,
        commands: Commands,
        tasks: TaskOwner,
        bridge: Bridge,
        clock: ServerClock,
        account: str,
    ) -> None:
        self._desk = desk
        self._session = session
        self._store = store
        self._commands = commands
        self._tasks = tasks
        self._bridge = bridge
        self._clock = clock
        self._account = account
        self._drafts: RuleDrafts | None = None
        self._folder: OwnFolder | None = None
        self._stale = False
        self._saves = 0
        self._then: Callable[[], None] | None = None
        self._files: RuleFileJoin | None = None
        self._first_passwords: FirstPasswordJoin | None = None
        self._desk_phones: DeskPhonesJoin | None = None
        self.window: AdministrationWindow | None = None
        self._leave_store = store.watch(Changed.CENTRE | Changed.LINK, self._on_change)

    def open(self) -> None:
        """In front, with the keyboard; what it shows is read anew."""
        window = self.window or self._make()
        self.read()
        window.show()
        window.raise_()
        window.activateWindow()

    def may_leave(self, then: Callable[[], None]) -> bool:
        """False: something is not saved; the window is in front and asks. ``then`` follows when that is settled."""
        window = self.window
        if window is None or window.may_leave():
            return True
        self._then = then
        if window.isMinimized():
            window.showNormal()
        window.show()
        window.raise_()
        window.activateWindow()
        return False

    def leave(self) -> None:
        self._leave_store()
        if self.window is not None:
            self.window.close_now()
            self.window.deleteLater()
            self.window = None  # an answer that comes now is nobody's

    async def flush(self) -> None:
        """What was typed and not saved is on the disk, for whoever comes next."""
        if self._drafts is not None:
            await self._drafts.flush()
        if self._folder is not None:
            self._folder.close()
            self._folder = None

    def read(self) -> None:
        """One question at a time: what changes while it is on its way is asked for once more."""
        if _READ in self._tasks.names():
            self._stale = True
        else:
            self._tasks.start(self._read(), _READ)

    # -- inside

    def _make(self) -> AdministrationWindow:
        window = self.window = AdministrationWindow()
        self._desk.placement.remember(window, "administration")
        window.wanted.connect(self.read)
        window.page_made.connect(self._join)
        window.settled.connect(self._settled)
        self._folder = OwnFolder(self._desk.paths.state / "rules")
        self._drafts = RuleDrafts(self._folder, self._desk.tasks, self._clock, self._account)
        self._bridge.attach(window)
        window.show_state(self._store.state)
        return window

    def _settled(self, settled: bool) -> None:
        then, self._then = self._then, None
        if settled and then is not None:
            then()

    def _join(self, page: Page) -> None:
        page.changed.connect(self._keep)
        if isinstance(page, BookPage):
            page.save_wanted.connect(partial(self._save, page))
        match page:
            case RoutingPage():
                page.asked.connect(partial(self._ask, page.dry_run))
            case TemplatesPage():
                page.remove_wanted.connect(partial(self._remove_template, page))
            case PasswordsPage():
                self._first_passwords = FirstPasswordJoin(page, self._session, self._tasks, self.read)
            case DeskPhonesPage():
                self._desk_phones = DeskPhonesJoin(page, self._session, self._tasks)
            case ExchangePage():
                self._files = RuleFileJoin(page, self._session, self._store, self._commands, self._tasks)

    def _keep(self) -> None:
        if self.window is not None and self._drafts is not None:
            self._drafts.follow(self.window)

    async def _read(self) -> None:
        window, drafts = self.window, self._drafts
        assert window is not None
        assert drafts is not None
        self._stale = True
        while self._stale:
            self._stale, saves = False, self._saves
            try:
                known = await self._session.api.administration()
            except (Refusal, ServerTrouble) as error:
                sentence = wording.refusal(error) if isinstance(error, Refusal) else wording.trouble(error)
                if self.window is window:
                    window.show_failed(sentence)
            else:
                if self.window is not window:
                    return
                if saves != self._saves:  # what was saved meanwhile may not be in it
                    self._stale = True
                    continue
                window.show_known(known)
                await drafts.restore(window)

    def _on_change(self, state: State, what: Changed) -> None:
        if self.window is not None and self.window.isVisible() and state.link is Link.UP:
            self.read()

    def _save(self, page: BookPage, key: int, wish: object) -> None:
        saving = _Saving(page, key)

        async def save(api: Api) -> Any:
            try:
                return await _SAVES[page.NAME](api, key, wish)
            except Refusal as refusal:
                saving.refused = refusal
                if isinstance(refusal, RulesChanged | NotFound):
                    self.read()
                raise

        def kept(saved: Any) -> None:
            self._saves += 1
            page.kept(key, getattr(saved, "id", key), saved)
            self.read()

        self._commands.press(f"rules {page.NAME} {key}", save, control=saving, done=kept)

    def _remove_template(self, page: TemplatesPage, template: int) -> None:
        def removed(_: object) -> None:
            self._saves += 1
            page.removed(template)
            self.read()

        self._commands.press(
            f"template {template}",
            lambda api: api.remove_template(TemplateId(template)),
            control=page.editor.confirm,
            done=removed,
        )

    def _ask(self, answer: DryRun, number: str, dnis: str) -> None:
        self._tasks.start(self._would_get(answer, WouldGet(number, dnis)), _WOULD_GET, replacing=_WOULD_GET)

    async def _would_get(self, answer: DryRun, question: WouldGet) -> None:
        try:
            answer.show_route(await self._session.api.would_get(question))
        except NotFound:
            answer.show_failed(tr("No project and no group has this number."))
        except Refusal as refusal:
            answer.show_failed(wording.refusal(refusal))
        except ServerTrouble as trouble:
            answer.show_failed(wording.trouble(trouble))


class _Saving:
    """The Save of one sheet, whichever is in sight when the answer comes."""

    def __init__(self, page: BookPage, key: int) -> None:
        self._page = page
        self._key = key
        self.refused: Refusal | None = None

    def set_requested(self, on: bool) -> None:
        if isValid(self._page):
            self._page.set_requested(self._key, on)

    def refuse(self, text: str) -> None:
        if not isValid(self._page):
            return
        field = _field(self.refused)
        if isinstance(self.refused, Invalid) and field in self._page.editor.form.rows:
            text = tr("The server cannot use this: change it and save again.")
        self._page.refuse(self._key, text, field)


def _field(refusal: Refusal | None) -> str:
    """What the refusal is about, as the forms call it."""
    if isinstance(refusal, OwnNumber):
        return "fixed_target"
    if isinstance(refusal, Invalid | BadNumber):
        return refusal.params.get("field", "").rpartition(".")[2]
    return ""
