"""Customers that are edited: the form in each of its states, and the card while somebody else works on it."""

from __future__ import annotations

from collections.abc import Callable
from types import ModuleType


def customer_scenes(seen: ModuleType, window: Callable[..., object]) -> dict[str, Callable[[int, int], object]]:
    from msgspec.structs import replace
    from PySide6.QtWidgets import QApplication

    from agent_client.client.cards import Card, Cards, Draft, Part, Typed, fresh
    from agent_client.protocol.agents import Rights
    from agent_client.protocol.customers import CustomerLock
    from agent_client.protocol.names import CustomerList, Role
    from ui.panels.customer_form import CustomerForm
    from ui.widgets.boxes import stand_on

    both = (CustomerList.CENTRAL, CustomerList.OWN)
    whose = Card(customer=seen.CUSTOMER.id)

    def form(draft: Draft, lists=(), *, width: int = 376, height: int = 712, taken: str = "") -> CustomerForm:
        made = CustomerForm()
        stand_on(made, "surface")
        made.resize(width, height)
        made.show_draft(draft, seen.ON_CALL, lists)
        if taken:
            made.say_taken_away(taken)
        made.show()
        QApplication.processEvents()
        return made

    def edited(**parts) -> Cards:
        cards = Cards()
        cards.begin(whose, fresh(seen.CUSTOMER, "NL"))
        cards.write(whose, replace(cards.draft(whose).typed, **parts))
        return cards

    def conflict(width: int, height: int) -> CustomerForm:
        cards = edited(company="Elektro Svoboda a.s.", town="Praha", numbers=("+420 724 118 305", "+420 541 220"))
        theirs = replace(seen.CUSTOMER, version=9, company="Elektro Svoboda & syn s.r.o.", town="Praha 4", note="")
        cards.meet(whose, theirs, "Bram")
        return form(cards.draft(whose))

    def card(width: int, height: int, *, lock=None, unsaved: str = "", editing: bool = False, **me) -> object:
        state = replace(seen.ON_CALL, me=replace(seen.ON_CALL.me, **me)) if me else seen.ON_CALL
        made = window(state, width, height, note=True)
        made.customer.customer_saved(replace(seen.CUSTOMER, lock=lock))
        made.customer.card.show_unsaved(unsaved)
        if editing:
            made.customer.place.form.show_draft(edited(town="Praha").draft(whose), state)
            made.customer.place.show_form(True)
        return made

    in_use = CustomerLock(seen.BRAM, seen.ago(260))
    barred = Rights(edit_central=False)
    return {
        "customer_card_in_use": lambda width, height: card(width, height, lock=in_use),
        "customer_card_unlock": lambda width, height: card(width, height, lock=in_use, role=Role.SUPERVISOR),
        "customer_card_barred": lambda width, height: card(width, height, rights=barred),
        "customer_card_unsaved": lambda width, height: card(width, height, unsaved="Name, Town"),
        "customer_card_editing": lambda width, height: card(width, height, editing=True),
        "customer_form": lambda width, height: form(fresh(seen.CUSTOMER, "NL")),
        "customer_form_wrong": lambda width, height: form(
            edited(numbers=("+420 724 118 305", "12", "call me"), country="CZE", name="n" * 250).draft(whose)
        ),
        "customer_form_new": lambda width, height: form(
            Draft(typed=Typed(numbers=("+46 8 556 717 49",)), home="NL"), both
        ),
        "customer_form_conflict": conflict,
        "customer_form_wide": lambda width, height: form(fresh(seen.CUSTOMER, "NL"), width=560),
        "customer_form_taken": lambda width, height: form(
            edited(town="Praha").draft(whose),
            taken="Your hold on this card was taken away by Mila: somebody else may save it before you.",
        ),
        "customer_form_decided": lambda width, height: form(
            (lambda cards: cards.take_theirs(whose, Part.TOWN))(decided(edited, whose, seen, replace))
        ),
    }


def decided(edited, whose, seen, replace):
    cards = edited(town="Praha", name="Jana N.")
    cards.meet(whose, replace(seen.CUSTOMER, version=9, town="Brno 2"), "Bram")
    return cards
