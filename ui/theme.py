"""The look: tokens, and the palette, fonts and style sheets made of them. What a single widget paints does not belong here.

No style sheet stands on the whole application: Qt then looks rules up for each widget, which made a window cost twice the
time and twice the memory. The palette colours most; what Qt draws in a way that is not ours is `dress`ed for itself.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Mapping
from enum import StrEnum
from functools import lru_cache
from typing import Final
from weakref import WeakKeyDictionary

import msgspec
from msgspec import Struct
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication, QToolTip, QWidget
from shiboken6 import isValid

from agent_client.protocol.names import Phase
from resources import read


class Theme(StrEnum):
    """What the agent may choose. ``system`` follows the desktop, also while the program runs."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"
    CONTRAST = "contrast"


class Tokens(Struct, frozen=True, forbid_unknown_fields=True):
    """Colours as ``#rrggbb``. One neutral scale, the accent of the one main action, and one colour a phase."""

    bg: str
    surface: str
    raised: str
    sel: str
    hover: str
    well: str
    line: str
    edge: str
    text: str
    dim: str
    faint: str
    off: str
    """Only for what is disabled."""
    accent: str
    accent_hover: str
    on_accent: str
    focus: str
    pause: str
    waiting: str
    setup: str
    call: str
    wrap_up: str
    alarm: str
    on_phase: str
    """Text upon a phase's colour."""


PHASE_TOKENS: Final[Mapping[Phase, str]] = {
    Phase.PAUSE: "pause",
    Phase.SIGNING_ON: "setup",
    Phase.WAITING: "waiting",
    Phase.SETUP: "setup",
    Phase.CALL: "call",
    Phase.WRAP_UP: "wrap_up",
    Phase.RONA: "alarm",
    Phase.RECONNECTING: "alarm",
    Phase.UNKNOWN: "pause",
}


class Text(StrEnum):
    """The sizes of type: two for text, the others for names and timers (design §5)."""

    SMALL = "small"
    BODY = "body"
    TITLE = "title"
    BADGE = "badge"
    NAME = "name"
    TIMER = "timer"


PIXELS: Final[Mapping[Text, int]] = {
    Text.SMALL: 11,
    Text.BODY: 13,
    Text.TITLE: 15,
    Text.BADGE: 17,
    Text.NAME: 20,
    Text.TIMER: 28,
}
FACTORS: Final = (0.85, 0.92, 1.0, 1.1, 1.2, 1.35, 1.5, 1.75, 2.0)
NORMAL_STEP: Final = 0
SMALLEST_STEP: Final = -2
LARGEST_STEP: Final = len(FACTORS) - 1 + SMALLEST_STEP
GRID: Final = 8
_UNCHOSEN_FAMILIES: Final = frozenset(
    {"sans", "sans serif", "sans-serif", "dejavu sans", "bitstream vera sans", "helvetica", ""}
)


class Dress(StrEnum):
    """What is dressed: ``resources/themes/sheets`` has one for each."""

    WRITTEN = "written"
    SCROLL_BAR = "scroll_bar"
    MENU = "menu"
    CALENDAR = "calendar"
    DROP = "drop"


class Look(Struct, frozen=True):
    """What is in force now."""

    theme: Theme
    tokens: Tokens
    dark: bool
    step: int
    families: tuple[str, ...]


@lru_cache(maxsize=4)
def tokens_of(theme: Theme) -> Tokens:
    """``theme`` is one of the drawn ones, not ``system``."""
    return msgspec.json.decode(read(f"themes/{theme.value}.json"), type=Tokens)


def _initial() -> Look:
    return Look(Theme.LIGHT, tokens_of(Theme.LIGHT), False, NORMAL_STEP, ())


class _InForce:
    """Qt has one palette, one style and one font a process, so there is one look a process."""

    look: Look = _initial()
    turns: int = 0
    dressed: Final[WeakKeyDictionary[QWidget, tuple[Dress, ...]]] = WeakKeyDictionary()


def look() -> Look:
    return _InForce.look


def turns() -> int:
    """How often the look has changed: widgets hear of a new style for lesser reasons, too, and often."""
    return _InForce.turns


def colour(token: str) -> QColor:
    return _colour(getattr(_InForce.look.tokens, token))


def phase_colour(phase: Phase) -> QColor:
    return colour(PHASE_TOKENS[phase])


@lru_cache(maxsize=64)
def _colour(value: str) -> QColor:
    return QColor(value)


def pixels(text: Text) -> int:
    """The height of the type in device-independent pixels, at the text step in force."""
    return round(PIXELS[text] * FACTORS[_InForce.look.step - SMALLEST_STEP])


def scaled(length: int) -> int:
    """A length that belongs to a line of text, at the text step in force."""
    return round(length * FACTORS[_InForce.look.step - SMALLEST_STEP])


def font(text: Text = Text.BODY, *, strong: bool = False) -> QFont:
    return QFont(_font(_InForce.look.families, pixels(text), strong))


@lru_cache(maxsize=64)
def _font(families: tuple[str, ...], height: int, strong: bool) -> QFont:
    made = QFont(list(families)) if families else QFont()
    made.setPixelSize(height)
    made.setWeight(QFont.Weight.DemiBold if strong else QFont.Weight.Normal)
    if sys.platform != "win32" or "Segoe UI" not in families:  # Segoe's figures are tabular as they are
        made.setFeature(QFont.Tag("tnum"), 1)  # times must not dance
    return made


def caps_font() -> QFont:
    """For the headings of sections."""
    made = font(Text.SMALL, strong=True)
    made.setCapitalization(QFont.Capitalization.AllUppercase)
    made.setLetterSpacing(QFont.SpacingType.PercentageSpacing, 106)
    return made


