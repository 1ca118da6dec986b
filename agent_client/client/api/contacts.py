"""The commands on a contact, from the popover to the end of wrap-up, and what makes one: dialling out."""

from __future__ import annotations

from urllib.parse import quote

from agent_client.protocol import paths
from agent_client.protocol.callbacks import Calling
from agent_client.protocol.centre import Directory
from agent_client.protocol.contacts import (
    AcceptAll,
    Accepted,
    Contact,
    ContactCommand,
    Digits,
    Mute,
    Outdial,
    SaveVariables,
    SecureValue,
    Target,
    ToTarget,
    WrapUp,
)
from agent_client.protocol.names import ContactId, CustomerId, WrapUpReasonId

from .wire import Wire


class _Presses(Wire):
    """A press says which version of the contact the agent saw."""

    async def _press(self, path: str, contact: ContactId, version: int, key: str | None) -> Contact:
        return await self.command("POST", path.format(contact=contact), Contact, ContactCommand(version), key)


class Assigned(_Presses):
    """What every channel has: the request, the end, wrap-up, and what is known of the customer's matter."""

    async def answer(self, contact: ContactId, version: int, key: str | None = None) -> Contact:
        return await self._press(paths.CONTACT_ANSWER, contact, version, key)

    async def accept_all(self, seen: tuple[tuple[ContactId, int], ...], key: str | None = None) -> Accepted:
        """``seen``: the requests with their versions. Says which of them are the agent's now."""
        return await self.command("POST", paths.ACCEPT_ALL, Accepted, AcceptAll(seen), key)

    async def decline(self, contact: ContactId, version: int, key: str | None = None) -> Contact:
        return await self._press(paths.CONTACT_DECLINE, contact, version, key)

    async def cancel(self, contact: ContactId, version: int, key: str | None = None) -> Contact:
        """A web callback, before its customer has answered."""
        return await self._press(paths.CONTACT_CANCEL, contact, version, key)

    async def end(self, contact: ContactId, version: int, key: str | None = None) -> Contact:
        return await self._press(paths.CONTACT_END, contact, version, key)

    async def wrap_up(
        self, contact: ContactId, version: int, reason: WrapUpReasonId, key: str | None = None
    ) -> Contact:
        path = paths.CONTACT_WRAP_UP.format(contact=contact)
        return await self.command("POST", path, Contact, WrapUp(version, reason), key)

    async def extend_wrap_up(self, contact: ContactId, version: int, key: str | None = None) -> Contact:
        return await self._press(paths.CONTACT_EXTEND, contact, version, key)

    async def choose_customer(self, contact: ContactId, customer: CustomerId, key: str | None = None) -> Contact:
        path = paths.CONTACT_CUSTOMER.format(contact=contact, customer=customer)
        return await self.command("PUT", path, Contact, None, key)

    async def save_variables(self, contact: ContactId, wish: SaveVariables, key: str | None = None) -> Contact:
        return await self.command("PUT", paths.CONTACT_VARIABLES.format(contact=contact), Contact, wish, key)

    async def show_variable(self, contact: ContactId, variable: str, key: str | None = None) -> SecureValue:
        """A command, not a question: each showing is logged."""
        path = paths.CONTACT_VARIABLE_SHOW.format(contact=contact, variable=quote(variable, safe=""))
        return await self.command("POST", path, SecureValue, None, key)


class CallControl(_Presses):
    """What only a call has, and dialling."""

    async def hold(self, contact: ContactId, version: int, key: str | None = None) -> Contact:
        return await self._press(paths.CONTACT_HOLD, contact, version, key)

    async def resume(self, contact: ContactId, version: int, key: str | None = None) -> Contact:
        return await self._press(paths.CONTACT_RESUME, contact, version, key)

    async def consult(self, contact: ContactId, version: int, target: Target, key: str | None = None) -> Contact:
        return await self._pass_on(paths.CONTACT_CONSULT, contact, version, target, key)

    async def end_consult(self, contact: ContactId, version: int, key: str | None = None) -> Contact:
        return await self._press(paths.CONTACT_END_CONSULT, contact, version, key)

    async def conference(self, contact: ContactId, version: int, key: str | None = None) -> Contact:
        return await self._press(paths.CONTACT_CONFERENCE, contact, version, key)

    async def transfer(
        self, contact: ContactId, version: int, target: Target | None, key: str | None = None
    ) -> Contact:
        """``target`` None: to the consulted party."""
        return await self._pass_on(paths.CONTACT_TRANSFER, contact, version, target, key)

    async def pause_recording(self, contact: ContactId, version: int, key: str | None = None) -> Contact:
        return await self._press(paths.CONTACT_PAUSE_RECORDING, contact, version, key)

    async def resume_recording(self, contact: ContactId, version: int, key: str | None = None) -> Contact:
        return await self._press(paths.CONTACT_RESUME_RECORDING, contact, version, key)

    async def send_digits(self, contact: ContactId, version: int, digits: str, key: str | None = None) -> Contact:
        path = paths.CONTACT_DIGITS.format(contact=contact)
        return await self.command("POST", path, Contact, Digits(version, digits), key)

    async def mute(self, contact: ContactId, version: int, muted: bool, key: str | None = None) -> Contact:
        path = paths.CONTACT_MUTE.format(contact=contact)
        return await self.command("POST", path, Contact, Mute(version, muted), key)

    async def outdial(self, wish: Outdial, key: str | None = None) -> Calling:
        return await self.command("POST", paths.OUTDIAL, Calling, wish, key)

    async def directory(self, text: str) -> Directory:
        return await self.ask(paths.DIRECTORY, Directory, text=text)

    async def _pass_on(
        self, path: str, contact: ContactId, version: int, target: Target | None, key: str | None
    ) -> Contact:
        return await self.command("POST", path.format(contact=contact), Contact, ToTarget(version, target), key)
