"""The list of what was written and not sent, and of what was sent and has not arrived: opened, discarded, brought back (F2)."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QItemSelectionModel, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QVBoxLayout, QWidget

from agent_client.client.outbox import Unsent
from ui.text import tr, trc
from ui.theme import Text
from ui.widgets.action_button import ActionButton, Kind
from ui.widgets.boxes import Box
from ui.widgets.keyboard_loan import KeyboardLoan
from ui.widgets.labels import Label
from ui.widgets.scrolling import ListView

from .unsent_rows import UnsentDelegate, UnsentRow, UnsentRows, row_height

_MOST_SHOWN, _FEWEST_SHOWN = 6, 2


class _View(ListView):
    """As tall as its lines, up to a number of them; lower where the room is short."""

    def sizeHint(self) -> QSize:
        return QSize(200, min(self.model().rowCount(), _MOST_SHOWN) * row_height())

    def minimumSizeHint(self) -> QSize:
        return QSize(120, min(self.model().rowCount(), _FEWEST_SHOWN) * row_height())


class UnsentNotes(Box):
    """``opened`` and ``discarded`` carry an `Unsent`. What was discarded last is brought back by ``undo_pressed``."""

    opened = Signal(object)
    discarded = Signal(object)
    undo_pressed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__("drop", parent)
        self._loan = KeyboardLoan(self)
        self.setAccessibleName(tr("Unsent notes"))
        self.rows = UnsentRows()
        self.view = _View()
        self.none = Label(tr("All that you wrote has been sent."), tone="dim", wraps=True)
        self.close_button = ActionButton("", Kind.LINK, icon="close", hint="Esc", sends=False, name=tr("Close"))
        self.undo = ActionButton(tr("Undo"), hint="Ctrl Z", small=True, sends=False, name=tr("Bring it back"))
        self.discard = ActionButton(tr("Discard"), hint="Del", small=True, sends=False)
        self.open_button = ActionButton(trc("verb", "Open"), Kind.PRIMARY, hint="↵", small=True, sends=False)
        self._lay_out()
        self.view.clicked.connect(lambda _: self._offer())
        self.view.doubleClicked.connect(lambda _: self.open_button.press())
        self.open_button.clicked.connect(self._open)
        self.discard.clicked.connect(self._discard)
        self.undo.clicked.connect(self.undo_pressed)
        self.close_button.clicked.connect(self.dismiss)
        self.hide()

    def open(self) -> None:
        self._loan.take()
        self.show_undo(False)
        self.show()
        self.raise_()
        self._choose(0)
        (self.view if self.rows.rows else self.close_button).setFocus(Qt.FocusReason.ShortcutFocusReason)

    def dismiss(self) -> None:
        if not self.isHidden():
            self._loan.give_back()
            self.hide()

    def show_rows(self, rows: Sequence[UnsentRow]) -> None:
        """The line that was chosen stays so; when it is gone, the next one is."""
        at, chosen = self.view.currentIndex().row(), self.chosen()
        self.rows.show_rows(rows)
        keys = [row.unsent.key for row in rows]
        if chosen is not None and chosen.key in keys:
            at = keys.index(chosen.key)
        self._choose(min(max(at, 0), len(rows) - 1))
        self.view.updateGeometry()
        self.view.setVisible(bool(rows))
        self.none.setHidden(bool(rows))
        if self.isVisible() and not rows and self.view.hasFocus():
            self.close_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_undo(self, on: bool) -> None:
        self.undo.setVisible(on)

    def chosen(self) -> Unsent | None:
        at = self.view.currentIndex().row()
        return self.rows.rows[at].unsent if 0 <= at < len(self.rows.rows) else None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """What the list itself leaves: Enter opens, Delete discards, Ctrl+Z brings back, Escape closes."""
        match event.key(), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            case Qt.Key.Key_Escape, _:
                self.dismiss()
            case ((Qt.Key.Key_Return | Qt.Key.Key_Enter), Qt.KeyboardModifier.NoModifier):
                self.open_button.press()
            case Qt.Key.Key_Delete, Qt.KeyboardModifier.NoModifier:
                self.discard.press()
            case Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier if self.undo.isVisible():
                self.undo.press()
            case _:
                super().keyPressEvent(event)

    # -- inside

    def _open(self) -> None:
        chosen = self.chosen()
        if chosen is not None:
            self.dismiss()
            self.opened.emit(chosen)

    def _discard(self) -> None:
        chosen = self.chosen()
        if chosen is not None:
            self.discarded.emit(chosen)

    def _choose(self, at: int) -> None:
        if 0 <= at < self.rows.rowCount():
            self.view.selectionModel().setCurrentIndex(
                self.rows.index(at), QItemSelectionModel.SelectionFlag.ClearAndSelect
            )
        self._offer()

    def _offer(self) -> None:
        possible = self.chosen() is not None
        self.open_button.setEnabled(possible)
        self.discard.setEnabled(possible)

    def _lay_out(self) -> None:
        self.view.setModel(self.rows)
        self.view.setItemDelegate(UnsentDelegate(self.view))
        self.view.setUniformItemSizes(True)
        self.view.setMouseTracking(True)
        self.view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.setAccessibleName(tr("Unsent notes"))
        head, foot = QHBoxLayout(), QHBoxLayout()
        head.setContentsMargins(12, 0, 12, 0)
        head.addWidget(Label(tr("Unsent notes"), strong=True), 1)
        head.addWidget(self.close_button)
        foot.setContentsMargins(12, 0, 12, 0)
        foot.setSpacing(8)
        foot.addWidget(self.undo)
        foot.addStretch(1)
        foot.addWidget(self.discard)
        foot.addWidget(self.open_button)
        self.none.setContentsMargins(12, 0, 12, 0)
        about = Label(tr("Kept on this computer until they are sent or discarded."), Text.SMALL, tone="dim", wraps=True)
        about.setContentsMargins(12, 0, 12, 0)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(1, 8, 1, 12)
        layout.setSpacing(8)
        layout.addLayout(head)
        layout.addWidget(about)
        layout.addWidget(self.none)
        layout.addWidget(self.view, 1)
        layout.addLayout(foot)
        self.undo.hide()
