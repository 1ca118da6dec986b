"""Two small windows of the Help menu: the keys, and what this program is."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from agent_client import __version__
from ui.text import tr
from ui.theme import Text
from ui.widgets.action_button import ActionButton
from ui.widgets.labels import Label
from ui.widgets.placeholders import Glyph


class _Information(QDialog):
    """To be shown with ``open()``; Escape and Close end it."""

    def __init__(self, parent: QWidget | None, title: str) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setProperty("ground", "bg")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
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
    def __init__(self, parent: QWidget | None, keys: Sequence[tuple[str, str]]) -> None:
        """``keys``: the key and what it does, as `Actions.overview` gives them."""
        super().__init__(parent, tr("Keys"))
        self.content.addWidget(Label(tr("Keys"), Text.NAME, strong=True))
        pane = QFrame()
        pane.setProperty("frame", "pane")
        grid = QGridLayout(pane)
        grid.setContentsMargins(16, 12, 16, 12)
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(6)
        lines = [
            *keys,
            ("1–9", tr("Choose the wrap-up reason, or the state in its menu")),
            ("↵", tr("Call the chosen entry of the callback list; submit the wrap-up reason")),
        ]
        for row, (key, words) in enumerate(lines):
            grid.addWidget(Label(key, strong=True), row, 0)
            grid.addWidget(Label(words, tone="dim"), row, 1)
        self.content.addWidget(pane)


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
