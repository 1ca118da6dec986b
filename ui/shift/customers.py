"""The customer's record beside the call: read when wanted, kept up by events, found by hand (F2, C8)."""

from __future__ import annotations

from uuid import uuid4

from agent_client.client.api import Api, ServerTrouble
from agent_client.client.outbox import CustomerSubject
from agent_client.client.session import Session
from agent_client.client.store.store import Store
from agent_client.client.tasks import TaskOwner
from agent_client.protocol.contacts import Contact
from agent_client.protocol.customers import CustomerBrief, CustomerFields
from agent_client.protocol.events import CustomerSaved, Event, RecordAdded
from agent_client.protocol.names import ContactId, CustomerId, CustomerList
from agent_client.protocol.refusals import Refusal
from ui import wording
from ui.commands import Commands
from ui.models.customer_rights import editable_lists
from ui.panels.customer import CustomerPanel
from ui.panels.subject import Opened
from ui.text import tr


class CustomerJoin:
    def __init__(
        self, panel: CustomerPanel, session: Session, store: Store, commands: Commands, tasks: TaskOwner
    ) -> None:
        self._panel = panel
        self._session = session
        self._store = store
        self._commands = commands
        self._tasks = tasks
        self._made: dict[tuple[ContactId, CustomerFields], str] = {}
        self.leave = store.on_event(self._on_event)
        panel.customer_wanted.connect(self.fetch)
        panel.older_wanted.connect(self._fetch_older)
        panel.news_wanted.connect(self._fetch_news)
        panel.customer_named.connect(self._make)
        panel.caller_chosen.connect(self._choose)

    def fetch(self, customer: CustomerId | None) -> None:
        """None: nobody is wanted any more."""
        if customer is None:
            self._tasks.cancel("customer")
        else:
            self._tasks.start(self._fetch(customer), "customer", replacing="customer")

    async def _fetch(self, customer: CustomerId) -> None:
        try:
            page = await self._session.api.customer(customer)
            if page.customer.id != customer:  # they became part of another
                follow_merge(self._panel, customer, CustomerBrief(page.customer.id, page.customer.name))
            self._panel.show_page(page)
        except Refusal as refusal:
            self._panel.show_failed(customer, wording.refusal(refusal))
        except ServerTrouble as trouble:
            self._panel.show_failed(customer, wording.trouble(trouble))

    def _fetch_news(self, customer: CustomerId) -> None:
        self._tasks.start(self._news(customer), "news of the customer", replacing="news of the customer")

    async def _news(self, customer: CustomerId) -> None:
        try:
            self._panel.show_page(await self._session.api.customer(customer))
        except (Refusal, ServerTrouble):
            return  # what is there is right, if not the newest; the next call or note asks again

    def _fetch_older(self, customer: CustomerId, before: str) -> None:
        self._tasks.start(self._older(customer, before), "older records", replacing="older records")

    async def _older(self, customer: CustomerId, before: str) -> None:
        try:
            self._panel.add_older(await self._session.api.customer(customer, before))
        except (Refusal, ServerTrouble):
            return  # what is there stays; scrolling on asks again

    def _make(self, contact: ContactId, version: int, name: str) -> None:
        """A new customer of this name with the caller's number, in the central list where the agent may, and the contact is
        theirs. Pressed again after a lost answer it is the same customer."""
        state = self._store.state
        known = state.contacts.get(contact)
        numbers = (known.ani,) if known is not None and known.ani else ()
        into = next(iter(editable_lists(state)), CustomerList.CENTRAL)
        fields = CustomerFields(name=name, numbers=numbers, list=into)
        key = self._made.setdefault((contact, fields), str(uuid4()))

        async def make(api: Api) -> Contact:
            customer = await api.save_customer(None, fields, key)
            return await api.choose_customer(contact, customer.id)

        self._commands.press(f"customer of {contact}", make, control=self._panel.control("save_customer"))

    def _choose(self, contact: ContactId, version: int, customer: CustomerId) -> None:
        self._commands.press(
            f"customer of {contact}",
            lambda api: api.choose_customer(contact, customer),
            control=self._panel.control("caller"),
        )

    def _on_event(self, event: Event) -> None:
        match event:
            case RecordAdded(record):
                self._panel.add_record(record)
            case CustomerSaved(customer):
                self._panel.customer_saved(customer)
            case _:
                pass


def follow_merge(panel: CustomerPanel, gone: CustomerId, into: CustomerBrief) -> None:
    """The customer who is shown became part of another: that one is shown, and what is being typed stays in sight."""
    subject = panel.editor.subject()
    if subject == CustomerSubject(gone) and panel.editor.text():
        panel.open_note(Opened(subject, into, tr("Note on {name}", name=into.name or into.company)))
    else:
        panel.open_customer(into.id, into)
