"""The window of customers: two lists and their duplicates under tabs, a card that is edited beside them, import and export."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QCloseEvent, QDragEnterEvent, QDropEvent, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from agent_client.client.store.state import Changed, Link, State
from agent_client.protocol.names import CustomerList
from ui import theme
from ui.notices import Notices
from ui.panels.customer_form_words import list_word
from ui.panels.customer_place import CardPlace
from ui.text import tr
from ui.widgets.boxes import stand_on, strip
from ui.widgets.labels import Label
from ui.widgets.notice_bar import NoticeBar
from ui.widgets.section_tabs import SectionTabs
from ui.widgets.splitter import Splitter
from ui.widgets.view import View

from .duplicates_page import DuplicatesPage
from .export_page import ExportPage
from .import_page import ImportPage
from .list_page import ListPage

LEAST = (880, 440)
USUAL = (1120, 760)
FORM_WIDTH = 392
DUPLICATES = "duplicates"


class CustomersWindow(View):
    """The pages ask for what they need; ``file_dropped`` carries a file that is to be imported."""

    SHOWS = Changed.ME | Changed.CENTRE | Changed.LINK | Changed.AGENTS

    closed = Signal()
    file_dropped = Signal(str)

    def __init__(self, notices: Notices) -> None:
        super().__init__()
        self.setWindowTitle(tr("Customers — Agent Client"))
        stand_on(self, "bg")
        self.setMinimumSize(*LEAST)
        self.setAcceptDrops(True)
        self.strip = strip()
        self.notice_bar = NoticeBar(notices)
        self.tabs = SectionTabs(
            {
                CustomerList.CENTRAL.value: list_word(CustomerList.CENTRAL),
                CustomerList.OWN.value: list_word(CustomerList.OWN),
                DUPLICATES: tr("Duplicates"),
            }
        )
        self.list = ListPage()
        self.duplicates = DuplicatesPage()
        self.importing = ImportPage()
        self.exporting = ExportPage()
        self.place = CardPlace(())
        self._lay_out()
        self._connect()
        self.resize(*USUAL)

    # -- contract

    def show_state(self, state: State) -> None:
        self.strip.setVisible(state.link in (Link.DOWN, Link.ENDED))
        self.list.show_state(state)
        self.duplicates.show_state(state)
        self.importing.show_state(state)
        self.exporting.show_state(state)
        self.place.show_state(state)

    def show_counts(self, counts: dict[CustomerList, int]) -> None:
        """How many each list has, of those that were counted."""
        self.tabs.show_counts({which.value: count for which, count in counts.items()})

    def open(self, tab: str) -> None:
        """One of the lists, or the duplicates."""
        if self.tabs.open_section() == tab:
            self._on_tab(tab)
        else:
            self.tabs.open(tab)

    def open_import(self) -> None:
        self._pages.setCurrentWidget(self.importing)
        self.importing.take_focus()

    def open_export(self) -> None:
        self.exporting.choose(self.list.which())
        self._pages.setCurrentWidget(self.exporting)
        self.exporting.take_focus()

    def back(self) -> None:
        """From import or export to the tabs."""
        self._pages.setCurrentWidget(self._tabbed)
        self.list.take_focus()

    # -- Qt

    def closeEvent(self, event: QCloseEvent) -> None:
        event.accept()
        self.closed.emit()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls() and len(event.mimeData().urls()) == 1:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        file = event.mimeData().urls()[0].toLocalFile()
        if file:
            event.acceptProposedAction()
            self.open_import()
            self.file_dropped.emit(file)

    # -- inside

    def _on_tab(self, tab: str) -> None:
        if tab == DUPLICATES:
            self._below.setCurrentWidget(self.duplicates)
            self.duplicates.refresh()
        else:
            self._below.setCurrentWidget(self.list)
            self.list.show_list(CustomerList(tab))

    def _connect(self) -> None:
        self.tabs.opened.connect(self._on_tab)
        self.list.head.importing.clicked.connect(self.open_import)
        self.list.head.exporting.clicked.connect(self.open_export)
        self.place.turned.connect(self._on_turned)
        self.importing.left.connect(self.back)
        self.exporting.left.connect(self.back)
        for keys, do in (
            (("Ctrl+N",), self.list.head.new.press),
            (("Ctrl+K", "Ctrl+F"), self._search),
            (("Ctrl+W",), self.close),
            (("F5",), self.list.refresh),
        ):
            action = QAction(self)
            action.setShortcuts([QKeySequence(key) for key in keys])
            action.triggered.connect(do)
            self.addAction(action)

    def _on_turned(self, on: bool) -> None:
        """The form takes as much as it needs, and no more than half of it."""
        if on:
            wide = min(theme.scaled(FORM_WIDTH), self.width() // 2)
            self.place.setMinimumWidth(min(theme.scaled(320), self.width() // 2))
            if self.columns.sizes()[1] < wide:
                self.columns.setSizes([self.width() - wide, wide])
        self.place.setVisible(on)

    def _search(self) -> None:
        if self._pages.currentWidget() is self._tabbed and self._below.currentWidget() is self.list:
            self.list.head.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self.list.head.search.selectAll()

    def _lay_out(self) -> None:
        inside = QHBoxLayout(self.strip)
        inside.setContentsMargins(16, 6, 16, 6)
        words = tr("Reconnecting… What you type stays here; it can be saved when the server is back.")
        inside.addWidget(Label(words, tone="on_phase", strong=True))
        self.strip.hide()
        self._below = QStackedWidget()
        self._below.addWidget(self.list)
        self._below.addWidget(self.duplicates)
        self._tabbed = QWidget()
        column = QVBoxLayout(self._tabbed)
        column.setContentsMargins(0, 8, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.tabs)
        column.addWidget(self._below, 1)
        self._pages = QStackedWidget()
        for page in (self._tabbed, self.importing, self.exporting):
            self._pages.addWidget(page)
        stand_on(self.place, "surface")
        self.place.hide()
        self.columns = Splitter(Qt.Orientation.Horizontal)
        self.columns.setHandleWidth(1)
        self.columns.setChildrenCollapsible(False)
        self.columns.addWidget(self._pages)
        self.columns.addWidget(self.place)
        self.columns.setStretchFactor(0, 1)
        self.columns.setSizes([USUAL[0] - FORM_WIDTH, FORM_WIDTH])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.strip)
        layout.addWidget(self.notice_bar)
        layout.addWidget(self.columns, 1)
