"""The tones of keypads in the simulated PBX: an agent's into a conversation, a customer's to the centre or to whom they talk."""

from __future__ import annotations

from agent_client.backend.ports.telephony import CallId, KeyPressed
from agent_client.backend.telephony.sides import Customer

from . import audio
from .audio import Party
from .customers import Customers
from .lines import Call, Leg, Lines
from .news import News


class Keypad:
    def __init__(self, lines: Lines, news: News, customers: Customers) -> None:
        self._lines = lines
        self._news = news
        self._customers = customers

    def digits(self, leg: Leg, digits: str) -> None:
        """Tones are no voice: a muted phone sends them too."""
        call = self._lines.call_of(leg)
        sender = None if call is None else audio.party(call, leg)
        if call is not None and sender is not None:
            self._heard(call, sender, digits)

    def customer_presses(self, call_id: CallId, key: str, after: float) -> bool:
        if call_id not in self._lines.calls:
            return False
        if after:
            self._customers.later(after, lambda: self._pressed(call_id, key))
        else:
            self._pressed(call_id, key)
        return True

    def _pressed(self, call_id: CallId, key: str) -> None:
        """While they wait it is told; in a conversation the others hear it."""
        call = self._lines.calls.get(call_id)
        if call is None:
            return
        if call.customer is Customer.WAITING:
            self._news.tell(KeyPressed(call_id, key))
        else:
            self._heard(call, Party.CUSTOMER, key)

    def _heard(self, call: Call, sender: Party, digits: str) -> None:
        talks = audio.conversation(self._lines, call)
        if sender in talks:
            for listener in talks - {sender}:
                call.digits[listener] = call.digits.get(listener, "") + digits
