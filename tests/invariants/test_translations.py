"""Every sentence on screen has its translation in every catalogue, and no catalogue says what nobody shows any more.

The sources are read out of the program's own code: what `ui.text` is asked for, as literal words.
"""

from __future__ import annotations

import ast
import gettext
import re

import msgspec
import pytest

import resources
from ui.text import FOLDER, Catalogue, fault

Trees = dict[str, ast.Module]

CODES = [name.removesuffix(".json") for name in resources.names(FOLDER)]
SAME_END = ("…", ".", "?")
KEPT = re.compile(r"RONA|→|Ctrl\+[A-Z]\w*|\bF\d+\b|CLIENTNAME|https?://\S+|agent-client\[backend\]|Agent Client|1–9")


class NotLiteral(Exception):
    """A sentence that nobody can look up, because it is put together while the program runs."""


def sources(tree: ast.Module) -> dict[str, bool]:
    """What the module can say: each catalogue key, and whether it is a plural. Raises `NotLiteral`."""
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)]
    marks = any(_function(call) == "marked" for call in calls)
    found: dict[str, bool] = {}
    for call in calls:
        match _function(call), [_words(argument) for argument in call.args]:
            case "tr" | "marked", [str(source)]:
                found[source] = False
            case "tr", [None] if marks and _was_marked(call.args[0]):
                pass
            case "trn", [str(one), str(), None]:
                found[one] = True
            case "trc", [str(kind), str(source)]:
                found[f"{kind}|{source}"] = False
            case "tr" | "trn" | "trc" | "marked", _:
                raise NotLiteral(f"line {call.lineno}: {ast.unparse(call)}")
    return found


def _function(call: ast.Call) -> str:
    return call.func.id if isinstance(call.func, ast.Name) else ""


def _words(node: ast.expr) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def _was_marked(node: ast.expr) -> bool:
    """A name, or a place in a table, of a module that marks its sentences; nothing that puts one together."""
    match node:
        case ast.Name() | ast.Attribute() | ast.Subscript():
            return True
        case ast.BoolOp(values=values):
            return all(_was_marked(value) for value in values)
        case ast.Call(func=ast.Name(id="marked")):
            return True
    return False


@pytest.fixture(scope="module")
def said(trees: Trees) -> dict[str, bool]:
    found: dict[str, bool] = {}
    for path, tree in trees.items():
        if path.startswith("ui/"):
            try:
                found |= sources(tree)
            except NotLiteral as wrong:
                pytest.fail(f"{path}, {wrong}")
    return found


def catalogue(code: str) -> Catalogue:
    return msgspec.json.decode(resources.read(f"{FOLDER}/{code}.json"), type=Catalogue)


def test_the_languages_of_the_field_are_there() -> None:
    assert CODES == ["cs", "de", "nb", "nl", "sv"]


@pytest.mark.parametrize("code", CODES)
def test_a_catalogue_has_exactly_what_the_program_says(code: str, said: dict[str, bool]) -> None:
    entries = catalogue(code).entries
    assert {"missing": said.keys() - entries.keys(), "left over": entries.keys() - said.keys()} == {
        "missing": set(),
        "left over": set(),
    }


@pytest.mark.parametrize("code", CODES)
def test_entries_have_their_sources_gaps_and_forms(code: str, said: dict[str, bool]) -> None:
    read = catalogue(code)
    forms = max(gettext.c2py(read.plural)(n) for n in range(201)) + 1
    for source, entry in read.entries.items():
        assert isinstance(entry, list) is said.get(source, False), source
        assert fault(source, entry, read.plural) is None, source
        if isinstance(entry, list):
            assert len(entry) == forms, source


@pytest.mark.parametrize("code", CODES)
def test_entries_end_as_their_sources_and_keep_what_is_no_word(code: str) -> None:
    wrong = {}
    for key, entry in catalogue(code).entries.items():
        if len(key.split()) == 1 and key.isalpha():
            continue  # the months are written as each language does
        source = key.rpartition("|")[2]
        for form in [entry] if isinstance(entry, str) else entry:
            ends = [[text.endswith(end) for end in SAME_END] for text in (source, form)]
            kept = [sorted(word.rstrip(".") for word in KEPT.findall(text)) for text in (source, form)]
            if source != "," and (ends[0] != ends[1] or kept[0] != kept[1] or form != form.strip() or not form):
                wrong[source] = form
    assert wrong == {}


@pytest.mark.parametrize("code", CODES)
def test_no_sentence_was_left_in_english(code: str) -> None:
    same = [source for source, entry in catalogue(code).entries.items() if source == entry and source.count(" ") > 2]
    assert same == []


@pytest.mark.parametrize("code", CODES)
def test_the_year_stands_last_where_rows_leave_it_out(code: str) -> None:
    assert str(catalogue(code).entries["{day} {month} {year}"]).endswith(" {year}")


def test_the_reader_finds_what_is_said() -> None:
    tree = ast.parse(
        'tr("a {b}", b=1)\ntrn("{n} c", "{n} d", 2)\nT = marked("e")\ntr(T)\ntrc("verb", "f")\ntr(x[0] or T)'
    )
    assert sources(tree) == {"a {b}": False, "{n} c": True, "e": False, "verb|f": False}


@pytest.mark.parametrize(
    "line",
    [
        'tr(f"a {b}")',
        'tr("a" + b)',
        "tr(b)",
        'T = marked("a"); tr(T.lower())',
        "T = marked(b)",
        'trn("a", b, 2)',
        'trc(b, "c")',
        'tr("a" if b else "c")',
    ],
)
def test_a_sentence_put_together_is_found(line: str) -> None:
    with pytest.raises(NotLiteral):
        sources(ast.parse(line))
