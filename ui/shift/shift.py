"""The shift as a whole: the one place where the windows of a signed-in agent are joined with the session."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime
from enum import StrEnum
from functools import partial

from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from agent_client.client.cards import Shelf
from agent_client.client.clock import ServerClock
from agent_client.client.outbox import Outbox
from agent_client.client.session import Session
from agent_client.client.store.state import Changed, Link, State
from agent_client.client.store.store import Store
from agent_client.client.store.views import current_contact, wrap_up_contact
from agent_client.client.tasks import TaskOwner
from agent_client.protocol.callbacks import Callback
from agent_client.protocol.names import ContactId
from agent_client.protocol.refusals import NotSignedIn, Refusal
from agent_client.workstation.ending import SIGN_OUT_SECONDS
from ui import wording
from ui.bridge import Bridge
from ui.commands import Commands
from ui.desk import Desk
from ui.dialogs.information import AboutDialog, KeysDialog
from ui.main_window.window import MainWindow
from ui.notices import Level, Notice
from ui.panels.variables import VariablesPane
from ui.popovers.stack import PopoverStack

from .administration import AdministrationJoin
from .appointments import AppointmentJoin
from .callback_export import CallbackExportJoin
from .callback_pages import CallbackPages
from .callbacks import CallbackJoin
from .clock import ClockJoin
from .contacts import ContactJoin
from .customer_card import CardJoin
from .customer_editing import CardEditing
from .customers import CustomerJoin
from .customers_window import CustomersJoin
from .dialling import DiallingJoin
from .ending import EndingJoin
from .look import LookJoin
from .notes import NoteJoin
from .passwords import PasswordJoin
from .playing import Playing
from .reach import ReachJoin
from .records import RecordJoin
from .requests import RequestJoin
from .search import SearchJoin
from .seats import SeatJoin
from .session_life import SessionJoin
from .sounds import SoundJoin
from .supervising import SupervisingJoin
from .targets import TargetJoin
from .unsent import UnsentJoin
from .variables import VariableJoin

_log = logging.getLogger(__name__)


class Leaving(StrEnum):
    QUIT = "quit"
    SIGNED_OUT = "signed_out"
    ENDED = "ended"  # by the server


class Shift:
    """`work` shows the windows and returns why it is over; everything of it is gone then."""

    def __init__(
        self,
        desk: Desk,
        session: Session,
        store: Store,
        clock: ServerClock,
        outbox: Outbox,
        shelf: Shelf,
        diagnose: Callable[[], None],
    ) -> None:
        """``diagnose`` opens the window of diagnostics, which outlives a shift."""
        self._desk = desk
        self._session = session
        self._store = store
        self._clock = clock
        self._outbox = outbox
        self._shelf = shelf
        self._diagnose = diagnose
        self._clock_join = ClockJoin(store, clock, desk.notices)
        self._tasks = TaskOwner()
        self._over: asyncio.Future[Leaving] = asyncio.get_running_loop().create_future()
        self.window = window = MainWindow(desk.notices)
        self.popovers = PopoverStack(self._screen_in_use, window.send_button_area, window)
        self.bridge = Bridge(store, clock, window)
        self.commands = Commands(session, store, self._tasks, desk.notices)
        self._join_work()
        self._join_customers()
        self._join_session()
        self._connect()
        for view in window.views():
            self.bridge.attach(view)
        shows = Changed.CONTACTS | Changed.ME | Changed.LINK | Changed.CENTRE | Changed.QUEUES
        self.bridge.follow(shows, self.popovers.show_state, self._tick)
        self._join_notes()
        self._leave_store = store.watch(Changed.LINK, self._on_link)
        self._ending = EndingJoin(desk.ending, window, session, store, outbox, shelf)

    def _join_work(self) -> None:
        desk, window, session, store, clock = self._desk, self.window, self._session, self._store, self._clock
        self._contacts = ContactJoin(self.commands, window.contact)
        self._requests = RequestJoin(self.popovers, self._contacts, self.commands)
        self._look = LookJoin(desk, window)
        panes = window.contact.findChildren(VariablesPane)
        self._variables = VariableJoin(panes, self.commands, store, desk.notices)
        self._appointments = AppointmentJoin(window, self.commands, store, desk.notices)
        self._callbacks = CallbackJoin(window.callbacks, self.commands, session, store, self._tasks, desk.settings)
        self._pages = CallbackPages(window.callbacks, session, store, self._tasks)
        self._export = CallbackExportJoin(window.callbacks, self._pages, store, clock, self._tasks, desk.notices)
        self._search = SearchJoin(window, session, self._tasks)  # Qt keeps nobody alive to whom its signals go
        self._dialling = DiallingJoin(window, self.commands, store)
        self._targets = TargetJoin(window.contact.call.picker, session, self._tasks)

    def _join_customers(self) -> None:
        desk, window, session, store, clock = self._desk, self.window, self._session, self._store, self._clock
        parts = (desk, session, store, self.commands, self._tasks, self.bridge)
        self._customers = CustomerJoin(window.customer, session, store, self.commands, self._tasks)
        self.administration = AdministrationJoin(*parts, clock, _account(session))
        self._playing = Playing(session, self._tasks, desk.sound)
        self._sounds = SoundJoin(window.customer.history, self._playing, store)
        self.supervising = SupervisingJoin(*parts, clock, self._playing)
        cards = self._shelf.cards(_account(session))
        self._editing = CardEditing(session, store, self.commands, cards, self._tasks, desk.notices, window)
        self._card = CardJoin(window.customer, self._editing, store, self.commands)
        self.customers = CustomersJoin(window, *parts, self._editing, self._dialling)

    def _join_session(self) -> None:
        desk, window, session, store = self._desk, self.window, self._session, self._store
        self._reach = ReachJoin(store, desk.notices)
        self._life = SessionJoin(window, session, store, self.commands, self._tasks, self._leave_for_good)
        account = _account(session)
        self._passwords = PasswordJoin(desk, window, session, store, self._tasks, self.bridge, account)
        self._life.expired = self._passwords.sign_in_anew
        self.seats = SeatJoin(session, store, self._tasks, desk.notices, self._leave_for_good)

    def _join_notes(self) -> None:
        desk, window, session, store, outbox = self._desk, self.window, self._session, self._store, self._outbox
        self._notes = NoteJoin(window, outbox, store, self._clock)
        customer = window.customer
        self._records = RecordJoin(customer, session, store, outbox, self.commands, self._tasks, desk.notices)
        self._unsent = UnsentJoin(window, outbox, store, self._clock, desk.notices, self._records, self._choose)

    async def work(self, stop: asyncio.Event) -> Leaving:
        """``stop``: the program is told to end, by a signal or because the computer shuts down."""
        self._desk.placement.remember(self.window, "main")
        self.window.show()
        self._tasks.start(self._until(stop), "stop")
        try:
            return await self._over
        finally:
            await self._close()

    def leave(self, why: Leaving) -> None:
        """Sign out, then be over; stays where the server forbids it (A11), and says so."""
        self._tasks.start(self._sign_out(why), "sign out", replacing="sign out")

    # -- leaving

    def _leave_for_good(self) -> None:
        self.leave(Leaving.SIGNED_OUT)

    async def _until(self, stop: asyncio.Event) -> None:
        await stop.wait()
        await self._sign_out(Leaving.QUIT, insist=True)

    async def _sign_out(self, why: Leaving, *, insist: bool = False) -> None:
        if not insist and not self.administration.may_leave(lambda: self.leave(why)):
            return
        await self._outbox.flush()
        try:
            async with asyncio.timeout(SIGN_OUT_SECONDS):
                if insist:
                    await self._ending.give_back()
                await self._session.sign_out()
        except Refusal as refusal:
            if not insist:
                self._desk.notices.post(Notice(Level.WARNING, wording.refusal(refusal), key="sign out"))
                return
        except TimeoutError:
            _log.info("Left without the server's word")
        self._finish(why)

    def _on_link(self, state: State, what: Changed) -> None:
        if state.link is Link.UP:
            self._outbox.wake()
        elif state.link is Link.ENDED and not self._life.stays(state.ended):
            self._finish(Leaving.ENDED)

    def _finish(self, why: Leaving) -> None:
        if not self._over.done():
            self._over.set_result(why)

    async def _close(self) -> None:
        self._leave_store()
        await self._tasks.end_all()  # while the widgets are there that they would speak to
        self.seats.leave()
        self._life.leave()
        self._reach.leave()
        self._ending.leave()
        self._passwords.leave()
        self._pages.leave()
        self._customers.leave()
        self.administration.leave()
        self.supervising.leave()
        self.customers.leave()
        self._card.leave()
        self._editing.leave()
        self._notes.leave()
        self._records.leave()
        self._unsent.leave()
        self._variables.leave()
        self._sounds.leave()
        await self._playing.leave()
        self._clock_join.leave()
        self._look.keep_columns()
        await self.administration.flush()
        self.bridge.close()
        self.popovers.close()
        self.window.close_now()
        await self._tasks.close()
        await self._outbox.flush()
        await self._shelf.flush()
        self.window.deleteLater()

    # -- joining

    def _connect(self) -> None:
        contact, popovers, joins = self.window.contact, self.popovers, self._contacts
        contact.state_chosen.connect(
            lambda wish: joins.change_state(wish, contact.control("ready" if wish.state == "ready" else "idle"))
        )
        contact.sign_on_answer_pressed.connect(lambda: joins.answer_sign_on(contact.control("sign_on_answer")))
        popovers.state_chosen.connect(
            lambda wish: joins.change_state(wish, popovers.control("ready" if wish.state == "ready" else "idle"))
        )
        popovers.appeared.connect(lambda _: QApplication.alert(self.window))
        popovers.came_by_line.connect(partial(_bring_to_front, self.window))
        header = self.window.header
        header.state_chosen.connect(lambda wish: joins.change_state(wish, header.control("state")))
        window, actions = self.window, self.window.actions_
        window.close_wanted.connect(lambda: self.leave(Leaving.QUIT))
        actions["administration"].triggered.connect(self.administration.open)
        actions["supervising"].triggered.connect(self.supervising.open)
        actions["bring_windows"].triggered.connect(self._desk.placement.bring_all)
        self._desk.placement.rearranged.connect(self.popovers.arrange)
        actions["quit"].triggered.connect(lambda: self.leave(Leaving.QUIT))
        actions["sign_out"].triggered.connect(lambda: self.leave(Leaving.SIGNED_OUT))
        actions["accept"].triggered.connect(lambda: self.popovers.press("accept"))
        actions["decline"].triggered.connect(lambda: self.popovers.press("decline"))
        actions["newest"].triggered.connect(self._choose_newest)
        actions["edit_customer"].triggered.connect(self._card.edit)
        actions["customers"].triggered.connect(self.customers.open)
        actions["shortcuts"].triggered.connect(lambda: self._open(KeysDialog(window, actions.overview()), "keys"))
        actions["diagnostics"].triggered.connect(lambda: self._diagnose())
        actions["about"].triggered.connect(lambda: self._open(AboutDialog(window), "about"))
        window.contacts.contact_chosen.connect(self._choose)
        window.callbacks.entry_chosen.connect(self._show_entrys_customer)

    def _open(self, dialog: QDialog, name: str) -> None:
        self._desk.placement.remember(dialog, name)
        dialog.open()

    def _choose(self, contact: ContactId | None) -> None:
        self.window.choose_contact(contact)
        for view in (self.window.contacts, self.window.contact, self.window.customer):
            view.show_state(self._store.state)

    def _choose_newest(self) -> None:
        newest = self.popovers.newest()
        if newest is not None:
            self._choose(newest)

    def _show_entrys_customer(self, entry: Callback | None) -> None:
        """Whoever looks through the list sees who it is; a call in hand keeps its customer."""
        state = self._store.state
        if entry is not None and entry.customer is not None and not (current_contact(state) or wrap_up_contact(state)):
            self.window.customer.open_customer(entry.customer.id, entry.customer)

    def _tick(self, now: datetime) -> None:
        self._clock_join.tick()
        self.popovers.tick(now)
        self._life.tick(now)
        self.window.status_bar.show_way(self._clock.round_trip, answers=self._session.heartbeat.answered)

    def _screen_in_use(self) -> QRect:
        """Where the agent looks: the main window's screen while it shows, else the primary one."""
        screen = self.window.screen() if self.window.isVisible() else QApplication.primaryScreen()
        return screen.availableGeometry()


def _account(session: Session) -> str:
    """Whose cards are whose. Empty for a session that ended before its windows were there."""
    try:
        return session.api.account
    except NotSignedIn:
        return ""


def _bring_to_front(window: QWidget) -> None:
    """Somebody is on the line already: who it is must not be behind another window. The keyboard stays where it is."""
    window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
    window.raise_()
    QApplication.alert(window)
