"""What happens at the server to cards that are being edited: saved by a colleague, locked, unlocked, after a lost link."""

from __future__ import annotations

from typing import Protocol

from agent_client.client.api import ServerTrouble
from agent_client.client.cards import Card, Cards, Typed
from agent_client.client.session import Session
from agent_client.client.store.state import Changed, Link, State
from agent_client.client.store.store import Store
from agent_client.client.tasks import TaskOwner
from agent_client.protocol.customers import Customer, CustomerLock
from agent_client.protocol.events import CustomerLockChanged, CustomerSaved, Event
from agent_client.protocol.names import CustomerId
from agent_client.protocol.refusals import InUse, Refusal
from agent_client.protocol.why import Why
from ui import wording
from ui.models.customer_rights import others_lock
from ui.panels.customer_place import CardPlace
from ui.text import tr


class Edited(Protocol):
    """The cards that are open, and those whose save is on its way."""

    cards: Cards
    open: dict[CardPlace, Card]
    saving: dict[Card, Typed]

    def place_of(self, card: Card) -> CardPlace | None: ...

    def show(self, card: Card) -> None: ...


class CardEvents:
    def __init__(self, edited: Edited, session: Session, store: Store, tasks: TaskOwner) -> None:
        self._edited = edited
        self._session = session
        self._store = store
        self._tasks = tasks
        self._linked = store.state.link is Link.UP
        self._missed: dict[Card, Customer] = {}
        self._leave = (store.on_event(self._on_event), store.watch(Changed.LINK, self._on_link))

    def leave(self) -> None:
        for leave in self._leave:
            leave()

    def meet(self, card: Card, theirs: Customer, by: str = "") -> None:
        if self._edited.cards.draft(card) is not None:
            self._edited.cards.meet(card, theirs, by)
            self._edited.show(card)

    def catch_up(self, card: Card) -> None:
        """What came while the agent's own save was on its way: it may have been that save, and may not."""
        missed = self._missed.pop(card, None)
        if missed is not None:
            self.meet(card, missed)

    def _on_event(self, event: Event) -> None:
        match event:
            case CustomerSaved(customer):
                card = Card(customer=customer.id)
                if card in self._edited.saving:
                    self._missed[card] = customer
                else:
                    self.meet(card, customer)
            case CustomerLockChanged(customer, lock, why):
                self._on_lock(customer, lock, why)
            case _:
                pass

    def _on_lock(self, customer: CustomerId, lock: CustomerLock | None, why: Why | None) -> None:
        card = Card(customer=customer)
        place = self._edited.place_of(card)
        if place is None or card in self._edited.saving:
            return
        other = others_lock(lock, self._store.state)
        if other is not None:
            words = tr("{agent} works on this card now: what you typed stays here.", agent=other.agent.name)
        else:
            words = "" if lock is not None else tr("The card is not held for you any more: save it soon.")
            if why is not None:
                words = f"{wording.why(why, timed=False)}. {words}"
        place.form.say_taken_away(words)

    def _on_link(self, state: State, what: Changed) -> None:
        before, self._linked = self._linked, state.link is Link.UP
        if self._linked and not before:
            for card in self._edited.open.values():
                if card.customer is not None and card not in self._edited.saving:
                    self._tasks.start(self._hold_again(card, card.customer), f"hold customer {card.customer}")

    async def _hold_again(self, card: Card, customer: CustomerId) -> None:
        """After a lost link: nobody knows what was missed."""
        words = ""
        try:
            self.meet(card, await self._session.api.lock_customer(customer))
        except InUse as refusal:
            words = wording.refusal(refusal)
        except (Refusal, ServerTrouble):
            return
        place = self._edited.place_of(card)
        if place is not None:
            place.form.say_taken_away(words)
