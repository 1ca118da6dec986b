"""Whom to consult, or to transfer to, chosen in place: agents, queues and entry points, a number, the directory (D2)."""

from __future__ import annotations

from datetime import datetime

from msgspec.structs import replace
from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from agent_client.client.store.state import EMPTY, Changed, Link, State
from agent_client.protocol.centre import Directory
from agent_client.protocol.names import TargetKind
from ui.models import target_offer
from ui.models.recent_numbers import RecentNumbers
from ui.models.target_offer import Offer, Tab
from ui.models.targets import Purpose, TargetRow
from ui.text import tr
from ui.theme import Text
from ui.widgets.action_button import ActionButton, Kind
from ui.widgets.labels import Label
from ui.widgets.section_tabs import SectionTabs
from ui.widgets.view import View

from .target_picker_field import TargetField
from .target_picker_list import TargetView

PAUSE_MILLISECONDS = 200
"""Typing must rest for so long before the directory is asked."""


class TargetPicker(View):
    """``picked`` carries a `Target`. It stays open until whoever carried the press out hides it: `set_requested` and
    `refuse` make it the control of that press.
    """

    SHOWS = Changed.AGENTS | Changed.QUEUES | Changed.CENTRE | Changed.ME | Changed.LINK

    picked = Signal(object)
    cancelled = Signal()
    refresh_wanted = Signal()
    directory_wanted = Signal(str)

    def __init__(self, recent: RecentNumbers | None = None) -> None:
        super().__init__()
        self._state: State = EMPTY
        self._offer = Offer()
        self.recent = recent or RecentNumbers()
        self.head = _Head()
        self.tabs = SectionTabs(target_offer.tab_words(), margin=0)
        self.field = TargetField()
        self.about = Label("", Text.SMALL, tone="dim", wraps=True)
        self.view = TargetView()
        self.empty = Label("", tone="dim", wraps=True)
        self.refusal = Label("", tone="alarm", wraps=True)
        self.pick = ActionButton("", Kind.PRIMARY, hint="↵", sends=False)
        self._rest = QTimer(self, singleShot=True, interval=PAUSE_MILLISECONDS)
        self._lay_out()
        self._connect()

    # -- contract

    def open_for(self, purpose: str) -> None:
        """Everything as new; the keyboard goes to the field."""
        self._offer = Offer(purpose=Purpose(purpose))
        words = tr("Consult") if self._offer.purpose is Purpose.CONSULT else tr("Transfer")
        self.head.title.setText(words)
        self.pick.set_label(words)
        self.setAccessibleName(words)
        self.set_requested(False)
        self.tabs.open(Tab.AGENTS)
        self._turn_to(Tab.AGENTS)
        self.show()
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def set_requested(self, on: bool) -> None:
        self.pick.set_requested(on)
        self.view.show_requested(on)

    def refuse(self, text: str) -> None:
        self.set_requested(False)
        self.pick.refuse(text)

    def show_state(self, state: State) -> None:
        self._state = state
        self._fill()

    def show_directory(self, directory: Directory) -> None:
        """The answer to `directory_wanted`."""
        self._offer = replace(self._offer, directory=directory, failed="")
        self._fill()
        if self._offer.tab is Tab.DIRECTORY and target_offer.means_first(self._offer):
            self.view.choose_first()

    def show_directory_failed(self, sentence: str) -> None:
        self._offer = replace(self._offer, directory=None, failed=sentence)
        self._fill()

    def tick(self, now: datetime) -> None:
        self.view.tick(now)

    # -- what is typed and pressed

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.cancelled.emit()
        else:
            super().keyPressEvent(event)

    def _turn_to(self, tab: Tab) -> None:
        self._offer = target_offer.with_tab(self._offer, tab)
        numeric = tab is Tab.NUMBER
        self.field.set_numeric(numeric)
        self.field.put(target_offer.typed(self._offer))
        hint = tr("Type or paste a number") if numeric else tr("Search, or type a number")
        self.field.setPlaceholderText(hint)
        self.field.setAccessibleName(hint)
        self._forget()
        self.view.choose_none()
        if tab is Tab.DIRECTORY:
            self._ask_directory()
        self._fill()
        if target_offer.means_first(self._offer):
            self.view.choose_first()

    def _on_typed(self, text: str) -> None:
        self._offer = target_offer.with_typed(self._offer, text)
        self._forget()
        if self._offer.tab is Tab.DIRECTORY:
            self._rest.start()
        if self._offer.tab is Tab.NUMBER:
            self.view.choose_none()  # another number is meant with every digit
        self._fill()
        if target_offer.means_first(self._offer):
            self.view.choose_first()

    def _ask_directory(self) -> None:
        self._rest.stop()
        self.directory_wanted.emit(self._offer.words.strip())

    def _refresh(self) -> None:
        self.refresh_wanted.emit()
        if self._offer.tab is Tab.DIRECTORY:
            self._ask_directory()

    def _submit(self) -> None:
        row = self.view.chosen() or self._meant()
        if row is None or self.pick.requested or self._state.link is not Link.UP:
            return
        self._forget()
        if not row.possible:
            self.refusal.say(row.why_not)
            return
        if row.target.kind is TargetKind.NUMBER:
            self.recent.add(row.target.number)
        self.picked.emit(row.target)

    def _meant(self) -> TargetRow | None:
        """Whom the typed words name where nobody of that name can be chosen: Enter says why."""
        rows = self.view.targets.rows
        named = bool(rows) and target_offer.means_first(self._offer) and not any(row.possible for row in rows)
        return rows[0] if named else None

    def _forget(self) -> None:
        self.pick.forget()
        self.refusal.say("")

    # -- what is shown

    def _fill(self) -> None:
        rows = target_offer.rows(self._offer, self._state, self.recent.numbers())
        self.view.show_rows(rows)
        self.view.setHidden(not rows)
        self.empty.say("" if rows else target_offer.nothing(self._offer))
        self.about.say(target_offer.about(self._offer, self._state))
        self._show_pick()

    def _show_pick(self) -> None:
        row = self.view.chosen()
        self.pick.setEnabled(row is not None and row.possible and self._state.link is Link.UP)

    def _connect(self) -> None:
        self.head.close_button.clicked.connect(self.cancelled)
        self.head.refresh.clicked.connect(self._refresh)
        self.tabs.opened.connect(lambda key: self._turn_to(Tab(key)))
        self.field.wanted.connect(self._on_typed)
        self.field.moved.connect(self.view.walk)
        self.field.submitted.connect(self._submit)
        self.field.left.connect(self.cancelled)
        self.view.chose.connect(self._show_pick)
        self.view.submitted.connect(self._submit)
        self.pick.clicked.connect(self._submit)
        self.pick.refused.connect(self.refusal.say)
        self._rest.timeout.connect(self._ask_directory)
        for at, tab in enumerate(Tab, 1):
            key = QShortcut(QKeySequence(f"Ctrl+{at}"), self, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
            key.activated.connect(lambda tab=tab: self.tabs.open(tab))

    def _lay_out(self) -> None:
        foot = QHBoxLayout()
        foot.setSpacing(16)
        foot.addStretch()
        foot.addWidget(self.pick, 0, Qt.AlignmentFlag.AlignBottom)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        for widget in (self.head, self.tabs, self.field, self.about, self.refusal):
            layout.addWidget(widget)
        layout.addWidget(self.view, 1)
        layout.addWidget(self.empty, 1, Qt.AlignmentFlag.AlignTop)
        layout.addLayout(foot)
        for label in (self.about, self.empty, self.refusal):
            label.hide()


class _Head(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.title = Label("", Text.TITLE, strong=True)
        self.refresh = ActionButton(tr("Refresh"), Kind.LINK, icon="retry", sends=False)
        self.close_button = ActionButton("", Kind.LINK, icon="close", sends=False, hint="Esc", name=tr("Close"))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(16)
        layout.addWidget(self.title, 1)
        layout.addWidget(self.refresh)
        layout.addWidget(self.close_button)
