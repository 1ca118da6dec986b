"""Editing customers' cards (F1, F4): the lock taken and given back, what is typed kept, saved, or met by a colleague's save.

One for all windows: a card is edited in one place at a time, and what was typed on it is there again wherever it is opened.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from agent_client.client.cards import Card, Cards, Draft, Part, Typed, fresh
from agent_client.client.session import Session
from agent_client.client.store.store import Store
from agent_client.client.tasks import TaskOwner
from agent_client.protocol.customers import Customer
from agent_client.protocol.names import CustomerId, CustomerList
from ui.commands import Commands, Control
from ui.models.customer_rights import editable_lists
from ui.notices import Level, Notice, Notices
from ui.panels.customer_form_words import part_labels
from ui.panels.customer_place import CardPlace
from ui.text import tr

from .card_commands import CardCommands
from .card_events import CardEvents

TOLD_AT_ONCE = 3
"""Cards that an earlier session left unsaved, and of which is told at the start: the newest."""


class CardEditing(QObject):
    """``saved`` carries the customer as the server has them now, and the place where that was done; ``unsaved_changed``
    whose card it is. ``resumed`` asks a place's window to show this customer, because the agent goes on with the card."""

    saved = Signal(object, object)
    unsaved_changed = Signal(object)
    resumed = Signal(object, object)

    def __init__(
        self,
        session: Session,
        store: Store,
        commands: Commands,
        cards: Cards,
        tasks: TaskOwner,
        notices: Notices,
        parent: QObject | None = None,
    ) -> None:
        """``parent``: with which it goes. Without one, whoever listens here would be kept by Qt for good."""
        super().__init__(parent)
        self._store = store
        self._commands = commands
        self._notices = notices
        self._wants: dict[CardPlace, Callable[[CustomerId], bool]] = {}
        self._asked = CardCommands(session, commands, tasks)
        self.cards = cards
        self.open: dict[CardPlace, Card] = {}
        self.saving = self._asked.saving
        self._events = CardEvents(self, session, store, tasks)

    def leave(self) -> None:
        """What is typed is kept; nobody can go on with it here any more."""
        self._events.leave()
        for card in self.cards.unsaved():
            self._notices.withdraw(_key(card))

    def tell_unsaved(self, place: CardPlace) -> None:
        """Of the cards that an earlier session left unsaved; going on with one opens it in this place."""
        for card, draft in list(self.cards.unsaved().items())[-TOLD_AT_ONCE:]:
            self._tell(card, draft, place)

    def attach(self, place: CardPlace, wants: Callable[[CustomerId], bool] = lambda customer: True) -> None:
        """Cards may be edited there from now on. ``wants``: whether this customer is still the one who is shown there."""
        self._wants[place] = wants

        def hear() -> None:
            form = place.form
            form.save_pressed.connect(lambda: self._save(place))
            form.cancelled.connect(lambda: self.cancel(place))
            form.written.connect(lambda typed: self._change(place, lambda card: self.cards.write(card, typed)))
            form.theirs_taken.connect(lambda part: self._change(place, lambda card: self.cards.take_theirs(card, part)))
            form.mine_kept.connect(lambda part: self._change(place, lambda card: self.cards.keep_mine(card, part)))
            form.list_chosen.connect(lambda which: self._change(place, lambda card: self.cards.into(card, which)))

        place.form_made.connect(hear)

    # -- opening

    def edit(self, customer: CustomerId, place: CardPlace, control: Control | None = None) -> None:
        """Take the lock, and open the form with what the card says now."""
        if self._go_to(Card(customer=customer)):
            return

        def opened(now: Customer) -> None:
            if self._wants[place](customer):
                self._begin(place, Card(customer=now.id), fresh(now, _home(self._store)))
            else:
                self._asked.release(now.id)

        self._asked.lock(customer, control, opened)

    def new(self, place: CardPlace, card: Card, typed: Typed, which: CustomerList | None = None) -> None:
        """A customer from nothing, or for the caller of a contact. What was begun before is taken up again."""
        lists = editable_lists(self._store.state)
        if not self._go_to(card):
            into = which if which in lists else next(iter(lists), CustomerList.CENTRAL)
            self._begin(place, card, Draft(typed=typed, which=into or CustomerList.CENTRAL, home=_home(self._store)))

    def close(self, place: CardPlace) -> None:
        """Somebody else is shown there: the lock is given back, and what is typed kept for later."""
        card = self._end(place)
        draft = None if card is None else self.cards.draft(card)
        if card is None or draft is None:
            return
        if not draft.changes():
            self.cards.drop(card)
            return
        self.unsaved_changed.emit(card)
        words = tr("Not saved on the card of {name}: {labels}", name=_name(draft), labels=part_labels(draft.changes()))
        go_on = Notice(
            Level.INFORMATION,
            words,
            stays=True,
            key=_key(card),
            action=tr("Go on"),
            act=lambda: self.resume(card, place),
        )
        self._notices.post(go_on)

    def resume(self, card: Card, place: CardPlace) -> None:
        draft = self.cards.draft(card)
        if card.customer is not None:
            self.resumed.emit(card.customer, place)
            self.edit(card.customer, place)
        elif draft is not None:
            self.new(place, card, draft.typed)

    def cancel(self, place: CardPlace) -> None:
        card = self._end(place)
        draft = None if card is None else self.cards.drop(card)
        if card is None or draft is None:
            return
        self._notices.withdraw(_key(card))
        self.unsaved_changed.emit(card)
        if draft.changes():
            words = tr("What you typed on the card of {name} was discarded.", name=_name(draft))

            def undo() -> None:
                self.cards.put_back(card, draft)
                self.resume(card, place)

            self._notices.post(Notice(Level.INFORMATION, words, key=_key(card), action=tr("Undo"), act=undo))

    def unsaved(self, customer: CustomerId) -> frozenset[Part]:
        """Of a card that is not open: what was typed on it and not saved."""
        card = Card(customer=customer)
        draft = self.cards.draft(card)
        return frozenset() if draft is None or card in self.open.values() else draft.changes()

    def place_of(self, card: Card) -> CardPlace | None:
        return next((place for place, known in self.open.items() if known == card), None)

    def show(self, card: Card) -> None:
        """The draft is another: show it where it is open."""
        place, draft = self.place_of(card), self.cards.draft(card)
        if place is not None and draft is not None:
            self._show(place, draft)

    # -- inside

    def _tell(self, card: Card, draft: Draft, place: CardPlace) -> None:
        words = tr("Not saved on the card of {name}: {labels}", name=_name(draft), labels=part_labels(draft.changes()))
        notice = Notice(Level.INFORMATION, words, stays=True, key=_key(card), action=tr("Go on"))
        self._notices.post(replace(notice, act=lambda: self.resume(card, place)))

    def _begin(self, place: CardPlace, card: Card, draft: Draft) -> None:
        self.close(place)
        self._notices.withdraw(_key(card))
        self.open[place] = card
        place.form.say_taken_away("")
        self._show(place, self.cards.begin(card, draft))
        place.show_form(True)
        self.unsaved_changed.emit(card)

    def _end(self, place: CardPlace) -> Card | None:
        """The form is closed there."""
        if place in self.open:
            place.form.settle()
        card = self.open.pop(place, None)
        if card is not None:
            place.show_form(False)
            place.form.set_requested(False)
            place.form.save.forget()
            if card.customer is not None:
                self._asked.release(card.customer)
        return card

    def _go_to(self, card: Card) -> bool:
        """To where it is open already."""
        place = self.place_of(card)
        if place is None:
            return False
        window = place.window()
        window.raise_()
        window.activateWindow()
        place.form.take_focus()
        return True

    def _save(self, place: CardPlace) -> None:
        card = self.open[place]
        draft = self.cards.draft(card)
        if draft is not None:
            self._asked.save(
                card,
                draft,
                place.form,
                saved=lambda sent, now: self._saved(place, card, sent, now),
                changed=lambda theirs, by: self._events.meet(card, theirs, by),
                over=lambda: self._events.catch_up(card),
            )

    def _saved(self, place: CardPlace, card: Card, sent: Typed, now: Customer) -> None:
        if self.open.get(place) == card:
            place.form.settle()
        left = self.cards.saved(card, sent, now) if self.cards.draft(card) is not None else None
        if self.open.get(place) == card:
            if left is not None:
                self.open[place] = Card(customer=now.id)
                self._show(place, left)
            else:
                del self.open[place]  # the server gave the lock back with the save
                place.show_form(False)
        self._notices.withdraw(_key(card))
        self.saved.emit(now, place)
        self.unsaved_changed.emit(Card(customer=now.id))
        if card.contact is not None and card.contact in self._store.state.contacts:
            contact = card.contact
            self._commands.press(f"customer of {contact}", lambda api: api.choose_customer(contact, now.id))

    def _change(self, place: CardPlace, change: Callable[[Card], Draft]) -> None:
        if place in self.open:
            place.form.save.forget()
            self._show(place, change(self.open[place]))

    def _show(self, place: CardPlace, draft: Draft) -> None:
        state = self._store.state
        place.form.show_draft(draft, state, editable_lists(state))


def _home(store: Store) -> str:
    centre = store.state.centre
    return "" if centre is None else centre.country


def _key(card: Card) -> str:
    return f"card {card.customer} {card.contact}"


def _name(draft: Draft) -> str:
    names = (draft.typed.name, draft.typed.company, *draft.typed.numbers)
    return next((name.strip() for name in names if name.strip()), tr("No name"))
