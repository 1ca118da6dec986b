"""The View menu: theme, text size and columns, in force at once and kept for the next start."""

from __future__ import annotations

from agent_client.workstation.settings import COLUMNS
from ui.desk import Desk
from ui.main_window.window import MainWindow
from ui.theme import NORMAL_STEP, Theme

_MAIN = "main"


class LookJoin:
    def __init__(self, desk: Desk, window: MainWindow) -> None:
        self._desk = desk
        self._window = window
        appearance, actions = desk.appearance, window.actions_
        actions["larger"].triggered.connect(lambda: self._resize(appearance.step + 1))
        actions["smaller"].triggered.connect(lambda: self._resize(appearance.step - 1))
        actions["normal_size"].triggered.connect(lambda: self._resize(NORMAL_STEP))
        for theme in Theme:
            actions.theme(theme).triggered.connect(lambda _=False, theme=theme: self._choose(theme))
        actions.show_theme(appearance.theme)
        kept = desk.settings.get(COLUMNS).get(_MAIN)
        if kept:
            window.columns.set_widths(kept)

    def keep_columns(self) -> None:
        columns = self._desk.settings.get(COLUMNS)
        self._desk.settings.set(COLUMNS, columns | {_MAIN: self._window.columns.widths()})
        self._desk.settings.save()

    def _resize(self, step: int) -> None:
        self._desk.appearance.resize_text(step)
        self._desk.keep_look()

    def _choose(self, theme: Theme) -> None:
        self._desk.appearance.choose(theme)
        self._desk.keep_look()