def platform_families(system: str, installed: Callable[[str], bool]) -> tuple[str, ...]:
    """The desktop's own family when somebody chose one, else the clearest there is, with the next best to fall back on."""
    known = tuple(name for name in ("Segoe UI", "Noto Sans", "Inter", "DejaVu Sans") if installed(name))
    if system.lower() in _UNCHOSEN_FAMILIES or not installed(system):
        return known
    return (system, *(name for name in known if name != system))


def contrast(one: str, other: str) -> float:
    """The ratio of WCAG 2, 1 to 21, of two ``#rrggbb`` colours."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(value: str) -> float:
    parts = (int(value[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def sheet(name: Dress, tokens: Tokens) -> str:
    """The template with its tokens, and with its lengths (``@px30``) at the text step in force."""
    template = read(f"themes/sheets/{name.value}.qss").decode()
    template = re.sub(r"@px(\d+)", lambda found: f"{scaled(int(found[1]))}px", template)
    return re.sub(r"@([a-z_]+)", lambda found: str(getattr(tokens, found[1])), template)


@lru_cache(maxsize=16)
def _worn(sheets: tuple[Dress, ...], tokens: Tokens, step: int) -> str:
    return "\n".join(sheet(each, tokens) for each in sheets)


def dress(widget: QWidget, *sheets: Dress) -> None:
    """In these, now and whenever the look changes. Each widget that wears one costs as much as ten others."""
    _InForce.dressed[widget] = sheets
    widget.setStyleSheet(_worn(sheets, _InForce.look.tokens, _InForce.look.step))


def toned(token: str) -> QPalette:
    """For a text in this colour, whether it is enabled or not."""
    return _toned(getattr(_InForce.look.tokens, token))


@lru_cache(maxsize=64)
def _toned(value: str) -> QPalette:
    made = QPalette()
    made.setColor(QPalette.ColorRole.WindowText, QColor(value))
    return made


def palette(tokens: Tokens) -> QPalette:
    made = QPalette()
    role = QPalette.ColorRole
    for which, value in {
        role.Window: tokens.bg,
        role.WindowText: tokens.text,
        role.Base: tokens.surface,
        role.AlternateBase: tokens.bg,
        role.Text: tokens.text,
        role.Button: tokens.surface,
        role.ButtonText: tokens.text,
        role.BrightText: tokens.alarm,
        role.ToolTipBase: tokens.raised,
        role.ToolTipText: tokens.dim,  # its edge has the same colour
        role.PlaceholderText: tokens.faint,
        role.Highlight: tokens.accent,
        role.HighlightedText: tokens.on_accent,
        role.Accent: tokens.accent,
        role.Link: tokens.accent,
        role.LinkVisited: tokens.accent,
        role.Light: tokens.surface,
        role.Midlight: tokens.line,
        role.Mid: tokens.edge,
        role.Dark: tokens.edge,
        role.Shadow: tokens.edge,
    }.items():
        made.setColor(which, QColor(value))
    for which in (role.Text, role.ButtonText):  # what is read only stays readable
        made.setColor(QPalette.ColorGroup.Disabled, which, QColor(tokens.off))
    return made


def resolved(app: QApplication, theme: Theme) -> Theme:
    """Which of the drawn themes the choice means on this desktop, now."""
    if theme is not Theme.SYSTEM:
        return theme
    return Theme.DARK if app.styleHints().colorScheme() is Qt.ColorScheme.Dark else Theme.LIGHT


def apply(app: QApplication, theme: Theme, text_step: int = NORMAL_STEP) -> Look:
    """Put the look in force. Every widget then hears a StyleChange: that is when those that paint by themselves follow."""
    hints = app.styleHints()
    if theme is Theme.SYSTEM:
        hints.unsetColorScheme()
    else:
        hints.setColorScheme(Qt.ColorScheme.Light if theme is Theme.LIGHT else Qt.ColorScheme.Dark)
    drawn = resolved(app, theme)
    tokens = tokens_of(drawn)
    system = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont).family()
    families = platform_families(system, QFontDatabase.hasFamily)
    step = max(SMALLEST_STEP, min(LARGEST_STEP, text_step))
    _InForce.look = Look(drawn, tokens, drawn is not Theme.LIGHT, step, families)
    _InForce.turns += 1
    app.setFont(font())
    app.setPalette(palette(tokens))
    QToolTip.setPalette(palette(tokens))
    app.setStyle("Fusion")
    for widget, sheets in list(_InForce.dressed.items()):
        if isValid(widget):
            dress(widget, *sheets)
    return _InForce.look


class Appearance(QObject):
    """The agent's choice of theme and text size, kept in force while the desktop's own scheme changes."""

    changed = Signal()

    def __init__(self, app: QApplication, theme: Theme = Theme.SYSTEM, step: int = NORMAL_STEP) -> None:
        super().__init__(app)
        self._app = app
        self._applying = False
        self.theme = theme
        self.step = step
        self._apply()
        app.styleHints().colorSchemeChanged.connect(self._on_system)

    def choose(self, theme: Theme) -> None:
        if theme is not self.theme:
            self.theme = theme
            self._apply()

    def resize_text(self, step: int) -> None:
        bounded = max(SMALLEST_STEP, min(LARGEST_STEP, step))
        if bounded != self.step:
            self.step = bounded
            self._apply()

    def _apply(self) -> None:
        self._applying = True
        try:
            apply(self._app, self.theme, self.step)
        finally:
            self._applying = False
        self.changed.emit()

    def _on_system(self) -> None:
        if self.theme is Theme.SYSTEM and not self._applying:
            self._apply()
