"""Every window of the program remembers its place (I1): whoever makes one has it remembered. Popovers have their own corner.

A window is what has a title of its own, or is a dialog. That they do at runtime what is read here off the source is told by
tests/end_to_end/test_windows.py.
"""

from __future__ import annotations

import ast
from functools import cache

Trees = dict[str, ast.Module]
Function = ast.FunctionDef | ast.AsyncFunctionDef

_QT = {
    "QDialog",
    "QMainWindow",
    "QFileDialog",
    "QMessageBox",
    "QInputDialog",
    "QProgressDialog",
    "QWizard",
    "QErrorMessage",
}
_POPOVERS = "ui/popovers/"


def _name(node: ast.AST) -> str:
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


@cache
def _calls(tree: ast.AST) -> tuple[ast.Call, ...]:
    return tuple(node for node in ast.walk(tree) if isinstance(node, ast.Call))


def _window_classes(trees: Trees) -> set[str]:
    classes = [
        node
        for path, tree in trees.items()
        if path.startswith("ui/") and not path.startswith(_POPOVERS)
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef)
    ]
    titled = {
        one.name for one in classes if any(ast.unparse(call.func) == "self.setWindowTitle" for call in _calls(one))
    }
    found = titled | _QT
    while more := {one.name for one in classes if any(_name(base) in found for base in one.bases)} - found:
        found |= more
    return found


def _kept_as(function: Function) -> set[str]:
    """The attributes of ``self`` that it sets."""
    targets = [target for node in ast.walk(function) if isinstance(node, ast.Assign) for target in node.targets]
    return {ast.unparse(target) for target in targets if isinstance(target, ast.Attribute)}


def forgotten(trees: Trees) -> list[str]:
    """Where a window is made that neither the function itself has remembered, nor one of its module that calls it, or that
    is handed it, or that finds it in the attribute where it was kept."""
    windows, found = _window_classes(trees), []
    for path, tree in trees.items():
        if not path.startswith("ui/"):
            continue
        functions = [node for node in ast.walk(tree) if isinstance(node, Function)]
        remembers = [call for call in _calls(tree) if _name(call.func) == "remember"]
        attributes = {ast.unparse(call.args[0]) for call in remembers if isinstance(call.args[0], ast.Attribute)}
        remembering = {one.name: one for one in functions if any(call in remembers for call in _calls(one))}
        for one in functions:
            made = {_name(call.func) for call in _calls(one)} & windows
            handed = {_name(call.func) for call in _calls(one) if any(_makes(argument, made) for argument in call.args)}
            asked = any(_name(call.func) == one.name for other in remembering.values() for call in _calls(other))
            kept = one.name in remembering or asked or handed & remembering.keys() or _kept_as(one) & attributes
            found += [] if kept else [f"{path}:{one.lineno} {name}" for name in sorted(made)]
    return found


def _makes(argument: ast.expr, made: set[str]) -> bool:
    return any(_name(call.func) in made for call in _calls(argument))


def test_I1_every_window_is_remembered(trees: Trees) -> None:
    windows = _window_classes(trees)
    assert {"MainWindow", "SignInWindow", "CustomersWindow", "AdministrationWindow", "KeysDialog"} <= windows
    assert forgotten(trees) == [], "call desk.placement.remember(window, name) before its first show"


def test_the_rule_itself() -> None:
    source = """
class Ask(QDialog): ...
class Plain(View):
    def __init__(self):
        self.setWindowTitle("x")
def lost(): Ask().open()
def lost_too(): return Plain()
def kept():
    window = Plain()
    placement.remember(window, "plain")
def made(): return Ask()
def shown(): remember(made(), "ask")
def handed(): _open(Ask(), "ask")
def _open(window, name): remember(window, name)
class Join:
    def __init__(self): self.window = self.made = Plain()
    def show(self): remember(self.window, "join")
"""
    assert [line.partition(" ")[0] for line in forgotten({"ui/x.py": ast.parse(source)})] == ["ui/x.py:6", "ui/x.py:7"]
