"""The forms that were begun and not saved: no event loses one, and a colleague's save makes it a choice between both."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from agent_client.protocol.customers import Customer
from agent_client.protocol.names import ContactId, CustomerId, CustomerList

from .typed import Part, Typed, changed, typed_of, value_of, with_part_of


class Card(Struct, frozen=True):
    """Whose card it is: a customer's; a new one's, for the caller of ``contact``; or, with neither, a new one's for nobody."""

    customer: CustomerId | None = None
    contact: ContactId | None = None


class Draft(Struct, frozen=True, kw_only=True):
    """``base`` is what ``typed`` was typed over: the customer as the server had them last; None for a new one."""

    base: Customer | None = None
    typed: Typed = Typed()
    which: CustomerList = CustomerList.CENTRAL
    """The list that a new one goes into."""
    home: str = ""
    """The centre's country when it was begun."""
    undecided: tuple[Part, ...] = ()
    """What a colleague saved meanwhile, and the agent had changed, too: ``base`` says theirs, ``typed`` the agent's."""
    by: str = ""
    """The colleague, where known."""

    def changes(self) -> frozenset[Part]:
        return changed(self.typed, self.base, self.home)


Told: TypeAlias = Callable[[Card, Draft | None], None]


class Cards:
    """``told`` hears of each change of a draft, of None when it is gone: for whoever keeps them on disk."""

    def __init__(self, told: Told | None = None) -> None:
        self._drafts: dict[Card, Draft] = {}
        self._told = told or (lambda card, draft: None)

    def draft(self, card: Card) -> Draft | None:
        return self._drafts.get(card)

    def unsaved(self) -> dict[Card, Draft]:
        """Those in which something was changed, the oldest first."""
        return {card: draft for card, draft in self._drafts.items() if draft.changes()}

    def restore(self, card: Card, draft: Draft) -> None:
        """From an earlier run, or from another session of this computer: what is typed already goes before it, part by part."""
        known = self._drafts.setdefault(card, draft)
        mine = known.changes()
        left = {part.value: getattr(draft.typed, part.value) for part in draft.changes() if part not in mine}
        if left:
            self._drafts[card] = replace(known, typed=replace(known.typed, **left))

    def begin(self, card: Card, draft: Draft) -> Draft:
        """What is typed already is taken up again, over what the server says now."""
        known = self._drafts.get(card)
        if known is None:
            self._drafts[card] = known = draft
            return known
        return self.meet(card, draft.base) if draft.base is not None else known

    def write(self, card: Card, typed: Typed) -> Draft:
        return self._put(card, replace(self._drafts[card], typed=typed))

    def into(self, card: Card, which: CustomerList) -> Draft:
        return self._put(card, replace(self._drafts[card], which=which))

    def meet(self, card: Card, theirs: Customer, by: str = "") -> Draft:
        """What the server has now. Parts that the agent did not touch follow it; of those that both changed, the agent
        chooses one."""
        draft = self._drafts[card]
        base = draft.base
        if base is None or theirs.version <= base.version:
            return draft
        mine, typed = draft.changes(), draft.typed
        for part in Part:
            if part not in mine:
                typed = with_part_of(typed, part, theirs, draft.home)
        still = changed(typed, theirs, draft.home)
        both = {part for part in mine if value_of(base, part) != value_of(theirs, part)} | set(draft.undecided)
        undecided = tuple(part for part in Part if part in still and part in both)
        return self._put(card, replace(draft, base=theirs, typed=typed, undecided=undecided, by=by or draft.by))

    def take_theirs(self, card: Card, part: Part) -> Draft:
        draft = self._drafts[card]
        assert draft.base is not None
        typed = with_part_of(draft.typed, part, draft.base, draft.home)
        return self._put(card, replace(draft, typed=typed, undecided=_without(draft, part)))

    def keep_mine(self, card: Card, part: Part) -> Draft:
        """The next save is over theirs."""
        draft = self._drafts[card]
        return self._put(card, replace(draft, undecided=_without(draft, part)))

    def saved(self, card: Card, sent: Typed, now: Customer) -> Draft | None:
        """The server has what was ``sent``. What was typed on meanwhile stays, over that; None: nothing was."""
        draft = self._drafts[card]
        typed = typed_of(now, draft.home)
        for part in Part:
            mine = getattr(draft.typed, part.value)
            if mine != getattr(sent, part.value):
                typed = replace(typed, **{part.value: mine})
        self.drop(card)
        left = Draft(base=now, typed=typed, home=draft.home)
        return self._put(Card(customer=now.id), left) if left.changes() else None

    def drop(self, card: Card) -> Draft | None:
        """Saved, or given up."""
        dropped = self._drafts.pop(card, None)
        if dropped is not None:
            self._told(card, None)
        return dropped

    def put_back(self, card: Card, draft: Draft) -> None:
        """Given up by mistake."""
        self._put(card, draft)

    def _put(self, card: Card, draft: Draft) -> Draft:
        if self._drafts.get(card) != draft:
            self._drafts[card] = draft
            self._told(card, draft)
        return draft


def fresh(customer: Customer, home: str) -> Draft:
    """A customer's card with nothing changed yet."""
    return Draft(base=customer, typed=typed_of(customer, home), home=home)


def _without(draft: Draft, part: Part) -> tuple[Part, ...]:
    return tuple(one for one in draft.undecided if one is not part)
