"""Cards edited for an agent: the lock taken and given back, one save however often it is sent, and nothing typed ever lost."""

from __future__ import annotations

import asyncio
from types import ModuleType

import pytest
from msgspec.structs import replace
from pytestqt.qtbot import QtBot

from agent_client.client.api import Unreachable
from agent_client.client.cards import Card, Cards, Draft, Part, Typed
from agent_client.client.store.state import Link
from agent_client.client.store.store import Store
from agent_client.client.tasks import TaskOwner
from agent_client.protocol.agents import AgentBrief
from agent_client.protocol.customers import Customer, CustomerLock, CustomerPage
from agent_client.protocol.events import CustomerLockChanged, CustomerSaved
from agent_client.protocol.names import AgentId, ContactId, CustomerId, CustomerList
from agent_client.protocol.refusals import CustomerChanged, InUse
from ui.commands import Commands
from ui.notices import Notices
from ui.panels.customer_place import CardPlace
from ui.shift.customer_editing import CardEditing


class Server:
    """Answers for one customer; ``answers`` of the saves, ``held`` while they are to wait."""

    def __init__(self, customer: Customer) -> None:
        self.customer_ = customer
        self.asked: list[tuple[object, ...]] = []
        self.refusing: Exception | None = None
        self.after_save: Exception | None = None
        self.held: asyncio.Event | None = None

    @property
    def api(self) -> Server:
        return self

    def refresh(self) -> None: ...

    async def lock_customer(self, customer):
        self.asked.append(("lock", customer))
        if self.refusing is not None:
            raise self.refusing
        return self.customer_

    async def release_customer(self, customer):
        self.asked.append(("release", customer))

    async def customer(self, customer):
        return CustomerPage(customer=self.customer_, records=())

    async def choose_customer(self, contact, customer):
        self.asked.append(("choose", contact, customer))

    async def save_customer(self, customer, fields, key):
        self.asked.append(("save", customer, fields, key))
        if self.held is not None:
            await self.held.wait()
        if self.refusing is not None:
            raise self.refusing
        known = self.customer_
        values = {name: getattr(fields, name) for name in ("name", "town", "street")}
        self.customer_ = replace(known, id=customer or CustomerId(77), version=known.version + 1, **values)
        if self.after_save is not None:
            error, self.after_save = self.after_save, None
            raise error
        return self.customer_

    def saves(self):
        return [asked for asked in self.asked if asked[0] == "save"]


class Work:
    """The editing with two places, and a server behind it."""

    def __init__(self, qtbot: QtBot, seen: ModuleType) -> None:
        self.server = Server(seen.CUSTOMER)
        self.id: CustomerId = seen.CUSTOMER.id
        self.card = Card(customer=self.id)
        self.store = Store(seen.WAITING)
        self.notices = Notices()
        self.cards = Cards()
        self.wanted = True
        self.places = [CardPlace(()) for _ in range(2)]
        for place in self.places:
            qtbot.addWidget(place)
            place.show()
        self.place = self.places[0]
        self.saved: list[tuple[Customer, CardPlace]] = []

    async def __aenter__(self) -> Work:
        self.tasks = TaskOwner()
        commands = Commands(self.server, self.store, self.tasks, self.notices)
        self.editing = CardEditing(self.server, self.store, commands, self.cards, self.tasks, self.notices)
        self.editing.attach(self.place, lambda customer: self.wanted)
        self.editing.attach(self.places[1])
        self.editing.saved.connect(lambda customer, place: self.saved.append((customer, place)))
        return self

    async def __aexit__(self, *error: object) -> None:
        self.editing.leave()
        await self.tasks.close()

    async def edit(self) -> None:
        self.editing.edit(self.id, self.place)
        await settled()

    def type(self, **typed: str) -> None:
        draft = self.cards.draft(self.editing.open[self.place])
        assert draft is not None
        self.place.form.written.emit(replace(draft.typed, **typed))

    def typed(self, place: CardPlace | None = None) -> Typed:
        draft = self.cards.draft(self.editing.open[place or self.place])
        assert draft is not None
        return draft.typed

    async def save(self) -> None:
        self.place.form.save.click()
        await settled()

    def words(self) -> list[str]:
        return [notice.text for notice in self.notices.current()]


