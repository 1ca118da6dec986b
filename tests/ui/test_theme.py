"""The look: readable in every theme, made of tokens alone, following the system when asked to."""

from __future__ import annotations

import re
from itertools import product

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QApplication, QLabel, QMenu, QToolTip

from agent_client.protocol.names import Phase
from ui import theme
from ui.theme import Appearance, Dress, Text, Theme

DRAWN = [Theme.LIGHT, Theme.DARK, Theme.CONTRAST]
GROUNDS = ("bg", "surface", "raised", "sel", "hover", "well")
WORDS = ("text", "dim", "faint", "accent", "pause", "waiting", "setup", "call", "wrap_up", "alarm")
PAIRS = [
    *product(WORDS, GROUNDS),
    ("on_accent", "accent"),
    ("on_accent", "accent_hover"),
    *(("on_phase", token) for token in sorted(set(theme.PHASE_TOKENS.values()))),
]


@pytest.mark.parametrize("name", DRAWN)
@pytest.mark.parametrize(("word", "ground"), PAIRS)
def test_text_is_readable_by_wcag_aa(name: Theme, word: str, ground: str) -> None:
    tokens = theme.tokens_of(name)
    # Phase colours stand on the columns' grounds and on chosen rows; on hovered rows stands neutral text only.
    ratio = theme.contrast(getattr(tokens, word), getattr(tokens, ground))
    assert ratio >= (7 if name is Theme.CONTRAST else 4.5), f"{word} on {ground}: {ratio:.2f}"


@pytest.mark.parametrize("name", DRAWN)
@pytest.mark.parametrize("ground", ["bg", "surface", "raised", "sel"])
def test_the_ring_of_the_focus_stands_out(name: Theme, ground: str) -> None:
    tokens = theme.tokens_of(name)
    assert theme.contrast(tokens.focus, getattr(tokens, ground)) >= 3


@pytest.mark.parametrize("name", DRAWN)
def test_phases_differ_from_each_other_and_each_has_its_colour(name: Theme) -> None:
    assert set(theme.PHASE_TOKENS) == set(Phase)
    tokens = theme.tokens_of(name)
    shown = {token: getattr(tokens, token) for token in theme.PHASE_TOKENS.values()}
    assert len(set(shown.values())) == len(shown) == 6


def test_contrast_is_that_of_wcag() -> None:
    assert theme.contrast("#000000", "#ffffff") == pytest.approx(21)
    assert theme.contrast("#777777", "#ffffff") == pytest.approx(4.478, abs=0.001)
    assert theme.contrast("#123456", "#123456") == 1


@pytest.mark.parametrize("name", DRAWN)
@pytest.mark.parametrize("dress", Dress)
def test_sheets_are_made_of_tokens_alone(qapp: QApplication, dress: Dress, name: Theme) -> None:
    source = theme.read(f"themes/sheets/{dress.value}.qss").decode()
    assert re.findall(r"#[0-9a-fA-F]{3,8}\b", source) == []
    tokens = msgspec.structs.asdict(theme.tokens_of(name))
    used = set(re.findall(r"@([a-z_]+)\b", re.sub(r"@px\d+", "", source)[source.index("*/") :]))
    assert used
    assert used <= set(tokens)
    made = theme.sheet(dress, theme.tokens_of(name))
    assert "@" not in made
    assert all(tokens[token] in made for token in used)


def test_what_is_dressed_follows_the_look(qapp: QApplication) -> None:
    menu = QMenu()
    theme.dress(menu, Dress.MENU)
    assert theme.tokens_of(Theme.LIGHT).raised in menu.styleSheet()
    theme.apply(qapp, Theme.DARK)
    assert theme.tokens_of(Theme.DARK).raised in menu.styleSheet()
    assert qapp.styleSheet() == "", "one on the whole application costs twice the time and memory of every window"
    theme.apply(qapp, Theme.LIGHT)


def test_a_look_in_force_colours_and_sizes_what_is_drawn(qapp: QApplication) -> None:
    theme.apply(qapp, Theme.DARK, 2)
    assert theme.look().dark
    assert qapp.palette().window().color().name() == theme.tokens_of(Theme.DARK).bg
    assert qapp.font().pixelSize() == theme.pixels(Text.BODY) == 16
    assert QToolTip.palette().toolTipBase().color().name() == theme.tokens_of(Theme.DARK).raised
    theme.apply(qapp, Theme.LIGHT)
    assert qapp.font().pixelSize() == 13
    assert qapp.palette().window().color().name() == theme.tokens_of(Theme.LIGHT).bg


@pytest.mark.parametrize(("wished", "got"), [(-9, theme.SMALLEST_STEP), (99, theme.LARGEST_STEP), (1, 1)])
def test_text_steps_have_ends(qapp: QApplication, wished: int, got: int) -> None:
    assert theme.apply(qapp, Theme.LIGHT, wished).step == got
    theme.apply(qapp, Theme.LIGHT)


def test_times_have_figures_of_one_width(qapp: QApplication) -> None:
    theme.apply(qapp, Theme.LIGHT)
    for text in Text:
        label = QLabel()
        label.setFont(theme.font(text, strong=True))
        widths = {label.fontMetrics().horizontalAdvance(figure * 8) for figure in "0123456789"}
        assert len(widths) == 1, text


@pytest.mark.parametrize(
    ("system", "installed", "families"),
    [
        ("Cantarell", {"Cantarell", "Noto Sans", "DejaVu Sans"}, ("Cantarell", "Noto Sans", "DejaVu Sans")),
        ("Sans", {"Sans", "Noto Sans", "DejaVu Sans"}, ("Noto Sans", "DejaVu Sans")),
        ("Segoe UI", {"Segoe UI"}, ("Segoe UI",)),
        ("", set(), ()),
        ("Gone", {"Inter"}, ("Inter",)),
    ],
)
def test_the_platforms_own_font_comes_first(system: str, installed: set[str], families: tuple[str, ...]) -> None:
    assert theme.platform_families(system, installed.__contains__) == families


def test_system_is_what_the_desktop_says_now(qapp: QApplication) -> None:
    hints = qapp.styleHints()
    hints.setColorScheme(Qt.ColorScheme.Dark)
    try:
        assert theme.resolved(qapp, Theme.SYSTEM) is (
            Theme.DARK if hints.colorScheme() is Qt.ColorScheme.Dark else Theme.LIGHT
        )
        assert theme.resolved(qapp, Theme.CONTRAST) is Theme.CONTRAST
    finally:
        hints.unsetColorScheme()


def test_the_desktops_change_is_followed_only_when_wanted(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> None:
    now = [Theme.LIGHT]
    monkeypatch.setattr(theme, "resolved", lambda app, wish: now[0] if wish is Theme.SYSTEM else wish)
    chosen = Appearance(qapp, Theme.SYSTEM)
    heard: list[bool] = []
    chosen.changed.connect(lambda: heard.append(theme.look().dark))
    now[0] = Theme.DARK
    qapp.styleHints().colorSchemeChanged.emit(Qt.ColorScheme.Dark)
    assert heard == [True]
    chosen.choose(Theme.LIGHT)
    chosen.choose(Theme.LIGHT)
    assert heard == [True, False]
    qapp.styleHints().colorSchemeChanged.emit(Qt.ColorScheme.Dark)
    assert theme.look().theme is Theme.LIGHT
    chosen.resize_text(3)
    assert theme.look().step == 3
    chosen.resize_text(0)
    chosen.deleteLater()


def test_strong_text_is_stronger(qapp: QApplication) -> None:
    assert theme.font(strong=True).weight() > theme.font().weight() == QFont.Weight.Normal
