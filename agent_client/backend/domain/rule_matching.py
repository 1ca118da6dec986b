"""Which customers of a rules file are there already: by the company's ID, else by a number within the same project (F6)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from msgspec import Struct

from agent_client.protocol.customers import CustomerFields
from agent_client.protocol.names import CustomerId

from .rules_text import RuleCustomer


class Known(Struct, frozen=True, kw_only=True):
    """A customer who is there; ``project`` by its number."""

    id: CustomerId
    fields: CustomerFields
    project: str
    variables: dict[str, str]


def matched(wanted: Sequence[RuleCustomer], there: Iterable[Known]) -> list[Known | None]:
    """For each of the file the one who is meant, nobody twice; None: a new one. Of several who could be meant it is the one
    with the file's own ID, else the one who has been there longest."""
    index = _Index(sorted(there, key=lambda one: one.id))
    own = [_own(customer, index.candidates(customer)) for customer in wanted]
    taken = {one.id for one in own if one is not None}
    found: list[Known | None] = []
    for customer, known in zip(wanted, own, strict=True):
        meant = known or next((one for one in index.candidates(customer) if one.id not in taken), None)
        if meant is not None:
            taken.add(meant.id)
        found.append(meant)
    return found


def same(wanted: RuleCustomer, known: Known) -> bool:
    return (wanted.fields, wanted.project, wanted.variables) == (known.fields, known.project, known.variables)


def _own(wanted: RuleCustomer, candidates: Iterable[Known]) -> Known | None:
    return next((one for one in candidates if str(one.id) == wanted.key), None)


class _Index:
    def __init__(self, there: Sequence[Known]) -> None:
        self._by_company: dict[str, list[Known]] = defaultdict(list)
        self._by_number: dict[tuple[str, str], list[Known]] = defaultdict(list)
        self._by_name: dict[tuple[str, str, str], list[Known]] = defaultdict(list)
        for one in there:
            if one.fields.company_id:
                self._by_company[one.fields.company_id].append(one)
            for number in one.fields.numbers:
                self._by_number[number, one.project].append(one)
            if not one.fields.company_id and not one.fields.numbers:
                self._by_name[one.fields.name, one.fields.company, one.project].append(one)

    def candidates(self, wanted: RuleCustomer) -> list[Known]:
        fields = wanted.fields
        if fields.company_id and (found := self._by_company.get(fields.company_id)):
            return found
        if not fields.company_id and not fields.numbers:
            return self._by_name.get((fields.name, fields.company, wanted.project), [])
        by_number = [one for number in fields.numbers for one in self._by_number.get((number, wanted.project), [])]
        other = fields.company_id != ""
        return [one for one in by_number if not (other and one.fields.company_id)]
