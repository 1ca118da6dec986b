"""The words of a customer's card: what its parts are called, how each is written out, what is wrong with one."""

from __future__ import annotations

from collections.abc import Iterable

from agent_client.client.cards import Part, Typed, Wrong, WrongKind
from agent_client.client.store.state import State
from agent_client.protocol.customers import Customer
from agent_client.protocol.names import CustomerList
from ui.text import grouped, marked, tr

from .naming import number_text

PARTS: dict[Part, str] = {
    Part.NAME: marked("Name"),
    Part.COMPANY: marked("Company"),
    Part.COMPANY_ID: marked("Company ID"),
    Part.NUMBERS: marked("Numbers"),
    Part.STREET: marked("Street"),
    Part.POSTCODE: marked("Postcode"),
    Part.TOWN: marked("Town"),
    Part.COUNTRY: marked("Country"),
    Part.NOTE: marked("Remark"),
    Part.OPERATORS: marked("Operators"),
    Part.PROJECT: marked("Project"),
}
LISTS: dict[CustomerList, str] = {
    CustomerList.CENTRAL: marked("Central list"),
    CustomerList.OWN: marked("My own list"),
    CustomerList.UNKNOWN: marked("Other list"),
}


def part_word(part: Part) -> str:
    return tr(PARTS[part])


def part_labels(parts: Iterable[Part]) -> str:
    """In the order of the form."""
    chosen = frozenset(parts)
    return ", ".join(part_word(part) for part in Part if part in chosen)


def list_word(which: CustomerList) -> str:
    return tr(LISTS[which])


def part_text(thing: Customer | Typed, part: Part, state: State) -> str:
    """Written out as people read it; empty where there is nothing."""
    match part:
        case Part.NUMBERS:
            return ", ".join(number_text(number, state) for number in thing.numbers)
        case Part.OPERATORS:
            return ", ".join(thing.operators)
        case Part.PROJECT:
            projects = state.centre.projects if state.centre is not None else ()
            named = next((project.name for project in projects if project.id == thing.project), "")
            return named or ("" if thing.project is None else str(thing.project))
        case _:
            return str(getattr(thing, part.value))


def wrong_words(wrong: Wrong) -> str:
    """Empty where the field itself says it: each number says what is wrong with it."""
    match wrong.kind:
        case WrongKind.TOO_LONG:
            return tr("Too long: at most {most} characters.", most=grouped(wrong.most))
        case WrongKind.COUNTRY:
            return tr("A country is two letters, such as NL.")
        case WrongKind.NUMBER:
            return ""
        case WrongKind.NAMELESS:
            return ""
