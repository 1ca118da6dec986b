"""What every page of the window is: a title, a sentence of what it is for, and sheets that are written and saved one by one."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, ClassVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from agent_client.client.store.state import Link, State
from agent_client.protocol.administration import Administration
from agent_client.protocol.names import Role
from ui.text import tr
from ui.theme import Text
from ui.widgets.labels import Label

from .editor import Editor
from .sheets import Book


class Page(QWidget):
    """``changed`` whenever what is unsaved may be another."""

    NAME: ClassVar[str] = ""
    """What the list of pages knows it by."""

    EDITED_BY: ClassVar[frozenset[Role]] = frozenset({Role.ADMINISTRATOR})

    changed = Signal()

    def __init__(self, lead: str = "") -> None:
        super().__init__()
        self.title = title = self.title_text()
        self.may_edit = False
        self.online = False
        self.known: Administration | None = None
        self.state = State()
        head = QVBoxLayout()
        head.setContentsMargins(24, 20, 24, 16)
        head.setSpacing(4)
        head.addWidget(Label(title, Text.NAME, strong=True))
        head.addWidget(Label(lead, tone="dim", wraps=True))
        self.reading = Label(tr("You can read this; an administrator changes it."), strong=True, wraps=True)
        self.reading.hide()
        head.addWidget(self.reading)
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(0)
        self.body.addLayout(head)

    @classmethod
    def title_text(cls) -> str:
        raise NotImplementedError

    def show_today(self, today: date) -> None:
        """By the centre's clock."""

    def show_known(self, known: Administration) -> None:
        """What the server says now. What is being edited stays as it was typed."""
        self.known = known
        self.refresh()

    def show_state(self, state: State, *, may_edit: bool) -> None:
        """Who is signed in, whether the server is there, and whether one may change anything."""
        self.state, self.online, self.may_edit = state, state.link is Link.UP, may_edit
        self.reading.setHidden(may_edit)
        self.refresh()

    def refresh(self) -> None:
        """Show all of it as it is now."""

    def unsaved(self) -> list[str]:
        """What was typed and not saved, as people call it."""
        return []

    def save(self) -> None:
        """Ctrl+S."""

    def take_keyboard(self) -> None:
        """To where one begins."""
        self.focusNextChild()


class BookPage(Page):
    """A page over a book of sheets, of which one is in sight. ``save_wanted`` carries its key and what is to be saved."""

    save_wanted = Signal(int, object)
    remove_wanted = Signal(int)

    def __init__(self, lead: str, book: Book[Any], editor: Editor) -> None:
        super().__init__(lead)
        self.book = book
        self.editor = editor
        self.current = 0
        editor.written.connect(self._on_written)
        editor.theirs_taken.connect(self._on_theirs)
        editor.reloaded.connect(self._on_reload)
        editor.reset_pressed.connect(self._on_reset)
        editor.save_pressed.connect(self.save)
        editor.removed.connect(lambda: self.remove_wanted.emit(self.current))

    # -- what each kind says of itself

    def things(self, known: Administration) -> Iterable[tuple[int, Any]]:
        raise NotImplementedError

    def read(self, key: int) -> tuple[object, dict[str, str]]:
        """What the sheet means, and what is wrong with it."""
        raise NotImplementedError

    def name_of(self, key: int) -> str:
        return self.title

    # -- for the window

    def show_known(self, known: Administration) -> None:
        self.book.follow(self.things(known))
        super().show_known(known)

    def refresh(self) -> None:
        if self.current in self.book:
            _, faults = self.read(self.current)
            sheet = self.book[self.current]
            self.editor.show_sheet(sheet, faults, may_edit=self.may_edit, online=self.online)
        self.changed.emit()

    def unsaved(self) -> list[str]:
        return [self.name_of(key) for key in self.book.unsaved()]

    def save(self) -> None:
        self.editor.setFocus(Qt.FocusReason.OtherFocusReason)
        self.save_sheet(self.current)

    def save_all(self) -> list[int]:
        """Sends what can be sent; the keys of what cannot."""
        return [key for key in self.book.unsaved() if not self.save_sheet(key)]

    def save_sheet(self, key: int) -> bool:
        """False: it cannot be saved as it stands."""
        if key not in self.book:
            return False
        sheet = self.book[key]
        wish, faults = self.read(key)
        possible = self.may_edit and self.online and not faults and not sheet.outdated
        if possible and not sheet.requested and (sheet.unsaved or sheet.new):
            self.save_wanted.emit(key, wish)
        return possible

    def show_stuck(self, key: int) -> None:
        """One that cannot be saved as it stands: the keyboard goes where something is to be corrected."""
        self.current = key
        self.refresh()
        _, faults = self.read(key)
        for name in self.editor.form.rows:
            if name in faults:
                self.editor.show_field(name)
                return

    def give_up(self) -> None:
        """What was typed is not wanted any more."""
        for key in self.book.unsaved():
            sheet = self.book[key]
            if sheet.new or sheet.gone:
                self.book.drop(key)
            else:
                sheet.reset()
        self.refresh()

    # -- how a save goes

    def set_requested(self, key: int, on: bool) -> None:
        if key in self.book:
            sheet = self.book[key]
            if on:
                sheet.sending()
            else:
                sheet.answered()
        self.refresh()

    def refuse(self, key: int, sentence: str, field: str = "") -> None:
        if key in self.book:
            self.book[key].refused(sentence, field)
        self.refresh()

    def kept(self, key: int, saved_key: int, saved: object) -> None:
        self.book.kept(key, saved_key, saved)
        if self.current == key:
            self.current = saved_key
        self.refresh()

    # -- inside

    def _on_written(self, name: str, value: object) -> None:
        self.book[self.current].write(name, value)
        self.refresh()

    def _on_theirs(self, name: str) -> None:
        self.book[self.current].take_theirs(name)
        self.refresh()

    def _on_reload(self) -> None:
        self.book[self.current].reload()
        self.refresh()

    def _on_reset(self) -> None:
        self.book[self.current].reset()
        self.refresh()
