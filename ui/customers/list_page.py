"""One list of customers: what is searched for, the table, and what stands there when there is nothing to show (F1, F2)."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from agent_client.client.store.state import EMPTY, Link, State
from agent_client.protocol.customers import Customer
from agent_client.protocol.names import CustomerId, CustomerList
from ui.models.customer_rights import in_use, others_lock, why_not_edit
from ui.text import grouped, tr, trn
from ui.theme import Text
from ui.widgets.labels import ElidedLabel, Label, rule
from ui.widgets.placeholders import Placeholder

from .list_head import ListHead
from .rows import CustomerRows
from .table import CustomerTable


class ListPage(QWidget):
    """``opened`` and ``edit_pressed`` carry a customer; whoever hears ``rows.page_wanted`` answers with `show_page` there."""

    opened = Signal(object)
    edit_pressed = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._state: State = EMPTY
        self._which = CustomerList.CENTRAL
        self._failed = ""
        self._kept: CustomerId | None = None
        self.rows = CustomerRows(self)
        self.table = CustomerTable(self.rows)
        self.head = ListHead()
        self.empty = Placeholder("person", "")
        self.count = Label("", Text.SMALL, tone="dim")
        self.about = ElidedLabel("", Text.SMALL, tone="dim")
        self._lay_out()
        self._connect()

    # -- contract

    def show_state(self, state: State) -> None:
        self._state = self.rows.state = state
        self.table.viewport().update()
        self.head.show_state(state)
        self._show()

    def show_list(self, which: CustomerList) -> None:
        if which is not self._which or self.rows.loading():
            self._which = which
            self._read(clear=True)

    def which(self) -> CustomerList:
        return self._which

    def refresh(self) -> None:
        """The list is another; what is shown stays until the new one is here."""
        self._read(clear=False)

    def arrived(self) -> None:
        """A page is here."""
        self._failed = ""
        self._show()

    def show_failed(self, sentence: str) -> None:
        self._failed = sentence
        self._show()

    def chosen(self) -> Customer | None:
        return self.table.chosen()

    def choose(self, customer: CustomerId) -> None:
        row = self.rows.row_of(customer)
        if row is not None:
            self.table.choose(row)

    def take_focus(self) -> None:
        if not self.table.currentIndex().isValid():
            self.table.choose(0)
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    # -- inside

    def _read(self, *, clear: bool) -> None:
        self._failed = ""
        chosen = self.chosen()
        self._kept = None if chosen is None else chosen.id
        self.rows.begin(clear=clear)
        self._show()

    def _show(self) -> None:
        some = self.rows.rowCount() > 0
        self._stack.setCurrentWidget(self.table if some else self.empty)
        if not some:
            icon, title, sentence, action = self._why_empty()
            self.empty.say(icon, title, sentence, action=action)
        total = self.rows.total()
        known = not self.rows.loading() or some
        self.count.setText(
            trn("{amount} customer", "{amount} customers", total, amount=grouped(total)) if known else ""
        )
        if self._failed and some:
            self.about.say(self._failed)
        else:
            self._say_chosen()

    def _say_chosen(self) -> None:
        chosen = self.chosen()
        lock = None if chosen is None else others_lock(chosen.lock, self._state)
        self.about.say(in_use(lock) if lock is not None else "")

    def _why_empty(self) -> tuple[str, str, str, str]:
        """Icon, title, sentence, and what the button does."""
        new = "" if self.head.new.why_not else tr("New customer")
        if self._failed:
            return "alert", tr("The list could not be read"), self._failed, tr("Try again")
        if self._state.link is not Link.UP:
            return "link-lost", tr("No link to the server"), tr("The list comes when the server answers again."), ""
        if self.rows.loading():
            return "history", tr("The list is on its way"), "", ""
        if self.head.text():
            words = tr("Try a part of the name, of the company or of the number.")
            return "search", tr("Nobody found"), words, ""
        if self._which is CustomerList.OWN:
            words = tr("Customers of your own list are seen and found by you alone.")
            return "person", tr("Your own list is empty"), words, new
        return "person", tr("The central list is empty"), tr("Import them from a file, or write one."), new

    def _edit(self, customer: Customer) -> None:
        why_not = why_not_edit(customer, self._state)
        if why_not:
            self.about.say(why_not)
        else:
            self.edit_pressed.emit(customer)

    def _move(self, step: int) -> None:
        self.table.choose(max(0, min(self.rows.rowCount() - 1, self.table.currentIndex().row() + step)))

    def _on_action(self) -> None:
        if self._failed:
            self._read(clear=False)
        else:
            self.head.new.press()

    def _on_reset(self) -> None:
        """Whoever was chosen stays chosen where they are still in sight."""
        if self._kept is not None:
            self.choose(self._kept)
        if self.head.text() and not self.table.currentIndex().isValid():
            self.table.choose(0)

    def _connect(self) -> None:
        search, table = self.head.search, self.table
        self.head.searched.connect(lambda _: self._read(clear=False))
        search.left.connect(self.take_focus)
        search.moved.connect(self._move)
        search.returnPressed.connect(table.open_chosen)
        table.opened.connect(self.opened)
        table.edit_pressed.connect(self._edit)
        table.typed.connect(self.head.begin)
        table.selectionModel().currentChanged.connect(lambda *_: self._say_chosen())
        self.empty.action.clicked.connect(self._on_action)
        self.rows.modelReset.connect(self._on_reset)

    def _lay_out(self) -> None:
        body = QWidget()
        self._stack = QStackedLayout(body)
        self._stack.addWidget(self.empty)
        self._stack.addWidget(self.table)
        foot = QHBoxLayout()
        foot.setContentsMargins(16, 6, 16, 6)
        foot.setSpacing(16)
        foot.addWidget(self.count)
        foot.addWidget(self.about, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.head)
        layout.addWidget(rule())
        layout.addWidget(body, 1)
        layout.addWidget(rule())
        layout.addLayout(foot)
