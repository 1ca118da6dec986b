"""Two small windows of the Help menu: the keys, and what this program is."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from agent_client import __version__
from ui import theme
from ui.text import tr
from ui.theme import Text
from ui.widgets.action_button import ActionButton
from ui.widgets.boxes import Box, stand_on
from ui.widgets.labels import Label
from ui.widgets.placeholders import Glyph
from ui.widgets.scrolling import ScrollArea

_COLUMNS = 2
_WORDS = 260
"""How wide what a key does is written, before it takes a second line."""


class _Information(QDialog):
    """To be shown with ``open()``; Escape and Close end it."""

    def __init__(self, parent: QWidget | None, title: str) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        stand_on(self, "bg")
        self.content = QVBoxLayout()
        self.content.setSpacing(8)
        close = ActionButton(tr("Close"), sends=False)
        close.clicked.connect(self.accept)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 24, 24, 16)
        layout.setSpacing(16)
        layout.addLayout(self.content)
        layout.addLayout(foot)


class KeysDialog(_Information):
    """In columns, and scrolled where the screen has no room for all of them."""

    def __init__(self, parent: QWidget | None, keys: Sequence[tuple[str, str]]) -> None:
        """``keys``: the key and what it does, as `Actions.overview` gives them."""
        super().__init__(parent, tr("Keys"))
        self.content.addWidget(Label(tr("Keys"), Text.NAME, strong=True))
        pane = Box("pane")
        grid = QGridLayout(pane)
        grid.setContentsMargins(16, 12, 16, 12)
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(6)
        lines = [
            *keys,
            ("1–9", tr("Choose the wrap-up reason, or the state in its menu")),
            ("↵", tr("Call the chosen entry of the callback list; submit the wrap-up reason")),
        ]
        rows = -(-len(lines) // _COLUMNS)
        for at, (key, words) in enumerate(lines):
            column, row = divmod(at, rows)
            grid.addWidget(Label(key, strong=True), row, 2 * column)
            says = Label(words, tone="dim", wraps=True)
            says.setMinimumWidth(theme.scaled(_WORDS))
            grid.addWidget(says, row, 2 * column + 1)
        scroll = _Scrolled(pane)
        self.content.addWidget(scroll)
        scroll.setFocus(Qt.FocusReason.OtherFocusReason)


class _Scrolled(ScrollArea):
    """As large as what it shows, if there is room."""

    def __init__(self, inside: QWidget) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setWidget(inside)
        self._inside = inside

    def sizeHint(self) -> QSize:
        inside = self._inside
        size = inside.sizeHint()
        tall = inside.heightForWidth(size.width()) if inside.hasHeightForWidth() else size.height()
        return QSize(size.width() + self.verticalScrollBar().sizeHint().width(), tall)


class AboutDialog(_Information):
    def __init__(self, parent: QWidget | None, server: str = "") -> None:
        """``server``: the server's own version, when signed in."""
        super().__init__(parent, tr("About Agent Client"))
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(Glyph("phone", "accent", 28))
        head.addWidget(Label("Agent Client", Text.NAME, strong=True))
        head.addStretch(1)
        self.content.addLayout(head)
        self.content.addWidget(Label(tr("Version {version}", version=__version__), tone="dim"))
        if server:
            self.content.addWidget(Label(tr("Server version {version}", version=server), tone="dim"))
        self.content.addWidget(Label(tr("A desktop client for call-centre agents. MIT licence."), tone="dim"))
