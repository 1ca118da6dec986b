"""A page of many things of one kind: the list of them at the left, with a field to find one, and the chosen one's form."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from agent_client.rules.folding import begins_words, folded_words
from ui import theme
from ui.text import tr
from ui.widgets.action_button import ActionButton
from ui.widgets.labels import rule
from ui.widgets.line import Line
from ui.widgets.placeholders import Placeholder

from .editor import Editor
from .named_list import Named, NamedList
from .page import BookPage
from .sheets import Book

LIST_WIDTH = 232
FEW = 8
"""So many things are found by looking at them."""


class ListPage(BookPage):
    """``adds``: the words of the button for a new one; empty: there are no new ones."""

    def __init__(self, lead: str, book: Book[Any], editor: Editor, *, adds: str, empty: Placeholder) -> None:
        super().__init__(lead, book, editor)
        self.list = NamedList(self.title, tall=True)
        self.search = Line(quiet=True)
        self.search.setPlaceholderText(tr("Find"))
        self.search.setAccessibleName(tr("Find in the list"))
        self.search.setClearButtonEnabled(True)
        self.add = ActionButton(adds, small=True, sends=False)
        self.add.setHidden(not adds)
        self._adds = adds
        self._empty = empty
        self._pages = QStackedWidget()
        self._finding = QWidget()
        self._foot = QWidget()
        kept = self.add.sizePolicy()
        kept.setRetainSizeWhenHidden(True)  # its line goes on beside that of the form
        self.add.setSizePolicy(kept)
        self._lay_out()
        self.list.chosen.connect(self.open)
        self.search.textEdited.connect(lambda _: self.refresh())
        self.add.clicked.connect(self.add_new)

    # -- what each kind says of itself

    def named(self, key: int) -> Named:
        """Its line in the list."""
        raise NotImplementedError

    def blank(self) -> object:
        """What a new one begins with."""
        raise NotImplementedError

    # -- what is in sight

    def name_of(self, key: int) -> str:
        return self.named(key).name or self.title

    def open(self, key: object) -> None:
        """Show this one. A new one in which nothing was typed goes when another is opened."""
        assert isinstance(key, int)
        before, self.current = self.current, key
        if before != key and before in self.book and self.book[before].new and not self.book[before].unsaved:
            self.book.drop(before)
        self.editor.ask_to_remove("")
        self.editor.scroll_to_top()
        self.refresh()
        self.list.choose(key)

    def add_new(self) -> None:
        self.search.clear()
        self.open(self.book.add(self.blank()))
        self.editor.form.focus(next(iter(self.editor.form.rows), ""))

    def refresh(self) -> None:
        keys = list(self.book)
        if self.current not in self.book and keys:
            self.current = keys[0]
        words = folded_words(self.search.text())
        shown = [
            named
            for named in map(self.named, keys)
            if not words or begins_words(words, named.name, named.beneath) or named.key == self.current
        ]
        self._finding.setVisible(len(keys) > FEW)
        self.list.show_things(shown)
        self.list.choose(self.current)
        self.add.setVisible(bool(self._adds) and self.may_edit)
        self._foot.setVisible(self.may_edit)
        self._pages.setCurrentWidget(self.editor if keys else self._empty)
        super().refresh()

    def take_keyboard(self) -> None:
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    # -- inside

    def _on_reset(self) -> None:
        if self.book[self.current].new or self.book[self.current].gone:
            self.book.drop(self.current)
            self.editor.scroll_to_top()
            self.refresh()
        else:
            super()._on_reset()

    def _lay_out(self) -> None:
        left = QWidget()
        left.setMinimumWidth(144)
        left.setMaximumWidth(theme.scaled(LIST_WIDTH))
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        above, below = QHBoxLayout(self._finding), QHBoxLayout()
        above.setContentsMargins(24, 4, 8, 4)
        above.addWidget(self.search)
        listed = QHBoxLayout()
        listed.setContentsMargins(6, 3, 0, 8)
        listed.addWidget(self.list)
        below.setContentsMargins(24, 8, 8, 8)
        below.addWidget(self.add)
        below.addStretch(1)
        self._foot.setLayout(below)
        column.addWidget(self._finding)
        column.addLayout(listed, 1)
        column.addWidget(rule())
        column.addWidget(self._foot)
        self._pages.addWidget(self.editor)
        self._pages.addWidget(self._empty)
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(left, 2)
        row.addWidget(self._pages, 5)
        self.body.addLayout(row, 1)