async def settled() -> None:
    for _ in range(20):
        await asyncio.sleep(0)


@pytest.fixture
def work(qtbot: QtBot, seen: ModuleType) -> Work:
    return Work(qtbot, seen)


def test_the_lock_is_taken_before_the_form_opens_and_given_back_with_cancel(run, work):
    async def it():
        async with work:
            work.editing.edit(work.id, work.place)
            assert not work.place.shows_form()
            await settled()
            assert work.place.shows_form()
            work.place.form.cancel.click()
            await settled()
            assert not work.place.shows_form()
            assert work.server.asked == [("lock", work.id), ("release", work.id)]
            assert work.words() == [], "nothing was typed: nothing was discarded"

    run(it())


def test_whoever_is_refused_the_card_reads_why(run, work):
    async def it():
        async with work:
            work.server.refusing = InUse(agent="Anna", since="2026-11-24T13:02:00Z")
            await work.edit()
            assert not work.place.shows_form()
            assert "Anna" in work.words()[0]

    run(it())


def test_a_lock_that_comes_when_somebody_else_is_shown_is_given_back(run, work):
    async def it():
        async with work:
            work.editing.edit(work.id, work.place)
            work.wanted = False
            await settled()
            assert work.server.asked == [("lock", work.id), ("release", work.id)]
            assert work.editing.open == {}

    run(it())


def test_what_is_saved_is_told_and_the_card_closes(run, work):
    async def it():
        async with work:
            await work.edit()
            work.type(town="Praha")
            await work.save()
            assert not work.place.shows_form()
            assert [(now.town, place) for now, place in work.saved] == [("Praha", work.place)]
            assert ("release", work.id) not in work.server.asked, "a save gives the lock back"
            assert work.cards.unsaved() == {}

    run(it())


def test_a_save_whose_answer_was_lost_is_sent_again_as_the_same_save(run, work):
    async def it():
        async with work:
            await work.edit()
            work.type(town="Praha")
            work.server.after_save = Unreachable("timeout")
            await work.save()
            assert work.place.shows_form(), "nobody knows whether it was saved"
            await work.save()
            work_keys = [save[3] for save in work.server.saves()]
            assert len(set(work_keys)) == 1
            assert len(work_keys) == 2

    run(it())


def test_a_save_of_other_words_is_another(run, work):
    async def it():
        async with work:
            await work.edit()
            work.type(town="Praha")
            work.server.refusing = Unreachable("timeout")
            await work.save()
            work.type(town="Plzeň")
            await work.save()
            first, second = work.server.saves()
            assert first[3] != second[3]

    run(it())


def test_what_is_typed_while_a_save_is_on_its_way_stays(run, work):
    async def it():
        async with work:
            await work.edit()
            work.type(town="Praha")
            work.server.held = asyncio.Event()
            await work.save()
            work.type(street="Lidická 42")
            work.server.held.set()
            await settled()
            assert work.place.shows_form()
            assert (work.typed().town, work.typed().street) == ("Praha", "Lidická 42")
            draft = work.cards.draft(work.card)
            assert draft is not None
            assert draft.changes() == {Part.STREET}

    run(it())


def test_the_own_save_that_comes_as_news_is_nobodys_conflict(run, work):
    async def it():
        async with work:
            await work.edit()
            work.type(town="Praha")
            work.server.held = asyncio.Event()
            await work.save()
            theirs = replace(work.server.customer_, version=work.server.customer_.version + 1, town="Praha")
            work.store.apply(CustomerSaved(theirs))
            work.server.held.set()
            await settled()
            assert not work.place.shows_form()
            assert work.cards.draft(work.card) is None

    run(it())


def test_a_colleague_who_saved_first_is_met_with_a_choice(run, work):
    async def it():
        async with work:
            await work.edit()
            work.type(town="Praha", street="Lidická 42")
            work.server.customer_ = replace(work.server.customer_, version=9, town="Plzeň")
            work.server.refusing = CustomerChanged(by="Bram")
            await work.save()
            draft = work.cards.draft(work.card)
            assert draft is not None
            assert (draft.undecided, draft.by) == ((Part.TOWN,), "Bram")
            assert (work.typed().town, work.typed().street) == ("Praha", "Lidická 42")
            work.server.refusing = None
            work.place.form.mine_kept.emit(Part.TOWN)
            await work.save()
            assert work.saved[0][0].town == "Praha"

    run(it())


