"""The window's pages, each made when it is first wanted, and what holds for all of them."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from agent_client.client.store.state import State
from agent_client.protocol.administration import Administration
from agent_client.protocol.names import Role

from .callback_list import CallbackListPage
from .desk_phones import DeskPhonesPage
from .exchange import ExchangePage
from .groups import GroupsPage
from .page import BookPage, Page
from .passwords import PasswordsPage
from .projects import ProjectsPage
from .remote import RemotePage
from .rights import RightsPage
from .routing import RoutingPage
from .security import SecurityPage
from .sound import SoundPage
from .templates import TemplatesPage

PAGES: dict[str, type[Page]] = {
    page.NAME: page
    for page in (
        GroupsPage,
        CallbackListPage,
        ProjectsPage,
        RoutingPage,
        TemplatesPage,
        RightsPage,
        RemotePage,
        DeskPhonesPage,
        SoundPage,
        SecurityPage,
        PasswordsPage,
        ExchangePage,
    )
}


class Pages(QStackedWidget):
    """``made`` carries a page that is there from now on; ``changed`` whenever what is unsaved may be another."""

    made = Signal(object)
    changed = Signal()

    def __init__(self, before: QWidget) -> None:
        """``before``: what is in sight until the rules are known."""
        super().__init__()
        self._made: dict[str, Page] = {}
        self._known: Administration | None = None
        self._state = State()
        self._today: date | None = None
        self.addWidget(before)

    def shown(self) -> Page | None:
        """The one in sight."""
        page = self.currentWidget()
        return page if isinstance(page, Page) else None

    def page(self, name: str) -> Page:
        page = self._made.get(name)
        if page is None:
            page = self._made[name] = PAGES[name]()
            self.addWidget(page)
            page.changed.connect(self.changed)
            self.made.emit(page)
            if self._known is not None:
                page.show_known(self._known)
            self._follow(page)
        return page

    def open(self, name: str) -> None:
        page = self.page(name)
        self._follow(page)
        self.setCurrentWidget(page)

    def save(self) -> None:
        """What is in sight."""
        page = self.shown()
        if page is not None:
            page.save()

    def books(self) -> tuple[BookPage, ...]:
        """Of those that are there, the pages on which something is written, in their order."""
        pages = (self._made[name] for name in PAGES if name in self._made)
        return tuple(page for page in pages if isinstance(page, BookPage))

    def unsaved(self) -> dict[str, str]:
        """What was typed and not saved, by the pages' names."""
        return {page.NAME: f"{page.title}: {', '.join(left)}" for page in self.books() if (left := page.unsaved())}

    # -- what is known

    def show_known(self, known: Administration) -> None:
        self._known = known
        for page in self._made.values():
            page.show_known(known)

    def show_state(self, state: State) -> None:
        """The others follow when they are opened."""
        self._state = state
        page = self.shown()
        if page is not None:
            self._follow(page)

    def show_today(self, today: date) -> None:
        if today != self._today:
            self._today = today
            for page in self._made.values():
                page.show_today(today)

    def _follow(self, page: Page) -> None:
        me = self._state.me
        role = me.role if me is not None else Role.AGENT
        page.show_state(self._state, may_edit=role in page.EDITED_BY)
        if self._today is not None:
            page.show_today(self._today)
