"""Every action of the main window with its key, its words and its place in the menu. What it does is connected elsewhere."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from agent_client.client.store.state import Link, State
from agent_client.client.store.views import meant_request
from agent_client.protocol.contacts import Contact
from agent_client.protocol.names import ContactState, Role
from agent_client.rules.parties import ContactAction, allowed
from ui.placement import BRING_KEY
from ui.text import marked, tr
from ui.theme import Theme
from ui.widgets.menus import Menu

# name: words, keys
_ACTIONS: dict[str, tuple[str, tuple[str, ...]]] = {
    "state": (marked("Change state…"), ("Ctrl+Shift+S",)),
    "queues": (marked("Queues that you staff…"), ("Ctrl+Shift+Q",)),
    "password": (marked("Change the password…"), ()),
    "sign_out": (marked("Sign out"), ()),
    "quit": (marked("Quit"), ("Ctrl+Q",)),
    "accept": (marked("Accept"), ("Ctrl+Shift+A",)),
    "decline": (marked("Decline"), ("Ctrl+Shift+D",)),
    "end": (marked("End, or choose the wrap-up reason"), ("F8",)),
    "hold": (marked("Hold, or resume"), ("Ctrl+Shift+H",)),
    "consult": (marked("Consult…"), ("F5",)),
    "transfer": (marked("Transfer…"), ("F4",)),
    "conference": (marked("Conference"), ("Ctrl+Shift+J",)),
    "end_consult": (marked("End consult"), ("Ctrl+Shift+E",)),
    "mute": (marked("Mute, or unmute"), ("Ctrl+Shift+M",)),
    "digits": (marked("Keypad"), ("Ctrl+Shift+K",)),
    "recording": (marked("Pause the recording, or resume it"), ("Ctrl+Shift+P",)),
    "values": (marked("Save the values"), ("Ctrl+S",)),
    "extend": (marked("More time for wrap-up"), ("Ctrl+Shift+X",)),
    "appointment": (marked("Call again later…"), ("F7",)),
    "newest": (marked("Newest request"), ("F6",)),
    "search": (marked("Find customer…"), ("Ctrl+K",)),
    "filter": (marked("Search the history…"), ("Ctrl+F",)),
    "edit_customer": (marked("Edit the customer"), ("F2",)),
    "customers": (marked("Lists of customers…"), ("F3",)),
    "dial": (marked("Call a number…"), ("Ctrl+D",)),
    "note": (marked("Write the note"), ("Ctrl+N",)),
    "template": (marked("Insert a template…"), ("Ctrl+T",)),
    "unsent": (marked("Unsent notes…"), ("Ctrl+Shift+N",)),
    "send": (marked("Send the note"), ("Ctrl+Return", "Ctrl+Enter")),
    "callbacks": (marked("Callback list"), ("F9",)),
    "find_entry": (marked("Search the list…"), ("Ctrl+L",)),
    "list_shown": (marked("What the list shows…"), ("Shift+F9",)),
    "export_list": (marked("Export the callback list…"), ()),
    "supervising": (marked("Supervising…"), ("F11",)),
    "administration": (marked("Administration…"), ("Ctrl+,",)),
    "larger": (marked("Larger text"), ("Ctrl++", "Ctrl+=")),
    "smaller": (marked("Smaller text"), ("Ctrl+-",)),
    "normal_size": (marked("Normal text"), ("Ctrl+0",)),
    "work_column": (marked("Left column"), ()),
    "customer_column": (marked("Right column"), ()),
    "bring_windows": (marked("Bring all windows here"), (BRING_KEY,)),
    "menu": (marked("Menu"), ("F10",)),
    "shortcuts": (marked("Keys"), ("F1",)),
    "diagnostics": (marked("Diagnostics…"), ("Shift+F1",)),
    "about": (marked("About Agent Client"), ()),
}
_NEEDS: dict[str, tuple[ContactAction, ...]] = {
    "hold": (ContactAction.HOLD, ContactAction.RESUME),
    "consult": (ContactAction.CONSULT,),
    "transfer": (ContactAction.TRANSFER,),
    "conference": (ContactAction.CONFERENCE,),
    "end_consult": (ContactAction.END_CONSULT,),
    "mute": (ContactAction.MUTE,),
    "digits": (ContactAction.DIGITS,),
    "recording": (ContactAction.PAUSE_RECORDING, ContactAction.RESUME_RECORDING),
    "values": (ContactAction.EDIT_VARIABLES,),
    "extend": (ContactAction.EXTEND,),
}
"""What must be possible with the contact in sight, one of them."""
_THEMES = {
    Theme.SYSTEM: marked("As the system"),
    Theme.LIGHT: marked("Light"),
    Theme.DARK: marked("Dark"),
    Theme.CONTRAST: marked("High contrast"),
}
_MENU: tuple[tuple[str, tuple[str, ...]], ...] = (
    (marked("Agent"), ("state", "queues", "", "password", "", "sign_out", "quit")),
    (
        marked("Contact"),
        (
            *("accept", "decline", "newest", ""),
            *("hold", "consult", "transfer", "conference", "end_consult", ""),
            *("mute", "digits", "recording", ""),
            *("end", "extend", "values", "appointment", "", "dial", "note", "template", "send", "unsent"),
        ),
    ),
    (marked("Customers"), ("search", "filter", "edit_customer", "customers")),
    (marked("Callbacks"), ("callbacks", "find_entry", "list_shown", "", "export_list")),
    (
        marked("Centre"),
        (
            "supervising",
            "administration",
        ),
    ),
    (marked("View"), ("larger", "smaller", "normal_size", "", "work_column", "customer_column", "", "bring_windows")),
    (marked("Help"), ("shortcuts", "diagnostics", "about")),
)


class Actions(QObject):
    """All are added to the window, so that the keys work whether or not the menu was ever opened."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._all = {name: self._make(words, keys) for name, (words, keys) in _ACTIONS.items()}
        self.theme_group = QActionGroup(self)
        self._themes = {theme: self._make_theme(theme, words) for theme, words in _THEMES.items()}
        for name in _NEEDS:
            self[name].setAutoRepeat(False)  # a key that stays down is one press
        for name in ("work_column", "customer_column"):
            self[name].setCheckable(True)
            self[name].setChecked(True)
        window.addActions([*self._all.values(), *self._themes.values()])

    def __getitem__(self, name: str) -> QAction:
        return self._all[name]

    def theme(self, theme: Theme) -> QAction:
        return self._themes[theme]

    def show_theme(self, theme: Theme) -> None:
        self._themes[theme].setChecked(True)

    def names(self) -> tuple[str, ...]:
        return tuple(self._all)

    def menu(self, parent: QWidget) -> QMenu:
        menu = Menu(parent)
        for title, names in _MENU:
            if not any(name and self[name].isVisible() for name in names):
                continue
            below = Menu(menu, tr(title))
            menu.addMenu(below)
            self._fill(below, names)
            if title == "View":
                below.addSeparator()
                for action in self._themes.values():
                    below.addAction(action)
        return menu

    def overview(self) -> list[tuple[str, str]]:
        """Each key with what it does, in the menu's order: for the page of keys."""
        named = [name for _, names in _MENU for name in names if name]
        return [
            (self[name].shortcut().toString(QKeySequence.SequenceFormat.NativeText), self[name].text())
            for name in named
            if self[name].isVisible() and not self[name].shortcut().isEmpty()
        ]

    def show_state(self, state: State, contact: Contact | None) -> None:
        """What cannot be done now is grey, in the menu as on the buttons."""
        online = state.link is Link.UP
        asking = meant_request(state)
        of_request = frozenset() if asking is None else _possible(asking)
        of_contact = frozenset() if contact is None else _possible(contact)
        self["state"].setEnabled(online)
        self["accept"].setEnabled(online and ContactAction.ANSWER in of_request)
        self["decline"].setEnabled(online and ContactAction.DECLINE in of_request)
        wrapping = contact is not None and contact.state is ContactState.WRAP_UP
        self["end"].setEnabled(online and (wrapping or ContactAction.END in of_contact))
        for name, needed in _NEEDS.items():
            self[name].setEnabled(online and not of_contact.isdisjoint(needed))
        self["newest"].setEnabled(asking is not None)
        reads_rules = state.me is not None and state.me.role in (Role.SUPERVISOR, Role.ADMINISTRATOR)
        for name in ("supervising", "administration"):
            self[name].setVisible(reads_rules)
            self[name].setEnabled(reads_rules)

    def _fill(self, menu: QMenu, names: tuple[str, ...]) -> None:
        for name in names:
            if name:
                menu.addAction(self[name])
            else:
                menu.addSeparator()

    def _make(self, words: str, keys: tuple[str, ...]) -> QAction:
        action = QAction(tr(words), self)
        action.setShortcuts([QKeySequence(key) for key in keys])
        action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        return action

    def _make_theme(self, theme: Theme, words: str) -> QAction:
        action = QAction(tr(words), self.theme_group)
        action.setCheckable(True)
        action.setData(theme)
        return action


def _possible(contact: Contact) -> frozenset[ContactAction]:
    return allowed(contact)