def test_news_of_a_colleagues_save_go_into_an_open_card_at_once(run, work):
    async def it():
        async with work:
            await work.edit()
            work.type(town="Praha")
            work.store.apply(CustomerSaved(replace(work.server.customer_, version=9, street="Lidická 42")))
            assert (work.typed().town, work.typed().street) == ("Praha", "Lidická 42")

    run(it())


def test_who_is_left_for_another_keeps_what_was_typed_and_goes_on_with_it(run, work):
    async def it():
        async with work:
            await work.edit()
            work.type(town="Praha")
            work.editing.close(work.place)
            await settled()
            assert ("release", work.id) in work.server.asked
            assert work.words() == ["Not saved on the card of Jana Nováková: Town"]
            assert work.editing.unsaved(work.id) == {Part.TOWN}
            resumed = []
            work.editing.resumed.connect(lambda customer, place: resumed.append(customer))
            (notice,) = work.notices.current()
            assert notice.act is not None
            notice.act()
            await settled()
            assert (resumed, work.typed().town) == ([work.id], "Praha")
            assert work.words() == []

    run(it())


def test_what_was_discarded_comes_back(run, work):
    async def it():
        async with work:
            await work.edit()
            work.type(town="Praha")
            work.place.form.cancel.click()
            await settled()
            assert work.words() == ["What you typed on the card of Jana Nováková was discarded."]
            (notice,) = work.notices.current()
            assert notice.act is not None
            notice.act()
            await settled()
            assert work.typed().town == "Praha"

    run(it())


def test_a_card_is_edited_in_one_place_at_a_time(run, work):
    async def it():
        async with work:
            await work.edit()
            work.editing.edit(work.id, work.places[1])
            await settled()
            assert list(work.editing.open) == [work.place]
            assert work.server.asked == [("lock", work.id)]

    run(it())


def test_after_a_lost_link_the_lock_is_taken_again_over_what_is_there_now(run, work, seen):
    async def it():
        async with work:
            await work.edit()
            work.type(town="Praha")
            work.store.set_link(Link.DOWN, seen.NOW)
            work.server.customer_ = replace(work.server.customer_, version=9, street="Lidická 42")
            work.store.set_link(Link.UP, seen.NOW)
            await settled()
            assert work.server.asked == [("lock", work.id), ("lock", work.id)]
            assert (work.typed().town, work.typed().street) == ("Praha", "Lidická 42")

    run(it())


def test_a_card_that_another_took_meanwhile_says_so_and_keeps_what_is_typed(run, work, seen):
    async def it():
        async with work:
            await work.edit()
            work.type(town="Praha")
            lock = CustomerLock(AgentBrief(AgentId(31), "Anna"), seen.NOW)
            work.store.apply(CustomerLockChanged(work.id, lock))
            assert work.place.form.head.words.text() == "Anna works on this card now: what you typed stays here."
            assert work.typed().town == "Praha"
            work.store.apply(CustomerLockChanged(work.id, None))
            assert work.place.form.head.words.text() == "The card is not held for you any more: save it soon."

    run(it())


def test_somebody_new_for_a_caller_becomes_the_contacts_customer(run, work, seen):
    contact = next(iter(seen.UNKNOWN.contacts))

    async def it():
        async with work:
            work.store._state = seen.UNKNOWN
            work.editing.new(work.place, Card(contact=contact), Typed(name="Nora"), CustomerList.OWN)
            assert work.place.shows_form()
            await work.save()
            ((_, customer, fields, _),) = work.server.saves()
            assert (customer, fields.name) == (None, "Nora")
            assert ("choose", contact, CustomerId(77)) in work.server.asked

    run(it())


def test_an_earlier_sessions_cards_are_told_of_at_the_start(run, work):
    async def it():
        async with work:
            for number in range(5):
                card = Card(contact=ContactId(number + 1))
                work.cards.restore(card, Draft(typed=Typed(name=f"Nora {number}"), home="CZ"))
            work.editing.tell_unsaved(work.place)
            assert [words.split(":")[0] for words in work.words()] == [
                f"Not saved on the card of Nora {number}" for number in (2, 3, 4)
            ]

    run(it())
