"""What is asked of the server for a card that is edited: its lock, its save, the lock given back."""

from __future__ import annotations

from collections.abc import Callable
from uuid import uuid4

from agent_client.client.api import Api, ServerTrouble
from agent_client.client.cards import Card, Draft, Typed, fields_of
from agent_client.client.session import Session
from agent_client.client.tasks import TaskOwner
from agent_client.protocol.customers import Customer, CustomerFields
from agent_client.protocol.names import CustomerId
from agent_client.protocol.refusals import CustomerChanged, Refusal
from ui.commands import Commands, Control


class CardCommands:
    """``saving``: what is on its way, by card."""

    def __init__(self, session: Session, commands: Commands, tasks: TaskOwner) -> None:
        self._session = session
        self._commands = commands
        self._tasks = tasks
        self._keys: dict[Card, tuple[CustomerFields, str]] = {}
        self.saving: dict[Card, Typed] = {}

    def lock(self, customer: CustomerId, control: Control | None, done: Callable[[Customer], None]) -> None:
        self._commands.press(
            f"edit customer {customer}", lambda api: api.lock_customer(customer), control=control, done=done
        )

    def release(self, customer: CustomerId) -> None:
        self._tasks.start(self._release(customer), f"release customer {customer}")

    def save(
        self,
        card: Card,
        draft: Draft,
        control: Control,
        *,
        saved: Callable[[Typed, Customer], None],
        changed: Callable[[Customer, str], None],
        over: Callable[[], None],
    ) -> None:
        """``changed`` gets what a colleague saved first, and whose name the server knows; ``over`` when there is an answer."""
        sent, fields = draft.typed, fields_of(draft.typed, draft.base, draft.home, draft.which)
        key = self._key_of(card, fields)

        async def save(api: Api) -> Customer:
            self.saving[card] = sent
            try:
                return await api.save_customer(card.customer, fields, key)
            except CustomerChanged as refusal:
                assert card.customer is not None
                changed((await api.customer(card.customer)).customer, refusal.params.get("by", ""))
                raise
            finally:
                self.saving.pop(card, None)
                over()

        def done(now: Customer) -> None:
            self._keys.pop(card, None)
            saved(sent, now)

        self._commands.press(f"save customer {card}", save, control=control, done=done)

    def _key_of(self, card: Card, fields: CustomerFields) -> str:
        """The same card sent again is one save: an answer may have been lost on its way."""
        known = self._keys.get(card)
        if known is None or known[0] != fields:
            self._keys[card] = known = (fields, str(uuid4()))
        return known[1]

    async def _release(self, customer: CustomerId) -> None:
        try:
            await self._session.api.release_customer(customer)
        except (Refusal, ServerTrouble):
            return  # it goes with the session
