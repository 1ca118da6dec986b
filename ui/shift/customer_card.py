"""The card in the customer's column: edited in place, unlocked by a supervisor, kept up with what others do to it (F1, F4)."""

from __future__ import annotations

from msgspec.structs import replace

from agent_client.client.cards import Card, Typed
from agent_client.client.outbox import ContactSubject
from agent_client.client.store.state import Changed, Link, State
from agent_client.client.store.store import Store
from agent_client.protocol.customers import Customer, CustomerBrief, CustomerLock
from agent_client.protocol.events import CustomerLockChanged, CustomersChanged, Event
from agent_client.protocol.names import CustomerId
from agent_client.protocol.supervising import Unlock
from agent_client.rules.dial_numbers import shown
from ui.commands import Commands
from ui.panels.customer import CustomerPanel
from ui.panels.customer_form_words import part_labels
from ui.panels.customer_place import CardPlace
from ui.text import tr

from .customer_editing import CardEditing
from .customers import follow_merge


class CardJoin:
    def __init__(self, panel: CustomerPanel, editing: CardEditing, store: Store, commands: Commands) -> None:
        self._panel = panel
        self._editing = editing
        self._store = store
        self._commands = commands
        self._linked = store.state.link is Link.UP
        self._leave = (store.on_event(self._on_event), store.watch(Changed.LINK, self._on_link))
        editing.attach(panel.place, lambda customer: panel.history.wanted == customer)
        editing.saved.connect(lambda customer, place: self._on_saved(customer))
        editing.unsaved_changed.connect(lambda card: self._show_unsaved())
        editing.resumed.connect(self._on_resumed)
        panel.card.edit_pressed.connect(self._edit)
        panel.card.unlock_pressed.connect(self._unlock)
        panel.unknown.more_pressed.connect(self._new)
        panel.customer_wanted.connect(lambda _: self._follow())
        panel.subject_changed.connect(lambda _: self._follow())
        editing.tell_unsaved(panel.place)

    def leave(self) -> None:
        for leave in self._leave:
            leave()

    def edit(self) -> None:
        """By key: the card that is shown, or a new one for the caller whom nobody knows."""
        panel = self._panel
        if panel.place.shows_form():
            panel.place.form.take_focus()
        elif panel.card.isVisible():
            panel.card.edit.press()
        elif panel.unknown.isVisible():
            panel.unknown.more.press()

    # -- inside

    def _edit(self) -> None:
        customer = self._panel.history.wanted
        if customer is not None:
            self._editing.edit(customer, self._panel.place, self._panel.card.edit)

    def _new(self, name: str) -> None:
        subject = self._panel.editor.subject()
        contact = self._store.state.contacts.get(subject.id) if isinstance(subject, ContactSubject) else None
        if contact is None:
            return
        home = self._store.state.centre.country if self._store.state.centre is not None else ""
        numbers = (shown(contact.ani, home),) if contact.ani else ()
        self._editing.new(self._panel.place, Card(contact=contact.id), Typed(name=name, numbers=numbers))

    def _unlock(self) -> None:
        customer = self._panel.history.wanted
        if customer is not None:
            self._commands.press(
                f"unlock customer {customer}",
                lambda api: api.unlock_customer(customer, Unlock(reason=tr("The card was needed"))),
                control=self._panel.card.lock.unlock,
                done=self._panel.customer_saved,
            )

    def _follow(self) -> None:
        """A form stays open as long as the column is about its customer, or about the caller for whom it is."""
        card = self._editing.open.get(self._panel.place)
        if card is not None and not self._is_about(card):
            self._editing.close(self._panel.place)
        self._show_unsaved()

    def _is_about(self, card: Card) -> bool:
        wanted, subject = self._panel.history.wanted, self._panel.editor.subject()
        if card.customer is not None:
            return wanted == card.customer
        return wanted is None and subject == ContactSubject(card.contact) if card.contact is not None else True

    def _show_unsaved(self) -> None:
        wanted = self._panel.history.wanted
        parts = frozenset() if wanted is None else self._editing.unsaved(wanted)
        self._panel.card.show_unsaved(part_labels(parts))

    def _on_saved(self, customer: Customer) -> None:
        self._panel.customer_saved(customer)
        self._show_unsaved()

    def _on_resumed(self, customer: CustomerId, place: CardPlace) -> None:
        if place is self._panel.place and self._panel.history.wanted != customer:
            self._panel.open_customer(customer)

    def _on_event(self, event: Event) -> None:
        wanted = self._panel.history.wanted
        match event:
            case CustomerLockChanged(customer, lock) if customer == wanted:
                self._show_lock(lock)
            case CustomersChanged(gone, into) if gone is not None and gone == wanted:
                if into is not None:
                    known = self._panel.customer()
                    name = "" if known is None else known.name or known.company
                    follow_merge(self._panel, gone, CustomerBrief(into, name))
            case CustomersChanged(None, None) if wanted is not None:
                self._panel.news_wanted.emit(wanted)
            case _:
                pass

    def _show_lock(self, lock: CustomerLock | None) -> None:
        known = self._panel.customer()
        if known is not None:
            self._panel.customer_saved(replace(known, lock=lock))

    def _on_link(self, state: State, what: Changed) -> None:
        """Back again: who works on the card now, and what it says, may have been missed."""
        before, self._linked = self._linked, state.link is Link.UP
        if self._linked and not before and self._panel.customer() is not None:
            self._panel.news_wanted.emit(self._panel.history.wanted)
