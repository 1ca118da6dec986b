"""What was typed over rules: kept through everything that happens at the server, and never taken for what is saved."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule
from msgspec import Struct
from msgspec.structs import replace

from ui.administration.sheets import Book, Sheet


class Rules(Struct, frozen=True):
    version: int
    name: str
    size: int


class Bare(Struct, frozen=True):
    """Carries no version: the last save stands."""

    name: str


def fields(thing: Any) -> dict[str, object]:
    return {"name": thing.name, **({"size": str(thing.size)} if isinstance(thing, Rules) else {})}


SAVED = Rules(3, "Sales", 10)


def sheet(saved: object = SAVED) -> Sheet[Any]:
    return Sheet(fields, saved)


def test_typed_back_to_what_is_saved_is_no_edit() -> None:
    made = sheet()
    made.write("name", "Sale")
    assert made.values() == {"name": "Sale", "size": "10"} and made.edited() == {"name"} and made.unsaved
    made.write("name", "Sales")
    assert not made.unsaved and made.values() == fields(SAVED)


def test_what_is_not_edited_follows_the_server() -> None:
    made = sheet()
    made.follow(Rules(4, "Sales NL", 12))
    assert made.values() == {"name": "Sales NL", "size": "12"} and not made.outdated


def test_somebody_elses_save_keeps_what_was_typed_until_it_is_reloaded() -> None:
    made = sheet()
    made.write("name", "Orders")
    made.follow(Rules(4, "Sales NL", 12))
    assert made.outdated and made.values() == {"name": "Orders", "size": "10"}
    made.reload()
    assert not made.outdated
    assert made.values() == {"name": "Orders", "size": "12"}, "what was not typed is theirs"
    assert made.base.version == 4, "the next save is over theirs"
    assert made.theirs == {"name": "Sales NL"}


def test_what_both_typed_alike_is_no_edit_after_reloading() -> None:
    made = sheet()
    made.write("name", "Orders")
    made.follow(Rules(4, "Orders", 12))
    made.reload()
    assert not made.unsaved and made.theirs == {}


def test_taking_theirs_gives_mine_up() -> None:
    made = sheet()
    made.write("name", "Orders")
    made.write("size", "99")
    made.follow(Rules(4, "Sales NL", 12))
    made.reload()
    made.take_theirs("name")
    assert made.values() == {"name": "Sales NL", "size": "99"} and made.theirs == {"size": "12"}


def test_reset_goes_back_to_the_newest() -> None:
    made = sheet()
    made.write("name", "Orders")
    made.follow(Rules(4, "Sales NL", 12))
    made.reset()
    assert made.values() == {"name": "Sales NL", "size": "12"} and not made.outdated and not made.unsaved


def test_ones_own_save_is_not_taken_for_somebody_elses() -> None:
    made = sheet()
    made.write("name", "Orders")
    made.sending()
    made.follow(Rules(4, "Orders", 10))  # the news is faster than the answer
    assert not made.outdated and made.requested
    made.kept(Rules(4, "Orders", 10))
    made.answered()
    assert made.stored and not made.unsaved and not made.outdated


def test_an_answer_from_before_our_save_changes_nothing() -> None:
    made = sheet()
    made.write("name", "Orders")
    made.sending()
    made.kept(Rules(4, "Orders", 10))
    made.follow(SAVED)
    assert made.values()["name"] == "Orders" and made.base.version == 4
    made.write("name", "Sales")
    assert made.unsaved, "what was saved before is a change again"


def test_an_answer_that_somebody_elses_save_has_overtaken_shows_theirs() -> None:
    made = sheet()
    made.write("name", "Orders")
    made.sending()
    made.follow(Rules(5, "Sales NL", 12))
    made.kept(Rules(4, "Orders", 10))
    assert made.values() == {"name": "Sales NL", "size": "12"} and not made.outdated


def test_typed_on_while_it_was_being_saved_stays_typed() -> None:
    made = sheet()
    made.write("name", "Orders")
    made.sending()
    made.write("name", "Orders and more")
    made.kept(Rules(4, "Orders", 10))
    assert made.values()["name"] == "Orders and more" and made.base.version == 4 and not made.outdated


def test_what_the_server_made_of_it_is_what_stands_there() -> None:
    made = sheet()
    made.write("name", "  Orders  ")
    made.sending()
    made.kept(Rules(4, "Orders", 10))
    assert made.values()["name"] == "Orders" and not made.unsaved


def test_a_refusal_is_said_until_something_else_is_typed() -> None:
    made = sheet()
    made.write("name", "Orders")
    made.sending()
    made.refused("Not this.", "name")
    assert (made.refusal, made.refused_field, made.requested) == ("Not this.", "name", False)
    made.write("name", "Order")
    assert (made.refusal, made.refused_field) == ("", "")


def test_a_save_that_somebody_else_was_faster_with_is_outdated_once_it_is_refused() -> None:
    made = sheet()
    made.write("name", "Orders")
    made.sending()
    made.follow(Rules(4, "Sales NL", 12))
    assert not made.outdated
    made.refused("Somebody was faster.")
    assert made.outdated


def test_without_a_version_the_last_save_stands() -> None:
    made = sheet(Bare("a"))
    made.write("name", "mine")
    made.follow(Bare("theirs"))
    assert not made.outdated and made.values() == {"name": "mine"} and made.theirs == {"name": "theirs"}


@given(st.lists(st.sampled_from(["name", "size"]), max_size=6), st.text(max_size=3), st.integers(0, 9))
def test_reset_never_leaves_anything_typed(writes: list[str], text: str, size: int) -> None:
    made = sheet()
    for at, name in enumerate(writes):
        made.write(name, f"{text}{at}")
    made.follow(Rules(4, text, size))
    made.reset()
    assert made.values() == fields(made.saved) and not made.unsaved


class Typing(RuleBasedStateMachine):
    """Whatever comes in whatever order: a field shows what was typed last, until that is what is saved, or it is reset."""

    def __init__(self) -> None:
        super().__init__()
        self.server = SAVED
        self.sheet = sheet(self.server)
        self.typed: dict[str, object] = {}

    @rule(name=st.sampled_from(["name", "size"]), text=st.text("ab1", max_size=2))
    def write(self, name: str, text: str) -> None:
        self.sheet.write(name, text)
        self.typed[name] = text
        self.forget_what_is_saved()

    @rule(name=st.text("ab", max_size=2), size=st.integers(0, 3))
    def somebody_saves(self, name: str, size: int) -> None:
        self.server = Rules(self.server.version + 1, name, size)
        self.sheet.follow(self.server)

    @rule()
    def reload(self) -> None:
        self.sheet.reload()
        self.forget_what_is_saved()

    def forget_what_is_saved(self) -> None:
        base, saved = fields(self.sheet.base), fields(self.sheet.saved)
        self.typed = {name: text for name, text in self.typed.items() if not text == base[name] == saved[name]}

    @rule()
    def reset(self) -> None:
        self.sheet.reset()
        self.typed.clear()

    @rule()
    def save(self) -> None:
        if self.sheet.outdated or not self.sheet.unsaved:
            return
        values = self.sheet.values()
        self.sheet.sending()
        size = int(str(values["size"])) if str(values["size"]).isdecimal() else 0
        self.server = replace(self.server, version=self.server.version + 1, name=str(values["name"]), size=size)
        self.sheet.kept(self.server)
        self.typed.clear()

    @invariant()
    def what_was_typed_stands_there(self) -> None:
        values = self.sheet.values()
        assert all(values[name] == text for name, text in self.typed.items())

    @invariant()
    def nothing_is_edited_that_equals_what_is_saved(self) -> None:
        if not self.sheet.outdated:
            now = fields(self.sheet.saved)
            assert all(self.sheet.values()[name] != now[name] for name in self.sheet.edited())


TestTyping = Typing.TestCase


# All sheets of one kind


def book(*things: tuple[int, Rules]) -> Book[Rules]:
    made: Book[Rules] = Book(fields)
    made.follow(things)
    return made


def test_a_book_lists_things_as_the_server_does_and_new_ones_last() -> None:
    made = book((2, SAVED), (1, SAVED))
    key = made.add(Rules(0, "", 0))
    assert list(made) == [2, 1, key] and key < 0
    made.follow([(1, SAVED), (2, SAVED)])
    assert list(made) == [1, 2, key]


def test_what_was_removed_goes_unless_something_was_typed_over_it() -> None:
    made = book((1, SAVED), (2, SAVED))
    made[2].write("name", "mine")
    made.follow([])
    assert list(made) == [2] and made[2].gone and made[2].unsaved
    made.follow([(2, SAVED)])
    assert not made[2].gone


def test_a_new_one_gets_its_own_key_with_the_answer() -> None:
    made = book((1, SAVED))
    key = made.add(Rules(0, "", 0))
    made[key].write("name", "New")
    made[key].sending()
    saved = Rules(1, "New", 0)
    made.follow([(1, SAVED), (7, saved)])  # the news is faster than the answer
    made.kept(key, 7, saved)
    assert list(made) == [1, 7] and not made[7].unsaved and not made[7].new


def test_unsaved_are_those_in_which_something_is_typed() -> None:
    made = book((1, SAVED), (2, SAVED))
    made.add(Rules(0, "", 0))
    made[2].write("size", "11")
    assert made.unsaved() == [2]
    made.drop(2)
    assert made.unsaved() == [] and 2 not in made
