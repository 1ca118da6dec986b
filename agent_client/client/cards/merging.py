"""Two cards of one customer made into one: for each part, whose stays, or both where both have room. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from msgspec.structs import replace

from agent_client.protocol.customers import Customer, CustomerFields, Merge

from .typed import LIMITS, MOST_NUMBERS, MOST_OPERATORS, Part, Value, value_of


class Side(StrEnum):
    KEPT = "kept"
    """Of the customer who stays."""
    OTHER = "other"
    """Of the one who becomes part of them."""
    BOTH = "both"


_LISTS = {Part.NUMBERS: MOST_NUMBERS, Part.OPERATORS: MOST_OPERATORS}


def differs(kept: Customer, other: Customer, part: Part) -> bool:
    return value_of(kept, part) != value_of(other, part)


def both(kept: Customer, other: Customer, part: Part) -> Value:
    """Both values together; None where they have no room, or are no such thing."""
    one, two = value_of(kept, part), value_of(other, part)
    if part in _LISTS and isinstance(one, tuple) and isinstance(two, tuple):
        joined = tuple(dict.fromkeys((*one, *two)))
        return joined if len(joined) <= _LISTS[part] and joined not in (one, two) else None
    if part is Part.NOTE and one and two and one != two:
        text = f"{one}\n{two}"
        return text if len(text) <= LIMITS[part] else None
    return None


def proposed(kept: Customer, other: Customer) -> dict[Part, Side]:
    """Nothing is lost where that is possible: both, else what there is, else that of the one who stays."""
    sides = {}
    for part in Part:
        if both(kept, other, part) is not None:
            sides[part] = Side.BOTH
        elif not value_of(kept, part) or (part in _LISTS and _within(kept, other, part)):
            sides[part] = Side.OTHER
        else:
            sides[part] = Side.KEPT
    return sides


def merge(kept: Customer, other: Customer, sides: Mapping[Part, Side]) -> Merge:
    values = {part.value: _chosen(kept, other, part, sides.get(part, Side.KEPT)) for part in Part}
    fields = replace(CustomerFields(version=kept.version), **values)
    return Merge(other=other.id, other_version=other.version, fields=fields)


def _chosen(kept: Customer, other: Customer, part: Part, side: Side) -> Value:
    if side is Side.BOTH:
        return both(kept, other, part) or value_of(kept, part)
    return value_of(other if side is Side.OTHER else kept, part)


def _within(kept: Customer, other: Customer, part: Part) -> bool:
    """All that the one who stays has, the other has, too."""
    one, two = value_of(kept, part), value_of(other, part)
    return isinstance(one, tuple) and isinstance(two, tuple) and set(one) < set(two)
