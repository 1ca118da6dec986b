"""The icon set: every name that is used exists, every file is used, all are drawn alike and tinted by the theme."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication

import resources
import ui
from ui import icons

FILES = [name.removesuffix(".svg") for name in resources.names("icons")]
_FIRST = {"icon", "Glyph", "Placeholder", "become", "_say", "pixmap"}


def _literals() -> tuple[set[str], set[str]]:
    """Names certainly used as icons, and all strings of the windows' code."""
    names: set[str] = set()
    strings: set[str] = set()
    for path in Path(ui.__file__).parent.rglob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                strings.add(node.value)
            if not isinstance(node, ast.Call):
                continue
            names |= {_text(key.value) for key in node.keywords if key.arg == "icon"}
            called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if called in _FIRST and node.args:
                names.add(_text(node.args[0]))
            if called == "paint" and len(node.args) > 1:
                names.add(_text(node.args[1]))
    return {name for name in names if re.fullmatch(r"[a-z][a-z-]+", name)}, strings


def _text(node: ast.expr) -> str:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def test_every_name_that_is_used_exists() -> None:
    used, _ = _literals()
    assert len(used) > 10
    assert used - set(FILES) == set()


def test_every_file_is_used() -> None:
    _, strings = _literals()
    assert [name for name in FILES if name not in strings] == []


@pytest.mark.parametrize("name", FILES)
def test_all_are_drawn_with_one_stroke_on_one_grid(name: str) -> None:
    source = resources.read(f"icons/{name}.svg").decode()
    assert 'viewBox="0 0 16 16"' in source
    assert re.findall(r'stroke-width="([^"]*)"', source) == ["1.6"]
    assert re.findall(r'(?:stroke|fill)="([^"]*)"', source) == ["none", "currentColor"]


@pytest.mark.parametrize("name", FILES)
def test_each_is_tinted_and_has_the_pixels_of_its_screen(qapp: QApplication, name: str) -> None:
    drawn = icons.pixmap(name, QColor("#ff8800"), 16, 2.0)
    assert (drawn.width(), drawn.devicePixelRatio()) == (32, 2.0)
    image = drawn.toImage()
    seen = {
        image.pixelColor(x, y).name() for x in range(32) for y in range(32) if image.pixelColor(x, y).alpha() == 255
    }
    assert seen == {"#ff8800"}


def test_a_name_that_is_not_there_is_an_error(qapp: QApplication) -> None:
    with pytest.raises(FileNotFoundError):
        icons.pixmap("no-such-icon", QColor("#000000"))
